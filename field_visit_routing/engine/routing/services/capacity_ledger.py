"""Who is due when: the book-keeping of a capacity simulation."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import DefaultDict, Dict, Iterator, List, NamedTuple, Optional, Tuple

from .capacity_question import CapacityQuestion, Coverage, Customer


class Due(NamedTuple):
    """A visit that falls due on ``day``; ``number`` counts those of the customer from now on."""

    customer: Customer
    number: int
    day: int
    last_day: int


class _Event(NamedTuple):
    late_days: int
    kept: bool
    made: bool


class Ledger:
    """The last visits of all customers, and what became of each due one."""

    def __init__(self, question: CapacityQuestion) -> None:
        self._question = question
        chance = random.Random(question.seed)
        self.last: Dict[str, int] = {}
        for customer in question.customers:
            spread = chance.randrange(customer.interval_days)
            known = customer.last_day
            self.last[customer.id] = known if known is not None else -1 - spread
        self._events: DefaultDict[str, List[_Event]] = defaultdict(list)

    def due_until(self, day: int) -> Iterator[Due]:
        """Yield the visits due by a day, each on the assumption that the former was in time."""
        for customer in self._question.customers:
            last = self.last[customer.id]
            number, due = 0, self._due(customer)
            while due <= day:
                yield Due(customer, number, due, last)
                last = max(due, day - 6)
                number, due = number + 1, last + customer.interval_days

    def _due(self, customer: Customer) -> int:
        """Return when the next visit is due; what was so before day 0 is due then."""
        return max(0, self.last[customer.id] + customer.interval_days)

    def visited(self, customer: Customer, day: int) -> None:
        """Note a visit."""
        late = max(0, day - self._due(customer))
        kept = late <= self._question.tolerance_days(customer)
        self._events[customer.grade].append(_Event(late, kept, True))
        self.last[customer.id] = day

    def overdue(self, day: int) -> int:
        """Return how many customers are past their tolerance on a day."""
        return sum(self._late(customer, day) is not None for customer in self._question.customers)

    def _late(self, customer: Customer, day: int) -> Optional[int]:
        late = day - self._due(customer)
        return late if late > self._question.tolerance_days(customer) else None

    def coverage(self, day: int) -> Tuple[Coverage, ...]:
        """Return the coverage by grade when ``day`` is the last one; who waits too long counts."""
        events = {grade: list(known) for grade, known in self._events.items()}
        customers: DefaultDict[str, int] = defaultdict(int)
        for customer in self._question.customers:
            customers[customer.grade] += 1
            late = self._late(customer, day)
            if late is not None:
                events.setdefault(customer.grade, []).append(_Event(late, False, False))
        return tuple(
            _coverage(grade, customers[grade], events.get(grade, [])) for grade in sorted(customers)
        )


def _coverage(grade: str, customers: int, events: List[_Event]) -> Coverage:
    late = [event.late_days for event in events]
    return Coverage(
        grade,
        customers,
        len(events),
        sum(event.made for event in events),
        sum(event.kept for event in events),
        round(sum(late) / len(late), 2) if late else 0.0,
        max(late, default=0),
    )
