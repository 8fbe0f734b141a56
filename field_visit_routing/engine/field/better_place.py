"""Where a customer really is, by the positions that check-ins there had."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import List, Optional, Sequence, Tuple

from ..geo import great_circle_m

#: Positions farther from the middle than this many times the usual distance are left out.
OUTLIER = 3.0
#: Positions this near to the middle (m) are never outliers: receivers are no better.
ALWAYS_IN_M = 30.0


@dataclass(frozen=True)
class Better:
    """A proposed position in degrees; half of the ``count`` positions lie within ``spread_m`` metres of it."""

    latitude: float
    longitude: float
    spread_m: float
    count: int


def propose(positions: Sequence[Tuple[float, float]], least: int, most_spread_m: float) -> Optional[Better]:
    """Return the middle of ``positions`` (latitude, longitude), one a visit.

    None when fewer than ``least`` agree, or when half of them lie farther than ``most_spread_m`` from the middle.
    """
    if len(positions) < max(1, least):
        return None
    inner = _without_outliers(positions)
    middle = _middle(inner)
    spread = median(great_circle_m(*middle, *position) for position in inner)
    if len(inner) < least or spread > most_spread_m:
        return None
    return Better(*middle, spread, len(inner))


def _without_outliers(positions: Sequence[Tuple[float, float]]) -> List[Tuple[float, float]]:
    middle = _middle(positions)
    away = [great_circle_m(*middle, *position) for position in positions]
    limit = max(ALWAYS_IN_M, OUTLIER * median(away))
    return [position for position, distance in zip(positions, away) if distance <= limit]


def _middle(positions: Sequence[Tuple[float, float]]) -> Tuple[float, float]:
    """The median of each coordinate; longitudes are counted from the first one, across the antimeridian too."""
    first = positions[0][1]
    longitude = first + median(_turned(position[1] - first) for position in positions)
    return median(position[0] for position in positions), _turned(longitude)


def _turned(degrees: float) -> float:
    """``degrees`` as −180 … 180."""
    return math.remainder(degrees, 360.0)
