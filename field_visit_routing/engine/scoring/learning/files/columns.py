"""Columns of text as what they hold: numbers, dates as their parts, categories."""

from __future__ import annotations

import math
import re
from typing import Dict, List, Optional, Sequence

import numpy as np

from ..table import Floats, Table, Values
from .moments import DAY_S, dates

Texts = Sequence[Optional[str]]
#: Part of the values that must read as numbers; the others are unknown then.
MOSTLY = 0.97
#: Days that the months must span before the month of the year can be told from the trend.
YEAR_AND_MORE = 400.0
_PLAIN = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
_COMMA = re.compile(r"^[+-]?(\d{1,3}([. ]\d{3})+|\d+),\d+$|^[+-]?\d{1,3}([. ]\d{3}){2,}$")
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_UNITS = re.compile(r"^[€$£¥\s]+|[€$£¥%\s]+$")


def typed(columns: Dict[str, List[Optional[str]]], time: Optional[str], moments: Optional[Floats]) -> Table:
    """Return the columns as a table to learn from.

    A date becomes parts: month, weekday, hour, and the days until ``moments`` where these are dates (days since
    1970), else the day itself. The column ``time`` itself is not learned from, only its parts: no model knows the
    years to come.
    """
    result: Dict[str, Values] = {}
    for name, texts in columns.items():
        if name == time and moments is None:
            continue
        numbers = None if name == time else numeric(texts)
        days = moments if name == time else None if numbers is not None else dates(texts)
        if numbers is not None:
            result[name] = numbers
        elif days is not None and not np.isnan(days).all():
            result.update(_parts(name, days, None if name == time else moments, name == time))
        else:
            result[name] = texts
    return Table(result)


def numeric(texts: Texts) -> Optional[Floats]:
    """Return a column as numbers, NaN where there is none; None when it holds something else."""
    known = [text for text in texts if text is not None]
    if not known:
        return None
    for read in (_plain, _continental, _anglo):
        values: Dict[Optional[str], float] = {text: read(text) for text in set(known)}
        good = sum(not math.isnan(values[text]) for text in known)
        if good >= MOSTLY * len(known):
            values[None] = math.nan
            return np.array([values[text] for text in texts], dtype=np.float64)
    return None


def _plain(text: str) -> float:
    bare = _UNITS.sub("", text)
    return float(bare) if _PLAIN.match(bare) else math.nan


def _continental(text: str) -> float:
    bare = _UNITS.sub("", text)
    if _COMMA.match(bare):
        return float(bare.replace(".", "").replace(" ", "").replace(",", "."))
    return _plain(text)


def _anglo(text: str) -> float:
    bare = _UNITS.sub("", text)
    return float(bare.replace(",", "")) if _THOUSANDS.match(bare) else _plain(text)


def _parts(name: str, days: Floats, moments: Optional[Floats], is_time: bool) -> Dict[str, Floats]:
    known = days[~np.isnan(days)]
    parts: Dict[str, Floats] = {}
    if moments is not None:
        parts["%s: days before" % name] = moments - days
    elif not is_time:
        parts[name] = days
    if np.ptp(known) >= YEAR_AND_MORE:
        parts["%s: month" % name] = _months(days)
    parts["%s: weekday" % name] = np.floor(days + 3) % 7
    if (known % 1 > 1 / DAY_S).any():
        parts["%s: hour" % name] = np.floor(days % 1 * 24)
    return parts


def _months(days: Floats) -> Floats:
    whole = np.where(np.isnan(days), 0, np.floor(days)).astype("datetime64[D]")
    months = whole.astype("datetime64[M]").astype(np.int64) % 12 + 1
    return np.where(np.isnan(days), np.nan, months.astype(np.float64))
