"""Measures of a division of the customers."""

from __future__ import annotations

from typing import Dict, List, Optional

import numpy as np
import shapely

from .answer import Area, Scenario
from .board import Board, worst
from .ground import Floats, Ints
from .load import drive_hours, home_m, load_of
from .outlines import geojson, outlines, roundness


class Measurer:
    """Measures the scenarios of one board; numbers of customers that depend on no scenario are kept."""

    def __init__(self, board: Board) -> None:
        customers = board.question.customers
        self._board = board
        self._load = load_of(board.question, board.ground)
        self._drive = drive_hours(board.question, board.ground)
        self._home = home_m(board.question, board.ground)
        self._visit_h = np.array([item.visits * item.service_h for item in customers])
        self._amount = np.array([item.amount for item in customers], dtype=np.float64)
        self._ids = np.array([item.id for item in customers], dtype=np.int64)
        self._columns = {rep.id: at for at, rep in enumerate(board.question.reps)}

    def scenario(self, name: str, units: Ints) -> Scenario:
        """Return the scenario in which ``units`` names the rep of each unit, -1 for nobody."""
        reps = np.full(len(self._ids), -1, dtype=np.int64)
        reps[self._board.ground.free] = units[self._board.ground.unit_of]
        return self._measured(name, self._with_locks(reps), units)

    def today(self, name: str) -> Scenario:
        """Return the division as it is now; an area's outline is drawn where most customers are the rep's."""
        kept = self._board.kept
        units = np.where(kept.any(axis=1), kept.argmax(axis=1), -1)
        reps = np.array(
            [self._columns.get(item.owner, -1) if item.owner is not None else -1
             for item in self._board.question.customers], dtype=np.int64
        )  # fmt: skip
        return self._measured(name, reps, units)

    def _with_locks(self, reps: Ints) -> Ints:
        for at, item in enumerate(self._board.question.customers):
            if item.locked is not None:
                reps[at] = self._columns[item.locked]
        return reps

    def _measured(self, name: str, reps: Ints, units: Ints) -> Scenario:
        count = self._board.reps
        shapes = outlines(self._board.ground, units, count)
        loads = np.array([float(self._load[reps == rep, rep].sum()) for rep in range(count)])
        areas = tuple(self._area(rep, reps, units, shapes[rep], loads) for rep in range(count))
        deviation = worst(loads, self._board.share)
        placed = reps >= 0
        return Scenario(
            name, areas, deviation, deviation <= self._board.question.tolerance + 1e-9, self._changes(reps),
            tuple(self._ids[~placed].tolist()), _mean([(len(a.customers), a.spread_m) for a in areas]),
            _mean([(len(a.customers), a.home_m) for a in areas]), sum(a.drive_h for a in areas),
            _mean([(1, area.roundness) for area in areas]),
        )  # fmt: skip

    def _area(self, rep: int, reps: Ints, units: Ints, shape: Optional[shapely.Geometry], loads: Floats) -> Area:
        own = np.nonzero(reps == rep)[0]
        fair = float(self._board.share[rep] * loads.sum())
        spots = self._board.ground.spots[own]
        return Area(
            self._board.question.reps[rep].id, tuple(self._ids[own].tolist()), self._apart(own, shape),
            geojson(shape), float(loads[rep]), float(loads[rep]) / fair - 1.0 if fair else 0.0,
            float(self._amount[own].sum()), float(self._visit_h[own].sum()), float(self._drive[own, rep].sum()),
            float(np.hypot(*(spots - spots.mean(axis=0)).T).mean()) if len(own) else 0.0,
            float(self._home[own, rep].mean()) if len(own) else 0.0, roundness(self._board.ground, units, rep),
        )  # fmt: skip

    def _apart(self, own: Ints, shape: Optional[shapely.Geometry]) -> tuple[int, ...]:
        """Return the locked customers outside the outline."""
        customers = self._board.question.customers
        locked = [int(at) for at in own if customers[at].locked is not None]
        if shape is None:
            return tuple(customers[at].id for at in locked)
        lons, lats = [customers[at].lon for at in locked], [customers[at].lat for at in locked]
        inside = shapely.intersects_xy(shape, lons, lats)
        return tuple(customers[at].id for at, within in zip(locked, inside) if not within)

    def _changes(self, reps: Ints) -> tuple[int, ...]:
        customers = self._board.question.customers
        known: Dict[int, int] = self._columns
        changed: List[int] = []
        for at, item in enumerate(customers):
            now = known.get(item.owner, -1) if item.owner is not None else -1
            if reps[at] >= 0 and reps[at] != now:
                changed.append(item.id)
        return tuple(changed)


def _mean(pairs: List[tuple[int, float]]) -> float:
    count = sum(weight for weight, _value in pairs)
    return sum(weight * value for weight, value in pairs) / count if count else 0.0
