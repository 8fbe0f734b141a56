"""Where one more visit costs least: greedy completion, repair, reasons.

Positions are tried by rising detour; the detour is a lower bound of what an
insertion costs, so that most positions are never evaluated.
"""

from __future__ import annotations

from typing import Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from .evaluation import Evaluator, Order, Orders, Verdict

#: At most so many positions are evaluated for one candidate.
MAX_TRIALS = 250


class Place(NamedTuple):
    """A way to insert a candidate.

    ``delta`` is what the objective grows by (the gain by the visit itself not
    counted), ``detour_s`` the driving added, ``verdict`` how the changed route
    stands to its shift.
    """

    delta: int
    shift: int
    position: int
    detour_s: int
    verdict: Verdict


class Position(NamedTuple):
    """Where a candidate could go.

    ``short_s`` is the least by which the shift would be too short, counting
    driving and service only; ``detour_s`` the driving added.
    """

    short_s: int
    detour_s: int
    shift: int
    position: int


def positions(
    evaluator: Evaluator, orders: Sequence[Order], candidate: int
) -> Iterator[Position]:
    """Yield every position by rising shortage, then detour."""
    found: List[Position] = []
    service_s = evaluator.services[candidate]
    for shift in evaluator.open_shifts(orders, candidate):
        order = orders[shift]
        spare_s = evaluator.spare_s(shift, order) - service_s
        pace = evaluator.rules[shift].least_percent
        for position in range(len(order) + 1):
            detour = evaluator.detour(shift, order, position, candidate)
            if detour is not None:
                short_s = max(0, detour * pace // 100 - spare_s)
                found.append(Position(short_s, detour, shift, position))
    found.sort()
    return iter(found)


def cheapest(
    evaluator: Evaluator, orders: Sequence[Order], candidate: int, trials: int = MAX_TRIALS
) -> Optional[Place]:
    """Return the cheapest insertion that keeps every rule, or ``None``."""
    best: Optional[Place] = None
    bounded = evaluator.bounded_by_detour
    for trial, at in enumerate(positions(evaluator, orders, candidate)):
        if at.short_s or trial >= trials:
            break
        if bounded and best is not None and at.detour_s >= best.delta:
            break
        place = attempt(evaluator, orders, candidate, at.shift, at.position)
        if place is not None and place.verdict.fits and (best is None or place.delta < best.delta):
            best = place
    return best


def attempt(
    evaluator: Evaluator, orders: Sequence[Order], candidate: int, shift: int, position: int
) -> Optional[Place]:
    """Evaluate one insertion; ``None`` when no length of the shift would allow it."""
    order = orders[shift]
    changed = order[:position] + [candidate] + order[position:]
    verdict = evaluator.judge(shift, changed)
    if verdict is None:
        return None
    known = evaluator.standing(shift, order)
    before = evaluator.price(shift, known) if order and known else 0
    detour = verdict.driving_s - (known.driving_s if known else 0)
    delta = evaluator.price(shift, verdict) - before
    delta += evaluator.balance_growth(orders, shift, verdict)
    return Place(delta, shift, position, detour, verdict)


def insert_all(
    evaluator: Evaluator, orders: Orders, candidates: Iterable[int], trials: int = MAX_TRIALS
) -> int:
    """Insert what pays, the worthiest first; change ``orders`` and return how many."""
    inserted = 0
    for candidate in sorted(candidates, key=lambda item: (-evaluator.worth[item], item)):
        place = cheapest(evaluator, orders, candidate, trials)
        if place is not None and place.delta < evaluator.worth[candidate]:
            orders[place.shift].insert(place.position, candidate)
            inserted += 1
    return inserted


def make_room(evaluator: Evaluator, orders: Orders, candidate: int) -> bool:
    """Place a mandatory candidate by taking optional ones out of one shift.

    Optional visits of the same client that stand in its way give up their
    place too. What was taken out is put back where it still fits. Returns
    whether the candidate has a place now; otherwise ``orders`` is unchanged.
    """
    trials: List[Tuple[int, int, Orders]] = []
    for shift in evaluator.allowed(candidate):
        trial = _with_room(evaluator, orders, candidate, shift)
        if trial is not None:
            trials.append((evaluator.cost(trial), shift, trial))
    if not trials:
        return False
    orders[:] = min(trials)[2]
    return True


def _with_room(
    evaluator: Evaluator, orders: Orders, candidate: int, shift: int
) -> Optional[Orders]:
    """Return the orders with the candidate in this shift, or ``None``."""
    must = evaluator.must
    homes = evaluator.clients.homes(orders, candidate)
    rivals = {
        item for item, at in homes.items() if evaluator.clients.clash(candidate, shift, item, at)
    }
    if any(must[item] for item in rivals):
        return None
    leaving = rivals.union(item for item in orders[shift] if not must[item])
    trial = [[item for item in order if item not in leaving] for order in orders]
    touched = {shift, *(homes[item] for item in rivals)}
    if not all(evaluator.fits(at, trial[at]) for at in touched):
        return None  # without a visit between them two places may be farther apart
    place = _best_in(evaluator, trial, candidate, shift)
    if place is None:
        return None
    trial[shift].insert(place.position, candidate)
    insert_all(evaluator, trial, sorted(leaving))
    return trial


def _best_in(
    evaluator: Evaluator, orders: Sequence[Order], candidate: int, shift: int
) -> Optional[Place]:
    places = (
        attempt(evaluator, orders, candidate, shift, position)
        for position in range(len(orders[shift]) + 1)
    )
    fitting = [place for place in places if place is not None and place.verdict.fits]
    return min(fitting, default=None)
