"""Areas drawn by people: read GeoJSON polygons, find their fault, tell which points are inside.

A polygon may reach over the antimeridian: its longitudes then run on beyond ±180° (``[179, 181]``
is two degrees wide), as a map draws it, and points on both sides of the line are found inside.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

#: Positions of all rings together; a country's border with every bend has fewer.
MAX_POSITIONS = 100_000
#: How far beyond ±180° a polygon may be drawn: one more turn of the globe.
MAX_LON_DEG = 540.0

_KINDS = ("Polygon", "MultiPolygon")
_PLACE = re.compile(r"^(?P<text>[^\[]+)\[(?P<lon>\S+) (?P<lat>\S+)\]$")
#: What GEOS says about an invalid polygon, and our code for it.
_FAULTS = (
    ("self-intersection", "crosses_itself"),
    ("duplicate rings", "crosses_itself"),
    ("interior is disconnected", "crosses_itself"),
    ("nested shells", "parts_overlap"),
    ("hole", "hole_outside"),
    ("too few points", "too_few_corners"),
)

Position = Tuple[float, float]
Ring = List[Position]


class PolygonError(ValueError):
    """A polygon that cannot be used.

    Attributes
    ----------
    code : str
        ``not_json``, ``not_a_polygon``, ``empty``, ``not_a_position``, ``not_finite``,
        ``out_of_range``, ``too_many_positions``, ``too_few_corners``, ``open_ring``, ``too_wide``,
        ``crosses_itself``, ``hole_outside``, ``parts_overlap``, ``no_area`` or ``nothing_left``
        (of a change, see :mod:`.outlines`).
    place : (float, float) or None
        ``(lat, lon)`` in degrees where the fault is, if it has a place.
    ring, index : int or None
        Number of the ring (counted over all parts) and of the position in it, from 0.
    """

    def __init__(
        self,
        code: str,
        place: Optional[Position] = None,
        ring: Optional[int] = None,
        index: Optional[int] = None,
    ) -> None:
        super().__init__("%s at %r (ring %r, position %r)" % (code, place, ring, index))
        self.code = code
        self.place = place
        self.ring = ring
        self.index = index


@dataclass(frozen=True)
class Area:
    """A valid polygon or multipolygon; x is the longitude and y the latitude in degrees."""

    shape: BaseGeometry

    @property
    def bounds(self) -> Tuple[float, float, float, float]:
        """``(south, west, north, east)`` in degrees; east may exceed 180."""
        west, south, east, north = self.shape.bounds
        return south, west, north, east

    @property
    def geojson(self) -> Dict[str, Any]:
        """The area as GeoJSON with lists, ready for ``json.dumps``."""
        result: Dict[str, Any] = json.loads(shapely.to_geojson(self.shape))
        return result

    def contains(self, lats: Sequence[float], lons: Sequence[float]) -> npt.NDArray[np.bool_]:
        """Return for each position whether it lies inside or on the border.

        Parameters
        ----------
        lats, lons
            Degrees, the same number of each; longitudes of any turn of the globe.
        """
        south, west, north, east = self.bounds
        lat = np.asarray(lats, dtype=np.float64)
        lon = _copy_east_of(np.asarray(lons, dtype=np.float64), west)
        # most customers are far away: the box decides for them
        near = np.nonzero((lat >= south) & (lat <= north) & (lon <= east))[0]
        inside = np.zeros(len(lat), dtype=bool)
        shapely.prepare(self.shape)
        inside[near] = shapely.intersects_xy(self.shape, lon[near], lat[near])
        return inside


def _copy_east_of(lon: npt.NDArray[np.float64], west: float) -> npt.NDArray[np.float64]:
    """Return each longitude's copy in ``[west, west + 360)``; one that is there stays exact."""
    turns = np.floor((lon - west) / 360.0)
    moved: npt.NDArray[np.float64] = np.where(turns == 0, lon, lon - 360.0 * turns)
    return moved


