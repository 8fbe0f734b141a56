"""The job that simulates a quarter of visits: can a team keep its intervals?

Request: ``question`` (see :class:`..routing.services.capacity.CapacityQuestion`;
its tuples are lists), ``task`` (``simulate``, or ``smallest`` for the
smallest team), ``most`` (largest team tried), ``speed_kmh``,
``detour_factor``, ``profiles`` (name to the same two values).
Result: ``answer``; with ``smallest`` also ``reps`` (0: no team does),
``tried`` (pairs of team and least kept share) and ``monotone``.
"""

from __future__ import annotations

from typing import Any, Dict, Mapping, Type

from ...errors import CodecError, EngineError
from ...matrix import GeodesicProvider, Travel
from ...parsing import Reader, optional, read_int, read_number, read_object, read_text, tuple_of
from ...routing.problem import Break, Location
from ...routing.services import capacity
from ...routing.services.capacity import (
    CapacityAnswer,
    CapacityQuestion,
    Customer,
    Opening,
    Worker,
)
from ..context import Context, Message
from .plan import profile_of

TASKS = ("simulate", "smallest")


def run(request: Mapping[str, Any], context: Context) -> Message:
    """Simulate; after a cancel the weeks, or the teams, until then are the result."""
    question = question_from_dict(request.get("question"))
    task = request.get("task", "simulate")
    if task not in TASKS:
        raise _bad("task", repr(task))
    travel = _travel(request, question)
    if task == "smallest":
        return _smallest(request, question, travel, context)

    def report(done: int, count: int) -> None:
        context.progress(100 * done // count, "simulating", float(done))

    answer = capacity.simulate(
        question, travel, on_progress=report, cancelled=context.cancelled
    )
    return {"status": _status(answer.status), "answer": answer_to_dict(answer)}


def _smallest(
    request: Mapping[str, Any], question: CapacityQuestion, travel: Travel, context: Context
) -> Message:
    most = _most(request)

    def report(done: int, expected: int) -> None:
        context.progress(min(99, 100 * done // expected), "simulating", float(done))

    team = capacity.smallest_team(
        question, travel, most=most, on_progress=report, cancelled=context.cancelled
    )
    return {
        "status": _status(team.status),
        "answer": answer_to_dict(team.answer),
        "reps": team.reps or 0,
        "tried": [list(pair) for pair in team.tried],
        "monotone": team.monotone,
    }


def _most(request: Mapping[str, Any]) -> int:
    try:
        return read_int(request.get("most", capacity.MOST_REPS), "most")
    except CodecError as error:
        raise _bad(error.params["path"], error.params["value"]) from None


def _status(status: str) -> str:
    return "cancelled" if status == "cancelled" else "done"


def _travel(request: Mapping[str, Any], question: CapacityQuestion) -> Travel:
    profiles = request.get("profiles") or {}
    if not isinstance(profiles, dict):
        raise _bad("profiles", repr(profiles))
    named = {str(name): profile_of(values) for name, values in profiles.items()}
    return GeodesicProvider(profile_of(request), named).travel(question.locations)


def answer_to_dict(answer: CapacityAnswer) -> Dict[str, Any]:
    """Return the answer as JSON values, with the shares worked out."""
    return {
        "reps": answer.reps,
        "keeps": answer.keeps,
        "status": answer.status,
        "overtime_s": answer.overtime_s,
        "driving_s": answer.driving_s,
        "utilisation": round(answer.utilisation, 4),
        "coverage": [
            {**vars(grade), "kept_share": round(grade.kept_share, 4)} for grade in answer.coverage
        ],
        "weeks": [
            {**vars(week), "utilisation": round(week.utilisation, 4)} for week in answer.weeks
        ],
    }


def question_from_dict(document: Any) -> CapacityQuestion:
    """Return the question of a document.

    Raises
    ------
    EngineError
        ``bad_request`` with the path of what is wrong as ``detail``.
    """
    try:
        question: CapacityQuestion = _object(CapacityQuestion)(document, "question")
    except CodecError as error:
        raise _bad(error.params["path"], error.params.get("value", error.code)) from None
    return question


def _bad(path: str, value: object) -> EngineError:
    return EngineError("bad_request", {"detail": path, "value": str(value)[:80]})


def _object(cls: Type[Any]) -> Reader:
    return lambda value, path: read_object(cls, _READERS[cls], value, path)


_READERS: Dict[Type[Any], Dict[str, Reader]] = {
    Location: {"lat": read_number, "lon": read_number},
    Break: dict.fromkeys(("earliest_s", "latest_s", "duration_s"), read_int),
    Opening: dict.fromkeys(("weekday", "start_s", "end_s"), read_int),
    Customer: {
        "id": read_text,
        "grade": read_text,
        **dict.fromkeys(("location", "interval_days", "service_s", "score"), read_int),
        "last_day": optional(read_int),
        "openings": tuple_of(_object(Opening)),
        "reps": tuple_of(read_text),
    },
    Worker: {
        "id": read_text,
        "profile": read_text,
        **dict.fromkeys(("start_s", "end_s", "overtime_s"), read_int),
        **dict.fromkeys(
            ("start_location", "end_location", "max_stops", "max_driving_s"), optional(read_int)
        ),
        "weekdays": tuple_of(read_int),
        "days_off": tuple_of(read_int),
        "breaks": tuple_of(_object(Break)),
    },
    CapacityQuestion: {
        "locations": tuple_of(_object(Location)),
        "customers": tuple_of(_object(Customer)),
        "reps": tuple_of(_object(Worker)),
        **dict.fromkeys(("weeks", "seed", "iterations"), read_int),
        **dict.fromkeys(("tolerance", "target"), read_number),
    },
}
