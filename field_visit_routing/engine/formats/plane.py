"""Distances of the plane, truncated to some decimals as published tables do."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Sequence, Tuple

import numpy as np
import numpy.typing as npt

from ..matrix.types import Matrix
from ..routing.problem import Location
from .values import MAX_DECIMALS

Point = Tuple[Decimal, Decimal]


def truncated(points: Sequence[Point], scale: int) -> Matrix:
    """Return ``floor(scale * distance)`` between all points, as durations and distances.

    Exact, unlike ``int(scale * hypot(dx, dy))``, which may fall below a whole
    number: coordinates are taken as whole multiples of their last decimal.
    """
    unit = 10 ** _decimals(points)
    places = np.array([[int(x * unit), int(y * unit)] for x, y in points], dtype=np.int64)
    values = np.empty((len(points), len(points)), dtype=np.int32)
    for at in range(len(points)):
        values[at] = _row(places - places[at], unit, scale)
    return Matrix(values, values)


def _decimals(points: Sequence[Point]) -> int:
    exponents = [-int(value.normalize().as_tuple().exponent) for point in points for value in point]
    return min(MAX_DECIMALS, max(exponents, default=0))


def _row(steps: npt.NDArray[np.int64], unit: int, scale: int) -> Sequence[int]:
    """Return ``floor(scale * length / unit)`` of steps given in ``1 / unit``."""
    if int(np.abs(steps).max()) * scale < 1 << 25:
        # Squares below 2**52 are exact in double precision; the root is off by one at most.
        squares = (steps * steps).sum(axis=1) * (scale * scale)
        root = np.sqrt(squares.astype(np.float64)).astype(np.int64)
        root -= root * root > squares
        root += (root + 1) * (root + 1) <= squares
        return list((root // unit).tolist())
    return [math.isqrt(scale * scale * (int(x) ** 2 + int(y) ** 2)) // unit for x, y in steps]


def positions(points: Sequence[Point]) -> Tuple[Location, ...]:
    """Return the points as positions of the same shape near latitude and longitude 0.

    Travel comes from the matrix; the positions only say who is near whom.
    """
    span = max((abs(value) for point in points for value in point), default=Decimal(0))
    shrink = 1.0 / float(span) if span else 1.0
    return tuple(Location(float(y) * shrink, float(x) * shrink) for x, y in points)
