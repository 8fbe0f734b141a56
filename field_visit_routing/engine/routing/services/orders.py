"""The present orders as services take them: ids of the visits by shift id."""

from __future__ import annotations

from typing import Dict, Iterable, List, Mapping, NamedTuple, Sequence, Tuple

from ...errors import EngineError
from ...matrix.types import Travel
from ..parts import Part, restrict
from ..problem import Candidate, Problem
from ..solution import Solution

Names = Mapping[str, Sequence[str]]


def orders_of(solution: Solution) -> Dict[str, Tuple[str, ...]]:
    """Return the orders of a solution; shifts without visits are missing."""
    return {
        route.shift_id: tuple(stop.candidate_id for stop in route.stops)
        for route in solution.routes
    }


class Book:
    """Looks candidates and shifts of one problem up by id.

    Raises
    ------
    EngineError
        ``unknown_candidate``, ``unknown_shift`` and ``candidate_twice``, each
        with the id.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._candidates = {item.id: at for at, item in enumerate(problem.candidates)}
        self._shifts = {item.id: at for at, item in enumerate(problem.shifts)}

    def candidates(self, names: Iterable[str]) -> List[int]:
        """Return the numbers of the candidates."""
        found: List[int] = []
        for name in names:
            if name not in self._candidates:
                raise EngineError("unknown_candidate", {"candidate": str(name)[:80]})
            if self._candidates[name] in found:
                raise EngineError("candidate_twice", {"candidate": name})
            found.append(self._candidates[name])
        return found

    def check(self, orders: Names) -> None:
        """Raise unless every shift and every candidate of the orders is known."""
        for shift_id, ids in orders.items():
            self.shift(shift_id)
            self.candidates(ids)

    def shift(self, name: str) -> int:
        """Return the number of the shift."""
        if name not in self._shifts:
            raise EngineError("unknown_shift", {"shift": str(name)[:80]})
        return self._shifts[name]


def day_part(problem: Problem, travel: Travel, shift: int, candidates: Sequence[int]) -> Part:
    """Return the part of one shift and some candidates, numbered in the given order."""
    return restrict(problem, travel, candidates, [shift])


class Spacing(NamedTuple):
    """Two visits of one client that are too near, or too far apart.

    ``code`` is ``same_day``, ``gap_short`` or ``gap_long``; ``size`` the days
    that miss, or are too many; ``other`` the other visit.
    """

    code: str
    size: int
    other: str


def spacing(item: Candidate, day: int, placed: Iterable[Tuple[Candidate, int]]) -> List[Spacing]:
    """Return what is wrong with a visit on a day beside the placed ones of its client.

    Parameters
    ----------
    placed
        Other candidates, of whatever client, each with its day.
    """
    found = []
    for other, other_day in placed:
        same_visit = other.id == item.id or (item.joint and other.joint == item.joint)
        if same_visit or other.who != item.who:
            continue
        if other_day == day:
            found.append(Spacing("same_day", 1, other.id))
        else:
            found.extend(_gap(item, day, other, other_day))
    return found


def _gap(item: Candidate, day: int, other: Candidate, other_day: int) -> List[Spacing]:
    if item.ordinal == other.ordinal:
        return []
    earlier_first = item.ordinal < other.ordinal
    later = other if earlier_first else item
    steps = abs(item.ordinal - other.ordinal)
    days = other_day - day if earlier_first else day - other_day
    if days < steps * later.min_gap_days:
        return [Spacing("gap_short", steps * later.min_gap_days - days, other.id)]
    if steps == 1 and later.max_gap_days is not None and days > later.max_gap_days:
        return [Spacing("gap_long", days - later.max_gap_days, other.id)]
    return []
