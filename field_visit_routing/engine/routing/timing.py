"""When a given order of visits happens within one shift.

The solver's own clock: earliest times, breaks placed by dynamic programming.
The checker has its own arithmetic and shares nothing with this file.
"""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Tuple

from .problem import Break, Candidate, Shift, Window
from .traffic import FOREVER, Steps, depart_late, drive

#: So often a route is begun later to make it shorter; three times is usual.
MOST_DELAYS = 40


class Visit(NamedTuple):
    """One visit with its times; ``breaks`` were taken since the last departure.

    ``drive_s`` are the seconds at the wheel since then.
    """

    arrival_s: int
    start_s: int
    departure_s: int
    breaks: Tuple[Break, ...]
    drive_s: int = 0


class Timetable(NamedTuple):
    """Times of a whole route; ``last_breaks`` lie between last visit and end."""

    start_s: int
    visits: Tuple[Visit, ...]
    end_s: int
    last_breaks: Tuple[Break, ...]
    last_drive_s: int = 0

    @property
    def driving_s(self) -> int:
        """Seconds at the wheel."""
        return sum(visit.drive_s for visit in self.visits) + self.last_drive_s


class _State(NamedTuple):
    """Earliest departure with a number of breaks taken, and how it came."""

    ready_s: int
    visits: Tuple[Visit, ...]


class _Gap(NamedTuple):
    arrival_s: int
    ready_s: int
    breaks: Tuple[Break, ...]
    drive_s: int = 0


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
    steps: Steps = (),
) -> Optional[Timetable]:
    """Return the timetable that ends first, or ``None`` when there is none.

    A route that would last longer than ``max_duration_s`` begins later, so
    that less of it is waiting; if none is short enough, the timetable is the
    one that begins as early as possible, too long as it is.

    Parameters
    ----------
    openings, services_s
        Per visit, in the order of the route.
    legs_s
        Seconds of the matrix before each visit, and one more to the end.
    limit_s
        The route must end by then (usually ``shift.close_s``).
    steps
        Traffic of the shift's profile.
    """
    ride = _Ride(shift, openings, services_s, legs_s, limit_s, steps)
    first = ride.from_(shift.start_s)
    if first is None or shift.max_duration_s is None:
        return first
    return _short_enough(ride, first, shift.max_duration_s) or first


def _short_enough(ride: _Ride, table: Timetable, longest_s: int) -> Optional[Timetable]:
    """Begin as little later as makes the route short enough.

    Who begins later never ends earlier: a start that is too early for the
    present end stays too early for every later one.
    """
    work_s = sum(ride.services_s) + (0 if ride.steps else sum(ride.legs_s))
    if work_s > longest_s:
        return None
    known: Optional[Timetable] = table
    for _delay in range(MOST_DELAYS):
        if known is None or known.end_s - known.start_s <= longest_s:
            return known
        known = ride.from_(known.end_s - longest_s)
    return None


class _Ride(NamedTuple):
    """An order of visits within a shift, with what its clock needs."""

    shift: Shift
    openings: Sequence[Sequence[Window]]
    services_s: Sequence[int]
    legs_s: Sequence[int]
    limit_s: int
    steps: Steps

    def from_(self, begin_s: int) -> Optional[Timetable]:
        """Return the timetable that ends first of those that do not begin earlier."""
        shift, steps = self.shift, self.steps
        latest_s = FOREVER if shift.latest_start_s is None else shift.latest_start_s
        if begin_s > latest_s:
            return None
        pauses = tuple(sorted(shift.breaks, key=lambda item: (item.earliest_s, item.latest_s)))
        states = _before_start(begin_s, latest_s, pauses)
        for opening, service_s, leg_s in zip(self.openings, self.services_s, self.legs_s):
            states = _advance(states, pauses, opening, service_s, leg_s, self.limit_s, steps)
        best = _finish(states, pauses, self.legs_s[-1], self.limit_s, steps)
        return best and _leave_late(best, self.legs_s[0], latest_s, steps)


