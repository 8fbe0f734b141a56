"""Why a candidate is left out, and a remedy that was tried out.

Nothing here is guessed: a remedy is offered only after the changed route was
evaluated with it.
"""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

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
            return LeftOut(item.id, "too_soon", "change_gap", near)
    remedy, params = _remedy(evaluator, candidate, places)
    return LeftOut(item.id, "no_room" if item.mandatory else "outscored", remedy, params)


def _other_visit_near(
    evaluator: Evaluator, orders: Sequence[Order], candidate: int
) -> Optional[Dict[str, Param]]:
    """Return where it would fit if only the other visits of the client allowed it."""
    homes = evaluator.clients.homes(orders, candidate)
    clash = evaluator.clients.clash
    for shift in evaluator.allowed(candidate):
        near = [item for item, at in homes.items() if clash(candidate, shift, item, at)]
        if not near:
            continue
        for position in range(len(orders[shift]) + 1):
            place = attempt(evaluator, orders, candidate, shift, position)
            if place is not None and place.verdict.fits:
                other = evaluator.problem.candidates[near[0]].id
                return {**_params(evaluator, place), "other": other}
    return None


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
