"""How much work a search may do: a function of the problem's size, not of the clock.

Work is counted in iterations, so that equal input gives equal output on any
machine; seconds only cap it.
"""

from __future__ import annotations

from typing import Dict, List, Mapping, NamedTuple, Optional

from .stop import AnyOf, Iterations, SearchState, Solutions, StopRule, WallTime

#: The most a search takes when nobody says so, in seconds.
MOST_S = 60.0


def limit_s(candidates: int) -> float:
    """Return how many seconds a search is expected to take when nobody says so."""
    return min(MOST_S, 0.5 + candidates / 12.0)


def finishing_s(candidates: int) -> float:
    """Return how many seconds of a limit are kept for what follows the search."""
    return 0.01 + candidates / 2_000.0


class Limits(NamedTuple):
    """What of a rule can be counted and divided among parts; ``None`` is no limit."""

    iterations: Optional[int] = None
    solutions: Optional[int] = None
    seconds: Optional[float] = None

    def share(self, fraction: float) -> Limits:
        """Return the limits of a part that may use this fraction of the work."""
        return Limits(
            None if self.iterations is None else max(1, round(self.iterations * fraction)),
            None if self.solutions is None else max(1, round(self.solutions * fraction)),
            None if self.seconds is None else self.seconds * fraction,
        )

    @property
    def repeatable(self) -> bool:
        """Whether something else than the clock limits the work."""
        return self.iterations is not None or self.solutions is not None

    def rules(self) -> List[StopRule]:
        """Return them as stop rules. Where work is counted, the clock is no rule of the part."""
        found: List[StopRule] = []
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
        if isinstance(item, Iterations):
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


class Uncounted:
    """A rule without its counts: what a process asks that leaves the work to others."""

    def __init__(self, rule: StopRule) -> None:
        self._rule = rule

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return self._rule(SearchState(state.elapsed_s, state.since_better_s, 0, 0))


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
