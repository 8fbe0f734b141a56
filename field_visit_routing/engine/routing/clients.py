"""Repeated visits of one client: how many days must and may lie between them."""

from __future__ import annotations

from typing import Dict, List, Sequence, Tuple

from .problem import Candidate, Problem

#: From ``days`` on no longer allowed; later than any day of a problem.
ENDLESS = 1 << 30


def day_span(one: Candidate, other: Candidate) -> Tuple[int, int]:
    """Return the least and most days from ``one`` to ``other``, if both take place.

    The numbers are negative where ``other`` comes first.
    """
    if one.ordinal > other.ordinal:
        least, most = day_span(other, one)
        return -most, -least
    steps = other.ordinal - one.ordinal
    least = max(1, steps * other.min_gap_days)
    most = other.max_gap_days if steps == 1 and other.max_gap_days is not None else ENDLESS
    return least, most


class Clients:
    """Which candidates are visits of the same client, and how they stand to each other."""

    def __init__(self, problem: Problem) -> None:
        self._candidates = problem.candidates
        self._days = [shift.day for shift in problem.shifts]
        self._kin = _kin(problem)

    def __bool__(self) -> bool:
        return bool(self._kin)

    def kin(self, candidate: int) -> Sequence[int]:
        """Return the other visits of the same client."""
        return self._kin.get(candidate, ())

    def clash(self, one: int, shift: int, other: int, other_shift: int) -> bool:
        """Whether two visits of one client cannot be in these shifts."""
        least, most = day_span(self._candidates[one], self._candidates[other])
        days = self._days[other_shift] - self._days[shift]
        return not least <= days <= most

    def homes(self, orders: Sequence[Sequence[int]], candidate: int) -> Dict[int, int]:
        """Return the shift of each other visit of the same client that has a place."""
        kin = self._kin.get(candidate)
        if not kin:
            return {}
        wanted = set(kin)
        return {
            item: shift for shift, order in enumerate(orders) for item in order if item in wanted
        }

    def clashes(self, orders: Sequence[Sequence[int]]) -> List[Tuple[int, int]]:
        """Return the pairs of placed visits that stand wrongly to each other."""
        if not self._kin:
            return []
        home = {
            item: shift
            for shift, order in enumerate(orders)
            for item in order
            if item in self._kin
        }
        return [
            (one, other)
            for one, shift in home.items()
            for other in self._kin[one]
            if one < other and other in home and self.clash(one, shift, other, home[other])
        ]


def _kin(problem: Problem) -> Dict[int, List[int]]:
    by_client: Dict[str, List[int]] = {}
    for at, item in enumerate(problem.candidates):
        by_client.setdefault(item.who, []).append(at)
    kin: Dict[int, List[int]] = {}
    for members in by_client.values():
        for at in members:
            others = [item for item in members if not _same_visit(problem, at, item)]
            if others:
                kin[at] = others
    return kin


def _same_visit(problem: Problem, one: int, other: int) -> bool:
    joint = problem.candidates[one].joint
    return one == other or (bool(joint) and joint == problem.candidates[other].joint)
