"""The way really driven to each visit: the trail of a day shared out among the stops that were made on it.

Times are whole seconds on any one clock, as in :mod:`.track`.
"""
from bisect import bisect_right
from dataclasses import dataclass
from itertools import chain
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from .track import Kept, distance_m, is_gap

DAWN, NIGHT = float("-inf"), float("inf")


@dataclass(frozen=True)
class Stop:
    """Somewhere that the person arrived, and left again; ``ended_s`` None: not yet."""

    id: int
    began_s: int
    ended_s: Optional[int] = None


@dataclass(frozen=True)
class Leg:
    """Metres driven to a stop, and how many of them are straight lines across times of which nothing is known."""

    distance_m: float = 0.0
    gap_m: float = 0.0


@dataclass(frozen=True)
class _Span:
    """The time on the road to the stop ``id``, after ``from_s`` until ``until_s``; None: away from the last one."""

    id: Optional[int]
    from_s: float
    until_s: float

    def shared_s(self, start_s: int, end_s: int) -> float:
        """Seconds that this time has in common with another one."""
        return max(0.0, min(self.until_s, end_s) - max(self.from_s, start_s))


class _Road:
    """The times on the road of a day, one after the other."""

    def __init__(self, stops: Sequence[Stop]) -> None:
        self.spans: List[_Span] = []
        left = DAWN
        for stop, following in zip(stops, chain(stops[1:], [None])):
            self.spans.append(_Span(stop.id, left, stop.began_s))
            left = _left_s(stop, following)
        self.spans.append(_Span(None, left, NIGHT))
        self._ends = [span.until_s for span in self.spans]

    def met(self, start_s: int, end_s: int) -> List[Tuple[_Span, float]]:
        """Return the spans that have some time in common with another one, and how many seconds."""
        found = []
        for span in self.spans[bisect_right(self._ends, start_s):]:
            if span.from_s >= end_s:
                break
            seconds = span.shared_s(start_s, end_s)
            found += [(span, seconds)] if seconds else []
        return found


def legs(kept: Sequence[Kept], stops: Iterable[Stop]) -> Dict[int, Leg]:
    """Return the way driven to each stop, by its id; stops of whose way nothing is known are left out.

    A way begins where the stop before was left, that to the first stop with the first position.  Each piece of the
    trail, from one position to the next, is shared out by the time that it spent on the road to each stop.  What was
    walked at a stop, and the way after the last one, belong to none: all legs together are no longer than the trail.

    Parameters
    ----------
    kept
        The positions of one day, by time.
    stops
        In any order; one that was left only after the next had begun was left, as far as anybody knows, at once.
    """
    road = _Road(sorted(stops, key=lambda stop: (stop.began_s, stop.id)))
    found = {number: Leg() for number in _stood_still(kept, road)}
    for before, after in zip(kept, kept[1:]):
        metres, gap = distance_m(before.fix, after.fix), is_gap(before, after)
        for number, share in _shares(road, before.until_s, after.fix.at_s):
            leg = found.get(number, Leg())
            found[number] = Leg(leg.distance_m + share * metres, leg.gap_m + (share * metres if gap else 0.0))
    return found


def _left_s(stop: Stop, following: Optional[Stop]) -> float:
    """When a stop was left on the way to the ``following`` one."""
    latest = NIGHT if following is None else following.began_s
    left = latest if following is None and stop.ended_s is None else stop.ended_s
    return left if left is not None and stop.began_s <= left <= latest else stop.began_s


def _shares(road: _Road, start_s: int, end_s: int) -> List[Tuple[int, float]]:
    """Return the stops to which somebody was on the road between two positions, and the share of each."""
    # two devices may have measured in the same second
    times = road.met(min(start_s, end_s - 1), end_s)
    driven_s = sum(seconds for _span, seconds in times)
    return [(span.id, seconds / driven_s) for span, seconds in times if span.id is not None]


def _stood_still(kept: Sequence[Kept], road: _Road) -> List[int]:
    """The stops on whose way a position was confirmed: who goes next door drives no metre, and that is known.

    The way to the first stop begins with the first position; one that stands still says nothing of it.
    """
    return [span.id for item in kept for span, _seconds in road.met(item.fix.at_s, item.until_s)
            if span.id is not None and span.from_s > DAWN]
