"""The numbers that the search works on: units, reps, loads and prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List

import numpy as np

from .ground import Floats, Ground, Ints
from .load import home_m, load_of
from .question import Aim, DesignQuestion, refusal

#: Keeps sums of nothing apart from zero.
_TINY = 1e-9


@dataclass(frozen=True)
class Board:
    """The question in units; rows are units, columns are reps.

    Attributes
    ----------
    load
        Load of each unit for each rep.
    fixed
        Load of the locked customers of each rep.
    share
        Part of the whole load that each rep is to have; they sum up to 1.
    weight
        How much each unit counts in distances: its visits, on average 1.
    homes
        Start of each rep in metres; NaN for a rep without one.
    fixed_weight, fixed_at
        Weight and middle of the locked customers of each rep.
    kept
        Customers of each unit that each rep has now.
    """

    question: DesignQuestion
    ground: Ground
    load: Floats
    fixed: Floats
    share: Floats
    weight: Floats
    homes: Floats
    home_m: Floats
    fixed_weight: Floats
    fixed_at: Floats
    kept: Floats

    @property
    def reps(self) -> int:
        """Number of reps."""
        return len(self.share)

    def loads(self, areas: Ints) -> Floats:
        """Return the load of each rep when ``areas`` names the rep of each unit."""
        own = self.load[np.arange(len(areas)), areas]
        result: Floats = self.fixed + np.bincount(areas, own, self.reps)
        return result

    def deviation(self, areas: Ints) -> float:
        """Return how far the worst area is from its share of the load, as a part of it."""
        return worst(self.loads(areas), self.share)

    def centres(self, areas: Ints) -> Floats:
        """Return the middle of each rep's customers, locked ones included."""
        weight = self.fixed_weight + np.bincount(areas, self.weight, self.reps)
        total = self.fixed_at * self.fixed_weight[:, None]
        for axis in (0, 1):
            total[:, axis] += np.bincount(areas, self.weight * self.ground.at[:, axis], self.reps)
        result: Floats = total / np.maximum(weight, _TINY)[:, None]
        return result

    def price(self, aim: Aim, centres: Floats) -> Floats:
        """Return what it costs to give each unit to each rep, about 1 for an average one."""
        reach = self.ground.reach_m
        squares = ((self.ground.at[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2) / reach**2
        cost = self.weight[:, None] * (aim.compact * squares + aim.home * self.home_m / reach)
        taken = self.kept.sum(axis=1, keepdims=True) - self.kept
        result: Floats = cost + aim.keep * taken
        return result

    def value(self, aim: Aim, areas: Ints) -> float:
        """Return the price of all units; smaller is better."""
        price = self.price(aim, self.centres(areas))
        return float(price[np.arange(len(areas)), areas].sum())


def worst(loads: Floats, share: Floats) -> float:
    """Return the largest deviation of a load from its share of all loads, as a part of the share."""
    total = float(loads.sum())
    if total <= 0.0:
        return 0.0
    return float(np.abs(loads / (share * total) - 1.0).max())


def board_of(question: DesignQuestion, ground: Ground) -> Board:
    """Return the board of a checked question.

    Raises
    ------
    EngineError
        ``bad_design`` where locks or a single place are more than an area may hold.
    """
    columns = {rep.id: at for at, rep in enumerate(question.reps)}
    load = load_of(question, ground)
    weight = np.array([max(item.visits, 0.0) for item in question.customers])
    weight = weight / weight.mean() if weight.mean() > 0 else np.ones(len(weight))
    weight = np.maximum(weight, 0.05)
    share = np.array([rep.share for rep in question.reps], dtype=np.float64)
    locked = _locked(question, ground, columns, load, weight)
    homes = [
        ground.plane.metres([rep.lat], [rep.lon])[0]
        if rep.lat is not None and rep.lon is not None
        else np.full(2, np.nan)
        for rep in question.reps
    ]
    units = ground.sums(weight)
    board = Board(
        question, ground, ground.sums(load), locked[:, 0], share / share.sum(), units, np.array(homes),
        _mean_home(question, ground, weight, units), locked[:, 1], locked[:, 2:] / np.maximum(locked[:, 1:2], _TINY),
        ground.sums(_owned(question, columns)),
    )  # fmt: skip
    _check_loads(board, load)
    return board


def _locked(
    question: DesignQuestion, ground: Ground, columns: dict[int, int], load: Floats, weight: Floats
) -> Floats:
    """Return of each rep's locked customers: load, weight, and weighted sums of x and y."""
    result = np.zeros((len(question.reps), 4))
    for at, item in enumerate(question.customers):
        if item.locked is not None:
            rep = columns[item.locked]
            result[rep] += (load[at, rep], weight[at], *(weight[at] * ground.spots[at]))
    return result


def _owned(question: DesignQuestion, columns: dict[int, int]) -> Floats:
    owned = np.zeros((len(question.customers), len(question.reps)))
    for at, item in enumerate(question.customers):
        if item.owner in columns:
            owned[at, columns[item.owner]] = 1.0
    return owned


def _mean_home(question: DesignQuestion, ground: Ground, weight: Floats, units: Floats) -> Floats:
    result: Floats = ground.sums(home_m(question, ground) * weight[:, None]) / np.maximum(units, _TINY)[:, None]
    return result


def _check_loads(board: Board, load: Floats) -> None:
    """Refuse what no search can balance: too much in one place, or too much locked to one rep."""
    question = board.question
    least = float(load.min(axis=1).sum())
    if least <= 0.0:
        raise refusal("nothing_to_balance")
    most = load.max(axis=1).sum() * board.share * (1.0 + question.tolerance)
    heavy = np.nonzero(board.fixed > most)[0]
    if len(heavy):
        at = int(heavy[0])
        raise refusal("locked_too_much", id=question.reps[at].id, value=_percent(board.fixed[at], most[at], board))
    # whichever rep takes this place, his area is too heavy
    alone = np.nonzero((board.load > most[None, :]).all(axis=1))[0]
    if len(alone):
        _refuse_heavy(board, load, int(alone[0]), most)


def _refuse_heavy(board: Board, load: Floats, unit: int, most: Floats) -> None:
    members: List[int] = [int(at) for at, its in zip(board.ground.free, board.ground.unit_of) if its == unit]
    first = max(members, key=lambda at: float(load[at].min()))
    fault = "too_heavy_customer" if (load[first] > most).all() else "too_heavy_place"
    value = _percent(float(board.load[unit].min()), float(most.max()), board)
    raise refusal(fault, id=board.question.customers[first].id, count=len(members), value=value)


def _percent(load: float, most: float, board: Board) -> int:
    """Return a load in percent of a mean area."""
    return round(100.0 * load / most * (1.0 + board.question.tolerance))
