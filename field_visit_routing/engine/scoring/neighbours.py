"""How many others are near each place, and how good they are: what a visit on the way is worth."""

from __future__ import annotations

from typing import Iterator, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..geo.distance import EARTH_RADIUS_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Positions = Sequence[Tuple[float, float]]
#: Neighbours that are listed in memory at a time.
TOGETHER = 2_000_000
#: With more pairs than this, others that stand close together are taken as one.
MOST_PAIRS = 20_000_000
#: How many times smaller than the radius "close together" is.
FINENESS = 12
#: How many places tell how many pairs there will be.
SAMPLE = 200


def count_neighbours(
    places: Positions, numbers: Sequence[int], others: Positions, other_numbers: Sequence[int], radius_m: float
) -> Ints:
    """Return for each place how many others lie within the radius.

    Parameters
    ----------
    places, others
        Latitude and longitude in degrees.
    numbers, other_numbers
        Who stands there: nobody is a neighbour of himself.
    radius_m
        Great-circle distance in metres.

    Where very many are near one another, those within a 12th of the radius stand together in their midst, so that
    time and memory stay bounded.
    """
    _totals, found = _summed(places, others, np.zeros(len(others)), radius_m)
    among, _spots = _own_spots(numbers, other_numbers)
    counts: Ints = np.rint(found).astype(np.int64) - among
    return counts


def mean_of_neighbours(
    places: Positions,
    numbers: Sequence[int],
    others: Positions,
    other_numbers: Sequence[int],
    worth: Sequence[float],
    radius_m: float,
) -> Floats:
    """Return for each place the mean ``worth`` of the others within the radius, NaN where there is none.

    See :func:`count_neighbours` for the parameters.
    """
    given = np.asarray(worth, dtype=np.float64)
    total, number = _summed(places, others, given, radius_m)
    among, spots = _own_spots(numbers, other_numbers)
    number -= among
    total[among] -= given[spots[among]]
    means: Floats = np.full(len(number), np.nan)
    np.divide(total, number, out=means, where=number > 0.5)
    return means


def _summed(places: Positions, others: Positions, worth: Floats, radius_m: float) -> Tuple[Floats, Floats]:
    """Return the summed worth and the number of all within the radius of each place."""
    total, number = np.zeros(len(places)), np.zeros(len(places))
    if not len(places) or not len(others):
        return total, number
    from scipy.spatial import cKDTree

    asked, there, sizes = _on_sphere(places), _on_sphere(others), np.ones(len(others))
    reach = 2 * np.sin(radius_m / EARTH_RADIUS_M / 2)
    tree = cKDTree(there)
    counts = tree.query_ball_point(asked[:: len(asked) // SAMPLE + 1], reach, return_length=True)
    if counts.mean() * len(asked) > MOST_PAIRS:
        there, sizes, worth = _joined(there, worth, reach / FINENESS)
        tree = cKDTree(there)
    for start, end in _portions(tree.query_ball_point(asked, reach, return_length=True)):
        pairs = cKDTree(asked[start:end]).sparse_distance_matrix(tree, reach, output_type="ndarray")
        total[start:end] = np.bincount(pairs["i"], worth[pairs["j"]], end - start)
        number[start:end] = np.bincount(pairs["i"], sizes[pairs["j"]], end - start)
    return total, number


def _portions(counts: Ints) -> Iterator[Tuple[int, int]]:
    """Cut the places into portions with few neighbours together, one place at least."""
    reached, start = np.cumsum(counts), 0
    while start < len(counts):
        before = reached[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(reached, before + TOGETHER, side="right")))
        yield start, end
        start = end


def _joined(there: Floats, worth: Floats, cell: float) -> Tuple[Floats, Floats, Floats]:
    """Return the midst, the number and the summed worth of those that share a cell."""
    _cells, inverse = np.unique(np.floor(there / cell), axis=0, return_inverse=True)
    inverse = inverse.ravel()
    sizes = np.bincount(inverse).astype(np.float64)
    midst = np.stack([np.bincount(inverse, there[:, axis]) / sizes for axis in range(3)], axis=1)
    return midst, sizes, np.bincount(inverse, worth)


def _own_spots(numbers: Sequence[int], other_numbers: Sequence[int]) -> Tuple[NDArray[np.bool_], Ints]:
    """Return which of the numbers are among the others, and where."""
    asked, others = np.asarray(numbers, dtype=np.int64), np.asarray(other_numbers, dtype=np.int64)
    if not len(others):
        return np.zeros(len(asked), dtype=bool), np.zeros(len(asked), dtype=np.int64)
    order = np.argsort(others)
    spots = order[np.minimum(np.searchsorted(others, asked, sorter=order), len(order) - 1)]
    return others[spots] == asked, spots


def _on_sphere(places: Positions) -> Floats:
    """Return the places (n, 3) on the sphere of radius 1, where the straight way grows with the way around."""
    latitudes, longitudes = np.radians(np.asarray(places, dtype=np.float64)).T
    level = np.cos(latitudes)
    return np.stack([level * np.cos(longitudes), level * np.sin(longitudes), np.sin(latitudes)], axis=1)
