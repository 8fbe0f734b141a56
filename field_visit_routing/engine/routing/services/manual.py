"""A human's order of visits, kept as it is: all its times, and every rule it breaks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from ...matrix.types import Matrix, Travel
from ..evaluation import Evaluator
from ..parts import Part
from ..problem import Break, Candidate, Pin, Problem, Shift
from ..solution import Param, Stop
from ..traffic import Steps, drive, steps_by_profile
from .lenient import Late, Times, least_late
from .orders import Book, Names, day_part, spacing

#: Codes of violations with the unit of their size (empty: it has no size).
#: With ``candidate_id``:
#:
#: ``window``       starts so long after a window's end (or before its begin)
#: ``closed``       no window of that day
#: ``pin_time``     starts so long before or after the pinned start
#: ``pin_shift``, ``pin_rep``, ``pin_day``  pinned elsewhere
#: ``pin_order``    stands after a visit of a higher number
#: ``not_allowed``  this shift may not serve it
#: ``frozen``       must stand at the begin of the route, and where it was
#: ``hole``         the matrix knows no way to it; its leg counts 0 seconds
#: ``same_day``     the client has another visit (``other``) on that day
#: ``gap_short``, ``gap_long``  so many days too near to, or far from, ``other``
#: ``joint``        the others of a joint visit start at another time (``other``)
#: ``joint_alone``  its partner (``other``) has no place, or the same rep
#:
#: Without: ``shift_end`` (after overtime), ``shift_start`` (route begins too
#: late), ``max_duration``, ``max_driving``, ``max_stops``, ``capacity``,
#: ``break`` (it begins so late; ``start_s`` its latest start),
#: ``hole_end`` (no known way to the end), ``frozen_missing`` (``other`` is
#: frozen in this shift, but not in the order).
VIOLATION_UNITS: Mapping[str, str] = {
    "window": "s",
    "closed": "",
    "pin_time": "s",
    "pin_shift": "",
    "pin_rep": "",
    "pin_day": "",
    "pin_order": "",
    "not_allowed": "",
    "frozen": "",
    "hole": "",
    "same_day": "",
    "gap_short": "days",
    "gap_long": "days",
    "joint": "s",
    "joint_alone": "",
    "shift_end": "s",
    "shift_start": "s",
    "max_duration": "s",
    "max_driving": "s",
    "max_stops": "visits",
    "capacity": "load",
    "break": "s",
    "hole_end": "",
    "frozen_missing": "",
}


@dataclass(frozen=True)
class OrderViolation:
    """A rule that the order breaks.

    Attributes
    ----------
    code
        Key of :data:`VIOLATION_UNITS`.
    candidate_id
        The visit it is about; empty when it is about the whole route.
    size
        By how much, in the code's unit; 0 where it has none.
    """

    code: str
    candidate_id: str
    size: int
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True)
class ManualCheck:
    """What happens when the visits are made in the given order.

    Attributes
    ----------
    stops
        All visits in that order with their times; a visit whose door is
        closed is served all the same.
    overtime_s
        Seconds between ``shift.end_s`` and the end, 0 or more: allowed up to
        ``shift.overtime_s``.
    """

    shift_id: str
    stops: Tuple[Stop, ...]
    start_s: int
    end_s: int
    end_leg_distance_m: int
    end_leg_duration_s: int
    breaks: Tuple[Break, ...]
    driving_s: int
    overtime_s: int
    violations: Tuple[OrderViolation, ...]

    @property
    def fits(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations


def check_order(
    problem: Problem,
    travel: Travel,
    shift_id: str,
    ids: Sequence[str],
    orders: Optional[Names] = None,
) -> ManualCheck:
    """Return the times of the visits in exactly this order, and every broken rule.

    Breaks are placed, and later windows waited for, so that the sum of all
    lateness is least; the route starts as late as its first visit allows.

    Parameters
    ----------
    ids
        Candidate ids in the order of the visits, each once.
    orders
        The visits of the other shifts: same client on one day, gaps and
        joint visits are judged against them. The shift's own entry and the
        ids of this order are ignored in it.

    Raises
    ------
    EngineError
        ``unknown_shift``, ``unknown_candidate`` or ``candidate_twice``.
    """
    book = Book(problem)
    numbers = book.candidates(ids)
    day = _day(problem, travel, book.shift(shift_id), numbers)
    others = _others(book, shift_id, ids, orders or {})
    found = list(_of_stops(day)) + list(_of_route(day)) + list(_of_others(day, others))
    found += _joint(problem, travel, day, others)
    return _check(day, found)


class _Leg(NamedTuple):
    duration_s: int
    distance_m: int


class _Day(NamedTuple):
    """One shift, its visits in order, and when they happen."""

    shift: Shift
    visits: List[Candidate]
    legs: List[_Leg]
    driven_s: List[int]
    times: Optional[Times]

    @property
    def starts(self) -> List[int]:
        return [visit.start_s for visit in self.times.table.visits] if self.times else []

    @property
    def end_s(self) -> int:
        return self.times.table.end_s if self.times else self.shift.start_s


class _Other(NamedTuple):
    item: Candidate
    shift: Shift


def _day(problem: Problem, travel: Travel, shift: int, numbers: Sequence[int]) -> _Day:
    part = day_part(problem, travel, shift, numbers)
    local = replace(part.problem.shifts[0], first=problem.shifts[shift].first)
    visits = list(part.problem.candidates)
    if not visits:
        return _Day(local, visits, [], [], None)
    places = [local.start_location, *(item.location for item in visits), local.end_location]
    legs = [_leg(part.matrix, a, b, local.profile) for a, b in zip(places, places[1:])]
    steps = steps_by_profile(problem.traffic).get(local.profile, ())
    times = _in_time(part) or least_late(local, steps, visits, [max(0, leg[0]) for leg in legs])
    return _Day(local, visits, legs, _driven(steps, legs, times), times)


def _in_time(part: Part) -> Optional[Times]:
    """Return the solver's times where it sees the order end in time."""
    evaluator = Evaluator(part.problem, part.matrix)
    order = list(range(len(part.candidates)))
    verdict = evaluator.judge(0, order)
    table = evaluator.timetable(0, order) if verdict and not verdict.late_s else None
    return None if table is None else Times(table, ())


