"""One route driven to the second: traffic, the longest day, and times that were told.

What these rules cost depends on which breaks are taken where, so that the
whole timetable of :func:`..timing.timetable` is followed; the stored times of
:mod:`.simulate` only say where an insertion may fit.
"""

from __future__ import annotations

from ..objectives import MOVED_S
from ..timing import MOST_DELAYS
from .jit import compiled
from .layout import (
    BEGINS,
    CANDIDATES,
    CHANGE,
    DONE_FROM,
    LATEST_START,
    LEG,
    LENGTH,
    MAX_DURATION,
    NEVER,
    NEXT,
    PAUSES,
    SERVICE,
    SHIFTS,
    STEPS,
    TIME_CLASS,
    TOLD,
    TOLD_S,
)
from .road import cross_closely, drive
from .simulate import arrive_bound, opening

# Rows of ``State.ride``, once for the node before and once for the present one.
READY, DRIVEN, MOVED, FIRST_FROM, FIRST_TO, FIRST_START = range(6)
ROWS = 6


@compiled
def exactly(model, state, s):
    """Return end, driving, price of moved visits and whether the day is short enough."""
    longest = model.shifts[MAX_DURATION, s]
    end, start, driving, moved = ride_from(model, state, s, model.pauses[s, BEGINS, 0, 0])
    if end >= NEVER or longest >= NEVER:
        return end, driving, moved, end < NEVER
    if _work(model, state, s) > longest:
        return end, driving, moved, False
    for _delay in range(MOST_DELAYS):
        if end - start <= longest:
            return end, driving, moved, True
        end, start, driving, moved = ride_from(model, state, s, end - longest)
        if end >= NEVER:
            break
    return end, driving, moved, False


@compiled
def _work(model, state, s):
    """Return seconds of service, and of driving when traffic does not change them."""
    end = model.params[CANDIDATES] + model.params[SHIFTS] + s
    here = model.params[CANDIDATES] + s
    work = 0
    while here != end:
        here = state.links[NEXT, here]
        work += model.nodes[SERVICE, here]
        if model.shifts[STEPS, s] == 0:
            work += state.links[LEG, here]
    return work


@compiled
def ride_from(model, state, s, begin):
    """Return end, start, driving and price of moved visits of the timetable that ends first."""
    if begin > model.shifts[LATEST_START, s] or begin >= NEVER:
        return NEVER, NEVER, 0, 0
    table, count = state.ride, model.shifts[PAUSES, s]
    for taken in range(count + 1):
        ready = NEVER
        if model.pauses[s, BEGINS, 0, taken] < NEVER:
            ready = begin
            if taken:
                ready = max(begin, model.pauses[s, DONE_FROM, 0, taken])
        table[0, READY, taken] = ready
        table[0, DRIVEN, taken] = 0
        table[0, MOVED, taken] = 0
    begins = model.params[CANDIDATES] + s
    here, side = state.links[NEXT, begins], 0
    while here < model.params[CANDIDATES]:
        _visit(model, state, s, here, side, here == state.links[NEXT, begins])
        side = 1 - side
        here = state.links[NEXT, here]
    return _home(model, state, s, side, begin)


@compiled
def _visit(model, state, s, here, side, first):
    """Advance every state over a leg and a visit."""
    table, count = state.ride, model.shifts[PAUSES, s]
    group, leg = model.shifts[TIME_CLASS, s], state.links[LEG, here]
    for after in range(count + 1):
        table[1 - side, READY, after] = NEVER
    for taken in range(count + 1):
        if table[side, READY, taken] >= NEVER:
            continue
        for after in range(taken, count + 1):
            ready = table[side, READY, taken]
            done, _arrival, driven, _rest = cross_closely(model, s, ready, leg, taken, after)
            if done >= NEVER:
                break
            slot = model.slots[here, group, 0]
            start = opening(model.windows, slot, model.slots[here, group, 1], done)
            if start >= NEVER:
                break
            leave = start + model.nodes[SERVICE, here]
            if leave < table[1 - side, READY, after]:
                _note(model, table, s, here, side, taken, after, leave, driven, first)


@compiled
def _note(model, table, s, here, side, taken, after, leave, driven, first):
    start = leave - model.nodes[SERVICE, here]
    other = 1 - side
    table[other, READY, after] = leave
    moved = table[side, MOVED, taken]
    if model.nodes[TOLD, here] == s and abs(start - model.nodes[TOLD_S, here]) > MOVED_S:
        moved += model.params[CHANGE]
    table[other, MOVED, after] = moved
    if first:
        table[other, DRIVEN, after] = 0
        table[other, FIRST_FROM, after] = taken
        table[other, FIRST_TO, after] = after
        table[other, FIRST_START, after] = start
        return
    table[other, DRIVEN, after] = table[side, DRIVEN, taken] + driven
    for row in (FIRST_FROM, FIRST_TO, FIRST_START):
        table[other, row, after] = table[side, row, taken]


@compiled
def _home(model, state, s, side, begin):
    """Drive the last leg, then let the first one begin as late as it may."""
    table, count = state.ride, model.shifts[PAUSES, s]
    leg = state.links[LEG, model.params[CANDIDATES] + model.params[SHIFTS] + s]
    end, best, driving = NEVER, 0, 0
    for taken in range(count + 1):
        if table[side, READY, taken] >= NEVER:
            continue
        for after in range(taken, count + 1):
            ready = table[side, READY, taken]
            done, _arrival, driven, _rest = cross_closely(model, s, ready, leg, taken, after)
            if done >= NEVER:
                break
            if done < end and done <= arrive_bound(model, s, after):
                end, best, driving = done, taken, driven
    if end >= NEVER:
        return NEVER, NEVER, 0, 0
    start, first = _leave_late(model, state, s, side, best, begin)
    return end, start, driving + table[side, DRIVEN, best] + first, table[side, MOVED, best]


@compiled
def _leave_late(model, state, s, side, best, begin):
    """Return the start of the route and the driving of its first leg."""
    table, pauses = state.ride, model.pauses
    taken, after = table[side, FIRST_FROM, best], table[side, FIRST_TO, best]
    ready = begin
    if taken:
        ready = max(begin, pauses[s, DONE_FROM, 0, taken])
    node = state.links[NEXT, model.params[CANDIDATES] + s]
    leg = state.links[LEG, node]
    _done, arrival, driven, rest = cross_closely(model, s, ready, leg, taken, after)
    if rest > 0:
        return arrival - driven - rest, driven
    by = table[side, FIRST_START, best]
    if after > taken:
        length = pauses[s, LENGTH, taken, taken + 1]
        by = max(arrival, pauses[s, DONE_FROM, taken, taken + 1] - length)
    return _depart_late(model, s, arrival - driven, leg, by)


@compiled
def _depart_late(model, s, earliest, leg, by):
    """Return the latest departure that arrives in time, and the driving from it."""
    latest = model.shifts[LATEST_START, s]
    if model.shifts[STEPS, s] == 0 or leg == 0:
        return min(latest, by - leg), leg
    low, high = earliest, min(latest, by)
    while low < high:
        middle = (low + high + 1) // 2
        if drive(model, s, middle, leg, NEVER)[0] <= by:
            low = middle
        else:
            high = middle - 1
    return low, drive(model, s, low, leg, NEVER)[0] - low
