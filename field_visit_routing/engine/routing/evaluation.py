"""What an order of visits means: feasible or not, its cost, its route.

Candidates and shifts are numbered by their position in the problem; an
*order* is a list of candidate numbers, *orders* one list per shift.
"""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ..matrix.types import Matrix, Travel
from . import objectives
from .problem import Break, Problem
from .solution import Route, Stop
from .timing import Leg, earliest_end, opening_times, timetable

Order = List[int]
Orders = List[Order]


class Verdict(NamedTuple):
    """How an order stands to its shift's rules; all zero: it fits.

    ``late_s`` seconds beyond the shift's end, ``stops_over`` and
    ``driving_over_s`` beyond its bounds.
    """

    late_s: int
    stops_over: int
    driving_over_s: int
    driving_s: int
    end_s: int

    @property
    def fits(self) -> bool:
        """Whether every rule of the shift is kept."""
        return not (self.late_s or self.stops_over or self.driving_over_s)


class Evaluator:
    """Arithmetic on one problem with a dense matrix."""

    def __init__(self, problem: Problem, matrix: Travel) -> None:
        self.problem = problem
        self.matrix = matrix if isinstance(matrix, Matrix) else matrix.take(range(matrix.size))
        self.openings = [opening_times(item) for item in problem.candidates]
        self.services = [item.service_s for item in problem.candidates]
        self.worth = objectives.worths(problem)
        self.finish_weight = objectives.finish_weight(problem.objective)
        self._place = [item.location for item in problem.candidates]
        self._durations = self._views()
        self._allowed = self._allowed_shifts()
        self._judged: Dict[int, Tuple[List[int], Optional[Verdict]]] = {}

    def _views(self) -> List[memoryview]:
        """Return per shift a view of its durations: quick to read cell by cell."""
        views: Dict[str, memoryview] = {}
        for shift in self.problem.shifts:
            if shift.profile not in views:
                durations = self.matrix.of(shift.profile).duration_s
                views[shift.profile] = np.ascontiguousarray(durations).data
        return [views[shift.profile] for shift in self.problem.shifts]

    def _allowed_shifts(self) -> List[Tuple[int, ...]]:
        number = {shift.id: at for at, shift in enumerate(self.problem.shifts)}
        everywhere = tuple(range(len(number)))
        allowed = []
        for item in self.problem.candidates:
            shifts = everywhere
            if item.allowed_shifts is not None:
                known = {number[name] for name in item.allowed_shifts if name in number}
                shifts = tuple(sorted(known))
            if item.pin is not None and item.pin.shift_id is not None:
                shifts = tuple(at for at in shifts if number.get(item.pin.shift_id) == at)
            allowed.append(shifts)
        return allowed

    def allowed(self, candidate: int) -> Tuple[int, ...]:
        """Return the shifts that may serve the candidate, pin included."""
        return self._allowed[candidate]

    def places(self, shift: int, order: Sequence[int]) -> List[Optional[int]]:
        """Return the locations from start to end; ``None`` at an open start or end."""
        data = self.problem.shifts[shift]
        middle = [self._place[candidate] for candidate in order]
        return [data.start_location, *middle, data.end_location]

    def legs(self, shift: int, order: Sequence[int]) -> Optional[List[int]]:
        """Return the driving before each visit and to the end; ``None`` at a hole."""
        view = self._durations[shift]
        places = self.places(shift, order)
        legs = [
            0 if here is None or there is None else int(view[here, there])
            for here, there in zip(places, places[1:])
        ]
        return None if min(legs) < 0 else legs

    def detour(
        self, shift: int, order: Sequence[int], position: int, candidate: int
    ) -> Optional[int]:
        """Return the driving that an insertion adds; ``None`` at a hole."""
        data = self.problem.shifts[shift]
        here = self._place[order[position - 1]] if position else data.start_location
        there = self._place[order[position]] if position < len(order) else data.end_location
        middle = self._place[candidate]
        view = self._durations[shift]
        first = 0 if here is None else int(view[here, middle])
        second = 0 if there is None else int(view[middle, there])
        if first < 0 or second < 0:
            return None
        saved = int(view[here, there]) if order and here is not None and there is not None else 0
        return first + second - max(saved, 0)

    def judge(self, shift: int, order: Sequence[int]) -> Optional[Verdict]:
        """Return how the order stands to the shift; ``None``: impossible at any length."""
        data = self.problem.shifts[shift]
        if not order:
            return Verdict(0, 0, 0, 0, data.start_s)
        legs = self.legs(shift, order)
        if legs is None:
            return None
        end = earliest_end(
            data, [self.openings[i] for i in order], [self.services[i] for i in order], legs
        )
        if end is None:
            return None
        driving = sum(legs)
        return Verdict(
            max(0, end - data.end_s),
            max(0, len(order) - data.max_stops) if data.max_stops is not None else 0,
            max(0, driving - data.max_driving_s) if data.max_driving_s is not None else 0,
            driving,
            end,
        )

    def standing(self, shift: int, order: Sequence[int]) -> Optional[Verdict]:
        """Return what :meth:`judge` does, remembered for the last order of each shift."""
        known = self._judged.get(shift)
        if known is None or known[0] != order:
            known = (list(order), self.judge(shift, order))
            self._judged[shift] = known
        return known[1]

    def spare_s(self, shift: int, order: Sequence[int]) -> int:
        """Return the shift's seconds that neither driving nor service fills."""
        data = self.problem.shifts[shift]
        verdict = self.standing(shift, order)
        driving = verdict.driving_s if verdict else 0
        return data.end_s - data.start_s - driving - sum(self.services[i] for i in order)

    def fits(self, shift: int, order: Sequence[int]) -> bool:
        """Whether the order keeps every rule of the shift."""
        verdict = self.judge(shift, order)
        return verdict is not None and verdict.fits

    def price(self, shift: int, verdict: Verdict) -> int:
        """Return what a judged order costs in the objective."""
        duty = verdict.end_s - self.problem.shifts[shift].start_s
        return verdict.driving_s + self.finish_weight * duty

    def cost(self, orders: Sequence[Sequence[int]]) -> int:
        """Return the objective of feasible orders."""
        placed = {candidate for order in orders for candidate in order}
        total = sum(worth for at, worth in enumerate(self.worth) if at not in placed)
        for shift, order in enumerate(orders):
            verdict = self.judge(shift, order) if order else None
            total += self.price(shift, verdict) if verdict else 0
        return total

    def route(self, shift: int, order: Sequence[int]) -> Optional[Route]:
        """Return the route of a non-empty order, or ``None`` when it does not fit."""
        verdict = self.judge(shift, order)
        legs = self.legs(shift, order)
        if verdict is None or legs is None or not verdict.fits:
            return None
        data = self.problem.shifts[shift]
        table = timetable(
            data,
            [self.openings[i] for i in order],
            [self.services[i] for i in order],
            legs,
            data.end_s,
        )
        if table is None:
            return None
        travel = self._travel(shift, order)
        stops = []
        breaks: List[Break] = []
        for candidate, visit, leg in zip(order, table.visits, travel):
            rest = sum(b.duration_s for b in visit.breaks if b.earliest_s >= visit.arrival_s)
            stops.append(
                Stop(
                    self.problem.candidates[candidate].id,
                    visit.arrival_s,
                    visit.start_s - visit.arrival_s - rest,
                    visit.start_s,
                    visit.departure_s,
                    leg.distance_m,
                    leg.duration_s,
                )
            )
            breaks.extend(visit.breaks)
        breaks.extend(table.last_breaks)
        last = travel[-1]
        return Route(
            data.id,
            tuple(stops),
            table.start_s,
            table.end_s,
            last.distance_m,
            last.duration_s,
            tuple(breaks),
        )

    def _travel(self, shift: int, order: Sequence[int]) -> List[Leg]:
        profile = self.problem.shifts[shift].profile
        places = self.places(shift, order)
        return [
            Leg(0, 0)
            if here is None or there is None
            else Leg(*self.matrix.leg(here, there, profile))
            for here, there in zip(places, places[1:])
        ]
