"""When a given order of visits happens within one shift.

The solver's own clock: earliest times, breaks placed by dynamic programming.
The checker has its own arithmetic and shares nothing with this file.
"""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Tuple

from .problem import Break, Candidate, Shift, Window

#: Later than any time of a problem.
FOREVER = 1 << 40


class Leg(NamedTuple):
    """Travel between two places."""

    duration_s: int
    distance_m: int


class Visit(NamedTuple):
    """One visit with its times; ``breaks`` were taken since the last departure."""

    arrival_s: int
    start_s: int
    departure_s: int
    breaks: Tuple[Break, ...]


class Timetable(NamedTuple):
    """Times of a whole route; ``last_breaks`` lie between last visit and end."""

    start_s: int
    visits: Tuple[Visit, ...]
    end_s: int
    last_breaks: Tuple[Break, ...]


class _State(NamedTuple):
    """Earliest departure with a number of breaks taken, and how it came."""

    ready_s: int
    visits: Tuple[Visit, ...]


class _Gap(NamedTuple):
    arrival_s: int
    ready_s: int
    breaks: Tuple[Break, ...]


def opening_times(candidate: Candidate) -> Tuple[Window, ...]:
    """Return when service may start: windows and pinned time together, sorted."""
    windows = merge(candidate.windows) or (Window(0, FOREVER),)
    start = candidate.pin.start_s if candidate.pin is not None else None
    if start is None:
        return windows
    inside = any(window.start_s <= start <= window.end_s for window in windows)
    return (Window(start, start),) if inside else ()


def merge(windows: Sequence[Window]) -> Tuple[Window, ...]:
    """Return the windows sorted, overlapping and touching ones joined."""
    merged: List[Window] = []
    for window in sorted(windows, key=lambda item: item.start_s):
        if merged and window.start_s <= merged[-1].end_s + 1:
            last = merged.pop()
            window = Window(last.start_s, max(last.end_s, window.end_s))
        merged.append(window)
    return tuple(merged)


def next_opening(openings: Sequence[Window], time_s: int) -> Optional[int]:
    """Return the first moment from ``time_s`` on at which service may start."""
    for window in openings:
        if time_s <= window.end_s:
            return max(time_s, window.start_s)
    return None


def timetable(
    shift: Shift,
    openings: Sequence[Sequence[Window]],
    services_s: Sequence[int],
    legs_s: Sequence[int],
    limit_s: int,
) -> Optional[Timetable]:
    """Return the timetable that ends first, or ``None`` when there is none.

    Parameters
    ----------
    openings, services_s
        Per visit, in the order of the route.
    legs_s
        Driving before each visit, and one more to the end.
    limit_s
        The route must end by then (usually ``shift.end_s``).
    """
    pauses = tuple(sorted(shift.breaks, key=lambda item: (item.earliest_s, item.latest_s)))
    states = _before_start(shift, pauses)
    for opening, service_s, leg_s in zip(openings, services_s, legs_s):
        states = _advance(states, pauses, opening, service_s, leg_s, limit_s)
    best = _finish(states, pauses, legs_s[-1], limit_s)
    return best and _leave_late(shift, best, legs_s[0])


def _before_start(shift: Shift, pauses: Sequence[Break]) -> List[Optional[_State]]:
    """Breaks that lie before the start only delay it."""
    states: List[Optional[_State]] = [None] * (len(pauses) + 1)
    ready = shift.start_s
    states[0] = _State(ready, ())
    end = 0
    for taken, pause in enumerate(pauses, start=1):
        begin = max(end, pause.earliest_s)
        if begin > pause.latest_s:
            break
        end = begin + pause.duration_s
        states[taken] = _State(max(ready, end), ())
    return states


