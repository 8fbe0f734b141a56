"""From found orders to a whole solution: nothing that fits is left out, all else explained.

The work grows with the candidates, not with candidates × shifts: a plan of
many shifts is completed region by region, each candidate in the region that
is nearest to it, and the more candidates wait, the fewer positions are tried
for each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple

import numpy as np

from ..errors import SolverFailed
from ..matrix.types import Travel
from . import insertion, objectives
from .decomposition import Regions
from .evaluation import Evaluator, Orders
from .parts import Part, restrict
from .problem import Candidate, Problem
from .reachability import impossible
from .reasons import explain
from .remedies import tried_out
from .repair import repaired
from .selection import Ints
from .solution import LeftOut, Route, Solution, Stay

#: Candidates are looked at in blocks of this size.
BLOCK = 300
#: With more shifts than this a plan is completed region by region.
REGION = 30
#: Positions tried for all waiting candidates together, and the least for each.
TRIALS = 40_000
LEAST_TRIALS = 8
#: How often the waiting ones are gone through while places are still found.
PASSES = 3


def complete(
    problem: Problem,
    travel: Travel,
    orders: Orders,
    *,
    backend: str,
    status: str = "finished",
    stays: Sequence[Stay] = (),
) -> Solution:
    """Return the solution of the given orders.

    Mandatory candidates without a place get one if taking optional ones out
    makes room; whatever else fits and pays is inserted; every other candidate
    gets its reason.

    Parameters
    ----------
    orders
        Candidate numbers per shift, feasible.
    """
    barred = {
        item
        for item in outside_of(orders, range(len(problem.candidates)))
        if problem.candidates[item].joint and not _has_time(problem.candidates[item])
    }
    while True:
        left_out = _Completion(problem, travel, orders, barred).run()
        routes = routes_of(problem, travel, orders)
        broken = _broken_joints(problem, routes)
        if not broken:
            break
        barred |= broken
        _take_out(problem, travel, orders, broken)
    tried = tried_out(problem, travel, orders, left_out)
    reasons = tuple(tried[item] for item in sorted(tried))
    value = objectives.value(problem, routes, left_out, stays)
    return Solution(routes, reasons, value, backend, status, tuple(stays))


def outside_of(orders: Orders, candidates: Iterable[int]) -> List[int]:
    """Return those of the candidates that have no place."""
    placed = {item for order in orders for item in order}
    return [item for item in candidates if item not in placed]


def _has_time(item: Candidate) -> bool:
    return item.pin is not None and item.pin.start_s is not None


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


def _without_partner(problem: Problem, candidate: int, alone: Optional[LeftOut]) -> LeftOut:
    """Return the reason of a member of a joint visit; what helps one helps not yet all."""
    item = problem.candidates[candidate]
    if alone is not None:
        helps = alone.remedy in ("change_hours", "allow_shift", "change_pin")
        return alone if helps else replace(alone, remedy="find_partner")
    people = sum(other.joint == item.joint for other in problem.candidates)
    return LeftOut(item.id, "no_partner", "find_partner", {"people": people})


class _Block(NamedTuple):
    """The visits of some shifts and some candidates without a place, ready for arithmetic."""

    part: Part
    evaluator: Evaluator
    orders: Orders


class _Completion:
    """Completes ``orders`` in place; the ``barred`` get no place."""

    def __init__(self, problem: Problem, travel: Travel, orders: Orders, barred: Set[int]) -> None:
        self._problem = problem
        self._travel = travel
        self._orders = orders
        self._regions: Optional[Regions] = None
        if len(problem.shifts) > REGION:
            self._regions = Regions(problem, travel, orders, REGION)
        self._impossible = self._hopeless()
        for item in barred:
            self._impossible[item] = _without_partner(problem, item, self._impossible.get(item))
        waiting = len(self._waiting())
        self._trials = max(LEAST_TRIALS, min(insertion.MAX_TRIALS, TRIALS // max(1, waiting)))

    def run(self) -> Dict[int, LeftOut]:
        """Insert what fits and return the reason of everybody without a place."""
        for _pass in range(PASSES):
            changed = [self._insert(block) for block in self._blocks()]
            if not any(changed):
                break
        left_out = dict(self._impossible)
        for block in self._blocks():
            left_out.update(self._explained(block))
        return left_out

    def _hopeless(self) -> Dict[int, LeftOut]:
        """Return the reasons of those whom no shift could serve even alone."""
        others = outside_of(self._orders, range(len(self._problem.candidates)))
        found: Dict[int, LeftOut] = {}
        for begin in range(0, len(others), BLOCK):
            some = others[begin : begin + BLOCK]
            part = restrict(self._problem, self._travel, some, range(len(self._problem.shifts)))
            evaluator = Evaluator(part.problem, part.matrix)
            reasons = ((item, impossible(evaluator, at)) for at, item in enumerate(some))
            found.update((item, reason) for item, reason in reasons if reason is not None)
        return found

    def _waiting(self) -> List[int]:
        others = outside_of(self._orders, range(len(self._problem.candidates)))
        return [item for item in others if item not in self._impossible]

    def _blocks(self) -> Iterator[_Block]:
        """Yield every waiting candidate once, in the region of shifts that is nearest."""
        waiting = self._waiting()
        shifts = list(range(len(self._problem.shifts)))
        regions = [(shifts, waiting)]
        if self._regions is not None:
            regions = self._regions.share(waiting)
        for shifts, others in regions:
            for begin in range(0, len(others), BLOCK):
                yield self._block(shifts, others[begin : begin + BLOCK])

    def _block(self, shifts: Sequence[int], others: Sequence[int]) -> _Block:
        here = [item for shift in shifts for item in self._orders[shift]]
        part = restrict(self._problem, self._travel, here + list(others), shifts)
        return _Block(part, Evaluator(part.problem, part.matrix), part.inward(self._orders))

    def _insert(self, block: _Block) -> bool:
        """Place what fits and pays, and what must; return whether anything changed."""
        evaluator, orders = block.evaluator, block.orders
        before = [list(order) for order in orders]
        torn = self._torn(block)
        waiting = [item for item in _may_fit(block) if item not in torn]
        while insertion.insert_all(evaluator, orders, waiting, self._trials):
            waiting = [item for item in _unplaced(block) if item not in torn]
        for item in _unplaced(block):
            if item not in torn and evaluator.must[item]:
                insertion.make_room(evaluator, orders, item)
        for shift, order in block.part.outward(orders).items():
            self._orders[shift] = order
        return orders != before

    def _torn(self, block: _Block) -> Set[int]:
        """Return candidates whose client has visits in other shifts than the block's."""
        inside = set(block.part.shifts)
        elsewhere = {
            self._problem.candidates[item].who
            for shift, order in enumerate(self._orders)
            if shift not in inside
            for item in order
        }
        items = block.part.problem.candidates
        return {at for at, item in enumerate(items) if item.who in elsewhere}

    def _explained(self, block: _Block) -> Iterator[Tuple[int, LeftOut]]:
        for item in _unplaced(block):
            reason = explain(block.evaluator, block.orders, item, self._trials)
            yield block.part.candidates[item], reason


