"""Which candidates enter the search when there are far too many, and who serves them.

The search is superlinear in the number of candidates; a shift serves perhaps
a dozen. At most ``PER_SHIFT`` candidates per shift enter it, mandatory and
pinned ones first, then by worth less the way to the nearest base. All others
are still tried by insertion afterwards, and get their reason.
"""

from __future__ import annotations

from typing import Dict, List, Sequence, Set, Tuple

import numpy as np

from ..matrix.types import Travel
from . import objectives
from .problem import Problem, Shift

PER_SHIFT = 30
#: Up to this number nothing is filtered, however few shifts there are.
ALWAYS_ALL = 150
#: With more candidates than this, and several reps, each rep is planned alone.
WHOLE = 120
#: A rep is offered this much more work than fits, so that his part can choose.
OFFERED = 1.7
#: Driving assumed per visit when work is shared out, in seconds.
ASSUMED_LEG_S = 900
#: Blocks of candidates × bases looked at in one go.
CHUNK = 2_000


def preselect(problem: Problem, travel: Travel) -> Tuple[List[int], List[int]]:
    """Return the numbers of the candidates to search with, and of the others."""
    count = len(problem.candidates)
    room = max(ALWAYS_ALL, PER_SHIFT * len(problem.shifts))
    if count <= room:
        return list(range(count)), []
    nearest = _nearest_base(problem, travel)
    rank = sorted(range(count), key=lambda item: _rank(problem, item, nearest[item]))
    must = sum(1 for item in problem.candidates if item.must)
    room = max(room, must)
    return sorted(rank[:room]), sorted(rank[room:])


def _rank(problem: Problem, candidate: int, nearest_s: int) -> Tuple[bool, int, int]:
    item = problem.candidates[candidate]
    worth = objectives.prize_price(problem, item)
    return (not item.must, 2 * nearest_s - worth, candidate)


def bases(shift: Shift) -> List[int]:
    """Return the locations where a shift begins and ends, as far as they are fixed."""
    found = {shift.start_location, shift.end_location} - {None}
    return sorted(index for index in found if index is not None)


def _nearest_base(problem: Problem, travel: Travel) -> List[int]:
    """Return per candidate the seconds from the nearest base of all shifts."""
    places = sorted({index for shift in problem.shifts for index in bases(shift)})
    return _seconds(problem, travel, places, "")


def _seconds(problem: Problem, travel: Travel, places: Sequence[int], profile: str) -> List[int]:
    if not places:
        return [0] * len(problem.candidates)
    where = [item.location for item in problem.candidates]
    result: List[int] = []
    for begin in range(0, len(where), CHUNK):
        seconds, _metres = travel.block(places, where[begin : begin + CHUNK], profile)
        known = np.where(seconds < 0, np.iinfo(np.int32).max, seconds)
        result.extend(known.min(axis=0).tolist())
    return result


def share_out(problem: Problem, travel: Travel, candidates: Sequence[int]) -> List[List[int]]:
    """Return the candidates of each rep, in the order of :func:`reps`.

    Each goes to the nearest rep who may serve him and is not yet offered
    ``OFFERED`` times what his shifts hold; whoever is farthest from a second
    choice chooses first.
    """
    teams = reps(problem)
    if len(teams) == 1 or len(candidates) <= WHOLE:
        return [list(candidates)] if len(teams) == 1 else []
    return _assign(problem, candidates, _distances(problem, travel), teams)


def reps(problem: Problem) -> Dict[str, List[int]]:
    """Return the shift numbers of each rep."""
    teams: Dict[str, List[int]] = {}
    for number, shift in enumerate(problem.shifts):
        teams.setdefault(shift.rep, []).append(number)
    return teams


def _distances(problem: Problem, travel: Travel) -> List[List[int]]:
    result = []
    for shifts in reps(problem).values():
        places = sorted({at for shift in shifts for at in bases(problem.shifts[shift])})
        profile = problem.shifts[shifts[0]].profile
        result.append(_seconds(problem, travel, places, profile))
    return result


def _assign(
    problem: Problem,
    candidates: Sequence[int],
    distances: Sequence[Sequence[int]],
    teams: Dict[str, List[int]],
) -> List[List[int]]:
    choices = {item: _choices(problem, item, distances, teams) for item in candidates}
    free = [
        OFFERED * sum(problem.shifts[at].end_s - problem.shifts[at].start_s for at in shifts)
        for shifts in teams.values()
    ]
    result: List[List[int]] = [[] for _team in teams]
    for item in sorted(candidates, key=lambda item: _urgency(problem, item, choices[item])):
        wanted = [team for _seconds, team in choices[item]]
        team = next((team for team in wanted if free[team] > 0), wanted[0] if wanted else 0)
        result[team].append(item)
        free[team] -= problem.candidates[item].service_s + ASSUMED_LEG_S
    return [sorted(part) for part in result]


def _choices(
    problem: Problem,
    candidate: int,
    distances: Sequence[Sequence[int]],
    teams: Dict[str, List[int]],
) -> List[Tuple[int, int]]:
    """Return ``(seconds, team)`` of every rep who may serve the candidate, nearest first."""
    allowed = _allowed(problem, candidate)
    return sorted(
        (distances[team][candidate], team)
        for team, shifts in enumerate(teams.values())
        if any(problem.shifts[shift].id in allowed for shift in shifts)
    )


def _allowed(problem: Problem, candidate: int) -> Set[str]:
    item = problem.candidates[candidate]
    if item.pin is not None and item.pin.shift_id is not None:
        return {item.pin.shift_id}
    if item.allowed_shifts is not None:
        return set(item.allowed_shifts)
    return {shift.id for shift in problem.shifts}


def _urgency(
    problem: Problem, candidate: int, choices: Sequence[Tuple[int, int]]
) -> Tuple[bool, int, int]:
    item = problem.candidates[candidate]
    regret = choices[1][0] - choices[0][0] if len(choices) > 1 else 1 << 30
    return (not item.must, -regret, candidate)
