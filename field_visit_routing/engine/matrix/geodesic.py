"""Travel times without a road network: great circle × detour ÷ speed.

The distance is the haversine formula on a sphere of the Earth's mean radius
(6,371,008.8 m, IUGG), multiplied by a detour factor for the bends of real
roads; the duration is that distance at a constant speed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Mapping, Sequence, Tuple

import numpy as np
import numpy.typing as npt

from ..errors import MatrixError
from ..routing.problem import Location
from .types import IntArray, Matrix

EARTH_RADIUS_M = 6_371_008.8
DEFAULT_SPEED_KMH = 40.0
DEFAULT_DETOUR_FACTOR = 1.3
#: Above this number of locations a dense matrix is not built by itself.
DENSE_LIMIT = 2_000

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Profile:
    """How fast somebody drives, and how much longer roads are than lines."""

    speed_kmh: float = DEFAULT_SPEED_KMH
    detour_factor: float = DEFAULT_DETOUR_FACTOR

    def __post_init__(self) -> None:
        _check("speed_kmh", self.speed_kmh, 1.0, 1000.0)
        _check("detour_factor", self.detour_factor, 1.0, 10.0)


def _check(name: str, value: float, low: float, high: float) -> None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or not low <= value <= high:
        raise MatrixError(
            "bad_profile", {"field": name, "value": str(value), "low": low, "high": high}
        )


def haversine_m(origins: FloatArray, destinations: FloatArray) -> FloatArray:
    """Return great-circle metres, ``[len(origins), len(destinations)]``.

    Parameters
    ----------
    origins, destinations
        ``[n, 2]`` latitude and longitude in degrees.
    """
    lat_a, lon_a = np.radians(origins).T
    lat_b, lon_b = np.radians(destinations).T
    half = np.sin((lat_b[None, :] - lat_a[:, None]) / 2.0) ** 2
    half += (
        np.cos(lat_a)[:, None]
        * np.cos(lat_b)[None, :]
        * np.sin((lon_b[None, :] - lon_a[:, None]) / 2.0) ** 2
    )
    result: FloatArray = 2.0 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return result


@dataclass(frozen=True)
class GeodesicTravel:
    """Travel times computed on demand: memory grows with the locations only.

    Satisfies :class:`.types.Travel`; the way to plan with thousands of
    candidates without a matrix of all pairs.
    """

    locations: Tuple[Location, ...]
    profile: Profile = Profile()
    profiles: Mapping[str, Profile] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of locations."""
        return len(self.locations)

    def leg(self, origin: int, destination: int, profile: str = "") -> Tuple[int, int]:
        """Return ``(duration_s, distance_m)`` of one leg."""
        duration, distance = self.block((origin,), (destination,), profile)
        return int(duration[0, 0]), int(distance[0, 0])

    def block(
        self, origins: Sequence[int], destinations: Sequence[int], profile: str = ""
    ) -> Tuple[IntArray, IntArray]:
        """Return durations and distances, each ``[len(origins), len(destinations)]``."""
        metres = haversine_m(self._degrees(origins), self._degrees(destinations))
        return _travel(metres, self.profiles.get(profile, self.profile))

    def take(self, indices: Sequence[int]) -> Matrix:
        """Return the dense matrix of the given locations, in their order."""
        degrees = self._degrees(indices)
        metres = haversine_m(degrees, degrees)
        others = {
            name: Matrix(*_travel(metres, profile)) for name, profile in self.profiles.items()
        }
        return Matrix(*_travel(metres, self.profile), others)

    def _degrees(self, indices: Sequence[int]) -> FloatArray:
        return np.array(
            [(self.locations[index].lat, self.locations[index].lon) for index in indices],
            dtype=np.float64,
        ).reshape(-1, 2)


def _travel(metres: FloatArray, profile: Profile) -> Tuple[IntArray, IntArray]:
    driven = metres * profile.detour_factor
    duration = np.rint(driven / (profile.speed_kmh / 3.6)).astype(np.int32)
    return duration, np.rint(driven).astype(np.int32)


def build(
    locations: Sequence[Location],
    speed_kmh: float = DEFAULT_SPEED_KMH,
    detour_factor: float = DEFAULT_DETOUR_FACTOR,
) -> Matrix:
    """Return the dense matrix of all locations.

    Raises
    ------
    MatrixError
        ``bad_profile`` for a speed or factor outside its range.
    """
    travel = GeodesicTravel(tuple(locations), Profile(speed_kmh, detour_factor))
    return travel.take(range(travel.size))
