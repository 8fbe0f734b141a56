"""Simulated annealing over ruin and recreate, some steps at a time."""

from __future__ import annotations

from .change import renew, settle, undo
from .dice import below, chance, minus_log
from .jit import compiled
from .layout import (
    BEST,
    NEXT,
    SHIFTS,
    T_BEST_COST,
    T_BEST_MUST,
    T_BETTER,
    T_BROKEN,
    T_COST,
    T_MUST,
    T_RISE,
    T_RISES,
    T_WORTH,
)
from .recreate import recreate
from .ruin import ruin

#: The first plan takes in whom it costs up to so many times his worth: far
#: from the depot nobody pays alone, and a plan would stay empty.
FULL = 20
#: Every how many steps the same holds for insertions, and how many times at most.
EASY, EASIEST = 4, 5


@compiled
def begin(model, state):
    """Work out every route of the orders that were laid into the links."""
    for s in range(model.params[SHIFTS]):
        renew(model, state, s)
    keep_best(model, state)


@compiled
def fill(model, state):
    """Insert whoever fits, greedily; the first step of a search."""
    recreate(model, state, 0, True, FULL)
    settle(state)
    keep_best(model, state)


@compiled
def keep_best(model, state):
    """Note the present orders if they are the best so far."""
    totals = state.totals
    cost = totals[T_COST] + totals[T_WORTH]
    if totals[T_MUST] > totals[T_BEST_MUST]:
        return
    if totals[T_MUST] == totals[T_BEST_MUST] and cost >= totals[T_BEST_COST]:
        return
    totals[T_BEST_MUST] = totals[T_MUST]
    totals[T_BEST_COST] = cost
    totals[T_BETTER] += 1
    for node in range(state.links.shape[1]):
        state.scratch[BEST, node] = state.links[NEXT, node]


@compiled
def steps(model, state, count, temperature, worth_share, must_cost):
    """Ruin and recreate ``count`` times.

    Parameters
    ----------
    temperature
        Seconds by which a step may be worse, on average.
    worth_share, must_cost
        Weight of what is left out while annealing; the best orders are kept
        by the true objective.
    """
    totals = state.totals
    for _turn in range(count):
        now = totals[T_COST] + worth_share * totals[T_WORTH] + must_cost * totals[T_MUST]
        seed = ruin(model, state)
        ease = 1
        if below(state.random, EASY) == 0:
            ease = 2 + below(state.random, EASIEST - 1)
        recreate(model, state, seed, False, ease)
        then = totals[T_COST] + worth_share * totals[T_WORTH] + must_cost * totals[T_MUST]
        if then > now:
            totals[T_RISES] += 1
            totals[T_RISE] += int(then - now)
        bound = now + temperature * minus_log(chance(state.random))
        if then < bound and totals[T_BROKEN] == 0:
            settle(state)
            keep_best(model, state)
        else:
            undo(model, state)
