"""What differs between two plans, visit by visit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Dict, Iterable, Iterator, Mapping, NamedTuple, Optional, Tuple

from ..solution import Solution

#: ``kind`` of a change, in the order in which :func:`diff` lists them.
#:
#: ``dropped``  had a place and has none
#: ``added``    had none and has one
#: ``moved``    is served by another shift
#: ``later``    same shift, starts later by more than the tolerance
#: ``earlier``  same shift, starts earlier by more than the tolerance
KINDS = ("dropped", "added", "moved", "later", "earlier")
#: Nobody sets his watch by less.
TOLERANCE_S = 60


@dataclass(frozen=True)
class Change:
    """One visit that is not where it was.

    Attributes
    ----------
    from_shift, to_shift
        ``None`` where the visit had, or has, no place.
    by_s
        Seconds between both starts, never negative; 0 when dropped or added.
    from_s, to_s
        Both starts, ``None`` as above.
    """

    kind: str
    candidate_id: str
    from_shift: Optional[str]
    to_shift: Optional[str]
    by_s: int
    from_s: Optional[int] = None
    to_s: Optional[int] = None


class _Spot(NamedTuple):
    shift_id: str
    start_s: int


def diff(
    before: Solution, after: Solution, tolerance_s: int = TOLERANCE_S
) -> Tuple[Change, ...]:
    """Return the changes from one plan to another.

    They are sorted by kind (as in :data:`KINDS`), then by the later of what
    is known of the time, then by id. A visit that starts at most
    ``tolerance_s`` seconds off in the same shift has not changed.
    """
    old, new = _spots(before), _spots(after)
    found = [
        change
        for name in sorted(set(old) | set(new))
        for change in _change(name, old.get(name), new.get(name), tolerance_s)
    ]
    return tuple(sorted(found, key=_rank))


def counts(changes: Iterable[Change]) -> Mapping[str, int]:
    """Return how many changes there are of each kind, zeros included."""
    number = Counter(change.kind for change in changes)
    return {kind: number[kind] for kind in KINDS}


def _spots(solution: Solution) -> Dict[str, _Spot]:
    return {
        stop.candidate_id: _Spot(route.shift_id, stop.start_s)
        for route in solution.routes
        for stop in route.stops
    }


def _change(
    name: str, old: Optional[_Spot], new: Optional[_Spot], tolerance_s: int
) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change("added", name, None, new.shift_id, 0, None, new.start_s)
    elif old is not None and new is None:
        yield Change("dropped", name, old.shift_id, None, 0, old.start_s, None)
    elif old is not None and new is not None:
        by_s = new.start_s - old.start_s
        kind = _kind(old.shift_id != new.shift_id, by_s, tolerance_s)
        if kind:
            shifts = (old.shift_id, new.shift_id)
            yield Change(kind, name, *shifts, abs(by_s), old.start_s, new.start_s)


def _kind(moved: bool, by_s: int, tolerance_s: int) -> str:
    if moved:
        return "moved"
    if abs(by_s) <= tolerance_s:
        return ""
    return "later" if by_s > 0 else "earlier"


def _rank(change: Change) -> Tuple[int, int, str]:
    time_s = change.to_s if change.to_s is not None else change.from_s
    return KINDS.index(change.kind), time_s or 0, change.candidate_id
