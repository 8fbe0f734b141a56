"""Turn pasted text, CSV and XLSX files into a table of texts."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any, Iterable, List, Tuple

#: A line of the source and its cells; the number is the one a spreadsheet shows.
Line = Tuple[int, List[str]]

#: More would not be created within the time that a web request has.
MAX_ROWS = 5_000
SEPARATORS = ",;\t|"
ENCODINGS = ("utf-8-sig", "gb18030")


class TableError(ValueError):
    """A file that cannot be read; ``code`` is empty, too_long, no_openpyxl, not_xlsx, old_excel, not_text."""

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
    if content[:4] == b"PK\x03\x04":
        return _checked(_xlsx_rows(content))
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise TableError("old_excel", name=name)
    return read_text(_decode(content, name))


def read_text(text: str) -> List[Line]:
    """Read text with separated columns: CSV, or what a spreadsheet puts on the clipboard."""
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise TableError("not_text", name="") from None
    return _checked(rows)


def _decode(content: bytes, name: str) -> str:
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
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [(number, [_cell(value) for value in row])
                for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)]
    except (KeyError, IndexError, ValueError, OSError, zipfile.BadZipFile):
        raise TableError("not_xlsx") from None


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
    return lines
