"""Columns of leads, and what kind of thing each holds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Mapping, Sequence, Union

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Objects = NDArray[np.object_]
Values = Union[Sequence[object], NDArray[Any]]
NUMBER, CATEGORY, TEXT, EMPTY = "number", "category", "text", "empty"
#: Words in a text of its own, on average, from which it is prose and not a category.
PROSE_WORDS = 3.0


@dataclass(frozen=True)
class Table:
    """Named columns of equal length: numbers, truth values, texts; None where nothing is known.

    Raises
    ------
    ValueError
        When the columns are of different length.
    """

    columns: Mapping[str, Values]

    def __post_init__(self) -> None:
        if len({len(values) for values in self.columns.values()}) > 1:
            raise ValueError("columns of different length")

    def __len__(self) -> int:
        return next((len(values) for values in self.columns.values()), 0)

    def take(self, rows: Ints) -> Table:
        """Return the given rows, in their order."""
        return Table({name: as_objects(values)[rows] for name, values in self.columns.items()})

    def only(self, names: Sequence[str]) -> Table:
        """Return the given columns; one that is not there is unknown in every row."""
        nothing = np.full(len(self), None, dtype=object)
        return Table({name: self.columns.get(name, nothing) for name in names})

    def column(self, name: str) -> Objects:
        """Return one column as an array of objects."""
        return as_objects(self.columns[name])


def as_objects(values: Values) -> Objects:
    """Return values as an array of objects, without looking into them."""
    if isinstance(values, np.ndarray):
        return values.astype(object)
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result


def is_missing(value: object) -> bool:
    """Tell whether nothing is known: None, NaN, an empty text."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def kind_of(values: Objects) -> str:
    """Return what a column holds: number, category, text (prose) or nothing."""
    known = [value for value in values if not is_missing(value)]
    if not known:
        return EMPTY
    if all(isinstance(value, (int, float, np.number, np.bool_)) for value in known):
        return NUMBER
    return TEXT if _is_prose(known) else CATEGORY


def _is_prose(known: Sequence[Any]) -> bool:
    distinct = {str(value) for value in known}
    if len(distinct) < max(20, len(known) // 2):
        return False
    return sum(len(text.split()) for text in distinct) >= PROSE_WORDS * len(distinct)


def as_numbers(values: Objects) -> Floats:
    """Return a column of numbers; NaN where there is none, also where it is a text or infinite."""
    try:
        numbers = np.array([math.nan if value is None else value for value in values], dtype=np.float64)
    except (TypeError, ValueError):
        numbers = np.array([_number(value) for value in values], dtype=np.float64)
    numbers[np.isinf(numbers)] = math.nan
    return numbers


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def as_texts(values: Objects) -> Objects:
    """Return a column of texts; "" where nothing is known."""
    return as_objects(["" if is_missing(value) else _text(value) for value in values])


def _text(value: object) -> str:
    """A whole number reads the same whether it came as 3, 3.0 or "3"."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
