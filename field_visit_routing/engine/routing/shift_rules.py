"""What one shift asks of an order, beside its clock: prepared once, looked up often."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence

from . import objectives
from .problem import Problem, Shift
from .traffic import Steps, least_percent, steps_by_profile


class ShiftRules:
    """The rules of a shift in candidate numbers."""

    def __init__(self, shift: Shift, steps: Steps, ranks: Dict[int, int]) -> None:
        self.shift = shift
        self.steps = steps
        self.least_percent = least_percent(steps)
        self.ranks = ranks
        #: Whether the quick look at a route's end is not enough.
        self.slow = bool(steps) or shift.max_duration_s is not None


class Sequencing:
    """Numbers of order, of all candidates."""

    def __init__(self, problem: Problem) -> None:
        self._numbers = [None if c.pin is None else c.pin.order for c in problem.candidates]
        self._any = any(number is not None for number in self._numbers)

    def kept(self, rules: ShiftRules, order: Sequence[int]) -> bool:
        """Whether the order begins as it must and its order numbers never fall."""
        if rules.ranks and not _begins_well(rules.ranks, order):
            return False
        if not self._any:
            return True
        known = [self._numbers[item] for item in order]
        numbers = [number for number in known if number is not None]
        return all(here <= there for here, there in zip(numbers, numbers[1:]))


def _begins_well(ranks: Dict[int, int], order: Sequence[int]) -> bool:
    places = [ranks.get(item, len(ranks)) for item in order]
    return all(here <= there for here, there in zip(places, places[1:]))


class Prices:
    """What the objective puts on single decisions, by candidate and shift number."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._shifts = [shift.id for shift in problem.shifts]
        number = {name: at for at, name in enumerate(self._shifts)}
        self._fixed = [_fixed(problem, at, number) for at in range(len(problem.candidates))]
        self._any_fixed = any(item is not None for item in self._fixed)
        movable = problem.change_price_s >= 3
        #: Per candidate the shift in which the time of its visit has a price.
        self.told = [
            number.get(item.published.shift_id) if movable and item.published is not None else None
            for item in problem.candidates
        ]
        self.any_told = any(shift is not None for shift in self.told)

    def place(self, candidate: int, shift: int) -> int:
        """Return what it costs that the shift serves the candidate."""
        fixed = self._fixed[candidate]
        if fixed is None:
            return 0
        return fixed.get(shift, fixed.get(-1, 0))

    def places(self, shift: int, order: Sequence[int]) -> int:
        """Return what it costs that the shift serves all of these."""
        if not self._any_fixed:
            return 0
        return sum(self.place(candidate, shift) for candidate in order)

    def depends_on_time(self, shift: int, order: Sequence[int]) -> bool:
        """Whether somebody in the order was told a time in this shift."""
        return self.any_told and any(self.told[candidate] == shift for candidate in order)

    def moved(self, shift: int, order: Sequence[int], starts_s: Sequence[int]) -> int:
        """Return what changed times cost."""
        problem, name = self._problem, self._shifts[shift]
        return sum(
            objectives.moved_price(problem, problem.candidates[candidate], name, start_s)
            for candidate, start_s in zip(order, starts_s)
        )


def _fixed(problem: Problem, candidate: int, number: Dict[str, int]) -> Optional[Dict[int, int]]:
    """Return the price by shift number; -1 stands for every other shift; ``None``: no price."""
    item = problem.candidates[candidate]
    changeable = item.published is not None and problem.change_price_s
    if not item.shift_prices and not changeable:
        return None
    names = {name for name, _price in item.shift_prices}
    if item.published is not None:
        names.add(item.published.shift_id)
    prices = {
        number[name]: objectives.place_price(problem, item, name)
        for name in names
        if name in number
    }
    prices[-1] = problem.change_price_s if changeable else 0
    return prices


def rules_of(problem: Problem) -> List[ShiftRules]:
    """Return the rules of each shift."""
    steps = steps_by_profile(problem.traffic)
    number = {item.id: at for at, item in enumerate(problem.candidates)}
    return [
        ShiftRules(
            shift,
            steps.get(shift.profile, ()),
            {number[name]: rank for rank, name in enumerate(shift.first) if name in number},
        )
        for shift in problem.shifts
    ]
