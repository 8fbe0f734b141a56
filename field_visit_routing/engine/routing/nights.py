"""Nights away from home: an outer search round the one that knows only ends and starts.

A night is worth its price when the routes of its two days, planned anew with
the hotel between them, cost less by more than that. Nights that follow each
other are also tried together at one hotel, as a far trip often pays only
when it lasts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, NamedTuple, Sequence, Set, Tuple

from ..matrix.types import Travel
from . import decomposition, objectives
from .budget import Limits
from .decomposition import Share, part_of
from .evaluation import Evaluator, Orders
from .parallel import Found, Stopped, Task, Team
from .parts import Part, restrict
from .problem import Night, Problem
from .selection import placed
from .solution import Stay

#: Nights in a row that are tried together.
LONGEST = 3
#: Candidates without a place that are offered to the days of a night, nearest first.
OFFERED = 60
#: Trials in one round, the most promising first, and rounds.
TRIALS = 240
ROUNDS = 3


class _Trial(NamedTuple):
    """Nights of one rep to be spent at one place, and a part with his days."""

    nights: Tuple[Night, ...]
    location: int
    part: Part


def moved(problem: Problem, stays: Sequence[Stay]) -> Problem:
    """Return the problem with ends and starts where the nights are spent, and no more nights."""
    if not problem.nights:
        return problem
    evening = {stay.before: stay.location for stay in stays}
    morning = {
        night.after: evening[night.before] for night in problem.nights if night.before in evening
    }
    shifts = tuple(
        replace(
            shift,
            end_location=evening.get(shift.id, shift.end_location),
            start_location=morning.get(shift.id, shift.start_location),
        )
        for shift in problem.shifts
    )
    return replace(problem, shifts=shifts, nights=())


class Nights:
    """The nights of one problem, and which are taken.

    Attributes
    ----------
    stays
        The nights taken so far, in the order of the problem's shifts.
    """

    def __init__(self, problem: Problem, travel: Travel) -> None:
        self._problem = problem
        self._travel = travel
        self._at = {shift.id: at for at, shift in enumerate(problem.shifts)}
        self._taken: Dict[str, int] = {}

    @property
    def stays(self) -> Tuple[Stay, ...]:
        """The nights taken so far."""
        return tuple(
            Stay(name, self._taken[name])
            for name in sorted(self._taken, key=lambda name: self._at[name])
        )

    @property
    def price_s(self) -> int:
        """What the objective grows by for the nights taken."""
        prices = {night.before: night.price_s for night in self._problem.nights}
        return sum(prices[name] for name in self._taken)

    def see(self, problem: Problem) -> None:
        """Go on with the same nights of a problem with other pins."""
        self._problem = problem

    def sound(self, orders: Orders) -> bool:
        """Whether both days of every night taken have visits: nobody is moved for nothing."""
        return all(
            orders[self._at[night.before]] and orders[self._at[night.after]]
            for night in self._problem.nights
            if night.before in self._taken
        )

    def mend(self, orders: Orders) -> None:
        """Give days of a night that have no visit one of the other day's, change ``orders``.

        A route without visits costs nothing, so that a search likes to end a
        trip at the hotel and never to come home.
        """
        for night in self._problem.nights:
            if night.before in self._taken:
                days = [self._at[night.before], self._at[night.after]]
                rep = self._problem.shifts[days[0]].rep
                shifts = [at for at, item in enumerate(self._problem.shifts) if item.rep == rep]
                here = [item for at in shifts for item in orders[at]]
                part = restrict(moved(self._problem, self.stays), self._travel, here, shifts)
                inner = part.inward(orders)
                _fill(part, inner, [shifts.index(at) for at in days])
                for shift, order in part.outward(inner).items():
                    orders[shift] = order

    def drop_idle(self, orders: Orders) -> bool:
        """Give up nights without visits on both days; return whether there were any."""
        idle = [
            night.before
            for night in self._problem.nights
            if night.before in self._taken
            and not (orders[self._at[night.before]] and orders[self._at[night.after]])
        ]
        for name in idle:
            del self._taken[name]
        return bool(idle)

    def improve(
        self, orders: Orders, team: Team, limits: Limits, seed: int, stopped: Stopped
    ) -> bool:
        """Take nights that pay, changing ``orders``; return whether any does.

        ``limits`` hold for all trials together.
        """
        any_taken = False
        for number in range(ROUNDS):
            trials = self._trials(orders)
            if not trials or stopped():
                break
            share = limits.share(1 / (ROUNDS * len(trials)))
            tasks = [self._task(trial, share, seed + number) for trial in trials]
            answers = team.run(tasks, stopped, _unheard)
            if not self._take(orders, trials, answers):
                break
            any_taken = True
        return any_taken

    def _task(self, trial: _Trial, limits: Limits, seed: int) -> Task:
        empty: Orders = [[] for _shift in trial.part.shifts]
        return Task(trial.part.problem, trial.part.matrix, empty, seed, limits)

    def _take(self, orders: Orders, trials: Sequence[_Trial], answers: Sequence[Orders]) -> bool:
        """Take the best trials that share neither rep nor candidate; return whether any pays."""
        gains = []
        for number, (trial, answer) in enumerate(zip(trials, answers)):
            for night in trial.nights:
                days = [self._at[night.before], self._at[night.after]]
                _fill(trial.part, answer, [trial.part.shifts.index(at) for at in days])
            gain = self._gain(trial, answer, orders)
            if gain > 0 and all(answer[trial.part.shifts.index(at)] for at in self._days(trial)):
                gains.append((-gain, number))
        used: Set[int] = set()
        reps: Set[str] = set()
        for _gain, number in sorted(gains):
            trial, answer = trials[number], answers[number]
            rep = self._problem.shifts[trial.part.shifts[0]].rep
            outward = trial.part.outward(answer)
            fresh = placed(list(outward.values()))
            mine = placed([orders[at] for at in trial.part.shifts])
            if rep in reps or (fresh - mine) & used:
                continue
            reps.add(rep)
            used |= fresh - mine
            for shift, order in outward.items():
                orders[shift] = order
            self._taken.update((night.before, trial.location) for night in trial.nights)
        return bool(reps)

    def _days(self, trial: _Trial) -> Set[int]:
        return {self._at[name] for n in trial.nights for name in (n.before, n.after)}

    def _gain(self, trial: _Trial, answer: Orders, orders: Orders) -> int:
        """Return by how much the objective falls, the prices of the nights paid."""
        shifts = trial.part.shifts
        now = moved(self._problem, self.stays)
        here = [item for at in shifts for item in orders[at]]
        part = restrict(now, self._travel, here, shifts)
        before = Evaluator(part.problem, part.matrix).cost(part.inward(orders))
        after = Evaluator(trial.part.problem, trial.part.matrix).cost(answer)
        worth = objectives.worths(self._problem)
        open_ = sum(worth[item] for item in trial.part.candidates) - sum(worth[i] for i in here)
        price = sum(night.price_s for night in trial.nights)
        return before + open_ - after - price

    def _trials(self, orders: Orders) -> List[_Trial]:
        """Return what to try: the nights whose hotel is nearest to open candidates' worth."""
        waiting = self._waiting(orders)
        ranked = []
        for nights in self._chains():
            for location in sorted(set.intersection(*(set(n.locations) for n in nights))):
                near = self._near(location, waiting)
                reach = sum(way for way, _item in near[: OFFERED // 4])
                ranked.append((reach, len(ranked), nights, location, near))
        ranked.sort(key=lambda entry: entry[:2])
        return [
            self._trial(orders, nights, location, [item for _way, item in near[:OFFERED]])
            for _reach, _number, nights, location, near in ranked[:TRIALS]
        ]

    def _chains(self) -> List[Tuple[Night, ...]]:
        """Return every free night, and those that follow each other."""
        free = [n for n in self._problem.nights if n.before not in self._taken]
        by_before = {night.before: night for night in free}
        chains: List[Tuple[Night, ...]] = []
        for night in free:
            chain: Tuple[Night, ...] = (night,)
            chains.append(chain)
            while len(chain) < LONGEST and chain[-1].after in by_before:
                chain = (*chain, by_before[chain[-1].after])
                chains.append(chain)
        return chains

    def _waiting(self, orders: Orders) -> List[int]:
        """Return candidates without a place whose client has none either."""
        served = placed(orders)
        items = self._problem.candidates
        clients = {items[item].who for item in served}
        return [at for at, item in enumerate(items) if at not in served and item.who not in clients]

    def _near(self, location: int, waiting: Sequence[int]) -> List[Tuple[int, int]]:
        if not waiting:
            return []
        where = [self._problem.candidates[item].location for item in waiting]
        seconds = self._travel.block([location], where)[0][0].tolist()
        return sorted((way, item) for way, item in zip(seconds, waiting) if way >= 0)

    def _trial(
        self, orders: Orders, nights: Tuple[Night, ...], location: int, open_: Sequence[int]
    ) -> _Trial:
        rep = self._problem.shifts[self._at[nights[0].before]].rep
        shifts = [at for at, shift in enumerate(self._problem.shifts) if shift.rep == rep]
        here = [item for at in shifts for item in orders[at]]
        stays = [*self.stays, *(Stay(night.before, location) for night in nights)]
        changed = moved(self._problem, stays)
        locked = decomposition.torn(self._problem, here, placed(orders))
        share = Share(shifts, here + list(open_), locked)
        part = part_of(changed, self._travel, share, orders)
        return _Trial(nights, location, part)


def _fill(part: Part, orders: Orders, days: Sequence[int]) -> None:
    """Where one of two days has no visit, move the one that costs least to it."""
    empty = [day for day in days if not orders[day]]
    if len(empty) != 1:
        return
    target, source = empty[0], next(day for day in days if day != empty[0])
    evaluator = Evaluator(part.problem, part.matrix)
    trials = []
    for item in orders[source]:
        trial = [list(order) for order in orders]
        trial[source].remove(item)
        trial[target] = [item]
        if trial[source] and target in evaluator.allowed(item) and evaluator.legal(trial):
            trials.append((evaluator.cost(trial), trial))
    if trials:
        orders[:] = min(trials)[1]


def _unheard(_found: Found) -> None:
    """A trial is judged at its end."""
