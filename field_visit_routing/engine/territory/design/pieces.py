"""Areas in one piece: find the pieces of each, and join what lies apart to its neighbours."""

from __future__ import annotations

import heapq
from typing import Dict, List, Sequence, Set

import numpy as np

from .board import Board
from .ground import Floats, Ints


def pieces(neighbours: Sequence[Ints], areas: Ints) -> List[List[int]]:
    """Return the connected pieces of all areas, each as a list of units."""
    seen = np.zeros(len(areas), dtype=bool)
    found = []
    for start in range(len(areas)):
        if not seen[start]:
            found.append(_piece(neighbours, areas, start, seen))
    return found


def _piece(neighbours: Sequence[Ints], areas: Ints, start: int, seen: Floats) -> List[int]:
    seen[start] = True
    piece, waiting = [], [start]
    while waiting:
        unit = waiting.pop()
        piece.append(unit)
        for other in neighbours[unit]:
            if not seen[other] and areas[other] == areas[start]:
                seen[other] = True
                waiting.append(int(other))
    return piece


def joined(board: Board, price: Floats, areas: Ints) -> Ints:
    """Return the areas in one piece each: of every area the heaviest piece stays, the others go to neighbours."""
    areas = _nobody_without(board, price, areas.copy())
    largest: Dict[int, List[int]] = {}
    for piece in pieces(board.ground.neighbours, areas):
        rep = int(areas[piece[0]])
        if rep not in largest or board.weight[piece].sum() > board.weight[largest[rep]].sum():
            largest[rep] = piece
    settled = np.zeros(len(areas), dtype=bool)
    for piece in largest.values():
        settled[piece] = True
    return _grown(board, price, areas, settled)


def _grown(board: Board, price: Floats, areas: Ints, settled: Floats) -> Ints:
    """Let the settled units take in the others, the cheapest step first."""
    steps: List[tuple[float, int, int]] = []

    def offer(unit: int) -> None:
        for other in board.ground.neighbours[unit]:
            if not settled[other]:
                heapq.heappush(steps, (float(price[other, areas[unit]]), int(other), int(areas[unit])))

    for unit in np.nonzero(settled)[0]:
        offer(int(unit))
    while steps:
        _price, unit, rep = heapq.heappop(steps)
        if not settled[unit]:
            settled[unit] = True
            areas[unit] = rep
            offer(unit)
    return areas


def _nobody_without(board: Board, price: Floats, areas: Ints) -> Ints:
    """Give each rep without a unit the one that costs least, of an area that has several."""
    counts = np.bincount(areas, minlength=board.reps)
    for rep in np.nonzero(counts == 0)[0]:
        dear = np.where(counts[areas] > 1, price[:, rep], np.inf)
        unit = int(dear.argmin())
        counts[areas[unit]] -= 1
        areas[unit], counts[rep] = rep, 1
    return areas


def roots(board: Board, areas: Ints, centres: Floats) -> List[int]:
    """Return of each area the unit nearest to its middle."""
    found = []
    for rep in range(board.reps):
        own = np.nonzero(areas == rep)[0]
        away = np.hypot(*(board.ground.at[own] - centres[rep]).T)
        found.append(int(own[away.argmin()]))
    return found


def ways(board: Board, areas: Ints, rep: int, root: int) -> Floats:
    """Return how far each unit is from the root, over neighbours; outside of the area the way counts a thousandfold.

    So every unit of a connected area has a neighbour in the area that is nearer to the root.
    """
    at, neighbours = board.ground.at, board.ground.neighbours
    distance = np.full(len(areas), np.inf)
    distance[root] = 0.0
    waiting = [(0.0, root)]
    done: Set[int] = set()
    while waiting:
        way, unit = heapq.heappop(waiting)
        if unit in done:
            continue
        done.add(unit)
        for other in neighbours[unit]:
            step = 1.0 + float(np.hypot(*(at[unit] - at[other])))
            inside = areas[unit] == rep and areas[other] == rep
            far = way + (step if inside else 1000.0 * step)
            if far < distance[other]:
                distance[other] = far
                heapq.heappush(waiting, (far, int(other)))
    return distance
