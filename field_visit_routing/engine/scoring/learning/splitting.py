"""Which rows are learned from, which are tested on, and how choices are validated inside the former."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, List, Mapping, Optional, Sequence, Tuple

import numpy as np
from scipy import stats
from sklearn.model_selection import StratifiedKFold, train_test_split

from .options import AT_RANDOM, BY_ORDER, BY_TIME, Options
from .table import NUMBER, Floats, Ints, Table, as_numbers, as_texts

Fold = Tuple[Ints, Ints]
#: Where a rolling origin stands, as parts of the training rows: closer together towards the present.
ORIGINS = (0.5, 0.65, 0.8, 0.9, 0.95, 1.0)
FOLDS = 5
#: How improbable a difference between the older and the newer half must be to be called drift.
CHANCE = 1e-5
#: And how large: distance of two distributions.
DISTANCE = 0.08
LEVELS = 50


@dataclass(frozen=True)
class Split:
    """``train`` and ``test`` are row numbers, oldest first; ``unknown`` rows have no moment and are not used.

    ``until`` is the moment of the last training row, ``after`` that of the first test row; None without moments.
    """

    kind: str
    train: Ints
    test: Ints
    unknown: int = 0
    until: Optional[float] = None
    after: Optional[float] = None

    @property
    def ordered(self) -> bool:
        """Whether the rows are in order of time."""
        return self.kind != AT_RANDOM


def split(target: Ints, when: Optional[Sequence[float]], options: Options) -> Split:
    """Divide rows into the earlier ones and the later ones; at random when both parts would not have both classes."""
    if options.split == AT_RANDOM:
        return _at_random(target, options)
    if options.split == BY_TIME and when is not None:
        return _by_time(np.asarray(when, dtype=np.float64), options)
    whole = _by_order(len(target), options)
    mixed = all(0 < target[part].sum() < len(part) for part in (whole.train, whole.test))
    return whole if mixed else _at_random(target, options)


def _at_random(target: Ints, options: Options) -> Split:
    rows = np.arange(len(target))
    train, test = train_test_split(
        rows, test_size=options.test_share, random_state=options.seed, stratify=target, shuffle=True
    )
    return Split(AT_RANDOM, np.sort(train), np.sort(test))


def _by_order(rows: int, options: Options) -> Split:
    cut = rows - max(1, math.floor(rows * options.test_share))
    return Split(BY_ORDER, np.arange(cut), np.arange(cut, rows))


def _by_time(moments: Floats, options: Options) -> Split:
    """Rows of one moment stay together: the border nearest to the wanted share."""
    known = np.flatnonzero(~np.isnan(moments))
    order = known[np.argsort(moments[known], kind="stable")]
    sorted_moments = moments[order]
    borders = np.flatnonzero(np.diff(sorted_moments) > 0) + 1
    if not len(borders):
        return _by_order(len(moments), options)
    wanted = len(order) * (1 - options.test_share)
    cut = int(borders[np.argmin(np.abs(borders - wanted))])
    unknown = len(moments) - len(known)
    return Split(
        BY_TIME, order[:cut], order[cut:], unknown, float(sorted_moments[cut - 1]), float(sorted_moments[cut])
    )


def folds(target: Ints, rolling: bool, seed: int) -> List[Fold]:
    """Return pairs of rows to learn from and rows to validate on.

    Rolling: rows are in order of time; each fold learns from all rows before its origin. Otherwise stratified.
    Folds whose parts would lack a class are left out.
    """
    rows = np.arange(len(target))
    if rolling:
        cuts = [int(len(target) * part) for part in ORIGINS]
        pairs = [(rows[:begin], rows[begin:end]) for begin, end in zip(cuts[:-1], cuts[1:])]
        found = [pair for pair in pairs if _usable(target, pair)]
        if found:
            return found
    count = max(2, min(FOLDS, int(min(target.sum(), (1 - target).sum()))))
    return list(StratifiedKFold(count, shuffle=True, random_state=seed).split(rows, target))


def _usable(target: Ints, pair: Fold) -> bool:
    learned = target[pair[0]]
    return len(pair[1]) > 0 and 2 <= learned.sum() <= len(learned) - 2


def drifts(table: Table, kinds: Mapping[str, str], target: Ints) -> bool:
    """Tell whether the newer half of the training rows differs from the older: in its rate or in any column."""
    half = len(target) // 2
    older, newer = target[:half], target[half:]
    blocks = [part for part in np.array_split(target, 10) if len(part)]
    if _differs([[part.sum(), len(part) - part.sum()] for part in blocks]) and abs(
        float(older.mean() - newer.mean())
    ) > 0.1 * float(target.mean() + 1e-9):
        return True
    return any(_drifts(table, name, kind, half, len(kinds)) for name, kind in kinds.items())


def _differs(counts: Any) -> bool:
    table = np.asarray(counts, dtype=np.float64)
    table = table[:, table.sum(axis=0) > 0][table.sum(axis=1) > 0]
    if min(table.shape) < 2:
        return False
    return bool(stats.chi2_contingency(table)[1] < CHANCE)


def _drifts(table: Table, name: str, kind: str, half: int, tests: int) -> bool:
    values = table.column(name)
    if kind == NUMBER:
        numbers = as_numbers(values)
        older, newer = (part[~np.isnan(part)] for part in (numbers[:half], numbers[half:]))
        if not len(older) or not len(newer):
            return bool(len(older) != len(newer))
        found = stats.ks_2samp(older, newer, method="asymp")
        return bool(found.pvalue < CHANCE / tests and found.statistic > DISTANCE)
    texts = as_texts(values).astype(str)
    levels, codes = np.unique(texts, return_inverse=True)
    if len(levels) > LEVELS:
        return False
    counts = np.array([np.bincount(part, minlength=len(levels)) for part in (codes[:half], codes[half:])])
    shares = counts / counts.sum(axis=1, keepdims=True)
    return bool(np.abs(shares[0] - shares[1]).sum() / 2 > DISTANCE) and _differs(counts)
