"""What cutting a problem into parts costs, measured: whole against cut under the same work."""

from __future__ import annotations

import time
from typing import NamedTuple, Optional, Tuple

from ..matrix.types import Travel
from . import budget, objectives, search
from .backends.protocol import Backend
from .evaluation import Orders
from .parallel import team
from .problem import Problem
from .solver import default_backend
from .stop import Search, StopRule


class SplitLoss(NamedTuple):
    """Objectives and orders of both searches; ``percent`` is what the cut one is dearer by."""

    whole: int
    cut: int
    whole_orders: Orders
    cut_orders: Orders

    @property
    def percent(self) -> float:
        """How much more the cut search's answer costs; negative where it is better."""
        return 100.0 * (self.cut - self.whole) / max(1, abs(self.whole))


def split_loss(
    problem: Problem,
    travel: Travel,
    stop: StopRule,
    seed: int = 0,
    backend: Optional[Backend] = None,
    part: int = search.PART,
) -> SplitLoss:
    """Search the problem whole and in parts of ``part`` candidates, on one core each.

    ``stop`` limits each of both; with counts in it the comparison is
    repeatable. Joint visits and nights are left aside.
    """
    chosen = backend or default_backend()
    whole, whole_orders = _best(
        problem, travel, stop, seed, chosen, len(problem.candidates), part
    )
    cut, cut_orders = _best(problem, travel, stop, seed, chosen, 0, part)
    return SplitLoss(whole, cut, whole_orders, cut_orders)


def _best(
    problem: Problem,
    travel: Travel,
    stop: StopRule,
    seed: int,
    backend: Backend,
    whole: int,
    part: int,
) -> Tuple[int, Orders]:
    values = []

    def note(value: int, _orders: Orders) -> None:
        values.append(value)

    limits = budget.limits_of(stop)
    clock = time.process_time
    watch = Search(budget.Uncounted(stop), clock)
    crew = team(backend, 1, clock)
    setting = search.Setting(crew, 1, watch, limits, seed, limits.seconds, note, whole, part)
    orders = search.plan(problem, travel, setting)
    nothing = sum(objectives.worths(problem))
    return min(values, default=nothing), orders
