"""Our problem as plain numbers for the contenders, and their routes back as orders.

Runs in our interpreter; the contenders' programs read what this writes and
import nothing of ours.
"""

from typing import Any, Dict, List, Sequence

from engine.routing.objectives import worths
from engine.routing.problem import Candidate, Problem, Shift

DAY = 86_400


class Unsupported(Exception):
    """The problem has a rule that the contender's model lacks; the text names it."""


def model_of(problem: Problem) -> Dict[str, Any]:
    """Return vehicles (one per shift) and clients (one per candidate) as JSON values."""
    number = {shift.id: at for at, shift in enumerate(problem.shifts)}
    worth = worths(problem)
    return {
        "vehicles": [_vehicle(shift) for shift in problem.shifts],
        "clients": [_client(item, worth[at], number) for at, item in enumerate(problem.candidates)],
        "must_all": all(item.must for item in problem.candidates),
    }


def _vehicle(shift: Shift) -> Dict[str, Any]:
    if shift.start_location is None or shift.end_location is None:
        raise Unsupported("open starts or ends")
    for name in ("max_stops", "max_driving_s", "latest_start_s", "max_duration_s"):
        if getattr(shift, name) is not None:
            raise Unsupported(name)
    if shift.overtime_s or shift.first:
        raise Unsupported("overtime or frozen visits")
    return {
        "start": shift.start_location, "end": shift.end_location,
        "opens": shift.start_s, "closes": shift.end_s, "midnight": shift.day * DAY,
        "capacity": shift.capacity,
        "breaks": [[pause.earliest_s, pause.latest_s, pause.duration_s] for pause in shift.breaks],
    }


def _client(item: Candidate, worth: int, number: Dict[str, int]) -> Dict[str, Any]:
    if item.pin is not None or item.joint or item.client or item.shift_prices or item.published:
        raise Unsupported("pins, joint or repeated visits, or prices of shifts")
    allowed = None
    if item.allowed_shifts is not None:
        allowed = sorted(number[name] for name in item.allowed_shifts)
    return {
        "location": item.location, "service": item.service_s, "load": item.load,
        "windows": [[window.start_s, window.end_s] for window in item.windows],
        "worth": worth, "prize": item.prize, "must": item.must, "vehicles": allowed,
    }


def orders_of(problem: Problem, routes: Sequence[Sequence[int]]) -> Dict[str, List[str]]:
    """Return orders of candidate ids from a list of client numbers per vehicle."""
    names = [item.id for item in problem.candidates]
    return {
        shift.id: [names[client] for client in route]
        for shift, route in zip(problem.shifts, routes)
        if route
    }
