"""How far a check-in or check-out is proved by the position that the phone gave, and why.

A fix proves that the phone was there when the customer lies within ``radius + accuracy`` of it.  What a phone cannot
know in a lift or a cellar makes a step unverified, never invalid: only a good fix elsewhere, a speed that no vehicle
has, or a position that says of itself that it is made up does that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Optional, Sequence, Tuple

from ..geo import great_circle_m

VERIFIED, UNVERIFIED, INVALID = "verified", "unverified", "invalid"
CHECK_IN, CHECK_OUT = "check_in", "check_out"
#: No airliner is faster (km/h).
FASTEST_KMH = 1100.0
#: Jumps up to this length (m) are the receiver's, whatever their speed.
JITTER_M = 500.0
#: A position may seem this much younger (s) than its step: clocks are read one after the other.
AHEAD_S = 60.0


@dataclass(frozen=True)
class Fix:
    """A position that a phone measured.

    Attributes
    ----------
    accuracy_m
        Radius of the circle that holds the phone, metres; None when it was not said.
    age_s
        How long before the step it was measured, seconds; None when it was not said.
    """

    latitude: float
    longitude: float
    accuracy_m: Optional[float] = None
    age_s: Optional[float] = None


@dataclass(frozen=True)
class Former:
    """Where the same rep was ``passed_s`` seconds before."""

    latitude: float
    longitude: float
    accuracy_m: float
    passed_s: float


@dataclass(frozen=True)
class Moved:
    """What the customer's place was before somebody who makes visits set or changed it.

    Attributes
    ----------
    day
        Ordinal of the day of the change.
    place
        Latitude and longitude before; None when nobody knew them.
    radius_m
        How far from ``place`` the customer might be met, metres.
    """

    day: int
    place: Optional[Tuple[float, float]] = None
    radius_m: float = 0.0


@dataclass(frozen=True)
class Step:
    """A check-in or check-out as it was made.

    Attributes
    ----------
    place
        Latitude and longitude of the customer; None when nobody knows them.
    radius_m
        How far from ``place`` the customer may be met, metres.
    drift_s
        How far the phone's clock was ahead, seconds.
    dwell_s
        Time since the check-in, seconds; None for a check-in.
    is_mocked
        Whether the phone says that its position is not its sensor's.
    moved
        Set when ``place`` is the work of somebody who makes visits, shortly before.
    """

    kind: str
    fix: Optional[Fix]
    place: Optional[Tuple[float, float]]
    radius_m: float
    drift_s: float = 0.0
    dwell_s: Optional[float] = None
    former: Optional[Former] = None
    is_mocked: bool = False
    moved: Optional[Moved] = None


@dataclass(frozen=True)
class Limits:
    """What a company asks for; 0 switches a limit off."""

    accuracy_m: float = 200.0
    age_s: float = 300.0
    drift_s: float = 600.0
    dwell_s: float = 0.0
    speed_kmh: float = 300.0


@dataclass(frozen=True)
class Reason:
    """One thing that was looked at: its ``code``, the result it allows at best, and the figures of its sentence."""

    code: str
    allows: str
    facts: Dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """``is_exact``: whether the fix is good enough to say where the customer is."""

    result: str
    distance_m: Optional[float]
    speed_kmh: Optional[float]
    is_exact: bool
    reasons: Tuple[Reason, ...]


def judge(step: Step, limits: Limits) -> Verdict:
    """Return how far ``step`` is proved, with every reason, the gravest first."""
    fix = _measured(step)
    distance = great_circle_m(*_pair(fix), *step.place) if fix and step.place else None
    speed = _speed_kmh(fix, step.former) if fix and step.former else None
    doubts = _doubts_of_fix(step, fix, limits)
    is_exact = bool(fix) and not doubts and not _too_fast(speed, limits)
    reasons = doubts + _of_speed(speed, limits) + _of_clock(step, limits) + _of_dwell(step, limits)
    reasons += _of_distance(step, fix, distance, is_exact) + _of_move(step, fix)
    return Verdict(_worst(reasons), distance, speed, is_exact, tuple(sorted(reasons, key=_gravity)))


def combine(arrival: Optional[Verdict], leaving: Optional[Verdict]) -> str:
    """Return the result of a visit, "none" without any step.

    One good position is enough, whichever step it is of: a phone may have none in the cellar.  A stay that was too
    short, or a speed in doubt, takes it back.
    """
    known = [verdict for verdict in (arrival, leaving) if verdict]
    results = {verdict.result for verdict in known}
    if not known or INVALID in results:
        return INVALID if known else "none"
    spoilt = {reason.code for verdict in known for reason in verdict.reasons} & {"short", "fast"}
    return VERIFIED if VERIFIED in results and not spoilt else UNVERIFIED


# ---- what is looked at ----------------------------------------------------------------------
def _measured(step: Step) -> Optional[Fix]:
    """The fix, unless it is the 0/0 of a receiver that knows nothing."""
    fix = step.fix
    if fix and _pair(fix) == (0.0, 0.0):
        near = step.place and great_circle_m(0.0, 0.0, *step.place) <= step.radius_m
        return fix if near else None
    return fix


def _doubts_of_fix(step: Step, fix: Optional[Fix], limits: Limits) -> List[Reason]:
    """What keeps the fix from proving anything."""
    if not fix:
        return [Reason("no_position", UNVERIFIED)]
    doubts = []
    if step.is_mocked:
        doubts.append(Reason("mocked", INVALID))
    if fix.accuracy_m is None:
        doubts.append(Reason("no_accuracy", UNVERIFIED))
    elif limits.accuracy_m and fix.accuracy_m > limits.accuracy_m:
        doubts.append(Reason("weak_signal", UNVERIFIED, {"accuracy_m": fix.accuracy_m}))
    if fix.age_s is not None and limits.age_s and fix.age_s > limits.age_s:
        doubts.append(Reason("old_position", UNVERIFIED, {"age_s": fix.age_s}))
    if fix.age_s is not None and fix.age_s < -AHEAD_S:
        doubts.append(Reason("future_position", UNVERIFIED, {"ahead_s": -fix.age_s}))
    return doubts


def _of_distance(step: Step, fix: Optional[Fix], distance: Optional[float], is_exact: bool) -> List[Reason]:
    if not step.place:
        return [Reason("no_place", UNVERIFIED)]
    if not fix or distance is None:
        return []
    accuracy = fix.accuracy_m or 0.0
    facts = {"distance_m": distance, "radius_m": step.radius_m, "accuracy_m": accuracy}
    if distance <= step.radius_m + accuracy:
        return [Reason("near", VERIFIED, facts)]
    if not is_exact:
        return [Reason("maybe_far", UNVERIFIED, facts)]
    # many check out in the car, down the road
    return [Reason("far", INVALID, facts) if step.kind == CHECK_IN else Reason("left_far", UNVERIFIED, facts)]


def _of_move(step: Step, fix: Optional[Fix]) -> List[Reason]:
    """A place that was moved proves nothing, unless the customer would have been met where it was before as well."""
    moved = step.moved
    if not moved or not step.place:
        return []
    if fix and moved.place and great_circle_m(*_pair(fix), *moved.place) <= moved.radius_m + (fix.accuracy_m or 0.0):
        return []
    return [Reason("moved", UNVERIFIED, {"changed_on": float(moved.day)})]


def _of_speed(speed: Optional[float], limits: Limits) -> List[Reason]:
    if speed is None or not _too_fast(speed, limits):
        return []
    return [Reason("fast", INVALID if speed > FASTEST_KMH else UNVERIFIED, {"speed_kmh": speed})]


def _too_fast(speed: Optional[float], limits: Limits) -> bool:
    return speed is not None and bool(limits.speed_kmh) and speed > limits.speed_kmh


def _of_clock(step: Step, limits: Limits) -> List[Reason]:
    if not limits.drift_s or abs(step.drift_s) <= limits.drift_s:
        return []
    return [Reason("clock", UNVERIFIED, {"drift_s": step.drift_s})]


def _of_dwell(step: Step, limits: Limits) -> List[Reason]:
    if step.dwell_s is None or step.dwell_s >= limits.dwell_s:
        return []
    return [Reason("short", UNVERIFIED, {"dwell_s": step.dwell_s, "minimum_s": limits.dwell_s})]


def _speed_kmh(fix: Fix, former: Former) -> Optional[float]:
    """The least speed that explains both positions; None where their circles or the receiver's jitter do."""
    apart = great_circle_m(*_pair(fix), former.latitude, former.longitude)
    surely = apart - (fix.accuracy_m or 0.0) - former.accuracy_m
    if surely <= JITTER_M:
        return None
    return surely / max(1.0, abs(former.passed_s)) * 3.6


def _pair(fix: Fix) -> Tuple[float, float]:
    return fix.latitude, fix.longitude


def _gravity(reason: Reason) -> int:
    return (INVALID, UNVERIFIED, VERIFIED).index(reason.allows)


def _worst(reasons: Sequence[Reason]) -> str:
    return min(reasons, key=_gravity).allows if reasons else UNVERIFIED
