"""OR-Tools routing: the backend that knows every rule. The only file that imports it.

Measured choices: transits as registered matrices (a Python callback per arc
is ten times slower), a portfolio of first solutions each improved to a local
optimum, then guided local search from the best of them.
"""

from __future__ import annotations

import random
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from ...matrix.types import HOLE
from .. import objectives
from ..evaluation import Evaluator, Orders
from ..problem import Shift
from ..stop import Search
from .protocol import OnOrders

#: Longer than any shift: an arc of this length is never driven.
NO_WAY_S = 100_000_000

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
        keeper = _Keeper(evaluator, start, on_orders)
        for strategy in PORTFOLIO:
            if not search.should_stop():
                _Run(evaluator, search, seed, keeper, _parameters(strategy)).from_scratch()
        if not search.should_stop():
            parameters = _parameters(PORTFOLIO[0], _META.GUIDED_LOCAL_SEARCH)
            _Run(evaluator, search, seed, keeper, parameters).improve(keeper.best)
        return keeper.best


def _parameters(strategy: Any, metaheuristic: Any = _META.GREEDY_DESCENT) -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = strategy
    parameters.local_search_metaheuristic = metaheuristic
    parameters.guided_local_search_lambda_coefficient = 1.0
    # Our own rule ends the search; without any limit the library complains.
    parameters.time_limit.seconds = 86_400
    return parameters


class _Keeper:
    """Keeps the best orders of all runs, by our own arithmetic."""

    def __init__(self, evaluator: Evaluator, start: Orders, on_orders: Optional[OnOrders]) -> None:
        self._evaluator = evaluator
        self._on_orders = on_orders
        self.best = [list(order) for order in start]
        self.cost = evaluator.cost(self.best)

    def offer(self, orders: Orders) -> bool:
        """Take the orders when they keep all rules and cost less."""
        evaluator = self._evaluator
        if not all(evaluator.fits(shift, order) for shift, order in enumerate(orders)):
            return False
        cost = evaluator.cost(orders)
        if cost >= self.cost:
            return False
        self.best, self.cost = orders, cost
        if self._on_orders is not None:
            self._on_orders(orders)
        return True


class _Run:
    """One model and one search on it."""

    def __init__(
        self, evaluator: Evaluator, search: Search, seed: int, keeper: _Keeper, parameters: Any
    ) -> None:
        self._search = search
        self._keeper = keeper
        self._parameters = parameters
        self._error: Optional[BaseException] = None
        self._cheapest: Optional[int] = None
        self._model = _Model(evaluator, seed)
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
        """Count a solution; read it when its cost is a new low of this run."""
        cost = self._routing.CostVar().Min()
        lower = self._cheapest is None or cost < self._cheapest
        better = False
        if lower:
            self._cheapest = cost
            better = self._keeper.offer(self._model.orders())
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


