"""From a file to named columns of text: gzip, encoding and separator are detected."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from ....errors import EngineError
from ....importing.table import TableError, decode

SEPARATORS = ",;\t|"
MAX_BYTES = 1_000_000_000
#: Lines looked at to find the separator.
LOOKED_AT = 30
MISSING = frozenset(("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", ".", "nat", "<na>"))


class FileError(EngineError):
    """A file that cannot be learned from; its text is a whole sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__("bad_file", {"detail": sentence})
        self.sentence = sentence


@dataclass(frozen=True)
class Sheet:
    """Columns of text by name, in the file's order; None where nothing is known."""

    columns: Dict[str, List[Optional[str]]]
    separator: str

    @property
    def rows(self) -> int:
        """How many rows there are, the header not counted."""
        return len(next(iter(self.columns.values()), []))


def read(path: str) -> Sheet:
    """Return the columns of a CSV file.

    Lines that are wholly empty are no rows; every other line after the header is one, counted from 0.

    Raises
    ------
    FileError
        Names what is wrong with the file, in which line, and what to do.
    """
    text = _text(path)
    separator = _separator(text)
    lines = _lines(text, separator, path)
    names = _names(next(lines, (1, []))[1], path)
    cells: List[List[Optional[str]]] = [[] for _name in names]
    for number, row in lines:
        _check_width(row, names, number)
        for at, column in enumerate(cells):
            column.append(_cell(row[at]) if at < len(row) else None)
    return Sheet(dict(zip(names, cells)), separator)


def _text(path: str) -> str:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise FileError("The file %s cannot be read (%s). Name a file that is there and that you may read."
                        % (path, error.strerror or type(error).__name__)) from None
    content = _unpacked(content, path)
    if not content.strip():
        raise FileError("The file %s is empty. Give a CSV file with a header and rows." % path)
    try:
        return decode(content, path)
    except TableError:
        raise FileError("The file %s is not text. Save it as CSV and try again." % path) from None


def _unpacked(content: bytes, path: str) -> bytes:
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise FileError("The file %s is a spreadsheet or a zip. Save it as CSV, or unpack it, and try again." % path)
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            plain = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise FileError("The file %s is packed, but damaged or cut off. Fetch it again." % path) from None
    if len(plain) > MAX_BYTES:
        raise FileError("The file %s has more than %d MB. Give a part of it." % (path, MAX_BYTES // 1_000_000))
    return plain


def _separator(text: str) -> str:
    """The mark that gives the most columns, as many in (nearly) every line as in the first."""
    def fit(mark: str) -> Tuple[float, int]:
        found = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=mark, skipinitialspace=True)
        widths = _widths(found)
        if not widths or widths[0] < 2:
            return (0.0, 0)
        return (round(widths.count(widths[0]) / len(widths), 1), widths[0])

    return max(SEPARATORS, key=fit)


def _widths(reader: Iterator[List[str]]) -> List[int]:
    widths: List[int] = []
    try:
        for row in reader:
            if row:
                widths.append(len(row))
            if len(widths) >= LOOKED_AT:
                break
    except csv.Error:
        pass
    return widths


def _lines(text: str, separator: str, path: str) -> Iterator[Tuple[int, List[str]]]:
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        for row in reader:
            if row and not (len(row) == 1 and not row[0].strip()):
                yield reader.line_num, row
    except csv.Error as error:
        raise FileError("Line %d of %s cannot be read (%s). Correct it." % (reader.line_num, path, error)) from None


def _names(first: Sequence[str], path: str) -> List[str]:
    header = [cell.strip() for cell in first]
    if len(header) < 2:
        raise FileError("The first line of %s names one column only. Separate columns by , ; | or tabulators, and "
                        "name them in the first line." % path)
    if all(_is_number(name) for name in header if name):
        raise FileError("The first line of %s holds numbers. Put the names of the columns there." % path)
    names: List[str] = []
    for at, name in enumerate(header, start=1):
        wanted = name or "column %d" % at
        names.append(wanted if wanted not in names else "%s (%d)" % (wanted, at))
    return names


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _check_width(row: Sequence[str], names: Sequence[str], number: int) -> None:
    if len(row) > len(names) and any(cell.strip() for cell in row[len(names):]):
        raise FileError("Line %d has %d values, but there are %d columns. Put values that hold the separator in "
                        "quotation marks." % (number, len(row), len(names)))


def _cell(text: str) -> Optional[str]:
    stripped = text.strip()
    return None if stripped.lower() in MISSING else stripped
