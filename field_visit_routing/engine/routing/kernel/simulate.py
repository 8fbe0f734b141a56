"""A route's times: forwards as early as possible, backwards as late as possible.

With ``leave`` and ``reach`` of every node an insertion is checked without
driving the route again (Savelsbergh, 1992); breaks make both a short vector
over the number of breaks taken. The arithmetic is that of
:mod:`..timing`, which has the last word.
"""

from __future__ import annotations

from .jit import compiled
from .layout import (
    BEGIN_BY,
    BEGINS,
    CANDIDATES,
    CLOSE,
    LEG,
    LOC,
    NEVER,
    NEXT,
    PAUSES,
    PREV,
    PROFILE,
    SERVICE,
    SHIFTS,
    TIME_CLASS,
)
from .road import cross, latest


@compiled
def opening(windows, first, count, time):
    """Return the first moment from ``time`` on at which service may start, or ``NEVER``."""
    for at in range(first, first + count):
        if time <= windows[1, at]:
            return max(time, windows[0, at])
    return NEVER


@compiled
def last_opening(windows, first, count, time):
    """Return the last moment until ``time`` at which service may start, or ``-NEVER``."""
    for at in range(first + count - 1, first - 1, -1):
        if time >= windows[0, at]:
            return min(time, windows[1, at])
    return -NEVER


@compiled
def forwards(model, state, s):
    """Drive a route without breaks as early as possible."""
    nodes, links, leave = model.nodes, state.links, state.leave
    group = model.shifts[TIME_CLASS, s]
    profile = model.shifts[PROFILE, s]
    here = model.params[CANDIDATES] + s
    end = here + model.params[SHIFTS]
    now = model.pauses[s, BEGINS, 0, 0]
    leave[here, 0] = now
    place = nodes[LOC, here]
    here = links[NEXT, here]
    while here != end:
        there = nodes[LOC, here]
        leg = model.driving[profile, place, there]
        links[LEG, here] = leg
        place = there
        now = opening(
            model.windows, model.slots[here, group, 0], model.slots[here, group, 1], now + leg
        )
        now += nodes[SERVICE, here]
        leave[here, 0] = now
        here = links[NEXT, here]
    leg = model.driving[profile, place, nodes[LOC, end]]
    links[LEG, end] = leg
    leave[end, 0] = now + leg


@compiled
def backwards(model, state, s):
    """Tell for every node of a route without breaks how late it may be reached."""
    nodes, links, reach = model.nodes, state.links, state.reach
    group = model.shifts[TIME_CLASS, s]
    begin = model.params[CANDIDATES] + s
    here = begin + model.params[SHIFTS]
    late = model.shifts[CLOSE, s]
    reach[here, 0] = late
    while True:
        late -= links[LEG, here]
        here = links[PREV, here]
        if here == begin:
            break
        late = last_opening(
            model.windows,
            model.slots[here, group, 0],
            model.slots[here, group, 1],
            late - nodes[SERVICE, here],
        )
        reach[here, 0] = late


@compiled
def leave_next(model, s, source, origin, leg, node, target, row):
    """Fill ``target[row]`` with the earliest departures from ``node``.

    ``source[origin]`` holds those from the node before it.
    """
    count = model.shifts[PAUSES, s]
    group = model.shifts[TIME_CLASS, s]
    first, windows = model.slots[node, group, 0], model.slots[node, group, 1]
    for after in range(count + 1):
        best = NEVER
        for before in range(after + 1):
            if source[origin, before] >= NEVER:
                continue
            now = cross(model, s, source[origin, before], leg, before, after)
            if now < NEVER:
                now = opening(model.windows, first, windows, now)
                if now < NEVER:
                    best = min(best, now + model.nodes[SERVICE, node])
        target[row, after] = best


@compiled
def arrive(model, state, s, source, origin, leg):
    """Return when the route is over, the breaks after it included, or ``NEVER``."""
    count = model.shifts[PAUSES, s]
    end = model.params[CANDIDATES] + model.params[SHIFTS] + s
    best = NEVER
    for after in range(count + 1):
        for before in range(after + 1):
            if source[origin, before] >= NEVER:
                continue
            now = cross(model, s, source[origin, before], leg, before, after)
            if now <= state.reach[end, after]:
                best = min(best, now)
    return best


@compiled
def arrive_bound(model, s, taken):
    """Return when a route may end at the latest for the other breaks to follow it."""
    return model.pauses[s, BEGIN_BY, taken, model.shifts[PAUSES, s]]


@compiled
def forwards_paused(model, state, s):
    """Drive a route with breaks: one state per number of breaks taken."""
    links, leave, nodes = state.links, state.leave, model.nodes
    profile = model.shifts[PROFILE, s]
    count = model.shifts[PAUSES, s]
    before = model.params[CANDIDATES] + s
    end = before + model.params[SHIFTS]
    for taken in range(count + 1):
        leave[before, taken] = model.pauses[s, BEGINS, 0, taken]
        state.reach[end, taken] = min(model.shifts[CLOSE, s], arrive_bound(model, s, taken))
    here = links[NEXT, before]
    while True:
        leg = model.driving[profile, nodes[LOC, before], nodes[LOC, here]]
        links[LEG, here] = leg
        if here == end:
            break
        leave_next(model, s, leave, before, leg, here, leave, here)
        before = here
        here = links[NEXT, here]
    leave[end, 0] = arrive(model, state, s, leave, before, links[LEG, end])


@compiled
def backwards_paused(model, state, s):
    """Tell per node and number of breaks taken how late its door may be reached."""
    links, reach, nodes = state.links, state.reach, model.nodes
    group = model.shifts[TIME_CLASS, s]
    count = model.shifts[PAUSES, s]
    begin = model.params[CANDIDATES] + s
    here = begin + model.params[SHIFTS]
    while links[PREV, here] != begin:
        before = links[PREV, here]
        for taken in range(count + 1):
            late = -NEVER
            for after in range(taken, count + 1):
                leg = links[LEG, here]
                late = max(late, latest(model, s, reach[here, after], leg, taken, after))
            if late > -NEVER:
                late = last_opening(
                    model.windows,
                    model.slots[before, group, 0],
                    model.slots[before, group, 1],
                    late - nodes[SERVICE, before],
                )
            reach[before, taken] = late
        here = before
