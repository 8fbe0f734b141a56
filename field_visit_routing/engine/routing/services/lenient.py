"""When a given order happens if rules of time may be broken, as little as possible.

The solver's own clock (:mod:`..timing`) knows only orders that keep every
rule. Here each visit is served even when its door is closed and each break
is taken even when it is late. Among all ways to place the breaks, and to
wait for a later window or not, the one with the least sum of lateness is
taken, then the one that ends first.
"""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Tuple

from ..problem import Break, Candidate, Shift, Window
from ..timing import Timetable, Visit, merge
from ..traffic import FOREVER, Steps, depart_late, drive


class Late(NamedTuple):
    """A break that begins ``size_s`` after its latest start."""

    pause: Break
    size_s: int


class Times(NamedTuple):
    """The timetable of an order, and the breaks that are late in it."""

    table: Timetable
    late_breaks: Tuple[Late, ...]


class _Label(NamedTuple):
    """A way to come so far: sorted by lateness, then by time."""

    late_s: int
    ready_s: int
    visits: Tuple[Visit, ...]
    late_breaks: Tuple[Late, ...]


class _Gap(NamedTuple):
    arrival_s: int
    ready_s: int
    breaks: Tuple[Break, ...]
    late: Tuple[Late, ...]


def doors(item: Candidate, shift: Shift) -> Tuple[Window, ...]:
    """Return the windows that count on the shift's day, or the pinned start."""
    if item.pin is not None and item.pin.start_s is not None:
        return (Window(item.pin.start_s, item.pin.start_s),)
    inside = [w for w in item.windows if w.start_s <= shift.close_s and w.end_s >= shift.start_s]
    return merge(inside)


def least_late(
    shift: Shift, steps: Steps, visits: Sequence[Candidate], legs_s: Sequence[int]
) -> Times:
    """Return the times of a non-empty order.

    Parameters
    ----------
    legs_s
        The matrix' seconds before each visit, and one more to the end.
    """
    pauses = tuple(sorted(shift.breaks, key=lambda item: (item.earliest_s, item.latest_s)))
    labels = _before_start(shift, pauses)
    for item, leg_s in zip(visits, legs_s):
        labels = _advance(labels, pauses, steps, doors(item, shift), item.service_s, leg_s)
    return _leave_late(shift, steps, legs_s[0], _finish(labels, pauses, steps, legs_s[-1]))


def _before_start(shift: Shift, pauses: Sequence[Break]) -> List[List[_Label]]:
    labels: List[List[_Label]] = [[] for _taken in range(len(pauses) + 1)]
    labels[0] = [_Label(0, shift.start_s, (), ())]
    end = 0
    for taken, pause in enumerate(pauses, start=1):
        begin = max(end, pause.earliest_s)
        if begin > pause.latest_s:
            break
        end = begin + pause.duration_s
        labels[taken] = [_Label(0, max(shift.start_s, end), (), ())]
    return labels


def _advance(
    labels: Sequence[Sequence[_Label]],
    pauses: Sequence[Break],
    steps: Steps,
    opening: Sequence[Window],
    service_s: int,
    leg_s: int,
) -> List[List[_Label]]:
    result: List[List[_Label]] = [[] for _taken in labels]
    for taken, known in enumerate(labels):
        for label in known:
            for after in range(taken, len(labels)):
                gap = _cross(steps, label.ready_s, leg_s, pauses[taken:after])
                for late_s, start_s in _starts(opening, gap.ready_s):
                    visit = Visit(gap.arrival_s, start_s, start_s + service_s, gap.breaks)
                    result[after].append(_extend(label, gap, late_s, visit))
    return [_best(some) for some in result]


def _extend(label: _Label, gap: _Gap, late_s: int, visit: Visit) -> _Label:
    total = label.late_s + late_s + sum(item.size_s for item in gap.late)
    return _Label(
        total, visit.departure_s, label.visits + (visit,), label.late_breaks + gap.late
    )


