"""A question as JSON."""

from __future__ import annotations

from typing import Any, Dict, Type

from ...errors import CodecError, EngineError
from ...parsing import Reader, optional, read_int, read_number, read_object, read_text, tuple_of
from .question import Aim, Customer, DesignQuestion, Rep


def question_from_dict(document: Any) -> DesignQuestion:
    """Return the question of a document.

    Raises
    ------
    EngineError
        ``bad_request`` with the path of what is wrong as ``detail``.
    """
    try:
        question: DesignQuestion = _object(DesignQuestion)(document, "question")
    except CodecError as error:
        value = str(error.params.get("value", error.code))[:80]
        raise EngineError("bad_request", {"detail": error.params["path"], "value": value}) from None
    return question


def _object(cls: Type[Any]) -> Reader:
    return lambda value, path: read_object(cls, _READERS[cls], value, path)


_READERS: Dict[Type[Any], Dict[str, Reader]] = {
    Customer: {
        "id": read_int,
        **dict.fromkeys(("lat", "lon", "visits", "service_h", "amount"), read_number),
        **dict.fromkeys(("owner", "locked"), optional(read_int)),
    },
    Rep: {"id": read_int, "share": read_number, **dict.fromkeys(("lat", "lon"), optional(read_number))},
    Aim: {"name": read_text, **dict.fromkeys(("compact", "home", "keep"), read_number)},
    DesignQuestion: {
        "customers": tuple_of(_object(Customer)),
        "reps": tuple_of(_object(Rep)),
        "aims": tuple_of(_object(Aim)),
        "balance": read_text,
        "seed": read_int,
        **dict.fromkeys(("tolerance", "speed_kmh", "detour_factor", "day_h", "work"), read_number),
    },
}
