"""When a search ends: small rules that can be combined.

A rule is asked again and again with the state of the search. Rules that
count solutions or iterations make a search repeatable; those that look at
the clock are for production.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Protocol, Tuple


@dataclass(frozen=True)
class SearchState:
    """How far a search has come.

    Attributes
    ----------
    elapsed_s
        Seconds since the search began.
    since_better_s
        Seconds since the best solution was found.
    solutions
        Number of solutions accepted so far.
    iterations
        How often the rule has been asked.
    work
        Steps of work that a search has counted, see :meth:`Search.worked`.
    """

    elapsed_s: float
    since_better_s: float
    solutions: int
    iterations: int
    work: int = 0


class StopRule(Protocol):
    """Returns true when the search is to end with the best found.

    A rule may also have a method ``fraction(state)``: which share of what it
    allows is used up, see :func:`fraction_of`.
    """

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""


def fraction_of(rule: StopRule, state: SearchState) -> float:
    """Return which share of its budget a rule sees used, 0 to 1; 0 without a budget."""
    fraction = getattr(rule, "fraction", None)
    return 0.0 if fraction is None else min(1.0, max(0.0, fraction(state)))


@dataclass(frozen=True)
class WallTime:
    """Stop after so many seconds."""

    seconds: float

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return state.elapsed_s >= self.seconds

    def fraction(self, state: SearchState) -> float:
        """Return the share of the budget that is used."""
        return state.elapsed_s / self.seconds if self.seconds > 0 else 1.0


@dataclass(frozen=True)
class NoImprovement:
    """Stop when nothing better was found for so many seconds."""

    seconds: float

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return state.since_better_s >= self.seconds

    def fraction(self, state: SearchState) -> float:
        """Return the share of the budget that is used."""
        return state.since_better_s / self.seconds if self.seconds > 0 else 1.0


@dataclass(frozen=True)
class Solutions:
    """Stop after so many solutions: repeatable."""

    count: int

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return state.solutions >= self.count

    def fraction(self, state: SearchState) -> float:
        """Return the share of the budget that is used."""
        return state.solutions / self.count if self.count > 0 else 1.0


@dataclass(frozen=True)
class Iterations:
    """Stop after so many questions: repeatable."""

    count: int

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return state.iterations >= self.count

    def fraction(self, state: SearchState) -> float:
        """Return the share of the budget that is used."""
        return state.iterations / self.count if self.count > 0 else 1.0


@dataclass(frozen=True)
class WorkBudget:
    """Stop after so many steps of work: repeatable, on every machine.

    A step is what a backend counts by :meth:`Search.worked`: one removal and
    reinsertion in ruin and recreate.
    """

    iterations: int

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return state.work >= self.iterations

    def fraction(self, state: SearchState) -> float:
        """Return the share of the budget that is used."""
        return state.work / self.iterations if self.iterations > 0 else 1.0


@dataclass(frozen=True)
class Cancelled:
    """Stop when a function says that the user wants it."""

    asked: Callable[[], bool]

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return self.asked()


@dataclass(frozen=True)
class AnyOf:
    """Stop as soon as one of the rules says so."""

    rules: Tuple[StopRule, ...]

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return any(rule(state) for rule in self.rules)

    def fraction(self, state: SearchState) -> float:
        """Return the share of the budget that is used."""
        return max((fraction_of(rule, state) for rule in self.rules), default=0.0)


@dataclass(frozen=True)
class _Share:
    """Asks a rule as if a part of the work had used up ``count`` times as much."""

    rule: StopRule
    count: int

    def __call__(self, state: SearchState) -> bool:
        return self.rule(self._scaled(state))

    def fraction(self, state: SearchState) -> float:
        return fraction_of(self.rule, self._scaled(state))

    def _scaled(self, state: SearchState) -> SearchState:
        return SearchState(
            state.elapsed_s * self.count,
            state.since_better_s * self.count,
            state.solutions * self.count,
            state.iterations * self.count,
            state.work * self.count,
        )


class Search:
    """Keeps the state of a running search and asks its rule.

    Parameters
    ----------
    clock
        Returns seconds; injected, so that tests own the time.
    """

    def __init__(self, rule: StopRule, clock: Callable[[], float]) -> None:
        self._rule = rule
        self.clock = clock
        self._begin = self._better = clock()
        self._solutions = 0
        self._iterations = 0
        self._work = 0
        self.ended = False

    @property
    def elapsed_s(self) -> float:
        """Seconds since the search began."""
        return self.clock() - self._begin

    def share(self, count: int) -> Search:
        """Return a search that may use one of ``count`` equal shares of this one's limits."""
        return Search(_Share(self._rule, count), self.clock)

    def solved(self, better: bool) -> None:
        """Note a solution."""
        self._solutions += 1
        if better:
            self._better = self.clock()

    def worked(self, steps: int) -> None:
        """Note steps of work."""
        self._work += steps

    def fraction(self) -> float:
        """Return which share of the budget is used: the largest over all rules, 0 to 1."""
        return fraction_of(self._rule, self._state())

    def should_stop(self) -> bool:
        """Ask the rule; once it said yes, the answer stays yes."""
        if not self.ended:
            self._iterations += 1
            self.ended = self._rule(self._state())
        return self.ended

    def _state(self) -> SearchState:
        now = self.clock()
        return SearchState(
            now - self._begin, now - self._better, self._solutions, self._iterations, self._work
        )
