"""From an address to a position, by one of several providers behind one Protocol.

>>> geocoder = make("gazetteer", default_country="FI")
>>> geocoder.locate(Query(city="Helsinki", country_code="FI")).precision
'city'
"""
from .address import Address, ReverseGeocoder
from .base import PRECISIONS, Answer, Geocoder, Query
from .batch import locate_many
from .errors import (
    Ambiguous,
    CityUnknown,
    CountryUnknown,
    GeocodingError,
    Misconfigured,
    NoAddress,
    NoCity,
    NotFound,
    ProviderBlocked,
    ProviderUnreachable,
    QuotaExceeded,
)
from .freeform import locate_text, parse
from .registry import PROVIDERS, is_online, make

__all__ = [
    "PRECISIONS",
    "PROVIDERS",
    "Address",
    "Ambiguous",
    "Answer",
    "CityUnknown",
    "CountryUnknown",
    "Geocoder",
    "GeocodingError",
    "Misconfigured",
    "NoAddress",
    "NoCity",
    "NotFound",
    "ProviderBlocked",
    "ProviderUnreachable",
    "Query",
    "QuotaExceeded",
    "ReverseGeocoder",
    "is_online",
    "locate_many",
    "locate_text",
    "make",
    "parse",
]