def _leg(matrix: Matrix, here: Optional[int], there: Optional[int], profile: str) -> _Leg:
    if here is None or there is None:
        return _Leg(0, 0)
    return _Leg(*matrix.leg(here, there, profile))


def _driven(steps: Steps, legs: Sequence[_Leg], times: Times) -> List[int]:
    """Return the seconds driven on each leg: what is left of its span without the breaks."""
    table = times.table
    left = [table.start_s] + [visit.departure_s for visit in table.visits]
    pauses = [visit.breaks for visit in table.visits] + [table.last_breaks]
    driven = []
    for begin, leg, some in zip(left, legs, pauses):
        now, base, total = begin, max(0, leg.duration_s), 0
        for pause in some:
            if base and pause.earliest_s > now:
                then, base = drive(steps, now, base, pause.earliest_s)
                total += then - now
            now = pause.earliest_s + pause.duration_s
        driven.append(total + (drive(steps, now, base)[0] - now if base else 0))
    return driven


def _check(day: _Day, found: Sequence[OrderViolation]) -> ManualCheck:
    shift = day.shift
    if day.times is None:
        empty = (shift.start_s, shift.start_s, 0, 0, (), 0, 0)
        return ManualCheck(shift.id, (), *empty, tuple(found))
    table = day.times.table
    breaks = [pause for visit in table.visits for pause in visit.breaks] + list(table.last_breaks)
    return ManualCheck(
        shift.id,
        _stops(day, day.times),
        table.start_s,
        table.end_s,
        max(0, day.legs[-1].distance_m),
        day.driven_s[-1],
        tuple(breaks),
        sum(day.driven_s),
        max(0, table.end_s - shift.end_s),
        tuple(found),
    )


def _stops(day: _Day, times: Times) -> Tuple[Stop, ...]:
    stops = []
    for item, visit, leg, driven_s in zip(day.visits, times.table.visits, day.legs, day.driven_s):
        rest = sum(b.duration_s for b in visit.breaks if b.earliest_s >= visit.arrival_s)
        wait_s = visit.start_s - visit.arrival_s - rest
        when = (visit.arrival_s, wait_s, visit.start_s, visit.departure_s)
        stops.append(Stop(item.id, *when, max(0, leg.distance_m), driven_s))
    return tuple(stops)


def _of_stops(day: _Day) -> Iterator[OrderViolation]:
    highest: Optional[int] = None
    for item, start_s, leg in zip(day.visits, day.starts, day.legs):
        yield from _door(item, day.shift, start_s)
        yield from _assignment(item, day.shift, start_s)
        order = item.pin.order if item.pin is not None else None
        if order is not None and highest is not None and order < highest:
            yield OrderViolation("pin_order", item.id, 0, {"order": order, "after": highest})
        if order is not None:
            highest = order if highest is None else max(order, highest)
        if leg.duration_s < 0:
            yield OrderViolation("hole", item.id, 0)


