"""One more visit in a planned day: where it fits, and what it would break."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

from ...matrix.types import Travel
from ..evaluation import Evaluator
from ..problem import Candidate, Problem
from .manual import ManualCheck, OrderViolation, check_order
from .orders import Names, day_part


class Spot(NamedTuple):
    """A way to insert, sorted by what it costs.

    ``overtime_s`` is what it adds after the end of the working time,
    ``delta`` what the objective grows by, ``detour_s`` the driving added.
    """

    overtime_s: int
    delta: int
    position: int
    detour_s: int


class Day:
    """One shift with its visits and some candidates that could be added.

    Parameters
    ----------
    names
        The visits of the shift in their order.
    extra
        Further candidates, not among ``names``.
    """

    def __init__(
        self,
        problem: Problem,
        travel: Travel,
        shift: int,
        names: Sequence[int],
        extra: Sequence[int],
    ) -> None:
        part = day_part(problem, travel, shift, [*names, *extra])
        self.evaluator = Evaluator(part.problem, part.matrix)
        self.order = list(range(len(names)))
        self.extra = range(len(names), len(names) + len(extra))
        self.shift = part.problem.shifts[0]
        self.frozen = len(problem.shifts[shift].first)
        judged = self.evaluator.judge(0, self.order)
        self._end_s = judged.end_s if judged else self.shift.start_s
        self._driving_s = judged.driving_s if judged else 0
        self._price = self.evaluator.price(0, judged) if judged and names else 0
        self._broken = judged is None or not judged.fits

    def positions(self) -> range:
        """Return where something may be inserted: behind what is frozen."""
        return range(min(self.frozen, len(self.order)), len(self.order) + 1)

    def changed(self, candidate: int, position: int) -> List[int]:
        """Return the order with the candidate in it."""
        return self.order[:position] + [candidate] + self.order[position:]

    def spots(self, candidate: int, positions: Optional[Sequence[int]] = None) -> List[Spot]:
        """Return the insertions that keep the rules of the shift, the cheapest first.

        In a day that breaks rules as it is, every insertion is returned:
        a :class:`Probe` tells which of them break no more.
        """
        if not self.evaluator.allowed(candidate):
            return []
        some = self.positions() if positions is None else positions
        found = (self._spot(candidate, position) for position in some)
        return sorted(spot for spot in found if spot is not None)

    def _spot(self, candidate: int, position: int) -> Optional[Spot]:
        if self._broken:
            detour_s = self.evaluator.detour(0, self.order, position, candidate)
            return None if detour_s is None else Spot(0, detour_s, position, detour_s)
        verdict = self.evaluator.judge(0, self.changed(candidate, position))
        if verdict is None or not verdict.fits:
            return None
        before_s = max(0, self._end_s - self.shift.end_s)
        overtime_s = max(0, max(0, verdict.end_s - self.shift.end_s) - before_s)
        delta = self.evaluator.price(0, verdict) - self._price
        return Spot(overtime_s, delta, position, verdict.driving_s - self._driving_s)

    def nearest(self, candidate: int) -> int:
        """Return the position that misses least of the rules, then drives least."""
        ranked: List[Tuple[bool, int, int, int]] = []
        for position in self.positions():
            verdict = self.evaluator.judge(0, self.changed(candidate, position))
            detour = self.evaluator.detour(0, self.order, position, candidate)
            late_s = verdict.late_s if verdict else 0
            ranked.append((verdict is None, late_s, 1 << 40 if detour is None else detour, position))
        return min(ranked)[3]


def beside(problem: Problem, orders: Names, client: str = "") -> Dict[str, Sequence[str]]:
    """Return the orders that matter for one more visit: of its client, joint visits."""
    item_by_id = problem.candidate_by_id()

    def matters(name: str) -> bool:
        other = item_by_id.get(name)
        return other is not None and (bool(other.joint) or other.who == client)

    return {shift: ids for shift, ids in orders.items() if any(matters(name) for name in ids)}


def without(orders: Names, name: str) -> Dict[str, Tuple[str, ...]]:
    """Return the orders without a visit."""
    return {shift: tuple(i for i in ids if i != name) for shift, ids in orders.items()}


class Probe:
    """Tries changed orders of one shift and tells what is broken that was not before.

    Parameters
    ----------
    ids
        The visits of the shift in their order.
    orders
        Those of the other shifts that matter; see :func:`beside`.
    """

    def __init__(
        self, problem: Problem, travel: Travel, shift_id: str, ids: Sequence[str], orders: Names
    ) -> None:
        known = {name for names in orders.values() for name in names}.union(ids)
        kept = tuple(item for item in problem.candidates if item.id in known or item.joint)
        self._problem = replace(problem, candidates=kept)
        self._travel = travel
        self._ids = list(ids)
        self._orders = orders
        self.before = check_order(self._problem, travel, shift_id, ids, orders)
        self._known = {(v.code, v.candidate_id): v.size for v in self.before.violations}

    def insert(self, item: Candidate, position: int) -> Tuple[ManualCheck, List[OrderViolation]]:
        """Return the day with the visit inserted, and what that newly breaks."""
        ids = self._ids[:position] + [item.id] + self._ids[position:]
        others = tuple(other for other in self._problem.candidates if other.id != item.id)
        problem = replace(self._problem, candidates=others + (item,))
        after = check_order(problem, self._travel, self.before.shift_id, ids, self._orders)
        return after, [v for v in after.violations if self._is_new(v)]

    def _is_new(self, violation: OrderViolation) -> bool:
        known = self._known.get((violation.code, violation.candidate_id))
        return known is None or violation.size > known
