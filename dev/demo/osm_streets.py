"""The street layer of the demo map (format version 1, see frontend/README.md) from an OpenStreetMap extract."""
from collections import defaultdict
from typing import Dict, Iterator, List, Tuple

import osmium
from shapely.geometry import LineString, MultiLineString, Point, Polygon, box, mapping
from shapely.ops import linemerge, polygonize, unary_union
from shapely.validation import make_valid

HIGHWAY_KINDS = {
    "motorway": "motorway", "motorway_link": "motorway", "trunk": "motorway", "trunk_link": "motorway",
    "primary": "primary", "primary_link": "primary",
    "secondary": "secondary", "secondary_link": "secondary", "tertiary": "secondary", "tertiary_link": "secondary",
    "residential": "residential", "unclassified": "residential", "living_street": "residential",
    "service": "residential", "pedestrian": "residential", "busway": "residential",
    "footway": "footway", "path": "footway", "cycleway": "footway", "steps": "footway",
}
RAIL = {"rail", "light_rail", "tram"}
PLACE_RANKS = {"suburb": 2, "neighbourhood": 3, "island": 2, "quarter": 2}
TOLERANCE_DEG = 0.00001
ATTRIBUTION = {
    "attribution": "© OpenStreetMap contributors (ODbL)",
    "attribution_url": "https://www.openstreetmap.org/copyright",
}


def read_layer(pbf: str, name: str) -> dict:
    """Return the street layer of the file ``pbf`` as a GeoJSON ``FeatureCollection`` called ``name``."""
    area = _header_box(pbf)
    lines, coast, polygons, points = _read(pbf)
    features = _area_features(polygons, area) + _sea(coast, area) + _line_features(lines, area) + points
    bounds = [round(value, 5) for value in area.bounds]
    return dict({"type": "FeatureCollection", "name": name, "bbox": bounds, "ground": "land",
                 "features": features}, **ATTRIBUTION)


def _header_box(pbf: str):
    with osmium.io.Reader(pbf, osmium.osm.osm_entity_bits.NOTHING) as reader:
        bounds = reader.header().box()
    return box(bounds.bottom_left.lon, bounds.bottom_left.lat, bounds.top_right.lon, bounds.top_right.lat)


def _read(pbf: str):
    """Sort the file's objects into street lines by (kind, name), coast lines, polygons and named points."""
    lines, coast, polygons, points = defaultdict(list), [], defaultdict(list), []
    for item in osmium.FileProcessor(pbf).with_areas():
        tags = {tag.k: tag.v for tag in item.tags}
        if not tags:
            continue
        if item.is_node() and tags.get("place") in PLACE_RANKS and tags.get("name"):
            points.append(_place_point(item, tags))
        elif item.is_way():
            _sort_way(item, tags, lines, coast, polygons)
        elif item.is_area() and not item.from_way() and _area_kind(tags):
            polygons[_area_kind(tags), tags.get("name", "")] += _relation_polygons(item)
    return lines, coast, polygons, points


def _place_point(node, tags) -> dict:
    properties = {"kind": "place", "name": tags["name"], "rank": PLACE_RANKS[tags["place"]]}
    return _feature(properties, Point(node.location.lon, node.location.lat))


def _sort_way(way, tags, lines, coast, polygons) -> None:
    runs = list(_runs(way))
    if tags.get("natural") == "coastline":
        coast += runs
    elif _line_kind(tags):
        lines[_line_kind(tags), tags.get("name", "")] += runs
    elif _area_kind(tags) and way.is_closed():
        ring = [point for run in runs for point in run]
        if len(ring) > 3:
            polygons[_area_kind(tags), tags.get("name", "")].append(make_valid(Polygon(ring)))


