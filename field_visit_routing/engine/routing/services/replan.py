"""The rest of a running plan, planned anew after something happened.

Nothing that is over is touched, what has begun or begins soon stays, what a
customer was told keeps its time, and all else stays near the published plan
as far as a change does not save more than its price.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Callable, Collection, Dict, List, Mapping, Optional, Tuple

from ...errors import SolverFailed
from ...matrix.types import Travel
from .. import budget
from ..backends.protocol import Backend
from ..checker import check
from ..completion import complete
from ..evaluation import Evaluator, Order, Orders
from ..parts import restrict
from ..problem import Problem
from ..solution import Solution
from ..solver import default_backend, solve
from ..stop import AnyOf, StopRule, WallTime
from .changes import Change, diff
from .relief import Relief, free_of_times, relieve
from .rest import rest_of
from .situation import At, Event, Overrun, Present, RepIll, Situation, Urgent, VisitCancelled

__all__ = [
    "At",
    "Event",
    "Overrun",
    "Replan",
    "RepIll",
    "Situation",
    "Urgent",
    "VisitCancelled",
    "replan",
    "replan_problem",
]

#: With so many candidates at most the search is OR-Tools: it has nothing to compile
#: or to load first, and a running day must not wait.
SMALL = 150
#: The work of the search is what this many seconds hold; on a busy machine the
#: clock ends it.
SECONDS, MOST_SECONDS = 0.8, 2.5


@dataclass(frozen=True)
class Replan:
    """The rest of the plan from now on.

    Attributes
    ----------
    problem
        What was solved: the rest of the shifts and the visits that are left.
    changes
        Against the published plan, without what is over or under way.
    relaxed
        Ids of the visits that are planned although a window, a pinned start
        or the time that the customer was told cannot be kept any more.
    """

    problem: Problem
    solution: Solution
    changes: Tuple[Change, ...]
    relaxed: Tuple[str, ...]


def replan_problem(
    problem: Problem,
    published: Solution,
    now_s: int,
    positions: Optional[Mapping[str, int]] = None,
    done: Collection[str] = (),
    freeze_s: int = 1800,
    told: Collection[str] = (),
    change_price_s: int = 1800,
    events: Tuple[Event, ...] = (),
    started: Optional[Mapping[str, int]] = None,
) -> Problem:
    """Return the problem of the rest; the parameters are those of :class:`Situation`.

    Shifts begin where and when their reps are, less what of their bounds is
    used up. A visit under way keeps what is left of its service. Shifts that
    are over, or whose rep is ill, are gone; pins that only they could keep
    are dropped, their visits stay mandatory.
    """
    situation = Situation(
        now_s, positions or {}, done, started, freeze_s, told, change_price_s, events
    )
    return rest_of(Present(problem, published, situation), published)


def replan(
    problem: Problem,
    travel: Travel,
    published: Solution,
    situation: Situation,
    *,
    seed: int = 0,
    stop: Optional[StopRule] = None,
    clock: Callable[[], float] = time.monotonic,
) -> Replan:
    """Plan the rest in one call.

    Parameters
    ----------
    travel
        Travel times between the locations of the problem; those of urgent
        visits and positions are among them.
    published
        The plan that people work by, for the same problem.
    stop
        Ends the search; by default a work budget that a running day needs
        less than a second for.

    Raises
    ------
    EngineError
        See :class:`.situation.Present`.
    SolverFailed
        When the checker refuses every answer.
    InvalidProblem
        When nothing is left to plan, or :func:`..validation.validate` finds
        other errors.
    """
    present = Present(problem, published, situation)
    relief = relieve(rest_of(present, published), travel)
    run = _Run(travel, published, seed, stop, clock)
    solution = run.solve(relief.problem)
    promised = _promised(situation.told, relief.problem, solution)
    if promised:
        freed = free_of_times(relief.problem, promised)
        relief = Relief(freed, relief.relaxed + promised)
        solution = run.solve(relief.problem)
    return Replan(
        relief.problem, solution, _changes(present, published, solution), relief.relaxed
    )


@dataclass(frozen=True)
class _Run:
    travel: Travel
    published: Solution
    seed: int
    stop: Optional[StopRule]
    clock: Callable[[], float]

    def solve(self, problem: Problem) -> Solution:
        """Return the better of the published orders, repaired, and of a search.

        An answer that the checker refuses is none.
        """
        backend = _backend(len(problem.candidates))
        work = budget.rule(backend.name, len(problem.candidates), SECONDS)
        stop = self.stop or AnyOf((work, WallTime(MOST_SECONDS)))
        found = solve(
            problem, self.travel, stop, self.seed, backend=backend, clock=self.clock
        )
        orders = _kept_orders(problem, self.travel, self.published)
        kept = complete(problem, self.travel, orders, backend=found.backend)
        judged = [(answer, check(problem, self.travel, answer)) for answer in (kept, found)]
        sound = [answer for answer, violations in judged if not violations]
        if not sound:
            first = judged[0][1][0]
            raise SolverFailed("refused_by_checker", {"rule": first.rule, "where": first.where})
        return min(sound, key=lambda answer: answer.objective_value)


def _backend(candidates: int) -> Backend:
    if candidates > SMALL:
        return default_backend()
    # Imported here: loading the native library takes a fifth of a second.
    from ..backends.ortools_routing import OrToolsRouting

    return OrToolsRouting()


def _kept_orders(problem: Problem, travel: Travel, published: Solution) -> Orders:
    """Return the published orders as far as they still fit, behind what is frozen."""
    number = {item.id: at for at, item in enumerate(problem.candidates)}
    routes = published.routes_by_shift()
    orders: Orders = []
    for at, shift in enumerate(problem.shifts):
        route = routes.get(shift.id)
        stops = [stop.candidate_id for stop in route.stops] if route else []
        names = dict.fromkeys([*shift.first, *stops])
        order = [number[name] for name in names if name in number]
        orders.append(_fitting(problem, travel, at, order))
    return orders


def _fitting(problem: Problem, travel: Travel, shift: int, order: Order) -> Order:
    """Take visits out until the order fits: optional ones of little prize first."""
    part = restrict(problem, travel, order, [shift])
    evaluator = Evaluator(part.problem, part.matrix)
    first = problem.shifts[shift].first
    items = part.problem.candidates
    left = [at for at in range(len(order)) if evaluator.allowed(at)]
    while left and not evaluator.fits(0, left):
        free = [at for at in left if items[at].id not in first]
        if not free:
            return []
        left.remove(min(free, key=lambda at: (evaluator.worth[at], -at)))
    return [order[at] for at in left]


def _promised(
    told: Collection[str], problem: Problem, solution: Solution
) -> Tuple[str, ...]:
    """Return the visits that have no place only because of the time they were told."""
    pinned: Dict[str, bool] = {
        item.id: item.pin is not None and item.pin.start_s is not None
        for item in problem.candidates
    }
    left: List[str] = [item.candidate_id for item in solution.left_out]
    return tuple(name for name in left if name in told and pinned[name])


def _changes(
    present: Present, published: Solution, solution: Solution
) -> Tuple[Change, ...]:
    under_way = {course.started.candidate_id for course in present.courses if course.started}
    ignored = present.done | under_way
    return diff(_only_left(published, ignored), _only_left(solution, ignored))


def _only_left(solution: Solution, ignored: Collection[str]) -> Solution:
    routes = tuple(
        replace(route, stops=tuple(s for s in route.stops if s.candidate_id not in ignored))
        for route in solution.routes
    )
    return replace(solution, routes=routes)
