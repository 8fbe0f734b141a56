"""Smaller problems out of a large one, and their answers put together again."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, NamedTuple, Sequence

from ..matrix.types import Matrix, Travel
from .evaluation import Orders
from .problem import Problem


class Part(NamedTuple):
    """A problem made of some candidates and shifts of a larger one.

    ``candidates`` and ``shifts`` are their numbers in the larger problem.
    """

    problem: Problem
    matrix: Matrix
    candidates: List[int]
    shifts: List[int]

    def outward(self, orders: Orders) -> Dict[int, List[int]]:
        """Return the part's orders by shift in the numbers of the larger problem."""
        return {
            shift: [self.candidates[item] for item in order]
            for shift, order in zip(self.shifts, orders)
        }

    def inward(self, orders: Orders) -> Orders:
        """Return orders of the larger problem in the part's numbers."""
        number = {item: at for at, item in enumerate(self.candidates)}
        return [[number[item] for item in orders[shift]] for shift in self.shifts]


def restrict(
    problem: Problem, travel: Travel, candidates: Sequence[int], shifts: Sequence[int]
) -> Part:
    """Return the part with these candidates and shifts, with its own dense matrix."""
    chosen = [problem.candidates[item] for item in candidates]
    days = [problem.shifts[item] for item in shifts]
    used = {item.location for item in chosen}
    used.update(s.start_location for s in days if s.start_location is not None)
    used.update(s.end_location for s in days if s.end_location is not None)
    indices = sorted(used)
    number = {index: at for at, index in enumerate(indices)}
    part = Problem(
        tuple(problem.locations[index] for index in indices),
        tuple(replace(item, location=number[item.location]) for item in chosen),
        tuple(
            replace(
                day,
                start_location=None if day.start_location is None else number[day.start_location],
                end_location=None if day.end_location is None else number[day.end_location],
            )
            for day in days
        ),
        problem.objective,
    )
    return Part(part, travel.take(indices), list(candidates), list(shifts))
