"""How much work a search may do: a function of the problem's size, not of the clock.

Work is counted in iterations, so that equal input gives equal output on any
machine; seconds only cap it.
"""

from __future__ import annotations

from typing import Dict, List, Mapping, NamedTuple, Optional

from .stop import (
    AnyOf,
    Iterations,
    SearchState,
    Solutions,
    StopRule,
    WallTime,
    WorkBudget,
    fraction_of,
)

#: The most a search takes when nobody says so, in seconds.
MOST_S = 60.0
#: So much of the limit is searched on a machine like the one measured.
USED = 0.7
#: A search of nothing.
SMALL_S = 0.05
#: Steps of ruin and recreate in a second (they slow down with the size), and questions
#: of OR-Tools to its stop rule; measured on one core of a 2.x GHz server of 2024.
STEPS_PER_S, SLOWER = 800_000.0, -0.64
CHECKS_PER_S = 130_000.0


def limit_s(candidates: int) -> float:
    """Return how many seconds a search is expected to take when nobody says so."""
    return min(MOST_S, 0.5 + candidates / 12.0)


def rule(backend: str, candidates: int, seconds: float = 0.0) -> StopRule:
    """Return the budget of a search by its size, in the backend's own count.

    Parameters
    ----------
    seconds
        What the user asked for; 0 lets the size decide. A small problem is at
        its optimum long before its limit, and is given more work only in the
        measure in which more than usual was asked for.
    """
    usual_s = limit_s(candidates)
    asked_s = seconds or usual_s
    worth_s = SMALL_S + candidates**2 / 1_500.0
    effort_s = min(USED * asked_s, worth_s * max(1.0, asked_s / usual_s))
    if backend == "ruin_recreate":
        return WorkBudget(_rounded(STEPS_PER_S * max(1, candidates) ** SLOWER * effort_s))
    return Iterations(_rounded(CHECKS_PER_S * effort_s))


def _rounded(count: float) -> int:
    """Drop the digits in which two machines' powers may differ."""
    return max(200, 200 * round(count / 200))


def finishing_s(candidates: int) -> float:
    """Return how many seconds of a limit are kept for what follows the search.

    Reasons take longest: a third of 1,000 candidates left out took 1.3 s.
    """
    return 0.01 + candidates / 400.0


class Limits(NamedTuple):
    """What of a rule can be counted and divided among parts; ``None`` is no limit."""

    work: Optional[int] = None
    iterations: Optional[int] = None
    solutions: Optional[int] = None
    seconds: Optional[float] = None

    def share(self, fraction: float) -> Limits:
        """Return the limits of a part that may use this fraction of the work."""
        counts = (self.work, self.iterations, self.solutions)
        shares = (None if n is None else max(1, round(n * fraction)) for n in counts)
        return Limits(
            *shares,
            None if self.seconds is None else self.seconds * fraction,
        )

    @property
    def repeatable(self) -> bool:
        """Whether something else than the clock limits the work."""
        return (self.work, self.iterations, self.solutions) != (None, None, None)

    def rules(self) -> List[StopRule]:
        """Return them as stop rules. Where work is counted, the clock is no rule of the part."""
        found: List[StopRule] = []
        if self.work is not None:
            found.append(WorkBudget(self.work))
        if self.iterations is not None:
            found.append(Iterations(self.iterations))
        if self.solutions is not None:
            found.append(Solutions(self.solutions))
        if self.seconds is not None and not found:
            found.append(WallTime(self.seconds))
        return found


def limits_of(rule: StopRule) -> Limits:
    """Return the counts and seconds that a rule is made of."""
    found = Limits()
    for item in _leaves(rule):
        if isinstance(item, WorkBudget):
            found = found._replace(work=_least(found.work, item.iterations))
        elif isinstance(item, Iterations):
            found = found._replace(iterations=_least(found.iterations, item.count))
        elif isinstance(item, Solutions):
            found = found._replace(solutions=_least(found.solutions, item.count))
        elif isinstance(item, WallTime):
            least = item.seconds if found.seconds is None else min(found.seconds, item.seconds)
            found = found._replace(seconds=least)
    return found


def _least(known: Optional[int], count: int) -> int:
    return count if known is None else min(known, count)


def _leaves(rule: StopRule) -> List[StopRule]:
    if isinstance(rule, (AnyOf, Ending)):
        return [leaf for inner in rule.rules for leaf in _leaves(inner)]
    return [rule]


class Resumed:
    """A rule whose budget counts as used in part from the start."""

    def __init__(self, rule: StopRule, used: float) -> None:
        self._rule = rule
        self._used = used

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return self._rule(state)

    def fraction(self, state: SearchState) -> float:
        """Return the share that is used, what lay behind included."""
        return self._used + (1.0 - self._used) * fraction_of(self._rule, state)


class Uncounted:
    """A rule without its counts: what a process asks that leaves the work to others."""

    def __init__(self, rule: StopRule) -> None:
        self._rule = rule

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return self._rule(SearchState(state.elapsed_s, state.since_better_s, 0, 0, 0))


class Ending:
    """Stops as soon as one of its named rules says so, and remembers which.

    Attributes
    ----------
    by
        The name of the rule that ended the search; ``"budget"`` when none
        did, as the work itself was at its end.
    """

    def __init__(self, rules: Mapping[str, StopRule]) -> None:
        self._named: Dict[str, StopRule] = dict(rules)
        self.rules = tuple(self._named.values())
        self.by = "budget"
        self._ended = False

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        if not self._ended:
            for name, rule in self._named.items():
                if rule(state):
                    self.by = name
                    self._ended = True
                    break
        return self._ended
