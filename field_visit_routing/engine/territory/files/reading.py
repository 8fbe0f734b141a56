"""Read a file of areas: GeoJSON, KML, KMZ or a zipped shapefile."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Mapping, Optional, Tuple

from .archive import Archive, is_archive
from .errors import AreaFileError
from .geojson import read_geojson
from .kml import read_kml
from .outlines import Placing, area_of, bounds, corner_count, first_corner
from .projection import System, system_of
from .shapefile import read_shapefile
from .types import (
    MAX_BYTES,
    MAX_CORNERS,
    MAX_CORNERS_READ,
    MAX_CORNERS_SHIFTED,
    AreaFile,
    FileArea,
    RawArea,
    RawFile,
    ReadOptions,
)

#: Fields that name an area in the files of statistical offices, map services and this addon.
_NAMES = ("name", "nimi", "namn", "navn", "naam", "nom", "nombre", "nome", "名称", "名字", "title")


def read_areas(content: bytes, name: str = "", options: Optional[ReadOptions] = None) -> AreaFile:
    """Return the areas of a file; which kind it is the content tells, not the name.

    A feature whose outline cannot be used is in the result with its fault.

    Parameters
    ----------
    content
        Of the file as it was uploaded, also packed.
    name
        Of the file, for messages.

    Raises
    ------
    AreaFileError
        When the file as a whole cannot be used.
    """
    options = options or ReadOptions()
    if len(content) > MAX_BYTES:
        raise AreaFileError("too_big", limit=MAX_BYTES // 1_000_000)
    raw = _raw(content, name or "?", options)
    if not raw.areas:
        raise AreaFileError("no_polygons", kinds=", ".join(sorted(raw.skipped))) if raw.skipped else \
            AreaFileError("no_areas")
    system = system_of(raw.crs, raw.name, options)
    corners_read = sum(corner_count(area.geometry) for area in raw.areas)
    _check_count(corners_read, _most_corners(options))
    _check_degrees(raw.areas, system, options)
    return _checked(raw, Placing(system, options.exchange, options.datum, options.simplify_m), corners_read)


def _raw(content: bytes, name: str, options: ReadOptions) -> RawFile:
    if not is_archive(content):
        return _plain(content, name, options)
    archive = Archive(content)
    member = _member(archive, options.layer)
    if member.lower().endswith(".shp"):
        return read_shapefile(archive, member, options.encoding)
    inner = archive.read(member)
    if is_archive(inner):
        raise AreaFileError("no_file_in_zip")
    return _plain(inner, member, options)


def _member(archive: Archive, layer: str) -> str:
    files = archive.area_files()
    chosen = [file for file in files if layer and layer in (file, file.rsplit("/", 1)[-1])]
    if len(files) > 1 and "doc.kml" in files and not layer:
        return "doc.kml"  # the main file of a KMZ
    if not files:
        raise AreaFileError("no_file_in_zip")
    if len(chosen or files) > 1:
        raise AreaFileError("several_files", names=", ".join(files[:10]))
    return (chosen or files)[0]


def _plain(content: bytes, name: str, options: ReadOptions) -> RawFile:
    head = content[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if head[:1] == b"<":
        return read_kml(content, name)
    if head[:1] in (b"{", b"["):
        return read_geojson(content, name, options.encoding, _most_corners(options))
    if content[:4] == b"\x00\x00\x27\x0a":
        raise AreaFileError("missing_part", file=name, part=".dbf")
    raise AreaFileError("unknown_kind")


def _most_corners(options: ReadOptions) -> int:
    return MAX_CORNERS_READ if options.simplify_m else MAX_CORNERS


def _check_count(corners: int, limit: int) -> None:
    if corners > limit:
        raise AreaFileError("too_many_corners", count=corners, limit=limit)


def _check_degrees(areas: Tuple[RawArea, ...], system: Optional[System], options: ReadOptions) -> None:
    """Refuse a file all of whose numbers cannot be degrees: it is in metres, or latitude stands first."""
    boxes = [box for box in (bounds(area.geometry) for area in areas) if box and all(map(math.isfinite, box))]
    if system or not boxes:
        return
    lon_deg = max(max(abs(box[0]), abs(box[2])) for box in boxes)
    lat_deg = max(max(abs(box[1]), abs(box[3])) for box in boxes)
    if options.exchange:
        lon_deg, lat_deg = lat_deg, lon_deg
    where = {"number": areas[0].number, "label": label(areas[0].properties)}
    x, y = next(filter(None, (first_corner(area.geometry) for area in areas)))
    if min(lon_deg, lat_deg) > 360.0:
        raise AreaFileError("in_metres", x=x, y=y, **where)
    if lat_deg > 90.0 and lon_deg <= 90.0 and lat_deg <= 180.0:
        raise AreaFileError("exchanged", lat=y, lon=x, **where)


def _checked(raw: RawFile, placing: Placing, corners_read: int) -> AreaFile:
    checked: List[FileArea] = []
    corners = 0
    if placing.datum != "wgs84" and not placing.simplify_m and corners_read > MAX_CORNERS_SHIFTED:
        raise AreaFileError("too_many_to_shift", count=corners_read, limit=MAX_CORNERS_SHIFTED)
    for area in raw.areas:
        checked.append(_file_area(area, placing))
        corners += checked[-1].corners
        _check_count(corners, MAX_CORNERS)
    fields: Dict[str, None] = {}
    for one in checked:
        fields.update(dict.fromkeys(one.properties))
    return AreaFile(raw.kind, raw.name, tuple(fields), tuple(checked), corners, corners_read, raw.skipped,
                    placing.system.name if placing.system else "", raw.own)


def _file_area(area: RawArea, placing: Placing) -> FileArea:
    properties = {key: _text(value) for key, value in area.properties.items() if _text(value)}
    if area.geometry is None:
        return FileArea(area.number, properties, None, None, 0)
    found, fault = area_of(area.geometry, placing)
    corners = corner_count(found.geojson) if found else corner_count(area.geometry)
    return FileArea(area.number, properties, found, fault, corners)


def _text(value: Any) -> str:
    """Return a property as a person reads it; lists and objects are none."""
    if value is None or isinstance(value, (list, tuple, dict)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return str(int(value))
    return " ".join(str(value).replace("\x00", "").split())


def label(properties: Mapping[str, Any]) -> str:
    """Return what a message calls a feature: the first of its texts that looks like a name."""
    texts = {key.casefold(): _text(value) for key, value in properties.items()}
    known = [key for name in _NAMES for key in texts if key.startswith(name) and texts[key]]
    return texts[known[0]][:60] if known else ""
