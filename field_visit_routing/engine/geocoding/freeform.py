"""Addresses written on one line."""
import re
from typing import List

from .base import Answer, Geocoder, Query
from .errors import CityUnknown, NoCity, NotFound
from .normalise import is_han


def parse(text: str, *, country_code: str = "") -> Query:
    """Make a query of an address such as ``Street 1, 00100 City``.

    The city is the last part that holds letters; words with digits in it are the postcode.
    """
    parts = _parts(text)
    if not parts:
        return Query()
    words = parts[-1].split()
    if is_han(text) and len(parts) == 1:
        return Query(street=text.strip(), country_code=country_code)
    return Query(
        street=", ".join(parts[:-1]), country_code=country_code,
        city=" ".join(word for word in words if not _has_digit(word)),
        zip=" ".join(word for word in words if _has_digit(word)),
    )


def locate_text(geocoder: Geocoder, text: str, *, country_code: str = "") -> Answer:
    """Locate an address on one line; a country at its end may be written or left out.

    Raises
    ------
    GeocodingError
        As the geocoder does.
    """
    try:
        return geocoder.locate(parse(text, country_code=country_code))
    except (CityUnknown, NoCity, NotFound):
        parts = _parts(text)
        if len(parts) < 2:
            raise
        # the last part may have been a country, which need not be the company's
        return geocoder.locate(parse(", ".join(parts[:-1])))


def _parts(text: str) -> List[str]:
    parts = [part.strip() for part in re.split(r"[,;\n]", text or "") if part.strip()]
    while parts and not any(ch.isalpha() for ch in parts[-1]):
        parts.pop()
    return parts


def _has_digit(word: str) -> bool:
    return any(ch.isdigit() for ch in word)
