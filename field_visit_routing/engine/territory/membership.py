"""Which territory a place belongs to: many places and many territories at once.

Of all territories that hold a place the deepest in the tree wins, then the one with the higher
precedence, then an outline before a rule about the address, then the one with the lowest id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, List, Optional, Sequence, Tuple

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from .outlines import Box, Outlines
from .rules import Address, RuleBook, Rules

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
OUTLINE, RULE = 0, 1


@dataclass(frozen=True)
class Territory:
    """A territory as far as membership asks.

    Attributes
    ----------
    depth : int
        How many territories it is part of, one above the other.
    company : int
        Id of its company; 0 for any.
    shape : BaseGeometry or None
        A valid polygon or multipolygon; x is the longitude and y the latitude in degrees.
    """

    id: int
    depth: int = 0
    precedence: int = 0
    company: int = 0
    shape: Optional[BaseGeometry] = None
    rules: Rules = Rules()


@dataclass(frozen=True)
class Places:
    """Places by column, all of one length.

    Attributes
    ----------
    lats, lons
        Degrees, NaN for a place without a position; longitudes may be of any turn of the globe.
    companies
        Ids, 0 for none.
    addresses
        ``(country id, state id, city, postcode)`` as it is written on the record.
    """

    lats: Sequence[float]
    lons: Sequence[float]
    companies: Sequence[int]
    addresses: Sequence[Address]

    def __len__(self) -> int:
        return len(self.lats)


class Membership:
    """Answers for any number of places which territory each belongs to.

    Preparing takes the time of reading the outlines, asking is linear in the number of places.
    """

    def __init__(self, territories: Iterable[Territory]) -> None:
        self._territories = list(territories)
        entries = [(-t.depth, -t.precedence, kind, t.id, at)
                   for at, t in enumerate(self._territories) for kind in (OUTLINE, RULE)]
        entries.sort()
        #: For each rank, from the one that wins, the territory's id; the last is nobody's.
        self._ids = np.array([entry[3] for entry in entries] + [0], dtype=np.int64)
        self._ranks = np.empty((2, len(self._territories)), dtype=np.int64)
        for rank, (_depth, _precedence, kind, _id, at) in enumerate(entries):
            self._ranks[kind, at] = rank
        self._companies = np.array([t.company for t in self._territories], dtype=np.int64)
        self._outlines = Outlines([t.shape for t in self._territories])
        self._rules = RuleBook([t.rules for t in self._territories])

    def __bool__(self) -> bool:
        return bool(self._outlines) or bool(self._rules)

    def find(self, places: Places) -> Ints:
        """Return for each place the id of its territory, 0 for none.

        A place with a company is held by territories of that company and of none, a place
        without a company by all.
        """
        best = np.full(len(places), len(self._ids) - 1, dtype=np.int64)
        companies = np.asarray(places.companies, dtype=np.int64)
        for kind, who, where in self._holding(places):
            fits = self._fits(companies[who], where)
            np.minimum.at(best, who[fits], self._ranks[kind, where[fits]])
        return self._ids[best]

    def holding(self, places: Places) -> List[List[int]]:
        """Return for each place the ids of all territories that hold it, the one that wins first."""
        companies = np.asarray(places.companies, dtype=np.int64)
        found: List[List[int]] = [[] for _place in range(len(places))]
        for kind, who, where in self._holding(places):
            fits = self._fits(companies[who], where)
            for place, rank in zip(who[fits], self._ranks[kind, where[fits]]):
                found[place].append(int(rank))
        return [list(dict.fromkeys(int(self._ids[rank]) for rank in sorted(ranks))) for ranks in found]

    def boxes(self, ids: Iterable[int]) -> List[Box]:
        """Return ``(south, west, north, east)`` round the outlines of these territories, within ±180°."""
        wanted = set(ids)
        return self._outlines.boxes([at for at, t in enumerate(self._territories) if t.id in wanted])

    def rules(self, ids: Iterable[int]) -> List[Rules]:
        """Return the rules of those of these territories that have any."""
        wanted = set(ids)
        return [t.rules for t in self._territories if t.id in wanted and t.rules]

    def with_changed(self, territory: Territory) -> Membership:
        """Return the same with this territory instead of, or beside, the one with its id."""
        return Membership([t for t in self._territories if t.id != territory.id] + [territory])

    def get(self, number: int) -> Optional[Territory]:
        """Return the territory with this id; None when it has no part in membership."""
        return next((t for t in self._territories if t.id == number), None)

    def _holding(self, places: Places) -> List[Tuple[int, Ints, Ints]]:
        lats, lons = (np.asarray(column, dtype=np.float64) for column in (places.lats, places.lons))
        return [(OUTLINE, *self._outlines.holding(lats, lons)), (RULE, *self._rules.holding(places.addresses))]

    def _fits(self, companies: Ints, where: Ints) -> npt.NDArray[np.bool_]:
        theirs = self._companies[where]
        fits: npt.NDArray[np.bool_] = (theirs == companies) | (theirs == 0) | (companies == 0)
        return fits
