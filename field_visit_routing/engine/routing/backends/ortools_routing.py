"""OR-Tools routing: a search that needs no compiler.

What :mod:`.ortools_model` cannot express is judged by the evaluator, and
answers that break such a rule are repaired.

Measured choices: transits as registered matrices (a Python callback per arc
is ten times slower), a portfolio of first solutions each improved to a local
optimum, then guided local search from the best of them.
"""

from __future__ import annotations

from typing import Any, Callable, Optional

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from ..evaluation import Evaluator, Orders
from ..repair import polished, repaired
from ..stop import Search
from .keeper import Keeper
from .ortools_model import Model, expresses
from .protocol import OnOrders

_FIRST = routing_enums_pb2.FirstSolutionStrategy
_META = routing_enums_pb2.LocalSearchMetaheuristic
#: Insertion is best for few stops per day, the nearest arc for many.
PORTFOLIO = (_FIRST.PARALLEL_CHEAPEST_INSERTION, _FIRST.PATH_CHEAPEST_ARC)


class OrToolsRouting:
    """See :class:`.protocol.Backend`."""

    name = "ortools"

    def search(
        self,
        evaluator: Evaluator,
        start: Orders,
        search: Search,
        seed: int,
        on_orders: Optional[OnOrders] = None,
    ) -> Orders:
        """Return the best orders found."""
        keeper = Keeper(evaluator, start, on_orders)
        for strategy in PORTFOLIO:
            if not search.should_stop():
                _Run(evaluator, search, seed, keeper, _parameters(strategy)).from_scratch()
        if not search.should_stop():
            parameters = _parameters(PORTFOLIO[0], _META.GUIDED_LOCAL_SEARCH)
            _Run(evaluator, search, seed, keeper, parameters).improve(keeper.best)
        if not expresses(evaluator):
            _offer(keeper, evaluator, polished(evaluator, keeper.best))
        return keeper.best


def _parameters(strategy: Any, metaheuristic: Any = _META.GREEDY_DESCENT) -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = strategy
    parameters.local_search_metaheuristic = metaheuristic
    parameters.guided_local_search_lambda_coefficient = 1.0
    # Our own rule ends the search; without any limit the library complains.
    parameters.time_limit.seconds = 86_400
    return parameters


def _offer(keeper: Keeper, evaluator: Evaluator, orders: Orders) -> bool:
    """Offer the orders, repaired when they break a rule."""
    if not evaluator.legal(orders):
        orders = repaired(evaluator, orders)
    return keeper.offer(evaluator.cost(orders), orders)


class _Run:
    """One model and one search on it."""

    def __init__(
        self, evaluator: Evaluator, search: Search, seed: int, keeper: Keeper, parameters: Any
    ) -> None:
        self._evaluator = evaluator
        self._search = search
        self._keeper = keeper
        self._parameters = parameters
        self._error: Optional[BaseException] = None
        self._cheapest: Optional[int] = None
        self._exact = expresses(evaluator)
        self._model = Model(evaluator, seed, keeper.best)
        self._routing = self._model.routing
        solver = self._routing.solver()
        solver.ReSeed(seed)
        self._routing.AddSearchMonitor(solver.CustomLimit(self._guarded(search.should_stop, True)))
        self._routing.AddAtSolutionCallback(self._guarded(self._note, None))

    def from_scratch(self) -> None:
        """Build a first solution and improve it."""
        self._routing.SolveWithParameters(self._parameters)
        self._raise()

    def improve(self, orders: Orders) -> None:
        """Improve known orders."""
        self._routing.CloseModelWithParameters(self._parameters)
        start = self._routing.ReadAssignmentFromRoutes(self._model.inward(orders), True)
        if start is None:
            self._routing.SolveWithParameters(self._parameters)
        else:
            self._routing.SolveFromAssignmentWithParameters(start, self._parameters)
        self._raise()

    def _note(self) -> None:
        """Count a solution; read it when its cost, if that is the true one, is a new low."""
        cost = self._routing.CostVar().Min()
        lower = self._cheapest is None or cost < self._cheapest
        better = False
        if lower or not self._exact:
            self._cheapest = cost
            better = _offer(self._keeper, self._evaluator, self._model.orders())
        self._search.solved(better)

    def _guarded(self, function: Callable[[], Any], fallback: Any) -> Callable[[], Any]:
        """Keep an exception out of native code; it ends the search and is raised after it."""

        def call() -> Any:
            if self._error is not None:
                return fallback
            try:
                return function()
            except BaseException as error:  # raised again by _raise()
                self._error = error
                return fallback

        return call

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error
