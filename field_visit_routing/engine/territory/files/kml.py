"""Areas from KML: placemarks with polygons, their folders, names and data."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any, Dict, Iterator, List, Optional

from lxml import etree

from .errors import AreaFileError
from .geojson import packed_ring
from .types import MAX_AREAS, WGS84, RawArea, RawFile

_OTHERS = ("Point", "LineString", "Model", "Track", "LinearRing")


def read_kml(content: bytes, name: str) -> RawFile:
    """Read the placemarks of a KML file.

    Raises
    ------
    AreaFileError
        When the text is no KML, with the line of the fault.
    """
    areas: List[RawArea] = []
    skipped: Counter[str] = Counter()
    for number, (mark, folders) in enumerate(_placemarks(content), start=1):
        parts = [_polygon(polygon) for polygon in mark.iter() if _tag(polygon) == "Polygon"]
        if not parts:
            skipped.update([next((_tag(node) for node in mark.iter() if _tag(node) in _OTHERS), "Placemark")])
            continue
        geometry = {"type": "MultiPolygon", "coordinates": parts}
        if len(parts) == 1:
            geometry = {"type": "Polygon", "coordinates": parts[0]}
        areas.append(RawArea(number, _properties(mark, folders), geometry))
        if len(areas) > MAX_AREAS:
            raise AreaFileError("too_many_areas", limit=MAX_AREAS)
    return RawFile("kml", name, WGS84, tuple(areas), dict(skipped))


def _placemarks(content: bytes) -> Iterator[Any]:
    """Yield each placemark with the names of its folders; what was read is forgotten."""
    # entities are left alone and document types refused: they could unfold to gigabytes
    events = etree.iterparse(io.BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True,
                             load_dtd=False, huge_tree=False)
    folders: List[Any] = []
    try:
        for index, (event, node) in enumerate(events):
            if index == 0:
                _check_root(node)
            tag = _tag(node)
            if event == "start" and tag == "Folder":
                folders.append(node)
            elif event == "end" and tag == "Folder":
                folders.pop()
            elif event == "end" and tag == "Placemark":
                yield node, [_child_text(folder, "name") for folder in folders]
                node.clear()
    except etree.XMLSyntaxError as error:
        raise AreaFileError("bad_xml", line=error.lineno or 1, detail=str(error.msg or "")[:120]) from None


def _check_root(root: Any) -> None:
    if root.getroottree().docinfo.doctype:
        raise AreaFileError("doctype")
    if _tag(root) not in ("kml", "Document", "Folder", "Placemark"):
        raise AreaFileError("unknown_kind")


def _tag(node: Any) -> str:
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def _children(node: Any, tag: str) -> List[Any]:
    return [child for child in node if _tag(child) == tag]


def _child_text(node: Any, tag: str) -> str:
    return next(("".join(child.itertext()).strip() for child in _children(node, tag)), "")


def _polygon(node: Any) -> List[Any]:
    outer = [ring for side in _children(node, "outerBoundaryIs") for ring in _rings(side)]
    inner = [ring for side in _children(node, "innerBoundaryIs") for ring in _rings(side)]
    return outer[:1] + inner


def _rings(side: Any) -> List[Any]:
    return [packed_ring(_positions(_child_text(ring, "coordinates"))) for ring in _children(side, "LinearRing")]


def _positions(text: str) -> List[List[Any]]:
    """Read ``lon,lat[,height]`` separated by white space; what is no number stays a text, to be refused later."""
    return [[_number(part) for part in position.split(",")[:3]] for position in text.split()]


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _properties(mark: Any, folders: List[str]) -> Dict[str, Optional[str]]:
    values = {tag: _child_text(mark, tag) for tag in ("name", "description")}
    for node in mark.iter():
        key = node.get("name") if _tag(node) in ("Data", "SimpleData") else None
        if key and _tag(node) == "Data":
            values[key] = _child_text(node, "value")
        elif key:
            values[key] = "".join(node.itertext()).strip()
    if folders:
        values["folder"] = folders[-1]
    return {key: value for key, value in values.items() if value}
