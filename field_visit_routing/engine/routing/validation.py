"""Checks of a problem before anything is computed: coded, complete, calm.

``validate`` never raises on bad values; it returns one :class:`Issue` for
each thing found. Errors forbid solving, warnings do not.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Callable, Iterable, Iterator, List, Mapping, Optional, Tuple

from . import contradictions, references
from .findings import MAX_S, Issue, Issues, is_int, known_location, number, optional
from .problem import OBJECTIVES, Break, Candidate, Location, Problem, Shift, Window

if TYPE_CHECKING:
    from ..matrix.types import Travel

#: A candidate farther than this from every shift's start and end is suspicious.
FAR_AWAY_KM = 1000
MAX_PRIZE = 1_000_000
#: Largest price of a second or a point, and of a single decision.
MAX_RATE = 100_000
MAX_PRICE = 100_000_000
MAX_DAYS = 366

#: code -> keys of ``params``; ``(warning)`` codes do not forbid solving.
ISSUE_CODES: Mapping[str, str] = {
    "no_candidates": "",
    "no_shifts": "",
    "unknown_objective": "known",
    "not_finite": "",
    "latitude_range": "",
    "longitude_range": "",
    "unknown_location": "count",
    "empty_id": "",
    "duplicate_id": "count",
    "negative": "",
    "too_large": "limit",
    "not_a_number": "",
    "window_reversed": "start_s, end_s",
    "break_reversed": "earliest_s, latest_s",
    "shift_reversed": "start_s, end_s",
    "unknown_shift": "",
    "unknown_candidate": "",
    "duplicate_first": "count",
    "duplicate_ordinal": "client, count",
    "gap_reversed": "min_gap_days, max_gap_days",
    "latest_start_early": "start_s, latest_start_s",
    "joint_alone": "count",
    "steps_not_rising": "",
    "percent_range": "lowest, highest",
    "duplicate_traffic": "count",
    "duplicate_night": "count",
    "night_no_place": "",
    "night_not_adjacent": "before, after",
    "matrix_size": "expected",
    "matrix_negative": "origin, destination",
    "shift_too_short": "(warning) length_s, shortest_s",
    "matrix_hole": "(warning) count",
    "far_away": "(warning) km, limit_km",
    "pins_contradict": "(warning) other, cause (contradictions.CAUSES)",
    "pin_against_first": "(warning) shift",
    "pins_over_max_stops": "(warning) count, max_stops",
}


def validate(problem: Problem, matrix: Optional[Travel] = None) -> Tuple[Issue, ...]:
    """Return everything that is wrong or suspicious, errors first.

    Parameters
    ----------
    matrix
        Travel times to check against the problem, when known.
    """
    found: List[Issue] = []
    for rule in _RULES:
        found.extend(rule(problem))
    if matrix is not None and not errors_of(found):
        found.extend(_matrix_issues(problem, matrix))
    if not errors_of(found):
        found.extend(contradictions.pins(problem, matrix))
    return tuple(sorted(found, key=lambda issue: issue.severity != "error"))


def errors_of(issues: Iterable[Issue]) -> Tuple[Issue, ...]:
    """Return the issues that forbid solving."""
    return tuple(issue for issue in issues if issue.severity == "error")


def _not_empty(problem: Problem) -> Issues:
    if not problem.candidates:
        yield Issue("no_candidates", "problem", "candidates", "0")
    if not problem.shifts:
        yield Issue("no_shifts", "problem", "shifts", "0")


def _objective(problem: Problem) -> Issues:
    if problem.objective not in OBJECTIVES:
        known = {"known": ", ".join(OBJECTIVES)}
        yield Issue("unknown_objective", "problem", "objective", str(problem.objective), known)


def _coordinates(problem: Problem) -> Issues:
    for index, location in enumerate(problem.locations):
        where = "location:%d" % index
        yield from _coordinate(where, "lat", location.lat, 90.0, "latitude_range")
        yield from _coordinate(where, "lon", location.lon, 180.0, "longitude_range")


def _coordinate(where: str, name: str, value: float, limit: float, code: str) -> Issues:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield Issue("not_a_number", where, name, repr(value)[:80])
    elif not math.isfinite(value):
        yield Issue("not_finite", where, name, str(value))
    elif abs(value) > limit:
        yield Issue(code, where, name, str(value))


def _identifiers(problem: Problem) -> Issues:
    yield from _unique("candidate", (candidate.id for candidate in problem.candidates))
    yield from _unique("shift", (shift.id for shift in problem.shifts))


def _unique(kind: str, ids: Iterable[str]) -> Issues:
    for name, count in Counter(ids).items():
        where = "%s:%s" % (kind, name)
        if not name:
            yield Issue("empty_id", where, "id", "")
        if count > 1:
            yield Issue("duplicate_id", where, "id", str(name), {"count": count})


def _location_indexes(problem: Problem) -> Issues:
    for candidate in problem.candidates:
        yield from known_location(len(problem.locations), "candidate:" + candidate.id, "location", candidate.location)
    for shift in problem.shifts:
        where = "shift:" + shift.id
        for name in ("start_location", "end_location"):
            value = getattr(shift, name)
            if value is not None:
                yield from known_location(len(problem.locations), where, name, value)


def _candidate_numbers(problem: Problem) -> Issues:
    for candidate in problem.candidates:
        where = "candidate:" + candidate.id
        yield from number(where, "service_s", candidate.service_s)
        yield from number(where, "prize", candidate.prize, MAX_PRIZE)
        yield from number(where, "load", candidate.load, MAX_PRICE)
        for window in candidate.windows:
            yield from _window(where, window)
        for _shift_id, price in candidate.shift_prices:
            yield from number(where, "shift_prices", price, MAX_PRICE)
        if candidate.published is not None:
            yield from number(where, "published.start_s", candidate.published.start_s)
        yield from _pin(where, candidate)
        yield from _repeats(where, candidate)


def _pin(where: str, candidate: Candidate) -> Issues:
    pin = candidate.pin
    if pin is not None:
        yield from optional(where, "pin.start_s", pin.start_s)
        yield from optional(where, "pin.day", pin.day, MAX_DAYS)
        yield from optional(where, "pin.order", pin.order)


def _repeats(where: str, candidate: Candidate) -> Issues:
    least, most = candidate.min_gap_days, candidate.max_gap_days
    yield from number(where, "ordinal", candidate.ordinal)
    yield from number(where, "min_gap_days", least, MAX_DAYS)
    yield from optional(where, "max_gap_days", most, MAX_DAYS)
    if is_int(least) and is_int(most) and most is not None and most < least:
        params = {"min_gap_days": least, "max_gap_days": most}
        yield Issue("gap_reversed", where, "max_gap_days", str(most), params)


def _window(where: str, window: Window) -> Issues:
    bounds = (window.start_s, window.end_s)
    if not all(is_int(bound) for bound in bounds):
        yield Issue("not_a_number", where, "windows", "%s–%s" % bounds)
    elif window.end_s < window.start_s:
        params = {"start_s": window.start_s, "end_s": window.end_s}
        yield Issue("window_reversed", where, "windows", "%d–%d" % bounds, params)
    elif max(abs(bound) for bound in bounds) > MAX_S:
        yield Issue("too_large", where, "windows", "%d–%d" % bounds, {"limit": MAX_S})


def _shift_numbers(problem: Problem) -> Issues:
    for shift in problem.shifts:
        where = "shift:" + shift.id
        yield from number(where, "start_s", shift.start_s)
        yield from number(where, "end_s", shift.end_s)
        for name in ("max_stops", "max_driving_s", "latest_start_s", "max_duration_s"):
            yield from optional(where, name, getattr(shift, name))
        yield from optional(where, "capacity", shift.capacity, MAX_PRICE)
        yield from number(where, "overtime_s", shift.overtime_s)
        yield from number(where, "overtime_price", shift.overtime_price, MAX_RATE)
        yield from _shift_bounds(where, shift)
        for pause in shift.breaks:
            yield from _break(where, pause)


def _shift_bounds(where: str, shift: Shift) -> Issues:
    if is_int(shift.start_s) and is_int(shift.end_s) and shift.end_s < shift.start_s:
        params = {"start_s": shift.start_s, "end_s": shift.end_s}
        value = "%d–%d" % (shift.start_s, shift.end_s)
        yield Issue("shift_reversed", where, "end_s", value, params)
    latest = shift.latest_start_s
    if latest is not None and is_int(latest) and is_int(shift.start_s) and latest < shift.start_s:
        params = {"start_s": shift.start_s, "latest_start_s": latest}
        yield Issue("latest_start_early", where, "latest_start_s", str(latest), params)


def _prices(problem: Problem) -> Issues:
    yield from number("problem", "prize_s", problem.prize_s, MAX_RATE)
    yield from number("problem", "change_price_s", problem.change_price_s, MAX_PRICE)


def _break(where: str, pause: Break) -> Issues:
    yield from number(where, "breaks.earliest_s", pause.earliest_s)
    yield from number(where, "breaks.latest_s", pause.latest_s)
    yield from number(where, "breaks.duration_s", pause.duration_s)
    bounds = (pause.earliest_s, pause.latest_s)
    if all(is_int(bound) for bound in bounds) and pause.latest_s < pause.earliest_s:
        params = {"earliest_s": pause.earliest_s, "latest_s": pause.latest_s}
        yield Issue("break_reversed", where, "breaks", "%d–%d" % bounds, params)


def _short_shifts(problem: Problem) -> Issues:
    services = [item.service_s for item in problem.candidates if is_int(item.service_s)]
    shortest = min(services, default=0)
    for shift in problem.shifts:
        if not (is_int(shift.start_s) and is_int(shift.end_s)):
            continue
        length = shift.end_s - shift.start_s
        if 0 <= length < shortest:
            params = {"length_s": length, "shortest_s": shortest}
            where = "shift:" + shift.id
            yield Issue("shift_too_short", where, "end_s", str(length), params, "warning")


def _far_away(problem: Problem) -> Issues:
    bases = [problem.locations[index] for index in _base_indexes(problem)]
    if not bases:
        return
    for candidate in problem.candidates:
        place = _place(problem, candidate)
        if place is None:
            continue
        km = min(_kilometres(place, base) for base in bases)
        if km > FAR_AWAY_KM:
            params = {"km": round(km), "limit_km": FAR_AWAY_KM}
            value = "%.5f, %.5f" % (place.lat, place.lon)
            where = "candidate:" + candidate.id
            yield Issue("far_away", where, "location", value, params, "warning")


def _base_indexes(problem: Problem) -> List[int]:
    wanted = {
        index
        for shift in problem.shifts
        for index in (shift.start_location, shift.end_location)
        if index is not None and is_int(index) and 0 <= index < len(problem.locations)
    }
    return sorted(index for index in wanted if _is_position(problem.locations[index]))


def _place(problem: Problem, candidate: Candidate) -> Optional[Location]:
    index = candidate.location
    if not is_int(index) or not 0 <= index < len(problem.locations):
        return None
    location = problem.locations[index]
    return location if _is_position(location) else None


def _is_position(location: Location) -> bool:
    return not any(_coordinates_of(location))


def _coordinates_of(location: Location) -> Iterator[Issue]:
    yield from _coordinate("", "lat", location.lat, 90.0, "")
    yield from _coordinate("", "lon", location.lon, 180.0, "")


def _kilometres(here: Location, there: Location) -> float:
    """Spherical law of cosines: exact enough for a warning."""
    lat_a, lat_b = math.radians(here.lat), math.radians(there.lat)
    cosine = math.sin(lat_a) * math.sin(lat_b)
    cosine += math.cos(lat_a) * math.cos(lat_b) * math.cos(math.radians(here.lon - there.lon))
    return 6371.0 * math.acos(max(-1.0, min(1.0, cosine)))


def _matrix_issues(problem: Problem, matrix: Travel) -> Issues:
    if matrix.size != len(problem.locations):
        expected = {"expected": len(problem.locations)}
        yield Issue("matrix_size", "matrix", "size", str(matrix.size), expected)
        return
    used = sorted({item.location for item in problem.candidates} | set(_base_indexes(problem)))
    profiles = sorted({shift.profile for shift in problem.shifts})
    # Times computed on demand have neither holes nor negative values.
    if hasattr(matrix, "duration_s"):
        for profile in profiles:
            yield from _cells(matrix, used, profile)


def _cells(matrix: Travel, used: List[int], profile: str) -> Issues:
    for values in matrix.block(used, used, profile):
        below = [(int(a), int(b)) for a, b in zip(*(values < -1).nonzero())]
        if below:
            origin, destination = used[below[0][0]], used[below[0][1]]
            params = {"origin": origin, "destination": destination}
            value = str(int(values[below[0]]))
            yield Issue("matrix_negative", "matrix", profile or "default", value, params)
        holes = int((values == -1).sum())
        if holes:
            params = {"count": holes}
            value = str(holes)
            yield Issue("matrix_hole", "matrix", profile or "default", value, params, "warning")


_RULES: Tuple[Callable[[Problem], Issues], ...] = (
    _not_empty,
    _objective,
    _coordinates,
    _identifiers,
    _location_indexes,
    _candidate_numbers,
    _shift_numbers,
    _prices,
    references.unknown_names,
    references.beginnings,
    references.repeats,
    references.joints,
    references.traffic,
    references.nights,
    _short_shifts,
    _far_away,
)
