"""Many rules about addresses and many addresses: which fulfils which."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Dict, FrozenSet, Iterator, List, Optional, Sequence, Tuple

import numpy as np
import numpy.typing as npt

from .addresses import Postcodes, city_key

Ints = npt.NDArray[np.int64]
#: Ids of country and state (0: none), city and postcode as written.
Address = Tuple[int, int, Optional[str], Optional[str]]
NO_POSTCODES = Postcodes()


@dataclass(frozen=True)
class Rules:
    """What an address must be. Kinds that are given must all hold; empty ones do not matter.

    Countries and states are ids, cities are keys of :func:`.addresses.city_key`.
    """

    countries: FrozenSet[int] = frozenset()
    states: FrozenSet[int] = frozenset()
    cities: FrozenSet[str] = frozenset()
    postcodes: Postcodes = NO_POSTCODES

    def __bool__(self) -> bool:
        return bool(self.countries or self.states or self.cities or self.postcodes != NO_POSTCODES)

    def hold(self, country: int, state: int, city: str, postcode: str) -> bool:
        """Return whether an address fulfils them; ``city`` is a key, ``postcode`` as written."""
        return (
            (not self.countries or country in self.countries)
            and (not self.states or state in self.states)
            and (not self.cities or city in self.cities)
            and (self.postcodes == NO_POSTCODES or self.postcodes.holds(postcode))
        )

    def handle(self) -> Tuple[str, FrozenSet[Any]]:
        """Return the kind and values by which fewest addresses have to be compared with these rules."""
        for kind, values in (("city", self.cities), ("state", self.states), ("country", self.countries)):
            if values:
                return kind, values
        return "any", frozenset([0])


class RuleBook:
    """Rules of many territories, found by city, state or country."""

    def __init__(self, rules: Sequence[Rules]) -> None:
        self._rules = rules
        self._shelves: Dict[Tuple[str, Any], List[int]] = defaultdict(list)
        for at, rule in enumerate(rules):
            if rule:
                kind, values = rule.handle()
                for value in values:
                    self._shelves[kind, value].append(at)

    def __bool__(self) -> bool:
        return bool(self._shelves)

    def holding(self, addresses: Sequence[Address]) -> Tuple[Ints, Ints]:
        """Return the pairs of an address and the rules that it fulfils, as two arrays of their numbers."""
        if not self._shelves:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        known: Dict[Address, List[int]] = {}
        pairs: List[Tuple[int, int]] = []
        for number, address in enumerate(addresses):
            if address not in known:
                known[address] = list(self._fulfilled(*address))
            pairs += [(number, at) for at in known[address]]
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def _fulfilled(self, country: int, state: int, city: Optional[str], postcode: Optional[str]) -> Iterator[int]:
        key = city_key(city)
        for shelf in (("city", key), ("state", state), ("country", country), ("any", 0)):
            for at in self._shelves.get(shelf, ()):
                if self._rules[at].hold(country, state, key, postcode or ""):
                    yield at
