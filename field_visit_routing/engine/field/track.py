"""Positions of a person on the road: which can be believed, which are worth keeping, how far they lead.

Times are whole seconds on any one clock, positions WGS-84 degrees.
"""
from dataclasses import dataclass, replace
from typing import Iterable, List, Optional, Sequence, Tuple

from ..geo import CoordinateError, check_pair, great_circle_m

#: A position nearer than this to the last kept one says nothing new.
STEP_M = 50.0
#: Further apart than this, two positions do not tell what was between: a gap.
GAP_S = 300
#: A position whose measured uncertainty is larger shows a town, not a person.
WORST_ACCURACY_M = 1000.0
#: Uncertainty up to which a move has to be larger than it, to be a move and not noise.
NOISE_M = 200.0
#: How far ahead the clock of a position may be.
FUTURE_S = 120
#: Faster than a train: 360 km/h.
FASTEST_MS = 100.0
#: Below the first nobody drives, above the second nobody stands; between them nothing has changed.
STANDING_MS, MOVING_MS = 0.5, 1.5
UNKNOWN = -1.0


@dataclass(frozen=True)
class Fix:
    """One measured position.

    Attributes
    ----------
    accuracy_m, speed_ms
        Uncertainty in metres and speed in metres per second; ``UNKNOWN`` for none.
    mark
        What happened there; a position with a mark is always kept.
    """

    at_s: int
    lat: float
    lon: float
    accuracy_m: float = UNKNOWN
    speed_ms: float = UNKNOWN
    mark: str = ""


@dataclass(frozen=True)
class Kept:
    """A position worth keeping, and until when others confirmed that the person was still there."""

    fix: Fix
    until_s: int


def judge(fix: Fix, now_s: int, oldest_s: int) -> str:
    """Return why a position is not taken; "" for one that is.

    Codes: ``unreadable``, ``future``, ``old`` (before ``oldest_s``), ``no_fix`` (0/0, what devices say before they
    know), ``imprecise``.
    """
    try:
        check_pair(fix.lat, fix.lon)
    except CoordinateError:
        return "unreadable"
    if fix.at_s > now_s + FUTURE_S:
        return "future"
    if fix.at_s < oldest_s:
        return "old"
    if fix.lat == 0 and fix.lon == 0:
        return "no_fix"
    if fix.accuracy_m > WORST_ACCURACY_M:
        return "imprecise"
    return ""


def without_jumps(fixes: Sequence[Fix], last: Optional[Fix] = None) -> List[Fix]:
    """Return the positions, sorted by time, without those that nobody can have reached from the one before.

    Where the next position agrees with the new place and not with the old one, the old one was wrong: the new ones stay.
    Of the last one nobody knows yet: given again with those that follow, portions tell the same as one call.
    """
    found: List[Fix] = []
    for index, fix in enumerate(fixes):
        # the same second is the same measurement, sent once more: it confirms nothing
        after = next((later for later in fixes[index + 1:] if later.at_s > fix.at_s), None)
        if last is None or not _is_jump(last, fix) or (after and _is_jump(last, after) and not _is_jump(fix, after)):
            found.append(fix)
            last = fix
    return found


def joined(fixes: Sequence[Fix], waiting: Iterable[Fix], end_s: float) -> List[Fix]:
    """Return a portion by time, with what waits from the one before if all of it is later than what is known so far.

    :param end_s: until when something is known; minus infinity for nothing

    Otherwise the portion is late, or the one in doubt has been overtaken: there are positions between that neither of
    them would be compared to.
    """
    together = sorted([*fixes, *waiting], key=lambda fix: fix.at_s)
    return together if together[0].at_s >= end_s else sorted(fixes, key=lambda fix: fix.at_s)


def _is_jump(last: Fix, fix: Fix) -> bool:
    sure_m = distance_m(last, fix) - max(0.0, last.accuracy_m) - max(0.0, fix.accuracy_m)
    return sure_m > FASTEST_MS * max(1, abs(fix.at_s - last.at_s))


def latest(kept: Kept, at_s: int) -> Fix:
    """Return where somebody was last, up to the second ``at_s``: who stood there until then, has just been there."""
    return replace(kept.fix, at_s=kept.until_s) if kept.until_s <= at_s else kept.fix


def thin(fixes: Iterable[Fix], last: Optional[Kept] = None, step_m: float = STEP_M) -> Tuple[List[Kept], Optional[Kept]]:
    """Return the positions worth keeping, by time, and ``last`` as the first ones confirm it.

    Kept is what lies ``step_m`` away from the one kept before, what begins or ends a movement, what follows a gap,
    and what has a mark.  Everything else moves the ``until_s`` of the one before.  Giving positions in
    several calls, each with the last kept one, keeps the same as one call.
    """
    kept: List[Kept] = []
    present = last
    for fix in sorted(fixes, key=lambda item: item.at_s):
        if present is None or _is_new(present, fix, step_m):
            present = Kept(fix, fix.at_s)
            kept.append(present)
            continue
        present = replace(present, until_s=max(present.until_s, fix.at_s))
        if kept:
            kept[-1] = present
        else:
            last = present
    return kept, last


def _is_new(present: Kept, fix: Fix, step_m: float) -> bool:
    if fix.mark:
        return (fix.at_s, fix.mark) != (present.fix.at_s, present.fix.mark)
    if fix.at_s - present.until_s > GAP_S or _is_change(present.fix, fix):
        return True
    return distance_m(present.fix, fix) >= max(step_m, min(fix.accuracy_m, NOISE_M))


def _is_change(before: Fix, after: Fix) -> bool:
    """Whether somebody who stood now moves, or the other way round."""
    slow, fast = sorted((before.speed_ms, after.speed_ms))
    return 0 <= slow < STANDING_MS and fast > MOVING_MS


def distance_m(one: Fix, other: Fix) -> float:
    """Straight distance of two positions in metres."""
    return great_circle_m(one.lat, one.lon, other.lat, other.lon)


def length_m(kept: Sequence[Kept]) -> Tuple[float, float]:
    """Return how far the positions lead, in metres: followed, and straight across gaps."""
    followed = across = 0.0
    for before, after in zip(kept, kept[1:]):
        if is_gap(before, after):
            across += distance_m(before.fix, after.fix)
        else:
            followed += distance_m(before.fix, after.fix)
    return followed, across


def is_gap(before: Kept, after: Kept) -> bool:
    """Whether nothing is known of the time between two positions."""
    return after.fix.at_s - before.until_s > GAP_S
