"""The job that designs areas.

Request: ``question`` (see :class:`..territory.design.DesignQuestion`; its tuples are lists).
Result: ``scenarios``, each as :class:`..territory.design.Scenario`. Every
rule but the balance, which a scenario may miss and tells of itself, is checked before.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Dict, Mapping, Type

from ...errors import CodecError, EngineError, SolverFailed
from ...parsing import Reader, optional, read_int, read_number, read_object, read_text, tuple_of
from ...territory.design import TODAY, Aim, Customer, DesignQuestion, Rep
from ...territory.design.checker import check
from ...territory.design.design import design
from ..context import Context, Message


def run(request: Mapping[str, Any], context: Context) -> Message:
    """Design and check; after a cancel the scenarios until then are the result."""
    question = question_from_dict(request.get("question"))

    def report(done: float, deviation: float) -> None:
        context.progress(min(99, int(100 * done)), "designing", round(100 * deviation, 2))

    answer = design(question, report, context.cancelled)
    for scenario in answer.scenarios:
        broken = check(question, scenario, balance=False) if scenario.name != TODAY else ()
        if broken:
            params = {"rule": broken[0].rule, "where": str(broken[0].rep), "count": len(broken)}
            raise SolverFailed("refused_by_checker", params)
    status = "cancelled" if answer.cancelled else "done"
    return {"status": status, "scenarios": [asdict(scenario) for scenario in answer.scenarios]}


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
