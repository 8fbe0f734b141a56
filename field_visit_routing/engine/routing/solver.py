"""``solve``: from a problem to a solution that names a reason for all left out."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Callable, Mapping, Optional, Sequence, Tuple

from ..errors import InvalidProblem
from ..matrix.types import Travel
from . import budget, nights, objectives, search
from .backends.protocol import Backend
from .evaluation import Evaluator, Orders
from .finishing import finish
from .joint import Appointments
from .nights import Nights
from .parallel import Team, team
from .parts import restrict
from .problem import Problem
from .repair import repaired
from .solution import Solution, Stay
from .stop import Search, StopRule
from .timing import FOREVER
from .validation import errors_of, validate

#: With joint visits or nights: the work of the first search, and of the last.
FIRST = 0.5
LAST = 0.3


@dataclass(frozen=True)
class Progress:
    """The best answer so far.

    Attributes
    ----------
    elapsed_s
        Seconds since the search began.
    best_objective
        Its objective value, see :mod:`.objectives`.
    orders
        Candidate ids by shift id, in the order of the visits.
    stays
        Nights away from home.
    starts
        Decided starts of joint visits by candidate id.
    """

    elapsed_s: float
    best_objective: int
    orders: Mapping[str, Sequence[str]]
    stays: Tuple[Stay, ...] = ()
    starts: Mapping[str, int] = field(default_factory=dict)


OnProgress = Callable[[Progress], None]


def solve(
    problem: Problem,
    matrix: Travel,
    stop: StopRule,
    seed: int = 0,
    on_progress: Optional[OnProgress] = None,
    *,
    backend: Optional[Backend] = None,
    workers: int = 1,
    clock: Callable[[], float] = time.monotonic,
) -> Solution:
    """Plan the visits.

    Parameters
    ----------
    matrix
        Travel times between ``problem.locations``.
    stop
        Ends the search; what was found until then is the answer.
    seed
        Another seed searches elsewhere; equal seeds with a counting ``stop``
        give equal solutions, with any number of workers.
    on_progress
        Called with each better answer.
    backend
        Defaults to :func:`default_backend`.
    workers
        Processes that search parts of a large problem at the same time.

    Raises
    ------
    InvalidProblem
        When :func:`.validation.validate` finds errors.
    """
    errors = errors_of(validate(problem, matrix))
    if errors:
        raise InvalidProblem(errors)
    chosen = backend or default_backend()
    crew = team(chosen, workers, clock)
    try:
        return _Solve(problem, matrix, stop, seed, on_progress, chosen, crew, workers, clock).run()
    finally:
        crew.close()


def default_backend() -> Backend:
    """Return our own search where it is compiled, else OR-Tools."""
    # Imported here: loading native libraries takes a fifth of a second and more.
    from . import kernel

    if kernel.available():
        from .backends.ruin_recreate import RuinRecreate

        return RuinRecreate()
    from .backends.ortools_routing import OrToolsRouting

    return OrToolsRouting()


class _Solve:
    """One run: appointments of several people, search, nights away, completion, reasons."""

    def __init__(
        self,
        problem: Problem,
        travel: Travel,
        stop: StopRule,
        seed: int,
        on_progress: Optional[OnProgress],
        backend: Backend,
        crew: Team,
        workers: int,
        clock: Callable[[], float],
    ) -> None:
        self._problem = problem
        self._travel = travel
        self._on_progress = on_progress
        self._backend = backend
        limits = budget.limits_of(stop)
        watch = Search(budget.Uncounted(stop), clock)
        until_s = limits.seconds
        if until_s is not None:
            until_s = max(0.0, until_s - budget.finishing_s(len(problem.candidates)))
        self._setting = search.Setting(crew, workers, watch, limits, seed, until_s, self._report)
        self._appointments = Appointments(problem, travel)
        self._nights = Nights(problem, travel)

    def run(self) -> Solution:
        """Return the solution."""
        if not self._appointments.groups and not self._problem.nights:
            orders = search.plan(self._problem, self._travel, self._setting)
            return self._finished(orders)
        self._appointments.first()
        orders = self._searched(None, 0.0, FIRST)
        self._take_nights(orders)
        self._appointments.see(nights.moved(self._problem, self._nights.stays))
        self._appointments.again(orders)
        further = self._searched([list(order) for order in orders], 1 - LAST, 1.0)
        self._nights.mend(further)
        if self._value(further) > self._value(orders) and self._nights.sound(orders):
            further = orders
        self._appointments.again(further)
        return self._finished(self._without_idle_nights(further))

    def _value(self, orders: Orders) -> int:
        """Return the objective, nights' prices left aside; endless with a night for nothing."""
        if not self._nights.sound(orders):
            return FOREVER
        problem = self._seen(self._appointments.for_search())
        worth = objectives.worths(problem)
        served = sorted(item for order in orders for item in order)
        part = restrict(problem, self._travel, served, range(len(problem.shifts)))
        price = Evaluator(part.problem, part.matrix).cost(part.inward(orders))
        return price + sum(worth) - sum(worth[item] for item in served)

    def _seen(self, appointments: Problem) -> Problem:
        """Return a problem with the decided appointments as a search sees it."""
        self._nights.see(appointments)
        return nights.moved(appointments, self._nights.stays)

    def _searched(self, start: Optional[Orders], begin: float, end: float) -> Orders:
        """Search with the share of the work between two fractions of it."""
        setting = self._setting
        limits = setting.limits.share(end - begin)
        until_s = None if setting.until_s is None else setting.until_s * end
        part = setting._replace(limits=limits, until_s=until_s)
        problem = self._seen(self._appointments.for_search())
        return search.plan(problem, self._travel, part, start)

    def _take_nights(self, orders: Orders) -> None:
        setting = self._setting
        limits = setting.limits.share(1 - LAST - FIRST)
        if setting.until_s is not None:
            left_s = setting.until_s * (1 - LAST) - setting.watch.elapsed_s
            limits = limits._replace(seconds=max(0.0, left_s))
        self._nights.see(self._appointments.for_search())
        stopped = setting.watch.should_stop
        self._nights.improve(orders, setting.team, limits, setting.seed, stopped)

    def _without_idle_nights(self, orders: Orders) -> Orders:
        """Give up nights that the search left without visits; mend what that breaks."""
        while self._nights.drop_idle(orders):
            problem = self._seen(self._appointments.for_search())
            served = sorted(item for order in orders for item in order)
            part = restrict(problem, self._travel, served, range(len(problem.shifts)))
            evaluator = Evaluator(part.problem, part.matrix)
            inner = part.inward(orders)
            if not evaluator.legal(inner):
                inner = repaired(evaluator, inner)
            orders = [part.outward(inner)[at] for at in range(len(inner))]
        return orders

    def _finished(self, orders: Orders) -> Solution:
        return finish(
            self._problem,
            self._travel,
            orders,
            backend=self._backend.name,
            stays=self._nights.stays,
            starts=self._appointments.starts,
            outscored=self._appointments.outscored,
        )

    def _report(self, value: int, orders: Orders) -> None:
        if self._on_progress is None:
            return
        names = [item.id for item in self._problem.candidates]
        by_shift = {
            shift.id: tuple(names[item] for item in order)
            for shift, order in zip(self._problem.shifts, orders)
        }
        elapsed_s = self._setting.watch.elapsed_s
        stays = self._nights.stays
        value += self._nights.price_s
        self._on_progress(Progress(elapsed_s, value, by_shift, stays, self._appointments.starts))
