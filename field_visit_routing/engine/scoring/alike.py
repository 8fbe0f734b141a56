"""Who is like whom: the nearest neighbours by traits that weigh what they are said to weigh.

Every trait is a few columns in which the squared distance of two records lies between 0 (the same) and 1.
Numbers are compared by their rank among everybody, so that one giant does not make all others alike; what is
not known stands in the middle.  With the columns of trait *t* scaled by the root of its weight *w*, the squared
Euclidean distance is the weighted sum of the traits' distances, and

    likeness = 100 × (1 − Σ wₜ dₜ² / Σ wₜ)

is 100 for twins and 0 for records that differ in everything.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Hashable, Iterable, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import EngineError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
HALF = np.sqrt(0.5)
#: Values of a category or tag that more records have than others; rarer ones are no trait.
MOST_VALUES = 64
#: So many of those looked for stand for all of them: likeness to one of many may be chance.
NEIGHBOURS = 3


@dataclass(frozen=True)
class Trait:
    """One thing in which records may be alike.

    Attributes
    ----------
    key
        Its name for the caller.
    weight
        What it counts beside the others.
    columns
        (n, k) numbers; the squared distance of two rows is at most 1.
    known
        (n,) whether the record has a value.
    """

    key: str
    weight: float
    columns: NDArray[np.float32]
    known: Flags


@dataclass(frozen=True)
class Alike:
    """Who is found, most alike first.

    Attributes
    ----------
    rows
        (m,) rows of the traits.
    likeness
        (m,) percent.
    nearest
        (m, up to 3) rows of those looked for that each is most like, the nearest first.
    traits
        Keys of the traits that counted.
    closeness
        (m, traits) 1 for the same, 0 for the opposite, NaN where a side is not known.
    """

    rows: Numbers
    likeness: Floats
    nearest: Numbers
    traits: Tuple[str, ...]
    closeness: Floats


# ---- traits ------------------------------------------------------------------------------------
def of_numbers(key: str, weight: float, values: Sequence[Optional[float]]) -> Trait:
    """Return the trait of a number in any unit; None and NaN are not known."""
    numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return Trait(key, weight, _ranks(numbers)[:, None], ~np.isnan(numbers))


def of_categories(key: str, weight: float, values: Sequence[Hashable]) -> Trait:
    """Return the trait of a value that is the same or another; what is falsy is not known."""
    return of_sets(key, weight, [(value,) if value else () for value in values])


def of_sets(key: str, weight: float, values: Sequence[Iterable[Hashable]]) -> Trait:
    """Return the trait of several values, such as tags: by the cosine of the sets."""
    sets = [set(items) for items in values]
    counts = Counter(item for items in sets for item in items)
    number = {item: i for i, (item, _count) in enumerate(counts.most_common(MOST_VALUES))}
    columns = np.zeros((len(sets), max(1, len(number))), dtype=np.float32)
    for row, items in enumerate(sets):
        for item in items:
            if item in number:
                columns[row, number[item]] = HALF / np.sqrt(len(items))
    return Trait(key, weight, columns, columns.any(axis=1))


def of_places(
    key: str, weight: float, lats: Sequence[Optional[float]], lons: Sequence[Optional[float]]
) -> Trait:
    """Return the trait of places, by the ranks of latitude and longitude: fine where there are many."""
    pair = [of_numbers(key, weight, values) for values in (lats, lons)]
    columns = np.hstack([one.columns for one in pair]) * np.float32(HALF)
    return Trait(key, weight, columns, pair[0].known & pair[1].known)


def _ranks(numbers: Floats) -> NDArray[np.float32]:
    """Ranks from 0 to 1, the same for the same numbers; the middle for what is not known."""
    known = ~np.isnan(numbers)
    ranks = np.full(len(numbers), 0.5, dtype=np.float32)
    given = np.sort(numbers[known])
    if len(given) > 1:
        left = np.searchsorted(given, numbers[known], side="left")
        right = np.searchsorted(given, numbers[known], side="right")
        ranks[known] = (left + right - 1) / (2.0 * (len(given) - 1))
    return ranks


# ---- search ------------------------------------------------------------------------------------
def find_alike(traits: Sequence[Trait], like: Numbers, among: Numbers, most: int) -> Alike:
    """Return who of ``among`` is most like those in ``like``; nobody is like himself.

    A trait counts when at least half of those looked for have it, and not all records have the same.

    Raises
    ------
    EngineError
        ``nothing_known`` when no trait counts.
    """
    from sklearn.neighbors import NearestNeighbors  # a second of loading that most requests do not need

    used = [trait for trait in traits if len(like) and trait.known[like].mean() >= 0.5 and _differs(trait)]
    if not used:
        raise EngineError("nothing_known")
    others = np.setdiff1d(among, like)
    if not len(others):
        return _nobody(used)
    matrix = np.hstack([trait.columns * np.float32(np.sqrt(trait.weight)) for trait in used])
    count = min(NEIGHBOURS, len(like))
    index = NearestNeighbors(n_neighbors=count, algorithm="brute").fit(matrix[like])
    distances, nearest = index.kneighbors(matrix[others])
    whole = sum(trait.weight for trait in used)
    likeness = 100.0 * np.clip(1.0 - (distances**2).mean(axis=1) / whole, 0.0, 1.0)
    first = np.lexsort((others, -np.round(likeness, 3)))[:most]
    rows, near = others[first], like[nearest[first]]
    return Alike(rows, likeness[first], near, _keys(used), _closeness(used, rows, near))


def _differs(trait: Trait) -> bool:
    return bool(np.ptp(trait.columns, axis=0).max() > 0)


def _nobody(used: List[Trait]) -> Alike:
    none = np.zeros(0, dtype=np.int64)
    return Alike(none, np.zeros(0), none.reshape(0, 1), _keys(used), np.zeros((0, len(used))))


def _keys(used: List[Trait]) -> Tuple[str, ...]:
    return tuple(trait.key for trait in used)


def _closeness(used: List[Trait], rows: Numbers, nearest: Numbers) -> Floats:
    """Return how near the rows are to their neighbours in each trait."""
    result = np.full((len(rows), len(used)), np.nan)
    for column, trait in enumerate(used):
        apart = ((trait.columns[rows][:, None, :] - trait.columns[nearest]) ** 2).sum(axis=2)
        both = trait.known[rows][:, None] & trait.known[nearest]
        count = both.sum(axis=1)
        sums = np.where(both, 1.0 - apart, 0.0).sum(axis=1)
        result[:, column] = np.where(count > 0, sums / np.maximum(count, 1), np.nan)
    return result
