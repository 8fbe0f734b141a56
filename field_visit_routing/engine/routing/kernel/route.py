"""A whole route after a change: its times, sums and cost."""

from __future__ import annotations

from .jit import compiled
from .layout import (
    BY_DRIVE,
    CANDIDATES,
    CLOSE,
    COST,
    COUNTS,
    DRIVING,
    END,
    FINISH,
    FINISH_AT,
    LEG,
    LEGAL,
    LOAD,
    LOADS,
    MAX_DRIVING,
    MODE,
    NEXT,
    NO_WAY,
    OVERTIME_PRICE,
    PAUSES,
    PREV,
    ROUTE,
    SERVED,
    SERVICE,
    SHIFTS,
    SIZE,
    START,
    STEPS,
    STOPS,
)
from .ride import exactly
from .simulate import backwards, backwards_paused, forwards, forwards_paused


@compiled
def refresh(model, state, s):
    """Bring times, sums and cost of a route up to date after a change."""
    begin = model.params[CANDIDATES] + s
    end = begin + model.params[SHIFTS]
    if state.links[NEXT, begin] == end:
        _rest(model, state, s)
    if model.shifts[PAUSES, s] or model.shifts[STEPS, s]:
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
        price += model.price[here, s]
        links[ROUTE, here] = s
        here = links[PREV, here]
    finish = state.leave[end, 0]
    routes = state.routes
    routes[SIZE, s], routes[STOPS, s], routes[LOADS, s] = size, stops, loads
    routes[DRIVING, s], routes[SERVED, s] = driving, served
    routes[FINISH_AT, s] = finish
    routes[COST, s] = driving + price + end_cost(model, s, finish)
    within = finish <= model.shifts[CLOSE, s] and driving <= model.shifts[MAX_DRIVING, s]
    routes[LEGAL, s] = within and driving < NO_WAY
    if model.shifts[MODE, s] & BY_DRIVE and routes[LEGAL, s]:
        _drive(model, state, s, price)


@compiled
def _drive(model, state, s, price):
    """Correct the sums of a route that must be driven to be known."""
    routes = state.routes
    finish, driving, moved, fits = exactly(model, state, s)
    within = finish <= model.shifts[CLOSE, s] and driving <= model.shifts[MAX_DRIVING, s]
    routes[LEGAL, s] = fits and within
    routes[DRIVING, s] = driving
    routes[FINISH_AT, s] = finish
    routes[COST, s] = driving + price + moved + end_cost(model, s, finish)


@compiled
def end_cost(model, s, finish):
    """Return what the end of a route costs: overtime, and the wish to finish early."""
    late = max(0, finish - model.shifts[END, s])
    cost = late * model.shifts[OVERTIME_PRICE, s]
    return cost + model.params[FINISH] * (finish - model.shifts[START, s])
