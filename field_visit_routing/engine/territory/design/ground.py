"""The ground of a design: a plane, the places that are given away whole, their cells and neighbours.

A cell is what is nearer to its place than to any other one (Voronoi). Two places are neighbours when
their cells share an edge; so an area is in one piece exactly when its cells make one polygon.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from ...geo.distance import EARTH_RADIUS_M
from .question import Customer, DesignQuestion, place_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: More places than that are put together with their neighbours.
MOST_UNITS = 2_500
#: Shortest common edge of neighbours, metres; beyond what coordinates are rounded to.
LEAST_EDGE_M = 0.05
METRES_PER_DEGREE = EARTH_RADIUS_M * np.pi / 180.0


class Plane:
    """Metres east and north of the middle of the customers; right for areas up to some hundred kilometres.

    Longitudes are counted from the middle one, so that a region may lie across ±180°.
    """

    def __init__(self, lats: Sequence[float], lons: Sequence[float]) -> None:
        turned = np.radians(np.asarray(lons, dtype=np.float64))
        self.lon = float(np.degrees(np.arctan2(np.sin(turned).mean(), np.cos(turned).mean())))
        self.lat = float(np.mean(np.asarray(lats, dtype=np.float64)))
        self.across = float(METRES_PER_DEGREE * max(0.01, np.cos(np.radians(self.lat))))

    def metres(self, lats: Sequence[float], lons: Sequence[float]) -> Floats:
        """Return a row of x and y for each position in degrees."""
        east = (np.asarray(lons, dtype=np.float64) - self.lon + 180.0) % 360.0 - 180.0
        north = np.asarray(lats, dtype=np.float64) - self.lat
        return np.column_stack([east * self.across, north * METRES_PER_DEGREE])

    def degrees(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape of this plane in degrees; its longitudes may run on beyond ±180°."""

        def turn(points: Floats) -> Floats:
            return np.column_stack(
                [points[:, 0] / self.across + self.lon, points[:, 1] / METRES_PER_DEGREE + self.lat]
            )

        return shapely.transform(shape, turn)


@dataclass(frozen=True)
class Ground:
    """The free customers on the plane, in units.

    Attributes
    ----------
    free
        Numbers of the customers without a lock.
    unit_of
        The unit of each of them.
    at
        Position of each unit in metres.
    cells
        Cell of each unit.
    neighbours
        Numbers of the neighbouring units of each.
    reach_m
        Radius of an area of mean size.
    """

    plane: Plane
    spots: Floats
    free: Ints
    unit_of: Ints
    at: Floats
    cells: List[BaseGeometry]
    neighbours: List[Ints]
    reach_m: float

    @property
    def size(self) -> int:
        """Number of units."""
        return len(self.at)

    def sums(self, values: Floats) -> Floats:
        """Return the sum over the customers of each unit; ``values`` has a row for each customer."""
        result = np.zeros((self.size,) + values.shape[1:])
        np.add.at(result, self.unit_of, values[self.free])
        return result


def ground_of(question: DesignQuestion) -> Ground:
    """Lay the free customers of a checked question out on the plane."""
    customers = question.customers
    plane = Plane([item.lat for item in customers], [item.lon for item in customers])
    spots = plane.metres([item.lat for item in customers], [item.lon for item in customers])
    free = np.array([at for at, item in enumerate(customers) if item.locked is None], dtype=np.int64)
    places, place_of_free = _places([customers[at] for at in free], plane)
    most = max(MOST_UNITS, 4 * len(question.reps))
    units, unit_of = (places, place_of_free) if len(places) <= most else _units(places, spots[free], most)
    outline = _outline(places)
    cells = _cells(units, outline)
    reach_m = float(np.sqrt(outline.area / np.pi / len(question.reps)))
    return Ground(plane, spots, free, unit_of, units, cells, _neighbours(cells), reach_m)


def _places(customers: Sequence[Customer], plane: Plane) -> Tuple[Floats, Ints]:
    """Return the different places, and which one each customer is at."""
    numbers: Dict[Tuple[int, int], int] = {}
    found = [numbers.setdefault(place_of(item), len(numbers)) for item in customers]
    keys = np.array(list(numbers), dtype=np.float64) / 1e5
    return plane.metres(keys[:, 0].tolist(), keys[:, 1].tolist()), np.array(found, dtype=np.int64)


def _units(places: Floats, spots: Floats, most: int) -> Tuple[Floats, Ints]:
    """Put places together by halving their box again and again; return the middles, and the one of each spot."""
    groups = [np.arange(len(places))]
    while len(groups) * 2 <= most:
        groups = [half for group in groups for half in _halves(places, group)]
    middles = np.array([places[group].mean(axis=0) for group in groups if len(group)])
    # whoever is nearer to another middle goes there: then each spot lies in its unit's cell
    nearest = shapely.STRtree(shapely.points(middles)).nearest(shapely.points(spots))
    used, numbers = np.unique(nearest, return_inverse=True)
    return middles[used], numbers.astype(np.int64)


def _halves(places: Floats, group: Ints) -> Tuple[Ints, Ints]:
    extent = np.ptp(places[group], axis=0) if len(group) else np.zeros(2)
    order = group[np.argsort(places[group, int(extent[1] > extent[0])], kind="stable")]
    return order[: len(order) // 2], order[len(order) // 2 :]




def _outline(places: Floats) -> BaseGeometry:
    """Return the hull of the places with a margin; it is convex, so every cell stays in one piece."""
    points = MultiPoint(places)
    hull = points.convex_hull
    west, south, east, north = hull.bounds
    margin = max(250.0, 0.6 * np.sqrt((east - west) * (north - south) / len(places)))
    return hull.buffer(margin, quad_segs=4).convex_hull


def _cells(units: Floats, outline: BaseGeometry) -> List[BaseGeometry]:
    if len(units) == 1:
        return [outline]
    diagram = shapely.voronoi_polygons(MultiPoint(units), extend_to=outline)
    parts = np.array(shapely.get_parts(diagram))
    points, cells = shapely.STRtree(parts).query(shapely.points(units), predicate="intersects")
    cell_of = np.zeros(len(units), dtype=np.int64)
    cell_of[points] = cells
    clipped: List[BaseGeometry] = list(shapely.intersection(parts[cell_of], outline))
    return clipped


def _neighbours(cells: List[BaseGeometry]) -> List[Ints]:
    shapes = np.array(cells)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    ahead = first < second
    first, second = first[ahead], second[ahead]
    edges = shapely.length(shapely.intersection(shapes[first], shapes[second]))
    found: List[List[int]] = [[] for _cell in cells]
    for one, other in zip(first[edges > LEAST_EDGE_M], second[edges > LEAST_EDGE_M]):
        found[one].append(int(other))
        found[other].append(int(one))
    return [np.array(sorted(items), dtype=np.int64) for items in found]
