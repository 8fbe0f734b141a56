"""The best orders of a search, whichever of its runs found them."""

from __future__ import annotations

import threading
from typing import Optional

from ..evaluation import Evaluator, Orders
from .protocol import OnOrders


class Keeper:
    """Keeps the best orders of all runs, by our own arithmetic; the runs may be threads.

    Attributes
    ----------
    best
        The best orders so far; at first those of the start.
    cost
        Their cost by the evaluator.
    """

    def __init__(self, evaluator: Evaluator, start: Orders, on_orders: Optional[OnOrders]) -> None:
        self.best = [list(order) for order in start]
        self.cost = evaluator.cost(self.best)
        self._on_orders = on_orders
        self._lock = threading.Lock()

    def offer(self, cost: int, orders: Orders) -> bool:
        """Take legal orders that cost less than all before, and say whether they do."""
        with self._lock:
            if cost >= self.cost:
                return False
            self.best, self.cost = orders, cost
            if self._on_orders is not None:
                self._on_orders(orders)
            return True
