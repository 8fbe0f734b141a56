"""Who could serve whom, how far it is, and which candidates enter a search.

A shift serves perhaps a dozen of its candidates; a search among far more
finds less in the same time. At most ``PER_SHIFT`` candidates per shift enter
it, mandatory and pinned ones first, then by worth less the way. The others
take their turn in later rounds and are tried by insertion at the end.
"""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Set, Tuple

import numpy as np
import numpy.typing as npt

from ..matrix.types import IntArray, Travel
from .problem import Candidate, Problem, Shift
from .timing import FOREVER, opening_times

PER_SHIFT = 60
#: Up to this number nothing is filtered, however few shifts there are.
ALWAYS_ALL = 300
#: Farther than any way: who cannot serve somebody is so far away.
FAR = 1 << 29
#: Blocks of candidates × bases looked at in one go.
CHUNK = 2_000

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Ground:
    """The ways between reps and candidates, computed once.

    Attributes
    ----------
    teams
        Shift numbers by rep, in the order in which the reps first appear.
    way_s
        ``int[reps, candidates]``: the way there and back from where the rep
        starts and ends, in the nearest of his shifts that could serve the
        candidate as far as hours and permission go; ``FAR`` where none could.
    """

    def __init__(self, problem: Problem, travel: Travel) -> None:
        self.problem = problem
        self.teams = list(reps(problem).values())
        self._travel = travel
        self._where = [item.location for item in problem.candidates]
        self._services = np.array([item.service_s for item in problem.candidates], dtype=np.int64)
        self._opens, self._shuts = _openings(problem)
        self._allowed = _allowed(problem)
        self._bases = sorted({at for shift in problem.shifts for at in bases(shift)})
        self._legs: Dict[Tuple[str, bool], IntArray] = {}
        self.way_s = self._ways()

    def _ways(self) -> Ints:
        rows = []
        for shifts in self.teams:
            ways = [self._way(self.problem.shifts[at], self._allowed[at]) for at in shifts]
            rows.append(np.minimum.reduce(ways))
        return np.array(rows)

    def _way(self, shift: Shift, allowed: Flags) -> Ints:
        """Return the way there and back by candidate, ``FAR`` where the shift cannot serve it."""
        there, back = self._there_and_back(shift)
        arrival = (shift.start_s + there)[:, None]
        latest = (shift.close_s - self._services - back)[:, None]
        open_then = np.maximum(self._opens, arrival) <= np.minimum(self._shuts, latest)
        possible: Flags = open_then.any(axis=1) & allowed & (there < FAR) & (back < FAR)
        return np.where(possible, there + back, FAR)

    def _there_and_back(self, shift: Shift) -> Tuple[Ints, Ints]:
        there = self._seconds(shift.start_location, shift.profile, True)
        return there, self._seconds(shift.end_location, shift.profile, False)

    def _seconds(self, base: Optional[int], profile: str, forth: bool) -> Ints:
        if base is None:
            return np.zeros(len(self._where), dtype=np.int64)
        row = self._bases.index(base)
        if (profile, forth) not in self._legs:
            self._legs[profile, forth] = self._from_bases(profile, forth)
        seconds = self._legs[profile, forth][row].astype(np.int64)
        return np.where(seconds < 0, FAR, seconds)

    def _from_bases(self, profile: str, forth: bool) -> IntArray:
        """Return the seconds from (or to) every base, ``int32[bases, candidates]``."""
        parts = []
        for begin in range(0, len(self._where), CHUNK):
            some = self._where[begin : begin + CHUNK]
            if forth:
                parts.append(self._travel.block(self._bases, some, profile)[0])
            else:
                parts.append(self._travel.block(some, self._bases, profile)[0].T)
        return np.concatenate(parts, axis=1)


def reps(problem: Problem) -> Dict[str, List[int]]:
    """Return the shift numbers of each rep."""
    teams: Dict[str, List[int]] = {}
    for number, shift in enumerate(problem.shifts):
        teams.setdefault(shift.rep, []).append(number)
    return teams


def bases(shift: Shift) -> List[int]:
    """Return the locations where a shift begins and ends, as far as they are fixed."""
    found = {shift.start_location, shift.end_location} - {None}
    return sorted(index for index in found if index is not None)


def _openings(problem: Problem) -> Tuple[Ints, Ints]:
    """Return begins and ends of the openings, ``int[candidates, most openings]`` each."""
    openings = [opening_times(item) for item in problem.candidates]
    width = max(1, max(len(item) for item in openings))
    begins = np.full((len(openings), width), FOREVER, dtype=np.int64)
    ends = np.full((len(openings), width), -1, dtype=np.int64)
    for row, windows in enumerate(openings):
        for column, window in enumerate(windows):
            begins[row, column], ends[row, column] = window.start_s, window.end_s
    return begins, ends


def _allowed(problem: Problem) -> Flags:
    """Return which shift may serve which candidate, ``bool[shifts, candidates]``."""
    allowed = np.ones((len(problem.shifts), len(problem.candidates)), dtype=np.bool_)
    number = {shift.id: at for at, shift in enumerate(problem.shifts)}
    frozen = {name: shift.id for shift in problem.shifts for name in shift.first}
    for column, item in enumerate(problem.candidates):
        if item.allowed_shifts is not None:
            known = [number[name] for name in item.allowed_shifts if name in number]
            mask = np.zeros(len(number), dtype=np.bool_)
            mask[known] = True
            allowed[:, column] &= mask
        if item.pin is not None or item.id in frozen:
            fits = [_holds(item, shift, frozen.get(item.id)) for shift in problem.shifts]
            allowed[:, column] &= np.array(fits)
    return allowed


def _holds(item: Candidate, shift: Shift, frozen: Optional[str]) -> bool:
    """Whether pin and frozen beginnings leave the candidate to the shift."""
    pin = item.pin
    if frozen is not None and frozen != shift.id:
        return False
    return pin is None or (
        (pin.shift_id is None or pin.shift_id == shift.id)
        and (pin.rep is None or pin.rep == shift.rep)
        and (pin.day is None or pin.day == shift.day)
    )


def room(shifts: int) -> int:
    """Return how many candidates a search with so many shifts takes."""
    return max(ALWAYS_ALL, PER_SHIFT * shifts)


def by_rank(worth: Sequence[int], way_s: Ints, candidates: Sequence[int]) -> List[int]:
    """Return the candidates by worth less the way; who must be served comes first by that.

    ``worth`` and ``way_s`` are those of every candidate of the problem.
    """
    return sorted(candidates, key=lambda item: (int(way_s[item]) - worth[item], item))


def clients(problem: Problem) -> List[List[int]]:
    """Return the candidate numbers of each client."""
    found: Dict[str, List[int]] = {}
    for number, item in enumerate(problem.candidates):
        found.setdefault(item.who, []).append(number)
    return list(found.values())


def placed(orders: Sequence[Sequence[int]]) -> Set[int]:
    """Return the numbers of all candidates that have a place."""
    return {item for order in orders for item in order}
