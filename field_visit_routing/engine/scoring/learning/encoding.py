"""From columns to the matrices that trees and linear models learn from.

Trees get numbers as they are, categories as codes that they may divide as they like, and categories of many
levels as the rate of positives of the level (cross-fitted, so that no row sees its own answer). Linear models get
standardised numbers, one column per level and the words of prose. What is unknown stays so for trees, and is the
median with a mark of its own for linear models. Levels that were never seen count as unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Protocol, Tuple

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import TargetEncoder

from .table import CATEGORY, NUMBER, Floats, Ints, Objects, Table, as_numbers, as_texts

#: Levels up to here stay codes for trees; of more, each is its rate of positives.
FEW_LEVELS = 40
#: Columns of a linear model from one category, and the rows that a level needs.
MOST_LEVELS, FEWEST_ROWS = 300, 4
WORDS = 300
#: Standardised numbers further out are held here, so that one slip of the pen does not rule a prediction.
FURTHEST = 6.0


@dataclass(frozen=True)
class Encoded:
    """``trees`` (n, t), with ``categorical`` (t,) telling the columns of codes, and ``linear`` (n, l)."""

    trees: Floats
    categorical: Tuple[bool, ...]
    linear: Any

    def take(self, rows: Ints) -> Encoded:
        """Return the given rows."""
        return Encoded(self.trees[rows], self.categorical, self.linear[rows])


class _Column(Protocol):
    def learn(self, values: Objects, target: Ints) -> Tuple[Floats, Any]:
        """Learn from training rows; return their columns for trees and for linear models."""

    def encode(self, values: Objects) -> Tuple[Floats, Any]:
        """Return the columns of other rows."""

    @property
    def categorical(self) -> Tuple[bool, ...]:
        """Which columns for trees are codes."""


class Encoder:
    """Learns what the columns of training rows look like, and encodes these and later rows alike."""

    def __init__(self, kinds: Mapping[str, str], seed: int) -> None:
        self._columns: Dict[str, _Column] = {name: _column(kind, seed) for name, kind in kinds.items()}

    def learn(self, table: Table, target: Ints) -> Encoded:
        """Learn from the training rows and return them encoded."""
        return self._joined([column.learn(table.column(name), target) for name, column in self._columns.items()])

    def encode(self, table: Table) -> Encoded:
        """Return other rows encoded; a column that is not there is unknown."""
        known = table.only(list(self._columns))
        return self._joined([column.encode(known.column(name)) for name, column in self._columns.items()])

    def _joined(self, parts: List[Tuple[Floats, Any]]) -> Encoded:
        marks = tuple(mark for column in self._columns.values() for mark in column.categorical)
        trees = np.hstack([part for part, _linear in parts])
        return Encoded(trees, marks, sparse.hstack([linear for _tree, linear in parts], format="csr"))


def _column(kind: str, seed: int) -> _Column:
    if kind == NUMBER:
        return _Numbers()
    return _Levels(seed) if kind == CATEGORY else _Prose()


class _Numbers:
    categorical: Tuple[bool, ...] = (False,)

    def learn(self, values: Objects, target: Ints) -> Tuple[Floats, Any]:
        numbers = as_numbers(values)
        known = numbers[~np.isnan(numbers)]
        self._median = float(np.median(known)) if len(known) else 0.0
        spread = float(known.std()) if len(known) else 0.0
        self._mean, self._spread = (float(known.mean()) if len(known) else 0.0), spread or 1.0
        self._gaps = bool(len(known) < len(numbers))
        return self.encode(values)

    def encode(self, values: Objects) -> Tuple[Floats, Any]:
        numbers = as_numbers(values)
        unknown = np.isnan(numbers)
        scaled = (np.where(unknown, self._median, numbers) - self._mean) / self._spread
        columns = [np.clip(scaled, -FURTHEST, FURTHEST)] + ([unknown.astype(np.float64)] if self._gaps else [])
        return numbers[:, None], sparse.csr_matrix(np.column_stack(columns))


class _Levels:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._many = False

    @property
    def categorical(self) -> Tuple[bool, ...]:
        return (False, False) if self._many else (True,)

    def learn(self, values: Objects, target: Ints) -> Tuple[Floats, Any]:
        texts = as_texts(values)
        levels, counts = np.unique(texts.astype(str), return_counts=True)
        frequent = np.argsort(-counts, kind="stable")
        least = min(FEWEST_ROWS, max(2, len(texts) // 100))
        kept = [str(levels[at]) for at in frequent[:MOST_LEVELS] if counts[at] >= least]
        self._code = {level: code for code, level in enumerate(kept)}
        self._count = dict(zip(levels.tolist(), counts.tolist()))
        self._many = len(kept) > FEW_LEVELS
        if not self._many:
            return self.encode(values)
        self._rates = TargetEncoder(target_type="binary", smooth="auto", random_state=self._seed)
        rates = self._rates.fit_transform(texts[:, None], target)
        return np.column_stack([rates[:, 0], self._counted(texts)]), self._one_hot(texts)

    def encode(self, values: Objects) -> Tuple[Floats, Any]:
        texts = as_texts(values)
        if not self._many:
            codes = np.array([self._code.get(text, -1) for text in texts], dtype=np.float64)
            return np.where(codes < 0, np.nan, codes)[:, None], self._one_hot(texts)
        rates = self._rates.transform(texts[:, None])
        return np.column_stack([rates[:, 0], self._counted(texts)]), self._one_hot(texts)

    def _counted(self, texts: Objects) -> Floats:
        return np.array([self._count.get(text, 0) for text in texts], dtype=np.float64)

    def _one_hot(self, texts: Objects) -> Any:
        other = len(self._code)
        codes = np.array([self._code.get(text, other) for text in texts], dtype=np.int64)
        shape = (len(texts), other + 1)
        return sparse.csr_matrix((np.ones(len(texts)), (np.arange(len(texts)), codes)), shape=shape)


class _Prose:
    categorical: Tuple[bool, ...] = (False, False)

    def learn(self, values: Objects, target: Ints) -> Tuple[Floats, Any]:
        texts = as_texts(values)
        self._words = TfidfVectorizer(max_features=WORDS, min_df=2, sublinear_tf=True)
        try:
            self._words.fit(texts)
        except ValueError:  # no word occurs twice
            self._words = TfidfVectorizer(max_features=WORDS).fit(["nothing"])
        self._lengths = _Numbers()
        self._lengths.learn(_lengths(texts), target)
        return self.encode(values)

    def encode(self, values: Objects) -> Tuple[Floats, Any]:
        texts = as_texts(values)
        lengths, scaled = self._lengths.encode(_lengths(texts))
        counts = np.array([len(text.split()) for text in texts], dtype=np.float64)
        return np.column_stack([lengths[:, 0], counts]), sparse.hstack([scaled, self._words.transform(texts)])


def _lengths(texts: Objects) -> Objects:
    return np.array([len(text) for text in texts], dtype=object)
