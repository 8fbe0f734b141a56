"""Who of several people gets which place: in turn, or the one with the least to do."""
import heapq
from dataclasses import dataclass
from typing import Dict, Mapping, Sequence

#: A customer without a wanted interval is seen once a year.
DAYS_OF_A_YEAR = 365.25
DAYS_OF_A_MONTH = DAYS_OF_A_YEAR / 12
MINUTES_OF_AN_HOUR = 60.0


@dataclass(frozen=True)
class Place:
    """One customer or lead to be given: its id, who has it (0: nobody) and how much work it is."""

    id: int
    holder: int = 0
    load: float = 1.0


def monthly_hours(interval_days: int, duration_min: int) -> float:
    """Return the hours of visits a month at a place that is visited every ``interval_days`` (0: once a year)."""
    return DAYS_OF_A_MONTH / (interval_days or DAYS_OF_A_YEAR) * duration_min / MINUTES_OF_AN_HOUR


def share_in_turn(places: Sequence[Place], takers: Sequence[int]) -> Dict[int, int]:
    """Return ``{place id: taker}``: each taker in turn, from the first on.

    Who of the takers has a place already keeps it, which takes no turn.

    :param takers: ids of people in the order of their turns, at least one
    """
    turn, given = 0, {}
    for place in places:
        if place.holder in takers:
            given[place.id] = place.holder
        else:
            given[place.id] = takers[turn % len(takers)]
            turn += 1
    return given


def share_to_least(places: Sequence[Place], takers: Sequence[int], loads: Mapping[int, float]) -> Dict[int, int]:
    """Return ``{place id: taker}``: each place to whoever has the least to do at that moment.

    Who of the takers has a place already keeps it; its load is counted in ``loads``.  Of equal
    loads the earlier taker comes first.

    :param takers: ids of people, at least one
    :param loads: what each has to do already, in the unit of ``Place.load``; 0 for those not in it
    """
    queue = [(loads.get(taker, 0.0), order, taker) for order, taker in enumerate(takers)]
    heapq.heapify(queue)
    known, given = set(takers), {}
    for place in places:
        if place.holder in known:
            given[place.id] = place.holder
            continue
        load, order, taker = queue[0]
        heapq.heapreplace(queue, (load + place.load, order, taker))
        given[place.id] = taker
    return given
