"""Changes of orders: take out, put in, note what was, put back."""

from __future__ import annotations

from .jit import compiled
from .layout import (
    ABSENT,
    ABSENT_AT,
    BALANCED,
    BURDEN,
    CANDIDATES,
    COST,
    DRIVING,
    DUTY,
    LEGAL,
    MUST,
    NEXT,
    PREV,
    REP,
    ROUTE,
    SAVED,
    SAVED_AT,
    SERVED,
    SHIFTS,
    SIZE,
    T_ABSENT,
    T_BROKEN,
    T_COST,
    T_MUST,
    T_SAVED,
    T_TEXT,
    T_USED,
    T_WORTH,
    TOUCHED,
    WORTH,
)
from .route import refresh


@compiled
def burden(model, s, load):
    """Return what the load of a shift's rep costs in a balanced plan."""
    return load * load // model.shifts[BURDEN, s]


@compiled
def renew(model, state, s):
    """Bring a changed route up to date, and the totals with it."""
    routes, totals = state.routes, state.totals
    rep = model.shifts[REP, s]
    cost = routes[COST, s]
    load = routes[DRIVING, s] + routes[SERVED, s]
    used = min(1, routes[SIZE, s])
    legal = routes[LEGAL, s]
    refresh(model, state, s)
    totals[T_COST] += routes[COST, s] - cost
    totals[T_BROKEN] += legal - routes[LEGAL, s]
    totals[T_USED] += min(1, routes[SIZE, s]) - used
    if model.params[BALANCED]:
        before = routes[DUTY, rep]
        after = before + routes[DRIVING, s] + routes[SERVED, s] - load
        routes[DUTY, rep] = after
        totals[T_COST] += burden(model, s, after) - burden(model, s, before)


@compiled
def join(state, before, after):
    """Make two nodes neighbours."""
    state.links[NEXT, before] = after
    state.links[PREV, after] = before


@compiled
def miss(model, state, c):
    """Note that a candidate has no place."""
    totals, scratch = state.totals, state.scratch
    state.links[ROUTE, c] = -1
    scratch[ABSENT, totals[T_ABSENT]] = c
    scratch[ABSENT_AT, c] = totals[T_ABSENT]
    totals[T_ABSENT] += 1
    totals[T_WORTH] += model.nodes[WORTH, c]
    totals[T_MUST] += model.nodes[MUST, c]


@compiled
def place(model, state, c, s):
    """Note that an absent candidate has a place now."""
    totals, scratch = state.totals, state.scratch
    state.links[ROUTE, c] = s
    totals[T_ABSENT] -= 1
    at, last = scratch[ABSENT_AT, c], scratch[ABSENT, totals[T_ABSENT]]
    scratch[ABSENT, at] = last
    scratch[ABSENT_AT, last] = at
    totals[T_WORTH] -= model.nodes[WORTH, c]
    totals[T_MUST] -= model.nodes[MUST, c]


@compiled
def save(model, state, s):
    """Note a route as it is before its first change in this step.

    The list holds the shift, the number of visits, then the visits.
    """
    totals, scratch = state.totals, state.scratch
    if state.routes[TOUCHED, s]:
        return
    state.routes[TOUCHED, s] = 1
    scratch[SAVED_AT, totals[T_SAVED]] = s
    totals[T_SAVED] += 1
    at = totals[T_TEXT]
    here = state.links[NEXT, model.params[CANDIDATES] + s]
    scratch[SAVED, at] = state.routes[SIZE, s]
    while here < model.params[CANDIDATES]:
        at += 1
        scratch[SAVED, at] = here
        here = state.links[NEXT, here]
    totals[T_TEXT] = at + 1


@compiled
def settle(state):
    """Keep what the step has changed."""
    totals = state.totals
    for at in range(totals[T_SAVED]):
        state.routes[TOUCHED, state.scratch[SAVED_AT, at]] = 0
    totals[T_SAVED] = 0
    totals[T_TEXT] = 0


@compiled
def undo(model, state):
    """Put the touched routes back as they were before the step."""
    totals, scratch, links = state.totals, state.scratch, state.links
    count = model.params[CANDIDATES]
    for at in range(totals[T_SAVED]):
        here = links[NEXT, count + scratch[SAVED_AT, at]]
        while here < count:
            if links[ROUTE, here] >= 0:
                miss(model, state, here)
            here = links[NEXT, here]
    text = 0
    for at in range(totals[T_SAVED]):
        s = scratch[SAVED_AT, at]
        text = _relink(model, state, s, text)
        renew(model, state, s)
    settle(state)


@compiled
def _relink(model, state, s, text):
    scratch = state.scratch
    before = model.params[CANDIDATES] + s
    size = scratch[SAVED, text]
    for at in range(text + 1, text + 1 + size):
        c = scratch[SAVED, at]
        place(model, state, c, s)
        join(state, before, c)
        before = c
    join(state, before, model.params[CANDIDATES] + model.params[SHIFTS] + s)
    return text + 1 + size
