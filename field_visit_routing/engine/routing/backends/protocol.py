"""What the solver asks of a search backend."""

from __future__ import annotations

from typing import Callable, Optional, Protocol

from ..evaluation import Evaluator, Orders
from ..stop import Search

#: Called with each better answer found.
OnOrders = Callable[[Orders], None]


class Backend(Protocol):
    """Finds good orders for a problem whose candidates all fit alone."""

    name: str

    def search(
        self,
        evaluator: Evaluator,
        start: Orders,
        search: Search,
        seed: int,
        on_orders: Optional[OnOrders] = None,
    ) -> Orders:
        """Return the best orders found.

        Parameters
        ----------
        start
            Feasible orders to begin with; possibly empty ones.
        search
            Counts the solutions and says when to stop.
        seed
            Equal seeds and counting stop rules give equal answers.
        """
