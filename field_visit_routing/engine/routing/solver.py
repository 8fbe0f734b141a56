"""``solve``: from a problem to a solution that names a reason for all left out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Callable, Mapping, Optional, Sequence

from ..errors import InvalidProblem
from ..matrix.types import Travel
from . import budget, search
from .backends.protocol import Backend
from .completion import complete
from .evaluation import Orders
from .parallel import Team, team
from .problem import Problem
from .solution import Solution
from .stop import Search, StopRule
from .validation import errors_of, validate


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
    """

    elapsed_s: float
    best_objective: int
    orders: Mapping[str, Sequence[str]]


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
    """Return the search that this installation does best."""
    # Imported here: loading the native library takes a fifth of a second.
    from .backends.ortools_routing import OrToolsRouting

    return OrToolsRouting()


class _Solve:
    """One run: search, completion, reasons."""

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

    def run(self) -> Solution:
        """Return the solution."""
        orders = search.plan(self._problem, self._travel, self._setting)
        return complete(self._problem, self._travel, orders, backend=self._backend.name)

    def _report(self, value: int, orders: Orders) -> None:
        if self._on_progress is None:
            return
        names = [item.id for item in self._problem.candidates]
        by_shift = {
            shift.id: tuple(names[item] for item in order)
            for shift, order in zip(self._problem.shifts, orders)
        }
        self._on_progress(Progress(self._setting.watch.elapsed_s, value, by_shift))
