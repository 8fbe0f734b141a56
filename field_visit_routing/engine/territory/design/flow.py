"""Balanced areas by location and allocation (Hess et al. 1965): each round is a min-cost flow of OR-Tools.

Customers flow to the middles of the areas at the price of the distance, as much to each as its share
allows; then the middles move, until nothing changes. Such a flow cuts the plane by straight lines, so the
areas come out compact and nearly in one piece; only a few units are split, and go where most of them flows.
"""

from __future__ import annotations

from typing import Callable, Iterator, List, Optional

import numpy as np
from ortools.graph.python import linear_sum_assignment, min_cost_flow

from .board import Board
from .ground import Floats, Ints
from .question import Aim

ROUNDS = 12
#: Different beginnings that are tried, the best of them is kept.
STARTS = 4
#: Whole numbers for the flow: load of an average area, and price of a unit.
LOAD_SCALE = 1_000_000
PRICE_SCALE = 10_000
#: Of the tolerance this much is used here; the rest is for what cannot be split.
ROOM = 0.5
#: Price of a load beyond what an area may have.
BEYOND = 10**9


def allocate(board: Board, aim: Aim, cancelled: Callable[[], bool] = lambda: False) -> Ints:
    """Return the rep of each unit: well balanced and compact, perhaps not in one piece everywhere."""
    best: Optional[Ints] = None
    value = np.inf
    for centres in _beginnings(board, aim):
        areas = _settle(board, aim, centres, cancelled)
        if not board.fixed_weight.any():
            areas = _matched(board, aim, areas)
        now = board.value(aim, areas) * (1.0 + board.deviation(areas))
        if now < value:
            best, value = areas, now
        if cancelled():
            break
    assert best is not None  # there is at least one beginning
    return best


def _beginnings(board: Board, aim: Aim) -> Iterator[Floats]:
    """Yield middles to begin with: where the reps' customers are now, their homes, and spread out ones."""
    owned = board.kept.sum(axis=0)
    if aim.keep and (owned > 0).all():
        yield (board.kept.T @ board.ground.at) / owned[:, None]
    if not np.isnan(board.homes).any() and len(np.unique(board.homes, axis=0)) == board.reps:
        yield board.homes
    for seed in range(STARTS):
        yield _spread(board, np.random.default_rng((board.question.seed, seed)))


def _spread(board: Board, chance: np.random.Generator) -> Floats:
    """Return units far from one another as middles, one for each rep (k-means++)."""
    at = board.ground.at
    chosen = [int(chance.choice(len(at), p=board.weight / board.weight.sum()))]
    nearest = ((at - at[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < board.reps:
        odds = nearest * board.weight
        chosen.append(int(chance.choice(len(at), p=odds / odds.sum())))
        nearest = np.minimum(nearest, ((at - at[chosen[-1]]) ** 2).sum(axis=1))
    middles: Floats = at[chosen].astype(np.float64)
    return _near_their_locks(board, middles)


def _near_their_locks(board: Board, middles: Floats) -> Floats:
    """Give each middle to the rep whose locked customers, home or present ones are nearest."""
    cost = np.zeros((board.reps, board.reps))
    places = np.where(board.fixed_weight[:, None] > 0, board.fixed_at, board.homes)
    for rep, place in enumerate(places):
        if not np.isnan(place).any():
            cost[:, rep] = np.hypot(*(middles - place).T)
    result: Floats = middles[np.argsort(assigned(cost))]
    return result


def _settle(board: Board, aim: Aim, centres: Floats, cancelled: Callable[[], bool]) -> Ints:
    areas = board.price(aim, centres).argmin(axis=1)
    for _round in range(ROUNDS):
        before = areas
        areas = _flow(board, board.price(aim, centres), areas)
        if (areas == before).all() or cancelled():
            break
        centres = board.centres(areas)
    return areas


def _matched(board: Board, aim: Aim, areas: Ints) -> Ints:
    """Give the areas, as they are, to the reps to whom they cost least."""
    if np.ptp(board.share) > 0:
        return areas
    price = board.home_m * board.weight[:, None] * max(aim.home, 0.1) / board.ground.reach_m
    price = price + max(aim.keep, 0.1) * (board.kept.sum(axis=1, keepdims=True) - board.kept)
    cost = np.zeros((board.reps, board.reps))
    np.add.at(cost, areas, price)
    return assigned(cost)[areas]


def assigned(cost: Floats) -> Ints:
    """Return the column of each row so that the sum is least."""
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    scale = 1e6 / max(float(cost.max()), 1e-9)
    rows, columns = (axis.ravel() for axis in np.indices(cost.shape))
    solver.add_arcs_with_cost(rows, columns, np.rint(cost.ravel() * scale).astype(np.int64))
    solver.solve()
    return np.array([solver.right_mate(row) for row in range(len(cost))], dtype=np.int64)


def _flow(board: Board, price: Floats, areas: Ints) -> Ints:
    """Return where most of each unit flows at the least price, when each rep gets about his share."""
    total = float(board.loads(areas).sum())
    amount = board.load[np.arange(len(areas)), areas]
    supply = np.maximum(1, np.rint(amount * LOAD_SCALE * board.reps / total)).astype(np.int64)
    low, high = _bounds(board, total, int(supply.sum()))
    solver, arcs = _network(board, price, supply, low, high)
    if solver.solve() != solver.OPTIMAL:
        return price.argmin(axis=1)
    flows = np.array(solver.flows(arcs), dtype=np.int64).reshape(len(areas), board.reps)
    result: Ints = flows.argmax(axis=1)
    return result


def _bounds(board: Board, total: float, supply: int) -> tuple[Ints, Ints]:
    """Return the least and the most that is to flow to each rep beside what is locked to him."""
    room = board.question.tolerance * ROOM
    mean = board.share * LOAD_SCALE * board.reps
    fixed = board.fixed * LOAD_SCALE * board.reps / total
    low = np.maximum(0, np.floor(mean * (1 - room) - fixed)).astype(np.int64)
    high = np.maximum(low, np.ceil(mean * (1 + room) - fixed)).astype(np.int64)
    return low, np.minimum(high, supply)


def _network(
    board: Board, price: Floats, supply: Ints, low: Ints, high: Ints
) -> tuple[min_cost_flow.SimpleMinCostFlow, Ints]:
    """Units are the first nodes, then the reps, then the sink."""
    units, reps = price.shape
    sink = units + reps
    per_load = price / np.maximum(supply[:, None] * reps / LOAD_SCALE, 1e-9)
    costs = np.minimum(per_load / max(float(np.median(per_load)), 1e-12), 1e4) * PRICE_SCALE
    solver = min_cost_flow.SimpleMinCostFlow()
    tails, heads = (axis.ravel() for axis in np.indices((units, reps)))
    arcs: Ints = solver.add_arcs_with_capacity_and_unit_cost(
        tails, heads + units, np.repeat(supply, reps), np.rint(costs.ravel()).astype(np.int64)
    )
    nodes = np.arange(units, sink)
    total = int(supply.sum())
    for capacity, cost in ((low, -BEYOND), (high - low, 0), (np.full(reps, total), BEYOND)):
        solver.add_arcs_with_capacity_and_unit_cost(
            nodes, np.full(reps, sink), capacity, np.full(reps, cost, dtype=np.int64)
        )
    everything: List[int] = [*supply.tolist(), *([0] * reps), -total]
    solver.set_nodes_supplies(np.arange(sink + 1), np.array(everything, dtype=np.int64))
    return solver, arcs
