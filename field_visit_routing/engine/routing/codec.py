"""Problem and solution as versioned JSON documents, and back.

A document is a dict of plain JSON values with ``schema`` and ``type``.
Decoding checks the form of every value and names the path of what is wrong;
whether the values make sense is :mod:`.validation`'s part.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Callable, Dict, Mapping, Optional, Tuple, Type, TypeVar

from ..errors import CodecError
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
Parser = Callable[[Any, str], Any]
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
        raise CodecError("bad_value", {"path": kind, "value": repr(document)[:80]})
    if document.get("schema") != SCHEMA or document.get("type", kind) != kind:
        raise CodecError(
            "bad_schema",
            {"expected": SCHEMA, "got": str(document.get("schema")), "type": kind},
        )
    return {key: item for key, item in document.items() if key not in ("schema", "type")}


def _decode(cls: Type[T], data: Any, path: str) -> T:
    if not isinstance(data, dict):
        raise _bad(path, data)
    parsers = _PARSERS[cls]
    for key in data:
        if key not in parsers:
            raise CodecError("unknown_field", {"path": "%s.%s" % (path, key)})
    values = {key: parsers[key](item, "%s.%s" % (path, key)) for key, item in data.items()}
    try:
        return cls(**values)
    except TypeError:
        missing = sorted(set(_required(cls)) - set(values))
        raise CodecError("missing_field", {"path": path, "fields": ", ".join(missing)}) from None


def _required(cls: Type[Any]) -> Tuple[str, ...]:
    parameters = cls.__dataclass_fields__.values()
    return tuple(
        item.name
        for item in parameters
        if item.default is MISSING and item.default_factory is MISSING
    )


def _bad(path: str, value: Any) -> CodecError:
    return CodecError("bad_value", {"path": path, "value": repr(value)[:80]})


def _int(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _bad(path, value)
    return value


def _number(value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _bad(path, value)
    return float(value)


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise _bad(path, value)
    return value


def _flag(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise _bad(path, value)
    return value


def _params(value: Any, path: str) -> Dict[str, Any]:
    if not isinstance(value, dict):
        raise _bad(path, value)
    if not all(isinstance(item, (int, str)) for item in value.values()):
        raise _bad(path, value)
    return dict(value)


def _optional(parser: Parser) -> Parser:
    def parse(value: Any, path: str) -> Optional[Any]:
        return None if value is None else parser(value, path)

    return parse


def _tuple_of(parser: Parser) -> Parser:
    def parse(value: Any, path: str) -> Tuple[Any, ...]:
        if not isinstance(value, list):
            raise _bad(path, value)
        return tuple(parser(item, "%s[%d]" % (path, at)) for at, item in enumerate(value))

    return parse


def _pair(first: Parser, second: Parser) -> Parser:
    def parse(value: Any, path: str) -> Tuple[Any, Any]:
        if not isinstance(value, list) or len(value) != 2:
            raise _bad(path, value)
        return first(value[0], path + "[0]"), second(value[1], path + "[1]")

    return parse


def _object(cls: Type[Any]) -> Parser:
    return lambda value, path: _decode(cls, value, path)


def _ints(names: str) -> Dict[str, Parser]:
    return dict.fromkeys(names.split(), _int)


def _optional_ints(names: str) -> Dict[str, Parser]:
    return dict.fromkeys(names.split(), _optional(_int))


_PARSERS: Dict[Type[Any], Dict[str, Parser]] = {
    Location: {"lat": _number, "lon": _number},
    Window: _ints("start_s end_s"),
    Break: _ints("earliest_s latest_s duration_s"),
    Pin: {
        "shift_id": _optional(_text),
        "rep": _optional(_text),
        **_optional_ints("start_s day order"),
    },
    Published: {"shift_id": _text, "start_s": _int},
    Candidate: {
        **_ints("location service_s prize load ordinal min_gap_days"),
        **_optional_ints("max_gap_days"),
        "id": _text,
        "windows": _tuple_of(_object(Window)),
        "mandatory": _flag,
        "allowed_shifts": _optional(_tuple_of(_text)),
        "pin": _optional(_object(Pin)),
        "client": _text,
        "joint": _text,
        "shift_prices": _tuple_of(_pair(_text, _int)),
        "published": _optional(_object(Published)),
        "waypoint": _flag,
    },
    Shift: {
        **_ints("day start_s end_s overtime_s overtime_price"),
        **_optional_ints("start_location end_location max_stops max_driving_s"),
        **_optional_ints("capacity latest_start_s max_duration_s"),
        "id": _text,
        "rep": _text,
        "breaks": _tuple_of(_object(Break)),
        "profile": _text,
        "first": _tuple_of(_text),
    },
    Traffic: {"profile": _text, "steps": _tuple_of(_pair(_int, _int))},
    Night: {"before": _text, "after": _text, "locations": _tuple_of(_int), "price_s": _int},
    Problem: {
        "locations": _tuple_of(_object(Location)),
        "candidates": _tuple_of(_object(Candidate)),
        "shifts": _tuple_of(_object(Shift)),
        "objective": _text,
        **_ints("prize_s change_price_s"),
        "traffic": _tuple_of(_object(Traffic)),
        "nights": _tuple_of(_object(Night)),
    },
    Stop: {
        "candidate_id": _text,
        **_ints("arrival_s wait_s start_s departure_s leg_distance_m leg_duration_s"),
    },
    Route: {
        "shift_id": _text,
        "stops": _tuple_of(_object(Stop)),
        **_ints("start_s end_s end_leg_distance_m end_leg_duration_s"),
        "breaks": _tuple_of(_object(Break)),
    },
    Stay: {"before": _text, "location": _int},
    LeftOut: {"candidate_id": _text, "code": _text, "remedy": _text, "params": _params},
    Solution: {
        "routes": _tuple_of(_object(Route)),
        "left_out": _tuple_of(_object(LeftOut)),
        "objective_value": _int,
        "backend": _text,
        "status": _text,
        "stays": _tuple_of(_object(Stay)),
    },
}
