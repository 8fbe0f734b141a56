"""Where areas of one rank lie over one another: which, how large, and where to look."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Dict, Iterator, List, Sequence, Tuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from ..geo.distance import EARTH_RADIUS_M
from .membership import Territory

#: Neighbours drawn by hand never share a border exactly; smaller overlaps are such seams.
LEAST_M2 = 10_000.0
_WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True)
class Overlap:
    """Ground that two territories of one rank hold both; the first is the one that has its members.

    Attributes
    ----------
    area_m2 : float
        Square metres on the sphere.
    lat, lon : float
        Degrees of a position inside the largest piece.
    shape : BaseGeometry
        All pieces, longitudes within ±180°.
    """

    first: int
    second: int
    area_m2: float
    lat: float
    lon: float
    shape: BaseGeometry


def overlaps(territories: Sequence[Territory], least_m2: float = LEAST_M2) -> List[Overlap]:
    """Return the overlaps of territories of the same depth and precedence, the largest first.

    Only outlines are compared, and only of territories that can hold the same place: those of one
    company, or of which one is of no company.
    """
    drawn = [t for t in territories if t.shape is not None]
    pieces: Dict[Tuple[int, int], List[BaseGeometry]] = defaultdict(list)
    for one, other, shape in _crossings(drawn):
        pieces[one, other].append(shape)
    found = [_overlap(drawn[one], drawn[other], shapely.union_all(shapes)) for (one, other), shapes in pieces.items()]
    return sorted((item for item in found if item.area_m2 >= least_m2), key=lambda item: -item.area_m2)


def area_m2(shape: BaseGeometry) -> float:
    """Return the square metres of a shape in degrees.

    In the cylindrical equal-area projection (Lambert 1772): x is the longitude, y the sine of the
    latitude, both times the radius.
    """
    return float(shapely.area(shapely.transform(shape, _equal_area)))


def _equal_area(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lon, lat = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    return EARTH_RADIUS_M * np.column_stack([lon, np.sin(lat)])


def _crossings(drawn: Sequence[Territory]) -> Iterator[Tuple[int, int, BaseGeometry]]:
    """Yield the common ground of each two territories of one rank, turn by turn of the globe."""
    copies = [(at, shape) for at, territory in enumerate(drawn) for shape in _turned(territory.shape)]
    shapes = [shape for _at, shape in copies]
    if not shapes:
        return
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for a, b in zip(left.tolist(), right.tolist()):
        one, other = copies[a][0], copies[b][0]
        if one < other and _is_rival(drawn[one], drawn[other]):
            common = shapely.intersection(shapes[a], shapes[b])
            if common.area > 0.0:
                yield one, other, common


def _turned(shape: BaseGeometry) -> List[BaseGeometry]:
    """Return the pieces of an outline within ±180°."""
    west, _south, east, _north = shape.bounds
    if -180.0 <= west and east <= 180.0:
        return [shape]
    turns = range(math.floor((west + 180.0) / 360.0), math.floor((east + 180.0) / 360.0) + 1)
    pieces = [shapely.intersection(translate(shape, -360.0 * turn), _WORLD) for turn in turns]
    return [piece for piece in pieces if piece.area > 0.0]


def _is_rival(one: Territory, other: Territory) -> bool:
    same_rank = (one.depth, one.precedence) == (other.depth, other.precedence)
    return same_rank and (one.company == other.company or not one.company or not other.company)


def _overlap(one: Territory, other: Territory, shape: BaseGeometry) -> Overlap:
    first, second = sorted((one.id, other.id))
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    solid = shapely.union_all(parts)
    inside = shapely.point_on_surface(max(parts, key=area_m2))
    return Overlap(first, second, area_m2(solid), float(inside.y), float(inside.x), solid)
