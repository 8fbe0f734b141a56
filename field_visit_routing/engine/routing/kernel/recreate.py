"""Greedy insertion with blinks: each absent candidate goes to its cheapest place.

A place is overlooked now and then, so that the same hole is not always
filled the same way (Christiaens and Vanden Berghe, 2020).
"""

from __future__ import annotations

from .change import burden, join, miss, place, renew, save
from .dice import below
from .jit import compiled
from .layout import (
    BACK,
    BALANCED,
    BY_END,
    CANDIDATES,
    CAPACITY,
    COUNTS,
    DAY,
    DRIVING,
    DUTY,
    FINISH_AT,
    FIXED,
    KIND,
    KINDS_SEEN,
    LEG,
    LEGAL,
    LIST,
    LOAD,
    LOADS,
    LOC,
    MAX_DRIVING,
    MAX_DURATION,
    MAX_GAP,
    MAX_STOPS,
    MIN_GAP,
    MODE,
    MUST,
    NEVER,
    NEXT,
    NO_WAY,
    ORDINAL,
    PARAMS,
    PAUSES,
    PREV,
    PROFILE,
    QUEUE,
    RANK,
    REP,
    ROUTE,
    SERVED,
    SERVICE,
    SHIFTS,
    SIZE,
    STAMP,
    STEPS,
    STOPS,
    T_BLINK,
    T_QUEUE,
    T_STAMP,
    TIME_CLASS,
    WORTH,
)
from .road import cross
from .route import end_cost
from .simulate import arrive, leave_next, opening
from .waiting import enlist, sort

#: Every how many places one is overlooked, on average.
BLINK = 100


@compiled
def recreate(model, state, seed, everything, ease):
    """Insert the absent candidates, in one of several orders.

    A place may cost ``ease`` times what the visit is worth: visits that do
    not pay alone may pay together.
    """
    enlist(model, state, seed, everything)
    sort(model, state)
    count = state.totals[T_QUEUE]
    for at in range(count):
        insert(model, state, state.scratch[QUEUE, at], ease)


@compiled
def insert(model, state, c, ease):
    """Put an absent candidate at its cheapest place, if there is one worth ``ease`` times it."""
    limit = NEVER if model.nodes[MUST, c] else model.nodes[WORTH, c] * ease
    before = best_place(model, state, c, limit)
    if before >= 0:
        put(model, state, c, before)


@compiled
def put(model, state, c, before):
    """Insert after a node; take it out again should the route not fit after all."""
    s = before - model.params[CANDIDATES]
    if s < 0:
        s = state.links[ROUTE, before]
    save(model, state, s)
    after = state.links[NEXT, before]
    join(state, before, c)
    join(state, c, after)
    place(model, state, c, s)
    renew(model, state, s)
    if not state.routes[LEGAL, s]:
        join(state, before, after)
        miss(model, state, c)
        renew(model, state, s)


@compiled
def best_place(model, state, c, limit):
    """Return the node after which ``c`` costs least, if less than ``limit``, or -1.

    Large problems look only at routes that hold a near neighbour, and at
    shifts without visits.
    """
    best, found = limit, -1
    routes, params, totals = state.routes, model.params, state.totals
    totals[T_STAMP] += 1
    stamp = totals[T_STAMP]
    everywhere = params[LIST] >= params[CANDIDATES] - 1
    if not everywhere:
        for at in range(params[LIST]):
            s = state.links[ROUTE, model.near[c, at]]
            if s >= 0 and routes[STAMP, s] != stamp:
                routes[STAMP, s] = stamp
                best, found = _try_shift(model, state, c, s, best, found)
    for s in range(params[SHIFTS]):
        if everywhere or routes[SIZE, s] == 0:
            best, found = _try_shift(model, state, c, s, best, found)
    return found


@compiled
def _try_shift(model, state, c, s, best, found):
    """Improve the cheapest place found so far by one shift's."""
    if not admits(model, state, c, s):
        return best, found
    fixed = surcharge(model, c, s)
    bound = model.nodes[RANK, c] >= 0 or model.nodes[FIXED, c] > 0
    driven = model.shifts[PAUSES, s] > 0 or model.shifts[STEPS, s] > 0
    if model.shifts[MODE, s] & BY_END or driven or bound:
        cost, before = _scan(model, state, c, s, best - fixed)
    else:
        cost, before = _scan_plain(model, state, c, s, best - fixed)
    if before < 0:
        return best, found
    if model.params[BALANCED]:
        fixed += _more_burden(model, state, s, cost + model.nodes[SERVICE, c])
    if cost + fixed >= best:
        return best, found
    return cost + fixed, before


