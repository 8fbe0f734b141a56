"""Who fits best into a hole of a day: most prize for each minute of detour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Dict, Iterator, List, Optional, Sequence, Set, Tuple

from ...errors import EngineError
from ...matrix.types import Travel
from ..problem import Candidate, Problem, Window
from .inserting import Day, Probe, beside
from .manual import ManualCheck, check_order
from .orders import Book, Names

#: A detour shorter than this counts as this much: next door is next door.
LEAST_DETOUR_S = 60
#: Candidates looked at in one go.
BLOCK = 300


@dataclass(frozen=True)
class Filler:
    """A candidate for the hole.

    Attributes
    ----------
    detour_s
        Driving that the visit adds.
    rate
        Prize ÷ minutes of detour; a detour under a minute counts as one.
    position
        Index in the shift's order at which it is inserted.
    start_s
        When the visit would start.
    delay_s
        The most by which a planned visit of the shift starts later.
    overtime_s
        Overtime that it adds; only what the shift allows.
    """

    candidate_id: str
    detour_s: int
    prize: int
    rate: float
    position: int
    start_s: int
    delay_s: int
    overtime_s: int


def fill(
    problem: Problem,
    travel: Travel,
    orders: Names,
    shift_id: str,
    from_s: int,
    to_s: int,
    limit: int = 10,
    max_delay_s: Optional[int] = None,
) -> Tuple[Filler, ...]:
    """Return the best candidates for the hole, the highest rate first.

    Only candidates without a place in ``orders`` are looked at. The visit
    lies wholly between ``from_s`` and ``to_s``. The planned ones keep their
    order, their windows and pinned times, and start at most ``max_delay_s``
    later, if given. Joint visits are no fillers.

    Raises
    ------
    EngineError
        ``hole_reversed`` when it ends before it begins; ``unknown_shift`` or
        ``unknown_candidate``.
    """
    if to_s < from_s:
        raise EngineError("hole_reversed", {"from_s": from_s, "to_s": to_s})
    book = Book(problem)
    ids = tuple(orders.get(shift_id, ()))
    book.shift(shift_id)
    book.check(orders)
    placed = {name for some in orders.values() for name in some}
    clipped = _clipped(problem, placed, from_s, to_s)
    before = check_order(problem, travel, shift_id, ids)
    found = _rated(clipped, travel, placed, before, (from_s, to_s))
    return tuple(_confirmed(problem, clipped, travel, orders, found, before, limit, max_delay_s))


def _clipped(problem: Problem, placed: Set[str], from_s: int, to_s: int) -> Problem:
    """Return the problem with the candidates that can lie in the hole, there only."""
    kept: List[Candidate] = []
    for item in problem.candidates:
        last_s = to_s - item.service_s
        if item.id in placed:
            kept.append(item)
        elif not item.joint and last_s >= from_s:
            windows = _inside(item.windows or (Window(from_s, last_s),), from_s, last_s)
            if windows:
                kept.append(replace(item, windows=windows))
    return replace(problem, candidates=tuple(kept))


def _inside(windows: Sequence[Window], from_s: int, to_s: int) -> Tuple[Window, ...]:
    cut = (Window(max(w.start_s, from_s), min(w.end_s, to_s)) for w in windows)
    return tuple(window for window in cut if window.start_s <= window.end_s)


def _rated(
    problem: Problem,
    travel: Travel,
    placed: Set[str],
    before: ManualCheck,
    hole: Tuple[int, int],
) -> List[Filler]:
    """Return what fits into the shift, the best first; start and delay are not known yet."""
    book = Book(problem)
    planned = book.candidates(stop.candidate_id for stop in before.stops)
    shift = book.shift(before.shift_id)
    others = [at for at, item in enumerate(problem.candidates) if item.id not in placed]
    found: List[Filler] = []
    for begin in range(0, len(others), BLOCK):
        some = others[begin : begin + BLOCK]
        day = Day(problem, travel, shift, planned, some)
        positions = [at for at in day.positions() if _touches(before, at, hole)]
        for inner, number in zip(day.extra, some):
            found.extend(_filler(day, inner, problem.candidates[number], positions))
    return sorted(found, key=lambda item: (-item.rate, -item.prize, item.candidate_id))


def _touches(before: ManualCheck, position: int, hole: Tuple[int, int]) -> bool:
    """Whether a visit at that position can lie in the hole."""
    stops = before.stops
    begins = position == 0 or stops[position - 1].departure_s <= hole[1]
    return begins and (position == len(stops) or stops[position].start_s >= hole[0])


def _filler(
    day: Day, inner: int, item: Candidate, positions: Sequence[int]
) -> Iterator[Filler]:
    for spot in day.spots(inner, positions):
        minutes = max(spot.detour_s, LEAST_DETOUR_S) / 60.0
        figures = (spot.detour_s, item.prize, item.prize / minutes, spot.position)
        yield Filler(item.id, *figures, 0, 0, spot.overtime_s)


def _confirmed(
    problem: Problem,
    clipped: Problem,
    travel: Travel,
    orders: Names,
    found: Sequence[Filler],
    before: ManualCheck,
    limit: int,
    max_delay_s: Optional[int],
) -> Iterator[Filler]:
    """Yield each candidate's best insertion that breaks no rule, with its times."""
    ids = [stop.candidate_id for stop in before.stops]
    starts = {stop.candidate_id: stop.start_s for stop in before.stops}
    by_id: Dict[str, Candidate] = problem.candidate_by_id()
    done: List[str] = []
    for filler in found:
        if len(done) >= limit:
            return
        if filler.candidate_id in done:
            continue
        near = beside(problem, orders, by_id[filler.candidate_id])
        probe = Probe(clipped, travel, before.shift_id, ids, near)
        after, broken = probe.insert(filler.candidate_id, filler.position)
        later = [s.start_s - starts[s.candidate_id] for s in after.stops if s.candidate_id in starts]
        delay_s = max([0, *later])
        if not broken and (max_delay_s is None or delay_s <= max_delay_s):
            done.append(filler.candidate_id)
            start_s = after.stops[filler.position].start_s
            yield replace(filler, start_s=start_s, delay_s=delay_s)
