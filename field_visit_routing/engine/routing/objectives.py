"""The four objectives; every formula gives seconds and is minimised.

With ``driving_s`` summed over all routes and ``worth`` over all candidates
that are left out:

``most_value``
    ``driving_s + sum(worth)`` with ``worth = problem.prize_s * prize``: a
    prize point is worth five minutes of driving (``prize_s`` 300) unless the
    problem says otherwise.
``least_driving``
    ``driving_s + sum(worth)`` with ``worth = VISIT_S``: as many visits as
    fit, then the least driving. No visit is worth dropping to save driving.
``earliest_finish``
    ``FINISH_WEIGHT * sum(end_s - shift.start_s over the routes used)
    + driving_s + sum(worth)`` with ``worth = VISIT_S``: as many visits as
    fit, then the earliest ends of the days, then the least driving.

``balanced``
    ``driving_s + sum(worth) + sum(load_s ** 2 // (BALANCE_S * days))`` over
    the reps, with ``worth`` as in ``most_value``, ``load_s`` the driving and
    service of all routes of the rep and ``days`` the number of his shifts: a
    minute more costs a busy rep more than an idle one.

A mandatory or pinned candidate that is left out adds ``MUST_S`` in all four.

What the user has put a price on is added in all four: overtime
(``overtime_price`` for each second after ``end_s``), ``shift_prices`` of the
served candidates, changes to the published plan (``change_price_s``, see
:class:`.problem.Problem`) and ``price_s`` of each night away.
"""

from __future__ import annotations

from .problem import Candidate

PRIZE_S = 300
VISIT_S = 1_000_000
MUST_S = 1_000_000_000
FINISH_WEIGHT = 10
BALANCE_S = 28_800


def worth(candidate: Candidate, objective: str) -> int:
    """Return what it costs to leave the candidate out."""
    value = PRIZE_S * candidate.prize if objective == "most_value" else VISIT_S
    return value + (MUST_S if candidate.must else 0)


def finish_weight(objective: str) -> int:
    """Return the weight of each second between a shift's start and its route's end."""
    return FINISH_WEIGHT if objective == "earliest_finish" else 0
