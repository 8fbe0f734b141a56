"""Positions on the globe: checking, reading from text, distance."""
from .coordinates import (
    CoordinateError,
    check_latitude,
    check_longitude,
    check_pair,
    parse_pair,
)
from .distance import EARTH_RADIUS_M, great_circle_m

__all__ = [
    "EARTH_RADIUS_M",
    "CoordinateError",
    "check_latitude",
    "check_longitude",
    "check_pair",
    "great_circle_m",
    "parse_pair",
]