def _starts(opening: Sequence[Window], ready_s: int) -> List[Tuple[int, int]]:
    """Return lateness and start: in the next window, or at once behind a closed one."""
    if not opening:
        return [(0, ready_s)]
    found = [(0, max(ready_s, w.start_s)) for w in opening if ready_s <= w.end_s][:1]
    missed = [w.end_s for w in opening if w.end_s < ready_s]
    if missed and (not found or found[0][1] > ready_s):
        found.append((ready_s - missed[-1], ready_s))
    return found


def _best(labels: Sequence[_Label]) -> List[_Label]:
    """Keep what no other label beats in lateness and time."""
    kept: List[_Label] = []
    for label in sorted(labels, key=lambda item: item[:2]):
        if not kept or label.ready_s < kept[-1].ready_s:
            kept.append(label)
    return kept


def _cross(steps: Steps, depart_s: int, leg_s: int, pauses: Sequence[Break]) -> _Gap:
    """Drive a leg and take the breaks on the way, each as early as allowed."""
    now, left = depart_s, leg_s
    arrival: Optional[int] = None if leg_s else depart_s
    taken, late = [], []
    for pause in pauses:
        if left and pause.earliest_s > now:
            now, left = drive(steps, now, left, pause.earliest_s)
            arrival = arrival if left else now
        begin = max(now, pause.earliest_s)
        taken.append(Break(begin, begin, pause.duration_s))
        if begin > pause.latest_s:
            late.append(Late(pause, begin - pause.latest_s))
        now = begin + pause.duration_s
    if left:
        now, _left = drive(steps, now, left)
        arrival = now
    return _Gap(now if arrival is None else arrival, now, tuple(taken), tuple(late))


def _finish(
    labels: Sequence[Sequence[_Label]], pauses: Sequence[Break], steps: Steps, leg_s: int
) -> Times:
    best: Optional[Tuple[Tuple[int, int], Times]] = None
    for taken, known in enumerate(labels):
        for label in known:
            for after in range(taken, len(pauses) + 1):
                gap = _cross(steps, label.ready_s, leg_s, pauses[taken:after])
                late = label.late_breaks + gap.late + _late_after(gap.ready_s, pauses[after:])
                total = label.late_s + sum(item.size_s for item in late[len(label.late_breaks) :])
                rank = (total, gap.ready_s)
                if best is None or rank < best[0]:
                    table = Timetable(0, label.visits, gap.ready_s, gap.breaks)
                    best = (rank, Times(table, late))
    if best is None:
        raise ValueError("an order needs at least one visit")
    return best[1]


def _late_after(end_s: int, pauses: Sequence[Break]) -> Tuple[Late, ...]:
    """Return which of the breaks left for the time after the route come too late."""
    now, late = end_s, []
    for pause in pauses:
        begin = max(now, pause.earliest_s)
        if begin > pause.latest_s:
            late.append(Late(pause, begin - pause.latest_s))
        now = begin + pause.duration_s
    return tuple(late)


def _leave_late(shift: Shift, steps: Steps, leg_s: int, times: Times) -> Times:
    """Leave as late as the first visit and the shift allow."""
    first = times.table.visits[0]
    on_the_way = sum(b.duration_s for b in first.breaks if b.earliest_s < first.arrival_s)
    if on_the_way:
        # The breaks on the way were placed for leaving at once.
        start_s = max(shift.start_s, first.arrival_s - on_the_way - leg_s)
        return times._replace(table=times.table._replace(start_s=start_s))
    arrive_s = first.breaks[0].earliest_s if first.breaks else first.start_s
    latest_s = FOREVER if shift.latest_start_s is None else shift.latest_start_s
    if latest_s < shift.start_s or drive(steps, shift.start_s, leg_s)[0] > arrive_s:
        arrive_s, latest_s = FOREVER, shift.start_s
    start_s, arrival_s = depart_late(steps, shift.start_s, latest_s, leg_s, arrive_s)
    first = first._replace(arrival_s=arrival_s)
    visits = (first,) + times.table.visits[1:]
    return times._replace(table=times.table._replace(start_s=start_s, visits=visits))
