"""Why an address was not located: one tree, each class with the code that models translate."""
from typing import Optional


class GeocodingError(Exception):
    """Base of all failures.

    Attributes
    ----------
    code : str
        Stable name of the failure.
    retry : bool
        Whether the same request may succeed later; the address itself is not at fault then.
    retry_after : float or None
        Seconds the provider asked to wait.
    """

    code = "not_found"
    retry = False

    def __init__(self, detail: str = "", *, retry_after: Optional[float] = None) -> None:
        super().__init__(detail or self.code)
        self.retry_after = retry_after


class NoAddress(GeocodingError):
    """Nothing to look for."""

    code = "no_address"


class NoCity(GeocodingError):
    """A country, but no city: its centre would be no place to drive to."""

    code = "no_city"


class CountryUnknown(GeocodingError):
    """The country code is not one of ISO 3166."""

    code = "country_unknown"


class CityUnknown(GeocodingError):
    """The gazetteer has no such city."""

    code = "city_unknown"


class Ambiguous(GeocodingError):
    """Several places fit equally well."""

    code = "ambiguous"


class NotFound(GeocodingError):
    """The provider knows no such address."""

    code = "not_found"


class Misconfigured(GeocodingError):
    """The provider lacks a setting."""

    code = "misconfigured"


class ProviderBlocked(GeocodingError):
    """The provider refuses to serve us."""

    code = "provider_blocked"
    retry = True


class ProviderUnreachable(GeocodingError):
    """No answer, or not in time."""

    code = "provider_unreachable"
    retry = True


class QuotaExceeded(GeocodingError):
    """Too many requests."""

    code = "quota"
    retry = True
