"""What a capacity simulation is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from ..problem import Break, Location

DAY_S = 86_400
WEEK = 7


@dataclass(frozen=True)
class Opening:
    """Hours of one weekday (0 is Monday) in which the visit may start, in seconds of the day."""

    weekday: int
    start_s: int
    end_s: int


@dataclass(frozen=True)
class Customer:
    """Somebody who is to be visited every ``interval_days`` days.

    Attributes
    ----------
    location
        Index into ``CapacityQuestion.locations``.
    grade
        Name of the class under which coverage is told, such as "A".
    last_day
        Day of the last visit, negative: before the first Monday, which is
        day 0. ``None``: unknown; the last visits of all such customers are
        spread evenly over their intervals.
    openings
        Empty: at any time.
    reps
        Ids of the reps who may come; empty: all.
    """

    id: str
    location: int
    grade: str
    interval_days: int
    service_s: int = 1800
    score: int = 50
    last_day: Optional[int] = None
    openings: Tuple[Opening, ...] = ()
    reps: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Worker:
    """A rep and his usual week.

    ``start_s``, ``end_s`` and the breaks are seconds of the day;
    ``days_off`` are days of the horizon (0 is the first Monday).
    """

    id: str
    start_location: Optional[int]
    end_location: Optional[int]
    weekdays: Tuple[int, ...] = (0, 1, 2, 3, 4)
    start_s: int = 8 * 3600
    end_s: int = 17 * 3600
    breaks: Tuple[Break, ...] = ()
    overtime_s: int = 0
    max_stops: Optional[int] = None
    max_driving_s: Optional[int] = None
    profile: str = ""
    days_off: Tuple[int, ...] = ()


@dataclass(frozen=True)
class CapacityQuestion:
    """Can these reps keep the intervals of these customers?

    Attributes
    ----------
    weeks
        Length of the simulation; a quarter has 13.
    tolerance
        A visit counts as kept when it is late by at most this share of its
        interval (rounded down, at least a day).
    target
        Share of the due visits of each grade that must be kept.
    iterations
        Work of the search in each week; 0 is the fast mode: visits are
        inserted one by one, the most urgent first, where they cost least. It
        drives more than a searched plan, so it rather asks for too many reps.
    """

    locations: Tuple[Location, ...]
    customers: Tuple[Customer, ...]
    reps: Tuple[Worker, ...]
    weeks: int = 13
    seed: int = 0
    tolerance: float = 0.25
    target: float = 0.95
    iterations: int = 0

    @property
    def days(self) -> int:
        """Days of the horizon."""
        return WEEK * self.weeks

    def tolerance_days(self, customer: Customer) -> int:
        """Return by how many days a visit may be late and still count as kept."""
        return max(1, int(customer.interval_days * self.tolerance))


@dataclass(frozen=True)
class Coverage:
    """How well the customers of a grade were visited.

    ``due`` counts the visits that fell due, ``kept`` those made in time,
    ``made`` those made at all; lateness is in days after the due day, with 0
    for visits in time.
    """

    grade: str
    customers: int
    due: int
    made: int
    kept: int
    mean_late_days: float
    worst_late_days: int

    @property
    def kept_share(self) -> float:
        """Share of the due visits that were kept; 1 when none was due."""
        return self.kept / self.due if self.due else 1.0


@dataclass(frozen=True)
class Week:
    """One simulated week; ``overdue`` counts customers past their tolerance at its end.

    ``available_s`` is the working time of all reps without breaks.
    """

    number: int
    offered: int
    visits: int
    overdue: int
    driving_s: int
    service_s: int
    duty_s: int
    overtime_s: int
    available_s: int

    @property
    def utilisation(self) -> float:
        """Share of the working time that driving and visits fill."""
        return (self.driving_s + self.service_s) / self.available_s if self.available_s else 0.0


@dataclass(frozen=True)
class CapacityAnswer:
    """What happened in the simulated weeks.

    Attributes
    ----------
    keeps
        Whether every grade reaches the target.
    status
        ``finished`` or ``cancelled``; then only the weeks until then count.
    """

    reps: int
    coverage: Tuple[Coverage, ...]
    weeks: Tuple[Week, ...]
    keeps: bool
    status: str = "finished"

    @property
    def overtime_s(self) -> int:
        """Overtime of all weeks."""
        return sum(week.overtime_s for week in self.weeks)

    @property
    def driving_s(self) -> int:
        """Driving of all weeks."""
        return sum(week.driving_s for week in self.weeks)

    @property
    def utilisation(self) -> float:
        """Share of the working time of all weeks that driving and visits fill."""
        available_s = sum(week.available_s for week in self.weeks)
        busy_s = sum(week.driving_s + week.service_s for week in self.weeks)
        return busy_s / available_s if available_s else 0.0


@dataclass(frozen=True)
class TeamAnswer:
    """The smallest team that keeps the intervals.

    Attributes
    ----------
    reps
        Their number; ``None`` when no team up to the limit does.
    answer
        The simulation of that team, else of the largest one tried.
    tried
        ``(reps, least kept share of a grade)`` of every team simulated.
    monotone
        Whether no larger team that was tried does worse than the target.
    """

    reps: Optional[int]
    answer: CapacityAnswer
    tried: Tuple[Tuple[int, float], ...]
    monotone: bool
    status: str = "finished"
