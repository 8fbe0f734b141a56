"""Areas from GeoJSON (RFC 7946), and from the older form that names its coordinate system."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, Dict, Iterable, List, Optional, Tuple

import numpy as np

from .errors import AreaFileError
from .texts import decode
from .types import MAX_AREAS, MAX_CORNERS_READ, WGS84, RawArea, RawFile

#: Marks an export of this addon, with the number of its form.
OWN_MARK = "field_visit_territories"
_AREAS = ("Polygon", "MultiPolygon")
_OTHERS = ("Point", "MultiPoint", "LineString", "MultiLineString")


def read_geojson(content: bytes, name: str, encoding: str = "", most: int = MAX_CORNERS_READ) -> RawFile:
    """Read the features of a GeoJSON file.

    Parameters
    ----------
    most
        How many corners are worth reading; twice as many are refused unread.

    Raises
    ------
    AreaFileError
        When the text is no GeoJSON of areas, with the line of the fault.
    """
    # every position opens a bracket: refuse before half a gigabyte of lists is made of it
    if content.count(b"[") > 2 * most:
        raise AreaFileError("too_many_corners", count=content.count(b"["), limit=most)
    document = _parsed(decode(content, name, encoding))
    features = _features(document)
    if len(features) > MAX_AREAS:
        raise AreaFileError("too_many_areas", limit=MAX_AREAS)
    own = OWN_MARK in document
    skipped: Counter[str] = Counter()
    areas = []
    for number, feature in enumerate(features, start=1):
        geometry, kind = _outline(feature)
        if kind and geometry is None:
            skipped[kind] += 1
        else:
            areas.append(RawArea(number, _properties(feature), geometry))
    return RawFile("geojson", name, _system(document), tuple(areas), dict(skipped), own)


def _parsed(text: str) -> Dict[str, Any]:
    try:
        document = json.loads(text, object_hook=_packed)
    except json.JSONDecodeError as error:
        raise AreaFileError("bad_json", line=error.lineno, column=error.colno, detail=error.msg) from None
    except (RecursionError, ValueError):
        raise AreaFileError("bad_json", line=1, column=1, detail="nested too deeply") from None
    if isinstance(document, dict) and document.get("type") == "Topology":
        raise AreaFileError("topojson")
    if not isinstance(document, dict):
        raise AreaFileError("unknown_kind")
    return document


def _packed(value: Dict[str, Any]) -> Dict[str, Any]:
    """Turn the rings of a geometry into arrays as soon as it is read: a tenth of the memory of lists."""
    coordinates = value.get("coordinates")
    if value.get("type") == "Polygon" and isinstance(coordinates, list):
        value["coordinates"] = [packed_ring(ring) for ring in coordinates]
    elif value.get("type") == "MultiPolygon" and isinstance(coordinates, list):
        value["coordinates"] = [
            [packed_ring(ring) for ring in part] if isinstance(part, list) else part for part in coordinates
        ]
    return value


def packed_ring(ring: Any) -> Any:
    """Return a ring as an array of shape (n, 2); one that holds anything but positions stays as it is."""
    try:
        array = np.asarray(ring)
    except (ValueError, OverflowError):
        return ring  # positions of different lengths
    if array.ndim != 2 or array.dtype.kind not in "fi" or not 2 <= array.shape[1] <= 4:
        return ring
    return np.ascontiguousarray(array[:, :2], dtype=np.float64)


def _features(document: Dict[str, Any]) -> List[Any]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise AreaFileError("unknown_kind")
        return features
    if kind == "Feature":
        return [document]
    if kind in _AREAS or kind == "GeometryCollection":
        return [{"type": "Feature", "properties": {}, "geometry": document}]
    if kind in _OTHERS:
        raise AreaFileError("no_polygons", kinds=str(kind))
    raise AreaFileError("unknown_kind")


def _outline(feature: Any) -> Tuple[Optional[Dict[str, Any]], str]:
    """Return the geometry when it is an area, and the kind of any geometry."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        return None, ""
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        return _collected(geometry.get("geometries")), "GeometryCollection"
    return (geometry if kind in _AREAS else None), str(kind)


def _collected(geometries: Any) -> Optional[Dict[str, Any]]:
    """Return the areas of a collection as one; None when it holds none."""
    parts: List[Any] = []
    for geometry in geometries if isinstance(geometries, list) else ():
        if isinstance(geometry, dict) and geometry.get("type") in _AREAS:
            coordinates = geometry.get("coordinates")
            parts += [coordinates] if geometry["type"] == "Polygon" else list(coordinates or ())
    return {"type": "MultiPolygon", "coordinates": parts} if parts else None


def _properties(feature: Any) -> Dict[str, Any]:
    """Return the properties; those that are objects are spread, as in ``parent.adcode``."""
    given = feature.get("properties") if isinstance(feature, dict) else None
    flat: Dict[str, Any] = {}
    for key, value in given.items() if isinstance(given, dict) else ():
        items: Iterable[Tuple[str, Any]] = (
            [("%s.%s" % (key, part), inner) for part, inner in value.items()]
            if isinstance(value, dict)
            else [(str(key), value)]
        )
        flat.update(items)
    if isinstance(feature, dict) and "id" not in flat and isinstance(feature.get("id"), (str, int)):
        flat["id"] = feature["id"]
    return flat


def _system(document: Dict[str, Any]) -> str:
    """Return the name that the older form gives; the present one is always WGS-84."""
    system = document.get("crs")
    properties = system.get("properties") if isinstance(system, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) and name.strip() else WGS84
