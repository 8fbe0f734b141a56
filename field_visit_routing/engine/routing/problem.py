"""What is to be planned: candidates, shifts, places and the objective.

All times are whole seconds since the horizon's start *instant*; a shift of
the third day therefore starts after about 200,000 s, and days of a clock
change simply have 23 or 25 hours. Every class is frozen and hashable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional, Tuple

#: ``objective`` values; their formulas are in :mod:`.objectives`.
OBJECTIVES = ("most_value", "least_driving", "earliest_finish", "balanced")


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

    Attributes
    ----------
    shift_id, rep, day
        Only shifts that match all that is given may serve it.
    start_s
        Service starts then, to the second.
    order
        Among the visits of a route that carry an order number, the numbers
        never fall. Visits without one may stand anywhere between them.
    """

    shift_id: Optional[str] = None
    start_s: Optional[int] = None
    rep: Optional[str] = None
    day: Optional[int] = None
    order: Optional[int] = None

    def allows(self, shift: Shift) -> bool:
        """Whether shift, rep and day are those that the pin names."""
        return (
            self.shift_id in (None, shift.id)
            and self.rep in (None, shift.rep)
            and self.day in (None, shift.day)
        )


@dataclass(frozen=True)
class Published:
    """Where a visit stood in the plan that people already work by."""

    shift_id: str
    start_s: int


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
    load
        What it takes of the shift's ``capacity``.
    client
        Who is visited; candidates of the same client are repeated visits. The
        empty name stands for the candidate's own id. Two visits of a client
        never share a day.
    ordinal
        Number of the visit among those of its client. For two placed visits
        of ordinals ``a < b`` the days between them are at least
        ``(b - a) * min_gap_days``, and at most ``max_gap_days`` if ``b`` is
        ``a + 1``; the values of the later visit count. Members of one
        ``joint`` visit have the same number.
    joint
        Candidates with the same non-empty name are one visit of several
        people: all or none have a place, they start at the same second, in
        shifts of different reps.
    shift_prices
        ``(shift id, seconds)``: what the objective grows by when that shift
        serves it, 0 or more. Preferences of weekday, area and rep are told this way.
    published
        Its place in the published plan; see ``Problem.change_price_s``.
    waypoint
        No customer but a place to pass (depot, fuel, hotel, meeting): it does
        not count in ``max_stops``.
    """

    id: str
    location: int
    service_s: int
    windows: Tuple[Window, ...] = ()
    prize: int = 0
    mandatory: bool = False
    allowed_shifts: Optional[Tuple[str, ...]] = None
    pin: Optional[Pin] = None
    load: int = 0
    client: str = ""
    ordinal: int = 0
    min_gap_days: int = 1
    max_gap_days: Optional[int] = None
    joint: str = ""
    shift_prices: Tuple[Tuple[str, int], ...] = ()
    published: Optional[Published] = None
    waypoint: bool = False

    @property
    def must(self) -> bool:
        """Whether only impossibility may keep it out: mandatory or pinned."""
        return self.mandatory or self.pin is not None

    @property
    def who(self) -> str:
        """The client, named by the candidate's own id when no other name is given."""
        return self.client or self.id


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
    capacity
        Upper bound of the loads of its visits, ``None`` for no bound.
    overtime_s, overtime_price
        The route may end up to ``overtime_s`` after ``end_s``; each of these
        seconds adds ``overtime_price`` to the objective.
    latest_start_s
        The route has begun by then. ``None``: as late as its first visit
        allows.
    max_duration_s
        Upper bound from the route's start to its end, ``None`` for no bound.
    first
        Ids of the candidates that begin the route, in this order: visits
        that are frozen. They are pinned to the shift by that. One that is
        left out leaves the others at the beginning.
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
    capacity: Optional[int] = None
    overtime_s: int = 0
    overtime_price: int = 2
    latest_start_s: Optional[int] = None
    max_duration_s: Optional[int] = None
    first: Tuple[str, ...] = ()

    @property
    def close_s(self) -> int:
        """The last second at which a route may end, overtime included."""
        return self.end_s + self.overtime_s


@dataclass(frozen=True)
class Traffic:
    """How much longer driving takes by the time of day, for one travel profile.

    ``steps`` holds ``(from_s, percent)`` by rising time: from then on a leg
    takes ``percent`` of its time in the matrix; before the first step, and
    without any, 100. A leg that lasts into another step goes on at that
    step's pace (the step-wise speeds of Ichoua, Gendreau and Potvin, 2003),
    so that who leaves later never arrives earlier, to within the second that
    rounding takes.

    With ``b`` seconds of matrix time still to drive at ``t`` in a step of
    ``p`` percent that ends at ``u``: the leg ends at ``t + ceil(b * p / 100)``
    if that is not after ``u``; else ``(u - t) * 100 // p`` seconds of ``b``
    are done at ``u``. A break that interrupts the leg ends a step likewise.
    """

    profile: str
    steps: Tuple[Tuple[int, int], ...]


@dataclass(frozen=True)
class Night:
    """A night that a rep may spend away from home, for a price.

    When it is taken, ``before`` ends and ``after`` starts at one of
    ``locations``, and the objective grows by ``price_s``. Both are shifts of
    one rep; no shift of his lies between them.
    """

    before: str
    after: str
    locations: Tuple[int, ...]
    price_s: int = 0


@dataclass(frozen=True)
class Problem:
    """A whole planning run.

    Attributes
    ----------
    prize_s
        Seconds of driving that a point of prize is worth in ``most_value``
        and ``balanced``.
    change_price_s
        What the objective grows by for each candidate with ``published`` that
        another shift serves or that is left out; a third of it (rounded down)
        when the same shift serves it more than 15 minutes earlier or later.
    """

    locations: Tuple[Location, ...]
    candidates: Tuple[Candidate, ...]
    shifts: Tuple[Shift, ...]
    objective: str = "most_value"
    prize_s: int = 300
    change_price_s: int = 0
    traffic: Tuple[Traffic, ...] = ()
    nights: Tuple[Night, ...] = ()

    def shift_by_id(self) -> Dict[str, Shift]:
        """Return the shifts keyed by id."""
        return {shift.id: shift for shift in self.shifts}

    def candidate_by_id(self) -> Dict[str, Candidate]:
        """Return the candidates keyed by id."""
        return {candidate.id: candidate for candidate in self.candidates}

    def frozen(self) -> Dict[str, str]:
        """Return the shift id of each candidate that is bound to a route's beginning."""
        return {name: shift.id for shift in self.shifts for name in shift.first}
