"""Recomputes a solution from the problem alone and reports every broken rule.

Independent on purpose: it shares no function with the solver's evaluation,
timing or insertion, so that a mistake there cannot hide here. This file looks
at one route at a time, :mod:`.checker_plan` at all of them together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ..matrix.types import Travel
from .checker_plan import check_plan, may_serve
from .problem import Break, Candidate, Problem, Shift
from .solution import Route, Solution, Stop
from .violation import Found, Violation

__all__ = ["Violation", "check"]


@dataclass(frozen=True)
class _Case:
    """One route beside what it refers to; a night away has moved the shift's end or start."""

    problem: Problem
    travel: Travel
    shift: Shift
    route: Route
    candidates: Mapping[str, Candidate]

    def at(self, stop: Stop) -> str:
        return "%s:%s" % (self.route.shift_id, stop.candidate_id)

    def place(self, number: int) -> Optional[int]:
        """Location of stop ``number``; -1 is the start, the count of stops the end."""
        if number < 0:
            return self.shift.start_location
        if number >= len(self.route.stops):
            return self.shift.end_location
        return self.candidates[self.route.stops[number].candidate_id].location

    def visited(self) -> List[Candidate]:
        return [self.candidates[stop.candidate_id] for stop in self.route.stops]


def check(problem: Problem, matrix: Travel, solution: Solution) -> Tuple[Violation, ...]:
    """Return every rule of the problem that the solution breaks; empty: it is sound."""
    found = list(_structure(problem, solution))
    if found:
        # Later rules look up what these rules found missing.
        return tuple(found)
    candidates = {item.id: item for item in problem.candidates}
    shifts = _moved_by_stays(problem, solution)
    for route in solution.routes:
        case = _Case(problem, matrix, shifts[route.shift_id], route, candidates)
        for rule in _ROUTE_RULES:
            found.extend(rule(case))
    found.extend(check_plan(problem, solution))
    return tuple(found)


def _moved_by_stays(problem: Problem, solution: Solution) -> Dict[str, Shift]:
    """Return the shifts with the ends and starts that the nights away give them."""
    shifts = {item.id: item for item in problem.shifts}
    after = {night.before: night.after for night in problem.nights}
    for stay in solution.stays:
        if stay.before in after and 0 <= stay.location < len(problem.locations):
            evening, morning = stay.before, after[stay.before]
            shifts[evening] = replace(shifts[evening], end_location=stay.location)
            shifts[morning] = replace(shifts[morning], start_location=stay.location)
    return shifts


def _structure(problem: Problem, solution: Solution) -> Found:
    """Every candidate exactly once; only known names; no empty or double route."""
    shifts = Counter(item.id for item in problem.shifts)
    for name, count in Counter(route.shift_id for route in solution.routes).items():
        if name not in shifts:
            yield Violation("unknown_shift", name)
        if count > 1:
            yield Violation("duplicate_route", name, {"count": count})
    for route in solution.routes:
        if not route.stops:
            yield Violation("empty_route", route.shift_id)
    seen = Counter(stop.candidate_id for route in solution.routes for stop in route.stops)
    seen.update(item.candidate_id for item in solution.left_out)
    wanted = {item.id for item in problem.candidates}
    for name in sorted(wanted - set(seen)):
        yield Violation("candidate_missing", name)
    for name, count in sorted(seen.items()):
        if name not in wanted:
            yield Violation("unknown_candidate", name)
        if count > 1:
            yield Violation("candidate_twice", name, {"count": count})


def _legs(case: _Case) -> Found:
    """Each leg takes the matrix' time, or in traffic what the roads make of it."""
    stops = case.route.stops
    stated = [(stop.leg_duration_s, stop.leg_distance_m) for stop in stops]
    stated.append((case.route.end_leg_duration_s, case.route.end_leg_distance_m))
    left_s = case.route.start_s
    for number, (duration_s, distance_m) in enumerate(stated):
        here, there = case.place(number - 1), case.place(number)
        where = case.at(stops[number]) if number < len(stops) else case.route.shift_id + ":end"
        if here is None or there is None:
            known_s, known_m = 0, 0
        else:
            known_s, known_m = case.travel.leg(here, there, case.shift.profile)
        if min(known_s, known_m) < 0:
            yield Violation("leg_impossible", where)
        known_s = _in_traffic(case, left_s, known_s)
        if duration_s != known_s:
            yield Violation("leg_duration", where, {"stated": duration_s, "known": known_s})
        if distance_m != known_m:
            yield Violation("leg_distance", where, {"stated": distance_m, "known": known_m})
        left_s = stops[number].departure_s if number < len(stops) else left_s


