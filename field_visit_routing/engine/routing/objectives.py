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

from collections import Counter
from typing import Dict, Iterable, Iterator, List, Sequence

from .problem import Candidate, Problem
from .solution import Route, Stay

PRIZE_S = 300
VISIT_S = 1_000_000
MUST_S = 1_000_000_000
FINISH_WEIGHT = 10
BALANCE_S = 28_800
#: A visit that starts so much earlier or later than it was published is a changed one.
MOVED_S = 900


def prize_price(problem: Problem, candidate: Candidate) -> int:
    """Return what the visit alone is worth, in seconds."""
    if problem.objective in ("most_value", "balanced"):
        return problem.prize_s * candidate.prize
    return VISIT_S


def worths(problem: Problem) -> List[int]:
    """Return per candidate what it costs to leave it out."""
    frozen = problem.frozen()
    return [
        prize_price(problem, item)
        + (MUST_S if item.must or item.id in frozen else 0)
        + (problem.change_price_s if item.published is not None else 0)
        for item in problem.candidates
    ]


def finish_weight(objective: str) -> int:
    """Return the weight of each second between a shift's start and its route's end."""
    return FINISH_WEIGHT if objective == "earliest_finish" else 0


def place_price(problem: Problem, candidate: Candidate, shift_id: str) -> int:
    """Return what it costs that this shift serves the candidate."""
    price = sum(price for name, price in candidate.shift_prices if name == shift_id)
    if candidate.published is not None and candidate.published.shift_id != shift_id:
        price += problem.change_price_s
    return price


def moved_price(problem: Problem, candidate: Candidate, shift_id: str, start_s: int) -> int:
    """Return what it costs that the published shift serves the candidate at another time."""
    told = candidate.published
    if told is None or told.shift_id != shift_id or abs(start_s - told.start_s) <= MOVED_S:
        return 0
    return problem.change_price_s // 3


def balance_price(load_s: int, days: int) -> int:
    """Return what a rep's load over so many shifts costs in ``balanced``."""
    return load_s**2 // (BALANCE_S * days)


def value(
    problem: Problem,
    routes: Sequence[Route],
    left_out: Iterable[int],
    stays: Sequence[Stay] = (),
) -> int:
    """Return the objective of routes, left-out candidate numbers and nights away."""
    worth = worths(problem)
    total = sum(worth[item] for item in left_out)
    total += sum(route_prices(problem, routes))
    prices = {night.before: night.price_s for night in problem.nights}
    total += sum(prices[stay.before] for stay in stays)
    return total + _balance(problem, routes)


def route_prices(problem: Problem, routes: Iterable[Route]) -> Iterator[int]:
    """Yield what each route costs by itself; balance looks at all of them together."""
    shifts, candidates = problem.shift_by_id(), problem.candidate_by_id()
    for route in routes:
        shift = shifts[route.shift_id]
        price = route.driving_s + finish_weight(problem.objective) * (route.end_s - shift.start_s)
        price += shift.overtime_price * max(0, route.end_s - shift.end_s)
        for stop in route.stops:
            item = candidates[stop.candidate_id]
            price += place_price(problem, item, shift.id)
            price += moved_price(problem, item, shift.id, stop.start_s)
        yield price


def _balance(problem: Problem, routes: Sequence[Route]) -> int:
    if problem.objective != "balanced":
        return 0
    days = Counter(shift.rep for shift in problem.shifts)
    shifts = problem.shift_by_id()
    load: Dict[str, int] = Counter()
    for route in routes:
        load[shifts[route.shift_id].rep] += route.driving_s + route.service_s
    return sum(balance_price(load_s, days[rep]) for rep, load_s in load.items())
