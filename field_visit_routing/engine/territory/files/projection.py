"""From the coordinate system of a file to WGS-84, by PROJ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable, Optional

import numpy as np
import numpy.typing as npt

from .errors import AreaFileError
from .types import WGS84, ReadOptions

Corners = npt.NDArray[np.float64]

#: Systems in degrees from Greenwich that agree with WGS-84 within about two metres: ETRS89, CGCS2000, NAD83 and its
#: Canadian form, GDA94, GDA2020, SIRGAS 2000, JGD2000, JGD2011.
_ALIKE = (4326, 4979, 4258, 4937, 4490, 4269, 4617, 4283, 7844, 4674, 4612, 6668)
_DIGITS = 7


@dataclass(frozen=True)
class System:
    """A coordinate system that is not WGS-84.

    Attributes
    ----------
    name
        As people call it, such as ``ETRS89 / TM35FIN(E,N)``.
    authority
        Such as ``EPSG:3067``; empty when it is not in the register.
    convert
        Turns corners of shape (n, 2), easting and northing, into longitude and latitude in degrees.
    """

    name: str
    authority: str
    convert: Callable[[Corners], Corners]


def system_of(told: Optional[str], file: str, options: ReadOptions) -> Optional[System]:
    """Return the system that a file is to be converted from; None for WGS-84.

    Parameters
    ----------
    told
        What the file says.

    Raises
    ------
    AreaFileError
        ``no_projection`` when neither file nor person says it, ``bad_projection`` of the file's text,
        ``unknown_projection`` of the person's, ``other_projection`` when converting was not asked for.
    """
    if options.crs:
        return _system(_found(options.crs) or _unknown(options.crs))
    if told is None:
        raise AreaFileError("no_projection", file=file)
    if told == WGS84:
        return None
    known = _found(told)
    if known is None:
        raise AreaFileError("bad_projection", file=file, text=" ".join(told.split())[:80])
    system = _system(known)
    if system and not options.convert:
        raise AreaFileError("other_projection", name=system.name, authority=system.authority)
    return system


def _found(text: str) -> Any:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    number = re.fullmatch(r"\s*(?:epsg\s*:?)?\s*(\d{4,6})\s*", text, re.IGNORECASE)
    try:
        system = CRS.from_user_input(int(number[1]) if number else text.strip())
    except (CRSError, ValueError):
        return None
    return system if system.is_geographic or system.is_projected else None


def _unknown(text: str) -> Any:
    raise AreaFileError("unknown_projection", text=text.strip()[:80])


def _system(system: Any) -> Optional[System]:
    number = system.to_epsg(min_confidence=70)
    if system.is_geographic and (number in _ALIKE or _is_crs84(system)):
        return None
    return System(system.name, "EPSG:%d" % number if number else "", _converter(system))


def _is_crs84(system: Any) -> bool:
    authority = system.to_authority()
    return bool(authority) and tuple(authority) == ("OGC", "CRS84")


def _converter(system: Any) -> Callable[[Corners], Corners]:
    from pyproj import Transformer

    transformer = Transformer.from_crs(system, "EPSG:4326", always_xy=True)

    def convert(corners: Corners) -> Corners:
        # lists: an array of one corner would be taken for a single number
        lon, lat = transformer.transform(corners[:, 0].tolist(), corners[:, 1].tolist())
        moved: Corners = np.round(np.column_stack([lon, lat]), _DIGITS)
        return moved

    return convert
