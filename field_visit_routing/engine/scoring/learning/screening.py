"""Which columns may be learned from, decided on the training rows alone; each other one with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple

import numpy as np
from sklearn.metrics import roc_auc_score

from . import naming
from .options import Options
from .table import CATEGORY, EMPTY, NUMBER, Floats, Ints, Objects, Table, as_numbers, as_texts, is_missing, kind_of

DROPPED, PERSONAL, NOTHING, CONSTANT = "dropped", "personal", "all_missing", "constant"
IDENTIFIER, AFTERWARDS, ANSWER = "identifier", "known_afterwards", "tells_the_answer"
#: From this area under the curve on, one column alone is the answer in other words.
ANSWER_AUC = 0.985
#: A column with a suspicious name is believed to come from afterwards when it alone tells this much.
SUSPECT_AUC = 0.7
#: Share of distinct values from which a text names its row.
DISTINCT = 0.95
#: Positives expected among the rows that have a value, from which none at all (or nothing else) is no chance.
EXPECTED = 20.0
PURE = 0.005


@dataclass(frozen=True)
class LeftOut:
    """A column that is not learned from: its ``name``, the ``reason``'s code and how well it tells the answer."""

    name: str
    reason: str
    auc: float = 0.0


@dataclass(frozen=True)
class Screening:
    """``kinds`` of the columns used, by name, in the table's order; and those ``left_out``."""

    kinds: Dict[str, str]
    left_out: Tuple[LeftOut, ...]


def screen(table: Table, target: Ints, options: Options) -> Screening:
    """Divide the columns of the training rows into those to use and those to leave out."""
    kinds: Dict[str, str] = {}
    left_out: List[LeftOut] = []
    for name in table.columns:
        values = table.column(name)
        kind = kind_of(values)
        out = _verdict(name, values, kind, target, options)
        if out is None:
            kinds[name] = kind
        else:
            left_out.append(out)
    return Screening(kinds, tuple(left_out))


def _verdict(name: str, values: Objects, kind: str, target: Ints, options: Options) -> Optional[LeftOut]:
    if name in options.drop:
        return LeftOut(name, DROPPED)
    if kind == EMPTY:
        return LeftOut(name, NOTHING)
    if len(set(as_texts(values))) == 1:
        return LeftOut(name, CONSTANT)
    if name in options.keep:
        return None
    if naming.is_personal(name) and not options.personal:
        return LeftOut(name, PERSONAL)
    return _leak(name, values, kind, target) or _identity(name, values, kind)


def _leak(name: str, values: Objects, kind: str, target: Ints) -> Optional[LeftOut]:
    auc = tells(values, kind, target)
    if naming.is_known_afterwards(name):
        return LeftOut(name, AFTERWARDS, auc)
    if auc >= SUSPECT_AUC and naming.may_be_known_afterwards(name):
        return LeftOut(name, AFTERWARDS, auc)
    if auc >= ANSWER_AUC or _filled_for_one_class(values, target):
        return LeftOut(name, ANSWER, auc)
    return None


def _identity(name: str, values: Objects, kind: str) -> Optional[LeftOut]:
    known = [value for value in values if not is_missing(value)]
    distinct = len(set(known)) / len(known)
    if kind == CATEGORY and distinct >= DISTINCT and len(known) > 1:
        return LeftOut(name, IDENTIFIER)
    if kind == NUMBER and distinct == 1.0 and naming.may_be_identifier(name):
        return LeftOut(name, IDENTIFIER)
    if kind == NUMBER and distinct == 1.0 and _counts_rows(as_numbers(values)):
        return LeftOut(name, IDENTIFIER)
    return None


def _counts_rows(numbers: Floats) -> bool:
    """Whole numbers one after the other, in whatever order."""
    known = np.sort(numbers[~np.isnan(numbers)])
    return len(known) > 20 and bool((np.diff(known) == 1).all())


def _filled_for_one_class(values: Objects, target: Ints) -> bool:
    """Whether the column has a value only where the answer is yes, or only where it is no."""
    known = np.array([not is_missing(value) for value in values])
    if known.all():
        return False
    rate, count = target.mean(), known.sum()
    positives = target[known].sum()
    for expected, seen in ((count * rate, positives), (count * (1 - rate), count - positives)):
        if expected >= EXPECTED and seen <= PURE * expected:
            return True
    return False


def tells(values: Objects, kind: str, target: Ints) -> float:
    """Return the area under the curve, at least 0.5, that the column alone reaches on rows it did not learn from.

    The rows of one half are judged by the rates of positives of the other half: by value, or by twentieth of
    the range for numbers.
    """
    codes = _codes(values, kind)
    turn = np.arange(len(target)) % 2
    rates = np.empty(len(target))
    for half in (0, 1):
        rates[turn == half] = _Rates(codes[turn != half], target[turn != half])[codes[turn == half]]
    if not 0 < target.sum() < len(target):
        return 0.5
    return max(0.5, float(roc_auc_score(target, rates)))


def _codes(values: Objects, kind: str) -> Ints:
    if kind == NUMBER:
        numbers = as_numbers(values)
        known = numbers[~np.isnan(numbers)]
        breaks = np.unique(np.quantile(known, np.linspace(0, 1, 21)[1:-1]))
        return np.where(np.isnan(numbers), len(breaks) + 1, np.searchsorted(breaks, numbers)).astype(np.int64)
    codes: Ints = np.unique(as_texts(values).astype(str), return_inverse=True)[1].astype(np.int64)
    return codes


class _Rates:
    """Rates of positives by code; the rate of all where a code was not seen, drawn to it where seldom."""

    def __init__(self, codes: Ints, target: Ints) -> None:
        size = int(codes.max()) + 1 if len(codes) else 1
        overall = target.mean() if len(target) else 0.5
        count = np.bincount(codes, minlength=size)
        self._rates = (np.bincount(codes, weights=target, minlength=size) + 5 * overall) / (count + 5)
        self._overall = overall

    def __getitem__(self, codes: Ints) -> Floats:
        inside = np.minimum(codes, len(self._rates) - 1)
        result: Floats = np.where(codes < len(self._rates), self._rates[inside], self._overall)
        return result
