"""The job that simulates a quarter of visits: can a team keep its intervals?

Request: ``question`` (see :class:`..routing.services.capacity.CapacityQuestion`;
its tuples are lists), ``task`` (``simulate``, or ``smallest`` for the
smallest team), ``most`` (largest team tried), ``speed_kmh``,
``detour_factor``, ``profiles`` (name to the same two values).
Result: ``answer``; with ``smallest`` also ``reps`` (0: no team does),
``tried`` (pairs of team and least kept share) and ``monotone``.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple, Type, TypeVar

from ...errors import EngineError
from ...matrix import GeodesicProvider, Travel
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

T = TypeVar("T")
Reader = Callable[[Any, str], Any]
TASKS = ("simulate", "smallest")


def run(request: Mapping[str, Any], context: Context) -> Message:
    """Simulate; after a cancel the weeks, or the teams, until then are the result."""
    question = question_from_dict(request.get("question"))
    task = request.get("task", "simulate")
    if task not in TASKS:
        raise _bad("task", task)
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
    most = _int(request.get("most", capacity.MOST_REPS), "most")

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


def _status(status: str) -> str:
    return "cancelled" if status == "cancelled" else "done"


def _travel(request: Mapping[str, Any], question: CapacityQuestion) -> Travel:
    profiles = request.get("profiles") or {}
    if not isinstance(profiles, dict):
        raise _bad("profiles", profiles)
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
    return _object(CapacityQuestion)(document, "question")


def _bad(path: str, value: object) -> EngineError:
    return EngineError("bad_request", {"detail": path, "value": repr(value)[:80]})


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


def _optional_int(value: Any, path: str) -> Optional[int]:
    return None if value is None else _int(value, path)


def _list_of(reader: Reader) -> Reader:
    def read(value: Any, path: str) -> Tuple[Any, ...]:
        if not isinstance(value, list):
            raise _bad(path, value)
        return tuple(reader(item, "%s[%d]" % (path, at)) for at, item in enumerate(value))

    return read


def _object(cls: Type[T]) -> Callable[[Any, str], T]:
    def read(value: Any, path: str) -> T:
        if not isinstance(value, dict):
            raise _bad(path, value)
        readers = _READERS[cls]
        unknown: List[str] = sorted(set(value) - set(readers))
        if unknown:
            raise _bad("%s.%s" % (path, unknown[0]), value[unknown[0]])
        values = {name: readers[name](item, "%s.%s" % (path, name)) for name, item in value.items()}
        try:
            return cls(**values)
        except TypeError:
            raise _bad(path, sorted(value)) from None

    return read


_READERS: Dict[Type[Any], Dict[str, Reader]] = {
    Location: {"lat": _number, "lon": _number},
    Break: dict.fromkeys(("earliest_s", "latest_s", "duration_s"), _int),
    Opening: dict.fromkeys(("weekday", "start_s", "end_s"), _int),
    Customer: {
        "id": _text,
        "grade": _text,
        **dict.fromkeys(("location", "interval_days", "service_s", "score"), _int),
        "last_day": _optional_int,
        "openings": _list_of(_object(Opening)),
        "reps": _list_of(_text),
    },
    Worker: {
        "id": _text,
        "profile": _text,
        **dict.fromkeys(("start_s", "end_s", "overtime_s"), _int),
        **dict.fromkeys(
            ("start_location", "end_location", "max_stops", "max_driving_s"), _optional_int
        ),
        "weekdays": _list_of(_int),
        "days_off": _list_of(_int),
        "breaks": _list_of(_object(Break)),
    },
    CapacityQuestion: {
        "locations": _list_of(_object(Location)),
        "customers": _list_of(_object(Customer)),
        "reps": _list_of(_object(Worker)),
        **dict.fromkeys(("weeks", "seed", "iterations"), _int),
        **dict.fromkeys(("tolerance", "target"), _number),
    },
}
