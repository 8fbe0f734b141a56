"""The kernel's arithmetic is the evaluator's, for every rule and every order it goes through."""

import pytest
import strategies
from engine import matrix as travel
from engine.routing.evaluation import Evaluator
from engine.routing.kernel import anneal, arrays
from engine.routing.kernel import layout as at
from engine.routing.objectives import MUST_S
from hypothesis import given, settings

pytest.importorskip("numba")


def present(model, state):
    """Return the orders that the state stands at."""
    count = int(model.params[at.CANDIDATES])
    orders = []
    for begin in range(count, count + int(model.params[at.SHIFTS])):
        here, order = int(state.links[at.NEXT, begin]), []
        while here < count:
            order.append(here)
            here = int(state.links[at.NEXT, here])
        orders.append(order)
    return orders


@settings(max_examples=60, deadline=None)
@given(strategies.problems(14))
def test_orders_are_legal_and_cost_what_the_evaluator_says(problem):
    """After each handful of steps, best or not."""
    evaluator = Evaluator(problem, travel.build(problem.locations))
    model = arrays.model_of(evaluator)
    state = arrays.state_of(model, [[] for _shift in problem.shifts], 1)
    anneal.begin(model, state)
    anneal.fill(model, state)
    for _turn in range(10):
        anneal.steps(model, state, 10, 500.0, 1.0, 100_000.0)
        orders = present(model, state)
        assert evaluator.legal(orders)
        value = state.totals[at.T_COST] + state.totals[at.T_WORTH]
        assert evaluator.cost(orders) == value + MUST_S * state.totals[at.T_MUST]
