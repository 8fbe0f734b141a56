"""The three objectives; every formula gives seconds and is minimised.

With ``driving_s`` summed over all routes and ``worth`` over all candidates
that are left out:

``most_value``
    ``driving_s + sum(worth)`` with ``worth = PRIZE_S * prize``: a prize point
    is worth five minutes of driving.
``least_driving``
    ``driving_s + sum(worth)`` with ``worth = VISIT_S``: as many visits as
    fit, then the least driving. No visit is worth dropping to save driving.
``earliest_finish``
    ``FINISH_WEIGHT * sum(end_s - shift.start_s over the routes used)
    + driving_s + sum(worth)`` with ``worth = VISIT_S``: as many visits as
    fit, then the earliest ends of the days, then the least driving.

A mandatory or pinned candidate that is left out adds ``MUST_S`` in all three.
"""

from __future__ import annotations

from .problem import Candidate

PRIZE_S = 300
VISIT_S = 1_000_000
MUST_S = 1_000_000_000
FINISH_WEIGHT = 10


def worth(candidate: Candidate, objective: str) -> int:
    """Return what it costs to leave the candidate out."""
    value = PRIZE_S * candidate.prize if objective == "most_value" else VISIT_S
    return value + (MUST_S if candidate.must else 0)


def finish_weight(objective: str) -> int:
    """Return the weight of each second between a shift's start and its route's end."""
    return FINISH_WEIGHT if objective == "earliest_finish" else 0