def _runs(way) -> Iterator[List[Tuple[float, float]]]:
    """Yield the parts of a way that lie inside the extract; nodes cut off at its border have no position."""
    run: List[Tuple[float, float]] = []
    for node in way.nodes:
        if node.location.valid():
            run.append((node.location.lon, node.location.lat))
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _line_kind(tags) -> str:
    if tags.get("area") == "yes" or tags.get("tunnel") == "yes" and "railway" in tags:
        return ""
    if tags.get("railway") in RAIL:
        return "rail"
    return HIGHWAY_KINDS.get(tags.get("highway", ""), "")


def _area_kind(tags) -> str:
    if tags.get("natural") == "water":
        return "water"
    if tags.get("leisure") in ("park", "garden") or tags.get("landuse") in ("grass", "forest"):
        return "park"
    return "building" if "building" in tags else ""


def _relation_polygons(area) -> List[Polygon]:
    polygons = []
    for outer in area.outer_rings():
        holes = [_ring(inner) for inner in area.inner_rings(outer)]
        ring = _ring(outer)
        if len(ring) > 3:
            polygons.append(make_valid(Polygon(ring, [hole for hole in holes if len(hole) > 3])))
    return polygons


def _ring(ring) -> List[Tuple[float, float]]:
    return [(node.location.lon, node.location.lat) for node in ring if node.location.valid()]


def _area_features(polygons: Dict, area) -> List[dict]:
    order = {"park": 0, "water": 1, "building": 2}
    features = []
    for (kind, name), shapes in sorted(polygons.items(), key=lambda entry: (order[entry[0][0]], entry[0][1])):
        for shape in shapes:
            features += _features(_properties(kind, name), shape.intersection(area))
    return features


def _sea(coast: List[list], area) -> List[dict]:
    """Return the sea inside ``area``: it lies to the right of each coast line's direction."""
    shores = [_to_border(line, area) for line in coast]
    if not shores:
        return []
    pieces = polygonize(unary_union([area.boundary] + shores))
    return [feature for piece in pieces if _right_of(piece.representative_point(), shores)
            for feature in _features({"kind": "water"}, piece)]


def _to_border(line: list, area) -> LineString:
    """Prolong both ends of a coast line across the nearest border, where the extract cut it."""
    ends = []
    for lon, lat in (line[0], line[-1]):
        near = area.boundary.interpolate(area.boundary.project(Point(lon, lat)))
        ends.append((lon + 2 * (near.x - lon), lat + 2 * (near.y - lat)))
    return LineString([ends[0]] + list(line) + [ends[1]])


def _right_of(point: Point, shores: List[LineString]) -> bool:
    shore = min(shores, key=point.distance)
    coords = list(shore.coords)
    (x1, y1), (x2, y2) = min(zip(coords, coords[1:]), key=lambda pair: point.distance(LineString(pair)))
    return (x2 - x1) * (point.y - y1) - (y2 - y1) * (point.x - x1) < 0


def _line_features(lines: Dict, area) -> List[dict]:
    features = []
    for (kind, name), runs in sorted(lines.items()):
        merged = linemerge([LineString(run) for run in runs]) if len(runs) > 1 else LineString(runs[0]) if runs else None
        if merged is None:
            continue
        shape = merged.intersection(area)
        parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "LineString"]
        features += _features(_properties(kind, name), MultiLineString(parts))
    return features


def _properties(kind: str, name: str) -> dict:
    return dict({"kind": kind}, **({"name": name} if name and kind != "building" else {}))


def _features(properties: dict, shape) -> List[dict]:
    """Return one feature per usable part of ``shape``, simplified; slivers of other dimensions are dropped."""
    usable = ("Polygon", "MultiPolygon", "MultiLineString")
    parts = shape.geoms if shape.geom_type == "GeometryCollection" else [shape]
    simple = (part.simplify(TOLERANCE_DEG) for part in parts if part.geom_type in usable)
    return [_feature(properties, part) for part in simple if not part.is_empty]


def _feature(properties: dict, shape) -> dict:
    geometry = mapping(shape)
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}}


def _rounded(coordinates):
    if isinstance(coordinates[0], (int, float)):
        return [round(value, 5) for value in coordinates[:2]]
    return [_rounded(part) for part in coordinates]
