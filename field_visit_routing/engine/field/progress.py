"""How a rep's day goes against its plan: what is done, what is next, how late, and what needs a look.

Times are whole seconds of one clock (since 1970, UTC), distances metres, positions WGS-84 degrees.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional, Tuple

from .corridor import Place, off_line_m, travel_s

OPEN, HERE, DONE, MISSED = "open", "here", "done", "missed"
#: What is wrong, by code: late to a time that was promised, planned time over and nobody has checked in, and twice
#: in a row too far from the way.
LATE, NO_CHECK_IN, OFF_ROUTE = "late", "no_check_in", "off_route"
#: So many positions in a row have to be off the way: one alone may be an error of measurement.
SUSTAINED = 2


@dataclass(frozen=True)
class Stop:
    """A visit of the day; ``state`` is open, here (checked in), done or missed."""

    id: int
    state: str
    planned_s: Optional[int]
    service_s: int
    #: planned driving to it, from the stop before or the start of the day
    travel_s: int = 0
    place: Optional[Place] = None
    #: its customer was told the time, or a person fixed it
    promised: bool = False
    set_out_s: Optional[int] = None
    began_s: Optional[int] = None


@dataclass(frozen=True)
class Fix:
    at_s: int
    place: Place
    accuracy_m: float = 0.0


@dataclass(frozen=True)
class Day:
    """Stops in driving order; fixes with the newest last."""

    stops: Tuple[Stop, ...]
    fixes: Tuple[Fix, ...] = ()
    start: Optional[Place] = None
    end: Optional[Place] = None
    speed_ms: float = 10.0
    detour: float = 1.3


@dataclass(frozen=True)
class Limits:
    late_s: int = 600
    check_in_s: int = 900
    off_route_m: float = 2000.0
    #: an older position says nothing about the present
    fresh_s: int = 300


@dataclass(frozen=True)
class Alert:
    """``value`` is in seconds for late and no_check_in (since the planned time), in metres for off_route."""

    code: str
    stop_ids: Tuple[int, ...]
    value: int


@dataclass(frozen=True)
class Progress:
    #: not_begun, travelling, visiting, between or finished; none without stops
    state: str
    done: int
    missed: int
    total: int
    current_id: int
    next_id: int
    #: by how much the next stop will be reached after its planned time
    late_s: int
    #: when each open stop will be reached, as things stand
    arrivals: Tuple[Tuple[int, int], ...]
    alerts: Tuple[Alert, ...]


def judge(day: Day, limits: Limits, now_s: int) -> Progress:
    """Compare a day with its plan at the moment ``now_s``."""
    here = [stop for stop in day.stops if stop.state == HERE]
    waiting = [stop for stop in day.stops if stop.state == OPEN]
    arrivals = _arrivals(day, limits, now_s)
    return Progress(
        state=_state(day), done=_count(day, DONE), missed=_count(day, MISSED), total=len(day.stops),
        current_id=here[0].id if here else 0, next_id=waiting[0].id if waiting else 0,
        late_s=_late_s(waiting[0], arrivals) if waiting else 0,
        arrivals=tuple(arrivals.items()), alerts=_alerts(day, limits, now_s, arrivals))


def _count(day: Day, state: str) -> int:
    return sum(stop.state == state for stop in day.stops)


def _state(day: Day) -> str:
    if not day.stops:
        return "none"
    states = {stop.state for stop in day.stops}
    if HERE in states:
        return "visiting"
    if OPEN not in states:
        return "finished"
    if any(stop.set_out_s is not None for stop in day.stops if stop.state == OPEN):
        return "travelling"
    return "between" if states != {OPEN} else "not_begun"


# ---- when the rest will be reached ----------------------------------------------------------------------------------
def _arrivals(day: Day, limits: Limits, now_s: int) -> Dict[int, int]:
    """Nobody is counted on to begin a visit earlier than planned, or to leave one before its time."""
    free_s, arrivals, on_the_way = now_s, {}, True
    for stop in day.stops:
        if stop.state == HERE:
            free_s = max(now_s, (now_s if stop.began_s is None else stop.began_s) + stop.service_s)
            on_the_way = False
        elif stop.state == OPEN:
            arrival = _next_arrival(day, limits, stop, now_s) if on_the_way else free_s + stop.travel_s
            arrivals[stop.id] = arrival
            free_s = max(arrival, arrival if stop.planned_s is None else stop.planned_s) + stop.service_s
            on_the_way = False
    return arrivals


def _next_arrival(day: Day, limits: Limits, stop: Stop, now_s: int) -> int:
    """By the position if there is a fresh one, else by when the rep set out, else as if setting out now."""
    fix = day.fixes[-1] if day.fixes else None
    if fix and stop.place and now_s - fix.at_s <= limits.fresh_s:
        return now_s + travel_s(fix.place, stop.place, day.speed_ms, day.detour)
    if stop.set_out_s is not None:
        return max(now_s, stop.set_out_s + stop.travel_s)
    return now_s + stop.travel_s


def _late_s(stop: Stop, arrivals: Dict[int, int]) -> int:
    return 0 if stop.planned_s is None else max(0, arrivals[stop.id] - stop.planned_s)


# ---- what needs a look ----------------------------------------------------------------------------------------------
def _alerts(day: Day, limits: Limits, now_s: int, arrivals: Dict[int, int]) -> Tuple[Alert, ...]:
    found = (_late(day, limits, arrivals), _no_check_in(day, limits, now_s), _off_route(day, limits, now_s))
    return tuple(alert for alert in found if alert)


def _late(day: Day, limits: Limits, arrivals: Dict[int, int]) -> Optional[Alert]:
    late = {stop.id: _late_s(stop, arrivals) for stop in day.stops if stop.state == OPEN and stop.promised}
    late = {key: value for key, value in late.items() if value > limits.late_s}
    return Alert(LATE, tuple(late), max(late.values())) if late else None


def _no_check_in(day: Day, limits: Limits, now_s: int) -> Optional[Alert]:
    """Who is still with a customer is late, not missing."""
    if _count(day, HERE):
        return None
    over = {stop.id: now_s - stop.planned_s for stop in day.stops
            if stop.state == OPEN and stop.planned_s is not None and now_s - stop.planned_s > limits.check_in_s}
    return Alert(NO_CHECK_IN, tuple(over), max(over.values())) if over else None


def _off_route(day: Day, limits: Limits, now_s: int) -> Optional[Alert]:
    last = day.fixes[-SUSTAINED:]
    if not _count(day, OPEN) or len(last) < SUSTAINED or now_s - last[-1].at_s > limits.fresh_s:
        return None
    line = [day.start, *(stop.place for stop in day.stops), day.end]
    places = tuple(place for place in line if place)
    off = [off_line_m(fix.place, places) - fix.accuracy_m for fix in last]
    return Alert(OFF_ROUTE, (), round(off[-1])) if places and min(off) > limits.off_route_m else None
