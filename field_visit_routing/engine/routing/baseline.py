"""The present way of working, for comparison: customers in a given order, nothing optimised."""

from __future__ import annotations

from typing import Dict, List, Sequence, Set

from ..errors import InvalidProblem
from ..matrix.types import Travel
from . import objectives
from .completion import BLOCK, routes_of
from .evaluation import Evaluator, Orders
from .parts import restrict
from .problem import Problem
from .reachability import impossible
from .solution import LeftOut, Solution
from .validation import errors_of, validate


def in_order(problem: Problem, matrix: Travel, order: Sequence[str]) -> Solution:
    """Return the routes of somebody who visits the customers as they are listed.

    Each customer is appended to the first shift (by begin, then as given)
    that still takes him at its end; whom no shift takes is left out, as are
    candidates that ``order`` does not name. The checker accepts the result.

    Raises
    ------
    InvalidProblem
        When :func:`.validation.validate` finds errors.
    """
    errors = errors_of(validate(problem, matrix))
    if errors:
        raise InvalidProblem(errors)
    orders: Orders = [[] for _shift in problem.shifts]
    left_out: Dict[int, LeftOut] = {}
    chosen = _chosen(problem, order)
    for begin in range(0, len(chosen), BLOCK):
        left_out.update(_append(problem, matrix, orders, chosen[begin : begin + BLOCK]))
    named = set(chosen)
    for at in range(len(problem.candidates)):
        if at not in named:
            left_out[at] = _unlisted(problem, at)
    routes = routes_of(problem, matrix, orders)
    reasons = tuple(left_out[at] for at in sorted(left_out))
    value = objectives.value(problem, routes, left_out)
    return Solution(routes, reasons, value, "in_order", "given_order")


def _chosen(problem: Problem, order: Sequence[str]) -> List[int]:
    """Return the candidate numbers in the given order, each once; unknown ids are skipped.

    Visits that begin a route come first; a joint visit takes more than one list.
    """
    number = {item.id: at for at, item in enumerate(problem.candidates) if not item.joint}
    seen: Set[str] = set()
    chosen = []
    for name in [*problem.frozen(), *order]:
        if name in number and name not in seen:
            seen.add(name)
            chosen.append(number[name])
    return chosen


def _append(
    problem: Problem, matrix: Travel, orders: Orders, some: Sequence[int]
) -> Dict[int, LeftOut]:
    """Append some candidates to the orders; return the reasons of those left out."""
    placed = [item for order in orders for item in order]
    part = restrict(problem, matrix, placed + list(some), range(len(orders)))
    evaluator = Evaluator(part.problem, part.matrix)
    inner = part.inward(orders)
    left_out = {}
    for candidate in range(len(placed), len(part.candidates)):
        if not _append_one(evaluator, inner, candidate):
            found = impossible(evaluator, candidate)
            reason = found or _unlisted(part.problem, candidate)
            left_out[part.candidates[candidate]] = reason
    for shift, order in part.outward(inner).items():
        orders[shift] = order
    return left_out


def _append_one(evaluator: Evaluator, orders: Orders, candidate: int) -> bool:
    """Append to the first shift, by its begin, that still takes the candidate."""
    shifts = evaluator.problem.shifts
    for shift in sorted(evaluator.open_shifts(orders, candidate), key=lambda at: shifts[at].start_s):
        if evaluator.fits(shift, orders[shift] + [candidate]):
            orders[shift].append(candidate)
            return True
    return False


def _unlisted(problem: Problem, candidate: int) -> LeftOut:
    item = problem.candidates[candidate]
    if item.joint:
        return LeftOut(item.id, "no_partner", "find_partner")
    if item.pin is not None or item.id in problem.frozen():
        return LeftOut(item.id, "pin_conflict", "change_pin", {"cause": "occupied"})
    return LeftOut(item.id, "no_room" if item.mandatory else "outscored", "replace_other")
