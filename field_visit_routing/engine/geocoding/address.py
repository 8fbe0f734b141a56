"""From a position to an address: what is asked of a provider, and what it answers."""
from dataclasses import asdict, dataclass
from typing import Any, Dict, Protocol

#: Where the number of a house is written before its street.
NUMBER_FIRST = frozenset({"AU", "CA", "FR", "GB", "IE", "IN", "LU", "MC", "MY", "NZ", "PH", "SG", "TH", "US", "ZA"})


@dataclass(frozen=True)
class Address:
    """The address of a place. Every part may be empty; ``country_code`` is ISO 3166-1 alpha-2.

    ``precision`` is one of :data:`~.base.PRECISIONS`; ``distance_m`` tells how far the place is from
    what the address names, as far as the provider says so.
    """

    source: str
    precision: str
    label: str = ""
    street: str = ""
    zip: str = ""
    city: str = ""
    state: str = ""
    state_code: str = ""
    country: str = ""
    country_code: str = ""
    distance_m: float = 0.0

    def to_dict(self) -> Dict[str, Any]:
        """Return the address as plain data for JSON."""
        return asdict(self)


class ReverseGeocoder(Protocol):
    """A provider that knows addresses of positions.

    ``reverse`` raises a :class:`~.errors.GeocodingError` when it knows none.
    """

    name: str

    def reverse(self, lat: float, lon: float) -> Address:
        """Return the address of a position in degrees (WGS-84)."""


def street_line(street: str, number: str, country_code: str) -> str:
    """Return street and number in the order of the country.

    >>> street_line("Main Street", "12", "US"), street_line("Mannerheimintie", "1", "FI")
    ('12 Main Street', 'Mannerheimintie 1')
    """
    parts = (number, street) if country_code in NUMBER_FIRST else (street, number)
    return " ".join(part for part in parts if part) if street else ""