def _unplaced(block: _Block) -> List[int]:
    return outside_of(block.orders, range(len(block.part.candidates)))


def _may_fit(block: _Block) -> List[int]:
    """Return those without a place for whom some shift has the time.

    Driving and service only, as in :func:`.insertion.positions`, for all of
    them at once.
    """
    evaluator = block.evaluator
    others = _unplaced(block)
    where = [evaluator.problem.candidates[item].location for item in others]
    services = np.array([evaluator.services[item] for item in others], dtype=np.int64)
    fits = np.zeros(len(others), dtype=np.bool_)
    for shift, order in enumerate(block.orders):
        detours = _detours(evaluator, shift, order, where)
        least = detours * evaluator.rules[shift].least_percent // 100
        fits |= (least + services <= evaluator.spare_s(shift, order)).any(axis=0)
    return [item for item, fit in zip(others, fits) if fit]


def _detours(evaluator: Evaluator, shift: int, order: Sequence[int], where: Sequence[int]) -> Ints:
    """Return the driving that places add at each position, ``int[positions, places]``.

    Where there is no way it is taken for none: a bound, nothing more.
    """
    durations = evaluator.matrix.of(evaluator.problem.shifts[shift].profile).duration_s
    places = evaluator.places(shift, order)
    added = np.zeros((len(places) - 1, len(where)), dtype=np.int64)
    for at, (here, there) in enumerate(zip(places, places[1:])):
        if here is not None:
            added[at] += np.maximum(durations[here, where], 0)
        if there is not None:
            added[at] += np.maximum(durations[where, there], 0)
        if order and here is not None and there is not None:
            added[at] -= max(int(durations[here, there]), 0)
    return added


def routes_of(problem: Problem, travel: Travel, orders: Orders) -> Tuple[Route, ...]:
    """Return the routes of feasible orders; shifts without visits have none."""
    routes: List[Route] = []
    used = [shift for shift, order in enumerate(orders) if order]
    for begin in range(0, len(used), REGION):
        routes.extend(_routes(problem, travel, orders, used[begin : begin + REGION]))
    return tuple(routes)


def _routes(
    problem: Problem, travel: Travel, orders: Orders, shifts: Sequence[int]
) -> Iterator[Route]:
    placed = [item for shift in shifts for item in orders[shift]]
    part = restrict(problem, travel, placed, shifts)
    evaluator = Evaluator(part.problem, part.matrix)
    for shift, order in enumerate(part.inward(orders)):
        route = evaluator.route(shift, order)
        if route is None:
            raise SolverFailed("infeasible_order", {"shift": part.problem.shifts[shift].id})
        yield route
