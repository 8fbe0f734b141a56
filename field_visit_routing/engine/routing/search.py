"""The search of one problem without joint visits and nights: whole, or part by part in rounds."""

from __future__ import annotations

from typing import Callable, List, NamedTuple, Optional, Sequence

from ..matrix.types import Travel
from . import objectives, selection
from .budget import Limits
from .decomposition import Share, Splitter, part_of
from .evaluation import Evaluator, Orders
from .parallel import Found, Task, Team
from .parts import Part, restrict
from .problem import Problem
from .reachability import impossible
from .stop import Search

#: With more candidates than this, and several reps, the problem is cut into parts: when
#: several processes race against the clock, and else (where the work is counted the answer
#: must not depend on the processes, and one core does as well with the whole).
RACING = 600
WHOLE = 1_200
#: Candidates of a part.
PART = 500
#: Shares of the work: the first cut, and each of the later ones.
FIRST = 0.7
LATER = (0.15, 0.15)
#: Later cuts anneal as if so much of their work lay behind them.
COOL = 0.6
#: Candidates looked at in one go when the impossible ones are sorted out.
BLOCK = 300

#: Called with the objective and the orders of each better answer.
OnBetter = Callable[[int, Orders], None]


class Setting(NamedTuple):
    """How to search.

    ``watch`` asks what parts cannot count themselves: clock, cancel,
    patience. ``until_s`` is when the search has to end by that clock. With
    more than ``whole`` candidates the problem is cut into parts of ``part``;
    ``None`` stands for what was measured to be best.
    """

    team: Team
    workers: int
    watch: Search
    limits: Limits
    seed: int
    until_s: Optional[float]
    on_better: OnBetter
    whole: Optional[int] = None
    part: Optional[int] = None


def plan(
    problem: Problem, travel: Travel, setting: Setting, start: Optional[Orders] = None
) -> Orders:
    """Return the best orders found, from ``start`` on if given."""
    return _Plan(problem, travel, setting, start).run()


def possible(problem: Problem, travel: Travel) -> List[int]:
    """Return the candidates that fit into some shift alone."""
    found = []
    everywhere = range(len(problem.shifts))
    for begin in range(0, len(problem.candidates), BLOCK):
        some = range(begin, min(begin + BLOCK, len(problem.candidates)))
        part = restrict(problem, travel, some, everywhere)
        evaluator = Evaluator(part.problem, part.matrix)
        found += [at for here, at in enumerate(some) if impossible(evaluator, here) is None]
    return found


class _Plan:
    """One run: a first cut, then further ones along other borders."""

    def __init__(
        self, problem: Problem, travel: Travel, setting: Setting, start: Optional[Orders]
    ) -> None:
        self._problem = problem
        self._travel = travel
        self._setting = setting
        self._worth = objectives.worths(problem)
        self._orders: Orders = [list(order) for order in start or [[] for _ in problem.shifts]]
        self._possible = possible(problem, travel)

    def run(self) -> Orders:
        """Return the best orders found."""
        if not self._possible:
            return self._orders
        shifts = range(len(self._problem.shifts))
        most = selection.room(len(shifts))
        if len(selection.reps(self._problem)) > 1:
            most = self._most()
        if len(self._possible) <= most:
            self._whole([Share(list(shifts), self._possible, set())])
            return self._orders
        return self._in_rounds()

    def _most(self) -> int:
        setting = self._setting
        if setting.whole is not None:
            return setting.whole
        return RACING if setting.workers > 1 and not setting.limits.repeatable else WHOLE

    def _in_rounds(self) -> Orders:
        setting = self._setting
        size = setting.part or PART
        splitter = Splitter(self._problem, self._travel, size, setting.seed)
        known = any(self._orders)
        shares = () if known else (FIRST,)
        shares += LATER
        for number, share in enumerate(shares):
            if setting.watch.should_stop():
                break
            cut = number == 0 and not known
            parts = (
                splitter.first(self._possible)
                if cut
                else splitter.next(self._orders, self._possible)
            )
            self._round(parts, number, share / sum(shares), share / sum(shares[number:]))
        return self._orders

    def _whole(self, parts: List[Share]) -> None:
        self._round(parts, 0, 1.0, 1.0)

    def _round(self, shares: Sequence[Share], number: int, fraction: float, left: float) -> None:
        """Search all parts of one cut.

        ``fraction`` is its share of the whole work, ``left`` that of the
        work still to do.
        """
        shares = [share for share in shares if share.candidates]
        parts = [part_of(self._problem, self._travel, share, self._orders) for share in shares]
        starts = [self._inward(part) for part in parts]
        total = sum(len(part.candidates) for part in parts)
        tasks = []
        for at, (part, start) in enumerate(zip(parts, starts)):
            limits = self._limits(len(part.candidates) / total, fraction, left)
            seed = self._setting.seed + 1_009 * number + at
            used = COOL if any(start) else 0.0
            tasks.append(Task(part.problem, part.matrix, start, seed, limits, used))
        merge = _Merge(self, parts, tasks)
        answers = self._setting.team.run(tasks, self._setting.watch.should_stop, merge.found)
        for part, answer in zip(parts, answers):
            self.take(part, answer)

    def _inward(self, part: Part) -> Orders:
        return part.inward(self._orders)

    def _limits(self, weight: float, fraction: float, left: float) -> Limits:
        setting = self._setting
        limits = setting.limits.share(weight * fraction)
        if setting.until_s is None:
            return limits
        round_s = max(0.0, setting.until_s - setting.watch.elapsed_s) * left
        return limits._replace(seconds=min(round_s, round_s * setting.workers * weight))

    def take(self, part: Part, orders: Orders) -> None:
        """Put the answer of a part in its place."""
        for shift, order in part.outward(orders).items():
            self._orders[shift] = order

    def note(self, part: Part, orders: Orders, value: int) -> None:
        """Take and tell a better answer of a part."""
        self.take(part, orders)
        self._setting.watch.solved(True)
        self._setting.on_better(value, self._orders)

    def outside(self, parts: Sequence[Part]) -> int:
        """Return the worth of all candidates that are in none of the parts."""
        inside = {item for part in parts for item in part.candidates}
        return sum(worth for at, worth in enumerate(self._worth) if at not in inside)


class _Merge:
    """Adds up what the parts of a round have found so far."""

    def __init__(self, plan: _Plan, parts: Sequence[Part], tasks: Sequence[Task]) -> None:
        self._plan = plan
        self._parts = parts
        self._outside = plan.outside(parts)
        self._costs = [Evaluator(task.problem, task.matrix).cost(task.start) for task in tasks]

    def found(self, news: Found) -> None:
        """Take better orders of a part."""
        if news.cost < self._costs[news.task]:
            self._costs[news.task] = news.cost
            value = self._outside + sum(self._costs)
            self._plan.note(self._parts[news.task], news.orders, value)