def _before_start(
    begin_s: int, latest_s: int, pauses: Sequence[Break]
) -> List[Optional[_State]]:
    """Breaks that lie before the start only delay it."""
    states: List[Optional[_State]] = [None] * (len(pauses) + 1)
    states[0] = _State(begin_s, ())
    end = 0
    for taken, pause in enumerate(pauses, start=1):
        begin = max(end, pause.earliest_s)
        end = begin + pause.duration_s
        if begin > pause.latest_s or end > latest_s:
            break
        states[taken] = _State(max(begin_s, end), ())
    return states


def _advance(
    states: List[Optional[_State]],
    pauses: Sequence[Break],
    openings: Sequence[Window],
    service_s: int,
    leg_s: int,
    limit_s: int,
    steps: Steps,
) -> List[Optional[_State]]:
    result: List[Optional[_State]] = [None] * len(states)
    for taken, state in enumerate(states):
        if state is None:
            continue
        for after in range(taken, len(states)):
            gap = _cross(state.ready_s, leg_s, pauses[taken:after], steps)
            start = None if gap is None else next_opening(openings, gap.ready_s)
            if gap is None or start is None or start + service_s > limit_s:
                break
            known = result[after]
            if known is None or start + service_s < known.ready_s:
                visit = Visit(
                    gap.arrival_s, start, start + service_s, gap.breaks, gap.drive_s
                )
                result[after] = _State(visit.departure_s, state.visits + (visit,))
    return result


def _cross(
    depart_s: int, leg_s: int, pauses: Sequence[Break], steps: Steps
) -> Optional[_Gap]:
    """Drive a leg and take the breaks on the way, each as early as allowed."""
    now, left = depart_s, leg_s
    arrival = depart_s if leg_s == 0 else -1
    rest = 0
    taken: List[Break] = []
    for pause in pauses:
        if left and pause.earliest_s > now:
            now, left = drive(steps, now, left, pause.earliest_s)
            arrival = arrival if left else now
        begin = max(now, pause.earliest_s)
        if begin > pause.latest_s:
            return None
        taken.append(Break(begin, begin, pause.duration_s))
        rest += pause.duration_s if left else 0
        now = begin + pause.duration_s
    if left:
        now = arrival = drive(steps, now, left)[0]
    return _Gap(arrival, now, tuple(taken), arrival - depart_s - rest)


def _finish(
    states: Sequence[Optional[_State]],
    pauses: Sequence[Break],
    leg_s: int,
    limit_s: int,
    steps: Steps,
) -> Optional[Timetable]:
    best: Optional[Timetable] = None
    for taken, state in enumerate(states):
        if state is None:
            continue
        for after in range(taken, len(pauses) + 1):
            gap = _cross(state.ready_s, leg_s, pauses[taken:after], steps)
            if gap is None:
                break
            end = gap.ready_s
            if (
                end <= limit_s
                and _fit_after(end, pauses[after:])
                and (not best or end < best.end_s)
            ):
                best = Timetable(0, state.visits, end, gap.breaks, gap.drive_s)
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


def _leave_late(table: Timetable, leg_s: int, latest_s: int, steps: Steps) -> Timetable:
    """Leave as late as the first visit allows, instead of waiting at its door."""
    first = table.visits[0]
    on_the_way = [item.duration_s for item in first.breaks if item.earliest_s < first.arrival_s]
    departure_s = first.arrival_s - first.drive_s - sum(on_the_way)
    if on_the_way:
        return table._replace(start_s=departure_s)
    # A break at the door keeps its time; only the wait before it is spent at the start instead.
    arrive_by_s = first.breaks[0].earliest_s if first.breaks else first.start_s
    departure_s, arrival_s = depart_late(steps, departure_s, latest_s, leg_s, arrive_by_s)
    first = first._replace(arrival_s=arrival_s, drive_s=arrival_s - departure_s)
    return table._replace(start_s=departure_s, visits=(first,) + table.visits[1:])


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
