"""OpenStreetMap's Nominatim, the public server or one's own, through geopy.

The public server's policy asks for an own User-Agent with a contact and at most one request a second.
"""
from typing import Any, Callable, Dict, Iterator, Mapping, Optional
from urllib.parse import urlsplit

from .address import Address, street_line
from .base import Answer, Query
from .errors import (
    GeocodingError,
    Misconfigured,
    NoAddress,
    NoCity,
    NotFound,
    ProviderBlocked,
    ProviderUnreachable,
    QuotaExceeded,
)
from .throttle import Throttle

PUBLIC_URL = "https://nominatim.openstreetmap.org"
#: One for the process: several geocoders of one worker share the provider's patience.
PUBLIC_THROTTLE = Throttle(1.0)
NO_THROTTLE = Throttle(0.0)

#: What Nominatim calls the kind of a result → our precision.
PRECISION_OF = {
    "building": "rooftop", "house": "rooftop", "place": "rooftop", "amenity": "rooftop", "shop": "rooftop",
    "office": "rooftop", "tourism": "rooftop", "craft": "rooftop", "leisure": "rooftop", "healthcare": "rooftop",
    "road": "street", "highway": "street", "street": "street",
    "postcode": "postcode", "neighbourhood": "postcode", "quarter": "postcode", "suburb": "postcode",
    "city": "city", "town": "city", "village": "city", "hamlet": "city", "municipality": "city",
    "city_district": "city", "district": "city", "borough": "city", "county": "city",
    "state": "country", "region": "country", "province": "country", "country": "country",
}


class Nominatim:
    """Locates addresses with a Nominatim server.

    Parameters
    ----------
    contact : str
        E-mail address or web page that the provider can write to; required.
    url : str
        Address of the server.
    language : str
        Language of the labels.
    timeout_s : float
        Seconds to wait for an answer.
    throttle : Throttle, optional
        Spacing of requests; one a second for the public server by default.
    transport : optional
        geopy adapter factory, for tests and proxies.
    """

    name = "nominatim"

    def __init__(self, *, contact: str, url: str = PUBLIC_URL, language: str = "en", timeout_s: float = 10.0,
                 throttle: Optional[Throttle] = None, transport: Any = None) -> None:
        if not contact:
            raise Misconfigured("nominatim needs a contact")
        address = urlsplit(url if "//" in url else "https://" + url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise Misconfigured("nominatim: %s is no web address" % url)
        self.language = language
        is_public = address.hostname == urlsplit(PUBLIC_URL).hostname
        self._throttle = throttle or (PUBLIC_THROTTLE if is_public else NO_THROTTLE)
        self._client = _client(contact, address, timeout_s, transport)

    def locate(self, query: Query) -> Answer:
        """Return the position of the address, of its street, or of its city, whichever is found first.

        Raises
        ------
        NoAddress, NoCity, NotFound, ProviderBlocked, ProviderUnreachable, QuotaExceeded
        """
        if query.is_empty:
            raise NoAddress()
        if not (query.street or query.city or query.zip):
            raise NoCity()
        for attempt in _attempts(query):
            found = self._ask(attempt, query)
            if found is not None:
                return self._answer(found.raw)
        raise NotFound()

    def reverse(self, lat: float, lon: float) -> Address:
        """Return the address of a position in degrees, of the building where there is one.

        Raises
        ------
        NotFound, ProviderBlocked, ProviderUnreachable, QuotaExceeded
        """
        found = self._request(self._client.reverse, (lat, lon), zoom=18)
        if found is None:
            raise NotFound()
        return _address(found.raw, self.name)

    def _ask(self, attempt: Dict[str, str], query: Query) -> Any:
        return self._request(
            self._client.geocode, attempt, country_codes=query.country_code.lower() or None)

    def _request(self, call: Callable[..., Any], *asked: Any, **options: Any) -> Any:
        from geopy.exc import GeopyError

        self._throttle.wait()
        try:
            return call(*asked, exactly_one=True, language=self.language, **options)
        # the last four: an answer in another shape
        except (GeopyError, OSError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise translate(error) from error

    def _answer(self, raw: Mapping[str, Any]) -> Answer:
        precision = precision_of(raw)
        if precision == "country":
            raise NotFound("only the country was found")
        return Answer(float(raw["lat"]), float(raw["lon"]), precision, self.name, str(raw.get("display_name", "")))


def _client(contact: str, address: Any, timeout_s: float, transport: Any) -> Any:
    try:
        from geopy.geocoders import Nominatim as Client
    except ImportError:
        raise Misconfigured("the Python package geopy is not installed") from None
    extra = {"adapter_factory": transport} if transport else {}
    return Client(
        user_agent="field_visit_routing/1.0 (%s)" % contact, domain=address.netloc + address.path.rstrip("/"),
        scheme=address.scheme, timeout=timeout_s, **extra,
    )


def _attempts(query: Query) -> Iterator[Dict[str, str]]:
    """Yield the address, then coarser forms of it: house numbers and postcodes are often wrong."""
    full = {"street": query.street, "city": query.city, "state": query.state, "country": query.country,
            "postalcode": query.zip}
    seen = []
    for dropped in ((), ("postalcode",), ("street", "postalcode", "state")):
        attempt = {key: value for key, value in full.items() if value and key not in dropped}
        useful = attempt.get("street") or attempt.get("city") or attempt.get("postalcode")
        if useful and attempt not in seen:
            seen.append(attempt)
            yield attempt


def _address(raw: Mapping[str, Any], source: str) -> Address:
    parts = raw.get("address")
    parts = parts if isinstance(parts, Mapping) else {}

    def first(*keys: str) -> str:
        return next((str(parts[key]) for key in keys if parts.get(key)), "")

    country = first("country_code").upper()
    region = first("ISO3166-2-lvl4", "ISO3166-2-lvl3", "ISO3166-2-lvl6")
    return Address(
        source, precision_of(raw), label=str(raw.get("display_name", "")),
        street=street_line(first("road", "pedestrian", "footway", "square"), first("house_number"), country),
        zip=first("postcode"), city=first("city", "town", "village", "hamlet", "municipality"),
        state=first("state", "province", "region"), state_code=region.partition("-")[2],
        country=first("country"), country_code=country,
    )


def precision_of(raw: Mapping[str, Any]) -> str:
    """Return our precision for a result of Nominatim."""
    for key in ("addresstype", "type", "class"):
        precision = PRECISION_OF.get(str(raw.get(key, "")))
        if precision:
            return precision
    return "street"


def translate(error: Exception) -> GeocodingError:
    """Return our failure for an exception of geopy."""
    from geopy import exc

    text = str(error)
    if isinstance(error, exc.GeocoderQuotaExceeded):
        return QuotaExceeded(text, retry_after=getattr(error, "retry_after", None))
    if isinstance(error, (exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges)):
        return ProviderBlocked(text)
    if isinstance(error, exc.ConfigurationError):
        return Misconfigured(text)
    if isinstance(error, exc.GeocoderQueryError):
        return NotFound(text)
    return ProviderUnreachable(text)
