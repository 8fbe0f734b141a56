"""What an order of visits means: feasible or not, its cost, its route.

Candidates and shifts are numbered by their position in the problem; an
*order* is a list of candidate numbers, *orders* one list per shift.
"""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ..matrix.types import Matrix, Travel
from . import objectives
from .clients import Clients
from .problem import Break, Problem
from .shift_rules import Prices, Sequencing, rules_of
from .solution import Route, Stop
from .timing import FOREVER, Timetable, earliest_end, opening_times, timetable

Order = List[int]
Orders = List[Order]


class Verdict(NamedTuple):
    """How an order stands to its shift's rules; the order fits if no bound is exceeded.

    Bounds: ``late_s`` seconds beyond the last second of overtime,
    ``stops_over``, ``driving_over_s``, ``duration_over_s`` and ``load_over``
    beyond those of the shift.

    Parts of the objective: ``driving_s``, ``service_s``, ``overtime_s`` (used,
    whether allowed or not) and ``price_s``, what the shift takes for its
    overtime, for serving these candidates and for changes to the published
    plan.
    """

    late_s: int
    stops_over: int
    driving_over_s: int
    driving_s: int
    end_s: int
    duration_over_s: int = 0
    load_over: int = 0
    service_s: int = 0
    overtime_s: int = 0
    price_s: int = 0

    @property
    def fits(self) -> bool:
        """Whether every rule of the shift is kept."""
        return not (
            self.late_s
            or self.stops_over
            or self.driving_over_s
            or self.duration_over_s
            or self.load_over
        )

    @property
    def faults(self) -> Tuple[str, ...]:
        """Names of the exceeded bounds."""
        return tuple(name for name in BOUNDS if getattr(self, name))


#: The attributes of a verdict that are 0 when the order fits.
BOUNDS = ("late_s", "stops_over", "driving_over_s", "duration_over_s", "load_over")


