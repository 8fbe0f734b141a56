"""What each column adds to the probability of one row, in percentage points.

Shapley values by sampled orders (Štrumbelj, Kononenko 2014): columns take the row's value one after the other, in
an order drawn at random, starting from the values of a typical row; what the probability gains at each step
belongs to that column. By construction they add up to the row's probability less the mean of the typical rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, List, Tuple

import numpy as np

from .table import Floats, Objects, Table


@dataclass(frozen=True)
class Contribution:
    """What a column adds: its ``name``, the row's ``value`` and ``points``, percentage points above or below."""

    name: str
    value: object
    points: float


def explain(probabilities: Callable[[Table], Floats], typical: Table, row: Table, seed: int) -> List[Contribution]:
    """Return the contributions of every column to one row, the strongest first.

    Parameters
    ----------
    probabilities
        Of the rows of a table.
    typical
        Rows drawn from what was learned from; for each an order is drawn, and walked in reverse too.
    row
        A table of one row.
    """
    names = list(typical.columns)
    walks = _walks(len(names), len(typical), seed)
    steps = len(names) + 1
    known = row.only(names)
    columns = {}
    for at, name in enumerate(names):
        start = typical.column(name)[[begin for begin, _order in walks]].repeat(steps)
        reached = np.concatenate([np.arange(steps) > order.index(at) for _begin, order in walks])
        columns[name] = np.where(reached, np.repeat(_value(known, name), len(start)), start)
    gains = np.diff(probabilities(Table(columns)).reshape(len(walks), steps), axis=1)
    points = np.zeros(len(names))
    for (_begin, order), gain in zip(walks, gains):
        points[order] += 100.0 * gain / len(walks)
    found = [Contribution(name, known.column(name)[0], float(points[at])) for at, name in enumerate(names)]
    return sorted(found, key=lambda part: -abs(part.points))


def _walks(columns: int, rows: int, seed: int) -> List[Tuple[int, List[int]]]:
    drawn = np.random.default_rng(seed)
    walks: List[Tuple[int, List[int]]] = []
    for begin in range(rows):
        order = drawn.permutation(columns).tolist()
        walks += [(begin, order), (begin, order[::-1])]
    return walks


def _value(row: Table, name: str) -> Objects:
    values = np.empty(1, dtype=object)
    values[0] = row.column(name)[0]
    return values
