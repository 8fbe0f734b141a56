"""Rules about addresses as people write them: ``00100-00199, 02*`` and ``Helsinki, Espoo``.

Capitals, spaces and hyphens of a postcode do not matter: ``SW1A 1AA`` is ``sw1a1aa``, the Polish
``00-950`` is ``00950``. A hyphen in a rule therefore always means a range.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import FrozenSet, List, Optional, Tuple

#: A country's postcodes as ranges have fewer.
MAX_ITEMS = 2_000
_SEPARATORS = re.compile(r"[,;、\n]")
_DASHES = re.compile(r"[‐-―−]|\.\.")
_BLANKS = re.compile(r"[\s\-]+")


class AddressRuleError(ValueError):
    """A rule that cannot be used.

    Attributes
    ----------
    code : str
        ``too_many``, ``not_a_postcode``, ``star_inside``, ``star_alone``, ``range_lengths``,
        ``range_letters`` or ``range_backwards``.
    item : str
        The faulty piece, as it was written.
    """

    def __init__(self, code: str, item: str) -> None:
        super().__init__("%s: %r" % (code, item))
        self.code = code
        self.item = item


@dataclass(frozen=True)
class Postcodes:
    """Postcodes by their keys: single ones, beginnings, and ranges with both ends inside.

    A range holds every code that begins with one of its members: ``100-149`` holds ``10013``.
    """

    singles: FrozenSet[str] = frozenset()
    beginnings: Tuple[str, ...] = ()
    ranges: Tuple[Tuple[str, str], ...] = ()

    def holds(self, postcode: Optional[str]) -> bool:
        """Return whether a postcode, written in any way, is one of these."""
        key = postcode_key(postcode)
        if not key:
            return False
        if key in self.singles or (self.beginnings and key.startswith(self.beginnings)):
            return True
        return any(first <= key[: len(first)] <= last for first, last in self.ranges if len(key) >= len(first))


def postcode_key(text: Optional[str]) -> str:
    """Return a postcode without what does not matter: capitals, spaces, hyphens."""
    return _BLANKS.sub("", _plain(text)).upper()


def city_key(text: Optional[str]) -> str:
    """Return a city's name without what does not matter: capitals, doubled spaces."""
    return " ".join(_plain(text).split()).casefold()


def parse_postcodes(text: Optional[str]) -> Postcodes:
    """Read ``00100-00199, 02*, 33100``.

    Raises
    ------
    AddressRuleError
        Naming the faulty piece.
    """
    singles, beginnings, ranges = set(), [], []
    for item in _items(text):
        ends = [postcode_key(end) for end in item.split("-")]
        if len(ends) == 2:
            ranges.append(_range(item, *ends))
        elif item.endswith("*"):
            beginnings.append(_beginning(item))
        else:
            singles.add(_single(item))
    return Postcodes(frozenset(singles), tuple(beginnings), tuple(ranges))


def parse_cities(text: Optional[str]) -> FrozenSet[str]:
    """Return the keys of city names that are separated by commas.

    Raises
    ------
    AddressRuleError
        ``too_many``.
    """
    return frozenset(city_key(item) for item in _items(text))


def tidy(text: Optional[str]) -> str:
    """Return the pieces as they are shown: one comma and space between, none twice."""
    return ", ".join(dict.fromkeys(" ".join(item.split()) for item in _items(text)))


def _items(text: Optional[str]) -> List[str]:
    items = [item.strip() for item in _SEPARATORS.split(_plain(text))]
    items = [item for item in items if item]
    if len(items) > MAX_ITEMS:
        raise AddressRuleError("too_many", "%d" % len(items))
    return items


def _plain(text: Optional[str]) -> str:
    """Full-width signs are ordinary ones, every dash is a hyphen."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text or ""))


def _single(item: str) -> str:
    key = postcode_key(item)
    if "*" in key:
        raise AddressRuleError("star_inside", item)
    if not key.isalnum() or "-" in item:
        raise AddressRuleError("not_a_postcode", item)
    return key


def _beginning(item: str) -> str:
    if item.strip("* ") == "":
        raise AddressRuleError("star_alone", item)
    try:
        return _single(item[:-1])
    except AddressRuleError as error:
        raise AddressRuleError(error.code, item) from None


def _range(item: str, first: str, last: str) -> Tuple[str, str]:
    if "*" in item:
        raise AddressRuleError("star_inside", item)
    if not first.isalnum() or not last.isalnum():
        raise AddressRuleError("not_a_postcode", item)
    if len(first) != len(last):
        raise AddressRuleError("range_lengths", item)
    same = next((n for n, (a, b) in enumerate(zip(first, last)) if a != b), len(first))
    if not (first[same:] + last[same:] or "0").isdecimal():
        raise AddressRuleError("range_letters", item)
    if first > last:
        raise AddressRuleError("range_backwards", item)
    return first, last
