"""What is read from a file of areas, and how it is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple

from ...geo.polygons import Area, PolygonError

#: Of the upload, packed or not: what Odoo's web client sends at most.
MAX_BYTES = 64_000_000
#: Of one file out of an archive, and of all of them together: a packed file may unfold a thousandfold.
MAX_UNPACKED_BYTES = 160_000_000
MAX_AREAS = 5_000
#: Corners of all areas that are kept.
MAX_CORNERS = 500_000
#: Corners that are read in order to be simplified.
MAX_CORNERS_READ = 4_000_000
#: Corners whose datum is undone in the time of a web request (about 0.1 ms each).
MAX_CORNERS_SHIFTED = 100_000

#: Coordinate systems that a format lays down.
WGS84 = "OGC:CRS84"


@dataclass(frozen=True)
class ReadOptions:
    """What a person says about a file.

    Attributes
    ----------
    encoding
        Name of the characters' encoding; empty: as the file says, else UTF-8.
    layer
        Which file of an archive.
    crs
        Coordinate system, such as ``EPSG:3067``; empty: as the file says.
    convert
        Whether to convert what the file says to be in another system than WGS-84.
    exchange
        Whether latitude stands before longitude.
    datum
        ``wgs84``, ``gcj02`` or ``bd09``: of maps published in mainland China.
    simplify_m
        How far, in metres, an outline may move to have fewer corners; 0: keep every corner.
    """

    encoding: str = ""
    layer: str = ""
    crs: str = ""
    convert: bool = False
    exchange: bool = False
    datum: str = "wgs84"
    simplify_m: float = 0.0


@dataclass(frozen=True)
class RawArea:
    """One feature as the file has it.

    Attributes
    ----------
    number
        From 1, counted as the file counts: points and lines between areas count too.
    properties
        Name → text, number, truth value or None.
    geometry
        GeoJSON ``Polygon`` or ``MultiPolygon`` whose rings are arrays of shape (n, 2) where they hold nothing but
        numbers, else lists as they came; None without an outline.
    """

    number: int
    properties: Mapping[str, Any]
    geometry: Optional[Mapping[str, Any]]


@dataclass(frozen=True)
class RawFile:
    """Everything that is read before coordinates are looked at.

    Attributes
    ----------
    kind
        ``geojson``, ``kml`` or ``shapefile``.
    name
        Of the file, for messages.
    crs
        What the file says of its coordinate system: a name, a WKT text, or None when it is silent.
    skipped
        How many features of other geometry there are, by its kind.
    own
        Whether it is an export of this addon.
    """

    kind: str
    name: str
    crs: Optional[str]
    areas: Tuple[RawArea, ...]
    skipped: Mapping[str, int]
    own: bool = False


@dataclass(frozen=True)
class FileArea:
    """One area, checked; without ``area`` and ``fault`` it has no outline."""

    number: int
    properties: Mapping[str, str]
    area: Optional[Area]
    fault: Optional[PolygonError]
    corners: int


@dataclass(frozen=True)
class AreaFile:
    """A file that can be read; single areas may have a fault.

    Attributes
    ----------
    fields
        Names of the properties, in the order in which they appear.
    corners
        Of all areas, as they are kept.
    corners_read
        As they were in the file.
    system
        Name of the coordinate system that was converted from, empty when nothing was converted.
    """

    kind: str
    name: str
    fields: Tuple[str, ...]
    areas: Tuple[FileArea, ...]
    corners: int
    corners_read: int
    skipped: Mapping[str, int]
    system: str
    own: bool
