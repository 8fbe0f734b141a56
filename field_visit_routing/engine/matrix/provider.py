"""The one door to travel times: geodesic here, road services later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Protocol, Sequence

from ..routing.problem import Location
from .geodesic import DENSE_LIMIT, GeodesicTravel, Profile
from .types import Travel


class MatrixProvider(Protocol):
    """Something that knows how long it takes from place to place."""

    name: str

    def travel(self, locations: Sequence[Location]) -> Travel:
        """Return the travel times between the locations.

        Raises
        ------
        MatrixError
            When they cannot be had; ``code`` says why.
        """


@dataclass(frozen=True)
class GeodesicProvider:
    """Straight lines with a detour factor: needs no network and no key."""

    profile: Profile = Profile()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    name: str = "geodesic"

    def travel(self, locations: Sequence[Location]) -> Travel:
        """Return a dense matrix, or times on demand when there are too many."""
        lazy = GeodesicTravel(tuple(locations), self.profile, self.profiles)
        if lazy.size > DENSE_LIMIT:
            return lazy
        return lazy.take(range(lazy.size))
