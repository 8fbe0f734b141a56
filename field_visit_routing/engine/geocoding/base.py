"""What is asked, what is answered, and what a provider must be able to do."""
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Dict, Mapping, Protocol

from .normalise import fold

#: From the finest to the coarsest.
PRECISIONS = ("rooftop", "street", "postcode", "city", "country")


@dataclass(frozen=True)
class Query:
    """An address. Every part may be empty; ``country_code`` is ISO 3166-1 alpha-2."""

    street: str = ""
    city: str = ""
    zip: str = ""
    state: str = ""
    state_code: str = ""
    country: str = ""
    country_code: str = ""
    name: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be looked for."""
        return not any((self.street, self.city, self.zip, self.state, self.country, self.country_code))

    def cache_key(self, provider: str) -> str:
        """Return a digest that equal addresses share, however they are spelled.

        The name of the customer is left out: two customers in one house are one request.
        """
        parts = {key: fold(value) for key, value in asdict(self).items() if key != "name"}
        text = json.dumps([provider, parts], sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Query":
        """Make a query of the known keys of ``values``; None and False become empty."""
        known = cls.__dataclass_fields__
        return cls(**{key: str(values.get(key) or "").strip() for key in known})


@dataclass(frozen=True)
class Answer:
    """A position in degrees (WGS-84) and how exact it is."""

    lat: float
    lon: float
    precision: str
    source: str
    label: str = ""

    def to_dict(self) -> Dict[str, Any]:
        """Return the answer as plain data for JSON."""
        return asdict(self)


class Geocoder(Protocol):
    """A provider. ``locate`` raises a :class:`~.errors.GeocodingError` when it cannot answer."""

    name: str

    def locate(self, query: Query) -> Answer:
        """Return the best position for ``query``."""
