"""Travel times: dense matrices, geodesic computation, providers."""

from .geodesic import GeodesicTravel, Profile, build
from .provider import GeodesicProvider, MatrixProvider
from .types import HOLE, Matrix, Travel, from_lists

__all__ = [
    "HOLE",
    "GeodesicProvider",
    "GeodesicTravel",
    "Matrix",
    "MatrixProvider",
    "Profile",
    "Travel",
    "build",
    "from_lists",
]
