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
    if evaluator.pinned(candidate):
        found = _pin_conflict(problem, item)
        if found is not None:
            return found
    shifts = evaluator.allowed(candidate)
    if not shifts:
        return LeftOut(item.id, "not_allowed", "allow_shift")
    if any(evaluator.fits(shift, [candidate]) for shift in shifts):
        return None
    return _out_of_reach(evaluator, candidate, shifts)


def _pin_conflict(problem: Problem, item: Candidate) -> Optional[LeftOut]:
    frozen = problem.frozen().get(item.id)
    pin = item.pin or Pin()
    chosen = [shift for shift in problem.shifts if pin.allows(shift)]
    if not chosen:
        return _conflict(problem, item, "unknown_shift")
    chosen = [shift for shift in chosen if frozen in (None, shift.id)]
    if item.allowed_shifts is not None:
        chosen = [shift for shift in chosen if shift.id in item.allowed_shifts]
    if not chosen:
        return _conflict(problem, item, "not_allowed")
    if not opening_times(item):
        return _conflict(problem, item, "closed")
    start_s = pin.start_s
    if start_s is not None and not any(_holds(shift, item, start_s) for shift in chosen):
        return _conflict(problem, item, "outside_shift")
    return None


def _holds(shift: Shift, item: Candidate, start_s: int) -> bool:
    return shift.start_s <= start_s and start_s + item.service_s <= shift.close_s


def _conflict(problem: Problem, item: Candidate, cause: str) -> LeftOut:
    params = {"cause": cause, **pin_params(problem, item)}
    return LeftOut(item.id, "pin_conflict", "change_pin", params)


def pin_params(problem: Problem, item: Candidate) -> Dict[str, Param]:
    """Return what the pin asks for, as parameters of a reason."""
    pin = item.pin or Pin()
    shift_id = pin.shift_id or problem.frozen().get(item.id)
    asked = {"shift": shift_id, "start_s": pin.start_s, "rep": pin.rep, "day": pin.day}
    return {name: value for name, value in asked.items() if value is not None}


def _out_of_reach(evaluator: Evaluator, candidate: int, shifts: Sequence[int]) -> LeftOut:
    problem = evaluator.problem
    item = problem.candidates[candidate]
    if evaluator.pinned(candidate):
        return _conflict(problem, item, "unreachable")
    if not any(_open_in(evaluator, candidate, problem.shifts[shift]) for shift in shifts):
        return LeftOut(item.id, "no_opening", "change_hours", {"windows": len(item.windows)})
    found = _least_missing(evaluator, candidate, shifts)
    return found or LeftOut(item.id, "unreachable", "other_rep")


def _open_in(evaluator: Evaluator, candidate: int, shift: Shift) -> bool:
    return any(
        window.start_s <= shift.close_s and window.end_s >= shift.start_s
        for window in evaluator.openings[candidate]
    )


#: Bound -> code, remedy and the parameter that tells by how much it is exceeded.
_ALONE = (
    ("late_s", "unreachable", "extend_shift", "short_s"),
    ("load_over", "overloaded", "raise_capacity", "extra_load"),
    ("driving_over_s", "unreachable", "raise_max_driving", "extra_driving_s"),
    ("duration_over_s", "unreachable", "raise_max_duration", "extra_duration_s"),
)


def _least_missing(
    evaluator: Evaluator, candidate: int, shifts: Sequence[int]
) -> Optional[LeftOut]:
    """Return the reason with the shift that misses least, if a single bound is what misses."""
    item = evaluator.problem.candidates[candidate]
    verdicts = [(evaluator.judge(shift, [candidate]), shift) for shift in shifts]
    for bound, code, remedy, name in _ALONE:
        missing = [
            (getattr(verdict, bound), evaluator.problem.shifts[shift].id)
            for verdict, shift in verdicts
            if verdict is not None and verdict.faults == (bound,)
        ]
        if missing and (code != "overloaded" or len(missing) == len(shifts)):
            size, shift_id = min(missing)
            params: Dict[str, Param] = {name: size, "shift": shift_id}
            return LeftOut(item.id, code, remedy, params)
    return None
