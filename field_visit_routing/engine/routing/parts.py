"""Smaller problems out of a large one, and their answers put together again."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, NamedTuple, Optional, Sequence

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
    """Return the part with these candidates and shifts, with its own dense matrix.

    Every rule goes with it as far as it concerns them. A visit that was
    published in a shift of another part has been moved, wherever it goes.
    """
    chosen = [problem.candidates[item] for item in candidates]
    days = [problem.shifts[item] for item in shifts]
    kept = {day.id for day in days}
    # Who begins a route of another part has no place in this one.
    elsewhere = {name for name, shift_id in problem.frozen().items() if shift_id not in kept}
    nights = [n for n in problem.nights if n.before in kept and n.after in kept]
    used = {item.location for item in chosen}
    used.update(place for night in nights for place in night.locations)
    used.update(s.start_location for s in days if s.start_location is not None)
    used.update(s.end_location for s in days if s.end_location is not None)
    indices = sorted(used)
    number: Dict[Optional[int], int] = {index: at for at, index in enumerate(indices)}
    names = {item.id for item in chosen}
    part = replace(
        problem,
        locations=tuple(problem.locations[index] for index in indices),
        candidates=tuple(
            replace(
                item,
                location=number[item.location],
                allowed_shifts=() if item.id in elsewhere else item.allowed_shifts,
            )
            for item in chosen
        ),
        shifts=tuple(
            replace(
                day,
                start_location=number.get(day.start_location),
                end_location=number.get(day.end_location),
                first=tuple(name for name in day.first if name in names),
            )
            for day in days
        ),
        nights=tuple(
            replace(night, locations=tuple(number[place] for place in night.locations))
            for night in nights
        ),
    )
    return Part(part, travel.take(indices), list(candidates), list(shifts))
