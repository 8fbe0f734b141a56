"""The city's districts in an OpenStreetMap extract, as far as the extract reaches.

The extract holds the border lines inside of its box only. Where a line stops it is drawn on, straight, to the edge of
the box; what then lies between lines and edge is a district: the one whose border all those lines are.
"""
from collections import Counter
from typing import Dict, Iterator, List, Set, Tuple

import osmium
import shapely
from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

#: The level of districts in Finland ("kaupunginosa").
LEVEL = "10"
#: Corners are kept to about a metre.
DIGITS = 5
#: How far a line is drawn on, in degrees: farther than the extract is wide.
FAR = 1.0
#: A line is found again on the border of a piece within this distance, in degrees (about 1 cm).
NEAR = 1e-7

Point = Tuple[float, float]


def read_districts(pbf: str) -> Dict[str, dict]:
    """Return ``{name: GeoJSON}`` of the districts in file ``pbf``, cut at the edge of the extract."""
    frame, members = _frame(pbf), _members(pbf)
    lines = _lines(pbf, {way for ways in members.values() for way in ways}, frame)
    pieces: Dict[str, List[BaseGeometry]] = {}
    for piece in polygonize(unary_union([frame.exterior, *lines.values()])):
        pieces.setdefault(_district(piece, members, lines), []).append(piece)
    return {name: _geojson(parts) for name, parts in sorted(pieces.items()) if name}


def _frame(pbf: str):
    area = osmium.io.Reader(pbf).header().box()
    return box(area.bottom_left.lon, area.bottom_left.lat, area.top_right.lon, area.top_right.lat)


def _members(pbf: str) -> Dict[str, Set[int]]:
    return {item.tags["name"]: {member.ref for member in item.members if member.type == "w"}
            for item in osmium.FileProcessor(pbf, osmium.osm.RELATION)
            if item.tags.get("boundary") == "administrative" and item.tags.get("admin_level") == LEVEL}


def _lines(pbf: str, wanted: Set[int], frame: BaseGeometry) -> Dict[int, BaseGeometry]:
    """Return the border lines in the extract by their way, drawn on to the edge where they stop."""
    runs = {item.id: list(_runs(item.nodes)) for item in osmium.FileProcessor(pbf).with_locations()
            if item.is_way() and item.id in wanted}
    ends = Counter(end for stretches in runs.values() for run in stretches for end in (run[0], run[-1]))
    lines = {way: unary_union([LineString(_drawn_on(run, ends)) for run in stretches]).intersection(frame)
             for way, stretches in runs.items() if stretches}
    return {way: line for way, line in lines.items() if not line.is_empty}


def _runs(nodes) -> Iterator[List[Point]]:
    """The stretches of a way inside of the extract; nodes outside of it have no place."""
    run: List[Point] = []
    for node in nodes:
        if node.location.valid():
            run.append((node.location.lon, node.location.lat))
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _drawn_on(run: List[Point], ends: Counter) -> List[Point]:
    """Add a far point at each end that no other line meets."""
    before = [_beyond(run[1], run[0])] if ends[run[0]] == 1 else []
    after = [_beyond(run[-2], run[-1])] if ends[run[-1]] == 1 else []
    return before + run + after


def _beyond(one: Point, other: Point) -> Point:
    """Return the point far behind ``other``, seen from ``one``."""
    east, north = other[0] - one[0], other[1] - one[1]
    length = (east * east + north * north) ** 0.5
    return other[0] + FAR * east / length, other[1] + FAR * north / length


def _district(piece: BaseGeometry, members: Dict[str, Set[int]], lines: Dict[int, BaseGeometry]) -> str:
    """Return the district that all border lines round ``piece`` belong to, "" when there is none."""
    ring = piece.boundary.buffer(NEAR)
    around = {way for way, line in lines.items() if line.intersection(ring).length > 10 * NEAR}
    fitting = [name for name, ways in members.items() if around and around <= ways]
    return fitting[0] if len(fitting) == 1 else ""


def _geojson(parts: List[BaseGeometry]) -> dict:
    shape = shapely.set_precision(unary_union(parts), 10.0**-DIGITS)
    return _rounded(shapely.geometry.mapping(shape))


def _rounded(value):
    """Return GeoJSON whose numbers are as short as they are exact."""
    if isinstance(value, dict):
        return {"type": value["type"], "coordinates": _rounded(value["coordinates"])}
    return [_rounded(item) for item in value] if isinstance(value, (list, tuple)) else round(value, DIGITS)
