"""Candidates that no solver could place: found before the search, with the reason."""

from __future__ import annotations

from typing import Dict, Optional, Sequence

from .evaluation import Evaluator
from .problem import Candidate, Pin, Problem, Shift
from .solution import LeftOut, Param
from .timing import opening_times


def impossible(evaluator: Evaluator, candidate: int) -> Optional[LeftOut]:
    """Return why the candidate fits into no shift even alone, or ``None`` when it fits."""
    problem = evaluator.problem
    item = problem.candidates[candidate]
    if item.pin is not None:
        found = _pin_conflict(problem, item, item.pin)
        if found is not None:
            return found
    shifts = evaluator.allowed(candidate)
    if not shifts:
        return LeftOut(item.id, "not_allowed", "allow_shift")
    if any(evaluator.fits(shift, [candidate]) for shift in shifts):
        return None
    return _out_of_reach(evaluator, candidate, shifts)


def _pin_conflict(problem: Problem, item: Candidate, pin: Pin) -> Optional[LeftOut]:
    shifts = problem.shift_by_id()
    if pin.shift_id is not None and pin.shift_id not in shifts:
        return _conflict(item, "unknown_shift")
    if pin.shift_id is not None and item.allowed_shifts is not None:
        if pin.shift_id not in item.allowed_shifts:
            return _conflict(item, "not_allowed")
    if not opening_times(item):
        return _conflict(item, "closed")
    chosen = [shifts[pin.shift_id]] if pin.shift_id is not None else list(problem.shifts)
    if pin.start_s is not None and not any(_holds(shift, item, pin.start_s) for shift in chosen):
        return _conflict(item, "outside_shift")
    return None


def _holds(shift: Shift, item: Candidate, start_s: int) -> bool:
    return shift.start_s <= start_s and start_s + item.service_s <= shift.end_s


def _conflict(item: Candidate, cause: str) -> LeftOut:
    return LeftOut(item.id, "pin_conflict", "change_pin", {"cause": cause, **pin_params(item)})


def pin_params(item: Candidate) -> Dict[str, Param]:
    """Return what the pin asks for, as parameters of a reason."""
    params: Dict[str, Param] = {}
    if item.pin is not None and item.pin.shift_id is not None:
        params["shift"] = item.pin.shift_id
    if item.pin is not None and item.pin.start_s is not None:
        params["start_s"] = item.pin.start_s
    return params


def _out_of_reach(evaluator: Evaluator, candidate: int, shifts: Sequence[int]) -> LeftOut:
    problem = evaluator.problem
    item = problem.candidates[candidate]
    if item.pin is not None:
        return _conflict(item, "unreachable")
    if not any(_open_in(evaluator, candidate, problem.shifts[shift]) for shift in shifts):
        return LeftOut(item.id, "no_opening", "change_hours", {"windows": len(item.windows)})
    best = _least_missing(evaluator, candidate, shifts)
    if best is None:
        return LeftOut(item.id, "unreachable", "other_rep")
    return best


def _open_in(evaluator: Evaluator, candidate: int, shift: Shift) -> bool:
    return any(
        window.start_s <= shift.end_s and window.end_s >= shift.start_s
        for window in evaluator.openings[candidate]
    )


def _least_missing(
    evaluator: Evaluator, candidate: int, shifts: Sequence[int]
) -> Optional[LeftOut]:
    """Return the reason with the shift that misses the least time, if time is what misses."""
    item = evaluator.problem.candidates[candidate]
    late = []
    for shift in shifts:
        verdict = evaluator.judge(shift, [candidate])
        if verdict is not None and not verdict.stops_over and not verdict.driving_over_s:
            late.append((verdict.late_s, evaluator.problem.shifts[shift].id))
    if not late:
        return None
    short_s, shift_id = min(late)
    params: Dict[str, Param] = {"short_s": short_s, "shift": shift_id}
    return LeftOut(item.id, "unreachable", "extend_shift", params)