def _in_traffic(case: _Case, left_s: int, matrix_s: int) -> int:
    """Return the seconds at the wheel of a leg begun at ``left_s``, pauses not counted.

    Time is cut where the pace changes and where a break begins or ends; each
    piece takes its share of the leg.
    """
    steps = next((t.steps for t in case.problem.traffic if t.profile == case.shift.profile), ())
    if not steps or matrix_s <= 0:
        return matrix_s
    pauses = [(b.earliest_s, b.earliest_s + b.duration_s) for b in case.route.breaks]
    cuts = {begin for begin, _percent in steps}
    cuts.update(moment for pause in pauses for moment in pause)
    bounds = [left_s, *sorted(moment for moment in cuts if moment > left_s)]
    remaining, wheel_s = matrix_s, 0
    for at, begin in enumerate(bounds):
        if any(since <= begin < until for since, until in pauses):
            continue
        percent = _percent_at(steps, begin)
        whole_s = -(-remaining * percent // 100)
        if at + 1 == len(bounds) or begin + whole_s <= bounds[at + 1]:
            return wheel_s + whole_s
        room_s = bounds[at + 1] - begin
        wheel_s += room_s
        remaining -= room_s * 100 // percent
    return wheel_s


def _percent_at(steps: Sequence[Tuple[int, int]], moment: int) -> int:
    percent = 100
    for begin, value in steps:
        if begin <= moment:
            percent = value
    return percent


def _clock(case: _Case) -> Found:
    """Times follow from each other: leave, drive, arrive, rest, wait, serve."""
    now = case.route.start_s
    for stop in case.route.stops:
        where = case.at(stop)
        on_the_way, at_the_door = _rest(case, now, stop.arrival_s, stop.start_s)
        if stop.arrival_s != now + stop.leg_duration_s + on_the_way:
            yield Violation("arrival", where, {"stated": stop.arrival_s})
        if stop.wait_s < 0 or stop.start_s != stop.arrival_s + at_the_door + stop.wait_s:
            yield Violation("wait", where, {"stated": stop.wait_s})
        service_s = case.candidates[stop.candidate_id].service_s
        if stop.departure_s != stop.start_s + service_s:
            yield Violation("service", where, {"stated": stop.departure_s - stop.start_s})
        now = stop.departure_s
    end = case.route.end_s
    rest = sum(pause.duration_s for pause in case.route.breaks if now <= pause.earliest_s < end)
    if end < now + case.route.end_leg_duration_s + rest:
        yield Violation("end_time", case.route.shift_id, {"stated": end})


def _rest(case: _Case, left_s: int, arrival_s: int, start_s: int) -> Tuple[int, int]:
    """Seconds of breaks between departure and arrival, and between arrival and service."""
    on_the_way = at_the_door = 0
    for pause in case.route.breaks:
        if left_s <= pause.earliest_s < arrival_s:
            on_the_way += pause.duration_s
        elif arrival_s <= pause.earliest_s < start_s:
            at_the_door += pause.duration_s
    return on_the_way, at_the_door


def _windows(case: _Case) -> Found:
    """Service starts within a window."""
    for stop in case.route.stops:
        windows = case.candidates[stop.candidate_id].windows
        if windows and not any(w.start_s <= stop.start_s <= w.end_s for w in windows):
            yield Violation("window", case.at(stop), {"start_s": stop.start_s})


def _shift_bounds(case: _Case) -> Found:
    """The route lies within its shift and its overtime, begins in time and is short enough."""
    shift, route = case.shift, case.route
    if route.start_s < shift.start_s:
        yield Violation("shift_start", route.shift_id, {"start_s": route.start_s})
    if route.end_s > shift.end_s + shift.overtime_s:
        yield Violation("shift_end", route.shift_id, {"end_s": route.end_s})
    if shift.latest_start_s is not None and route.start_s > shift.latest_start_s:
        yield Violation("latest_start", route.shift_id, {"start_s": route.start_s})
    if shift.max_duration_s is not None and route.end_s - route.start_s > shift.max_duration_s:
        yield Violation("max_duration", route.shift_id, {"end_s": route.end_s})


def _limits(case: _Case) -> Found:
    """Bounds on stops, driving and load hold."""
    shift, visited = case.shift, case.visited()
    stops = len([item for item in visited if not item.waypoint])
    if shift.max_stops is not None and stops > shift.max_stops:
        yield Violation("max_stops", case.route.shift_id, {"stops": stops})
    driving = sum(stop.leg_duration_s for stop in case.route.stops)
    driving += case.route.end_leg_duration_s
    if shift.max_driving_s is not None and driving > shift.max_driving_s:
        yield Violation("max_driving", case.route.shift_id, {"driving_s": driving})
    load = sum(item.load for item in visited)
    if shift.capacity is not None and load > shift.capacity:
        yield Violation("capacity", case.route.shift_id, {"load": load})


def _assignment(case: _Case) -> Found:
    """Only allowed shifts serve a candidate, and pins are kept."""
    for stop in case.route.stops:
        item = case.candidates[stop.candidate_id]
        if item.allowed_shifts is not None and case.shift.id not in item.allowed_shifts:
            yield Violation("allowed_shifts", case.at(stop))
        elif not may_serve(item, case.shift):
            yield Violation("pin_shift", case.at(stop))
        if item.pin is not None and item.pin.start_s not in (None, stop.start_s):
            yield Violation("pin_time", case.at(stop), {"start_s": stop.start_s})
        for other in case.problem.shifts:
            if other.id != case.shift.id and item.id in other.first:
                yield Violation("first_elsewhere", case.at(stop), {"shift": other.id})


def _sequence(case: _Case) -> Found:
    """The route begins with its first visits in their order; order numbers never fall."""
    names = [stop.candidate_id for stop in case.route.stops]
    wanted = [name for name in case.shift.first if name in names]
    if names[: len(wanted)] != wanted:
        yield Violation("first", case.route.shift_id, {"first": ", ".join(wanted)})
    highest = None
    for stop in case.route.stops:
        pin = case.candidates[stop.candidate_id].pin
        if pin is None or pin.order is None:
            continue
        if highest is not None and pin.order < highest:
            yield Violation("pin_order", case.at(stop), {"order": pin.order})
        highest = pin.order


def _breaks(case: _Case) -> Found:
    """Each break is taken once in its window, or lies before the start or after the end."""
    taken: List[Break] = list(case.route.breaks)
    outside: List[Break] = []
    for wanted in sorted(case.shift.breaks, key=lambda b: (b.earliest_s, b.latest_s)):
        match = next((pause for pause in taken if _is(wanted, pause)), None)
        if match is None:
            outside.append(wanted)
        else:
            taken.remove(match)
    for pause in taken:
        yield Violation("break_unknown", case.route.shift_id, {"start_s": pause.earliest_s})
    if not _fit_outside(case.route, outside):
        yield Violation("break_missing", case.route.shift_id, {"count": len(outside)})
    yield from _break_clashes(case)


def _is(wanted: Break, pause: Break) -> bool:
    inside = wanted.earliest_s <= pause.earliest_s <= wanted.latest_s
    return inside and wanted.duration_s == pause.duration_s


def _fit_outside(route: Route, pauses: List[Break]) -> bool:
    before, after = -1, route.end_s
    for pause in pauses:
        early = max(before, pause.earliest_s) + pause.duration_s
        if early <= route.start_s:
            before = early
            continue
        begin = max(after, pause.earliest_s)
        if begin > pause.latest_s:
            return False
        after = begin + pause.duration_s
    return True


def _break_clashes(case: _Case) -> Found:
    """Breaks lie within the route and overlap neither a service nor each other."""
    busy = [(stop.start_s, stop.departure_s) for stop in case.route.stops]
    for pause in sorted(case.route.breaks, key=lambda item: item.earliest_s):
        begin, end = pause.earliest_s, pause.earliest_s + pause.duration_s
        where = {"start_s": begin}
        if begin < case.route.start_s or end > case.route.end_s:
            yield Violation("break_outside", case.route.shift_id, where)
        if any(begin < until and since < end for since, until in busy):
            yield Violation("break_overlap", case.route.shift_id, where)
        busy.append((begin, end))


_ROUTE_RULES: Tuple[Callable[[_Case], Found], ...] = (
    _legs,
    _clock,
    _windows,
    _shift_bounds,
    _limits,
    _assignment,
    _sequence,
    _breaks,
)
