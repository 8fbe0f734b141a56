"""How far a position is from the way between places; roads are never as straight as that way."""
from __future__ import annotations

import math
from typing import Tuple

from ..geo.distance import EARTH_RADIUS_M, great_circle_m

Place = Tuple[float, float]
#: A road may lead away from the straight line by this share of its length.
BEND = 0.2


def travel_s(start: Place, end: Place, speed_ms: float, detour: float) -> int:
    """Return the estimated seconds of driving between two places."""
    return round(great_circle_m(*start, *end) * detour / speed_ms)


def off_line_m(place: Place, line: Tuple[Place, ...]) -> float:
    """Return by how many metres a place lies outside the corridor along a line; 0 within it.

    The corridor is as wide as the bends of roads: ``BEND`` of the length of each piece to both sides.
    """
    if not line:
        return 0.0
    pieces = tuple(zip(line, line[1:])) or ((line[0], line[0]),)
    return max(0.0, min(segment_m(place, start, end) - BEND * great_circle_m(*start, *end) for start, end in pieces))


def segment_m(place: Place, start: Place, end: Place) -> float:
    """Return the distance in metres of a place from the straight line between two others.

    Computed in the plane that touches the globe at ``place``: exact enough for a day's drive (1 % at 300 km).
    """
    ax, ay = _plane(place, start)
    bx, by = _plane(place, end)
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = min(1.0, max(0.0, -(ax * dx + ay * dy) / length)) if length else 0.0
    return math.hypot(ax + share * dx, ay + share * dy)


def _plane(origin: Place, place: Place) -> Tuple[float, float]:
    """Azimuthal equidistant: distance and direction from the origin are true."""
    metres = great_circle_m(*origin, *place)
    phi, other = math.radians(origin[0]), math.radians(place[0])
    turn = math.radians(place[1] - origin[1])
    east = math.sin(turn) * math.cos(other)
    north = math.cos(phi) * math.sin(other) - math.sin(phi) * math.cos(other) * math.cos(turn)
    norm = math.hypot(east, north)
    if not norm or metres >= math.pi * EARTH_RADIUS_M:
        return (metres, 0.0)
    return metres * east / norm, metres * north / norm
