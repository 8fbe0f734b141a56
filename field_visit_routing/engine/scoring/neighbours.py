"""How many others are near each place, and how good they are: what a visit on the way is worth."""

from __future__ import annotations

from typing import Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..geo.distance import EARTH_RADIUS_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Places that are looked at together: their neighbours are listed in memory.
TOGETHER = 2000


def neighbours(
    places: Sequence[Tuple[float, float]],
    numbers: Sequence[int],
    others: Sequence[Tuple[float, float]],
    other_numbers: Sequence[int],
    worth: Sequence[float],
    radius_m: float,
) -> Tuple[Ints, Floats]:
    """Return for each place how many others lie within the radius, and the mean of what those are worth.

    Parameters
    ----------
    places, others
        Latitude and longitude in degrees.
    numbers, other_numbers
        Who stands there: nobody is a neighbour of himself.
    worth
        One number for each of the others.
    radius_m
        Great-circle distance in metres.

    Returns
    -------
    counts (n,), means (n,)
        The mean is NaN where there is no neighbour.
    """
    counts = np.zeros(len(places), dtype=np.int64)
    sums = np.zeros(len(places))
    if not len(places) or not len(others):
        return counts, np.full(len(places), np.nan)
    from sklearn.neighbors import BallTree

    tree = BallTree(np.radians(np.asarray(others, dtype=np.float64)), metric="haversine")
    asked, given = np.radians(np.asarray(places, dtype=np.float64)), np.asarray(worth, dtype=np.float64)
    for start in range(0, len(places), TOGETHER):
        found = tree.query_radius(asked[start : start + TOGETHER], r=radius_m / EARTH_RADIUS_M)
        for offset, indexes in enumerate(found):
            counts[start + offset] = len(indexes)
            sums[start + offset] = given[indexes].sum()
    _leave_out(counts, sums, np.asarray(numbers), np.asarray(other_numbers), given)
    with np.errstate(invalid="ignore"):
        means = np.where(counts > 0, sums / counts, np.nan)
    return counts, means


def _leave_out(counts: Ints, sums: Floats, numbers: Ints, other_numbers: Ints, worth: Floats) -> None:
    """Take each place itself out of its neighbours, where it is among the others."""
    order = np.argsort(other_numbers)
    spots = np.minimum(np.searchsorted(other_numbers, numbers, sorter=order), len(order) - 1)
    among = other_numbers[order[spots]] == numbers
    counts[among] -= 1
    sums[among] -= worth[order[spots[among]]]
