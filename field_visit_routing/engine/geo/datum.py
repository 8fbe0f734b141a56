"""Back from the datums of Chinese maps to WGS-84.

GCJ-02 (高德, 腾讯, Google in mainland China) is undone by iteration of the forward transformation.
BD-09 (百度) is GCJ-02 twisted once more about the origin; its formula is the one Baidu's own
JavaScript uses, published in the same descriptions as GCJ-02.
"""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin
from typing import Tuple

from .gcj02 import in_mainland, to_gcj02

DATUMS = ("wgs84", "gcj02", "bd09")

#: One step of BD-09's wave, in degrees turned to radians of the published formula.
_BD_STEP = pi * 3000.0 / 180.0


def to_wgs84(lat: float, lon: float, datum: str) -> Tuple[float, float]:
    """Return ``(lat, lon)`` of ``datum`` ("wgs84", "gcj02" or "bd09") in WGS-84 degrees.

    Outside the mainland both Chinese datums are WGS-84 already.

    Raises
    ------
    ValueError
        When the datum is unknown.
    """
    if datum not in DATUMS:
        raise ValueError(f"unknown datum {datum!r}")
    if datum == "wgs84" or not in_mainland(lat, lon):
        return lat, lon
    return _from_gcj02(*_from_bd09(lat, lon)) if datum == "bd09" else _from_gcj02(lat, lon)


def _from_gcj02(lat: float, lon: float) -> Tuple[float, float]:
    """Walk back until the forward transformation meets the given point (some centimetres)."""
    guess_lat, guess_lon = lat, lon
    for _step in range(6):
        forward_lat, forward_lon = to_gcj02(guess_lat, guess_lon)
        guess_lat, guess_lon = guess_lat + lat - forward_lat, guess_lon + lon - forward_lon
    return guess_lat, guess_lon


def _from_bd09(lat: float, lon: float) -> Tuple[float, float]:
    x, y = lon - 0.0065, lat - 0.006
    radius = hypot(x, y) - 0.00002 * sin(y * _BD_STEP)
    angle = atan2(y, x) - 0.000003 * cos(x * _BD_STEP)
    return radius * sin(angle), radius * cos(angle)
