"""What distinguishes a group from everybody: means of numbers and shares of categories, with their weight.

Two measures that are comparable with each other rank the findings: Cohen's *d* for means and Cohen's *h* for shares
(J. Cohen, *Statistical Power Analysis for the Behavioral Sciences*, 1988), both of the group against the rest.  A
finding is ``sure`` when chance alone would make one as large in fewer than 5 % of such profiles: two-sided tests of
means (Welch, normal approximation) and shares (pooled), corrected by Bonferroni for how many were made.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Mapping, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
#: Fewer known values of a group say nothing.
FEWEST = 5
ALPHA = 0.05


@dataclass(frozen=True)
class Trait:
    """One finding.

    Attributes
    ----------
    name
        The column.
    value
        The category; None for a number.
    inside, everybody
        Mean, or share from 0 to 1, among the group and among all.
    ratio
        ``inside / everybody``; None when that is 0.
    effect
        Cohen's *d* or *h*: positive when the group has more; 0.2 is small, 0.5 medium, 0.8 large.
    count
        How many of the group have a known number, or this category.
    sure
        Whether it is hardly chance.
    """

    name: str
    value: Optional[object]
    inside: float
    everybody: float
    ratio: Optional[float]
    effect: float
    count: int
    sure: bool


def profile(
    numbers: Mapping[str, Floats], categories: Mapping[str, Sequence[Sequence[object]]], inside: Bools
) -> List[Trait]:
    """Return what distinguishes the group, the strongest first.

    Parameters
    ----------
    numbers
        Columns (n,); NaN is unknown and left out.
    categories
        Columns of n rows, each the categories of that row: one, several (tags) or none.
    inside
        Who belongs to the group (n,).
    """
    found = [item for name, column in numbers.items() for item in _mean(name, column, inside)]
    found += [item for name, rows in categories.items() for item in _shares(name, rows, inside)]
    bar = ALPHA / max(1, len(found))
    traits = [_trait(chance <= bar, *rest) for chance, *rest in found]
    return sorted(traits, key=lambda trait: (not trait.sure, -abs(trait.effect), trait.name, str(trait.value)))


_Found = Tuple[float, str, Optional[object], float, float, float, int]


def _trait(
    sure: bool, name: str, value: Optional[object], inside: float, everybody: float, effect: float, count: int
) -> Trait:
    ratio = inside / everybody if everybody else None
    return Trait(name, value, inside, everybody, ratio, effect, count, sure)


def _mean(name: str, column: Floats, inside: Bools) -> List[_Found]:
    known = ~np.isnan(column)
    group, rest = column[known & inside], column[known & ~inside]
    if min(len(group), len(rest)) < FEWEST:
        return []
    variances = group.var(ddof=1), rest.var(ddof=1)
    pooled = math.sqrt(((len(group) - 1) * variances[0] + (len(rest) - 1) * variances[1]) / (len(group) + len(rest) - 2))
    error = math.sqrt(variances[0] / len(group) + variances[1] / len(rest))
    gap = float(group.mean() - rest.mean())
    if pooled == 0.0:  # two constants: alike, or different without any doubt
        effect, chance = math.copysign(2.0, gap) if gap else 0.0, 0.0 if gap else 1.0
    else:
        effect, chance = gap / pooled, _chance(gap / error)
    return [(chance, name, None, float(group.mean()), float(column[known].mean()), effect, len(group))]


def _shares(name: str, rows: Sequence[Sequence[object]], inside: Bools) -> List[_Found]:
    sizes = int(inside.sum()), int((~inside).sum())
    if min(sizes) < FEWEST:
        return []
    counts = _counts(rows, inside)
    return [_share(name, value, group, rest, sizes) for value, (group, rest) in counts.items() if group + rest >= FEWEST]


def _counts(rows: Sequence[Sequence[object]], inside: Bools) -> Mapping[object, Tuple[int, int]]:
    tallies: dict[object, List[int]] = {}
    for row, member in zip(rows, inside.tolist()):
        for value in row:
            tallies.setdefault(value, [0, 0])[not member] += 1
    return {value: (tally[0], tally[1]) for value, tally in tallies.items()}


def _share(name: str, value: object, group: int, rest: int, sizes: Tuple[int, int]) -> _Found:
    shares = group / sizes[0], rest / sizes[1]
    whole = (group + rest) / sum(sizes)
    error = math.sqrt(whole * (1 - whole) * (1 / sizes[0] + 1 / sizes[1]))
    chance = _chance((shares[0] - shares[1]) / error) if error else 1.0
    effect = 2 * math.asin(math.sqrt(shares[0])) - 2 * math.asin(math.sqrt(shares[1]))
    return chance, name, value, shares[0], whole, effect, group


def _chance(deviation: float) -> float:
    """Return how likely a standard normal deviate is at least so far from 0."""
    return math.erfc(abs(deviation) / math.sqrt(2))
