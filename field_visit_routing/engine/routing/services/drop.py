"""Which mandatory visits to give up when not all of them fit: as few as possible."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import factorial
from typing import Dict, FrozenSet, Iterable, Iterator, List, Optional, Sequence, Tuple

from ...matrix.types import Travel
from ..evaluation import Evaluator, Order, Orders
from ..insertion import cheapest, insert_all
from ..parts import Part, restrict
from ..problem import Problem
from ..reachability import impossible
from ..repair import repaired
from ..solution import Solution
from .orders import orders_of

#: Orders of visits that the full search may look at; with more it is left out.
MOST_ORDERS = 20_000
#: Exchanges that the quick search tries.
MOST_EXCHANGES = 600
#: Positions tried for each visit in them.
TRIALS = 20

#: Visits that have a place, and the shifts of those that their client ties to others.
_State = Tuple[FrozenSet[int], Tuple[Tuple[int, int], ...]]


@dataclass(frozen=True)
class Drop:
    """Mandatory and pinned visits to give up so that all others of them fit.

    Attributes
    ----------
    impossible
        Ids of those that no shift could take even alone.
    surplus
        Ids of further ones, as few as possible; of equally many those of
        least prize, then the first by id.
    proven
        Whether it is certain that fewer would not do. Otherwise fewer were
        not found.
    """

    impossible: Tuple[str, ...]
    surplus: Tuple[str, ...]
    proven: bool


def least_drop(problem: Problem, travel: Travel, solution: Optional[Solution] = None) -> Drop:
    """Return the least set of mandatory visits to drop.

    Optional visits are not looked at: none is worth a mandatory one. Few
    visits (about six) are searched in full. Many are inserted one by one,
    then each that has no place is tried in exchange for each that has one.
    The parts of a joint visit count one by one.

    Parameters
    ----------
    solution
        A solution of the problem: the quick search begins with what it keeps.
    """
    frozen = problem.frozen()
    must = [at for at, c in enumerate(problem.candidates) if c.must or c.id in frozen]
    part = restrict(problem, travel, must, range(len(problem.shifts)))
    evaluator = Evaluator(part.problem, part.matrix)
    possible = [at for at in range(len(must)) if impossible(evaluator, at) is None]
    hopeless = sorted(set(range(len(must))).difference(possible))
    full = _orders_to_try(len(possible)) * len(problem.shifts) <= MOST_ORDERS
    if full:
        surplus = _full_search(evaluator, possible)
    else:
        surplus = _quick_search(evaluator, possible, _start(part, solution))
    return Drop(_ids(evaluator, hopeless), _ids(evaluator, surplus), full or not surplus)


def _ids(evaluator: Evaluator, items: Iterable[int]) -> Tuple[str, ...]:
    return tuple(sorted(evaluator.problem.candidates[item].id for item in items))


def _orders_to_try(count: int) -> int:
    """Return the number of orders of all subsets of so many visits."""
    return sum(factorial(count) // factorial(count - size) for size in range(1, count + 1))


def _rank(evaluator: Evaluator, dropped: Iterable[int]) -> Tuple[int, int, Tuple[str, ...]]:
    items = list(dropped)
    prize = sum(evaluator.problem.candidates[item].prize for item in items)
    return len(items), prize, _ids(evaluator, items)


def _full_search(evaluator: Evaluator, possible: Sequence[int]) -> List[int]:
    """Go through the shifts with every set of visits that can have a place by then."""
    states: Dict[_State, None] = {(frozenset(), ()): None}
    for shift in range(len(evaluator.problem.shifts)):
        here = [item for item in possible if shift in evaluator.allowed(item)]
        fitting = _fitting_sets(evaluator, shift, here)
        for placed, homes in list(states):
            for some in fitting:
                if placed.isdisjoint(some) and not _clash(evaluator, homes, some, shift):
                    tied = tuple((item, shift) for item in sorted(some) if evaluator.clients.kin(item))
                    states[placed | some, homes + tied] = None
    dropped = (set(possible).difference(placed) for placed, _homes in states)
    return sorted(min(dropped, key=lambda items: _rank(evaluator, items)))


def _fitting_sets(
    evaluator: Evaluator, shift: int, here: Sequence[int]
) -> List[FrozenSet[int]]:
    """Return the sets of visits that the shift can make in some order."""
    found: Dict[FrozenSet[int], None] = {}
    for size in range(1, len(here) + 1):
        for order in permutations(here, size):
            key = frozenset(order)
            if key not in found and evaluator.fits(shift, order):
                found[key] = None
    return list(found)


def _clash(
    evaluator: Evaluator, homes: Iterable[Tuple[int, int]], some: Iterable[int], shift: int
) -> bool:
    """Whether the client of one of the visits is visited too soon before or after."""
    known = [*homes, *((item, shift) for item in some)]
    return any(
        other in evaluator.clients.kin(item) and evaluator.clients.clash(item, shift, other, home)
        for item in some
        for other, home in known
    )


def _start(part: Part, solution: Optional[Solution]) -> Orders:
    """Return what a solution keeps of these visits."""
    kept = orders_of(solution) if solution else {}
    number = {item.id: at for at, item in enumerate(part.problem.candidates)}
    return [
        [number[name] for name in kept.get(shift.id, ()) if name in number]
        for shift in part.problem.shifts
    ]


def _quick_search(evaluator: Evaluator, possible: Sequence[int], start: Orders) -> List[int]:
    orders = repaired(evaluator, start)
    insert_all(evaluator, orders, _unplaced(orders, possible))
    left = _unplaced(orders, possible)
    budget = iter(range(MOST_EXCHANGES))
    while any(_exchanged(evaluator, orders, item, budget) for item in left):
        insert_all(evaluator, orders, _unplaced(orders, possible))
        left = _unplaced(orders, possible)
    return left


def _exchanged(evaluator: Evaluator, orders: Orders, item: int, budget: Iterator[int]) -> bool:
    """Place a visit where all others, or another one, of a shift were, if these find places."""
    for shift in evaluator.allowed(item):
        order = orders[shift]
        for leaving in [order, *([other] for other in order)]:
            if next(budget, None) is None:
                return False
            trial = [[it for it in known if it not in leaving] for known in orders]
            if evaluator.fits(shift, trial[shift]) and _insert(evaluator, trial, (item, *leaving)):
                orders[:] = trial
                return True
    return False


def _insert(evaluator: Evaluator, orders: Orders, items: Iterable[int]) -> bool:
    """Insert all of these one after the other; return whether each had a place."""
    for item in items:
        place = cheapest(evaluator, orders, item, TRIALS)
        if place is None:
            return False
        orders[place.shift].insert(place.position, item)
    return True


def _unplaced(orders: Sequence[Order], possible: Iterable[int]) -> List[int]:
    placed = {item for order in orders for item in order}
    return [item for item in possible if item not in placed]
