"""The problem of what is left of a running plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Dict, Iterable, Iterator, List, Optional, Set, Tuple

from ..problem import Break, Candidate, Pin, Problem, Published, Shift
from ..solution import Solution, Stop
from .orders import spacing
from .situation import Course, Present


def rest_of(present: Present, published: Solution) -> Problem:
    """Return the problem of the shifts that go on and the visits that are left."""
    problem = present.problem
    homes = _homes(problem, published)
    shifts = [_shift(present, course, homes.get(course.shift.id)) for course in present.courses]
    kept = {shift.id for shift in shifts}
    nights = [night for night in problem.nights if {night.before, night.after} <= kept]
    return replace(
        problem,
        shifts=tuple(shifts),
        candidates=_together(_Candidates(present, published, shifts).left()),
        nights=tuple(nights),
        change_price_s=present.situation.change_price_s,
    )


def _together(candidates: Iterable[Candidate]) -> Tuple[Candidate, ...]:
    """Make a joint visit of which one part is left a visit like any other."""
    items = tuple(candidates)
    parts = Counter(item.joint for item in items)
    return tuple(replace(item, joint="") if parts[item.joint] < 2 else item for item in items)


def _homes(problem: Problem, published: Solution) -> Dict[str, int]:
    """Return where shifts start after a night away."""
    stays = {stay.before: stay.location for stay in published.stays}
    return {night.after: stays[night.before] for night in problem.nights if night.before in stays}


def _shift(present: Present, course: Course, away: Optional[int]) -> Shift:
    shift = course.shift
    if away is not None:
        shift = replace(shift, start_location=away)
    if course.running:
        shift = _running(present, course, shift)
    elif shift.rep in present.positions and _is_next(present, shift):
        shift = replace(shift, start_location=present.positions[shift.rep])
    first = [course.started] if course.started else []
    names = tuple(stop.candidate_id for stop in [*first, *course.frozen])
    # What was frozen before and is not over stays so, behind what is under way.
    left = {stop.candidate_id for stop in course.ahead}
    before = tuple(name for name in shift.first if name in left)
    return replace(shift, first=names + before)


def _is_next(present: Present, shift: Shift) -> bool:
    """Whether the shift is the first of its rep that goes on."""
    mine = [course.shift for course in present.courses if course.shift.rep == shift.rep]
    return min(mine, key=lambda item: item.start_s) == shift


def _running(present: Present, course: Course, shift: Shift) -> Shift:
    """Begin the shift at the present place and time, with what is left of its bounds."""
    items = present.problem.candidate_by_id()
    over = [items[stop.candidate_id] for stop in course.behind if stop.candidate_id in items]
    driven_s = sum(stop.leg_duration_s for stop in course.behind)
    if course.started:
        driven_s += course.started.leg_duration_s
    begin_s, pauses = _breaks(present.now_s, course, shift)
    begun = bool(over or course.started)
    on_duty_s = begin_s - course.route.start_s if begun and course.route else 0
    return replace(
        shift,
        start_s=begin_s,
        end_s=max(shift.end_s, begin_s),
        overtime_s=shift.close_s - min(max(shift.end_s, begin_s), shift.close_s),
        start_location=_place(present, course, shift),
        breaks=pauses,
        max_stops=_less(shift.max_stops, sum(not item.waypoint for item in over)),
        max_driving_s=_less(shift.max_driving_s, driven_s),
        capacity=_less(shift.capacity, sum(item.load for item in over)),
        max_duration_s=_less(shift.max_duration_s, max(0, on_duty_s)),
        latest_start_s=_not_before(begin_s, None if begun else shift.latest_start_s),
    )


def _not_before(begin_s: int, latest_s: Optional[int]) -> Optional[int]:
    return None if latest_s is None else max(begin_s, latest_s)


def _less(limit: Optional[int], used: int) -> Optional[int]:
    return None if limit is None else max(0, limit - used)


def _place(present: Present, course: Course, shift: Shift) -> Optional[int]:
    """Where the rep is: with a customer, where he said, where he was last, at the start."""
    items = present.problem.candidate_by_id()
    if course.started:
        return items[course.started.candidate_id].location
    if shift.rep in present.positions:
        return present.positions[shift.rep]
    if course.behind:
        return items[course.behind[-1].candidate_id].location
    return shift.start_location


def _breaks(now_s: int, course: Course, shift: Shift) -> Tuple[int, Tuple[Break, ...]]:
    """Return when the rep is free, and the breaks that he still has before him.

    A break that the published route had before now is over; one that goes on
    is waited for unless a visit is under way. On the way the rep is free
    from when he left, less the breaks since then.
    """
    taken = list(course.route.breaks) if course.route else []
    begin_s = now_s if course.left_s is None else course.left_s
    left = []
    for pause in shift.breaks:
        done = next((one for one in taken if _same(pause, one) and one.earliest_s < now_s), None)
        if done is not None:
            taken.remove(done)
            if course.left_s is not None and done.earliest_s >= course.left_s:
                begin_s += done.duration_s
            elif not course.started:
                begin_s = max(begin_s, done.earliest_s + done.duration_s)
        elif pause.latest_s >= now_s:
            left.append(replace(pause, earliest_s=max(pause.earliest_s, now_s)))
    return begin_s, tuple(left)


def _same(wanted: Break, taken: Break) -> bool:
    inside = wanted.earliest_s <= taken.earliest_s <= wanted.latest_s
    return inside and wanted.duration_s == taken.duration_s


class _Candidates:
    """The visits that are left, bound to what the present leaves them."""

    def __init__(self, present: Present, published: Solution, shifts: Iterable[Shift]) -> None:
        self._present = present
        self._shifts = {shift.id: shift for shift in shifts}
        self._started = {c.started.candidate_id: c for c in present.courses if c.started}
        self._frozen = {
            name: shift.id for shift in self._shifts.values() for name in shift.first
        }
        self._told = set(present.situation.told)
        self._stops: Dict[str, Tuple[str, Stop]] = {
            stop.candidate_id: (route.shift_id, stop)
            for route in published.routes
            for stop in route.stops
        }
        self._over = self._days_over()

    def _days_over(self) -> Dict[str, List[Tuple[Candidate, int]]]:
        """Return the finished visits of each client with their days."""
        items, shifts = self._present.problem.candidate_by_id(), self._present.problem.shift_by_id()
        found: Dict[str, List[Tuple[Candidate, int]]] = {}
        for name in self._present.done:
            if name in items and name in self._stops:
                entry = (items[name], shifts[self._stops[name][0]].day)
                found.setdefault(items[name].who, []).append(entry)
        return found

    def left(self) -> Iterator[Candidate]:
        """Yield them in the order of the problem, urgent ones last."""
        for item in [*self._present.problem.candidates, *self._present.urgent]:
            if item.id not in self._present.gone:
                yield self._bound(item)

    def _bound(self, item: Candidate) -> Candidate:
        known = self._stops.get(item.id)
        item = replace(item, published=self._published(item))
        if item.id in self._started and known:
            rest_s = self._present.rest_s(known[1])
            item = replace(item, service_s=rest_s, windows=(), allowed_shifts=None, joint="")
            return replace(item, pin=Pin(shift_id=self._frozen[item.id]))
        if item.id in self._frozen:
            pin = replace(item.pin or Pin(), shift_id=self._frozen[item.id], rep=None, day=None)
            item = replace(item, pin=pin, allowed_shifts=None)
        else:
            item = self._free(item)
        if item.id in self._told and known and known[1].start_s >= self._present.now_s:
            pin = replace(item.pin or Pin(), start_s=known[1].start_s)
            item = replace(item, pin=pin)
        return item

    def _published(self, item: Candidate) -> Optional[Published]:
        """Its place in the published plan, unless that is lost whatever is done."""
        known = self._stops.get(item.id)
        if known is None or known[0] not in self._shifts:
            return None
        return Published(known[0], known[1].start_s)

    def _free(self, item: Candidate) -> Candidate:
        """Drop a pin that no shift can keep any more; stay clear of the client's past visits."""
        pin = item.pin
        if pin is not None and not any(_keeps(pin, shift) for shift in self._shifts.values()):
            pin = replace(pin, shift_id=None, rep=None, day=None)
            pin = None if pin == Pin() else pin
        return replace(
            item,
            pin=pin,
            mandatory=item.must,
            allowed_shifts=self._allowed(item),
            shift_prices=tuple(
                price for price in item.shift_prices if price[0] in self._shifts
            ),
        )

    def _allowed(self, item: Candidate) -> Optional[Tuple[str, ...]]:
        over = self._over.get(item.who, [])
        if item.allowed_shifts is None and not over:
            return None
        names: Iterable[str] = self._shifts if item.allowed_shifts is None else item.allowed_shifts
        known: Set[str] = set(names) & set(self._shifts)
        return tuple(
            name
            for name, shift in self._shifts.items()
            if name in known and not spacing(item, shift.day, over)
        )


def _keeps(pin: Pin, shift: Shift) -> bool:
    return (
        pin.shift_id in (None, shift.id)
        and pin.rep in (None, shift.rep)
        and pin.day in (None, shift.day)
    )
