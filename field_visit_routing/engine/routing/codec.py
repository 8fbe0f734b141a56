"""Problem and solution as versioned JSON documents, and back.

A document is a dict of plain JSON values with ``schema`` and ``type``.
Decoding checks the form of every value and names the path of what is wrong;
whether the values make sense is :mod:`.validation`'s part.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, Dict, Mapping, Type, TypeVar

from ..errors import CodecError
from ..parsing import (
    Reader,
    bad_value,
    optional,
    pair_of,
    read_flag,
    read_int,
    read_number,
    read_object,
    read_text,
    tuple_of,
)
from .problem import (
    Break,
    Candidate,
    Location,
    Night,
    Pin,
    Problem,
    Published,
    Shift,
    Traffic,
    Window,
)
from .solution import LeftOut, Route, Solution, Stay, Stop

SCHEMA = 1
Document = Dict[str, Any]
T = TypeVar("T")


def problem_to_dict(problem: Problem) -> Document:
    """Return the problem as a JSON document."""
    return {"schema": SCHEMA, "type": "problem", **_encode(problem)}


def solution_to_dict(solution: Solution) -> Document:
    """Return the solution as a JSON document."""
    return {"schema": SCHEMA, "type": "solution", **_encode(solution)}


def problem_from_dict(document: Any) -> Problem:
    """Return the problem of a document.

    Raises
    ------
    CodecError
        ``bad_schema``, ``missing_field``, ``unknown_field`` or
        ``bad_value``, each with the ``path`` of the value.
    """
    return _decode(Problem, _body(document, "problem"), "problem")


def solution_from_dict(document: Any) -> Solution:
    """Return the solution of a document; raises as :func:`problem_from_dict`."""
    return _decode(Solution, _body(document, "solution"), "solution")


def _encode(value: Any) -> Any:
    if is_dataclass(value):
        return {item.name: _encode(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_encode(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _encode(item) for key, item in value.items()}
    return value


def _body(document: Any, kind: str) -> Document:
    if not isinstance(document, dict):
        raise bad_value(kind, document)
    if document.get("schema") != SCHEMA or document.get("type", kind) != kind:
        raise CodecError(
            "bad_schema",
            {"expected": SCHEMA, "got": str(document.get("schema")), "type": kind},
        )
    return {key: item for key, item in document.items() if key not in ("schema", "type")}


def _decode(cls: Type[T], data: Any, path: str) -> T:
    return read_object(cls, _PARSERS[cls], data, path)


def _object(cls: Type[Any]) -> Reader:
    return lambda value, path: _decode(cls, value, path)


def _params(value: Any, path: str) -> Dict[str, Any]:
    if not isinstance(value, dict):
        raise bad_value(path, value)
    if not all(isinstance(item, (int, str)) for item in value.values()):
        raise bad_value(path, value)
    return dict(value)


def _ints(names: str) -> Dict[str, Reader]:
    return dict.fromkeys(names.split(), read_int)


def _optional_ints(names: str) -> Dict[str, Reader]:
    return dict.fromkeys(names.split(), optional(read_int))


_PARSERS: Dict[Type[Any], Dict[str, Reader]] = {
    Location: {"lat": read_number, "lon": read_number},
    Window: _ints("start_s end_s"),
    Break: _ints("earliest_s latest_s duration_s"),
    Pin: {
        "shift_id": optional(read_text),
        "rep": optional(read_text),
        **_optional_ints("start_s day order"),
    },
    Published: {"shift_id": read_text, "start_s": read_int},
    Candidate: {
        **_ints("location service_s prize load ordinal min_gap_days"),
        **_optional_ints("max_gap_days"),
        "id": read_text,
        "windows": tuple_of(_object(Window)),
        "mandatory": read_flag,
        "allowed_shifts": optional(tuple_of(read_text)),
        "pin": optional(_object(Pin)),
        "client": read_text,
        "joint": read_text,
        "shift_prices": tuple_of(pair_of(read_text, read_int)),
        "published": optional(_object(Published)),
        "waypoint": read_flag,
    },
    Shift: {
        **_ints("day start_s end_s overtime_s overtime_price"),
        **_optional_ints("start_location end_location max_stops max_driving_s"),
        **_optional_ints("capacity latest_start_s max_duration_s"),
        "id": read_text,
        "rep": read_text,
        "breaks": tuple_of(_object(Break)),
        "profile": read_text,
        "first": tuple_of(read_text),
    },
    Traffic: {"profile": read_text, "steps": tuple_of(pair_of(read_int, read_int))},
    Night: {
        "before": read_text,
        "after": read_text,
        "locations": tuple_of(read_int),
        "price_s": read_int,
    },
    Problem: {
        "locations": tuple_of(_object(Location)),
        "candidates": tuple_of(_object(Candidate)),
        "shifts": tuple_of(_object(Shift)),
        "objective": read_text,
        **_ints("prize_s change_price_s"),
        "traffic": tuple_of(_object(Traffic)),
        "nights": tuple_of(_object(Night)),
    },
    Stop: {
        "candidate_id": read_text,
        **_ints("arrival_s wait_s start_s departure_s leg_distance_m leg_duration_s"),
    },
    Route: {
        "shift_id": read_text,
        "stops": tuple_of(_object(Stop)),
        **_ints("start_s end_s end_leg_distance_m end_leg_duration_s"),
        "breaks": tuple_of(_object(Break)),
    },
    Stay: {"before": read_text, "location": read_int},
    LeftOut: {"candidate_id": read_text, "code": read_text, "remedy": read_text, "params": _params},
    Solution: {
        "routes": tuple_of(_object(Route)),
        "left_out": tuple_of(_object(LeftOut)),
        "objective_value": read_int,
        "backend": read_text,
        "status": read_text,
        "stays": tuple_of(_object(Stay)),
    },
}
