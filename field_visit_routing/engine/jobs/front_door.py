"""What ``make solve`` was asked for, and how errors and answers are put."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any, Dict, Mapping, NamedTuple, Optional, Sequence

from ..errors import EngineError, InvalidProblem
from ..formats import FormatError, Instance, measures
from ..formats.instance import OWN
from ..routing import codec
from ..routing.solution import Solution

MAX_SECONDS = 24 * 3600
MAX_SEED = (1 << 31) - 1
USUAL_SECONDS = 10.0


class Refused(EngineError):
    """A request that cannot be followed; its text is a whole sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__("bad_request", {"detail": sentence})
        self.sentence = sentence


class Order(NamedTuple):
    """What was asked for."""

    file: str
    seconds: float
    seed: int
    routes: Optional[int]
    out: Optional[Path]


def order_of(values: Mapping[str, str]) -> Order:
    """Return the order of texts under ``FILE``, ``SECONDS``, ``SEED``, ``ROUTES`` and ``OUT``.

    Raises
    ------
    Refused
        Names the value and what it may be.
    """
    file = values.get("FILE", "")
    if not file:
        raise Refused("FILE is missing. Say which file to solve: make solve FILE=problem.json")
    routes = values.get("ROUTES", "")
    out = values.get("OUT", "")
    return Order(
        file,
        _seconds(values.get("SECONDS", "")),
        whole("SEED", values.get("SEED", "") or "0", 0, MAX_SEED),
        whole("ROUTES", routes, 1, MAX_SEED) if routes else None,
        writable(Path(out)) if out else None,
    )


def _seconds(text: str) -> float:
    try:
        value = float(text) if text else USUAL_SECONDS
    except ValueError:
        value = math.nan
    if not 0 < value <= MAX_SECONDS:
        raise Refused(
            "SECONDS is %r, but must be a number above 0 and at most %d. "
            "Say how long to search: SECONDS=10" % (text[:40], MAX_SECONDS)
        )
    return value


def named(arguments: Sequence[str], names: Sequence[str]) -> Mapping[str, str]:
    """Return the values of arguments like ``FILE=…`` by name; one without a name is the file.

    Raises
    ------
    Refused
        Names an argument that is not among ``names``.
    """
    values: Dict[str, str] = {}
    for text in arguments:
        name, equals, value = text.partition("=")
        if not equals and "FILE" not in values:
            name, value = "FILE", text
        if name not in names:
            raise Refused("%r is unknown. Known are %s." % (text[:40], ", ".join(names)))
        values[name] = value
    return values


def whole(name: str, text: str, least: int, most: int) -> int:
    """Return a whole number of a text, refused outside its bounds."""
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise Refused(
            "%s is %r, but must be a whole number from %d to %d. Correct or omit it."
            % (name, text[:40], least, most)
        )
    return value


def writable(path: Path) -> Path:
    """Return a path that a file can be written to, refused when it cannot."""
    folder = path.absolute().parent
    if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise Refused(
            "OUT is %s, which cannot be written. Name a file in a folder that is "
            "there and that you may write to." % path
        )
    return path


def sentence(error: EngineError) -> str:
    """Return what is wrong and what to do, in English."""
    if isinstance(error, Refused):
        return error.sentence
    if isinstance(error, FormatError):
        return error.sentence()
    if isinstance(error, InvalidProblem):
        return _invalid(error)
    return "The problem was not solved: %s. Check the file, or report this with the file." % error


def _invalid(error: InvalidProblem) -> str:
    first = error.issues[0]
    further = len(error.issues) - 1
    more = " %d more values are wrong." % further if further else ""
    said = (first.where, first.field, first.value, first.code)
    return "The problem makes no sense: %s, %s %s (%s). Correct that value.%s" % (*said, more)


def answer(instance: Instance, solution: Solution, seconds: float) -> Dict[str, Any]:
    """Return the object that is printed as the last line."""
    routes = [[stop.candidate_id for stop in route.stops] for route in solution.routes]
    result: Dict[str, Any] = {
        "routes": [[instance.name(name) for name in route] for route in routes],
        "cost": solution.objective_value,
        "seconds": round(seconds, 3),
        "backend": solution.backend,
    }
    if instance.family == OWN:
        shifts = [route.shift_id for route in solution.routes]
        return {**result, "measure": "objective", "shifts": shifts, "status": solution.status}
    result.update(measures(instance, routes))
    unserved = _unserved(instance, solution)
    return {**result, "unserved": unserved} if unserved else result


def _unserved(instance: Instance, solution: Solution) -> list[Any]:
    """Customers that had to be served and are not."""
    placed = solution.placed()
    must = (item.id for item in instance.problem.candidates if item.mandatory)
    return [instance.name(name) for name in must if name not in placed]


def document(solution: Solution) -> Dict[str, Any]:
    """Return the whole solution as it is written to ``OUT``."""
    return codec.solution_to_dict(solution)
