"""Our own ruin and recreate: knows every rule that a single route can be asked about."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Optional, Tuple

from ..evaluation import Evaluator, Orders
from ..kernel import anneal, arrays
from ..kernel import layout as at
from ..stop import Search
from .keeper import Keeper
from .protocol import OnOrders

#: Steps between two questions to the stop rule; fixed, so that a counted
#: budget gives equal answers everywhere.
STEPS = 200
#: Temperature at the begin and at the end, in average legs. Where the search
#: also chooses whom to visit, an exchange of visits has to pass more often.
HOT = 2.0
HOT_CHOICE = 6.0
COLD = 0.01
#: While annealing a visit is worth at most so many average legs, so that prizes
#: that dwarf all driving do not freeze the search; the share rises to its
#: true value until ``TRUE_WORTH`` of the budget is used.
WORTH_LEGS = 4.0
TRUE_WORTH = 0.8
#: What a mandatory visit left out weighs while annealing, in average legs.
MUST_LEGS = 50.0
#: Between the seeds of two starts, so that neighbouring seeds share none.
OTHER = 1_000_003
#: With several starts: when the weaker ones go on from the best, as shares of the budget.
MEETINGS = (0.4, 0.6, 0.8)


class RuinRecreate:
    """See :class:`.protocol.Backend`.

    Parameters
    ----------
    starts
        Searches from as many seeds at the same time, in threads: the compiled
        code lets them run beside each other. With more than one the answer
        depends on the clock.
    """

    name = "ruin_recreate"

    def __init__(self, starts: int = 1) -> None:
        self._starts = starts

    def search(
        self,
        evaluator: Evaluator,
        start: Orders,
        search: Search,
        seed: int,
        on_orders: Optional[OnOrders] = None,
    ) -> Orders:
        """Return the best orders found."""
        keeper = Keeper(evaluator, start, on_orders)
        if not evaluator.problem.candidates:  # compiled code draws one, whether there is any or not
            return keeper.best
        runs = [
            _Run(evaluator, start, search, seed + at * OTHER, keeper) for at in range(self._starts)
        ]
        if len(runs) == 1:
            runs[0].run()
        else:
            with ThreadPoolExecutor(len(runs)) as pool:
                for done in [pool.submit(run.run) for run in runs]:
                    done.result()
        return keeper.best


class _Run:
    """One search: chunks of steps, each at its temperature."""

    def __init__(
        self, evaluator: Evaluator, start: Orders, search: Search, seed: int, keeper: Keeper
    ) -> None:
        self._evaluator = evaluator
        self._search = search
        self._seed = seed
        self._keeper = keeper
        self._cost = keeper.cost
        self._model = arrays.model_of(evaluator)
        self._state = arrays.state_of(self._model, start, seed)
        self._chooses = not all(evaluator.must)
        self._reported = 0
        self._met = 0

    def run(self) -> None:
        """Anneal until the rule says stop."""
        model = self._model
        anneal.begin(model, self._state)
        anneal.fill(model, self._state)
        self._leg = self._average_leg()
        self._share = self._worth_share()
        self._report()
        while not self._search.should_stop():
            used = self._search.fraction()
            anneal.steps(model, self._state, STEPS, *self._weights(used))
            self._search.worked(STEPS)
            self._report()
            self._meet(used)

    def _meet(self, used: float) -> None:
        """Go on from the best of all starts when it is another's and a meeting is due."""
        if self._met == len(MEETINGS) or used < MEETINGS[self._met]:
            return
        self._met += 1
        if self._keeper.cost < self._cost:
            self._cost = self._keeper.cost
            self._seed += 1
            self._state = arrays.state_of(self._model, self._keeper.best, self._seed)
            anneal.begin(self._model, self._state)
            self._reported = int(self._state.totals[at.T_BETTER])

    def _weights(self, used: float) -> Tuple[float, float, float]:
        hot = HOT_CHOICE if self._chooses else HOT
        temperature = self._leg * hot * (COLD / hot) ** used
        share = self._share ** max(0.0, 1.0 - used / TRUE_WORTH)
        dear = self._leg * MUST_LEGS
        return (_rounded(temperature), _rounded(share), _rounded(dear))

    def _average_leg(self) -> float:
        routes = self._state.routes
        legs = int(routes[at.SIZE].sum()) + int((routes[at.SIZE] > 0).sum())
        return max(1.0, int(routes[at.DRIVING].sum()) / max(1, legs))

    def _worth_share(self) -> float:
        count = int(self._model.params[at.CANDIDATES])
        worth = self._model.nodes[at.WORTH, :count]
        worth = sorted(worth[worth > 0].tolist())
        if not worth:
            return 1.0
        return min(1.0, WORTH_LEGS * self._leg / worth[len(worth) // 2])

    def _report(self) -> None:
        """Take what the kernel found when the evaluator agrees that it is better."""
        totals = self._state.totals
        if totals[at.T_BETTER] == self._reported:
            self._search.solved(False)
            return
        self._reported = int(totals[at.T_BETTER])
        orders = arrays.best_orders(self._model, self._state)
        if not self._evaluator.legal(orders):
            return
        cost = self._evaluator.cost(orders)
        if cost < self._cost:
            self._cost = cost
            if self._keeper.offer(cost, orders):
                self._search.solved(True)


def _rounded(value: float) -> float:
    """Drop the digits in which two machines' powers may differ."""
    return float("%.9g" % value) if math.isfinite(value) else 0.0
