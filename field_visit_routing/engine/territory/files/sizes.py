"""How large areas are, and how many places lie in each."""

from __future__ import annotations

from typing import List, Sequence

import numpy as np
import shapely
from shapely.geometry.polygon import orient

from ...geo.polygons import Area


def size_km2(area: Area) -> float:
    """Return the size on the ellipsoid, in square kilometres (Karney's algorithm, by PROJ)."""
    from pyproj import Geod

    ellipsoid = Geod(ellps="WGS84")
    # rings that turn the wrong way would count as everything but the area
    parts = [orient(part) for part in shapely.get_parts(area.shape)]
    return sum(abs(float(ellipsoid.geometry_area_perimeter(part)[0])) for part in parts) / 1e6


def count_inside(areas: Sequence[Area], lats: Sequence[float], lons: Sequence[float]) -> List[int]:
    """Return how many of the places, in degrees, lie in each area or on its border."""
    if not areas or not len(lats):
        return [0] * len(areas)
    places = shapely.points(np.asarray(lons, float), np.asarray(lats, float))
    tree = shapely.STRtree([area.shape for area in areas])
    hits = tree.query(places, predicate="intersects")[1]
    return [int(count) for count in np.bincount(hits, minlength=len(areas))]
