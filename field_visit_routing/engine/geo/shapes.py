"""What a person draws to choose customers: a polygon, a circle, or what can be reached in some minutes.

Beside GeoJSON polygons there are two shapes that GeoJSON does not know::

    {"type": "Circle", "coordinates": [lon, lat], "radius_m": 1500}
    {"type": "Drive", "coordinates": [lon, lat], "minutes": 20}
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Dict, Sequence, Union

import numpy as np
import numpy.typing as npt

from .distance import EARTH_RADIUS_M
from .polygons import MAX_LON_DEG, Area, PolygonError, loaded_json, parse_area

#: Half of the way round the earth: a larger circle holds everybody.
MAX_RADIUS_M = math.pi * EARTH_RADIUS_M
MAX_MINUTES = 24 * 60.0


@dataclass(frozen=True)
class Disc:
    """Everything within ``radius_m`` metres of a position, as the crow flies."""

    lat: float
    lon: float
    radius_m: float

    @property
    def geojson(self) -> Dict[str, Any]:
        """The circle in the notation above."""
        return {
            "type": "Circle",
            "coordinates": [self.lon, self.lat],
            "radius_m": round(self.radius_m, 1),
        }

    def contains(self, lats: Sequence[float], lons: Sequence[float]) -> npt.NDArray[np.bool_]:
        """Return for each position in degrees whether it lies inside or on the rim."""
        lat, lon = np.radians(np.asarray(lats, float)), np.radians(np.asarray(lons, float))
        here = math.radians(self.lat)
        half = np.sin((lat - here) / 2.0) ** 2
        half += math.cos(here) * np.cos(lat) * np.sin((lon - math.radians(self.lon)) / 2.0) ** 2
        away_m = 2.0 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
        inside: npt.NDArray[np.bool_] = away_m <= self.radius_m
        return inside


def parse_shape(value: Any, speed_kmh: float, detour_factor: float) -> Union[Area, Disc]:
    """Read a drawn shape, as a dict or as JSON text.

    Parameters
    ----------
    value
        A GeoJSON polygon, or a circle or drive in the notation of this module.
    speed_kmh, detour_factor
        The travel model without roads: what is reached in some minutes is a circle whose radius is
        driven at this speed, and roads are longer than lines by this factor.

    Raises
    ------
    PolygonError
        As :func:`.polygons.parse_area`, or ``not_a_position``, ``not_finite``, ``out_of_range``,
        ``bad_radius``, ``bad_minutes`` of a circle or drive.
    """
    value = loaded_json(value)
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "Circle":
        return _disc(value, _size(value.get("radius_m"), MAX_RADIUS_M, "bad_radius"))
    if kind == "Drive":
        minutes = _size(value.get("minutes"), MAX_MINUTES, "bad_minutes")
        return _disc(value, min(MAX_RADIUS_M, reach_m(minutes, speed_kmh, detour_factor)))
    return parse_area(value, beyond=True)


def reach_m(minutes: float, speed_kmh: float, detour_factor: float) -> float:
    """Return how far, in metres as the crow flies, one comes in ``minutes``."""
    return minutes * 60.0 * speed_kmh / 3.6 / detour_factor



def _disc(value: Dict[str, Any], radius_m: float) -> Disc:
    at = value.get("coordinates")
    if not isinstance(at, (list, tuple)) or len(at) != 2:
        raise PolygonError("not_a_position")
    lon, lat = (_finite(part, "not_a_position") for part in at)
    if abs(lat) > 90.0 or abs(lon) > MAX_LON_DEG:
        raise PolygonError("out_of_range", (lat, lon))
    return Disc(lat, lon, radius_m)


def _size(value: Any, most: float, code: str) -> float:
    size = _finite(value, code)
    if not 0.0 < size <= most:
        raise PolygonError(code)
    return size


def _finite(value: Any, code: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise PolygonError(code)
    try:
        number = float(value)
    except OverflowError:
        raise PolygonError("not_finite") from None
    if not math.isfinite(number):
        raise PolygonError("not_finite")
    return number
