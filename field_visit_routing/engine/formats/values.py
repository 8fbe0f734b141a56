"""Numbers of a text line, exact and within what is believed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Iterable, List, NamedTuple, Optional, Set, Tuple

from ..routing.validation import MAX_S
from .errors import FormatError

#: Coordinates beyond this are a mistake of units.
MAX_COORDINATE = Decimal(1_000_000)
MAX_LOAD = Decimal(1_000_000_000)
MAX_VEHICLES = Decimal(10_000)
#: Larger prizes would outweigh the rule that mandatory customers come first.
MAX_PRIZE = Decimal(10_000)
MAX_DECIMALS = 6


class Line(NamedTuple):
    """A line that is not blank, with its number from 1."""

    number: int
    text: str

    @property
    def words(self) -> List[str]:
        """The line's parts between white space."""
        return self.text.split()


def lines_of(text: str) -> List[Line]:
    """Return the lines that are not blank."""
    numbered = (Line(at, line.strip()) for at, line in enumerate(text.splitlines(), start=1))
    return [line for line in numbered if line.text]


def number(line: Line, word: str, field: str) -> Decimal:
    """Return a finite number, exactly as it is written.

    Raises
    ------
    FormatError
        ``not_a_number`` or ``not_finite``.
    """
    try:
        value = Decimal(word)
    except InvalidOperation:
        raise FormatError("not_a_number", line.number, field=field, text=word[:40]) from None
    if not value.is_finite():
        raise FormatError("not_finite", line.number, field=field, text=word[:40])
    return value


def at_least_zero(line: Line, word: str, field: str, limit: Decimal) -> Decimal:
    """Return a number from 0 to ``limit``; raises ``negative`` or ``too_large`` too."""
    value = number(line, word, field)
    if value < 0:
        raise FormatError("negative", line.number, field=field, text=word[:40])
    if value > limit:
        raise FormatError(
            "too_large", line.number, field=field, text=word[:40], limit=format(limit, ",")
        )
    return value


def whole(line: Line, word: str, field: str, least: int = 0, limit: Decimal = MAX_LOAD) -> int:
    """Return a whole number; raises ``not_whole`` or ``too_small`` too."""
    value = at_least_zero(line, word, field, limit)
    if value != value.to_integral_value():
        raise FormatError("not_whole", line.number, field=field, text=word[:40])
    if value < least:
        raise FormatError("too_small", line.number, field=field, text=word[:40], limit=str(least))
    return int(value)


def coordinate(line: Line, word: str, field: str) -> Decimal:
    """Return a coordinate of the plane."""
    value = number(line, word, field)
    if abs(value) > MAX_COORDINATE:
        limit = format(MAX_COORDINATE, ",")
        raise FormatError("too_large", line.number, field=field, text=word[:40], limit=limit)
    return round(value, MAX_DECIMALS)


def time(line: Line, word: str, field: str, scale: int) -> Decimal:
    """Return a time or duration in the file's unit."""
    return at_least_zero(line, word, field, Decimal(MAX_S) // scale)


def columns(line: Line, count: int, expected: str, most: Optional[int] = None) -> List[str]:
    """Return the words of a line that has so many; raises ``wrong_columns``."""
    words = line.words
    if not count <= len(words) <= (most or count):
        raise FormatError("wrong_columns", line.number, expected=expected, found=len(words))
    return words


def distinct(numbers: Iterable[Tuple[int, int]]) -> None:
    """Check pairs of customer number and line; raises ``duplicate``."""
    seen: Set[int] = set()
    for value, line in numbers:
        if value in seen:
            raise FormatError("duplicate", line, number=value, section="the list of customers")
        seen.add(value)
