"""Turn pasted text, CSV and XLSX files into a table of texts."""

from __future__ import annotations

import csv
import io
import zipfile
from itertools import islice
from typing import Any, Iterable, List, Sequence, Tuple

#: A line of the source and its cells; the number is the one a spreadsheet shows.
Line = Tuple[int, List[str]]

#: More would not be created within the time that a web request has.
MAX_ROWS = 5_000
MAX_COLUMNS = 100
#: As it is read: a packed file may unfold to a thousand times its size.
MAX_BYTES = 30_000_000
#: Rows looked at, empty ones included: sheets may claim a million of them.
MAX_LINES = 20 * MAX_ROWS
SEPARATORS = ",;\t|"
ENCODINGS = ("utf-8-sig", "gb18030")


class TableError(ValueError):
    """A file that cannot be read; ``code`` is empty, too_long, too_wide, too_big, no_openpyxl, not_xlsx, old_excel,
    not_text.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def read_file(content: bytes, name: str = "") -> List[Line]:
    """Read a CSV or XLSX file; which one it is the content tells, not the name.

    Raises
    ------
    TableError
        When there is no row, too many, or the file is of another kind.
    """
    _check_size(len(content))
    if content[:4] == b"PK\x03\x04":
        return _checked(_xlsx_rows(content))
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise TableError("old_excel", name=name)
    return read_text(decode(content, name))


def read_text(text: str) -> List[Line]:
    """Read text with separated columns: CSV, or what a spreadsheet puts on the clipboard."""
    _check_size(len(text))
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        rows = [(reader.line_num, row) for row in islice(reader, MAX_LINES)]
    except csv.Error:
        raise TableError("not_text", name="") from None
    return _checked(rows)


def decode(content: bytes, name: str) -> str:
    """Return the text of a file's bytes in whichever encoding it has.

    Raises
    ------
    TableError
        ``not_text`` for anything else.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    if b"\x00" in content:
        raise TableError("not_text", name=name)
    return content.decode("latin-1")


def _separator(text: str) -> str:
    """The sniffer's answer when it is confident, else the commonest separator of the first line."""
    first = text.strip().split("\n", 1)[0]
    present = [mark for mark in SEPARATORS if mark in first]
    if len(present) == 1:
        return present[0]
    try:
        return csv.Sniffer().sniff(text[:20_000], SEPARATORS).delimiter
    except csv.Error:
        return max(SEPARATORS, key=first.count)


def _xlsx_rows(content: bytes) -> Iterable[Line]:
    try:
        import openpyxl
    except ImportError:
        raise TableError("no_openpyxl") from None
    try:
        _check_size(sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist()))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_LINES, max_col=MAX_COLUMNS + 1)
        return [(number, _cells(row)) for number, row in enumerate(rows, start=1)
                if any(value is not None for value in row)]
    except TableError:
        raise
    except Exception:  # openpyxl meets a broken file with errors of any kind
        raise TableError("not_xlsx") from None


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise TableError("too_big", limit=MAX_BYTES // 1_000_000)


def _cells(row: Sequence[Any]) -> List[str]:
    """The cells up to the last one with a value."""
    length = max(index for index, value in enumerate(row, start=1) if value is not None)
    return [_cell(value) for value in row[:length]]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _checked(rows: Iterable[Line]) -> List[Line]:
    lines = [(number, [cell.strip() for cell in row]) for number, row in rows]
    lines = [(number, row) for number, row in lines if any(row)]
    if not lines:
        raise TableError("empty")
    if len(lines) > MAX_ROWS + 1:
        raise TableError("too_long", rows=len(lines), limit=MAX_ROWS)
    if any(len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]) for _number, row in lines):
        raise TableError("too_wide", limit=MAX_COLUMNS)
    return lines
