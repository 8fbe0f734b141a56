"""Areas from a zipped ESRI shapefile, read by pyshp."""

from __future__ import annotations

import contextlib
import io
import logging
import struct
import warnings
from collections import Counter
from datetime import date
from typing import Any, Dict, Iterator, List, Optional

from .archive import Archive
from .errors import AreaFileError
from .geojson import packed_ring
from .texts import known_encoding
from .types import MAX_AREAS, MAX_CORNERS_READ, RawArea, RawFile

_BYTES_PER_CORNER = 16


def read_shapefile(archive: Archive, name: str, encoding: str = "") -> RawFile:
    """Read a shapefile out of an archive.

    Parameters
    ----------
    name
        Of the ``.shp`` in the archive; its companions lie beside it.
    encoding
        Of the texts; empty: as the ``.cpg`` says, else UTF-8.

    Raises
    ------
    AreaFileError
        When a part is missing or damaged, with the number of the record.
    """
    files = {suffix: archive.read(other) for suffix, other in archive.companions(name).items()
             if suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg")}
    if ".dbf" not in files:
        raise AreaFileError("missing_part", file=name, part=".dbf")
    if len(files[".shp"]) > MAX_CORNERS_READ * _BYTES_PER_CORNER:
        corners = len(files[".shp"]) // _BYTES_PER_CORNER
        raise AreaFileError("too_many_corners", count=corners, limit=MAX_CORNERS_READ)
    told = encoding or files.get(".cpg", b"").decode("ascii", "ignore").strip()
    areas, skipped = _read(files, name, told)
    system = files[".prj"].decode("utf-8", "replace").strip() if ".prj" in files else None
    return RawFile("shapefile", name, system or None, tuple(areas), dict(skipped))


def _read(files: Dict[str, bytes], name: str, told: str) -> Any:
    import shapefile  # pyshp; here, because its import reads nothing that a server without imports needs

    known = known_encoding(told) if told else "utf-8"
    streams = {suffix[1:]: io.BytesIO(files[suffix]) for suffix in (".shp", ".shx", ".dbf") if suffix in files}
    with _damages(name), _quiet_pyshp():
        reader = shapefile.Reader(encoding=known, encodingErrors="strict", **streams)
        if len(reader) > MAX_AREAS:
            raise AreaFileError("too_many_areas", limit=MAX_AREAS)
        areas: List[RawArea] = []
        skipped: Counter[str] = Counter()
        for index in range(len(reader)):
            shape = reader.shape(index)
            if shape.shapeTypeName not in ("POLYGON", "POLYGONZ", "POLYGONM", "NULL"):
                skipped[shape.shapeTypeName] += 1
                continue
            areas.append(RawArea(index + 1, _record(reader, index, name, told or known), _outline(shape)))
        return areas, skipped


def _record(reader: Any, index: int, name: str, encoding: str) -> Dict[str, Any]:
    try:
        values = reader.record(index).as_dict()
    except Exception as error:  # pyshp's own errors differ by release
        if not _is_decoding(error):
            raise
        place = str(index + 1)
        raise AreaFileError("encoding", file=name[:-4] + ".dbf", encoding=encoding, place=place) from None
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def _is_decoding(error: Exception) -> bool:
    """Older releases of pyshp let Python's error pass, newer ones raise one of their own."""
    return isinstance(error, UnicodeDecodeError) or "decode" in str(error)


def _outline(shape: Any) -> Optional[Dict[str, Any]]:
    if shape.shapeTypeName == "NULL" or not shape.points:
        return None
    geometry = shape.__geo_interface__
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [packed_ring(ring) for ring in coordinates]}
    return {"type": "MultiPolygon", "coordinates": [[packed_ring(ring) for ring in part] for part in coordinates]}


@contextlib.contextmanager
def _damages(name: str) -> Iterator[None]:
    """Tell of a damaged file in one way, whatever pyshp stumbles over."""
    import shapefile

    damages = (shapefile.ShapefileException, struct.error, ValueError, IndexError, KeyError, EOFError, OSError,
               TypeError, AttributeError, AssertionError, OverflowError)
    try:
        yield
    except AreaFileError:
        raise
    except damages as error:
        if _is_decoding(error):
            raise AreaFileError("encoding", file=name[:-4] + ".dbf", encoding="UTF-8", place="1") from None
        raise AreaFileError("bad_shapefile", file=name, detail=str(error)[:120]) from None


@contextlib.contextmanager
def _quiet_pyshp() -> Iterator[None]:
    """What it warns of is no news: GEOS checks outlines, and texts are decoded strictly."""
    logger = logging.getLogger("shapefile")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
