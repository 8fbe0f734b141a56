"""Check and read WGS-84 coordinates given as numbers or as text."""
import math
import re
from typing import Any, Tuple

LIMITS = {"latitude": 90.0, "longitude": 180.0}

#: Hemisphere letters and the sign they stand for.
HEMISPHERES = {"N": 1, "S": -1, "E": 1, "W": -1}

_NUMBER = r"\d+(?:[.,]\d+)?"
_ANGLE = re.compile(
    r"""^\s*(?P<pre>[NSEW])?\s*(?P<sign>[-+\u2212])?\s*
    (?P<deg>%(n)s)\s*[\u00b0\u00ba]?\s*
    (?:(?P<min>%(n)s)\s*['\u2032\u2019]?\s*)?
    (?:(?P<sec>%(n)s)\s*(?:"|''|\u2033|\u201d)?\s*)?
    (?P<post>[NSEW])?\s*$""" % {"n": _NUMBER},
    re.VERBOSE | re.IGNORECASE,
)


class CoordinateError(ValueError):
    """A coordinate that cannot be used.

    Attributes
    ----------
    code : str
        ``missing``, ``not_a_number``, ``not_finite``, ``out_of_range`` or ``not_a_pair``.
    field : str
        ``latitude``, ``longitude`` or ``coordinates``.
    value : object
        What was given.
    """

    def __init__(self, code: str, field: str, value: Any) -> None:
        super().__init__("%s: %s (%r)" % (field, code, value))
        self.code = code
        self.field = field
        self.value = value


def check_latitude(value: Any) -> float:
    """Return ``value`` as degrees north, or raise :class:`CoordinateError`."""
    return _check("latitude", value)


def check_longitude(value: Any) -> float:
    """Return ``value`` as degrees east, or raise :class:`CoordinateError`."""
    return _check("longitude", value)


def check_pair(latitude: Any, longitude: Any) -> Tuple[float, float]:
    """Return the checked ``(latitude, longitude)`` in degrees."""
    return check_latitude(latitude), check_longitude(longitude)


def _check(field: str, value: Any) -> float:
    if value is None or value is False or (isinstance(value, str) and not value.strip()):
        raise CoordinateError("missing", field, value)
    number = _as_number(field, value)
    if not math.isfinite(number):
        raise CoordinateError("not_finite", field, value)
    if abs(number) > LIMITS[field]:
        raise CoordinateError("out_of_range", field, value)
    return number


def _as_number(field: str, value: Any) -> float:
    if value is True or isinstance(value, (bytes, list, tuple, dict)):
        raise CoordinateError("not_a_number", field, value)
    try:
        # a decimal comma is how half of Europe writes "60,17"
        return float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (TypeError, ValueError, OverflowError):
        raise CoordinateError("not_a_number", field, value) from None


def parse_pair(text: str) -> Tuple[float, float]:
    """Read "latitude, longitude" as people paste it from a map.

    Understands decimal degrees (``60.17, 24.94``; ``60,17; 24,94``), degrees with minutes and
    seconds (``60°10'12"N 24°56'15"E``) and hemisphere letters, which also settle the order.

    Raises
    ------
    CoordinateError
        ``not_a_pair`` when there are not two angles, or the code of the bad angle.
    """
    first, second = (_angle(part, text) for part in _split(text))
    if first[1] == "longitude" or second[1] == "latitude":
        first, second = second, first
    if first[1] == "longitude" or second[1] == "latitude":
        raise CoordinateError("not_a_pair", "coordinates", text)
    return check_pair(first[0], second[0])


def _split(text: str) -> Tuple[str, str]:
    """Cut the text into two angles, whatever separates them."""
    clean = str(text or "").strip().strip("()[]")
    for separator in (r"\s*;\s*", r"\s*,\s+", r"(?<=[NSEWnsew])\s*,?\s*(?=[\d+\-\u2212])", r"\s*,\s*",
                      r"\s+(?=[NSEWnsew])", r"\s+"):
        parts = [part for part in re.split(separator, clean) if part]
        if len(parts) == 2 and all(_ANGLE.match(part) for part in parts):
            return parts[0], parts[1]
    raise CoordinateError("not_a_pair", "coordinates", text)


def _angle(part: str, text: str) -> Tuple[float, str]:
    """Return the signed degrees and the axis a hemisphere letter tells ("" when none)."""
    match = _ANGLE.match(part)
    if match is None:
        raise CoordinateError("not_a_pair", "coordinates", text)
    letters = {g.upper() for g in (match["pre"], match["post"]) if g}
    if len(letters) > 1:
        raise CoordinateError("not_a_pair", "coordinates", text)
    minutes, seconds = (_part(match[name]) for name in ("min", "sec"))
    if minutes >= 60 or seconds >= 60:
        raise CoordinateError("not_a_pair", "coordinates", text)
    degrees = _part(match["deg"]) + minutes / 60 + seconds / 3600
    letter = letters.pop() if letters else ""
    sign = HEMISPHERES.get(letter, 1) * (-1 if match["sign"] in ("-", "\u2212") else 1)
    axis = {"N": "latitude", "S": "latitude", "E": "longitude", "W": "longitude"}.get(letter, "")
    return sign * degrees, axis


def _part(digits: Any) -> float:
    return float(digits.replace(",", ".")) if digits else 0.0
