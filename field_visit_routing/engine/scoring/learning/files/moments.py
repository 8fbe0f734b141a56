"""Texts as moments: dates of the usual forms, or numbers."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from typing import Callable, Dict, List, Optional, Sequence, Tuple

import numpy as np

from ..table import Floats
from .reading import FileError

DAY_S = 86400.0
#: Forms that are tried after ISO 8601, in this order; that of most of the world before that of the United States.
FORMS = (
    "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y", "%d/%m/%y",
    "%m/%d/%y", "%Y-%m", "%Y/%m", "%d %b %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%b %Y", "%B %Y", "%d-%b-%Y",
    "%d-%b-%y", "%Y年%m月%d日", "%Y年%m月",
)
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", "T%H:%M:%S")
#: Values that decide whether a form fits at all.
TRIED = 200


def moments_of(name: str, texts: Sequence[Optional[str]]) -> Tuple[Floats, bool]:
    """Return the moments of a column, NaN where there is none, and whether they are dates (days since 1970).

    Raises
    ------
    FileError
        Names the first value that is neither a number nor a date, and its row.
    """
    numbers = [_number(text) for text in texts]
    if all(number is not None for number in numbers):
        return np.array(numbers, dtype=np.float64), False
    days = dates(texts)
    if days is None:
        row, text = _first_strange(texts)
        raise FileError("TIME is %s, but %r in row %d is neither a number nor a date like the others. Correct that "
                        "value, or leave TIME out: the rows then are taken in the file's order." % (name, text, row))
    if np.isnan(days).all():
        raise FileError("TIME is %s, but no row has a value there. Name another column." % name)
    return days, True


def dates(texts: Sequence[Optional[str]]) -> Optional[Floats]:
    """Return days since 1970 (UTC where a text has no zone), NaN where there is no text; None when not all fit."""
    distinct = list(dict.fromkeys(text for text in texts if text is not None))
    if not distinct:
        return np.full(len(texts), np.nan)
    for parse in _parsers(distinct[:TRIED]):
        try:
            days: Dict[Optional[str], float] = {text: parse(text) for text in distinct}
        except ValueError:
            continue
        days[None] = math.nan
        return np.array([days[text] for text in texts], dtype=np.float64)
    return None


def _parsers(tried: Sequence[str]) -> List[Callable[[str], float]]:
    forms = [form + clock for form in FORMS for clock in CLOCKS]
    parsers: List[Callable[[str], float]] = [_iso] + [_of_form(form) for form in forms]
    return [parse for parse in parsers if _fits(parse, tried)]


def _fits(parse: Callable[[str], float], tried: Sequence[str]) -> bool:
    try:
        for text in tried:
            parse(text)
    except ValueError:
        return False
    return True


def _iso(text: str) -> float:
    if len(text) < 8 or not text[:4].isdigit():
        raise ValueError(text)
    return _days(datetime.fromisoformat(text.replace("Z", "+00:00")))


def _of_form(form: str) -> Callable[[str], float]:
    return lambda text: _days(datetime.strptime(text, form))


def _days(moment: datetime) -> float:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return aware.timestamp() / DAY_S


def _number(text: Optional[str]) -> Optional[float]:
    if text is None:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _first_strange(texts: Sequence[Optional[str]]) -> Tuple[int, str]:
    """The first value that does not read like most of the others."""
    numeric = sum(text is not None and _number(text) is not None for text in texts)
    known = [(row, text) for row, text in enumerate(texts) if text is not None]
    usual = numeric * 2 > len(known)
    for row, text in known:
        if usual and _number(text) is None:
            return row, text
        if not usual and dates([text]) is None:
            return row, text
    return known[0]
