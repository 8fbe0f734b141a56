"""One week of a capacity simulation as a planning problem."""

from __future__ import annotations

from typing import Dict, Iterable, List, NamedTuple, Tuple

from ...matrix.types import Travel
from ...scoring.prize import dueness, prize_of
from .. import objectives
from ..completion import routes_of
from ..evaluation import Evaluator, Orders
from ..insertion import insert_all
from ..parts import restrict
from ..problem import Break, Candidate, Problem, Shift, Window
from ..solution import LeftOut, Solution
from ..solver import solve
from ..stop import Iterations
from .capacity_ledger import Due
from .capacity_question import DAY_S, WEEK, CapacityQuestion, Customer, Worker

#: What a day too late, and a day too early, costs in seconds of driving.
LATE_DAY_S = 600
EARLY_DAY_S = 300
#: Positions tried for each visit in the fast mode.
TRIALS = 60


class WeekPlan(NamedTuple):
    """A week's problem, its solution, and the customer of each candidate."""

    problem: Problem
    solution: Solution
    customers: Dict[str, Customer]


def week_problem(
    question: CapacityQuestion, number: int, due: Iterable[Due]
) -> Tuple[Problem, Dict[str, Customer]]:
    """Return the problem of a week (from 0), and the customer of each candidate."""
    shifts = [shift for rep in question.reps for shift in _shifts(rep, number)]
    candidates: List[Candidate] = []
    customers: Dict[str, Customer] = {}
    for entry in due:
        allowed = [shift for shift in shifts if _may(entry, shift)]
        if allowed:
            candidates.append(_candidate(entry, number, allowed))
            customers[candidates[-1].id] = entry.customer
    return Problem(question.locations, tuple(candidates), tuple(shifts), "most_value"), customers


def _shifts(rep: Worker, week: int) -> Iterable[Shift]:
    for weekday in rep.weekdays:
        day = WEEK * week + weekday
        if day in rep.days_off:
            continue
        noon = DAY_S * day
        breaks = tuple(
            Break(noon + b.earliest_s, noon + b.latest_s, b.duration_s) for b in rep.breaks
        )
        yield Shift(
            "%s/%d" % (rep.id, day),
            rep.id,
            day,
            noon + rep.start_s,
            noon + rep.end_s,
            rep.start_location,
            rep.end_location,
            breaks,
            rep.max_stops,
            rep.max_driving_s,
            rep.profile,
            overtime_s=rep.overtime_s,
        )


def _may(entry: Due, shift: Shift) -> bool:
    """Not before half the interval has passed, and only reps of the customer."""
    customer = entry.customer
    early = shift.day < entry.day - customer.interval_days // 2 or shift.day <= entry.last_day
    return not early and (not customer.reps or shift.rep in customer.reps)


def _candidate(entry: Due, week: int, allowed: Iterable[Shift]) -> Candidate:
    customer, sunday = entry.customer, WEEK * week + WEEK - 1
    prices = tuple((shift.id, _day_price(shift.day - entry.day)) for shift in allowed)
    windows = tuple(
        Window(DAY_S * day + opening.start_s, DAY_S * day + opening.end_s)
        for day in range(WEEK * week, sunday + 1)
        for opening in customer.openings
        if opening.weekday == day % WEEK
    )
    due = dueness(customer.interval_days, sunday - entry.last_day)
    return Candidate(
        "%s#%d" % (customer.id, entry.number),
        customer.location,
        customer.service_s,
        windows if customer.openings else (),
        prize_of(customer.score, due),
        allowed_shifts=tuple(shift.id for shift in allowed),
        client=customer.id,
        ordinal=entry.number,
        min_gap_days=max(1, customer.interval_days // 2),
        shift_prices=prices,
    )


def _day_price(late_days: int) -> int:
    return LATE_DAY_S * late_days if late_days > 0 else -EARLY_DAY_S * late_days


def plan_week(
    question: CapacityQuestion, travel: Travel, number: int, due: Iterable[Due]
) -> WeekPlan:
    """Plan a week: by insertion alone, or with the search where iterations are asked for."""
    problem, customers = week_problem(question, number, due)
    if not problem.candidates or not problem.shifts:
        return WeekPlan(problem, _without_search(problem, travel), customers)
    if question.iterations:
        stop = Iterations(question.iterations)
        solution = solve(problem, travel, stop, question.seed + number)
    else:
        solution = _without_search(problem, travel)
    return WeekPlan(problem, solution, customers)


def _without_search(problem: Problem, travel: Travel) -> Solution:
    everybody, shifts = range(len(problem.candidates)), range(len(problem.shifts))
    part = restrict(problem, travel, everybody, shifts)
    evaluator = Evaluator(part.problem, part.matrix)
    orders: Orders = [[] for _shift in shifts]
    insert_all(evaluator, orders, everybody, TRIALS)
    placed = {item for order in orders for item in order}
    left = [item for item in everybody if item not in placed]
    routes = routes_of(problem, travel, orders)
    value = objectives.value(problem, routes, left)
    reasons = tuple(
        LeftOut(problem.candidates[item].id, "outscored", "replace_other") for item in left
    )
    return Solution(routes, reasons, value, "insertion", "finished")
