"""Remedies that change what a candidate asks for, tried out beside the finished plan.

A candidate that no shift may serve, that is never open or whose pin cannot
be kept gets told where it would fit if just that were different.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, Mapping

from ..matrix.types import Travel
from .evaluation import Evaluator, Orders
from .insertion import Place, cheapest
from .parts import restrict
from .problem import Candidate, Problem
from .solution import LeftOut

#: So many candidates are looked at; the first of the problem come first.
MOST = 200
#: So many shifts are looked at; the plan of more is not tried out.
MOST_SHIFTS = 600
#: Positions tried for each.
TRIALS = 60

#: They change the candidate's ``allowed_shifts``, ``windows`` and ``pin``.
FREEING = ("allow_shift", "change_hours", "change_pin")


def tried_out(
    problem: Problem, travel: Travel, orders: Orders, left_out: Mapping[int, LeftOut]
) -> Dict[int, LeftOut]:
    """Return the reasons with the place that the remedy would open.

    ``allow_shift``, ``change_hours`` and ``change_pin`` get ``to_shift`` and
    ``to_s``, shift and start at which the visit fits into the plan as it is
    once its allowed shifts, its windows or its pin are changed. Where they
    are missing, that alone does not help.
    """
    frozen = problem.frozen()
    chosen = [
        item
        for item, reason in left_out.items()
        if reason.remedy in FREEING
        and problem.candidates[item].id not in frozen
        and not problem.candidates[item].joint
    ][:MOST]
    if not chosen or len(problem.shifts) > MOST_SHIFTS:
        return dict(left_out)
    return {**left_out, **_tried(problem, travel, orders, left_out, chosen)}


def _tried(
    problem: Problem,
    travel: Travel,
    orders: Orders,
    left_out: Mapping[int, LeftOut],
    chosen: List[int],
) -> Dict[int, LeftOut]:
    freed = list(problem.candidates)
    for item in chosen:
        freed[item] = _freed(freed[item], left_out[item].remedy)
    placed = [item for order in orders for item in order]
    everywhere = range(len(problem.shifts))
    part = restrict(
        replace(problem, candidates=tuple(freed)), travel, placed + chosen, everywhere
    )
    evaluator, inner = Evaluator(part.problem, part.matrix), part.inward(orders)
    found = {}
    for at, item in enumerate(chosen, start=len(placed)):
        place = cheapest(evaluator, inner, at, TRIALS)
        if place is not None:
            found[item] = _with_place(evaluator, inner, at, place, left_out[item])
    return found


def _freed(item: Candidate, remedy: str) -> Candidate:
    if remedy == "allow_shift":
        return replace(item, allowed_shifts=None)
    if remedy == "change_hours":
        return replace(item, windows=())
    return replace(item, pin=None)


def _with_place(
    evaluator: Evaluator, orders: Orders, candidate: int, place: Place, reason: LeftOut
) -> LeftOut:
    order = orders[place.shift]
    changed = order[: place.position] + [candidate] + order[place.position :]
    table = evaluator.timetable(place.shift, changed)
    if table is None:
        return reason
    shift = evaluator.problem.shifts[place.shift].id
    start_s = table.visits[place.position].start_s
    return replace(reason, params={**reason.params, "to_shift": shift, "to_s": start_s})
