"""What was planned: routes, and a reason for every candidate left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, FrozenSet, Mapping, Tuple, Union

from .problem import Break

#: Why a candidate is left out, with the keys of ``params``.
#:
#: ``no_opening``   no window lies inside any shift (``windows``: their number)
#: ``unreachable``  no shift can reach it, serve it and return in time
#:                  (``short_s``: seconds missing in the best shift, ``shift``)
#: ``not_allowed``  none of the shifts may serve it
#: ``overloaded``   it takes more than any shift that may serve it can carry
#:                  (``extra_load``: missing in ``shift``, the best one)
#: ``pin_conflict`` the pin cannot be kept (``cause``: ``unknown_shift``,
#:                  ``not_allowed``, ``closed``, ``outside_shift``,
#:                  ``unreachable``, ``too_soon`` or ``occupied``; ``shift``,
#:                  ``rep``, ``day`` and ``start_s`` when pinned)
#: ``no_partner``   a joint visit whose people have no common time (``people``:
#:                  their number)
#: ``too_soon``     it would fit into ``shift``, but is too near to, or too far
#:                  from, ``other``, a visit of the same client
#: ``no_room``      a mandatory visit for which the other mandatory and pinned
#:                  visits leave no room (params as ``outscored``)
#: ``outscored``    others are worth more (params below)
#:
#: ``outscored`` and ``no_room`` carry, where known, ``shift`` (the shift of
#: the cheapest insertion), ``extra_s`` (how many seconds that shift must end
#: later; 0: it fits as it is but costs more than it is worth), ``detour_s``
#: (driving seconds added) and ``prize_short`` (prize points that are missing
#: to be worth that, only with ``extra_s`` 0).
LEFT_OUT_CODES = (
    "no_opening",
    "unreachable",
    "not_allowed",
    "overloaded",
    "pin_conflict",
    "no_partner",
    "too_soon",
    "no_room",
    "outscored",
)

#: What would make a left-out candidate fit; each remedy was verified by
#: evaluating the route again with it.
#:
#: ``extend_shift``     let ``shift`` end ``extra_s`` later
#: ``make_mandatory``   it fits into ``shift``: declare it mandatory or raise
#:                      its prize by ``prize_short``
#: ``raise_max_stops``  allow one stop more in ``shift``
#: ``raise_capacity``   let ``shift`` carry ``extra_load`` more
#: ``raise_max_driving``allow ``extra_driving_s`` more driving in ``shift``
#: ``raise_max_duration`` allow ``shift`` to last ``extra_duration_s`` longer
#: ``change_gap``       allow ``days`` days to the visit ``other`` of the client
#: ``find_partner``     allow more reps, or other days, for all of the joint visit
#: ``change_hours``     other visiting hours or other days of the horizon
#: ``allow_shift``      allow another rep or day
#: ``change_pin``       move or remove the pin
#: ``replace_other``    exchange it for the visit ``other``, in ``shift``:
#:                      nothing less helps
#: ``other_rep``        a rep who starts nearer, or an overnight stay
#:
#: ``change_hours``, ``allow_shift`` and ``change_pin`` carry ``to_shift`` and
#: ``to_s`` where the visit then fits into the plan as it is; without them,
#: and ``replace_other`` without ``other``, more than that has to change.
REMEDIES = (
    "extend_shift",
    "make_mandatory",
    "raise_max_stops",
    "raise_capacity",
    "raise_max_driving",
    "raise_max_duration",
    "change_gap",
    "find_partner",
    "change_hours",
    "allow_shift",
    "change_pin",
    "replace_other",
    "other_rep",
)

#: ``status`` of a solution: ``finished`` (the search ended by itself or by its
#: limit), ``cancelled`` (best found when the user stopped it), ``given_order``
#: (the baseline, nothing was optimised).
STATUSES = ("finished", "cancelled", "given_order")

Param = Union[int, str]


@dataclass(frozen=True)
class Stop:
    """One visit within a route, with its incoming leg.

    ``wait_s`` is the time between arrival and start that no break fills.
    """

    candidate_id: str
    arrival_s: int
    wait_s: int
    start_s: int
    departure_s: int
    leg_distance_m: int
    leg_duration_s: int


@dataclass(frozen=True)
class Route:
    """The visits of one shift in order; shifts without visits have no route.

    ``breaks`` holds the breaks taken between start and end, each as a
    :class:`Break` whose ``earliest_s == latest_s`` is its start.
    """

    shift_id: str
    stops: Tuple[Stop, ...]
    start_s: int
    end_s: int
    end_leg_distance_m: int
    end_leg_duration_s: int
    breaks: Tuple[Break, ...] = ()

    @property
    def distance_m(self) -> int:
        """Metres driven, the last leg included."""
        return sum(stop.leg_distance_m for stop in self.stops) + self.end_leg_distance_m

    @property
    def driving_s(self) -> int:
        """Seconds driven, the last leg included."""
        return sum(stop.leg_duration_s for stop in self.stops) + self.end_leg_duration_s

    @property
    def wait_s(self) -> int:
        """Seconds waited at closed doors."""
        return sum(stop.wait_s for stop in self.stops)

    @property
    def service_s(self) -> int:
        """Seconds spent with customers."""
        return sum(stop.departure_s - stop.start_s for stop in self.stops)


@dataclass(frozen=True)
class LeftOut:
    """A candidate without a place: why (``code``) and what would help."""

    candidate_id: str
    code: str
    remedy: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True)
class Stay:
    """A night of the problem that is spent away, and where.

    ``before`` is the shift whose route ends there; the rep's next shift, the
    night's ``after``, starts there.
    """

    before: str
    location: int


@dataclass(frozen=True)
class Solution:
    """The answer to a problem: every candidate is in a route or left out.

    ``objective_value`` is to be minimised; its formula is in
    :mod:`.objectives`.
    """

    routes: Tuple[Route, ...]
    left_out: Tuple[LeftOut, ...]
    objective_value: int
    backend: str
    status: str
    stays: Tuple[Stay, ...] = ()

    def routes_by_shift(self) -> Dict[str, Route]:
        """Return the routes keyed by shift id."""
        return {route.shift_id: route for route in self.routes}

    def placed(self) -> FrozenSet[str]:
        """Return the ids of all candidates that have a place."""
        return frozenset(stop.candidate_id for route in self.routes for stop in route.stops)
