"""From found orders to a whole solution: nothing that fits is left out, all else explained."""

from __future__ import annotations

from typing import Dict, Iterable, Iterator, List, NamedTuple, Sequence, Set, Tuple

from ..errors import SolverFailed
from ..matrix.types import Travel
from . import insertion, objectives
from .evaluation import Evaluator, Orders
from .parts import Part, restrict
from .problem import Candidate, Problem
from .reachability import impossible
from .reasons import explain
from .repair import repaired
from .solution import LeftOut, Route, Solution

#: Positions tried per candidate that did not enter the search.
OUTSIDE_TRIALS = 40
#: Candidates outside the search are looked at in blocks of this size.
BLOCK = 300


class _Block(NamedTuple):
    """The placed candidates and some of the others, ready for arithmetic."""

    part: Part
    evaluator: Evaluator
    orders: Orders
    others: List[int]
    impossible: Dict[int, LeftOut]
    trials: int


def complete(
    problem: Problem,
    travel: Travel,
    orders: Orders,
    *,
    backend: str,
    outside: Sequence[int] = (),
    status: str = "finished",
) -> Solution:
    """Return the solution of the given orders.

    Mandatory candidates without a place get one if taking optional ones out
    makes room; whatever else fits and pays is inserted; every other candidate
    gets its reason.

    Parameters
    ----------
    orders
        Candidate numbers per shift, feasible.
    outside
        Numbers of candidates that did not enter the search.
    """
    barred = {
        item
        for item in outside_of(orders, range(len(problem.candidates)))
        if problem.candidates[item].joint and not _has_time(problem.candidates[item])
    }
    while True:
        left_out = _settle(problem, travel, orders, outside, barred)
        routes = routes_of(problem, travel, orders)
        broken = _broken_joints(problem, routes)
        if not broken:
            break
        barred |= broken
        _take_out(problem, travel, orders, broken)
    reasons = tuple(left_out[item] for item in sorted(left_out))
    value = objectives.value(problem, routes, left_out)
    return Solution(routes, reasons, value, backend, status)


def outside_of(orders: Orders, candidates: Iterable[int]) -> List[int]:
    """Return those of the candidates that have no place."""
    placed = {item for order in orders for item in order}
    return [item for item in candidates if item not in placed]


def _has_time(item: Candidate) -> bool:
    return item.pin is not None and item.pin.start_s is not None


def _settle(
    problem: Problem, travel: Travel, orders: Orders, outside: Sequence[int], barred: Set[int]
) -> Dict[int, LeftOut]:
    """Insert until nothing more fits and pays; return the reasons of the others."""
    left_out: Dict[int, LeftOut] = {}
    settled = False
    while not settled:
        settled = True
        for block in _blocks(problem, travel, orders, outside, barred):
            if _insert(block):
                settled = False
                for shift, order in block.part.outward(block.orders).items():
                    orders[shift] = order
            left_out.update(_explained(block))
    return {item: left_out[item] for item in outside_of(orders, left_out)}


def _broken_joints(problem: Problem, routes: Iterable[Route]) -> Set[int]:
    """Return the members of joint visits that lack somebody, or that do not start together."""
    groups: Dict[str, List[int]] = {}
    for at, item in enumerate(problem.candidates):
        if item.joint:
            groups.setdefault(item.joint, []).append(at)
    if not groups:
        return set()
    reps = {shift.id: shift.rep for shift in problem.shifts}
    where = {
        stop.candidate_id: (reps[route.shift_id], stop.start_s)
        for route in routes
        for stop in route.stops
    }
    broken: Set[int] = set()
    for members in groups.values():
        names = [problem.candidates[item].id for item in members]
        found = [where[name] for name in names if name in where]
        teams, times = {rep for rep, _start in found}, {start for _rep, start in found}
        if found and (len(teams) < len(members) or len(times) > 1):
            broken.update(members)
    return broken


def _take_out(problem: Problem, travel: Travel, orders: Orders, leaving: Set[int]) -> None:
    """Remove visits; where the way without them is longer, others may have to go too."""
    placed = sorted(item for order in orders for item in order if item not in leaving)
    remaining = [[item for item in order if item not in leaving] for order in orders]
    part = restrict(problem, travel, placed, range(len(problem.shifts)))
    evaluator = Evaluator(part.problem, part.matrix)
    inner = part.inward(remaining)
    if not evaluator.legal(inner):
        inner = repaired(evaluator, inner)
    for shift, order in part.outward(inner).items():
        orders[shift] = order


def _blocks(
    problem: Problem, travel: Travel, orders: Orders, outside: Sequence[int], barred: Set[int]
) -> Iterator[_Block]:
    """Yield the candidates of the search first, then the others block by block."""
    beyond = set(outside)
    inside = [item for item in range(len(problem.candidates)) if item not in beyond]
    yield _block(problem, travel, orders, inside, insertion.MAX_TRIALS, barred)
    for begin in range(0, len(outside), BLOCK):
        some = outside[begin : begin + BLOCK]
        yield _block(problem, travel, orders, some, OUTSIDE_TRIALS, barred)


def _block(
    problem: Problem,
    travel: Travel,
    orders: Orders,
    some: Iterable[int],
    trials: int,
    barred: Set[int],
) -> _Block:
    placed = {item for order in orders for item in order}
    part = restrict(problem, travel, sorted(placed.union(some)), range(len(problem.shifts)))
    evaluator = Evaluator(part.problem, part.matrix)
    others = [at for at, item in enumerate(part.candidates) if item not in placed]
    alone = {item: impossible(evaluator, item) for item in others}
    reasons = {item: reason for item, reason in alone.items() if reason is not None}
    for at, item in enumerate(part.candidates):
        if item in barred and at not in reasons:
            reasons[at] = _without_partner(problem, item)
    return _Block(part, evaluator, part.inward(orders), others, reasons, trials)


def _without_partner(problem: Problem, candidate: int) -> LeftOut:
    item = problem.candidates[candidate]
    people = sum(other.joint == item.joint for other in problem.candidates)
    return LeftOut(item.id, "no_partner", "find_partner", {"people": people})


def _insert(block: _Block) -> bool:
    """Place what fits and pays, and what must; return whether anything changed."""
    evaluator, orders = block.evaluator, block.orders
    before = [list(order) for order in orders]
    waiting = [item for item in block.others if item not in block.impossible]
    while insertion.insert_all(evaluator, orders, waiting, block.trials):
        waiting = outside_of(orders, waiting)
    must = [item for item in waiting if evaluator.must[item]]
    for item in must:
        insertion.make_room(evaluator, orders, item)
    return orders != before


def _explained(block: _Block) -> Iterator[Tuple[int, LeftOut]]:
    """Yield the reason of everybody without a place, of those who just lost it too."""
    everybody = range(len(block.part.candidates))
    for item in outside_of(block.orders, everybody):
        reason = block.impossible.get(item)
        if reason is None:
            reason = explain(block.evaluator, block.orders, item, block.trials)
        yield block.part.candidates[item], reason


def routes_of(problem: Problem, travel: Travel, orders: Orders) -> Tuple[Route, ...]:
    """Return the routes of feasible orders; shifts without visits have none."""
    placed = sorted(item for order in orders for item in order)
    part = restrict(problem, travel, placed, range(len(problem.shifts)))
    evaluator = Evaluator(part.problem, part.matrix)
    routes = []
    for shift, order in enumerate(part.inward(orders)):
        if not order:
            continue
        route = evaluator.route(shift, order)
        if route is None:
            raise SolverFailed("infeasible_order", {"shift": problem.shifts[shift].id})
        routes.append(route)
    return tuple(routes)
