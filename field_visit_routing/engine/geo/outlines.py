"""Changes of a drawn outline: add a part, cut a piece out, take corners away.

Everything is done by shapely; longitudes may run on beyond ±180° as in :mod:`.polygons`.
"""

from __future__ import annotations

import math

import shapely
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from .distance import EARTH_RADIUS_M
from .polygons import Area, PolygonError

#: About a centimetre: finer differences are noise of drawing, and make texts long.
GRID_DEG = 1e-7
METRES_PER_DEGREE = math.radians(1.0) * EARTH_RADIUS_M
#: Pieces below this share of the larger one are left over where two borders were meant to be one.
SLIVER = 1e-4


def added(area: Area, piece: Area) -> Area:
    """Return the area together with the piece; where they touch they become one.

    Raises
    ------
    PolygonError
        ``too_wide`` when both together go more than once round the earth.
    """
    return _tidy(shapely.union(area.shape, _beside(piece, area)))


def cut(area: Area, piece: Area) -> Area:
    """Return the area without the piece: with a hole, or with less at its rim.

    Raises
    ------
    PolygonError
        ``nothing_left`` when the piece covers all of it.
    """
    return _tidy(shapely.difference(area.shape, _beside(piece, area)))


def simplified(area: Area, tolerance_m: float) -> Area:
    """Return the area with fewer corners; no border moves by more than ``tolerance_m`` metres.

    Rings stay rings: what would make the outline cross itself is left as it is.
    """
    middle = area.shape.envelope.centroid
    # a degree of longitude is shorter than one of latitude: both are made alike first
    squeeze = max(0.01, math.cos(math.radians(middle.y)))
    flat = affinity.scale(area.shape, squeeze, 1.0, origin=(middle.x, 0.0))
    simple = shapely.simplify(flat, tolerance_m / METRES_PER_DEGREE, preserve_topology=True)
    return _tidy(affinity.scale(simple, 1.0 / squeeze, 1.0, origin=(middle.x, 0.0)))


def on_earth(area: Area) -> Area:
    """Return the area with all longitudes within ±180°: one over the antimeridian is divided there."""
    west, _south, east, _north = area.shape.bounds
    if -180.0 <= west and east <= 180.0:
        return area
    turns = range(math.floor((west + 180.0) / 360.0), math.floor((east + 180.0) / 360.0) + 1)
    pieces = [
        affinity.translate(
            area.shape.intersection(box(360.0 * turn - 180.0, -90.0, 360.0 * turn + 180.0, 90.0)),
            -360.0 * turn,
        )
        for turn in turns
    ]
    return _tidy(shapely.union_all(pieces))


def corners(area: Area) -> int:
    """Return how many different corners the outline has."""
    return int(shapely.get_num_coordinates(area.shape)) - len(_rings(area.shape))


def size_km2(area: Area) -> float:
    """Return the size in square kilometres, good to about 1 % for areas up to a country's."""
    middle = area.shape.centroid
    side_km = METRES_PER_DEGREE / 1000.0
    return float(area.shape.area * side_km * side_km * math.cos(math.radians(middle.y)))


def _beside(piece: Area, area: Area) -> BaseGeometry:
    """The copy of the piece that lies nearest to the area: the map shows the world many times."""
    away = area.shape.envelope.centroid.x - piece.shape.envelope.centroid.x
    return affinity.translate(piece.shape, 360.0 * round(away / 360.0))


def _tidy(shape: BaseGeometry) -> Area:
    """Valid polygons on a fine grid, without lines, points and slivers."""
    fine = shapely.set_precision(shape, GRID_DEG)
    parts = [part for part in shapely.get_parts(fine) if isinstance(part, Polygon) and part.area > 0.0]
    if not parts:
        raise PolygonError("nothing_left")
    least = SLIVER * max(part.area for part in parts)
    kept = [part for part in parts if part.area >= least]
    west, _south, east, _north = shapely.total_bounds(kept)
    if east - west > 360.0:
        raise PolygonError("too_wide")
    return Area(kept[0] if len(kept) == 1 else MultiPolygon(kept))


def _rings(shape: BaseGeometry) -> list[BaseGeometry]:
    return list(shapely.get_rings(shape))
