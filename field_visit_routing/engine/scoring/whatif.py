"""What other weights would do: who moves up, who moves down, who changes grade.

The shares of the rules do not depend on the weights: they are measured once, and every try costs one product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from .scale import Floats, points, totals

GRADES = 4
BINS = 20
#: Scores are kept with two digits: less is no change.
NOTICED = 0.005

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Weighing:
    """Weights to score with: of every rule its weight, and whether it takes points away."""

    weights: Sequence[float]
    takes: Sequence[bool]

    @property
    def gives(self) -> bool:
        """Whether any rule that gives points has a weight."""
        return any(weight > 0 for weight, away in zip(self.weights, self.takes) if not away)

    def points(self, shares: Floats) -> Floats:
        """Return the points (n, rules) of the shares (n, rules); none when no rule gives any."""
        return points(self.weights, self.takes, shares) if self.gives else np.zeros(shares.shape)


@dataclass(frozen=True)
class Moves:
    """What changes between two weighings.

    Attributes
    ----------
    before, after
        The scores (n,), 0 to 100.
    up, down, regraded
        How many rise, fall, and get another grade.
    grades
        Of every grade before (rows, best first) how many have which grade after (columns).
    histograms
        How many have a score in each of the 20 steps of five, before and after.
    risers, fallers
        Rows with the largest changes, largest first.
    """

    before: Floats
    after: Floats
    up: int
    down: int
    regraded: int
    grades: Tuple[Tuple[int, ...], ...]
    histograms: Tuple[Tuple[int, ...], Tuple[int, ...]]
    risers: Tuple[int, ...]
    fallers: Tuple[int, ...]


def grade_numbers(scores: Floats, bounds: Sequence[float]) -> Ints:
    """Return the grades (n,), 0 the best, of scores by the falling ``bounds`` from which a grade begins."""
    result: Ints = (scores[:, None] < np.asarray(bounds, dtype=np.float64)[None, :]).sum(axis=1)
    return result


def compare(shares: Floats, old: Weighing, new: Weighing, bounds: Sequence[float], most: int = 10) -> Moves:
    """Return who moves when ``new`` weights take the place of the ``old`` ones.

    Parameters
    ----------
    shares
        What every record (row) earns of each rule (column), 0 to 1.
    bounds
        The three scores from which grades A, B and C begin, falling.
    most
        How many of those who rise, and who fall, are named.

    Raises
    ------
    ValueError
        When no rule that gives has a weight any more.
    """
    if not new.gives:
        raise ValueError("no weight")
    before, after = (np.round(totals(weighing.points(shares)), 2) for weighing in (old, new))
    change = after - before
    matrix = np.zeros((GRADES, GRADES), dtype=np.int64)
    np.add.at(matrix, (grade_numbers(before, bounds), grade_numbers(after, bounds)), 1)
    return Moves(
        before=before, after=after,
        up=int((change > NOTICED).sum()), down=int((change < -NOTICED).sum()),
        regraded=int(matrix.sum() - np.trace(matrix)),
        grades=tuple(tuple(int(count) for count in row) for row in matrix),
        histograms=(_histogram(before), _histogram(after)),
        risers=_largest(change, most), fallers=_largest(-change, most),
    )


def _histogram(scores: Floats) -> Tuple[int, ...]:
    counts, _edges = np.histogram(scores, bins=BINS, range=(0.0, 100.0))
    return tuple(int(count) for count in counts)


def _largest(change: Floats, most: int) -> Tuple[int, ...]:
    """Rows that rise most; of equal ones the first."""
    rows = np.flatnonzero(change > NOTICED)
    return tuple(int(row) for row in rows[np.argsort(-change[rows], kind="stable")][:most])


def reason(old: Weighing, new: Weighing, share: Floats) -> Tuple[int, float, float]:
    """Return the rule (column) that changes a record's points most, with its points before and after.

    ``share`` is the record's row of shares (rules,).
    """
    before, after = (weighing.points(share[None, :])[0] for weighing in (old, new))
    column = int(np.argmax(np.abs(after - before)))
    return column, float(before[column]), float(after[column])
