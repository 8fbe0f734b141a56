"""Routes that somebody else decided, as a solution: nothing inserted, nothing explained."""

from __future__ import annotations

from typing import Mapping, Sequence

from ..matrix.types import Travel
from . import objectives
from .completion import routes_of
from .evaluation import Orders
from .problem import Candidate, Problem
from .solution import LeftOut, Solution


def as_given(
    problem: Problem, travel: Travel, orders: Mapping[str, Sequence[str]], backend: str
) -> Solution:
    """Return the solution of given orders, for the checker to judge.

    Parameters
    ----------
    orders
        Candidate ids by shift id; whoever is in none of them is left out.

    Raises
    ------
    SolverFailed
        ``infeasible_order`` with the shift whose order breaks a rule.
    """
    number = {item.id: at for at, item in enumerate(problem.candidates)}
    listed: Orders = [
        [number[name] for name in orders.get(shift.id, ())] for shift in problem.shifts
    ]
    routes = routes_of(problem, travel, listed)
    placed = {item for order in listed for item in order}
    others = [at for at in range(len(problem.candidates)) if at not in placed]
    left_out = tuple(_unexplained(problem.candidates[at]) for at in others)
    value = objectives.value(problem, routes, others)
    return Solution(routes, left_out, value, backend, "given_order")


def _unexplained(item: Candidate) -> LeftOut:
    if item.pin is not None:
        return LeftOut(item.id, "pin_conflict", "change_pin", {"cause": "occupied"})
    return LeftOut(item.id, "no_room" if item.mandatory else "outscored", "replace_other")
