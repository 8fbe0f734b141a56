"""From the geometry of a feature to a checked area: placed on the globe, thinned out, or its fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Tuple

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from ...geo.datum import to_wgs84
from ...geo.polygons import Area, PolygonError, parse_area
from .projection import Corners, System

#: Metres of a degree along a meridian; along a parallel there are fewer, so that a tolerance is never exceeded.
_M_PER_DEG = 111_195.0
#: Outlines with fewer corners are not thinned out.
_FEW = 8


@dataclass(frozen=True)
class Placing:
    """How corners of the file become longitudes and latitudes."""

    system: Optional[System]
    exchange: bool
    datum: str
    simplify_m: float

    def corners(self, ring: Corners) -> Corners:
        """Return the corners as longitude and latitude in the file's datum."""
        placed = self.system.convert(ring) if self.system else ring
        return placed[:, ::-1] if self.exchange else placed

    def in_wgs84(self, ring: List[List[float]]) -> List[List[float]]:
        """Undo the datum of Chinese maps; positions out of range are left for the check."""
        if self.datum == "wgs84":
            return ring
        return [_undone(position, self.datum) for position in ring]


def _undone(position: List[float], datum: str) -> List[float]:
    lon, lat = position[:2]
    if not (abs(lat) <= 90.0 and abs(lon) <= 180.0):
        return position
    lat, lon = to_wgs84(lat, lon, datum)
    return [round(lon, 7), round(lat, 7)]


def corner_count(geometry: Optional[Mapping[str, Any]]) -> int:
    """Return the number of corners of a geometry as the file has it."""
    return sum(len(ring) for part in _parts(geometry) for ring in part if hasattr(ring, "__len__"))


def first_corner(geometry: Optional[Mapping[str, Any]]) -> Optional[Tuple[float, float]]:
    """Return the first corner as the file has it; None without one that is a pair of numbers."""
    arrays = (ring for part in _parts(geometry) for ring in part if isinstance(ring, np.ndarray) and len(ring))
    first = next(arrays, None)
    return None if first is None else (float(first[0, 0]), float(first[0, 1]))


def bounds(geometry: Optional[Mapping[str, Any]]) -> Optional[Tuple[float, float, float, float]]:
    """Return ``(min x, min y, max x, max y)`` of the corners as the file has them."""
    rings = [ring for part in _parts(geometry) for ring in part if isinstance(ring, np.ndarray) and len(ring)]
    if not rings:
        return None
    low = np.min([ring.min(axis=0) for ring in rings], axis=0)
    high = np.max([ring.max(axis=0) for ring in rings], axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def area_of(geometry: Mapping[str, Any], placing: Placing) -> Tuple[Optional[Area], Optional[PolygonError]]:
    """Return the checked area of a geometry, or what is wrong with it and where."""
    try:
        return parse_area(_as_lists(_thinned(_placed(geometry, placing), placing.simplify_m), placing)), None
    except PolygonError as error:
        return None, error


def _parts(geometry: Optional[Mapping[str, Any]]) -> List[Any]:
    coordinates = geometry.get("coordinates") if geometry else None
    if not isinstance(coordinates, (list, tuple)):
        return []
    parts = [coordinates] if geometry and geometry["type"] == "Polygon" else coordinates
    return [part for part in parts if isinstance(part, (list, tuple))]


def _placed(geometry: Mapping[str, Any], placing: Placing) -> Dict[str, Any]:
    def ring(value: Any) -> Any:
        return placing.corners(value) if isinstance(value, np.ndarray) and len(value) else value

    return _mapped(geometry, ring)


def _as_lists(geometry: Mapping[str, Any], placing: Placing) -> Dict[str, Any]:
    def ring(value: Any) -> Any:
        return placing.in_wgs84(value.tolist()) if isinstance(value, np.ndarray) else value

    return _mapped(geometry, ring)


def _mapped(geometry: Mapping[str, Any], change: Any) -> Dict[str, Any]:
    """Return the geometry with every ring changed; what has no rings stays, to be refused by the check."""

    def part(rings: Any) -> Any:
        return [change(ring) for ring in rings] if isinstance(rings, (list, tuple)) else rings

    coordinates = geometry.get("coordinates")
    if isinstance(coordinates, (list, tuple)):
        coordinates = part(coordinates) if geometry["type"] == "Polygon" else [part(rings) for rings in coordinates]
    return {"type": geometry["type"], "coordinates": coordinates}


def _thinned(geometry: Dict[str, Any], tolerance_m: float) -> Dict[str, Any]:
    """Return the geometry with fewer corners, none of which moved by more than the tolerance.

    One that cannot be built, or that would fall apart, is returned as it is.
    """
    if tolerance_m <= 0.0 or corner_count(geometry) < _FEW:
        return geometry
    try:
        shape = MultiPolygon([Polygon(part[0], part[1:]) for part in _parts(geometry)])
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError):
        return geometry
    if not shapely.is_valid(shape):
        return geometry
    thin = shapely.simplify(shape, tolerance_m / _M_PER_DEG, preserve_topology=True)
    if thin.is_empty or not thin.is_valid:
        return geometry
    return _coordinates(thin)


def _coordinates(shape: BaseGeometry) -> Dict[str, Any]:
    polygons = [shape] if shape.geom_type == "Polygon" else list(shape.geoms)
    parts = [[np.asarray(ring.coords)[:, :2] for ring in (polygon.exterior, *polygon.interiors)]
             for polygon in polygons]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}
