"""How well an area is covered: distances to the nearest of ours and of theirs, threats, white spots.

Nearest places are found in a ball tree by great-circle distance (scikit-learn), white space is cut out of outlines by
shapely in a projection round the area's own middle, in which distances from there are true (PROJ's ``aeqd``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, Optional, Sequence, Tuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from ..geo.distance import EARTH_RADIUS_M

Degrees = npt.NDArray[np.float64]
Metres = npt.NDArray[np.float64]

#: Metres of a degree of latitude.
_M_PER_DEG = 111_195.0
#: Corners of a quarter of a circle.
_QUARTER = 8
#: White patches smaller than this share of a circle of the reach are gaps between circles, no space to sell in.
_SLIVER = 0.02


@dataclass(frozen=True)
class Places:
    """Positions in degrees, the same number of each."""

    lats: Degrees
    lons: Degrees

    @classmethod
    def of(cls, lats: Sequence[float], lons: Sequence[float]) -> Places:
        """Return places of any two sequences."""
        return cls(np.asarray(lats, dtype=np.float64), np.asarray(lons, dtype=np.float64))

    def __len__(self) -> int:
        return len(self.lats)

    def radians(self) -> npt.NDArray[np.float64]:
        """Return latitudes and longitudes as an array of shape (n, 2)."""
        return np.radians(np.column_stack([self.lats, self.lons]))


def nearest_m(places: Places, others: Places, are_among: Optional[npt.NDArray[np.bool_]] = None) -> Metres:
    """Return for each place how far the nearest of the others is, in metres; infinity without any.

    Parameters
    ----------
    are_among
        Which places are themselves among the others: for those the nearest but one counts, which is at distance 0
        when two are in one house.
    """
    if not len(places) or not len(others):
        return np.full(len(places), np.inf)
    from sklearn.neighbors import BallTree

    tree = BallTree(others.radians(), metric="haversine")
    wanted = min(2, len(others)) if are_among is not None else 1
    found = tree.query(places.radians(), k=wanted)[0] * EARTH_RADIUS_M
    nearest: Metres = found[:, 0].copy()
    if are_among is not None:
        nearest[are_among] = found[are_among, 1] if wanted == 2 else np.inf
    return nearest


def within_radius(places: Places, sites: Places, radius_m: Sequence[float]) -> npt.NDArray[np.bool_]:
    """Return for each place whether it lies within the radius of any site, each site with its own."""
    hit = np.zeros(len(places), dtype=bool)
    radii = np.asarray(radius_m, dtype=np.float64)
    reaching = radii > 0.0
    if not len(places) or not reaching.any():
        return hit
    from sklearn.neighbors import BallTree

    tree = BallTree(places.radians(), metric="haversine")
    for indexes in tree.query_radius(sites.radians()[reaching], r=radii[reaching] / EARTH_RADIUS_M):
        hit[indexes] = True
    return hit


def middle_m(distances: Metres) -> Tuple[Optional[float], Optional[float]]:
    """Return median and mean of the finite distances; None without any."""
    finite = distances[np.isfinite(distances)]
    if not len(finite):
        return None, None
    return float(np.median(finite)), float(np.mean(finite))


@dataclass(frozen=True)
class WhiteSpace:
    """What of an area lies farther than the reach from every place.

    Attributes
    ----------
    area_m2, white_m2
        Of the area, and of its white part.
    outline
        The white part as GeoJSON, None where there is none.
    """

    area_m2: float
    white_m2: float
    outline: Optional[Dict[str, Any]]


def white_space(shape: BaseGeometry, places: Places, reach_m: float) -> WhiteSpace:
    """Cut the circles round the places out of an area.

    Parameters
    ----------
    shape
        Valid polygon or multipolygon, longitude and latitude in degrees.
    reach_m
        Radius of the circles in metres.
    """
    if shape.is_empty:
        return WhiteSpace(0.0, 0.0, None)
    there, back = _local(shape)
    area = shapely.transform(shape, there)
    near = _near(shape, places, reach_m)
    points = shapely.points(there(np.column_stack([near.lons, near.lats]))) if len(near) else []
    circles = shapely.union_all(shapely.buffer(points, reach_m, quad_segs=_QUARTER)) if len(near) else None
    rest = shapely.make_valid(area) if circles is None else shapely.make_valid(area).difference(circles)
    smallest = _SLIVER * np.pi * reach_m**2
    parts = [part for part in shapely.get_parts(rest) if part.geom_type == "Polygon" and part.area > smallest]
    if not parts:
        return WhiteSpace(float(area.area), 0.0, None)
    white = shapely.union_all(parts).simplify(reach_m / 50.0)
    outline = json.loads(shapely.to_geojson(shapely.transform(white, back)))
    return WhiteSpace(float(area.area), float(sum(part.area for part in parts)), outline)


def _near(shape: BaseGeometry, places: Places, reach_m: float) -> Places:
    """Return the places whose circles can touch the area."""
    west, south, east, north = shape.bounds
    high = reach_m / _M_PER_DEG
    wide = high / max(0.01, np.cos(np.radians(min(89.0, max(abs(south), abs(north)) + high))))
    inside = (places.lats >= south - high) & (places.lats <= north + high)
    inside &= (places.lons >= west - wide) & (places.lons <= east + wide)
    return Places(places.lats[inside], places.lons[inside])


def _local(shape: BaseGeometry) -> Tuple[Any, Any]:
    """Return functions to the metres round the middle of an area, and back to degrees."""
    from pyproj import CRS, Transformer

    west, south, east, north = shape.bounds
    local = CRS.from_proj4(
        "+proj=aeqd +lat_0=%.6f +lon_0=%.6f +ellps=WGS84 +units=m +no_defs" % ((south + north) / 2, (west + east) / 2)
    )
    there = Transformer.from_crs("EPSG:4326", local, always_xy=True)
    back = Transformer.from_crs(local, "EPSG:4326", always_xy=True)
    return _columns(there), _columns(back)


def _columns(transformer: Any) -> Any:
    def moved(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        # lists: an array of one corner would be taken for a single number
        x, y = transformer.transform(corners[:, 0].tolist(), corners[:, 1].tolist())
        return np.column_stack([x, y])

    return moved