@compiled
def _scan_plain(model, state, c, s, limit):
    """Return the cheapest place in a route without breaks, as cost and node before it.

    The innermost loop of the search: everything that a place asks is one
    comparison with what the route has stored.
    """
    links, leave, reach, nodes = state.links, state.leave, state.reach, model.nodes
    windows = model.windows
    middle = nodes[LOC, c]
    onward = model.driving[model.shifts[PROFILE, s], middle]
    toward = model.driving[model.shifts[BACK, s], middle]
    group = model.shifts[TIME_CLASS, s]
    first, several = model.slots[c, group, 0], model.slots[c, group, 1]
    if several == 0:
        return limit, -1
    opens, closes = windows[0, first], windows[1, first]
    service = nodes[SERVICE, c]
    room = model.shifts[MAX_DRIVING, s] - state.routes[DRIVING, s]
    limit = min(limit, room + 1)
    found = -1
    here = model.params[CANDIDATES] + s
    leg = toward[nodes[LOC, here]]
    while here < model.params[CANDIDATES] or here == model.params[CANDIDATES] + s:
        after = links[NEXT, here]
        place = nodes[LOC, after]
        way = onward[place]
        extra = leg + way - links[LEG, after]
        if extra < limit and leg < NO_WAY and way < NO_WAY:
            now = leave[here, 0] + leg
            if now > closes:
                if several == 1:
                    break
                now = opening(windows, first, several, now)
            elif now < opens:
                now = opens
            if now + service + way <= reach[after, 0] and not nodes[FIXED, after]:
                if not _blinks(state):
                    limit, found = extra, here
        leg = toward[place]
        here = after
    return limit, found


@compiled
def _scan(model, state, c, s, limit):
    """Return the cheapest place in any route, as cost and node before it."""
    found = -1
    here = model.params[CANDIDATES] + s
    while True:
        cost = position_cost(model, state, c, s, here, limit)
        if cost < limit and not _blinks(state):
            limit, found = cost, here
        here = state.links[NEXT, here]
        if here >= model.params[CANDIDATES]:
            return limit, found


@compiled
def _blinks(state):
    state.totals[T_BLINK] -= 1
    if state.totals[T_BLINK] > 0:
        return False
    state.totals[T_BLINK] = 1 + below(state.random, 2 * BLINK)
    return True


@compiled
def admits(model, state, c, s):
    """Whether the shift may serve the candidate as far as its place does not matter."""
    nodes, shifts, routes = model.nodes, model.shifts, state.routes
    if model.price[c, s] >= NO_WAY:
        return False
    if routes[LOADS, s] + nodes[LOAD, c] > shifts[CAPACITY, s]:
        return False
    if routes[STOPS, s] + nodes[COUNTS, c] > shifts[MAX_STOPS, s]:
        return False
    if shifts[MAX_DURATION, s] < NEVER and shifts[STEPS, s] == 0:
        if routes[DRIVING, s] + routes[SERVED, s] + nodes[SERVICE, c] > shifts[MAX_DURATION, s]:
            return False
    if routes[SIZE, s] == 0:
        kind = shifts[KIND, s]
        if state.scratch[KINDS_SEEN, kind] == state.totals[T_STAMP]:
            return False
        state.scratch[KINDS_SEEN, kind] = state.totals[T_STAMP]
    if model.params[PARAMS + c] == model.params[PARAMS + c + 1]:
        return True
    return _apart(model, state, c, shifts[DAY, s])


@compiled
def _apart(model, state, c, day):
    """Whether a day keeps the gaps to the other visits of the same client."""
    nodes = model.nodes
    for at in range(model.params[PARAMS + c], model.params[PARAMS + c + 1]):
        peer = model.params[at]
        s = state.links[ROUTE, peer]
        if s < 0:
            continue
        first, second, days = c, peer, model.shifts[DAY, s] - day
        steps = nodes[ORDINAL, second] - nodes[ORDINAL, first]
        if steps < 0 or (steps == 0 and second < first):
            first, second, days, steps = second, first, -days, -steps
        if days < max(1, steps * nodes[MIN_GAP, second]):
            return False
        if steps == 1 and days > nodes[MAX_GAP, second]:
            return False
    return True


