"""The checker's rules that look at several routes at once, and at what is left out.

As independent as :mod:`.checker`: nothing of the solver's arithmetic is used.
"""

from __future__ import annotations

from itertools import combinations
from typing import Dict, List, Mapping, NamedTuple, Tuple

from .problem import Candidate, Problem, Shift
from .solution import LEFT_OUT_CODES, LeftOut, Route, Solution
from .violation import Found, Violation

#: A mandatory or pinned candidate may be left out for these reasons only.
_MUST_CODES = frozenset(LEFT_OUT_CODES) - {"outscored"}
#: A change of the published time that is no change yet.
_SAME_TIME_S = 15 * 60


class _Placed(NamedTuple):
    """A visit, its shift and its start."""

    item: Candidate
    shift: Shift
    start_s: int


def check_plan(problem: Problem, solution: Solution) -> Found:
    """Yield what is wrong with the solution as a whole; its names are known to be right."""
    visits = _visits(problem, solution)
    yield from _clients(visits)
    yield from _joints(problem, visits)
    yield from _stays(problem, solution)
    for left in solution.left_out:
        yield from _left_out(problem, left, visits)
    yield from _objective(problem, solution, visits)


def _visits(problem: Problem, solution: Solution) -> List[_Placed]:
    candidates = {item.id: item for item in problem.candidates}
    shifts = {shift.id: shift for shift in problem.shifts}
    return [
        _Placed(candidates[stop.candidate_id], shifts[route.shift_id], stop.start_s)
        for route in solution.routes
        for stop in route.stops
    ]


def _name_of_client(item: Candidate) -> str:
    return item.client if item.client else item.id


def _clients(visits: List[_Placed]) -> Found:
    """Visits of one client never share a day and keep their least and most distance."""
    by_client: Dict[str, List[_Placed]] = {}
    for visit in visits:
        by_client.setdefault(_name_of_client(visit.item), []).append(visit)
    for several in by_client.values():
        several.sort(key=lambda visit: visit.item.ordinal)
        for one, other in combinations(several, 2):
            yield from _two_visits(one, other)


def _two_visits(one: _Placed, other: _Placed) -> Found:
    if one.item.joint and one.item.joint == other.item.joint:
        return
    where, days = other.item.id, other.shift.day - one.shift.day
    numbers = other.item.ordinal - one.item.ordinal
    params = {"other": one.item.id, "days": days}
    if days == 0:
        yield Violation("same_day", where, params)
    elif days < numbers * other.item.min_gap_days:
        yield Violation("min_gap", where, params)
    elif days < 0:
        yield Violation("ordinal", where, params)
    elif numbers == 1 and other.item.max_gap_days is not None and days > other.item.max_gap_days:
        yield Violation("max_gap", where, params)


def _joints(problem: Problem, visits: List[_Placed]) -> Found:
    """All or none of a joint visit, at the same second, by different people."""
    wanted: Dict[str, int] = {}
    for item in problem.candidates:
        if item.joint:
            wanted[item.joint] = wanted.get(item.joint, 0) + 1
    for name, people in wanted.items():
        present = [visit for visit in visits if visit.item.joint == name]
        if not present:
            continue
        if len(present) != people:
            yield Violation("joint_incomplete", name, {"present": len(present), "people": people})
        if len({visit.start_s for visit in present}) > 1:
            yield Violation("joint_time", name)
        if len({visit.shift.rep for visit in present}) < len(present):
            yield Violation("joint_rep", name)


def _stays(problem: Problem, solution: Solution) -> Found:
    """Each night away is one of the problem, spent once, at one of its places, on the way."""
    nights = {night.before: night for night in problem.nights}
    used = {route.shift_id for route in solution.routes}
    seen = set()
    for stay in solution.stays:
        night = nights.get(stay.before)
        if night is None:
            yield Violation("stay_unknown", stay.before)
            continue
        if stay.before in seen:
            yield Violation("stay_twice", stay.before)
        seen.add(stay.before)
        if stay.location not in night.locations:
            yield Violation("stay_place", stay.before, {"location": stay.location})
        if not {night.before, night.after} <= used:
            yield Violation("stay_idle", stay.before)


