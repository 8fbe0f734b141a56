"""Travel times and distances between the locations of a problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Protocol, Sequence, Tuple

import numpy as np
import numpy.typing as npt

from ..errors import MatrixError

IntArray = npt.NDArray[np.int32]
#: Marks a pair of locations without a connection.
HOLE = -1


class Travel(Protocol):
    """What planning asks of travel times, whether stored or computed.

    ``profile`` names a speed profile; the empty name and every unknown name
    mean the default one.
    """

    @property
    def size(self) -> int:
        """Number of locations."""

    def leg(self, origin: int, destination: int, profile: str = "") -> Tuple[int, int]:
        """Return ``(duration_s, distance_m)`` of one leg."""

    def block(
        self, origins: Sequence[int], destinations: Sequence[int], profile: str = ""
    ) -> Tuple[IntArray, IntArray]:
        """Return durations and distances, each ``[len(origins), len(destinations)]``."""

    def take(self, indices: Sequence[int]) -> Matrix:
        """Return the dense matrix of the given locations, in their order."""


@dataclass(frozen=True, eq=False)
class Matrix:
    """A dense matrix, ``int32[n, n]`` each; ``HOLE`` marks a missing leg.

    ``profiles`` holds further matrices of the same size by profile name.
    """

    duration_s: IntArray
    distance_m: IntArray
    profiles: Mapping[str, Matrix] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shape = self.duration_s.shape
        if len(shape) != 2 or shape[0] != shape[1] or self.distance_m.shape != shape:
            raise MatrixError(
                "matrix_shape",
                {"durations": str(shape), "distances": str(self.distance_m.shape)},
            )
        for name, other in self.profiles.items():
            if other.size != shape[0]:
                raise MatrixError("matrix_shape", {"profile": name, "size": other.size})

    @property
    def size(self) -> int:
        """Number of locations."""
        return int(self.duration_s.shape[0])

    def of(self, profile: str) -> Matrix:
        """Return the matrix of a profile, or this one for an unknown name."""
        return self.profiles.get(profile, self)

    def leg(self, origin: int, destination: int, profile: str = "") -> Tuple[int, int]:
        """Return ``(duration_s, distance_m)`` of one leg."""
        matrix = self.of(profile)
        return (
            int(matrix.duration_s[origin, destination]),
            int(matrix.distance_m[origin, destination]),
        )

    def block(
        self, origins: Sequence[int], destinations: Sequence[int], profile: str = ""
    ) -> Tuple[IntArray, IntArray]:
        """Return durations and distances, each ``[len(origins), len(destinations)]``."""
        matrix = self.of(profile)
        cells = np.ix_(np.asarray(origins, dtype=np.intp), np.asarray(destinations, dtype=np.intp))
        return matrix.duration_s[cells], matrix.distance_m[cells]

    def take(self, indices: Sequence[int]) -> Matrix:
        """Return the dense matrix of the given locations, in their order."""
        duration, distance = self.block(indices, indices)
        profiles = {name: other.take(indices) for name, other in self.profiles.items()}
        return Matrix(duration, distance, profiles)


def from_lists(duration_s: Sequence[Sequence[int]], distance_m: Sequence[Sequence[int]]) -> Matrix:
    """Build a matrix from nested lists."""
    return Matrix(np.asarray(duration_s, dtype=np.int32), np.asarray(distance_m, dtype=np.int32))
