"""Pins that cannot be kept together, named in pairs before anything is computed.

They are warnings: the plan is made all the same, one of both visits is left
out with ``pin_conflict``, and the user knows between which two to decide.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import (
    TYPE_CHECKING,
    Callable,
    Dict,
    FrozenSet,
    Iterable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Tuple,
)

from .findings import Issue, Issues
from .problem import Candidate, Problem, Shift
from .traffic import least_percent, steps_by_profile

if TYPE_CHECKING:
    from ..matrix.types import Travel

#: ``cause`` of ``pins_contradict``: why both cannot be kept.
#:
#: ``same_time``   one rep would serve both at the same moment
#: ``too_far``     one rep cannot drive from the one to the other in time
#: ``order_time``  the order numbers say the one, the times the other
#: ``order_first`` a smaller order number than a visit that begins the route
#: ``first_time``  it is to start before a visit that begins the route
#: ``same_day``    two visits of one client on one day
#: ``gap``         two visits of one client too near or too far from each other
#: ``same_rep``    two people's parts of a joint visit are given to one rep
#: ``joint_time``  two people's parts of a joint visit start at different times
CAUSES = (
    "same_time",
    "too_far",
    "order_time",
    "order_first",
    "first_time",
    "same_day",
    "gap",
    "same_rep",
    "joint_time",
)
#: Pairs named at most: nobody reads on.
MOST = 100


class _Bound(NamedTuple):
    """A candidate with what its pin leaves open."""

    item: Candidate
    shifts: FrozenSet[str]
    rep: Optional[str]
    day: Optional[int]
    rank: Optional[int]

    @property
    def shift(self) -> Optional[str]:
        return next(iter(self.shifts)) if len(self.shifts) == 1 else None

    @property
    def start_s(self) -> Optional[int]:
        return self.item.pin.start_s if self.item.pin is not None else None

    @property
    def order(self) -> Optional[int]:
        return self.item.pin.order if self.item.pin is not None else None


def pins(problem: Problem, travel: Optional[Travel] = None) -> Issues:
    """Yield every contradiction between pins, and of a pin with a route's beginning.

    With ``travel`` also those of two times between which the way is too long.
    """
    bound = list(_bound(problem))
    yield from _against_first(problem)
    yield from _too_many(problem, bound)
    seen = set()
    ways = () if travel is None else _too_far(problem, travel, bound)
    for one, other, cause in chain(_pairs(bound), ways):
        key = frozenset((one.item.id, other.item.id))
        if key in seen or len(seen) >= MOST:
            continue
        seen.add(key)
        where = "candidate:" + one.item.id
        params = {"other": other.item.id, "cause": cause}
        yield Issue("pins_contradict", where, "pin", other.item.id, params, "warning")


def _bound(problem: Problem) -> Iterator[_Bound]:
    frozen = problem.frozen()
    ranks = {name: at for shift in problem.shifts for at, name in enumerate(shift.first)}
    for item in problem.candidates:
        if item.pin is None and item.id not in frozen:
            continue
        shifts = [s for s in problem.shifts if _may(item, s, frozen.get(item.id))]
        reps, days = {s.rep for s in shifts}, {s.day for s in shifts}
        yield _Bound(
            item,
            frozenset(s.id for s in shifts),
            min(reps) if len(reps) == 1 else None,
            min(days) if len(days) == 1 else None,
            ranks.get(item.id),
        )


def _may(item: Candidate, shift: Shift, frozen: Optional[str]) -> bool:
    if frozen is not None and frozen != shift.id:
        return False
    if item.allowed_shifts is not None and shift.id not in item.allowed_shifts:
        return False
    return item.pin is None or item.pin.allows(shift)


def _against_first(problem: Problem) -> Issues:
    frozen, shifts = problem.frozen(), problem.shift_by_id()
    for item in problem.candidates:
        shift_id = frozen.get(item.id)
        if shift_id is not None and not _may(item, shifts[shift_id], shift_id):
            where = "candidate:" + item.id
            params = {"shift": shift_id}
            yield Issue("pin_against_first", where, "pin", shift_id, params, "warning")


def _too_many(problem: Problem, bound: Iterable[_Bound]) -> Issues:
    by_shift = _group(bound, lambda one: None if one.item.waypoint else one.shift)
    for shift in problem.shifts:
        count = len(by_shift.get(shift.id, ()))
        if shift.max_stops is not None and count > shift.max_stops:
            params = {"count": count, "max_stops": shift.max_stops}
            where = "shift:" + shift.id
            yield Issue("pins_over_max_stops", where, "max_stops", str(count), params, "warning")


def _pairs(bound: List[_Bound]) -> Iterator[Tuple[_Bound, _Bound, str]]:
    for group in _group(bound, lambda one: one.rep).values():
        yield from _same_time(group)
    for group in _group(bound, lambda one: one.shift).values():
        for pair in combinations(group, 2):
            yield from _in_one_route(*pair)
    for group in _group(bound, lambda one: one.item.who).values():
        for pair in combinations(group, 2):
            yield from _of_one_client(*pair)
    for group in _group(bound, lambda one: one.item.joint or None).values():
        for pair in combinations(group, 2):
            yield from _of_one_joint(*pair)


def _group(
    bound: Iterable[_Bound], key: Callable[[_Bound], Optional[str]]
) -> Mapping[str, List[_Bound]]:
    groups: Dict[str, List[_Bound]] = {}
    for one in bound:
        name = key(one)
        if name is not None:
            groups.setdefault(name, []).append(one)
    return groups


def _same_time(group: Iterable[_Bound]) -> Iterator[Tuple[_Bound, _Bound, str]]:
    timed = sorted(
        ((one.start_s, at, one) for at, one in enumerate(group) if one.start_s is not None),
        key=lambda entry: entry[:2],
    )
    for at, (start_s, _at, one) in enumerate(timed):
        end_s = start_s + one.item.service_s
        for later_s, _later, other in timed[at + 1 :]:
            if later_s >= end_s:
                break
            yield one, other, "same_time"


def _too_far(
    problem: Problem, travel: Travel, bound: Iterable[_Bound]
) -> Iterator[Tuple[_Bound, _Bound, str]]:
    """Compare each pinned time of a shift with the next one, at the fastest pace of the roads."""
    profiles = {shift.id: shift.profile for shift in problem.shifts}
    steps = steps_by_profile(problem.traffic)
    for shift_id, group in _group(bound, lambda one: one.shift).items():
        profile = profiles[shift_id]
        percent = least_percent(steps.get(profile, ()))
        timed = sorted(
            ((one.start_s, at, one) for at, one in enumerate(group) if one.start_s is not None),
            key=lambda entry: entry[:2],
        )
        for (start_s, _at, one), (later_s, _later, other) in zip(timed, timed[1:]):
            way_s, _metres = travel.leg(one.item.location, other.item.location, profile)
            free_s = later_s - start_s - one.item.service_s
            if free_s >= 0 and not 0 <= way_s * percent // 100 <= free_s:
                yield one, other, "too_far"


def _in_one_route(one: _Bound, other: _Bound) -> Iterator[Tuple[_Bound, _Bound, str]]:
    times = _compare(one.start_s, other.start_s)
    orders = _compare(one.order, other.order)
    ranks = _by_rank(one.rank, other.rank)
    if orders and times and orders != times:
        yield one, other, "order_time"
    if ranks and orders and ranks != orders:
        yield one, other, "order_first"
    if ranks and times and ranks != times:
        yield one, other, "first_time"


def _compare(one: Optional[int], other: Optional[int]) -> int:
    """Return -1 or 1 for before and after, 0 when that is open."""
    if one is None or other is None:
        return 0
    return (one > other) - (one < other)


def _by_rank(one: Optional[int], other: Optional[int]) -> int:
    """Compare places at a route's beginning: whoever has none comes later."""
    if one is not None and other is not None:
        return _compare(one, other)
    return (one is None) - (other is None)


def _of_one_client(one: _Bound, other: _Bound) -> Iterator[Tuple[_Bound, _Bound, str]]:
    if one.day is None or other.day is None:
        return
    if one.item.joint and one.item.joint == other.item.joint:
        return
    first, second = sorted((one, other), key=lambda each: each.item.ordinal)
    days = (second.day or 0) - (first.day or 0)
    steps = second.item.ordinal - first.item.ordinal
    most = second.item.max_gap_days if steps == 1 else None
    if days == 0:
        yield first, second, "same_day"
    elif days < steps * second.item.min_gap_days or (most is not None and days > most):
        yield first, second, "gap"


def _of_one_joint(one: _Bound, other: _Bound) -> Iterator[Tuple[_Bound, _Bound, str]]:
    if one.rep is not None and one.rep == other.rep:
        yield one, other, "same_rep"
    elif _compare(one.start_s, other.start_s):
        yield one, other, "joint_time"
