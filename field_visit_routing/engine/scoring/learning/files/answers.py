"""The column that is to be foretold: which of its two values is the good one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

import numpy as np

from ..table import Ints
from .reading import FileError

YES = frozenset((
    "1", "1.0", "yes", "y", "true", "t", "won", "win", "converted", "success", "positive", "subscribed", "bought",
    "buy", "sold", "closed won", "customer", "accepted", "oui", "ja", "si", "sí", "sim", "是", "成交", "on",
))
NO = frozenset((
    "0", "0.0", "-1", "-1.0", "no", "n", "false", "f", "lost", "lose", "not converted", "failure", "negative",
    "not subscribed", "rejected", "closed lost", "non", "nein", "não", "nao", "否", "off",
))
SHOWN = 6


@dataclass(frozen=True)
class Answers:
    """``target`` (1 for ``positive``, 0 for ``negative``) of the ``rows`` of the file that have an answer."""

    rows: Ints
    target: Ints
    positive: str
    negative: str
    without: int


def answers_of(name: str, texts: Sequence[Optional[str]], positive: Optional[str] = None) -> Answers:
    """Return who converted.

    Parameters
    ----------
    positive
        The value that counts as yes, every other as no; None to recognise it (yes, true, 1, won …).

    Raises
    ------
    FileError
        When there are not two values.
    """
    rows = np.array([row for row, text in enumerate(texts) if text is not None], dtype=np.int64)
    values = [str(texts[row]) for row in rows]
    good, bad = _given(name, values, positive) if positive else _recognised(name, values)
    target = np.array([value == good for value in values], dtype=np.int64)
    return Answers(rows, target, good, bad, len(texts) - len(rows))


def _given(name: str, values: List[str], positive: str) -> Tuple[str, str]:
    found = Counter(values)
    if positive not in found:
        raise FileError("POSITIVE is %r, but TARGET=%s has only %s. Name one of these."
                        % (positive, name, _listed(found)))
    others = [value for value in found if value != positive]
    if not others:
        raise _one_value(name, positive)
    return positive, others[0] if len(others) == 1 else "others"


def _recognised(name: str, values: List[str]) -> Tuple[str, str]:
    found = Counter(values)
    if not found:
        raise FileError("TARGET is %s, but no row has a value there. Name another column." % name)
    if len(found) == 1:
        raise _one_value(name, values[0])
    if len(found) > 2:
        raise FileError("TARGET=%s has %d values (%s), but must have two, as yes and no. Say which one counts as yes: "
                        "POSITIVE=value" % (name, len(found), _listed(found)))
    one, other = sorted(found, key=lambda value: (found[value], value))
    return (other, one) if _better(other, one) else (one, other)


def _better(value: str, than: str) -> bool:
    """Whether ``value`` says yes rather than the other; of two words that say nothing, the rarer one is yes."""
    try:
        return float(value) > float(than)
    except ValueError:
        pass
    if value.lower() in YES or than.lower() in YES:
        return value.lower() in YES
    return than.lower() in NO


def _one_value(name: str, value: str) -> FileError:
    return FileError("TARGET=%s is %r in every row. Who converts can only be learned from a file with both: those "
                     "who did and those who did not." % (name, value))


def _listed(found: Counter[str]) -> str:
    shown = [repr(value) for value, _count in found.most_common(SHOWN)]
    return ", ".join(shown) + (", …" if len(found) > SHOWN else "")