class Evaluator:
    """Arithmetic on one problem with a dense matrix.

    Joint visits and nights away are decided outside of it.
    """

    def __init__(self, problem: Problem, matrix: Travel) -> None:
        self.problem = problem
        self.matrix = matrix if isinstance(matrix, Matrix) else matrix.take(range(matrix.size))
        self.openings = [opening_times(item) for item in problem.candidates]
        self.services = [item.service_s for item in problem.candidates]
        self.worth = objectives.worths(problem)
        self._frozen = problem.frozen()
        #: Whom only impossibility may keep out.
        self.must = [item.must or item.id in self._frozen for item in problem.candidates]
        self.finish_weight = objectives.finish_weight(problem.objective)
        self.clients = Clients(problem)
        self.prices = Prices(problem)
        self.rules = rules_of(problem)
        self._sequencing = Sequencing(problem)
        self._loads = [item.load for item in problem.candidates]
        self._waypoints = {at for at, item in enumerate(problem.candidates) if item.waypoint}
        self._teams = self._shifts_by_rep() if problem.objective == "balanced" else {}
        self._place = [item.location for item in problem.candidates]
        self._durations = self._views()
        self._allowed = self._allowed_shifts()
        self._judged: Dict[int, Tuple[List[int], Optional[Verdict]]] = {}

    @property
    def bounded_by_detour(self) -> bool:
        """Whether an insertion never costs less than the driving that the matrix adds."""
        return not self.prices.any_told and not any(rules.steps for rules in self.rules)

    def _shifts_by_rep(self) -> Dict[str, List[int]]:
        teams: Dict[str, List[int]] = {}
        for number, shift in enumerate(self.problem.shifts):
            teams.setdefault(shift.rep, []).append(number)
        return teams

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
        frozen = self._frozen
        everywhere = tuple(range(len(number)))
        allowed = []
        for item in self.problem.candidates:
            shifts = everywhere
            if item.allowed_shifts is not None:
                known = {number[name] for name in item.allowed_shifts if name in number}
                shifts = tuple(sorted(known))
            if item.pin is not None:
                shifts = tuple(at for at in shifts if item.pin.allows(self.problem.shifts[at]))
            if item.id in frozen:
                shifts = tuple(at for at in shifts if number[frozen[item.id]] == at)
            allowed.append(shifts)
        return allowed

    def allowed(self, candidate: int) -> Tuple[int, ...]:
        """Return the shifts that may serve the candidate, pin included."""
        return self._allowed[candidate]

    def pinned(self, candidate: int) -> bool:
        """Whether a human decided where it goes: by a pin or as a route's beginning."""
        item = self.problem.candidates[candidate]
        return item.pin is not None or item.id in self._frozen

    def client_conflict(self, orders: Sequence[Order], shift: int, candidate: int) -> bool:
        """Whether the shift is too near to, or too far from, other visits of the client."""
        homes = self.clients.homes(orders, candidate)
        return any(self.clients.clash(candidate, shift, it, at) for it, at in homes.items())

    def open_shifts(self, orders: Sequence[Order], candidate: int) -> Tuple[int, ...]:
        """Return the allowed shifts that the other visits of the client leave."""
        homes = self.clients.homes(orders, candidate)
        if not homes:
            return self._allowed[candidate]
        clash = self.clients.clash
        return tuple(
            shift
            for shift in self._allowed[candidate]
            if not any(clash(candidate, shift, it, at) for it, at in homes.items())
        )

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
        data, rules = self.problem.shifts[shift], self.rules[shift]
        if not order:
            return Verdict(0, 0, 0, 0, data.start_s)
        legs = self.legs(shift, order)
        if legs is None or not self._sequencing.kept(rules, order):
            return None
        openings = [self.openings[i] for i in order]
        services = [self.services[i] for i in order]
        price, over = 0, 0
        if rules.slow or self.prices.depends_on_time(shift, order):
            table = timetable(data, openings, services, legs, FOREVER, rules.steps)
            if table is None:
                return None
            end, driving = table.end_s, table.driving_s
            price += self.prices.moved(shift, order, [visit.start_s for visit in table.visits])
            if data.max_duration_s is not None:
                over = max(0, end - table.start_s - data.max_duration_s)
        else:
            quick = earliest_end(data, openings, services, legs)
            if quick is None:
                return None
            end, driving = quick, sum(legs)
        overtime = max(0, end - data.end_s)
        price += overtime * data.overtime_price + self.prices.places(shift, order)
        return Verdict(
            max(0, end - data.close_s),
            max(0, self._stops(order) - data.max_stops) if data.max_stops is not None else 0,
            max(0, driving - data.max_driving_s) if data.max_driving_s is not None else 0,
            driving,
            end,
            over,
            max(0, self._load(order) - data.capacity) if data.capacity is not None else 0,
            sum(services),
            overtime,
            price,
        )

    def _stops(self, order: Sequence[int]) -> int:
        return sum(candidate not in self._waypoints for candidate in order)

    def _load(self, order: Sequence[int]) -> int:
        return sum(self._loads[candidate] for candidate in order)

    def standing(self, shift: int, order: Sequence[int]) -> Optional[Verdict]:
        """Return what :meth:`judge` does, remembered for the last order of each shift."""
        known = self._judged.get(shift)
        if known is None or known[0] != order:
            known = (list(order), self.judge(shift, order))
            self._judged[shift] = known
        return known[1]

    def spare_s(self, shift: int, order: Sequence[int]) -> int:
        """Return the shift's seconds, overtime included, that driving and service leave.

        In traffic the driving is taken at its fastest, so that nothing is less.
        """
        data, rules = self.problem.shifts[shift], self.rules[shift]
        if rules.steps:
            driving = sum(self.legs(shift, order) or ()) * rules.least_percent // 100
        else:
            verdict = self.standing(shift, order)
            driving = verdict.driving_s if verdict else 0
        return data.close_s - data.start_s - driving - sum(self.services[i] for i in order)

    def fits(self, shift: int, order: Sequence[int]) -> bool:
        """Whether the order keeps every rule of the shift."""
        verdict = self.judge(shift, order)
        return verdict is not None and verdict.fits

    def price(self, shift: int, verdict: Verdict) -> int:
        """Return what a judged order costs in the objective, balance not counted."""
        duty = verdict.end_s - self.problem.shifts[shift].start_s
        return verdict.driving_s + verdict.price_s + self.finish_weight * duty

    def balance_growth(self, orders: Sequence[Order], shift: int, verdict: Verdict) -> int:
        """Return what the balance costs more when the shift's order becomes the judged one."""
        if not self._teams:
            return 0
        team = self._teams[self.problem.shifts[shift].rep]
        now_s = sum(self._duty_s(at, orders[at]) for at in team)
        then_s = now_s - self._duty_s(shift, orders[shift]) + verdict.driving_s + verdict.service_s
        price = objectives.balance_price
        return price(then_s, len(team)) - price(now_s, len(team))

    def _duty_s(self, shift: int, order: Order) -> int:
        verdict = self.standing(shift, order) if order else None
        return verdict.driving_s + verdict.service_s if verdict else 0

    def cost(self, orders: Sequence[Sequence[int]]) -> int:
        """Return the objective of feasible orders, without nights away."""
        placed = {candidate for order in orders for candidate in order}
        total = sum(worth for at, worth in enumerate(self.worth) if at not in placed)
        load: Dict[str, int] = dict.fromkeys(self._teams, 0)
        for shift, order in enumerate(orders):
            verdict = self.judge(shift, order) if order else None
            if verdict is None:
                continue
            total += self.price(shift, verdict)
            if load:
                load[self.problem.shifts[shift].rep] += verdict.driving_s + verdict.service_s
        return total + sum(
            objectives.balance_price(load_s, len(self._teams[rep])) for rep, load_s in load.items()
        )

    def legal(self, orders: Sequence[Sequence[int]]) -> bool:
        """Whether every shift's and every client's rules are kept."""
        fitting = all(self.fits(shift, order) for shift, order in enumerate(orders))
        return fitting and not self.clients.clashes(orders)

    def timetable(self, shift: int, order: Sequence[int]) -> Optional[Timetable]:
        """Return when the visits of a non-empty order happen; ``None``: never.

        Whether the order keeps the shift's bounds is :meth:`judge`'s part.
        """
        legs = self.legs(shift, order)
        if legs is None:
            return None
        openings = [self.openings[i] for i in order]
        services = [self.services[i] for i in order]
        data, steps = self.problem.shifts[shift], self.rules[shift].steps
        return timetable(data, openings, services, legs, FOREVER, steps)

    def route(self, shift: int, order: Sequence[int]) -> Optional[Route]:
        """Return the route of a non-empty order, or ``None`` when it does not fit."""
        table = self.timetable(shift, order) if self.fits(shift, order) else None
        if table is None:
            return None
        metres = self._metres(shift, order)
        stops = []
        breaks: List[Break] = []
        for candidate, visit, leg_m in zip(order, table.visits, metres):
            rest = sum(b.duration_s for b in visit.breaks if b.earliest_s >= visit.arrival_s)
            stops.append(
                Stop(
                    self.problem.candidates[candidate].id,
                    visit.arrival_s,
                    visit.start_s - visit.arrival_s - rest,
                    visit.start_s,
                    visit.departure_s,
                    leg_m,
                    visit.drive_s,
                )
            )
            breaks.extend(visit.breaks)
        breaks.extend(table.last_breaks)
        return Route(
            self.problem.shifts[shift].id,
            tuple(stops),
            table.start_s,
            table.end_s,
            metres[-1],
            table.last_drive_s,
            tuple(breaks),
        )

    def _metres(self, shift: int, order: Sequence[int]) -> List[int]:
        profile = self.problem.shifts[shift].profile
        places = self.places(shift, order)
        return [
            0 if here is None or there is None else self.matrix.leg(here, there, profile)[1]
            for here, there in zip(places, places[1:])
        ]
