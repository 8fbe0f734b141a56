"""What cannot be kept any more is let go, and named, before a plan is made anew.

A rep who runs late must still get a plan: what is frozen is planned at the
time at which it can happen, even outside its window.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Collection, Dict, List, Optional, Tuple

from ...matrix.types import Travel
from ..problem import Break, Candidate, Problem, Shift
from .manual import ManualCheck, check_order


@dataclass(frozen=True)
class Relief:
    """A problem whose frozen visits can be made, and the ids that were freed of their times."""

    problem: Problem
    relaxed: Tuple[str, ...] = ()


def relieve(problem: Problem, travel: Travel) -> Relief:
    """Return the problem with what stands against its frozen visits taken away."""
    for shift in problem.shifts:
        if shift.first:
            problem = _shift_with(problem, travel, shift)
    freed: List[str] = []
    for shift in problem.shifts:
        if shift.first:
            check = check_order(problem, travel, shift.id, shift.first)
            freed.extend(v.candidate_id for v in check.violations if v.candidate_id)
    names = tuple(dict.fromkeys(freed))
    return Relief(free_of_times(problem, names), names)


def free_of_times(problem: Problem, names: Collection[str]) -> Problem:
    """Return the problem in which these visits may start at any time; they stay mandatory."""
    return replace(
        problem,
        candidates=tuple(
            _timeless(item) if item.id in names else item for item in problem.candidates
        ),
    )


def _timeless(item: Candidate) -> Candidate:
    pin = None if item.pin is None else replace(item.pin, start_s=None)
    return replace(item, windows=(), pin=pin, mandatory=item.must)


def _shift_with(problem: Problem, travel: Travel, shift: Shift) -> Problem:
    """Give up what is frozen from its end on until the shift can hold it.

    The first visit, which may be under way, stays whatever it takes.
    """
    first = shift.first
    while True:
        trial = _with_shift(problem, replace(shift, first=first))
        check = check_order(trial, travel, shift.id, first)
        if len(first) == 1 or not _of_shift(check):
            break
        first = first[:-1]
    return _with_shift(problem, _stretched(replace(shift, first=first), check))


def _with_shift(problem: Problem, changed: Shift) -> Problem:
    shifts = tuple(changed if shift.id == changed.id else shift for shift in problem.shifts)
    return replace(problem, shifts=shifts)


def _of_shift(check: ManualCheck) -> bool:
    return any(not violation.candidate_id for violation in check.violations)


def _stretched(shift: Shift, check: ManualCheck) -> Shift:
    """Widen exactly the bounds that the frozen visits break."""
    over: Dict[str, int] = {}
    breaks: List[Break] = list(shift.breaks)
    for violation in check.violations:
        if violation.code == "break":
            breaks = [_later(pause, violation.params["start_s"], violation.size) for pause in breaks]
        elif not violation.candidate_id:
            over[violation.code] = violation.size
    return replace(
        shift,
        end_s=shift.end_s + over.get("shift_end", 0),
        breaks=tuple(breaks),
        latest_start_s=_more(shift.latest_start_s, over.get("shift_start", 0)),
        max_duration_s=_more(shift.max_duration_s, over.get("max_duration", 0)),
        max_driving_s=_more(shift.max_driving_s, over.get("max_driving", 0)),
        max_stops=_more(shift.max_stops, over.get("max_stops", 0)),
        capacity=_more(shift.capacity, over.get("capacity", 0)),
    )


def _more(limit: Optional[int], over: int) -> Optional[int]:
    return None if limit is None else limit + over


def _later(pause: Break, latest_s: object, size_s: int) -> Break:
    if pause.latest_s != latest_s:
        return pause
    return replace(pause, latest_s=pause.latest_s + size_s)
