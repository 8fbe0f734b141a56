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
    CANDIDATES,
    CHANGE,
    CLOSE,
    COST,
    COUNTS,
    DONE_FROM,
    DRIVING,
    END,
    FINISH,
    FINISH_AT,
    HAS_PRICE,
    LEG,
    LEGAL,
    LENGTH,
    LOAD,
    LOADS,
    LOC,
    NEVER,
    NEXT,
    NO_WAY,
    OVERTIME_PRICE,
    PAUSES,
    PREV,
    PROFILE,
    ROUTE,
    SERVED,
    SERVICE,
    SHIFTS,
    SIZE,
    START,
    STOPS,
    TIME_CLASS,
)


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
    now = model.begins[s, 0]
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
def cross(model, s, ready, leg, before, after):
    """Return when a leg is done on which breaks ``before … after - 1`` are taken.

    Each break begins as early as it may; the bounds of :mod:`.arrays` hold
    what a chain of them asks.
    """
    if before == after:
        return ready + leg
    pauses = model.pauses
    if ready > pauses[s, BEGIN_BY, before, after]:
        return NEVER
    done = ready + leg + pauses[s, LENGTH, before, after]
    return max(done, pauses[s, DONE_FROM, before, after])


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
def forwards_paused(model, state, s):
    """Drive a route with breaks: one state per number of breaks taken."""
    links, leave, nodes = state.links, state.leave, model.nodes
    profile = model.shifts[PROFILE, s]
    count = model.shifts[PAUSES, s]
    before = model.params[CANDIDATES] + s
    end = before + model.params[SHIFTS]
    for taken in range(count + 1):
        leave[before, taken] = model.begins[s, taken]
        bound = model.pauses[s, BEGIN_BY, taken, count]
        state.reach[end, taken] = min(model.shifts[CLOSE, s], bound)
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
                late = max(late, latest(model, s, reach[here, after], links[LEG, here], taken, after))
            if late > -NEVER:
                late = last_opening(
                    model.windows,
                    model.slots[before, group, 0],
                    model.slots[before, group, 1],
                    late - nodes[SERVICE, before],
                )
            reach[before, taken] = late
        here = before


@compiled
def latest(model, s, door, leg, before, after):
    """Return when to leave at the latest to be ready at a door by ``door``."""
    if before == after:
        return door - leg
    pauses = model.pauses
    if pauses[s, DONE_FROM, before, after] > door:
        return -NEVER
    late = door - leg - pauses[s, LENGTH, before, after]
    return min(late, pauses[s, BEGIN_BY, before, after])


@compiled
def refresh(model, state, s):
    """Bring times, sums and cost of a route up to date after a change."""
    begin = model.params[CANDIDATES] + s
    end = begin + model.params[SHIFTS]
    if state.links[NEXT, begin] == end:
        _rest(model, state, s)
    if model.shifts[PAUSES, s]:
        forwards_paused(model, state, s)
        backwards_paused(model, state, s)
    else:
        forwards(model, state, s)
        backwards(model, state, s)
    if state.links[NEXT, begin] == end:
        state.links[LEG, end] = 0
    else:
        _sum_up(model, state, s)


@compiled
def _rest(model, state, s):
    """A shift without visits costs nothing."""
    routes = state.routes
    for row in (SIZE, STOPS, LOADS, DRIVING, SERVED, COST):
        routes[row, s] = 0
    routes[LEGAL, s] = 1
    routes[FINISH_AT, s] = model.shifts[START, s]


@compiled
def _sum_up(model, state, s):
    nodes, links = model.nodes, state.links
    end = model.params[CANDIDATES] + model.params[SHIFTS] + s
    size, stops, loads, served, price = 0, 0, 0, 0, 0
    driving = links[LEG, end]
    here = links[PREV, end]
    while here < model.params[CANDIDATES]:
        size += 1
        stops += nodes[COUNTS, here]
        loads += nodes[LOAD, here]
        served += nodes[SERVICE, here]
        driving += links[LEG, here]
        if model.params[HAS_PRICE]:
            price += model.price[here, s]
        links[ROUTE, here] = s
        here = links[PREV, here]
    finish = state.leave[end, 0]
    routes = state.routes
    routes[SIZE, s], routes[STOPS, s], routes[LOADS, s] = size, stops, loads
    routes[DRIVING, s], routes[SERVED, s] = driving, served
    routes[FINISH_AT, s] = finish
    routes[COST, s] = driving + price + end_cost(model, s, finish)
    routes[LEGAL, s] = finish <= model.shifts[CLOSE, s] and driving < NO_WAY


@compiled
def end_cost(model, s, finish):
    """Return what the end of a route costs: overtime, and the wish to finish early."""
    late = max(0, finish - model.shifts[END, s])
    cost = late * model.shifts[OVERTIME_PRICE, s]
    return cost + model.params[FINISH] * (finish - model.shifts[START, s])
