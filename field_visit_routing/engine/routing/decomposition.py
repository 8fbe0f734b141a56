"""A large problem cut into parts of some reps each, and cut anew along other borders.

A part is all shifts of some neighbouring reps with all their visits and some
candidates that nobody serves yet. Parts of one round share neither rep nor
candidate, so that they can be searched at the same time and their answers
simply put together. What one border separates, the next round's borders join.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

import numpy as np

from ..matrix.types import Travel
from . import objectives, selection
from .evaluation import Orders
from .parts import Part, restrict
from .problem import Candidate, Problem
from .selection import FAR, Ground, Ints

#: Driving assumed per visit when work is shared out, in seconds.
ASSUMED_LEG_S = 900
#: A part is offered so many times the work that fits, so that it can choose.
OFFERED = 1.7
#: Visits of a rep that stand for him when neighbours are looked for.
SAMPLE = 40
#: A rep is looked at with up to so many more open candidates than he has visits.
SPARE = 20

Group = List[int]


class Share(NamedTuple):
    """Shifts and candidates of one part, by their numbers in the whole problem.

    ``locked`` are candidates that keep their day, because other visits of
    the same client are in another part.
    """

    shifts: List[int]
    candidates: List[int]
    locked: Set[int]


class Splitter:
    """Cuts one problem again and again.

    Parameters
    ----------
    size
        Candidates that a part should have.
    """

    def __init__(self, problem: Problem, travel: Travel, size: int, seed: int) -> None:
        self.problem = problem
        self.ground = Ground(problem, travel)
        self._travel = travel
        self._size = size
        self._random = random.Random(seed)
        self._worth = objectives.worths(problem)
        self._clients = selection.clients(problem)
        self._client = {item: at for at, items in enumerate(self._clients) for item in items}
        self._together: Ints = np.zeros((len(self.ground.teams),) * 2, dtype=np.int64)

    # ---- the first cut ----------------------------------------------------------------------
    def first(self, possible: Sequence[int]) -> List[Share]:
        """Return parts of candidates that nobody serves yet.

        Each client goes to the nearest part that may serve all his visits
        and is not yet offered ``OFFERED`` times what its shifts hold; whoever
        is farthest from a second choice chooses first.
        """
        wanted = max(1, round(len(possible) / self._size))
        groups, ways = self._base_groups(wanted)
        given = self._given(groups, ways, set(possible))
        return [
            self._share(group, self._limited(group, ways[at], members), set())
            for at, (group, members) in enumerate(zip(groups, given))
        ]

    def _base_groups(self, wanted: int) -> Tuple[List[Group], List[Ints]]:
        """Return groups of reps, and per group the way of each candidate."""
        teams = self.ground.teams
        places = [self._base(shifts) for shifts in teams]
        wanted = min(wanted, len(teams))
        known = [place for place in places if place is not None]
        if len(known) == len(places) and len(set(known)) >= 2 * wanted:
            seconds = self._travel.block(known, known)[0].astype(np.int64)
            order = np.argsort(-seconds.mean(axis=1), kind="stable")
            groups = grow(seconds, [1] * len(teams), len(teams) / wanted, order.tolist())
            groups = self._joined(groups)
            return groups, [self.ground.way_s[group].min(axis=0) for group in groups]
        groups = self._joined([list(range(at, len(teams), wanted)) for at in range(wanted)])
        return groups, self._ways_to_seeds(groups)

    def _base(self, shifts: Sequence[int]) -> Optional[int]:
        found = [at for shift in shifts for at in selection.bases(self.problem.shifts[shift])]
        return found[0] if found else None

    def _joined(self, groups: List[Group]) -> List[Group]:
        """Join groups that must serve one client: his visits are bound to reps of both."""
        owner = {rep: at for at, group in enumerate(groups) for rep in group}
        root = list(range(len(groups)))

        def find(at: int) -> int:
            while root[at] != at:
                at = root[at]
            return at

        for items in self._clients:
            bound = [self._only_rep(item) for item in items] if len(items) > 1 else []
            parts = sorted({find(owner[rep]) for rep in bound if rep is not None})
            for other in parts[1:]:
                root[other] = parts[0]
        joined: Dict[int, Group] = {}
        for at, group in enumerate(groups):
            joined.setdefault(find(at), []).extend(group)
        return [sorted(group) for group in joined.values()]

    def _only_rep(self, candidate: int) -> Optional[int]:
        able = np.flatnonzero(self.ground.way_s[:, candidate] < FAR)
        return int(able[0]) if len(able) == 1 else None

    def _ways_to_seeds(self, groups: Sequence[Group]) -> List[Ints]:
        """Where bases tell nothing apart: the ways to visits far from each other."""
        where = [item.location for item in self.problem.candidates]
        nearest: Ints = np.full(len(where), FAR, dtype=np.int64)
        ways: List[Ints] = []
        at = int(np.argmax(np.where(self.ground.way_s[0] < FAR, self.ground.way_s[0], 0)))
        for group in groups:
            seconds = self._travel.block([where[at]], where)[0][0].astype(np.int64)
            seconds = np.where(seconds < 0, FAR, seconds)
            nearest = np.minimum(nearest, seconds)
            able = self.ground.way_s[group].min(axis=0) < FAR
            ways.append(np.where(able, 2 * seconds, FAR))
            at = int(np.argmax(np.where(nearest < FAR, nearest, 0)))
        return ways

    def _given(
        self, groups: Sequence[Group], ways: Sequence[Ints], open_: Set[int]
    ) -> List[List[int]]:
        """Share the open candidates out, client by client."""
        free = [OFFERED * self._time_s(group) for group in groups]
        clients = [[item for item in items if item in open_] for items in self._clients]
        clients = [items for items in clients if items]
        given: List[List[int]] = [[] for _group in groups]
        choices = [self._choices(ways, items) for items in clients]
        for at in sorted(range(len(clients)), key=lambda at: _urgency(choices[at])):
            able = [group for way, group in choices[at] if way < FAR]
            group = next((group for group in able if free[group] > 0), choices[at][0][1])
            given[group].extend(clients[at])
            free[group] -= sum(
                self.problem.candidates[item].service_s + ASSUMED_LEG_S for item in clients[at]
            )
        return given

    def _choices(self, ways: Sequence[Ints], items: Sequence[int]) -> List[Tuple[int, int]]:
        return sorted(
            (sum(int(way[item]) for item in items), group) for group, way in enumerate(ways)
        )

    def _time_s(self, group: Group) -> int:
        shifts = self.problem.shifts
        numbers = (at for rep in group for at in self.ground.teams[rep])
        return sum(shifts[at].close_s - shifts[at].start_s for at in numbers)

    def _limited(self, group: Group, way_s: Ints, members: Sequence[int]) -> List[int]:
        must = sum(1 for item in members if self.problem.candidates[item].must)
        room = max(must, selection.room(sum(len(self.ground.teams[rep]) for rep in group)))
        return selection.by_rank(self._worth, way_s, members)[:room]

    def _share(self, group: Group, candidates: Sequence[int], locked: Set[int]) -> Share:
        shifts = sorted(at for rep in group for at in self.ground.teams[rep])
        return Share(shifts, sorted(candidates), locked)

    # ---- later cuts -------------------------------------------------------------------------
    def next(self, orders: Orders, possible: Sequence[int]) -> List[Share]:
        """Return parts along other borders: neighbours by what they visit now."""
        served = selection.placed(orders)
        waiting = [item for item in possible if item not in served]
        visits = [sum(len(orders[at]) for at in shifts) for shifts in self.ground.teams]
        extra = len(waiting) / len(visits)
        groups = self._neighbours(orders, [count + min(extra, count + SPARE) for count in visits])
        ways = np.array([self.ground.way_s[group].min(axis=0) for group in groups])
        owner = {at: number for number, group in enumerate(groups) for at in self._shifts(group)}
        part = {item: owner[at] for at, order in enumerate(orders) for item in order}
        part.update(zip(waiting, ways[:, waiting].argmin(axis=0).tolist()))
        locked, barred = self._torn(part, served)
        shares = []
        for number, group in enumerate(groups):
            here = [item for at in self._shifts(group) for item in orders[at]]
            others = [i for i in waiting if part[i] == number and i not in barred]
            chosen = self._invited(group, ways[number], others, len(here))
            shares.append(self._share(group, here + chosen, locked.intersection(here)))
        return shares

    def _shifts(self, group: Group) -> List[int]:
        return [at for rep in group for at in self.ground.teams[rep]]

    def regions(self, orders: Orders) -> List[Group]:
        """Return groups of neighbours by what they visit, of about ``size`` shifts each."""
        return self._neighbours(orders, [float(len(team)) for team in self.ground.teams])

    def _neighbours(self, orders: Orders, weights: Sequence[float]) -> List[Group]:
        teams = self.ground.teams
        places = [self._middle(shifts, orders) for shifts in teams]
        seconds = self._travel.block(places, places)[0].astype(np.int64)
        seconds = np.where(seconds < 0, FAR, seconds)
        order = list(range(len(teams)))
        self._random.shuffle(order)
        groups = grow(seconds * (1 + self._together), weights, self._size, order)
        for group in groups:
            self._together[np.ix_(group, group)] += 1
        return groups

    def _middle(self, shifts: Sequence[int], orders: Orders) -> int:
        """Return the visited place that is nearest to all others of a rep; his base without any."""
        places = [self.problem.candidates[item].location for at in shifts for item in orders[at]]
        if not places:
            base = self._base(shifts)
            return base if base is not None else self.problem.candidates[0].location
        step = -(-len(places) // SAMPLE)
        places = places[::step]
        seconds = self._travel.block(places, places)[0].astype(np.int64)
        return places[int(seconds.sum(axis=1).argmin())]

    def _torn(self, part: Dict[int, int], served: Set[int]) -> Tuple[Set[int], Set[int]]:
        """Return served visits that must keep their day, and open ones that have to wait.

        Visits of one client in different parts cannot see each other.
        """
        locked: Set[int] = set()
        barred: Set[int] = set()
        for items in self._clients:
            here = [item for item in items if item in part]
            if len({part[item] for item in here}) > 1:
                locked.update(item for item in here if item in served)
                barred.update(item for item in here if item not in served)
        return locked, barred

    def _invited(self, group: Group, way_s: Ints, others: Sequence[int], here: int) -> List[int]:
        """Return open candidates for a part: the best by rank, and some that take their turn."""
        shifts = sum(len(self.ground.teams[rep]) for rep in group)
        room = max(0, selection.room(shifts) - here)
        able = [item for item in others if way_s[item] < FAR]
        ranked = selection.by_rank(self._worth, way_s, able)
        best, rest = ranked[: room // 2], ranked[room // 2 :]
        return best + self._random.sample(rest, min(len(rest), room - len(best)))


def _urgency(choices: Sequence[Tuple[int, int]]) -> int:
    return choices[0][0] - choices[1][0] if len(choices) > 1 else -FAR


def torn(problem: Problem, here: Sequence[int], served: Set[int]) -> Set[int]:
    """Return those of some visits whose client has other visits elsewhere."""
    items = problem.candidates
    elsewhere = {items[item].who for item in served.difference(here)}
    return {item for item in here if items[item].who in elsewhere}


def grow(seconds: Ints, weights: Sequence[float], size: float, order: Sequence[int]) -> List[Group]:
    """Return groups of near neighbours: each grows round the next free one in ``order``."""
    free = set(order)
    groups = []
    for first in order:
        if first not in free:
            continue
        free.discard(first)
        group: Group = [first]
        weight = weights[first]
        for other in np.argsort(seconds[first], kind="stable").tolist():
            if other in free and weight + weights[other] / 2 < size:
                group.append(other)
                weight += weights[other]
                free.discard(other)
        groups.append(sorted(group))
    return groups


def part_of(problem: Problem, travel: Travel, share: Share, orders: Orders) -> Part:
    """Return the part of a share; candidates with a locked day may only stay on it."""
    whole = problem
    if share.locked:
        day = {item: problem.shifts[at].day for at in share.shifts for item in orders[at]}
        lock = _locker(problem, share, day)
        items = tuple(lock(at, item) for at, item in enumerate(problem.candidates))
        whole = replace(problem, candidates=items)
    return restrict(whole, travel, share.candidates, share.shifts)


def _locker(
    problem: Problem, share: Share, day: Dict[int, int]
) -> Callable[[int, Candidate], Candidate]:
    def lock(at: int, item: Candidate) -> Candidate:
        if at not in share.locked:
            return item
        names = tuple(
            problem.shifts[shift].id
            for shift in share.shifts
            if problem.shifts[shift].day == day[at]
        )
        if item.allowed_shifts is not None:
            names = tuple(name for name in names if name in item.allowed_shifts)
        return replace(item, allowed_shifts=names)

    return lock


class Regions:
    """Regions of about ``size`` neighbouring shifts."""

    def __init__(self, problem: Problem, travel: Travel, orders: Orders, size: int) -> None:
        splitter = Splitter(problem, travel, size, 0)
        groups = splitter.regions(orders)
        ground = splitter.ground
        self._shifts = [[at for rep in group for at in ground.teams[rep]] for group in groups]
        self._ways = np.array([ground.way_s[group].min(axis=0) for group in groups])

    def share(self, waiting: Sequence[int]) -> List[Tuple[List[int], List[int]]]:
        """Return per region its shifts and whom of the waiting it is nearest to."""
        nearest = self._ways[:, list(waiting)].argmin(axis=0).tolist()
        shared: List[Tuple[List[int], List[int]]] = [(shifts, []) for shifts in self._shifts]
        for item, region in zip(waiting, nearest):
            shared[region][1].append(item)
        return shared
