"""Readers of plain JSON values: the form is checked, and what is wrong is named by its path."""

from __future__ import annotations

from dataclasses import MISSING
from typing import Any, Callable, Dict, Mapping, Optional, Tuple, Type, TypeVar

from .errors import CodecError

#: Takes a value and its path in the document; returns what it stands for.
Reader = Callable[[Any, str], Any]
T = TypeVar("T")


def bad_value(path: str, value: object) -> CodecError:
    """Return the error for a value of the wrong form."""
    return CodecError("bad_value", {"path": path, "value": repr(value)[:80]})


def read_int(value: Any, path: str) -> int:
    """Return a whole number; ``True`` is none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_value(path, value)
    return value


def read_number(value: Any, path: str) -> float:
    """Return a number; ``True`` is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise bad_value(path, value)
    return float(value)


def read_text(value: Any, path: str) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise bad_value(path, value)
    return value


def read_flag(value: Any, path: str) -> bool:
    """Return a truth value; 0 and 1 are none."""
    if not isinstance(value, bool):
        raise bad_value(path, value)
    return value


def optional(reader: Reader) -> Reader:
    """Return a reader that lets ``None`` through."""

    def read(value: Any, path: str) -> Optional[Any]:
        return None if value is None else reader(value, path)

    return read


def tuple_of(reader: Reader) -> Reader:
    """Return a reader of a list of such values."""

    def read(value: Any, path: str) -> Tuple[Any, ...]:
        if not isinstance(value, list):
            raise bad_value(path, value)
        return tuple(reader(item, "%s[%d]" % (path, at)) for at, item in enumerate(value))

    return read


def pair_of(first: Reader, second: Reader) -> Reader:
    """Return a reader of a list of two values."""

    def read(value: Any, path: str) -> Tuple[Any, Any]:
        if not isinstance(value, list) or len(value) != 2:
            raise bad_value(path, value)
        return first(value[0], path + "[0]"), second(value[1], path + "[1]")

    return read


def read_object(cls: Type[T], readers: Mapping[str, Reader], data: Any, path: str) -> T:
    """Return the dataclass of a JSON object.

    Raises
    ------
    CodecError
        ``bad_value``, ``unknown_field`` or ``missing_field``.
    """
    if not isinstance(data, dict):
        raise bad_value(path, data)
    for key in data:
        if key not in readers:
            raise CodecError("unknown_field", {"path": "%s.%s" % (path, key)})
    values = {key: readers[key](item, "%s.%s" % (path, key)) for key, item in data.items()}
    try:
        return cls(**values)
    except TypeError:
        missing = sorted(set(_required(cls)) - set(values))
        raise CodecError("missing_field", {"path": path, "fields": ", ".join(missing)}) from None


def _required(cls: Type[Any]) -> Tuple[str, ...]:
    parameters: Dict[str, Any] = cls.__dataclass_fields__
    return tuple(
        item.name
        for item in parameters.values()
        if item.default is MISSING and item.default_factory is MISSING
    )
