"""The answer of a design: scenarios of areas, and what they are measured by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Optional, Tuple

#: Name of the scenario that shows the areas as they are today.
TODAY = "today"


@dataclass(frozen=True)
class Area:
    """One rep's area.

    Attributes
    ----------
    customers
        Ids of all his customers, those locked to him included.
    apart
        Ids of locked customers outside his outline.
    outline
        GeoJSON; None when the rep has no customers but locked ones, or for areas of today that lie in no piece.
    load
        Sum of the number to balance, in its unit.
    deviation
        Of the load from its share of all loads, as a part of it.
    spread_m
        Mean distance of his customers from their middle.
    home_m
        Mean distance of his customers from his start; 0 when he has none.
    roundness
        4 · π · surface / perimeter² of the outline.
    """

    rep: int
    customers: Tuple[int, ...]
    apart: Tuple[int, ...]
    outline: Optional[Dict[str, Any]]
    load: float
    deviation: float
    amount: float
    visit_h: float
    drive_h: float
    spread_m: float
    home_m: float
    roundness: float


@dataclass(frozen=True)
class Scenario:
    """One division of the customers.

    Attributes
    ----------
    deviation
        The largest one of its areas.
    balanced
        Whether that is within the tolerance.
    changes
        Ids of customers whose rep is another one than now.
    nobody
        Ids of customers without an area; only in the scenario of today.
    """

    name: str
    areas: Tuple[Area, ...]
    deviation: float
    balanced: bool
    changes: Tuple[int, ...]
    nobody: Tuple[int, ...]
    spread_m: float
    home_m: float
    drive_h: float
    roundness: float


@dataclass(frozen=True)
class DesignAnswer:
    """All scenarios, the one of today first; ``cancelled`` when the search was ended before its work was done."""

    scenarios: Tuple[Scenario, ...]
    cancelled: bool = False
