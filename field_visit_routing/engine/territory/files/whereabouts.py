"""Whether a file was meant for these places: latitude and longitude may be exchanged without being out of range."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from ...geo.polygons import Area

#: How far from a company's customers its areas may lie, in degrees.
_NEAR_DEG = 2.0


def looks_exchanged(areas: Sequence[Area], lats: Sequence[float], lons: Sequence[float]) -> bool:
    """Return whether no place is near the areas as they are, but some are with the coordinates exchanged.

    Parameters
    ----------
    lats, lons
        Places where areas are expected, in degrees.
    """
    if not areas or not len(lats):
        return False
    boxes = np.array([area.bounds for area in areas])
    south, west, north, east = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    lat, lon = np.asarray(lats, float), np.asarray(lons, float)

    def near(low: float, high: float, values: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        return (values >= low - _NEAR_DEG) & (values <= high + _NEAR_DEG)

    here = near(south, north, lat) & near(west, east, lon)
    there = near(south, north, lon) & near(west, east, lat)
    return bool(not here.any() and there.any())
