"""On which days one more visit fits: every shift of the horizon with a light."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import List, Sequence, Tuple

from ...matrix.types import Travel
from ..problem import Candidate, Problem, Shift
from .inserting import Day, Probe, beside, without
from .manual import ManualCheck, OrderViolation
from .orders import Book, Names

#: Up to this much more driving (15 minutes) a day that fits is green.
GREEN_DETOUR_S = 900
#: The best first.
LIGHTS = ("green", "yellow", "red")
#: Violations that name the cause better than those that follow from it.
_PLAIN = ("not_allowed", "pin_shift", "pin_rep", "pin_day", "closed", "same_day", "gap_short")


@dataclass(frozen=True)
class DayOffer:
    """What one more visit would mean for one shift.

    Attributes
    ----------
    position
        Index in the shift's order at which it is best inserted.
    detour_s
        Driving that it adds.
    extra_s
        Seconds after the end of the working time that it adds: overtime that
        is allowed when yellow, what is missing when red.
    start_s
        When the visit would start.
    light
        ``green``: it fits, with at most :data:`GREEN_DETOUR_S` more driving
        and no overtime. ``yellow``: it fits with a larger detour
        (``large_detour``) or needs overtime that is allowed (``overtime``).
        ``red``: it does not fit.
    why
        ``fits``, ``large_detour``, ``overtime``; when red the code of the
        violation (see :data:`.manual.VIOLATION_UNITS`) that stands against it.
    size
        Size of that violation in its unit, else 0.
    about
        Id of the visit whose rule would be broken, the new one's or another's;
        empty when it is the shift's.
    """

    shift_id: str
    day: int
    rep: str
    position: int
    detour_s: int
    extra_s: int
    start_s: int
    light: str
    why: str
    size: int = 0
    about: str = ""


def suitable_days(
    problem: Problem, travel: Travel, orders: Names, candidate: Candidate
) -> Tuple[DayOffer, ...]:
    """Return an offer for every shift, by day, then by begin, then by id.

    No planned visit changes its shift or its place in the order, and none is
    moved out of its windows or off its pinned time.

    Parameters
    ----------
    candidate
        New, or one of the problem's; where it stands in ``orders`` by now is
        ignored. Its location is an index of ``problem.locations``. Of a joint
        visit one rep's part is looked at.

    Raises
    ------
    EngineError
        ``unknown_shift`` or ``unknown_candidate`` when ``orders`` names one.
    """
    candidate = replace(candidate, joint="")
    others = tuple(item for item in problem.candidates if item.id != candidate.id)
    problem = replace(problem, candidates=others + (candidate,))
    orders = without(orders, candidate.id)
    book = Book(problem)
    book.check(orders)
    near = beside(problem, orders, candidate.who)
    return tuple(
        _offer(book, travel, orders.get(shift.id, ()), near, candidate, shift)
        for shift in sorted(problem.shifts, key=lambda item: (item.day, item.start_s, item.id))
    )


def best_first(offers: Sequence[DayOffer]) -> List[DayOffer]:
    """Return the offers by light, then by extra time, detour and day."""
    return sorted(
        offers, key=lambda o: (LIGHTS.index(o.light), o.extra_s, o.detour_s, o.day, o.shift_id)
    )


def _offer(
    book: Book, travel: Travel, names: Sequence[str], near: Names, item: Candidate, shift: Shift
) -> DayOffer:
    problem = book.problem
    (number,) = book.candidates([item.id])
    day = Day(problem, travel, book.shift(shift.id), book.candidates(names), [number])
    probe = Probe(problem, travel, shift.id, names, near)
    for spot in day.spots(day.extra[0]):
        check, broken = probe.insert(item, spot.position)
        if not broken:
            return _fitting(shift, spot.position, probe.before, check)
    position = day.nearest(day.extra[0])
    check, broken = probe.insert(item, position)
    if not broken:
        return _fitting(shift, position, probe.before, check)
    return _red(shift, position, item.id, probe.before, check, broken)


def _fitting(
    shift: Shift, position: int, before: ManualCheck, check: ManualCheck
) -> DayOffer:
    detour_s = check.driving_s - before.driving_s
    overtime_s = max(0, check.overtime_s - before.overtime_s)
    light, why = "green", "fits"
    if overtime_s:
        light, why = "yellow", "overtime"
    elif detour_s > GREEN_DETOUR_S:
        light, why = "yellow", "large_detour"
    start_s = check.stops[position].start_s
    place = (shift.id, shift.day, shift.rep, position)
    return DayOffer(*place, detour_s, overtime_s, start_s, light, why)


def _red(
    shift: Shift,
    position: int,
    name: str,
    before: ManualCheck,
    check: ManualCheck,
    broken: Sequence[OrderViolation],
) -> DayOffer:
    cause = min(broken, key=lambda v: (v.code not in _PLAIN, v.candidate_id != name))
    detour_s = check.driving_s - before.driving_s
    extra_s = max(0, check.overtime_s - before.overtime_s)
    place = (shift.id, shift.day, shift.rep, position)
    when = (detour_s, extra_s, check.stops[position].start_s)
    return DayOffer(*place, *when, "red", cause.code, cause.size, cause.candidate_id)
