"""Why a candidate is left out, and a remedy that was tried out.

Nothing here is guessed: a remedy is offered only after the changed route was
evaluated with it.
"""

from __future__ import annotations

from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from .evaluation import Evaluator, Order
from .insertion import MAX_TRIALS, Place, attempt, positions
from .reachability import pin_params
from .solution import LeftOut, Param

#: A shift that would have to end later than this is no remedy.
MAX_EXTENSION_S = 4 * 3600

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
    remedy, params = _remedy(evaluator, candidate, _places(evaluator, orders, candidate, trials))
    return LeftOut(item.id, "no_room" if item.mandatory else "outscored", remedy, params)


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
        verdict = place.verdict
        if not verdict.stops_over and not verdict.driving_over_s:
            least_late = min(least_late, verdict.late_s)
    return found


def _remedy(evaluator: Evaluator, candidate: int, places: Sequence[Place]) -> Remedy:
    fitting = min((place for place in places if place.verdict.fits), default=None)
    if fitting is not None:
        return _dearer_than_worth(evaluator, candidate, fitting)
    return (
        _longer_shift(evaluator, places)
        or _more_stops(evaluator, places)
        or _more_driving(evaluator, places)
        or ("replace_other", {})
    )


def _dearer_than_worth(evaluator: Evaluator, candidate: int, place: Place) -> Remedy:
    params = _params(evaluator, place)
    missing = place.delta - evaluator.worth[candidate]
    params["prize_short"] = max(1, missing // max(1, evaluator.problem.prize_s) + 1)
    return "make_mandatory", params


def _longer_shift(evaluator: Evaluator, places: Iterable[Place]) -> Optional[Remedy]:
    late = [
        (place.verdict.late_s, place)
        for place in places
        if not place.verdict.stops_over and not place.verdict.driving_over_s
    ]
    if not late or min(late)[0] > MAX_EXTENSION_S:
        return None
    return "extend_shift", _params(evaluator, min(late)[1])


def _more_stops(evaluator: Evaluator, places: Iterable[Place]) -> Optional[Remedy]:
    full = [p for p in places if not p.verdict.late_s and not p.verdict.driving_over_s]
    if not full:
        return None
    return "raise_max_stops", _params(evaluator, min(full))


def _more_driving(evaluator: Evaluator, places: Iterable[Place]) -> Optional[Remedy]:
    far = [
        (place.verdict.driving_over_s, place)
        for place in places
        if not place.verdict.late_s and not place.verdict.stops_over
    ]
    if not far:
        return None
    over, place = min(far)
    return "raise_max_driving", {**_params(evaluator, place), "extra_driving_s": over}


def _params(evaluator: Evaluator, place: Place) -> Dict[str, Param]:
    return {
        "shift": evaluator.problem.shifts[place.shift].id,
        "extra_s": place.verdict.late_s,
        "detour_s": place.detour_s,
    }
