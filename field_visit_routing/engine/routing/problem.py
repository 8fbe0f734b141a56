"""What is to be planned: candidates, shifts, places and the objective.

All times are whole seconds since the horizon's start *instant*; a shift of
the third day therefore starts after about 200,000 s, and days of a clock
change simply have 23 or 25 hours. Every class is frozen and hashable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional, Tuple

#: ``objective`` values; their formulas are in :mod:`.objectives`.
OBJECTIVES = ("most_value", "least_driving", "earliest_finish")


@dataclass(frozen=True)
class Location:
    """A WGS-84 position in degrees. 0.0 is a valid coordinate."""

    lat: float
    lon: float


@dataclass(frozen=True)
class Window:
    """Bounds of the *start* of service, both included.

    A customer that closes at 17:00 and needs 30 minutes has ``end_s`` at
    16:30: the caller subtracts the service time.
    """

    start_s: int
    end_s: int


@dataclass(frozen=True)
class Break:
    """A pause of ``duration_s`` that starts between both bounds (included).

    It may fall at a stop, before a leg or interrupt a leg, but never a
    service. A break that can lie before the route starts or after it ends
    costs the route nothing.
    """

    earliest_s: int
    latest_s: int
    duration_s: int


@dataclass(frozen=True)
class Pin:
    """A human decision: the visit goes to this shift and/or starts at this time.

    A pinned candidate is treated as mandatory. Its windows stay in force; if
    both contradict each other it is left out with ``pin_conflict``.
    """

    shift_id: Optional[str] = None
    start_s: Optional[int] = None


@dataclass(frozen=True)
class Candidate:
    """A customer or lead that could be visited.

    Attributes
    ----------
    location
        Index into ``Problem.locations``.
    service_s
        Length of the visit, 0 or more.
    windows
        When service may start; empty means at any time.
    prize
        What the objective gains by the visit, 0 or more (usually 0–100).
    mandatory
        Never dropped for the sake of an optional visit.
    allowed_shifts
        Ids of the shifts that may serve it; ``None`` means all.
    """

    id: str
    location: int
    service_s: int
    windows: Tuple[Window, ...] = ()
    prize: int = 0
    mandatory: bool = False
    allowed_shifts: Optional[Tuple[str, ...]] = None
    pin: Optional[Pin] = None

    @property
    def must(self) -> bool:
        """Whether only impossibility may keep it out: mandatory or pinned."""
        return self.mandatory or self.pin is not None


@dataclass(frozen=True)
class Shift:
    """One rep's working time of one day.

    Attributes
    ----------
    start_location, end_location
        Index into ``Problem.locations``. ``None`` as start: the day begins at
        the first stop; ``None`` as end: it ends at the last stop.
    max_stops, max_driving_s
        Upper bounds of the route, ``None`` for no bound.
    profile
        Name of the travel profile (speed, detour factor) in the matrix; the
        empty name is the company's profile.
    """

    id: str
    rep: str
    day: int
    start_s: int
    end_s: int
    start_location: Optional[int]
    end_location: Optional[int]
    breaks: Tuple[Break, ...] = ()
    max_stops: Optional[int] = None
    max_driving_s: Optional[int] = None
    profile: str = ""


@dataclass(frozen=True)
class Problem:
    """A whole planning run."""

    locations: Tuple[Location, ...]
    candidates: Tuple[Candidate, ...]
    shifts: Tuple[Shift, ...]
    objective: str = "most_value"

    def shift_by_id(self) -> Dict[str, Shift]:
        """Return the shifts keyed by id."""
        return {shift.id: shift for shift in self.shifts}

    def candidate_by_id(self) -> Dict[str, Candidate]:
        """Return the candidates keyed by id."""
        return {candidate.id: candidate for candidate in self.candidates}
