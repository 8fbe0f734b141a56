"""What a visit is worth to the optimiser.

``prize = score × (0.5 + dueness)``, at least 1, so that a customer without a score still
counts.  ``dueness`` is the share of the wanted interval that will have passed: 0 just after a
visit, 1 when the visit is due, at most 1.5 when it is long overdue.  Without a wanted interval
it is 0.5, so that the prize is the score itself.
"""

from __future__ import annotations

from typing import Optional

NEUTRAL = 0.5
NEVER_VISITED = 1.0
MOST = 1.5


def dueness(interval_days: int, days_since_visit: Optional[int]) -> float:
    """Return how due a visit is, between 0 and 1.5.

    Parameters
    ----------
    interval_days
        Wanted days between two visits; 0 or less means that none is wanted.
    days_since_visit
        Days from the last visit to the planned week; None when there was none.
    """
    if interval_days <= 0:
        return NEUTRAL
    if days_since_visit is None:
        return NEVER_VISITED
    return min(MOST, max(0.0, days_since_visit / interval_days))


def prize_of(score: float, due: float) -> int:
    """Return the prize of a customer with ``score`` (0–100) and ``dueness``."""
    return max(1, round(max(0.0, score) * (0.5 + due)))
