"""Exact balance and areas in one piece, by CP-SAT on the units near the borders.

A unit may be in an area when a neighbour of it that is nearer to the area's root is in it as well: so every
unit hangs on the root by a chain (Zoltners and Sinha 1983). The order "nearer" is taken anew in each round
from the areas as they are, which therefore always are a solution to begin with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Set, Tuple

import numpy as np
from ortools.sat.python import cp_model

from .board import Board
from .ground import Floats, Ints
from .pieces import roots, ways
from .question import Aim

#: So many steps from a border are free; more when that brings nothing any more.
DEPTHS = (2, 3, 5, 8)
LOAD_SCALE = 1_000_000
PRICE_SCALE = 10_000
#: Of the tolerance, so that rounding does not carry an area over its end.
WITHIN = 0.97
#: Price of a load beyond the tolerance, in the price of an average unit for a load of an average area.
BEYOND = 1000
MOST_ROUNDS = 24
#: Deterministic time that one round may take.
ROUND_WORK = 1.5
LEAST_GAIN = 1e-4
#: The work is so many times as much while areas are out of balance.
PATIENCE = 3.0

#: Called with the areas after each round and the part of the work that is done.
OnRound = Callable[[Ints, float], None]


@dataclass(frozen=True)
class _Round:
    areas: Ints
    work: float


def refine(
    board: Board,
    aim: Aim,
    areas: Ints,
    on_round: OnRound = lambda _areas, _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Ints:
    """Return better areas, each in one piece as ``areas`` must be, as far as the question's work reaches."""
    work, spent, level = board.question.work, 0.0, 0
    for _number in range(MOST_ROUNDS):
        most = work * (1.0 if board.deviation(areas) <= board.question.tolerance else PATIENCE)
        if cancelled() or spent >= most or level >= len(DEPTHS):
            break
        step = _improved(board, aim, areas, DEPTHS[level], min(most - spent, ROUND_WORK))
        spent += max(step.work, 0.01)
        if _better(board, aim, step.areas, areas):
            areas = step.areas
        else:
            level += 1
        on_round(areas, min(0.99, spent / work))
    return areas


def _better(board: Board, aim: Aim, areas: Ints, than: Ints) -> bool:
    new, old = (max(0.0, board.deviation(each) - board.question.tolerance) for each in (areas, than))
    if abs(new - old) > 1e-9:
        return new < old
    return board.value(aim, areas) < board.value(aim, than) * (1.0 - LEAST_GAIN)


def _improved(board: Board, aim: Aim, areas: Ints, depth: int, work: float) -> _Round:
    centres = board.centres(areas)
    model = _Model(board, areas, _options(board, areas, depth))
    model.hang_together(roots(board, areas, centres))
    model.balance()
    model.minimise(board.price(aim, centres))
    return model.solved(work)


def _options(board: Board, areas: Ints, depth: int) -> List[Set[int]]:
    """Return the reps whose areas are within so many steps of each unit, its own among them."""
    near = [{int(rep)} for rep in areas]
    for _step in range(depth):
        near = [
            mine.union(*(near[other] for other in others))
            for mine, others in zip(near, board.ground.neighbours)
        ]
    return near


class _Model:
    """The model of one round; a unit with one option is no variable."""

    def __init__(self, board: Board, areas: Ints, options: List[Set[int]]) -> None:
        self._board = board
        self._areas = areas
        self._options = options
        self._model = cp_model.CpModel()
        self._x: Dict[Tuple[int, int], cp_model.IntVar] = {}
        self._beyond: List[cp_model.IntVar] = []
        for unit, reps in enumerate(options):
            if len(reps) > 1:
                self._choose(unit, reps)

    def _choose(self, unit: int, reps: Set[int]) -> None:
        for rep in sorted(reps):
            self._x[unit, rep] = self._model.new_bool_var("")
            self._model.add_hint(self._x[unit, rep], int(self._areas[unit] == rep))
        self._model.add_exactly_one(self._x[unit, rep] for rep in sorted(reps))

    def hang_together(self, starts: List[int]) -> None:
        """Every unit of an area has a neighbour in it that is nearer to the area's root."""
        for rep, root in enumerate(starts):
            if (root, rep) in self._x:
                self._model.add(self._x[root, rep] == 1)
            distance = ways(self._board, self._areas, rep, root)
            for unit, reps in enumerate(self._options):
                if rep in reps and unit != root:
                    self._hang(unit, rep, distance)

    def _hang(self, unit: int, rep: int, distance: Floats) -> None:
        others = [int(v) for v in self._board.ground.neighbours[unit] if distance[v] < distance[unit]]
        if any(self._options[other] == {rep} for other in others):
            return
        parents = [self._x[other, rep] for other in others if (other, rep) in self._x]
        if (unit, rep) in self._x:
            self._model.add_bool_or([*parents, self._x[unit, rep].negated()])
        elif parents:
            self._model.add_bool_or(parents)

    def balance(self) -> None:
        """Each load within the tolerance of its share of all loads; what is beyond has a high price."""
        scale = LOAD_SCALE * self._board.reps / float(self._board.loads(self._areas).sum())
        most = 8 * LOAD_SCALE * self._board.reps
        loads = [self._load(rep, scale) for rep in range(self._board.reps)]
        total = self._model.new_int_var(0, most, "total")
        self._model.add(total == sum(loads))
        within = WITHIN * self._board.question.tolerance
        for load, share in zip(loads, self._board.share):
            beyond = self._model.new_int_var(0, most, "")
            low, high = round(1000 * LOAD_SCALE * share * (1 - within)), round(1000 * LOAD_SCALE * share * (1 + within))
            big = 1000 * LOAD_SCALE
            self._model.add(big * load <= high * total + big * beyond)
            self._model.add(big * load >= low * total - big * beyond)
            self._beyond.append(beyond)

    def _load(self, rep: int, scale: float) -> cp_model.LinearExprT:
        whole = np.rint(self._board.load[:, rep] * scale).astype(np.int64)
        given = [unit for unit, reps in enumerate(self._options) if reps == {rep}]
        fixed = round(float(self._board.fixed[rep]) * scale) + int(whole[given].sum())
        units = [unit for unit, reps in enumerate(self._options) if (unit, rep) in self._x]
        terms = cp_model.LinearExpr.weighted_sum(
            [self._x[unit, rep] for unit in units], [int(whole[unit]) for unit in units]
        )
        return terms + fixed

    def minimise(self, price: Floats) -> None:
        """Least price of all units."""
        keys = list(self._x)
        typical = max(float(np.median(price.min(axis=1))), 1e-9)
        costs = [round(min(float(price[key]) / typical, 1e6) * PRICE_SCALE) for key in keys]
        beyond_price = max(1, round(BEYOND * PRICE_SCALE * len(price) / self._board.reps / LOAD_SCALE))
        self._model.minimize(
            cp_model.LinearExpr.weighted_sum([self._x[key] for key in keys], costs)
            + cp_model.LinearExpr.weighted_sum(self._beyond, [beyond_price] * len(self._beyond))
        )

    def solved(self, work: float) -> _Round:
        """Solve within the deterministic time ``work``; one worker, so that equal questions have equal answers."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._board.question.seed
        solver.parameters.max_deterministic_time = work
        status = solver.solve(self._model)
        spent = float(solver.response_proto.deterministic_time)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return _Round(self._areas, spent)
        areas = self._areas.copy()
        for (unit, rep), chosen in self._x.items():
            if solver.boolean_value(chosen):
                areas[unit] = rep
        return _Round(areas, spent)