def _left_out(problem: Problem, left: LeftOut, visits: List[_Placed]) -> Found:
    """The reason is a known one, allowed for this candidate, and true where that is plain."""
    item = next(item for item in problem.candidates if item.id == left.candidate_id)
    if left.code not in LEFT_OUT_CODES:
        yield Violation("reason_unknown", item.id, {"code": left.code})
    pinned = item.pin is not None or any(item.id in shift.first for shift in problem.shifts)
    if (item.mandatory or pinned) and left.code not in _MUST_CODES:
        yield Violation("mandatory_left_out", item.id, {"code": left.code})
    false = {
        "pin_conflict": not pinned,
        "no_room": not item.mandatory,
        "no_partner": not item.joint,
        "too_soon": not any(
            _name_of_client(visit.item) == _name_of_client(item) for visit in visits
        ),
    }
    if false.get(left.code) or _plainly_false(problem, item, left.code):
        yield Violation("reason_false", item.id, {"code": left.code})


def _plainly_false(problem: Problem, item: Candidate, code: str) -> bool:
    """Whether a reason that holds for all shifts does not hold for one."""
    if code not in ("not_allowed", "no_opening", "overloaded"):
        return False
    shifts = [shift for shift in problem.shifts if may_serve(item, shift)]
    if code == "not_allowed":
        return bool(shifts)
    if code == "no_opening":
        return any(_opens(item, shift) for shift in shifts)
    return any(shift.capacity is None or item.load <= shift.capacity for shift in shifts)


def may_serve(item: Candidate, shift: Shift) -> bool:
    """Whether rep, day and shift of the pin, and the allowed shifts, let it."""
    if item.allowed_shifts is not None and shift.id not in item.allowed_shifts:
        return False
    if item.pin is None:
        return True
    asked = (item.pin.shift_id, item.pin.rep, item.pin.day)
    given = (shift.id, shift.rep, shift.day)
    return all(want is None or want == have for want, have in zip(asked, given))


def _opens(item: Candidate, shift: Shift) -> bool:
    if not item.windows:
        return True
    end_s = shift.end_s + shift.overtime_s
    return any(w.start_s <= end_s and w.end_s >= shift.start_s for w in item.windows)


def _objective(problem: Problem, solution: Solution, visits: List[_Placed]) -> Found:
    """The stated value follows from the formula of the objective."""
    shifts = {shift.id: shift for shift in problem.shifts}
    candidates = {item.id: item for item in problem.candidates}
    value = sum(_missed(problem, candidates[left.candidate_id]) for left in solution.left_out)
    value += sum(_route_cost(problem, route, shifts[route.shift_id]) for route in solution.routes)
    value += sum(_decision(problem, visit) for visit in visits)
    value += _balance(problem, solution, shifts)
    for stay in solution.stays:
        value += sum(night.price_s for night in problem.nights if night.before == stay.before)
    if value != solution.objective_value:
        params = {"stated": solution.objective_value, "computed": value}
        yield Violation("objective_value", "solution", params)


def _missed(problem: Problem, item: Candidate) -> int:
    """Return the price of leaving a candidate out."""
    by_prize = problem.objective in ("most_value", "balanced")
    price = problem.prize_s * item.prize if by_prize else 1_000_000
    begins = any(item.id in shift.first for shift in problem.shifts)
    if item.mandatory or item.pin is not None or begins:
        price += 1_000_000_000
    return price + (problem.change_price_s if item.published is not None else 0)


def _route_cost(problem: Problem, route: Route, shift: Shift) -> int:
    cost = _driving(route)
    if problem.objective == "earliest_finish":
        cost += 10 * (route.end_s - shift.start_s)
    if route.end_s > shift.end_s:
        cost += shift.overtime_price * (route.end_s - shift.end_s)
    return cost


def _driving(route: Route) -> int:
    return route.end_leg_duration_s + sum(stop.leg_duration_s for stop in route.stops)


def _decision(problem: Problem, visit: _Placed) -> int:
    """Return what this shift and this time of a visit cost."""
    price = 0
    for shift_id, seconds in visit.item.shift_prices:
        price += seconds if shift_id == visit.shift.id else 0
    told = visit.item.published
    if told is not None and told.shift_id != visit.shift.id:
        price += problem.change_price_s
    elif told is not None and not -_SAME_TIME_S <= visit.start_s - told.start_s <= _SAME_TIME_S:
        price += problem.change_price_s // 3
    return price


def _balance(problem: Problem, solution: Solution, shifts: Mapping[str, Shift]) -> int:
    if problem.objective != "balanced":
        return 0
    work: Dict[str, Tuple[int, int]] = {}
    for shift in problem.shifts:
        days, seconds = work.get(shift.rep, (0, 0))
        work[shift.rep] = (days + 1, seconds)
    for route in solution.routes:
        rep = shifts[route.shift_id].rep
        days, seconds = work[rep]
        served = sum(stop.departure_s - stop.start_s for stop in route.stops)
        work[rep] = (days, seconds + _driving(route) + served)
    return sum(seconds * seconds // (28_800 * days) for days, seconds in work.values())