def parse_area(value: Union[str, bytes, Dict[str, Any], None], beyond: bool = False) -> Area:
    """Read and check a GeoJSON polygon.

    Parameters
    ----------
    value
        GeoJSON as text or as a dict: a Polygon or MultiPolygon, or a Feature or a collection of
        one feature that holds it. Positions are ``[longitude, latitude]`` in degrees; a height is
        ignored.
    beyond
        Whether longitudes may lie beyond ±180° (to ±540°), as a map draws over the antimeridian.

    Raises
    ------
    PolygonError
        With the code and, where there is one, the place of the fault.
    """
    kind, coordinates = _geometry(loaded_json(value))
    reader = _Reader(MAX_LON_DEG if beyond else 180.0)
    parts = coordinates if kind == "MultiPolygon" else [coordinates]
    if not isinstance(parts, (list, tuple)) or not parts:
        raise PolygonError("empty")
    polygons = [reader.polygon(part) for part in parts]
    shape = polygons[0] if kind == "Polygon" else MultiPolygon(polygons)
    _check_shape(shape)
    return Area(shape)


def loaded_json(value: Any) -> Any:
    """Return the value of a JSON text; what is no text is returned as it is.

    Raises
    ------
    PolygonError
        ``not_json``.
    """
    if not isinstance(value, (str, bytes)):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise PolygonError("not_json") from None


def _geometry(value: Any) -> Tuple[str, Any]:
    """Return type and coordinates, out of a feature if they are in one."""
    if isinstance(value, dict) and value.get("type") == "FeatureCollection":
        features = value.get("features")
        value = features[0] if isinstance(features, (list, tuple)) and len(features) == 1 else None
    if isinstance(value, dict) and value.get("type") == "Feature":
        value = value.get("geometry")
    if not isinstance(value, dict) or value.get("type") not in _KINDS:
        raise PolygonError("not_a_polygon")
    return value["type"], value.get("coordinates")


class _Reader:
    """Reads rings; remembers how many there were, so that a fault can be found again."""

    def __init__(self, max_lon: float) -> None:
        self.max_lon = max_lon
        self.rings = 0
        self.positions = 0

    def polygon(self, rings: Any) -> Polygon:
        if not isinstance(rings, (list, tuple)):
            raise PolygonError("not_a_polygon")
        if not rings:
            raise PolygonError("empty")
        read = [self.ring(ring) for ring in rings]
        return Polygon(read[0], read[1:])

    def ring(self, positions: Any) -> Ring:
        number = self.rings
        self.rings += 1
        if not isinstance(positions, (list, tuple)):
            raise PolygonError("not_a_polygon", ring=number)
        self.positions += len(positions)
        if self.positions > MAX_POSITIONS:
            raise PolygonError("too_many_positions", ring=number)
        ring = [self.position(item, number, index) for index, item in enumerate(positions)]
        _check_ring(ring, number)
        return ring

    def position(self, item: Any, ring: int, index: int) -> Position:
        if not isinstance(item, (list, tuple)) or not 2 <= len(item) <= 4:
            raise PolygonError("not_a_position", ring=ring, index=index)
        lon, lat = (_number(part, ring, index) for part in item[:2])
        if abs(lat) > 90.0 or abs(lon) > self.max_lon:
            raise PolygonError("out_of_range", (lat, lon), ring, index)
        return lon, lat


def _number(value: Any, ring: int, index: int) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise PolygonError("not_a_position", ring=ring, index=index)
    try:
        number = float(value)
    except OverflowError:
        raise PolygonError("not_finite", ring=ring, index=index) from None
    if not math.isfinite(number):
        raise PolygonError("not_finite", ring=ring, index=index)
    return number


def _check_ring(ring: Ring, number: int) -> None:
    if not ring:
        raise PolygonError("empty", ring=number)
    start = (ring[0][1], ring[0][0])
    if len(set(ring)) < 3:
        raise PolygonError("too_few_corners", start, number)
    if ring[0] != ring[-1]:
        raise PolygonError("open_ring", start, number, len(ring) - 1)
    lons = [lon for lon, _lat in ring]
    if max(lons) - min(lons) > 360.0:
        raise PolygonError("too_wide", start, number)


def _check_shape(shape: BaseGeometry) -> None:
    if not shapely.is_valid(shape):
        raise _fault(shapely.is_valid_reason(shape))
    west, _south, east, _north = shape.bounds
    if east - west > 360.0:
        raise PolygonError("too_wide")
    if not shape.area > 0.0:
        raise PolygonError("no_area", _corner(shape))


def _fault(reason: str) -> PolygonError:
    match = _PLACE.match(reason)
    text = (match["text"] if match else reason).lower()
    code = next((code for words, code in _FAULTS if words in text), "crosses_itself")
    return PolygonError(code, (float(match["lat"]), float(match["lon"])) if match else None)


def _corner(shape: BaseGeometry) -> Position:
    lon, lat = shapely.get_coordinates(shape)[0]
    return float(lat), float(lon)
