"""Visits of several people: who goes, on which day, and the common second at which they start.

Decided outside the search, which then sees ordinary visits pinned to a shift
and a time. A place for a visit of ``k`` people is ``k`` insertions into
shifts of different reps whose possible starts have a second in common. The
bounds of these starts are reckoned without breaks and traffic; whatever is
taken was evaluated exactly.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple

from ..matrix.types import Travel
from . import insertion, objectives
from .clients import Clients
from .evaluation import Evaluator, Order, Orders
from .parts import restrict
from .problem import Candidate, Pin, Problem
from .timing import FOREVER, next_opening

#: Insertions looked at for each person, combinations of them, and those evaluated exactly.
OPTIONS = 80
COMBINATIONS = 20_000
EXACT = 12

#: Shift id and start of each member that has a place, by candidate number.
Choice = Dict[int, Tuple[str, int]]


class _Option(NamedTuple):
    """An insertion of one person, and when the visit could start then."""

    detour_s: int
    shift: int
    position: int
    earliest_s: int
    latest_s: int


class _Place(NamedTuple):
    """Exactly evaluated insertions of all people; ``delta`` is what the objective grows by."""

    delta: int
    start_s: int
    options: Tuple[_Option, ...]


def groups(problem: Problem) -> List[List[int]]:
    """Return the candidate numbers of each joint visit, the worthiest first."""
    found: Dict[str, List[int]] = {}
    for at, item in enumerate(problem.candidates):
        if item.joint:
            found.setdefault(item.joint, []).append(at)
    worth = objectives.worths(problem)
    return sorted(found.values(), key=lambda group: (-sum(worth[item] for item in group), group))


class Appointments:
    """The joint visits of one problem and what was decided about them.

    Attributes
    ----------
    choice
        Who has a place, where and when.
    """

    def __init__(self, problem: Problem, travel: Travel) -> None:
        self._problem = self._asked = problem
        self._travel = travel
        self._worth = objectives.worths(problem)
        self._clients = Clients(problem)
        self.groups = groups(problem)
        self.choice: Choice = {}
        self._outscored: Set[int] = set()

    @property
    def starts(self) -> Dict[str, int]:
        """The decided starts by candidate id."""
        return {self._problem.candidates[at].id: start for at, (_, start) in self.choice.items()}

    @property
    def outscored(self) -> Set[str]:
        """Ids of those who could have a place that is not worth it."""
        return {self._problem.candidates[at].id for at in self._outscored}

    def see(self, problem: Problem) -> None:
        """Look for places as if shifts began and ended as in this problem."""
        self._problem = problem

    # ---- deciding ---------------------------------------------------------------------------
    def first(self) -> None:
        """Give every joint visit the cheapest place beside what must be visited anyway."""
        orders = self._musts()
        for group in self.groups:
            place = self._best_place(orders, group)
            if place is not None:
                self._take(orders, group, place)

    def again(self, orders: Orders) -> bool:
        """Try other times, or none, beside what was found; change ``orders``.

        Returns whether anything got better.
        """
        better = False
        for group in self.groups:
            better = self._moved(orders, group) or better
        return better

    def _moved(self, orders: Orders, group: Sequence[int]) -> bool:
        without = [[item for item in order if item not in group] for order in orders]
        touched = [at for at, order in enumerate(orders) if len(order) != len(without[at])]
        complete = all(item in self.choice for item in group) and len(touched) == len(group)
        if any(self._price(without, at) is None for at in touched):
            return False
        worth = sum(self._worth[item] for item in group)
        present = worth
        if complete:
            prices = [(self._price(orders, at), self._price(without, at)) for at in touched]
            present = sum((with_ or 0) - (bare or 0) for with_, bare in prices)
        place = self._best_place(without, group)
        if complete and present <= min(worth, place.delta if place else worth):
            return False
        for item in group:
            self.choice.pop(item, None)
        orders[:] = without
        if place is not None and place.delta < worth:
            self._take(orders, group, place)
            return not complete or place.delta < present
        self._outscored.difference_update(group)
        self._outscored.update(group if place is not None else ())
        return complete

    def _musts(self) -> Orders:
        """Return orders of the single visits that are mandatory or pinned."""
        must = [
            at for at, item in enumerate(self._problem.candidates) if item.must and not item.joint
        ]
        part = restrict(self._problem, self._travel, must, range(len(self._problem.shifts)))
        orders: Orders = [[] for _shift in part.shifts]
        evaluator = Evaluator(part.problem, part.matrix)
        insertion.insert_all(evaluator, orders, range(len(must)))
        return [part.outward(orders)[at] for at in range(len(part.shifts))]

    def _take(self, orders: Orders, group: Sequence[int], place: _Place) -> None:
        for item, option in zip(group, place.options):
            orders[option.shift].insert(option.position, item)
            self.choice[item] = (self._problem.shifts[option.shift].id, place.start_s)

    # ---- what the search sees -------------------------------------------------------------------
    def for_search(self) -> Problem:
        """Return the problem with pins; who has no place may go nowhere."""
        items = list(self._asked.candidates)
        for group in self.groups:
            for at in group:
                placed = at in self.choice
                items[at] = self._pinned(at) if placed else replace(items[at], allowed_shifts=())
        return replace(self._asked, candidates=tuple(items))

    def _pinned(self, candidate: int) -> Candidate:
        item = self._asked.candidates[candidate]
        shift_id, start_s = self.choice[candidate]
        pin = replace(item.pin or Pin(), shift_id=shift_id, start_s=start_s)
        return replace(item, pin=pin)

    # ---- places -------------------------------------------------------------------------------
    def _best_place(self, orders: Orders, group: Sequence[int]) -> Optional[_Place]:
        options = [self._options(orders, item) for item in group]
        if not all(options):
            return None
        found: List[_Place] = []
        for _detour, start_s, chosen in self._common(options):
            place = self._exact(orders, group, start_s, chosen)
            if place is not None:
                found.append(place)
            if len(found) >= EXACT:
                break
        return min(found, default=None)

    def _options(self, orders: Orders, candidate: int) -> List[_Option]:
        """Return the cheapest insertions of one person that time could allow."""
        homes = self._clients.homes(orders, candidate)
        part = restrict(self._problem, self._travel, [candidate], range(len(orders)))
        allowed = Evaluator(part.problem, part.matrix).allowed(0)
        found: List[_Option] = []
        for shift in allowed:
            clash = self._clients.clash
            if not any(clash(candidate, shift, item, at) for item, at in homes.items()):
                found.extend(self._in_shift(orders[shift], shift, candidate))
        return sorted(found)[:OPTIONS]

    def _in_shift(self, order: Order, shift: int, candidate: int) -> Iterator[_Option]:
        part = restrict(self._problem, self._travel, [*order, candidate], [shift])
        evaluator = Evaluator(part.problem, part.matrix)
        inner = part.inward([order if at == shift else [] for at in range(shift + 1)])[0]
        for position in range(len(inner) + 1):
            detour = evaluator.detour(0, inner, position, len(inner))
            if detour is None:
                continue
            changed = inner[:position] + [len(inner)] + inner[position:]
            for earliest, latest in _starts(evaluator, changed, position):
                yield _Option(detour, shift, position, earliest, latest)

    def _common(
        self, options: Sequence[Sequence[_Option]]
    ) -> Iterator[Tuple[int, int, Tuple[_Option, ...]]]:
        """Yield combinations in shifts of different reps with a common start, cheapest first."""
        found = []
        for chosen in islice(self._combined(options, ()), COMBINATIONS):
            first = max(option.earliest_s for option in chosen)
            last = min(option.latest_s for option in chosen)
            detour = sum(option.detour_s for option in chosen)
            found.extend((detour, start, chosen) for start in {first, last})
        return iter(sorted(found))

    def _combined(
        self, options: Sequence[Sequence[_Option]], chosen: Tuple[_Option, ...]
    ) -> Iterator[Tuple[_Option, ...]]:
        if len(chosen) == len(options):
            yield chosen
            return
        shifts = self._problem.shifts
        taken = {shifts[option.shift].rep for option in chosen}
        first = max((option.earliest_s for option in chosen), default=0)
        last = min((option.latest_s for option in chosen), default=FOREVER)
        for option in options[len(chosen)]:
            together = max(first, option.earliest_s) <= min(last, option.latest_s)
            if together and shifts[option.shift].rep not in taken:
                yield from self._combined(options, (*chosen, option))

    def _exact(
        self, orders: Orders, group: Sequence[int], start_s: int, chosen: Tuple[_Option, ...]
    ) -> Optional[_Place]:
        delta = 0
        for item, option in zip(group, chosen):
            order = orders[option.shift]
            longer = order[: option.position] + [item] + order[option.position :]
            at = (self._problem.shifts[option.shift].id, start_s)
            with_ = self._price_of(longer, option.shift, {**self.choice, item: at})
            bare = self._price_of(order, option.shift, self.choice)
            if with_ is None or bare is None:
                return None
            delta += with_ - bare
        return _Place(delta, start_s, chosen)

    def _price(self, orders: Orders, shift: int) -> Optional[int]:
        return self._price_of(orders[shift], shift, self.choice)

    def _price_of(self, order: Order, shift: int, choice: Choice) -> Optional[int]:
        """Return what an order costs, ``None`` when it breaks a rule."""
        if not order:
            return 0
        part = restrict(self._problem, self._travel, order, [shift])
        items = list(part.problem.candidates)
        for at, item in enumerate(order):
            if item in choice:
                pin = replace(items[at].pin or Pin(), shift_id=choice[item][0])
                items[at] = replace(items[at], pin=replace(pin, start_s=choice[item][1]))
        evaluator = Evaluator(replace(part.problem, candidates=tuple(items)), part.matrix)
        verdict = evaluator.judge(0, range(len(order)))
        if verdict is None or not verdict.fits:
            return None
        return evaluator.cost([list(range(len(order)))])


def _starts(evaluator: Evaluator, order: Order, position: int) -> Iterator[Tuple[int, int]]:
    """Yield the intervals in which the visit at ``position`` could start, breaks left aside."""
    legs = evaluator.legs(0, order)
    if legs is None:
        return
    shift = evaluator.problem.shifts[0]
    openings, services = evaluator.openings, evaluator.services
    now = shift.start_s
    for at in range(position):
        start = next_opening(openings[order[at]], now + legs[at])
        if start is None:
            return
        now = start + services[order[at]]
    latest = shift.close_s - legs[-1]
    for at in range(len(order) - 1, position, -1):
        latest -= services[order[at]]
        latest = min(latest, openings[order[at]][-1].end_s) - legs[at]
    earliest = now + legs[position]
    latest -= services[order[position]]
    for window in openings[order[position]]:
        if max(earliest, window.start_s) <= min(latest, window.end_s):
            yield max(earliest, window.start_s), min(latest, window.end_s)
