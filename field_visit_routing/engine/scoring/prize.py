"""What a visit is worth to the optimiser.

``prize = score × (0.5 + urgency)``, at least 1, so that a customer without a score still
counts.  ``urgency = dueness + raised``, at most 2.  ``dueness`` is the share of the wanted
interval that will have passed: 0 just after a visit, 1 when the interval is over, at most 1.5
when it is long overdue.  Without a wanted interval it is 0.5, so that the prize is the score
itself.  ``raised`` is what signals from the business add: an invoice overdue, a quotation that
expires.  So a visit is worth from half its score to two and a half times its score.
"""

from __future__ import annotations

from typing import Optional

NEUTRAL = 0.5
NEVER_VISITED = 1.0
MOST = 1.5
#: No heap of signals makes a small customer outweigh a large one for good.
MOST_URGENT = 2.0


def dueness(interval_days: int, days_since_visit: Optional[int]) -> float:
    """Return how due a visit is by its interval, between 0 and 1.5.

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


def urgency_at(interval_days: int, days_since_visit: Optional[int], raised: float = 0.0) -> float:
    """Return how urgent a visit is for a plan, between 0 and 2; ``raised`` is what signals add."""
    return min(MOST_URGENT, dueness(interval_days, days_since_visit) + max(0.0, raised))


def prize_of(score: float, urgency: float) -> int:
    """Return the prize of a customer with ``score`` (0–100) and ``urgency``."""
    return max(1, round(max(0.0, score) * (0.5 + urgency)))
