"""Why a candidate is left out, and a remedy that was tried out.

Nothing here is guessed: a remedy is offered only after the changed route was
evaluated with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, Optional, Sequence, Tuple

from .clients import day_span
from .evaluation import Evaluator, Order
from .insertion import MAX_TRIALS, Place, attempt, positions
from .reachability import pin_params
from .solution import LeftOut, Param

#: A shift that would have to end later than this is no remedy.
MAX_EXTENSION_S = 4 * 3600

#: A bound that alone is in the way, what lifts it, and the parameter that tells by how much.
_SINGLE = (
    ("late_s", "extend_shift", "extra_s"),
    ("stops_over", "raise_max_stops", "extra_stops"),
    ("load_over", "raise_capacity", "extra_load"),
    ("driving_over_s", "raise_max_driving", "extra_driving_s"),
    ("duration_over_s", "raise_max_duration", "extra_duration_s"),
)

Remedy = Tuple[str, Dict[str, Param]]


def explain(
    evaluator: Evaluator, orders: Sequence[Order], candidate: int, trials: int = MAX_TRIALS
) -> LeftOut:
    """Return the reason for a candidate that fits alone but has no place."""
    item = evaluator.problem.candidates[candidate]
    if evaluator.pinned(candidate):
        blocked = not evaluator.open_shifts(orders, candidate)
        params = pin_params(evaluator.problem, item)
        params["cause"] = "too_soon" if blocked else "occupied"
        return LeftOut(item.id, "pin_conflict", "change_pin", params)
    places = _places(evaluator, orders, candidate, trials)
    if not any(place.verdict.fits for place in places):
        near = _other_visit_near(evaluator, orders, candidate)
        if near is not None:
            return LeftOut(item.id, "too_soon", *near)
    remedy, params = _remedy(evaluator, candidate, places)
    if remedy == "replace_other":
        params = exchange(evaluator, orders, candidate, trials)
    return LeftOut(item.id, "no_room" if item.mandatory else "outscored", remedy, params)


def _other_visit_near(
    evaluator: Evaluator, orders: Sequence[Order], candidate: int
) -> Optional[Remedy]:
    """Return what helps where it would fit if only another visit of the client allowed it.

    Other gaps help where the days differ and are in the visits' order; else
    only an exchange for the other visit does.
    """
    homes = evaluator.clients.homes(orders, candidate)
    found: List[Remedy] = []
    for shift in evaluator.allowed(candidate):
        near = [it for it, at in homes.items() if evaluator.clients.clash(candidate, shift, it, at)]
        if len(near) != 1:
            continue
        (other,) = near
        params: Dict[str, Param] = {"other": evaluator.problem.candidates[other].id}
        order = [item for item in orders[shift] if item != other]
        place = _first_fitting(evaluator, orders, candidate, shift, order)
        if place is None:
            continue
        params.update(_params(evaluator, place))
        days = _days_if_gaps_allow(evaluator, candidate, shift, other, homes[other])
        if days:
            return "change_gap", {**params, "days": days}
        found.append(("replace_other", params))
    return found[0] if found else None


def _first_fitting(
    evaluator: Evaluator, orders: Sequence[Order], candidate: int, shift: int, order: Order
) -> Optional[Place]:
    """Return an insertion into a shift's changed order that fits."""
    changed = [order if at == shift else list(known) for at, known in enumerate(orders)]
    for position in range(len(order) + 1):
        place = attempt(evaluator, changed, candidate, shift, position)
        if place is not None and place.verdict.fits:
            return place
    return None


def _days_if_gaps_allow(
    evaluator: Evaluator, candidate: int, shift: int, other: int, home: int
) -> int:
    """Return the days between both visits if no gap but a day is asked for, else 0."""
    items, shifts = evaluator.problem.candidates, evaluator.problem.shifts
    one, two = (
        replace(items[item], min_gap_days=1, max_gap_days=None) for item in (candidate, other)
    )
    least, most = day_span(one, two)
    days = shifts[home].day - shifts[shift].day
    return abs(days) if least <= days <= most else 0


def exchange(
    evaluator: Evaluator, orders: Sequence[Order], candidate: int, trials: int = MAX_TRIALS
) -> Dict[str, Param]:
    """Return the optional visit (``other``) whose place in ``shift`` the candidate can take.

    Empty when no exchange of one for one, at the same place of the order,
    fits; at most ``trials`` are tried, those that add least driving first.
    """
    found: List[Tuple[int, int, int]] = []
    for shift in evaluator.open_shifts(orders, candidate):
        order = orders[shift]
        for position, other in enumerate(order):
            rest = order[:position] + order[position + 1 :]
            detour_s = evaluator.detour(shift, rest, position, candidate)
            if detour_s is not None and not evaluator.must[other]:
                found.append((detour_s, shift, position))
    for _detour_s, shift, position in sorted(found)[:trials]:
        order = orders[shift]
        if evaluator.fits(shift, order[:position] + [candidate] + order[position + 1 :]):
            name = evaluator.problem.candidates[order[position]].id
            return {"shift": evaluator.problem.shifts[shift].id, "other": name}
    return {}


def _places(
    evaluator: Evaluator, orders: Sequence[Order], candidate: int, trials: int
) -> List[Place]:
    """Return the insertions that some length of their shift would allow.

    Those that miss least come first; once no further one can miss less time
    than a known one, the rest is not evaluated.
    """
    found: List[Place] = []
    least_late = MAX_EXTENSION_S + 1
    for trial, at in enumerate(positions(evaluator, orders, candidate)):
        if trial >= trials or at.short_s > least_late:
            break
        place = attempt(evaluator, orders, candidate, at.shift, at.position)
        if place is None:
            continue
        found.append(place)
        if _only(place, "late_s"):
            least_late = min(least_late, place.verdict.late_s)
    return found


def _remedy(evaluator: Evaluator, candidate: int, places: Sequence[Place]) -> Remedy:
    fitting = min((place for place in places if place.verdict.fits), default=None)
    if fitting is not None:
        return _dearer_than_worth(evaluator, candidate, fitting)
    for bound, remedy, name in _SINGLE:
        missing = [
            (getattr(place.verdict, bound), place) for place in places if _only(place, bound)
        ]
        if missing and (bound != "late_s" or min(missing)[0] <= MAX_EXTENSION_S):
            size, place = min(missing)
            return remedy, {**_params(evaluator, place), name: size}
    return "replace_other", {}


def _only(place: Place, bound: str) -> bool:
    """Whether no other bound is in the way."""
    return all(name == bound for name in place.verdict.faults)


def _dearer_than_worth(evaluator: Evaluator, candidate: int, place: Place) -> Remedy:
    params = _params(evaluator, place)
    missing = place.delta - evaluator.worth[candidate]
    params["prize_short"] = max(1, missing // max(1, evaluator.problem.prize_s) + 1)
    return "make_mandatory", params


def _params(evaluator: Evaluator, place: Place) -> Dict[str, Param]:
    return {
        "shift": evaluator.problem.shifts[place.shift].id,
        "extra_s": place.verdict.late_s,
        "detour_s": place.detour_s,
    }