def _advance(
    states: List[Optional[_State]],
    pauses: Sequence[Break],
    openings: Sequence[Window],
    service_s: int,
    leg_s: int,
    limit_s: int,
) -> List[Optional[_State]]:
    result: List[Optional[_State]] = [None] * len(states)
    for taken, state in enumerate(states):
        if state is None:
            continue
        for after in range(taken, len(states)):
            gap = _cross(state.ready_s, leg_s, pauses[taken:after])
            start = None if gap is None else next_opening(openings, gap.ready_s)
            if gap is None or start is None or start + service_s > limit_s:
                break
            known = result[after]
            if known is None or start + service_s < known.ready_s:
                visit = Visit(gap.arrival_s, start, start + service_s, gap.breaks)
                result[after] = _State(visit.departure_s, state.visits + (visit,))
    return result


def _cross(depart_s: int, leg_s: int, pauses: Sequence[Break]) -> Optional[_Gap]:
    """Drive a leg and take the breaks on the way, each as early as allowed."""
    now, left = depart_s, leg_s
    arrival = depart_s if leg_s == 0 else -1
    taken: List[Break] = []
    for pause in pauses:
        if left and pause.earliest_s > now:
            driven = min(left, pause.earliest_s - now)
            now, left = now + driven, left - driven
            arrival = arrival if left else now
        begin = max(now, pause.earliest_s)
        if begin > pause.latest_s:
            return None
        taken.append(Break(begin, begin, pause.duration_s))
        now = begin + pause.duration_s
    if left:
        now = arrival = now + left
    return _Gap(arrival, now, tuple(taken))


def _finish(
    states: Sequence[Optional[_State]], pauses: Sequence[Break], leg_s: int, limit_s: int
) -> Optional[Timetable]:
    best: Optional[Timetable] = None
    for taken, state in enumerate(states):
        if state is None:
            continue
        for after in range(taken, len(pauses) + 1):
            gap = _cross(state.ready_s, leg_s, pauses[taken:after])
            if gap is None:
                break
            end = gap.ready_s
            if (
                end <= limit_s
                and _fit_after(end, pauses[after:])
                and (not best or end < best.end_s)
            ):
                best = Timetable(0, state.visits, end, gap.breaks)
    return best


def _fit_after(end_s: int, pauses: Sequence[Break]) -> bool:
    """Whether the remaining breaks can all lie after the route's end."""
    now = end_s
    for pause in pauses:
        begin = max(now, pause.earliest_s)
        if begin > pause.latest_s:
            return False
        now = begin + pause.duration_s
    return True


def _leave_late(shift: Shift, table: Timetable, leg_s: int) -> Timetable:
    """Leave as late as the first visit allows, instead of waiting at its door."""
    first = table.visits[0]
    if any(item.earliest_s < first.arrival_s for item in first.breaks):
        return table._replace(start_s=_first_departure(first, leg_s))
    # A break at the door keeps its time; only the wait before it is spent at the start instead.
    arrival_s = first.breaks[0].earliest_s if first.breaks else first.start_s
    first = first._replace(arrival_s=arrival_s)
    return table._replace(start_s=arrival_s - leg_s, visits=(first,) + table.visits[1:])


def _first_departure(first: Visit, leg_s: int) -> int:
    """When the first leg, with the breaks on it, was begun."""
    on_the_way = sum(item.duration_s for item in first.breaks if item.earliest_s < first.arrival_s)
    return first.arrival_s - leg_s - on_the_way


def earliest_end(
    shift: Shift,
    openings: Sequence[Sequence[Window]],
    services_s: Sequence[int],
    legs_s: Sequence[int],
) -> Optional[int]:
    """Return when the route would end if the shift had no end, ``None`` at a closed door.

    Without breaks this is one quick pass; a route that is impossible without
    its breaks is so with them.
    """
    now = shift.start_s
    for opening, service_s, leg_s in zip(openings, services_s, legs_s):
        now += leg_s
        for window in opening:
            if now <= window.end_s:
                now = max(now, window.start_s) + service_s
                break
        else:
            return None
    if not shift.breaks:
        return now + legs_s[-1]
    table = timetable(shift, openings, services_s, legs_s, FOREVER)
    return None if table is None else table.end_s
