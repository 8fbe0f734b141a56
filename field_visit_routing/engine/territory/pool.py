"""The clock of a lead that came out of a pool: until when its holder may keep it.

Moments are whole seconds since any fixed instant, the same for all arguments.
"""
from dataclasses import dataclass
from typing import Optional

DAY_S = 24 * 3600
#: Why a lead goes back.
IDLE, NO_DEAL = "idle", "no_deal"


@dataclass(frozen=True)
class PoolRules:
    """How long a lead may be held.

    Attributes
    ----------
    idle_days
        Days without a follow-up; 0: as long as one likes.
    deal_days
        Days without a deal, follow-ups or not; 0: as long as one likes.
    warn_days
        Days before the end at which the holder is warned; 0: not at all.
    """

    idle_days: int = 0
    deal_days: int = 0
    warn_days: int = 0


@dataclass(frozen=True)
class Deadline:
    """When a lead goes back, why, and from when on its holder is warned (``None``: never)."""

    at_s: int
    reason: str
    warn_from_s: Optional[int]


def idle_since_s(held_s: int, followed_s: Optional[int]) -> int:
    """Return since when nothing happened: the last follow-up, or the moment the holder got the lead."""
    return held_s if followed_s is None else max(held_s, followed_s)


def deadline(rules: PoolRules, held_s: int, followed_s: Optional[int]) -> Optional[Deadline]:
    """Return the earlier of the two ends, ``None`` when the rules know none.

    A lead that has both ends at the same moment goes back for want of a follow-up: that is what its holder
    could have mended.
    """
    ends = []
    if rules.idle_days:
        ends.append((idle_since_s(held_s, followed_s) + rules.idle_days * DAY_S, 0, IDLE))
    if rules.deal_days:
        ends.append((held_s + rules.deal_days * DAY_S, 1, NO_DEAL))
    if not ends:
        return None
    at_s, _rank, reason = min(ends)
    return Deadline(at_s, reason, at_s - rules.warn_days * DAY_S if rules.warn_days else None)


def shared_held_s(held_s: Optional[int], other_s: Optional[int]) -> Optional[int]:
    """Return since when one lead made of two is held: a merge or a copy gives nobody more time."""
    known = [moment for moment in (held_s, other_s) if moment is not None]
    return min(known) if known else None
