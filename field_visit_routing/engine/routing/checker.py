"""Recomputes a solution from the problem alone and reports every broken rule.

Independent on purpose: it shares no function with the solver's evaluation,
timing or insertion, so that a mistake there cannot hide here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Callable, Dict, Iterator, List, Mapping, Optional, Tuple, Union

from ..matrix.types import Travel
from .problem import Break, Candidate, Problem, Shift
from .solution import LEFT_OUT_CODES, LeftOut, Route, Solution, Stop

#: A mandatory or pinned candidate may be left out for these reasons only.
_MUST_CODES = frozenset(LEFT_OUT_CODES) - {"outscored"}


@dataclass(frozen=True)
class Violation:
    """A broken rule: ``rule`` names it, ``where`` the route, stop or candidate."""

    rule: str
    where: str
    params: Mapping[str, Union[int, str]] = field(default_factory=dict)


Found = Iterator[Violation]


@dataclass(frozen=True)
class _Case:
    """One route beside what it refers to."""

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


def check(problem: Problem, matrix: Travel, solution: Solution) -> Tuple[Violation, ...]:
    """Return every rule of the problem that the solution breaks; empty: it is sound."""
    found = list(_structure(problem, solution))
    if found:
        # Later rules look up what these rules found missing.
        return tuple(found)
    candidates = {item.id: item for item in problem.candidates}
    shifts = {item.id: item for item in problem.shifts}
    for route in solution.routes:
        case = _Case(problem, matrix, shifts[route.shift_id], route, candidates)
        for rule in _ROUTE_RULES:
            found.extend(rule(case))
    for left in solution.left_out:
        found.extend(_left_out(problem, candidates[left.candidate_id], left))
    found.extend(_objective(problem, solution))
    return tuple(found)


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
    """Each leg has the matrix' duration and distance."""
    stops = case.route.stops
    stated = [(stop.leg_duration_s, stop.leg_distance_m) for stop in stops]
    stated.append((case.route.end_leg_duration_s, case.route.end_leg_distance_m))
    for number, (duration_s, distance_m) in enumerate(stated):
        here, there = case.place(number - 1), case.place(number)
        where = case.at(stops[number]) if number < len(stops) else case.route.shift_id + ":end"
        if here is None or there is None:
            known = (0, 0)
        else:
            known = case.travel.leg(here, there, case.shift.profile)
        if min(known) < 0:
            yield Violation("leg_impossible", where)
        if duration_s != known[0]:
            yield Violation("leg_duration", where, {"stated": duration_s, "known": known[0]})
        if distance_m != known[1]:
            yield Violation("leg_distance", where, {"stated": distance_m, "known": known[1]})


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
    """The route lies within its shift."""
    if case.route.start_s < case.shift.start_s:
        yield Violation("shift_start", case.route.shift_id, {"start_s": case.route.start_s})
    if case.route.end_s > case.shift.end_s:
        yield Violation("shift_end", case.route.shift_id, {"end_s": case.route.end_s})


def _limits(case: _Case) -> Found:
    """Bounds on stops and driving hold."""
    stops, shift = case.route.stops, case.shift
    if shift.max_stops is not None and len(stops) > shift.max_stops:
        yield Violation("max_stops", case.route.shift_id, {"stops": len(stops)})
    driving = sum(stop.leg_duration_s for stop in stops) + case.route.end_leg_duration_s
    if shift.max_driving_s is not None and driving > shift.max_driving_s:
        yield Violation("max_driving", case.route.shift_id, {"driving_s": driving})


def _assignment(case: _Case) -> Found:
    """Only allowed shifts serve a candidate, and pins are kept."""
    for stop in case.route.stops:
        item = case.candidates[stop.candidate_id]
        if item.allowed_shifts is not None and case.shift.id not in item.allowed_shifts:
            yield Violation("allowed_shifts", case.at(stop))
        pin = item.pin
        if pin is not None and pin.shift_id not in (None, case.shift.id):
            yield Violation("pin_shift", case.at(stop))
        if pin is not None and pin.start_s not in (None, stop.start_s):
            yield Violation("pin_time", case.at(stop), {"start_s": stop.start_s})


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


def _left_out(problem: Problem, item: Candidate, left: LeftOut) -> Found:
    """The reason is a known one, allowed for this candidate, and true where that is plain."""
    if left.code not in LEFT_OUT_CODES:
        yield Violation("reason_unknown", item.id, {"code": left.code})
    if (item.mandatory or item.pin is not None) and left.code not in _MUST_CODES:
        yield Violation("mandatory_left_out", item.id, {"code": left.code})
    if left.code == "pin_conflict" and item.pin is None:
        yield Violation("reason_false", item.id, {"code": left.code})
    if left.code == "no_room" and not item.mandatory:
        yield Violation("reason_false", item.id, {"code": left.code})
    shifts = [shift for shift in problem.shifts if _may(item, shift)]
    if left.code == "not_allowed" and shifts:
        yield Violation("reason_false", item.id, {"code": left.code})
    if left.code == "no_opening" and any(_opens(item, shift) for shift in shifts):
        yield Violation("reason_false", item.id, {"code": left.code})


def _may(item: Candidate, shift: Shift) -> bool:
    allowed = item.allowed_shifts is None or shift.id in item.allowed_shifts
    pinned_elsewhere = item.pin is not None and item.pin.shift_id not in (None, shift.id)
    return allowed and not pinned_elsewhere


def _opens(item: Candidate, shift: Shift) -> bool:
    if not item.windows:
        return True
    return any(w.start_s <= shift.end_s and w.end_s >= shift.start_s for w in item.windows)


def _objective(problem: Problem, solution: Solution) -> Found:
    """The stated value follows from the formula of the objective."""
    candidates = {item.id: item for item in problem.candidates}
    value = 0
    for left in solution.left_out:
        value += _price(candidates[left.candidate_id], problem.objective)
    begin: Dict[str, int] = {shift.id: shift.start_s for shift in problem.shifts}
    for route in solution.routes:
        value += route.end_leg_duration_s + sum(stop.leg_duration_s for stop in route.stops)
        if problem.objective == "earliest_finish":
            value += 10 * (route.end_s - begin[route.shift_id])
    if value != solution.objective_value:
        params = {"stated": solution.objective_value, "computed": value}
        yield Violation("objective_value", "solution", params)


def _price(item: Candidate, objective: str) -> int:
    price = 300 * item.prize if objective == "most_value" else 1_000_000
    if item.mandatory or item.pin is not None:
        price += 1_000_000_000
    return price


_ROUTE_RULES: Tuple[Callable[[_Case], Found], ...] = (
    _legs,
    _clock,
    _windows,
    _shift_bounds,
    _limits,
    _assignment,
    _breaks,
)
