"""Checks of what refers to something else: names, beginnings, repeats, traffic, nights."""

from __future__ import annotations

from collections import Counter
from typing import Dict, Iterable, Iterator, List, Set, Tuple

from .findings import MAX_S, Issue, Issues, is_int, known_location, number
from .problem import Candidate, Night, Problem, Shift, Traffic

#: Bounds of a traffic step, in percent.
LOWEST_PERCENT, HIGHEST_PERCENT = 10, 1000
#: Largest price of a night, in seconds.
MAX_PRICE = 100_000_000


def unknown_names(problem: Problem) -> Issues:
    """Shifts that candidates name exist."""
    known = {shift.id for shift in problem.shifts}
    for candidate in problem.candidates:
        where = "candidate:" + candidate.id
        yield from _unknown(known, where, "allowed_shifts", candidate.allowed_shifts or ())
        priced = [name for name, _price in candidate.shift_prices]
        yield from _unknown(known, where, "shift_prices", priced)


def _unknown(known: Set[str], where: str, name: str, shift_ids: Iterable[str]) -> Issues:
    for shift_id in shift_ids:
        if shift_id not in known:
            yield Issue("unknown_shift", where, name, str(shift_id))


def beginnings(problem: Problem) -> Issues:
    """The visits that begin routes are known, and each begins one route once."""
    known = {candidate.id for candidate in problem.candidates}
    count = Counter(name for shift in problem.shifts for name in shift.first)
    for shift in problem.shifts:
        where = "shift:" + shift.id
        for name in dict.fromkeys(shift.first):
            if name not in known:
                yield Issue("unknown_candidate", where, "first", str(name))
            elif count[name] > 1:
                yield Issue("duplicate_first", where, "first", str(name), {"count": count[name]})


def repeats(problem: Problem) -> Issues:
    """The visits of a client have different numbers; a joint visit is one visit."""
    visits: Dict[Tuple[str, int], Set[str]] = {}
    for item in problem.candidates:
        visits.setdefault((item.who, item.ordinal), set()).add(_visit(item))
    for (client, ordinal), names in visits.items():
        if len(names) > 1:
            params = {"client": client, "count": len(names)}
            where = "candidate:" + sorted(name for _kind, name in names)[-1]
            yield Issue("duplicate_ordinal", where, "ordinal", str(ordinal), params)


def _visit(item: Candidate) -> Tuple[str, str]:
    return ("joint", item.joint) if item.joint else ("", item.id)


def joints(problem: Problem) -> Issues:
    """A joint visit has two people at least."""
    count = Counter(item.joint for item in problem.candidates if item.joint)
    for name, members in count.items():
        if members < 2:
            yield Issue("joint_alone", "joint:" + name, "joint", name, {"count": members})


def traffic(problem: Problem) -> Issues:
    """Each profile has one list of rising steps with believable percentages."""
    count = Counter(item.profile for item in problem.traffic)
    for profile, number_of in count.items():
        if number_of > 1:
            params = {"count": number_of}
            yield Issue("duplicate_traffic", "traffic:" + profile, "profile", profile, params)
    for item in problem.traffic:
        yield from _steps(item)


def _steps(item: Traffic) -> Issues:
    where = "traffic:" + item.profile
    before = -1
    for from_s, percent in item.steps:
        wrong = list(number(where, "steps", from_s, 2 * MAX_S))
        yield from wrong
        if not wrong and from_s <= before:
            yield Issue("steps_not_rising", where, "steps", str(from_s))
        before = before if wrong else from_s
        if not is_int(percent):
            yield Issue("not_a_number", where, "steps", repr(percent)[:80])
        elif not LOWEST_PERCENT <= percent <= HIGHEST_PERCENT:
            bounds = {"lowest": LOWEST_PERCENT, "highest": HIGHEST_PERCENT}
            yield Issue("percent_range", where, "steps", str(percent), bounds)


def nights(problem: Problem) -> Issues:
    """A night lies between two shifts of one rep that follow each other, at known places."""
    shifts = problem.shift_by_id()
    count = Counter(night.before for night in problem.nights)
    following = _following(problem)
    for night in problem.nights:
        where = "night:" + night.before
        if count[night.before] > 1:
            params = {"count": count[night.before]}
            yield Issue("duplicate_night", where, "before", night.before, params)
        yield from number(where, "price_s", night.price_s, MAX_PRICE)
        yield from _places(problem, night, where)
        unknown = list(_unknown(set(shifts), where, "before", [night.before]))
        unknown += _unknown(set(shifts), where, "after", [night.after])
        yield from unknown
        if not unknown and following.get(night.before) != night.after:
            pair = {"before": night.before, "after": night.after}
            yield Issue("night_not_adjacent", where, "after", night.after, pair)


def _places(problem: Problem, night: Night, where: str) -> Issues:
    if not night.locations:
        yield Issue("night_no_place", where, "locations", "")
    for place in night.locations:
        yield from known_location(len(problem.locations), where, "locations", place)


def _following(problem: Problem) -> Dict[str, str]:
    """Return for each shift the next one of the same rep."""
    by_rep: Dict[str, List[Shift]] = {}
    for shift in problem.shifts:
        if is_int(shift.start_s):
            by_rep.setdefault(shift.rep, []).append(shift)
    return dict(_pairs(by_rep.values()))


def _pairs(groups: Iterable[List[Shift]]) -> Iterator[Tuple[str, str]]:
    for shifts in groups:
        shifts.sort(key=lambda shift: shift.start_s)
        for before, after in zip(shifts, shifts[1:]):
            yield before.id, after.id
