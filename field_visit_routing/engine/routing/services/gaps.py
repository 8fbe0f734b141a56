"""Who fits best into a hole of a day: most prize for each minute of detour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Dict, Iterator, List, Optional, Sequence, Set, Tuple

from ...errors import EngineError
from ...matrix.types import Travel
from ..problem import Candidate, Problem, Window
from .inserting import Day, Probe, beside
from .manual import ManualCheck
from .orders import Book, Names, spacing

#: A detour shorter than this counts as this much: next door is next door.
LEAST_DETOUR_S = 60
#: Candidates looked at in one go.
BLOCK = 300
#: So many of the best insertions are tried out; more are needed only where
#: the day is broken already or hardly any delay is allowed.
PROBES = 500


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
    clients = _clients(problem, orders)
    day = problem.shifts[book.shift(shift_id)].day
    others = [
        clipped
        for item in problem.candidates
        if item.id not in placed and not spacing(item, day, clients.get(item.who, ()))
        for clipped in _clipped(item, from_s, to_s)
    ]
    planned = tuple(item for item in problem.candidates if item.id in placed)
    problem = replace(problem, candidates=planned + tuple(others))
    probe = Probe(problem, travel, shift_id, ids, beside(problem, orders))
    found = _rated(problem, travel, len(planned), probe.before, (from_s, to_s))
    return tuple(_confirmed(problem, probe, found, limit, max_delay_s))


def _clients(problem: Problem, orders: Names) -> Dict[str, List[Tuple[Candidate, int]]]:
    """Return the placed visits of each client with their days."""
    items, shifts = problem.candidate_by_id(), problem.shift_by_id()
    found: Dict[str, List[Tuple[Candidate, int]]] = {}
    for shift_id, ids in orders.items():
        for name in ids:
            entry = (items[name], shifts[shift_id].day)
            found.setdefault(items[name].who, []).append(entry)
    return found


def _clipped(item: Candidate, from_s: int, to_s: int) -> Iterator[Candidate]:
    """Yield the candidate with the windows in which it lies in the hole, if there are any."""
    last_s = to_s - item.service_s
    windows = _inside(item.windows or (Window(from_s, last_s),), from_s, last_s)
    if windows and not item.joint:
        yield replace(item, windows=windows)


def _inside(windows: Sequence[Window], from_s: int, to_s: int) -> Tuple[Window, ...]:
    cut = (Window(max(w.start_s, from_s), min(w.end_s, to_s)) for w in windows)
    return tuple(window for window in cut if window.start_s <= window.end_s)


def _rated(
    problem: Problem,
    travel: Travel,
    planned_count: int,
    before: ManualCheck,
    hole: Tuple[int, int],
) -> List[Filler]:
    """Return what fits into the shift, the best first; start and delay are not known yet."""
    book = Book(problem)
    planned = book.candidates(stop.candidate_id for stop in before.stops)
    shift = book.shift(before.shift_id)
    others = range(planned_count, len(problem.candidates))
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
    probe: Probe,
    found: Sequence[Filler],
    limit: int,
    max_delay_s: Optional[int],
) -> Iterator[Filler]:
    """Yield each candidate's best insertion that breaks no rule, with its times."""
    starts = {stop.candidate_id: stop.start_s for stop in probe.before.stops}
    items = problem.candidate_by_id()
    done: Set[str] = set()
    for filler in found[:PROBES]:
        if len(done) >= limit:
            return
        if filler.candidate_id in done:
            continue
        after, broken = probe.insert(items[filler.candidate_id], filler.position)
        same = (stop for stop in after.stops if stop.candidate_id in starts)
        delay_s = max([0, *(stop.start_s - starts[stop.candidate_id] for stop in same)])
        if not broken and (max_delay_s is None or delay_s <= max_delay_s):
            done.add(filler.candidate_id)
            start_s = after.stops[filler.position].start_s
            yield replace(filler, start_s=start_s, delay_s=delay_s)
