"""The ways of many people as thin lines: few corners each, so that a map of hundreds of them stays quick.

Positions are WGS-84 degrees, as pairs of latitude and longitude.
"""
import math
from typing import List, Sequence

import shapely

from ..geo import EARTH_RADIUS_M
from .corridor import Place
from .track import Kept, is_gap

#: Nearer than this to the line, a corner is not seen on a map of a town.
TOLERANCE_M = 25.0
#: A way with more corners is drawn coarser, but not coarser than the whole earth.
MOST_CORNERS = 120
COARSEST_M = 2 * math.pi * EARTH_RADIUS_M
METRES_PER_DEGREE = math.radians(1.0) * EARTH_RADIUS_M


def lines(kept: Sequence[Kept], tolerance_m: float = TOLERANCE_M, most: int = MOST_CORNERS) -> List[List[Place]]:
    """Return the pieces of a way between its gaps, each with few corners.

    ``kept`` is sorted by time.  A piece keeps its first and its last position, and no line is drawn across a gap.  What
    is left out lies within ``tolerance_m`` metres of the line; a way that still has more than ``most`` corners gets a
    larger tolerance, as far as its gaps allow.
    """
    pieces = _pieces(kept)
    found = [_simple(piece, tolerance_m) for piece in pieces]
    while sum(map(len, found)) > most and tolerance_m < COARSEST_M:
        tolerance_m *= 2
        found = [_simple(piece, tolerance_m) for piece in pieces]
    return found


def _pieces(kept: Sequence[Kept]) -> List[List[Place]]:
    pieces: List[List[Place]] = []
    for index, item in enumerate(kept):
        if not index or is_gap(kept[index - 1], item):
            pieces.append([])
        pieces[-1].append((item.fix.lat, item.fix.lon))
    return pieces


def _simple(piece: List[Place], tolerance_m: float) -> List[Place]:
    if len(piece) < 3:
        return piece
    # corners are told by their number, so that they come back exactly as they were
    flat = shapely.LineString([(*place, number) for number, place in enumerate(_flat(piece))])
    simple = shapely.simplify(flat, tolerance_m, preserve_topology=False)
    numbers = shapely.get_coordinates(simple, include_z=True)[:, 2]
    return [piece[int(number)] for number in numbers]


def _flat(piece: List[Place]) -> List[Place]:
    """Metres east and north of the first position; the short way round where the antimeridian is between."""
    first_lat, first_lon = piece[0]
    squeeze = METRES_PER_DEGREE * max(0.01, math.cos(math.radians(first_lat)))
    return [(((lon - first_lon + 540.0) % 360.0 - 180.0) * squeeze, (lat - first_lat) * METRES_PER_DEGREE)
            for lat, lon in piece]
