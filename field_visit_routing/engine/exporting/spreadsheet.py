"""CSV whose cells stay text, whatever a customer is called.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and a formula can
send data away (OWASP, "CSV Injection"). Such a text gets an apostrophe before it, as Odoo's own export
does. Numbers are written as numbers, also negative ones.

Many spreadsheets separate by semicolons instead of commas and split our cells there: so a semicolon is
guarded in the same way, and line breaks and tabs become spaces.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Iterable, Sequence, Union

Cell = Union[str, int, float, bool, None]

#: Spreadsheets in Asia take the full-width signs for the plain ones.
_STARTERS = "=+\\-@|%\uff1d\uff0b\uff0d\uff20"
_SPACE = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
#: Signs that are not seen before a formula, or are dropped by the reader.
_BLANK = r"[\s\"'\ufeff\u200b-\u200d\u2060]*"
_FORMULA = re.compile("^" + _BLANK + "[" + _STARTERS + "]")
_AFTER_SEMICOLON = re.compile(";(?=" + _BLANK + "[" + _STARTERS + "])")


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return the table as text with commas, CRLF and a mark by which spreadsheets know UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([safe_text(name) for name in header])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return "\ufeff" + buffer.getvalue()


def safe_text(text: str) -> str:
    """Return ``text`` as one line that no spreadsheet computes."""
    text = _CONTROL.sub("", _SPACE.sub(" ", text))
    text = _AFTER_SEMICOLON.sub(";'", text)
    return "'" + text if _FORMULA.match(text) else text


def _cell(value: Cell) -> Union[str, int, float]:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe_text(value) if isinstance(value, str) else value
