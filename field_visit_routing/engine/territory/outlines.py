"""Many outlines and many positions: which lies in which.

A position on the border lies inside. An outline may reach over the antimeridian: its longitudes
then run on beyond ±180°, and positions on both sides of the line are found inside, as by
:meth:`..geo.polygons.Area.contains`.
"""

from __future__ import annotations

from typing import Iterable, List, Optional, Sequence, Tuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: South, west, north, east in degrees.
Box = Tuple[float, float, float, float]
#: Boxes are a little wider than what they hold: turning by 360° rounds.
_MARGIN_DEG = 1e-9


class Outlines:
    """A tree over the boxes of outlines; the outlines themselves decide, prepared once."""

    def __init__(self, shapes: Sequence[Optional[BaseGeometry]]) -> None:
        self._shapes = np.array([*shapes, None], dtype=object)[:-1]
        self._bounds = shapely.bounds(self._shapes)
        shapely.prepare(self._shapes)
        copies = [(at, box) for at in range(len(shapes)) if shapes[at] is not None for box in self._turned(at)]
        self._owner = np.array([at for at, _box in copies], dtype=np.int64)
        self._boxes = [box for _at, box in copies]
        self._tree = shapely.STRtree([shapely.box(west, south, east, north) for south, west, north, east in self._boxes])

    def __bool__(self) -> bool:
        return bool(self._boxes)

    def holding(self, lats: Floats, lons: Floats) -> Tuple[Ints, Ints]:
        """Return the pairs of a position and an outline that holds it, as two arrays of their numbers.

        Positions that are NaN lie nowhere.
        """
        placed = np.nonzero(np.isfinite(lats) & np.isfinite(lons))[0]
        if not self._boxes or not len(placed):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        lat, lon = lats[placed], copy_east_of(lons[placed], np.full(len(placed), -180.0))
        near, copies = self._tree.query(shapely.points(lon, lat))
        where = self._owner[copies]
        # the outline itself is asked with the copy of the position that lies east of its western end
        turned = copy_east_of(lon[near], self._bounds[where, 0])
        inside = shapely.intersects_xy(self._shapes[where], turned, lat[near])
        return placed[near[inside]], where[inside]

    def boxes(self, numbers: Iterable[int]) -> List[Box]:
        """Return the boxes of these outlines, cut at the antimeridian."""
        wanted = set(numbers)
        return [box for at, box in zip(self._owner.tolist(), self._boxes) if at in wanted]

    def _turned(self, at: int) -> List[Box]:
        """Return the box of an outline in every turn of the globe that meets ±180°."""
        west, south, east, north = (float(part) for part in self._bounds[at])
        boxes = [(west + turn, east + turn) for turn in (-720.0, -360.0, 0.0, 360.0, 720.0)]
        return [(south - _MARGIN_DEG, max(w, -180.0) - _MARGIN_DEG, north + _MARGIN_DEG, min(e, 180.0) + _MARGIN_DEG)
                for w, e in boxes if e >= -180.0 - _MARGIN_DEG and w <= 180.0 + _MARGIN_DEG]


def copy_east_of(lon: Floats, west: Floats) -> Floats:
    """Return each longitude's copy in ``[west, west + 360)``; one that is there stays exact."""
    turns = np.floor((lon - west) / 360.0)
    moved: Floats = np.where(turns == 0, lon, lon - 360.0 * turns)
    return moved
