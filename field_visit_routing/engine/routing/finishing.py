"""From the orders of a search to the solution of the problem as it was asked.

A search sees joint visits as pinned ones and nights as other ends and starts
of shifts. Here both are told in the problem's own terms again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import AbstractSet, List, Mapping, Sequence

from ..matrix.types import Travel
from . import objectives
from .completion import complete
from .evaluation import Orders
from .nights import moved
from .problem import Candidate, Pin, Problem
from .solution import LeftOut, Solution, Stay

#: Nobody waits for anybody.
_NONE: Mapping[str, int] = {}
#: Reasons that may come from our own pins instead of the user's.
_OURS = ("pin_conflict", "no_partner", "not_allowed", "too_soon")


def finish(
    problem: Problem,
    travel: Travel,
    orders: Orders,
    *,
    backend: str,
    status: str = "finished",
    stays: Sequence[Stay] = (),
    starts: Mapping[str, int] = _NONE,
    outscored: AbstractSet[str] = frozenset(),
) -> Solution:
    """Complete the orders and return the solution.

    Parameters
    ----------
    orders
        Candidate numbers per shift, feasible with the stays and starts.
    stays
        Nights away from home that the orders rely on.
    starts
        Starts of the members of joint visits by candidate id.
    outscored
        Ids of members of joint visits that could have a place but are not
        worth it.
    """
    if not stays and not any(item.joint for item in problem.candidates):
        return complete(problem, travel, orders, backend=backend, status=status)
    seen = moved(_appointed(problem, orders, starts), stays)
    found = complete(seen, travel, orders, backend=backend, status=status)
    left_out = tuple(_told(problem, item, outscored) for item in found.left_out)
    number = {item.id: at for at, item in enumerate(problem.candidates)}
    others = [number[item.candidate_id] for item in left_out]
    value = objectives.value(problem, found.routes, others, stays)
    return replace(found, left_out=left_out, objective_value=value, stays=tuple(stays))


def _appointed(problem: Problem, orders: Orders, starts: Mapping[str, int]) -> Problem:
    """Return the problem with the decided joint visits pinned."""
    items: List[Candidate] = list(problem.candidates)
    for shift, order in zip(problem.shifts, orders):
        for at in order:
            item = items[at]
            if item.joint and item.id in starts:
                pin = replace(item.pin or Pin(), shift_id=shift.id, start_s=starts[item.id])
                items[at] = replace(item, pin=pin)
    return replace(problem, candidates=tuple(items))


def _told(problem: Problem, known: LeftOut, outscored: AbstractSet[str]) -> LeftOut:
    """Return the reason of somebody left out; members of joint visits were pinned by us."""
    item = next(item for item in problem.candidates if item.id == known.candidate_id)
    if not item.joint or item.pin is not None or known.code not in _OURS:
        return known
    if item.id in outscored:
        return LeftOut(item.id, "no_room" if item.mandatory else "outscored", "replace_other")
    people = sum(1 for other in problem.candidates if other.joint == item.joint)
    return LeftOut(item.id, "no_partner", "find_partner", {"people": people})
