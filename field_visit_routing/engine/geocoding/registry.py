"""Providers by name."""
from typing import Any, Callable, Dict, NamedTuple

from .base import Geocoder
from .errors import Misconfigured
from .gazetteer import Gazetteer
from .nominatim import Nominatim


class Provider(NamedTuple):
    """A way to locate addresses; an online one sends them to somebody else."""

    factory: Callable[..., Geocoder]
    online: bool


PROVIDERS: Dict[str, Provider] = {
    "gazetteer": Provider(Gazetteer, False),
    "nominatim": Provider(Nominatim, True),
}


def make(provider: str, **options: Any) -> Geocoder:
    """Return the geocoder called ``provider``.

    Raises
    ------
    Misconfigured
        When there is no such provider, or an option is missing or unknown.
    """
    if provider not in PROVIDERS:
        raise Misconfigured("unknown provider %s" % provider)
    try:
        return PROVIDERS[provider].factory(**options)
    except TypeError as error:
        raise Misconfigured(str(error)) from None


def is_online(provider: str) -> bool:
    """Whether the provider is asked over the network."""
    return provider in PROVIDERS and PROVIDERS[provider].online
