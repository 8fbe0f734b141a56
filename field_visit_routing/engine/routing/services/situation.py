"""Where a running plan stands: what is done, who is where, what must stay as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import (
    Collection,
    Dict,
    FrozenSet,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Tuple,
    Union,
)

from ...errors import EngineError
from ..problem import Candidate, Problem, Shift
from ..solution import Route, Solution, Stop


@dataclass(frozen=True)
class VisitCancelled:
    """The appointment falls out; it is not made up for."""

    candidate_id: str


@dataclass(frozen=True)
class RepIll:
    """The rep does not come, or goes home; others take his visits.

    All his shifts that begin before ``until_s`` fall out, without it all that
    are left.
    """

    rep: str
    until_s: Optional[int] = None


@dataclass(frozen=True)
class Overrun:
    """A visit that has begun lasts until ``until_s``."""

    candidate_id: str
    until_s: int


@dataclass(frozen=True)
class Urgent:
    """A new visit, usually a mandatory one; its location is one of the problem's."""

    candidate: Candidate


@dataclass(frozen=True)
class At:
    """The rep is at this location (an index of the problem's) now."""

    rep: str
    location: int


Event = Union[VisitCancelled, RepIll, Overrun, Urgent, At]


@dataclass(frozen=True)
class Situation:
    """What is known at ``now_s``, the moment from which on is planned anew.

    Attributes
    ----------
    positions
        Location index by rep. Who is not named is on the way to his next
        visit if the published plan says so, and gets there; else where his
        last finished visit was, or where his shift starts.
    done
        Ids of the visits that are over.
    started
        When visits began that are not over yet. Without it, what the
        published plan says is believed.
    freeze_s
        What starts within so many seconds stays as it is.
    told
        Ids of visits whose time the customer was told: they keep it.
    change_price_s
        See :class:`..problem.Problem`.
    """

    now_s: int
    positions: Mapping[str, int] = field(default_factory=dict)
    done: Collection[str] = ()
    started: Optional[Mapping[str, int]] = None
    freeze_s: int = 1800
    told: Collection[str] = ()
    change_price_s: int = 1800
    events: Tuple[Event, ...] = ()


class Course(NamedTuple):
    """A shift that goes on: its published route, if it has one, split at the present.

    ``behind`` are the stops that are over, ``started`` the one under way,
    ``frozen`` those that follow and must stay, ``ahead`` all others.
    ``left_s`` is when the rep left for the first frozen stop, if he is on
    the way to it and nobody said where he is.
    """

    shift: Shift
    route: Optional[Route]
    running: bool
    behind: Tuple[Stop, ...]
    started: Optional[Stop]
    frozen: Tuple[Stop, ...]
    ahead: Tuple[Stop, ...]
    left_s: Optional[int] = None


class Present:
    """The situation applied to a published plan.

    Attributes
    ----------
    courses
        The shifts that go on.
    gone
        Ids of the visits that need no plan any more.

    Raises
    ------
    EngineError
        ``unknown_candidate``, ``unknown_rep``, ``unknown_location`` or
        ``duplicate_id`` when an event names what the problem does not have,
        or an urgent visit has the id of another one.
    """

    def __init__(self, problem: Problem, published: Solution, situation: Situation) -> None:
        self.problem = problem
        self.situation = situation
        self.now_s = situation.now_s
        self.positions: Dict[str, int] = dict(situation.positions)
        self.urgent: List[Candidate] = []
        self.until_s: Dict[str, int] = {}
        self.done = frozenset(situation.done)
        self._ill: List[RepIll] = []
        self._cancelled: FrozenSet[str] = frozenset()
        for event in situation.events:
            self._take(event)
        self._check_positions()
        self.gone = self.done | self._cancelled
        self._located = {item.id for item in problem.shifts if item.rep in self.positions}
        routes = published.routes_by_shift()
        going = [shift for shift in problem.shifts if self._goes_on(shift)]
        self.courses = [self._course(shift, routes.get(shift.id)) for shift in going]

    def _take(self, event: Event) -> None:
        known = {item.id for item in self.problem.candidates}
        if isinstance(event, Urgent):
            if event.candidate.id in known.union(item.id for item in self.urgent):
                raise EngineError("duplicate_id", {"candidate": event.candidate.id})
            self.urgent.append(event.candidate)
        elif isinstance(event, At):
            self.positions[event.rep] = event.location
        elif isinstance(event, RepIll):
            self._check_rep(event.rep)
            self._ill.append(event)
        else:
            if event.candidate_id not in known:
                raise EngineError("unknown_candidate", {"candidate": event.candidate_id[:80]})
            if isinstance(event, Overrun):
                self.until_s[event.candidate_id] = event.until_s
            else:
                self._cancelled |= {event.candidate_id}

    def _check_positions(self) -> None:
        count = len(self.problem.locations)
        for rep, location in self.positions.items():
            self._check_rep(rep)
            if not 0 <= location < count:
                raise EngineError("unknown_location", {"location": location, "count": count})

    def _check_rep(self, rep: str) -> None:
        if rep not in {shift.rep for shift in self.problem.shifts}:
            raise EngineError("unknown_rep", {"rep": str(rep)[:80]})

    def _goes_on(self, shift: Shift) -> bool:
        ill = any(
            event.rep == shift.rep and (event.until_s is None or shift.start_s < event.until_s)
            for event in self._ill
        )
        return shift.close_s > self.now_s and not ill

    def _course(self, shift: Shift, route: Optional[Route]) -> Course:
        stops = [s for s in route.stops if s.candidate_id not in self._cancelled] if route else []
        behind = tuple(stop for stop in stops if stop.candidate_id in self.done)
        left = [stop for stop in stops if stop.candidate_id not in self.done]
        running = shift.start_s <= self.now_s
        started = next((stop for stop in left if running and self._has_started(stop)), None)
        left_s = self._on_the_way(route, stops, len(behind)) if running and not started else None
        goal = left[0] if left_s is not None else None
        frozen = tuple(
            stop
            for stop in left
            if stop is not started and (stop is goal or self._is_frozen(stop))
        )
        kept = {started, *frozen}
        ahead = tuple(stop for stop in left if stop not in kept)
        return Course(shift, route, running, behind, started, frozen, ahead, left_s)

    def _on_the_way(
        self, route: Optional[Route], stops: Sequence[Stop], over: int
    ) -> Optional[int]:
        """Return when he left for the next stop, if the plan has him on that way now."""
        if route is None or not over < len(stops) or route.shift_id in self._located:
            return None
        if list(route.stops[: over + 1]) != list(stops[: over + 1]):
            return None
        left_s = stops[over - 1].departure_s if over else route.start_s
        return left_s if left_s <= self.now_s < stops[over].arrival_s else None

    def _has_started(self, stop: Stop) -> bool:
        if stop.candidate_id in self.until_s:
            return True
        if self.situation.started is not None:
            return stop.candidate_id in self.situation.started
        return stop.start_s <= self.now_s < stop.departure_s

    def _is_frozen(self, stop: Stop) -> bool:
        """Whether it starts soon, or should be under way and is not told to be missed for long."""
        freeze_s = self.situation.freeze_s
        soon = stop.start_s <= self.now_s + freeze_s
        return soon and stop.departure_s > self.now_s - freeze_s

    def rest_s(self, stop: Stop) -> int:
        """Return how long the visit under way still lasts."""
        name = stop.candidate_id
        began = stop.start_s
        if self.situation.started is not None:
            began = self.situation.started.get(name, began)
        usual_s = began + stop.departure_s - stop.start_s
        return max(0, self.until_s.get(name, usual_s) - self.now_s)
