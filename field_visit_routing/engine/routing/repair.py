"""From any orders to legal ones: what breaks a rule is taken out, and put back where it fits.

Searches that know only a part of the rules hand their answers through here.
"""

from __future__ import annotations

from typing import List, Sequence

from .evaluation import Evaluator, Order, Orders
from .insertion import insert_all

#: So often every visit is looked at again; the second round seldom gains anything.
MOST_ROUNDS = 5


def repaired(evaluator: Evaluator, orders: Sequence[Sequence[int]]) -> Orders:
    """Return orders that keep every rule, as near to the given ones as is quick to find.

    Mandatory visits stay before optional ones, worthier before lesser.
    """
    result = [_thinned(evaluator, shift, order) for shift, order in enumerate(orders)]
    _part_clients(evaluator, result)
    kept = {item for order in result for item in order}
    removed = [item for order in orders for item in order if item not in kept]
    if removed:
        insert_all(evaluator, result, removed)
    return result


def polished(evaluator: Evaluator, orders: Orders) -> Orders:
    """Move single visits to where they cost least, or out, until that gains nothing more."""
    best, cost = [list(order) for order in orders], evaluator.cost(orders)
    for _round in range(MOST_ROUNDS):
        gained = False
        for item in [item for order in best for item in order]:
            changed = _moved(evaluator, best, item)
            lower = evaluator.cost(changed)
            if lower < cost:
                best, cost, gained = changed, lower, True
        insert_all(evaluator, best, _outside(evaluator, best))
        cost = evaluator.cost(best)
        if not gained:
            break
    return best


def _moved(evaluator: Evaluator, orders: Orders, candidate: int) -> Orders:
    """Return the orders with a visit at its cheapest place, or without it."""
    without = [[item for item in order if item != candidate] for order in orders]
    if not evaluator.legal(without):
        return orders
    insert_all(evaluator, without, [candidate])
    return without


def _outside(evaluator: Evaluator, orders: Orders) -> List[int]:
    placed = {item for order in orders for item in order}
    return [at for at in range(len(evaluator.worth)) if at not in placed]


def _thinned(evaluator: Evaluator, shift: int, order: Sequence[int]) -> Order:
    """Return the order without what does not fit into it."""
    here = [item for item in order if shift in evaluator.allowed(item)]
    if evaluator.fits(shift, here):
        return here
    place = {item: at for at, item in enumerate(here)}
    kept: List[int] = []
    for item in sorted(here, key=lambda item: (-evaluator.worth[item], place[item])):
        longer = sorted([*kept, item], key=lambda other: place[other])
        if evaluator.fits(shift, longer):
            kept = longer
    return kept


def _part_clients(evaluator: Evaluator, orders: Orders) -> None:
    """Take visits out until those of each client stand well to each other."""
    while True:
        clashes = evaluator.clients.clashes(orders)
        if not clashes:
            return
        lesser = min(clashes[0], key=lambda item: (evaluator.worth[item], -item))
        for shift, order in enumerate(orders):
            if lesser in order:
                order.remove(lesser)
                orders[shift] = _thinned(evaluator, shift, order)
