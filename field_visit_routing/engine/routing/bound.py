"""A value that no solution can beat.

Every visit needs its service and at least the shortest leg that leads to it;
all visits together have no more time than all shifts. What the visits served
can save at best is therefore a fractional knapsack (Dantzig 1957):

    objective >= sum(worth) - max sum(x * (worth - leg))
    with sum(x * (service + leg)) <= time of all shifts, 0 <= x <= 1.

Prices only make solutions dearer, so leaving them aside keeps this true.
"""

from __future__ import annotations

import numpy as np

from ..matrix.types import Travel
from . import objectives
from .problem import Problem
from .selection import FAR, Flags, Ground, Ints

#: With more places than this the shortest legs are taken for nothing.
MOST_PLACES = 3_000
#: Rows of the matrix looked at in one go.
CHUNK = 200


def lower_bound(problem: Problem, travel: Travel) -> int:
    """Return a lower bound of the objective, in seconds."""
    worth = np.array(objectives.worths(problem), dtype=np.float64)
    legs = _shortest_legs(problem, travel).astype(np.float64)
    services = np.array([item.service_s for item in problem.candidates], dtype=np.float64)
    gain = np.where(_reachable(problem, travel), worth - legs, 0.0)
    chosen = np.flatnonzero(gain > 0)
    need = (services + legs)[chosen]
    gain = gain[chosen]
    order = np.argsort(-gain / np.maximum(need, 1e-9), kind="stable")
    before = np.concatenate(([0.0], np.cumsum(need[order])[:-1]))
    free = np.maximum(0.0, _time_s(problem) - before)
    share = np.where(need[order] > 0, np.minimum(1.0, free / np.maximum(need[order], 1.0)), 1.0)
    return int(np.floor(worth.sum() - float((gain[order] * share).sum()) - 1e-6))


def _time_s(problem: Problem) -> int:
    total = 0
    for shift in problem.shifts:
        length = shift.close_s - shift.start_s
        longest = length if shift.max_duration_s is None else shift.max_duration_s
        total += max(0, min(length, longest))
    return total


def _reachable(problem: Problem, travel: Travel) -> Flags:
    """Return who can be served at all; everybody where nights or traffic leave that open."""
    if problem.nights or problem.traffic:
        return np.ones(len(problem.candidates), dtype=np.bool_)
    reachable: Flags = Ground(problem, travel).way_s.min(axis=0) < FAR
    return reachable


def _shortest_legs(problem: Problem, travel: Travel) -> Ints:
    """Return per candidate a lower bound of the driving that leads to it."""
    count = len(problem.candidates)
    where = [item.location for item in problem.candidates]
    starts = {shift.start_location for shift in problem.shifts}
    starts.update(place for night in problem.nights for place in night.locations)
    if None in starts or len(where) > MOST_PLACES:
        return np.zeros(count, dtype=np.int64)
    origins = where + sorted(place for place in starts if place is not None)
    shortest: Ints = np.full(count, FAR, dtype=np.int64)
    for profile in sorted({shift.profile for shift in problem.shifts}):
        for begin in range(0, count, CHUNK):
            some = where[begin : begin + CHUNK]
            seconds = travel.block(origins, some, profile)[0].astype(np.int64)
            seconds[seconds < 0] = FAR
            here = np.arange(len(some))
            seconds[begin + here, here] = FAR
            shortest[begin : begin + CHUNK] = np.minimum(
                shortest[begin : begin + CHUNK], seconds.min(axis=0)
            )
    percents = [percent for traffic in problem.traffic for _from, percent in traffic.steps]
    return np.where(shortest < FAR, shortest, 0) * min([100, *percents]) // 100