def _door(item: Candidate, shift: Shift, start_s: int) -> Iterator[OrderViolation]:
    """The windows of the day; how far the start is from the nearest one."""
    windows = [w for w in item.windows if w.start_s <= shift.close_s and w.end_s >= shift.start_s]
    if item.windows and not windows:
        yield OrderViolation("closed", item.id, 0)
    elif windows and not any(w.start_s <= start_s <= w.end_s for w in windows):
        size = min(max(w.start_s - start_s, start_s - w.end_s) for w in windows)
        yield OrderViolation("window", item.id, size, {"start_s": start_s})


def _assignment(item: Candidate, shift: Shift, start_s: int) -> Iterator[OrderViolation]:
    if item.allowed_shifts is not None and shift.id not in item.allowed_shifts:
        yield OrderViolation("not_allowed", item.id, 0)
    pin = item.pin or Pin()
    for code, wanted, here in (
        ("pin_shift", pin.shift_id, shift.id),
        ("pin_rep", pin.rep, shift.rep),
        ("pin_day", pin.day, shift.day),
    ):
        if wanted is not None and wanted != here:
            yield OrderViolation(code, item.id, 0, {"pinned": wanted})
    if pin.start_s is not None and pin.start_s != start_s:
        size = abs(start_s - pin.start_s)
        yield OrderViolation("pin_time", item.id, size, {"start_s": start_s, "pinned": pin.start_s})


def _of_route(day: _Day) -> Iterator[OrderViolation]:
    shift, customers = day.shift, [item for item in day.visits if not item.waypoint]
    start_s = day.times.table.start_s if day.times else shift.start_s
    sizes = {
        "shift_end": (day.end_s, shift.close_s),
        "shift_start": (start_s, shift.latest_start_s),
        "max_duration": (day.end_s - start_s, shift.max_duration_s),
        "max_driving": (sum(day.driven_s), shift.max_driving_s),
        "max_stops": (len(customers), shift.max_stops),
        "capacity": (sum(item.load for item in day.visits), shift.capacity),
    }
    for code, (value, limit) in sizes.items():
        if day.visits and limit is not None and value > limit:
            yield OrderViolation(code, "", value - limit)
    late: Sequence[Late] = day.times.late_breaks if day.times else ()
    for pause, size_s in late:
        yield OrderViolation("break", "", size_s, {"start_s": pause.latest_s})
    if day.legs and day.legs[-1].duration_s < 0:
        yield OrderViolation("hole_end", "", 0)
    yield from _frozen(day)


def _frozen(day: _Day) -> Iterator[OrderViolation]:
    names = [item.id for item in day.visits]
    here = [name for name in day.shift.first if name in names]
    for name in day.shift.first:
        if name not in here:
            yield OrderViolation("frozen_missing", "", 0, {"other": name})
        elif names.index(name) != here.index(name):
            yield OrderViolation("frozen", name, 0, {"position": here.index(name) + 1})


def _others(book: Book, shift_id: str, ids: Sequence[str], orders: Names) -> List[_Other]:
    problem = book.problem
    return [
        _Other(problem.candidates[number], problem.shifts[book.shift(name)])
        for name, order in orders.items()
        if name != shift_id
        for number in book.candidates(other for other in order if other not in set(ids))
    ]


def _of_others(day: _Day, others: Sequence[_Other]) -> Iterator[OrderViolation]:
    placed = [(other.item, other.shift.day) for other in others]
    for at, item in enumerate(day.visits):
        before = [(other, day.shift.day) for other in day.visits[:at]]
        for code, size, other_id in spacing(item, day.shift.day, placed + before):
            yield OrderViolation(code, item.id, size, {"other": other_id})


def _joint(
    problem: Problem, travel: Travel, day: _Day, others: Sequence[_Other]
) -> Iterator[OrderViolation]:
    starts = dict(zip((item.id for item in day.visits), day.starts))
    shifts: Dict[str, Shift] = {item.id: day.shift for item in day.visits}
    shifts.update({other.item.id: other.shift for other in others})
    for item in (item for item in day.visits if item.joint):
        for partner in problem.candidates:
            if partner.joint != item.joint or partner.id == item.id:
                continue
            where = shifts.get(partner.id)
            if where is None or where.rep == day.shift.rep:
                yield OrderViolation("joint_alone", item.id, 0, {"other": partner.id})
                continue
            if partner.id not in starts:
                starts.update(_starts(problem, travel, where, others))
            size = abs(starts[item.id] - starts[partner.id])
            if size:
                yield OrderViolation("joint", item.id, size, {"other": partner.id})


def _starts(
    problem: Problem, travel: Travel, shift: Shift, others: Sequence[_Other]
) -> Dict[str, int]:
    """Return when the visits of another shift start."""
    book = Book(problem)
    names = [other.item.id for other in others if other.shift.id == shift.id]
    found = _day(problem, travel, book.shift(shift.id), book.candidates(names))
    return dict(zip(names, found.starts))


