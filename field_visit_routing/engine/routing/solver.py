"""``solve``: from a problem to a solution that names a reason for all left out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Callable, List, Mapping, Optional, Sequence

from ..errors import InvalidProblem
from ..matrix.types import Travel
from . import insertion, selection
from .backends.protocol import Backend
from .completion import complete
from .evaluation import Evaluator, Orders
from .parts import Part, restrict
from .problem import Problem
from .reachability import impossible
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
        give equal solutions.
    on_progress
        Called with each better answer.
    backend
        Defaults to OR-Tools.

    Raises
    ------
    InvalidProblem
        When :func:`.validation.validate` finds errors.
    """
    errors = errors_of(validate(problem, matrix))
    if errors:
        raise InvalidProblem(errors)
    return _Solve(problem, matrix, Search(stop, clock), seed, on_progress, backend).run()


class _Solve:
    """One run: preselection, search by parts, completion, reasons."""

    def __init__(
        self,
        problem: Problem,
        travel: Travel,
        search: Search,
        seed: int,
        on_progress: Optional[OnProgress],
        backend: Optional[Backend],
    ) -> None:
        self._problem = problem
        self._travel = travel
        self._search = search
        self._seed = seed
        self._on_progress = on_progress
        self._backend = backend or _default_backend()

    def run(self) -> Solution:
        inside, outside = selection.preselect(self._problem, self._travel)
        core = restrict(self._problem, self._travel, inside, range(len(self._problem.shifts)))
        evaluator = Evaluator(core.problem, core.matrix)
        possible = [i for i in range(len(inside)) if impossible(evaluator, i) is None]
        orders = self._plan(evaluator, core, possible)
        placed: Orders = [[inside[item] for item in order] for order in orders]
        return complete(
            self._problem,
            self._travel,
            placed,
            outside=outside,
            backend=self._backend.name,
        )

    def _plan(self, evaluator: Evaluator, core: Part, possible: Sequence[int]) -> Orders:
        orders: Orders = [[] for _shift in core.problem.shifts]
        parts = self._parts(core, possible)
        parts = [part for part in parts if part.candidates]
        for part in parts:
            self._plan_part(evaluator, core, part, orders, len(parts))
        return orders

    def _parts(self, core: Part, possible: Sequence[int]) -> List[Part]:
        everywhere = list(range(len(core.problem.shifts)))
        shares = selection.share_out(core.problem, core.matrix, possible)
        if len(shares) < 2:
            return [restrict(core.problem, core.matrix, list(possible), everywhere)]
        teams = selection.reps(core.problem).values()
        return [
            restrict(core.problem, core.matrix, share, shifts)
            for share, shifts in zip(shares, teams)
        ]

    def _plan_part(
        self, evaluator: Evaluator, core: Part, part: Part, orders: Orders, count: int
    ) -> None:
        own = Evaluator(part.problem, part.matrix)
        start: Orders = [[] for _shift in part.shifts]
        insertion.insert_all(own, start, range(len(part.candidates)))

        def keep(found: Orders) -> None:
            for shift, order in part.outward(found).items():
                orders[shift] = order
            self._report(evaluator, core, orders)

        keep(start)
        search = self._search if count == 1 else self._search.share(count)
        keep(self._backend.search(own, start, search, self._seed, keep))

    def _report(self, evaluator: Evaluator, core: Part, orders: Orders) -> None:
        if self._on_progress is None:
            return
        names = [item.id for item in core.problem.candidates]
        by_shift = {
            shift.id: tuple(names[item] for item in order)
            for shift, order in zip(core.problem.shifts, orders)
        }
        cost = evaluator.cost(orders)
        self._on_progress(Progress(self._search.elapsed_s, cost, by_shift))


def _default_backend() -> Backend:
    # Imported here: loading the native library takes a fifth of a second.
    from .backends.ortools_routing import OrToolsRouting

    return OrToolsRouting()