class _Model:
    """The problem in OR-Tools' terms.

    Nodes: one per candidate, one per place where shifts begin or end, and one
    that is zero seconds from everywhere, for open starts and ends.
    """

    def __init__(self, evaluator: Evaluator, seed: int) -> None:
        self._evaluator = evaluator
        self._shifts: Sequence[Shift] = evaluator.problem.shifts
        self._candidates = list(range(len(evaluator.problem.candidates)))
        if seed:
            random.Random(seed).shuffle(self._candidates)
        self._offset = min(shift.start_s for shift in self._shifts)
        self._horizon = max(shift.end_s for shift in self._shifts) - self._offset
        self._bases = sorted(
            {shift.start_location for shift in self._shifts}
            | {shift.end_location for shift in self._shifts},
            key=lambda place: -1 if place is None else place,
        )
        self.manager = self._nodes()
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._driving, self._time = self._transits()
        self._add_costs()
        self._dimension = self._add_time()
        self._add_bounds()
        self._add_candidates()
        self._add_breaks()

    def orders(self) -> Orders:
        """Return the orders of the solution that the search is at."""
        return [self._order(vehicle) for vehicle in range(len(self._shifts))]

    def inward(self, orders: Orders) -> List[List[int]]:
        """Return orders as lists of node numbers."""
        node = {candidate: at for at, candidate in enumerate(self._candidates)}
        return [[node[candidate] for candidate in order] for order in orders]

    def _order(self, vehicle: int) -> List[int]:
        routing = self.routing
        order = []
        index = routing.NextVar(routing.Start(vehicle)).Value()
        while not routing.IsEnd(index):
            order.append(self._candidates[self.manager.IndexToNode(index)])
            index = routing.NextVar(index).Value()
        return order

    def _nodes(self) -> Any:
        first = len(self._candidates)
        node = {place: first + at for at, place in enumerate(self._bases)}
        starts = [node[shift.start_location] for shift in self._shifts]
        ends = [node[shift.end_location] for shift in self._shifts]
        return pywrapcp.RoutingIndexManager(
            first + len(self._bases), len(self._shifts), starts, ends
        )

    def _transits(self) -> Tuple[List[int], List[int]]:
        """Register driving, and service plus driving, once per profile."""
        known: Dict[str, Tuple[int, int]] = {}
        services = np.array(
            [self._evaluator.services[item] for item in self._candidates] + [0] * len(self._bases),
            dtype=np.int64,
        )
        for shift in self._shifts:
            if shift.profile not in known:
                driving = self._seconds(shift.profile)
                known[shift.profile] = (
                    self.routing.RegisterTransitMatrix(driving.tolist()),
                    self.routing.RegisterTransitMatrix((driving + services[:, None]).tolist()),
                )
        registered = [known[shift.profile] for shift in self._shifts]
        return [pair[0] for pair in registered], [pair[1] for pair in registered]

    def _seconds(self, profile: str) -> Any:
        places = [self._evaluator.problem.candidates[item].location for item in self._candidates]
        fixed = [0 if place is None else place for place in self._bases]
        used = places + fixed
        seconds = self._evaluator.matrix.block(used, used, profile)[0].astype(np.int64)
        seconds[seconds == HOLE] = NO_WAY_S
        for at, place in enumerate(self._bases, start=len(places)):
            if place is None:
                seconds[at, :] = 0
                seconds[:, at] = 0
        return seconds

    def _add_costs(self) -> None:
        for vehicle, transit in enumerate(self._driving):
            self.routing.SetArcCostEvaluatorOfVehicle(transit, vehicle)

    def _add_time(self) -> Any:
        self.routing.AddDimensionWithVehicleTransits(
            self._time, self._horizon, self._horizon, False, "time"
        )
        dimension = self.routing.GetDimensionOrDie("time")
        weight = objectives.finish_weight(self._evaluator.problem.objective)
        for vehicle, shift in enumerate(self._shifts):
            bounds = (shift.start_s - self._offset, shift.end_s - self._offset)
            dimension.CumulVar(self.routing.Start(vehicle)).SetRange(*bounds)
            dimension.CumulVar(self.routing.End(vehicle)).SetRange(*bounds)
            if weight:
                end = self.routing.End(vehicle)
                dimension.SetCumulVarSoftUpperBound(end, bounds[0], weight)
        return dimension

    def _add_bounds(self) -> None:
        stops = [shift.max_stops for shift in self._shifts]
        if any(bound is not None for bound in stops):
            count = len(self._candidates)
            one = self.routing.RegisterUnaryTransitVector([1] * count + [0] * len(self._bases))
            bounds = [count if bound is None else bound for bound in stops]
            self.routing.AddDimensionWithVehicleCapacity(one, 0, bounds, True, "stops")
        driving = [shift.max_driving_s for shift in self._shifts]
        if any(bound is not None for bound in driving):
            bounds = [NO_WAY_S if bound is None else bound for bound in driving]
            self.routing.AddDimensionWithVehicleTransitAndCapacity(
                self._driving, 0, bounds, True, "driving"
            )

    def _add_candidates(self) -> None:
        for node, candidate in enumerate(self._candidates):
            index = self.manager.NodeToIndex(node)
            self.routing.AddDisjunction([index], self._evaluator.worth[candidate])
            allowed = self._evaluator.allowed(candidate)
            if len(allowed) < len(self._shifts):
                self.routing.VehicleVar(index).SetValues([-1, *allowed])
            self._open(index, candidate)

    def _open(self, index: int, candidate: int) -> None:
        """Limit the start of service to the openings: the hull less its gaps."""
        variable = self._dimension.CumulVar(index)
        end_s = self._offset + self._horizon
        openings = [
            opening
            for opening in self._evaluator.openings[candidate]
            if opening.end_s >= self._offset and opening.start_s <= end_s
        ]
        if not openings:  # a part of the reps may have no shift while the place is open
            self.routing.ActiveVar(index).SetMax(0)
            return
        first = max(0, openings[0].start_s - self._offset)
        last = min(self._horizon, openings[-1].end_s - self._offset)
        variable.SetRange(first, max(first, last))
        gaps = [
            (before.end_s + 1 - self._offset, after.start_s - 1 - self._offset)
            for before, after in zip(openings, openings[1:])
        ]
        if gaps:
            # RemoveInterval on the variable does the same, but takes milliseconds for each gap.
            solver = self.routing.solver()
            begins, ends = (list(bounds) for bounds in zip(*gaps))
            solver.Add(solver.NotMemberCt(variable, begins, ends))

    def _add_breaks(self) -> None:
        if not any(shift.breaks for shift in self._shifts):
            return
        solver = self.routing.solver()
        visits = [0] * self.routing.Size()
        for node, candidate in enumerate(self._candidates):
            visits[self.manager.NodeToIndex(node)] = self._evaluator.services[candidate]
        for vehicle, shift in enumerate(self._shifts):
            intervals = [
                solver.FixedDurationIntervalVar(
                    pause.earliest_s - self._offset,
                    pause.latest_s - self._offset,
                    pause.duration_s,
                    False,
                    "break %d of %d" % (at, vehicle),
                )
                for at, pause in enumerate(shift.breaks)
            ]
            if intervals:
                self._dimension.SetBreakIntervalsOfVehicle(intervals, vehicle, visits)
