"""A problem in OR-Tools' terms. With :mod:`.ortools_routing` the only file that imports it.

Not expressed: the hour's traffic (a shift drives at its mean pace), balance,
and prices of changed times.
"""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from ortools.constraint_solver import pywrapcp

from ...matrix.types import HOLE
from .. import objectives
from ..evaluation import Evaluator, Orders
from ..problem import Shift
from ..traffic import mean_percent

#: Prices of visits by shift are costs of arcs; with more arcs than this they are left out.
MOST_PRICED_ARCS = 20_000_000
#: Longer than any shift: an arc of this length is never driven.
NO_WAY_S = 100_000_000


def expresses(evaluator: Evaluator) -> bool:
    """Whether the model has every rule and price of the problem."""
    problem = evaluator.problem
    late = any(shift.overtime_s and shift.overtime_price for shift in problem.shifts)
    return (
        problem.objective != "balanced"
        and evaluator.bounded_by_detour
        and not (evaluator.finish_weight and late)
    )


class Model:
    """Variables and constraints of a problem.

    Nodes: one per candidate, one per place where shifts begin or end, and one
    that is zero seconds from everywhere, for open starts and ends.

    Parameters
    ----------
    known
        Legal orders; what begins their routes for good stays there.
    """

    def __init__(self, evaluator: Evaluator, seed: int, known: Orders) -> None:
        self._evaluator = evaluator
        self._known = known
        self._shifts: Sequence[Shift] = evaluator.problem.shifts
        self._candidates = list(range(len(evaluator.problem.candidates)))
        if seed:
            random.Random(seed).shuffle(self._candidates)
        self._offset = min(shift.start_s for shift in self._shifts)
        self._horizon = max(shift.close_s for shift in self._shifts) - self._offset
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
        self._add_sequences()
        self._add_clients()

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
        """Register driving, and service plus driving, once per profile and pace."""
        known: Dict[Tuple[str, int], Tuple[int, int]] = {}
        services = np.array(
            [self._evaluator.services[item] for item in self._candidates] + [0] * len(self._bases),
            dtype=np.int64,
        )
        paces = [(shift.profile, self._percent(at)) for at, shift in enumerate(self._shifts)]
        for profile, percent in paces:
            if (profile, percent) not in known:
                driving = self._seconds(profile, percent)
                known[profile, percent] = (
                    self.routing.RegisterTransitMatrix(driving.tolist()),
                    self.routing.RegisterTransitMatrix((driving + services[:, None]).tolist()),
                )
        registered = [known[pace] for pace in paces]
        return [pair[0] for pair in registered], [pair[1] for pair in registered]

    def _percent(self, vehicle: int) -> int:
        """Return the mean traffic of a shift."""
        shift = self._shifts[vehicle]
        return mean_percent(self._evaluator.rules[vehicle].steps, shift.start_s, shift.close_s)

    def _seconds(self, profile: str, percent: int) -> Any:
        places = [self._evaluator.problem.candidates[item].location for item in self._candidates]
        fixed = [0 if place is None else place for place in self._bases]
        used = places + fixed
        seconds = self._evaluator.matrix.block(used, used, profile)[0].astype(np.int64)
        holes = seconds == HOLE
        seconds = seconds * percent // 100
        seconds[holes] = NO_WAY_S
        for at, place in enumerate(self._bases, start=len(places)):
            if place is None:
                seconds[at, :] = 0
                seconds[:, at] = 0
        return seconds

    def _add_costs(self) -> None:
        """Driving; where the shift has a price for a visit, on the way to it."""
        nodes = len(self._candidates) + len(self._bases)
        bearable = nodes * nodes * len(self._shifts) <= MOST_PRICED_ARCS
        for vehicle, transit in enumerate(self._driving):
            place = self._evaluator.prices.place
            prices = [place(candidate, vehicle) for candidate in self._candidates]
            if any(prices) and bearable:
                shift = self._shifts[vehicle]
                costs = self._seconds(shift.profile, self._percent(vehicle))
                costs[:, : len(prices)] += np.array(prices, dtype=np.int64)
                transit = self.routing.RegisterTransitMatrix(costs.tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(transit, vehicle)

    def _add_time(self) -> Any:
        self.routing.AddDimensionWithVehicleTransits(
            self._time, self._horizon, self._horizon, False, "time"
        )
        dimension = self.routing.GetDimensionOrDie("time")
        weight = objectives.finish_weight(self._evaluator.problem.objective)
        for vehicle, shift in enumerate(self._shifts):
            begin, end = self.routing.Start(vehicle), self.routing.End(vehicle)
            opens, closes = shift.start_s - self._offset, shift.close_s - self._offset
            latest = closes
            if shift.latest_start_s is not None:
                latest = min(closes, shift.latest_start_s - self._offset)
            dimension.CumulVar(begin).SetRange(opens, latest)
            dimension.CumulVar(end).SetRange(opens, closes)
            if weight:
                dimension.SetCumulVarSoftUpperBound(end, opens, weight)
            elif shift.overtime_s and shift.overtime_price:
                soft = shift.end_s - self._offset
                dimension.SetCumulVarSoftUpperBound(end, soft, shift.overtime_price)
            if shift.max_duration_s is not None:
                dimension.SetSpanUpperBoundForVehicle(shift.max_duration_s, vehicle)
        return dimension

    def _add_bounds(self) -> None:
        items = [self._evaluator.problem.candidates[item] for item in self._candidates]
        stops = [0 if item.waypoint else 1 for item in items]
        self._add_capacity("stops", stops, [shift.max_stops for shift in self._shifts])
        loads = [item.load for item in items]
        self._add_capacity("load", loads, [shift.capacity for shift in self._shifts])
        driving = [shift.max_driving_s for shift in self._shifts]
        if any(bound is not None for bound in driving):
            bounds = [NO_WAY_S if bound is None else bound for bound in driving]
            self.routing.AddDimensionWithVehicleTransitAndCapacity(
                self._driving, 0, bounds, True, "driving"
            )

    def _add_capacity(self, name: str, sizes: List[int], wanted: List[Optional[int]]) -> None:
        if all(bound is None for bound in wanted):
            return
        size = self.routing.RegisterUnaryTransitVector(sizes + [0] * len(self._bases))
        bounds = [sum(sizes) if bound is None else bound for bound in wanted]
        self.routing.AddDimensionWithVehicleCapacity(size, 0, bounds, True, name)

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

    def _add_sequences(self) -> None:
        """Routes begin as they must; order numbers never fall."""
        node = {candidate: at for at, candidate in enumerate(self._candidates)}
        for vehicle, order in enumerate(self._known):
            ranks = self._evaluator.rules[vehicle].ranks
            if ranks.keys() <= set(order):
                self._begin(vehicle, [node[item] for item in order if item in ranks])
            else:
                self._begin_if_there({node[item]: rank for item, rank in ranks.items()})
        numbered = [
            (item.pin.order, node[at])
            for at, item in enumerate(self._evaluator.problem.candidates)
            if item.pin is not None and item.pin.order is not None
        ]
        for (low, one), (high, other) in combinations(sorted(numbered), 2):
            if low < high:
                self._precede(self.manager.NodeToIndex(one), self.manager.NodeToIndex(other))

    def _begin(self, vehicle: int, nodes: List[int]) -> None:
        index = self.routing.Start(vehicle)
        for following in map(self.manager.NodeToIndex, nodes):
            self.routing.NextVar(index).SetValue(following)
            index = following

    def _begin_if_there(self, ranks: Dict[int, int]) -> None:
        """Not all of them may find a place: whoever does comes before everybody else."""
        index = self.manager.NodeToIndex
        for one, rank in ranks.items():
            for other in range(len(self._candidates)):
                if rank < ranks.get(other, len(ranks)):
                    self._precede(index(one), index(other))

    def _precede(self, one: int, other: int) -> None:
        """If both are in one route, the one starts before the other."""
        shifts = [set(self._evaluator.allowed(self._candidate(index))) for index in (one, other)]
        if not shifts[0] & shifts[1]:
            return
        routing, solver = self.routing, self.routing.solver()
        together = solver.IsEqualVar(routing.VehicleVar(one), routing.VehicleVar(other))
        both = together + routing.ActiveVar(one) + routing.ActiveVar(other)
        slack = (3 - both) * (2 * self._horizon)
        times = self._dimension.CumulVar(other) - self._dimension.CumulVar(one)
        solver.Add(times + slack >= 0)

    def _candidate(self, index: int) -> int:
        return self._candidates[self.manager.IndexToNode(index)]

    def _add_clients(self) -> None:
        """Two visits of one client are in shifts that stand well to each other."""
        clients, solver = self._evaluator.clients, self.routing.solver()
        node = {candidate: at for at, candidate in enumerate(self._candidates)}
        for one in node if clients else ():
            for other in clients.kin(one):
                if one < other:
                    indices = [self.manager.NodeToIndex(node[item]) for item in (one, other)]
                    variables = [self.routing.VehicleVar(index) for index in indices]
                    pairs = self._places_of_both(one, other)
                    solver.Add(solver.AllowedAssignments(variables, pairs))

    def _places_of_both(self, one: int, other: int) -> List[Tuple[int, int]]:
        """Return the shifts that may serve two visits of a client; -1 is left out."""
        clash, shifts = self._evaluator.clients.clash, range(len(self._shifts))
        pairs = [(-1, -1), *((-1, at) for at in shifts), *((at, -1) for at in shifts)]
        pairs += [
            (here, there)
            for here in shifts
            for there in shifts
            if not clash(one, here, other, there)
        ]
        return pairs
