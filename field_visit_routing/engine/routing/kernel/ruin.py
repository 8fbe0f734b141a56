"""Removal of adjacent strings of visits from neighbouring routes.

Slack Induction by String Removals (Christiaens and Vanden Berghe, 2020,
Transportation Science 54(2)): a few routes near a seed lose a piece each, so
that what is removed has room to find a better place.
"""

from __future__ import annotations

from .change import join, miss, renew, save
from .dice import below, chance
from .jit import compiled
from .layout import (
    BUFFER,
    CANDIDATES,
    FIXED,
    NEAR,
    NEXT,
    OUT,
    PREV,
    ROUTE,
    SAVED_AT,
    SHIFTS,
    SIZE,
    STAMP,
    T_ABSENT,
    T_QUEUE,
    T_SAVED,
    T_STAMP,
    T_USED,
)

#: Visits removed in a step, on average, and the longest string.
REMOVED = 10
LONGEST = 10
#: How often a string is split, and how often its kept middle grows.
SPLIT = 0.5
GROW = 0.01
#: Every how many steps visits are removed one by one instead, and how many at most.
SCATTER, MANY = 8, 20


@compiled
def ruin(model, state):
    """Remove strings of visits around a random seed and return the seed."""
    totals, params = state.totals, model.params
    totals[T_STAMP] += 1
    totals[T_QUEUE] = 0
    count = params[CANDIDATES]
    seed = below(state.random, count)
    served = count - totals[T_ABSENT]
    if below(state.random, SCATTER) == 0:
        _scatter(model, state, seed, min(served, 1 + below(state.random, MANY)))
        return seed
    longest = min(LONGEST, served // max(1, totals[T_USED]))
    longest = max(1, longest)
    most = 4.0 * REMOVED / (1.0 + longest) - 1.0
    strings = int(chance(state.random) * most + 1.0)
    strings -= _cut(model, state, seed, longest)
    for at in range(params[NEAR]):
        if strings <= 0:
            break
        strings -= _cut(model, state, model.near[seed, at], longest)
    return seed


@compiled
def _scatter(model, state, seed, wanted):
    """Remove the seed and its nearest visits one by one, wherever they stand.

    With few routes a string alone cannot bring visits from the head to the tail.
    """
    wanted -= _pick(model, state, seed)
    for at in range(model.params[NEAR]):
        if wanted <= 0:
            break
        wanted -= _pick(model, state, model.near[seed, at])
    for at in range(state.totals[T_SAVED]):
        renew(model, state, state.scratch[SAVED_AT, at])


@compiled
def _pick(model, state, c):
    """Remove a visit without bringing its route up to date; return how many were removed."""
    s = state.links[ROUTE, c]
    if s < 0 or model.nodes[FIXED, c]:
        return 0
    totals = state.totals
    save(model, state, s)
    join(state, state.links[PREV, c], state.links[NEXT, c])
    miss(model, state, c)
    state.scratch[OUT, totals[T_QUEUE]] = c
    totals[T_QUEUE] += 1
    return 1


@compiled
def _cut(model, state, c, longest):
    """Remove a string that holds ``c``; return 1 unless its route was cut already."""
    s = state.links[ROUTE, c]
    if s < 0 or model.nodes[FIXED, c] or state.routes[STAMP, s] == state.totals[T_STAMP]:
        return 0
    state.routes[STAMP, s] = state.totals[T_STAMP]
    save(model, state, s)
    size = state.routes[SIZE, s]
    limit = min(longest, size)
    length = min(limit, int(chance(state.random) * limit + 1.0))
    kept = 0
    if length > 1 and length < size and chance(state.random) < SPLIT:
        kept = 1
        while length + kept < size and chance(state.random) < GROW:
            kept += 1
    at = _list(model, state, s, c)
    low = max(0, at - length - kept + 1)
    high = min(at, size - length - kept)
    first = low + below(state.random, high - low + 1)
    hole = first + length + kept
    if kept:
        hole = first + 1 + below(state.random, length - 1)
    _take(model, state, s, first, length + kept, hole, kept)
    renew(model, state, s)
    return 1


@compiled
def _list(model, state, s, c):
    """List the visits of a route and return the place of ``c`` among them."""
    here = state.links[NEXT, model.params[CANDIDATES] + s]
    found, at = 0, 0
    while here < model.params[CANDIDATES]:
        if here == c:
            found = at
        state.scratch[BUFFER, at] = here
        at += 1
        here = state.links[NEXT, here]
    return found


@compiled
def _take(model, state, s, first, length, hole, kept):
    """Remove the listed visits from ``first`` on, without ``kept`` of them from ``hole`` on."""
    totals, scratch = state.totals, state.scratch
    before = model.params[CANDIDATES] + s
    for at in range(state.routes[SIZE, s]):
        c = scratch[BUFFER, at]
        out = first <= at < first + length and not hole <= at < hole + kept
        if out and not model.nodes[FIXED, c]:
            miss(model, state, c)
            scratch[OUT, totals[T_QUEUE]] = c
            totals[T_QUEUE] += 1
        else:
            join(state, before, c)
            before = c
    join(state, before, model.params[CANDIDATES] + model.params[SHIFTS] + s)
