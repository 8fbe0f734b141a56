"""Addresses of map tiles: a template such as ``https://tile.example.com/{z}/{x}/{y}.png``.

``{z}``, ``{x}`` and ``{y}`` are the tile's zoom, column and row (``{-y}`` counts rows from the
south), ``{s}`` one of the service's sub-domains, ``{r}`` its mark for fine screens, ``{key}`` the key.
"""
import re
from typing import Sequence
from urllib.parse import quote, urlsplit

PLACEHOLDERS = ("z", "x", "y", "-y", "s", "r", "key")
MAX_ZOOM = 22
_PLACE = re.compile(r"\{([^{}]*)\}")
#: Names under which services ask for a key, with a value written out.
_KEY = re.compile(
    r"[?&;](?:key|api_?key|access_?token|token|tk|ak|appid|subscription-key)=(?!\{key\})[^&;]", re.IGNORECASE)


class AddressFault(ValueError):
    """A template that cannot be used.

    Attributes
    ----------
    code : str
        ``scheme``, ``placeholder``, ``incomplete``, ``subdomains``, ``key_written`` or ``key_missing``.
    detail : str
        The part of the address that is at fault.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__("%s: %s" % (code, detail))
        self.code = code
        self.detail = detail


def check_template(template: str, subdomains: str = "", key: str = "", tiles: bool = True) -> None:
    """Raise :class:`AddressFault` unless tiles can be fetched by ``template``.

    With ``tiles=False`` it is the address of one file, without ``{z}``, ``{x}`` and ``{y}``.
    """
    address = urlsplit(template)
    if address.scheme not in ("http", "https") or not address.netloc:
        raise AddressFault("scheme", template)
    places = _PLACE.findall(template)
    for place in places:
        if place not in (PLACEHOLDERS if tiles else ("key",)):
            raise AddressFault("placeholder", "{%s}" % place)
    for names in (("z",), ("x",), ("y", "-y")) if tiles else ():
        if not any(name in places for name in names):
            raise AddressFault("incomplete", "{%s}" % names[0])
    _check_parts(template, places, subdomains, key)


def _check_parts(template: str, places: Sequence[str], subdomains: str, key: str) -> None:
    if "s" in places and not subdomains:
        raise AddressFault("subdomains", "{s}")
    written = _KEY.search(template)
    if written:
        raise AddressFault("key_written", written.group()[1:].split("=")[0])
    if "key" in places and not key:
        raise AddressFault("key_missing", "{key}")


def is_tile(z: int, x: int, y: int) -> bool:
    """Whether there is such a tile."""
    return 0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z


def fill(template: str, z: int, x: int, y: int, subdomains: str = "", key: str = "") -> str:
    """Return the address of one tile; neighbours come from different sub-domains.

    Raises
    ------
    ValueError
        When there is no such tile.
    """
    if not is_tile(z, x, y):
        raise ValueError("there is no tile %s/%s/%s" % (z, x, y))
    values = {"z": str(z), "x": str(x), "y": str(y), "-y": str(2**z - 1 - y), "r": "",
              "s": subdomains[(x + y) % len(subdomains)] if subdomains else "", "key": quote(key, safe="")}
    return _PLACE.sub(lambda place: values[place.group(1)], template)
