"""Whether a team can keep the visiting intervals of its customers, week by simulated week.

Each week the customers who fall due are planned by the same rules, and in
the same way, as real weeks are; what was visited when decides who falls due
later. Equal questions have equal answers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Dict, Iterable, List, Optional

from ...errors import EngineError
from ...matrix.types import Travel
from .capacity_ledger import Ledger
from .capacity_question import (
    WEEK,
    CapacityAnswer,
    CapacityQuestion,
    Coverage,
    Customer,
    Opening,
    TeamAnswer,
    Week,
    Worker,
)
from .capacity_week import WeekPlan, plan_week

__all__ = [
    "CapacityAnswer",
    "CapacityQuestion",
    "Coverage",
    "Customer",
    "Opening",
    "TeamAnswer",
    "Week",
    "Worker",
    "simulate",
    "smallest_team",
    "team_of",
]

#: Weeks that are believed.
MOST_WEEKS = 105
#: Largest team that is tried when nobody says how large it may be.
MOST_REPS = 200

#: Called with the weeks done so far and all of them.
OnProgress = Callable[[int, int], None]
#: Called with each planned week; tests check it.
OnWeek = Callable[[WeekPlan], None]


def simulate(
    question: CapacityQuestion,
    travel: Travel,
    *,
    on_progress: Optional[OnProgress] = None,
    cancelled: Callable[[], bool] = lambda: False,
    on_week: Optional[OnWeek] = None,
) -> CapacityAnswer:
    """Simulate the weeks of the question.

    A customer is offered to a week when he falls due in it, and is not
    visited before half of his interval has passed. A day too late costs ten
    minutes of driving, a day too early five.

    Parameters
    ----------
    travel
        Travel times between the locations of the question.
    cancelled
        Asked before each week.

    Raises
    ------
    EngineError
        ``bad_question`` with the ``field`` that is wrong.
    """
    _check(question, travel)
    ledger = Ledger(question)
    weeks: List[Week] = []
    status = "finished"
    for number in range(question.weeks):
        if cancelled():
            status = "cancelled"
            break
        plan = plan_week(question, travel, number, ledger.due_until(WEEK * number + WEEK - 1))
        if on_week:
            on_week(plan)
        _note(ledger, plan)
        weeks.append(_week(ledger, plan, number))
        if on_progress:
            on_progress(number + 1, question.weeks)
    coverage = ledger.coverage(WEEK * len(weeks) - 1)
    keeps = all(grade.kept_share >= question.target for grade in coverage)
    return CapacityAnswer(len(question.reps), coverage, tuple(weeks), keeps, status)


def _note(ledger: Ledger, plan: WeekPlan) -> None:
    days = {shift.id: shift.day for shift in plan.problem.shifts}
    made = [
        (days[route.shift_id], stop.start_s, stop.candidate_id)
        for route in plan.solution.routes
        for stop in route.stops
    ]
    for day, _start_s, name in sorted(made):
        ledger.visited(plan.customers[name], day)


def _week(ledger: Ledger, plan: WeekPlan, number: int) -> Week:
    routes, shifts = plan.solution.routes, plan.problem.shift_by_id()
    pauses_s = sum(b.duration_s for shift in shifts.values() for b in shift.breaks)
    return Week(
        number + 1,
        len(plan.problem.candidates),
        sum(len(route.stops) for route in routes),
        ledger.overdue(WEEK * number + WEEK - 1),
        sum(route.driving_s for route in routes),
        sum(route.service_s for route in routes),
        sum(route.end_s - route.start_s for route in routes),
        sum(max(0, route.end_s - shifts[route.shift_id].end_s) for route in routes),
        sum(shift.end_s - shift.start_s for shift in shifts.values()) - pauses_s,
    )


def _check(question: CapacityQuestion, travel: Travel) -> None:
    count = len(question.locations)
    _need(bool(question.customers), "customers")
    _need(bool(question.reps), "reps")
    _need(1 <= question.weeks <= MOST_WEEKS, "weeks")
    _need(0.0 <= question.tolerance <= 1.0, "tolerance")
    _need(0.0 <= question.target <= 1.0, "target")
    _need(question.iterations >= 0, "iterations")
    _need(travel.size == count, "locations")
    _need(_different(item.id for item in question.customers), "customers.id")
    _need(_different(item.id for item in question.reps), "reps.id")
    for customer in question.customers:
        _need(0 <= customer.location < count, "customers.location", customer.id)
        _need(1 <= customer.interval_days <= 3660, "customers.interval_days", customer.id)
        _need(customer.service_s >= 0, "customers.service_s", customer.id)
        _need((customer.last_day or -1) < 0, "customers.last_day", customer.id)
    for rep in question.reps:
        places = [at for at in (rep.start_location, rep.end_location) if at is not None]
        _need(all(0 <= at < count for at in places), "reps.start_location", rep.id)
        _need(0 <= rep.start_s <= rep.end_s, "reps.end_s", rep.id)
        _need(set(rep.weekdays) <= set(range(WEEK)), "reps.weekdays", rep.id)


def _different(names: Iterable[str]) -> bool:
    found = list(names)
    return len(set(found)) == len(found) and all(found)


def _need(holds: bool, field: str, name: str = "") -> None:
    if not holds:
        raise EngineError("bad_question", {"field": field, "name": name[:80]})


def team_of(question: CapacityQuestion, count: int) -> CapacityQuestion:
    """Return the question for a team of so many reps.

    The first ones are those of the question; further ones are their doubles
    in turn, with the same week and the same start, who may visit whom these
    may. The customers of reps who go are open to the others.
    """
    known = question.reps
    doubles: Dict[str, List[str]] = {rep.id: [] for rep in known}
    doubles.update((rep.id, [rep.id]) for rep in known[:count])
    team = list(known[:count])
    for at in range(len(known), count):
        rep = known[at % len(known)]
        team.append(replace(rep, id="%s+%d" % (rep.id, at // len(known))))
        doubles[rep.id].append(team[-1].id)
    customers = tuple(
        replace(item, reps=tuple(name for rep in item.reps for name in doubles.get(rep, (rep,))))
        for item in question.customers
    )
    return replace(question, reps=tuple(team), customers=customers)


def smallest_team(
    question: CapacityQuestion,
    travel: Travel,
    *,
    most: int = MOST_REPS,
    on_progress: Optional[OnProgress] = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TeamAnswer:
    """Return the smallest team that keeps every grade's target, by bisection.

    The team is doubled until it does, then halved towards the last one that
    did not. Simulations are not exactly monotone: the next larger team is
    tried as well, and when it fails, the search goes on above it.

    Raises
    ------
    EngineError
        As :func:`simulate`.
    """
    _check(question, travel)
    return _Bisection(question, travel, most, on_progress, cancelled).run()


class _Bisection:
    def __init__(
        self,
        question: CapacityQuestion,
        travel: Travel,
        most: int,
        on_progress: Optional[OnProgress],
        cancelled: Callable[[], bool],
    ) -> None:
        self._question = question
        self._travel = travel
        self._most = most
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._answers: Dict[int, CapacityAnswer] = {}

    def run(self) -> TeamAnswer:
        low, high = 0, min(self._most, len(self._question.reps))
        while not self._keeps(high):
            if high >= self._most or self._cancelled():
                return self._answer(None)
            low, high = high, min(self._most, 2 * high)
        while True:
            high = self._bisect(low, high)
            beyond = high + 1
            if self._cancelled() or beyond > self._most or self._keeps(beyond):
                return self._answer(high)
            low, high = beyond, self._next_good(beyond)

    def _bisect(self, low: int, high: int) -> int:
        """Return the smallest known good team; ``low`` fails, ``high`` does not."""
        while high - low > 1 and not self._cancelled():
            middle = (low + high) // 2
            low, high = (low, middle) if self._keeps(middle) else (middle, high)
        return high

    def _next_good(self, count: int) -> int:
        """Return a larger team that keeps the target, or the largest one."""
        step = 1
        while count + step < self._most and not self._keeps(count + step):
            step *= 2
        return min(self._most, count + step)

    def _keeps(self, count: int) -> bool:
        if count not in self._answers:
            self._answers[count] = simulate(
                team_of(self._question, count), self._travel, cancelled=self._cancelled
            )
            if self._on_progress:
                self._on_progress(len(self._answers), self._expected())
        return self._answers[count].keeps

    def _expected(self) -> int:
        return len(self._answers) + 4

    def _answer(self, count: Optional[int]) -> TeamAnswer:
        known = self._answers
        tried = tuple((reps, _least_share(known[reps])) for reps in sorted(known))
        larger = [answer.keeps for reps, answer in known.items() if count and reps > count]
        status = "cancelled" if self._cancelled() else "finished"
        if status == "cancelled" and count is not None and not known[count].keeps:
            count = None
        chosen = known[max(known) if count is None else count]
        return TeamAnswer(count, chosen, tried, all(larger), status)


def _least_share(answer: CapacityAnswer) -> float:
    return round(min((grade.kept_share for grade in answer.coverage), default=1.0), 4)
