"""Who waits to be inserted in a step, and in which order they are tried."""

from __future__ import annotations

from .dice import below
from .jit import compiled
from .layout import (
    ABSENT,
    CANDIDATES,
    EARLY,
    KEY,
    LATE,
    LIST,
    LOAD,
    LOC,
    MUST,
    NEVER,
    OPTIONAL,
    OUT,
    QUEUE,
    ROUTE,
    SEEN,
    SERVICE,
    T_ABSENT,
    T_QUEUE,
    T_STAMP,
    WIDTH,
    WORTH,
)

#: Absent candidates that are tried in a step besides those just removed.
TRIED = 30


@compiled
def enlist(model, state, seed, everything):
    """List who is tried: the removed, and some of the others, near the seed or anywhere."""
    totals, scratch = state.totals, state.scratch
    others = totals[T_ABSENT] - totals[T_QUEUE]
    if everything or others <= TRIED:
        for at in range(totals[T_ABSENT]):
            scratch[QUEUE, at] = scratch[ABSENT, at]
        totals[T_QUEUE] = totals[T_ABSENT]
        return
    totals[T_STAMP] += 1
    count = 0
    for at in range(totals[T_QUEUE]):
        count = _add(state, scratch[OUT, at], count)
    limit = count + TRIED // 2
    count = _add(state, seed, count)
    for at in range(model.params[LIST]):
        if count >= limit:
            break
        count = _add(state, model.near[seed, at], count)
    for _turn in range(TRIED // 2):
        c = scratch[ABSENT, below(state.random, totals[T_ABSENT])]
        count = _add(state, c, count)
    totals[T_QUEUE] = count


@compiled
def _add(state, c, count):
    if state.links[ROUTE, c] < 0 and state.scratch[SEEN, c] != state.totals[T_STAMP]:
        state.scratch[SEEN, c] = state.totals[T_STAMP]
        state.scratch[QUEUE, count] = c
        count += 1
    return count


@compiled
def sort(model, state):
    """Give every listed candidate a key by a rule drawn at random, and sort."""
    scratch, nodes = state.scratch, model.nodes
    rule = below(state.random, 16)
    for at in range(state.totals[T_QUEUE]):
        c = state.scratch[QUEUE, at]
        if rule < 4:
            key = below(state.random, 1 << 20)
        elif rule < 8:
            key = -nodes[LOAD, c] * (1 << 20) - nodes[SERVICE, c]
            if model.params[OPTIONAL]:
                key = -nodes[WORTH, c]
        elif rule < 10:
            key = -_base(model, c)
        elif rule < 11:
            key = _base(model, c)
        elif rule < 13:
            key = nodes[WIDTH, c]
        elif rule < 14:
            key = nodes[EARLY, c]
        else:
            key = -nodes[LATE, c]
        if nodes[MUST, c]:
            key -= NEVER
        scratch[KEY, c] = key
    _shell_sort(scratch, state.totals[T_QUEUE])


@compiled
def _base(model, c):
    """Return the driving from the first shift's start."""
    start = model.nodes[LOC, model.params[CANDIDATES]]
    return int(model.driving[0, start, model.nodes[LOC, c]])  # the table has 32 bits, keys have more


@compiled
def _shell_sort(scratch, count):
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap:
        for at in range(gap, count):
            c = scratch[QUEUE, at]
            key = scratch[KEY, c]
            hole = at
            while hole >= gap and scratch[KEY, scratch[QUEUE, hole - gap]] > key:
                scratch[QUEUE, hole] = scratch[QUEUE, hole - gap]
                hole -= gap
            scratch[QUEUE, hole] = c
        gap //= 3
