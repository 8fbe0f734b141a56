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
    """

    elapsed_s: float
    since_better_s: float
    solutions: int
    iterations: int


class StopRule(Protocol):
    """Returns true when the search is to end with the best found."""

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""


@dataclass(frozen=True)
class WallTime:
    """Stop after so many seconds."""

    seconds: float

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return state.elapsed_s >= self.seconds


@dataclass(frozen=True)
class NoImprovement:
    """Stop when nothing better was found for so many seconds."""

    seconds: float

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return state.since_better_s >= self.seconds


@dataclass(frozen=True)
class Solutions:
    """Stop after so many solutions: repeatable."""

    count: int

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return state.solutions >= self.count


@dataclass(frozen=True)
class Iterations:
    """Stop after so many questions: repeatable."""

    count: int

    def __call__(self, state: SearchState) -> bool:
        """Whether to stop now."""
        return state.iterations >= self.count


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


@dataclass(frozen=True)
class _Share:
    """Asks a rule as if a part of the work had used up ``count`` times as much."""

    rule: StopRule
    count: int

    def __call__(self, state: SearchState) -> bool:
        scaled = SearchState(
            state.elapsed_s * self.count,
            state.since_better_s * self.count,
            state.solutions * self.count,
            state.iterations * self.count,
        )
        return self.rule(scaled)


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

    def should_stop(self) -> bool:
        """Ask the rule; once it said yes, the answer stays yes."""
        if not self.ended:
            self._iterations += 1
            now = self.clock()
            state = SearchState(
                now - self._begin, now - self._better, self._solutions, self._iterations
            )
            self.ended = self._rule(state)
        return self.ended