@compiled
def surcharge(model, c, s):
    """Return what service by the shift costs wherever it stands in the route."""
    return int(model.price[c, s])  # the table has 32 bits, costs have more


@compiled
def position_cost(model, state, c, s, before, limit):
    """Return what an insertion after a node costs, or ``NEVER`` if it does not fit.

    Costs of ``limit`` and more are not worked out.
    """
    links, nodes, shifts = state.links, model.nodes, model.shifts
    after = links[NEXT, before]
    profile = shifts[PROFILE, s]
    middle = nodes[LOC, c]
    leg = model.driving[profile, nodes[LOC, before], middle]
    onward = model.driving[profile, middle, nodes[LOC, after]]
    extra = leg + onward - links[LEG, after]
    if extra >= limit or leg >= NO_WAY or onward >= NO_WAY:
        return NEVER
    if not _after_fixed(model, c, before, after) or state.routes[DRIVING, s] + extra > shifts[MAX_DRIVING, s]:
        return NEVER
    if shifts[PAUSES, s] or shifts[STEPS, s]:
        if not _fits_paused(model, state, c, s, before, after, leg, onward):
            return NEVER
    else:
        group = shifts[TIME_CLASS, s]
        now = opening(
            model.windows,
            model.slots[c, group, 0],
            model.slots[c, group, 1],
            state.leave[before, 0] + leg,
        )
        if now + nodes[SERVICE, c] + onward > state.reach[after, 0]:
            return NEVER
    if nodes[RANK, c] >= 0 and not _in_rank(model, state, c, before, after):
        return NEVER
    if shifts[MODE, s] & BY_END:
        extra += _later_end(model, state, c, s, before, after, leg, onward)
    return extra


@compiled
def _after_fixed(model, c, before, after):
    """Whether a place keeps the visits that begin the route where they are."""
    fixed = model.nodes[FIXED, c]
    if fixed == 0:
        return model.nodes[FIXED, after] == 0
    behind = before >= model.params[CANDIDATES] or 0 < model.nodes[FIXED, before] < fixed
    return behind and (model.nodes[FIXED, after] == 0 or model.nodes[FIXED, after] > fixed)


@compiled
def _fits_paused(model, state, c, s, before, after, leg, onward):
    """Whether an insertion fits for some share of the breaks."""
    count = model.shifts[PAUSES, s]
    times, row = state.leave, state.links.shape[1]
    leave_next(model, s, times, before, leg, c, times, row)
    for taken in range(count + 1):
        if times[row, taken] >= NEVER:
            continue
        for then in range(taken, count + 1):
            ready = cross(model, s, times[row, taken], onward, taken, then)
            if ready <= state.reach[after, then]:
                return True
    return False


@compiled
def _in_rank(model, state, c, before, after):
    """Whether the order numbers of the route still rise."""
    rank, nodes, count = model.nodes[RANK, c], model.nodes, model.params[CANDIDATES]
    while before < count:
        if nodes[RANK, before] >= 0:
            if nodes[RANK, before] > rank:
                return False
            break
        before = state.links[PREV, before]
    while after < count:
        if nodes[RANK, after] >= 0:
            return nodes[RANK, after] >= rank
        after = state.links[NEXT, after]
    return True


@compiled
def _more_burden(model, state, s, more):
    rep = model.shifts[REP, s]
    load = state.routes[DUTY, rep]
    return burden(model, s, load + more) - burden(model, s, load)


@compiled
def _later_end(model, state, c, s, before, after, leg, onward):
    """Return what the route's later end costs after an insertion."""
    links, times, routes = state.links, state.leave, state.routes
    base = links.shape[1]
    finish = routes[FINISH_AT, s]
    old = end_cost(model, s, finish) if routes[SIZE, s] else 0
    row = base
    leave_next(model, s, times, before, leg, c, times, row)
    here, way = after, onward
    while here < model.params[CANDIDATES]:
        leave_next(model, s, times, row, way, here, times, 2 * base + 1 - row)
        row = 2 * base + 1 - row
        if _same(model, s, times, row, here):
            return end_cost(model, s, finish) - old
        here = links[NEXT, here]
        way = links[LEG, here]
    finish = arrive(model, state, s, times, row, way)
    if finish >= NEVER:
        return NEVER
    return end_cost(model, s, finish) - old


@compiled
def _same(model, s, times, row, here):
    for taken in range(model.shifts[PAUSES, s] + 1):
        if times[row, taken] != times[here, taken]:
            return False
    return True
