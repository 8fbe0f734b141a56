"""The ways of many people as thin lines: few corners each, so that a map of hundreds of them stays quick.

A way is told in stretches of a quarter of an hour, each thinned by itself.  So a stretch is the same whatever follows
it, and who has a way learns what is new of it by the stretches from the first changed one on.  Positions are WGS-84
degrees, as pairs of latitude and longitude; times are whole seconds.
"""
import math
from typing import Any, Dict, Iterator, List, NamedTuple, Sequence, Tuple

import numpy
import shapely

from ..geo import EARTH_RADIUS_M
from .corridor import Place
from .track import GAP_S

STRETCH_S = 900
#: Nearer than this to the line, a corner is not seen on a map of a town.
TOLERANCE_M = 25.0
#: A stretch with more corners is drawn coarser, but not coarser than the whole earth.
MOST_CORNERS = 8
COARSEST_M = 2 * math.pi * EARTH_RADIUS_M
METRES_PER_DEGREE = math.radians(1.0) * EARTH_RADIUS_M
#: Decimals of a degree that a line needs: about a metre.
DECIMALS = 5

#: Whose position, from when, until when, latitude, longitude.
Seen = Tuple[int, float, float, float, float]


class Stretch(NamedTuple):
    """What somebody went in a quarter of an hour: a piece for each time without a gap.

    ``number`` counts quarters of an hour; ``joined`` tells that the first piece goes on from where the way was before.
    """

    number: int
    joined: bool
    pieces: List[List[Place]]


def stretch_of(at_s: float) -> int:
    """Return the number of the stretch of a moment."""
    return int(at_s // STRETCH_S)


def stretches(seen: Sequence[Seen], tolerance_m: float = TOLERANCE_M, most: int = MOST_CORNERS) -> Dict[int, List[Stretch]]:
    """Return the stretches of everybody's way, by time.

    ``seen`` comes in any order.  A piece keeps its first and its last position; what is left out lies within
    ``tolerance_m`` metres of the line.  A stretch that still has more than ``most`` corners gets a larger tolerance, as
    far as its gaps allow.
    """
    if not seen:
        return {}
    table = numpy.array(seen, dtype=float)
    table = table[numpy.lexsort((table[:, 1], table[:, 0]))]
    who, at, until, places = table[:, 0].astype(int), table[:, 1], table[:, 2], table[:, 3:]
    numbers = (at // STRETCH_S).astype(int)
    is_first = numpy.ones(len(table), bool)
    is_first[1:] = who[1:] != who[:-1]
    is_apart = is_first.copy()
    is_apart[1:] |= at[1:] - until[:-1] > GAP_S
    is_new = is_first.copy()
    is_new[1:] |= numbers[1:] != numbers[:-1]
    kept = _corners(places, is_apart, is_new, tolerance_m, most)
    return _told(kept, who, numbers, is_apart, is_new, iter(places[kept].round(DECIMALS).tolist()))


def whole(parts: Sequence[Stretch]) -> List[List[Place]]:
    """Return the pieces of a way that is told in these stretches."""
    pieces: List[List[Place]] = []
    for part in parts:
        for number, piece in enumerate(part.pieces):
            if number == 0 and part.joined and pieces:
                pieces[-1].extend(piece)
            else:
                pieces.append(list(piece))
    return pieces


def _told(kept: Any, who: Any, numbers: Any, is_apart: Any, is_new: Any, corners: Iterator[Place]) -> Dict[int, List[Stretch]]:
    """The stretches of each; ``corners`` are the places that are kept."""
    found: Dict[int, List[Stretch]] = {}
    # where a stretch begins there need not be a corner
    for index in numpy.flatnonzero(kept | is_new).tolist():
        parts = found.setdefault(int(who[index]), [])
        if is_new[index]:
            parts.append(Stretch(int(numbers[index]), not is_apart[index], []))
        if is_apart[index] or is_new[index]:
            parts[-1].pieces.append([])
        if kept[index]:
            parts[-1].pieces[-1].append(next(corners))
    return found


def _corners(places: Any, is_apart: Any, is_new: Any, tolerance_m: float, most: int) -> Any:
    """Tell of each position whether it is a corner: the ends of each line, and what is far from it."""
    # where a way goes on in the next stretch, the last position of one begins the line of the next, too
    shared = numpy.flatnonzero(is_new & ~is_apart) - 1
    order = numpy.sort(numpy.concatenate([numpy.arange(len(places)), shared]))
    again = numpy.flatnonzero(numpy.diff(order) == 0) + 1
    is_start = is_apart[order]
    is_start[again] = True
    starts = numpy.flatnonzero(is_start)
    stretch = numpy.cumsum(is_new) - 1
    of_line = stretch[order]
    of_line[again] += 1
    kept = numpy.zeros(len(places), bool)
    kept[order[starts]] = kept[order[numpy.append(starts[1:], len(order)) - 1]] = True
    lines = _flat_lines(places[order], order, starts)
    _keep_far(kept, lines, of_line[starts], stretch, tolerance_m, most)
    return kept


def _flat_lines(places: Any, order: Any, starts: Any) -> Any:
    """Lines in metres east and north of their first position; the short way round where the antimeridian is between.

    The third coordinate is the number of the position, so that corners come back exactly as they were.
    """
    lengths = numpy.diff(numpy.append(starts, len(places)))
    first = numpy.repeat(places[starts], lengths, axis=0)
    squeeze = METRES_PER_DEGREE * numpy.maximum(0.01, numpy.cos(numpy.radians(first[:, 0])))
    east = ((places[:, 1] - first[:, 1] + 540.0) % 360.0 - 180.0) * squeeze
    north = (places[:, 0] - first[:, 0]) * METRES_PER_DEGREE
    found = numpy.full(len(starts), None, dtype=object)
    long = lengths > 2
    points = numpy.repeat(long, lengths)
    numbers = numpy.repeat(numpy.cumsum(long) - 1, lengths)[points]
    if long.any():
        found[long] = shapely.linestrings(numpy.column_stack([east, north, order])[points], indices=numbers)
    return found


def _keep_far(kept: Any, lines: Any, of_line: Any, stretch: Any, tolerance_m: float, most: int) -> None:
    """Add to ``kept`` what is further than the tolerance from the lines, a larger one where that is too much."""
    ends = kept.copy()
    open_lines = numpy.array([line is not None for line in lines], bool)
    while open_lines.any():
        simple = shapely.simplify(lines[open_lines], tolerance_m, preserve_topology=False)
        kept[shapely.get_coordinates(simple, include_z=True)[:, 2].astype(int)] = True
        if tolerance_m >= COARSEST_M:
            return
        is_full = numpy.bincount(stretch[kept], minlength=stretch[-1] + 1) > most
        open_lines &= is_full[of_line]
        is_again = numpy.isin(stretch, of_line[open_lines])
        kept[is_again] = ends[is_again]
        tolerance_m *= 2
