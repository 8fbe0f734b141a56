"""Checks a scenario with its own arithmetic; knows nothing of how it was found.

The published outline is what counts: that an area is in one piece is seen from its polygon and from who
lies in it, not from the graph that the search used.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple

import shapely
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from ...geo.distance import EARTH_RADIUS_M
from .answer import Area, Scenario
from .question import Customer, DesignQuestion, Rep

#: Degrees that a customer may lie beyond an outline for rounding: about three centimetres.
ROUNDING_DEG = 3e-7
#: Part of an area that may be of another one as well, for rounding.
ROUNDING_PART = 1e-5


@dataclass(frozen=True)
class Violation:
    """A broken rule: ``once``, ``lock``, ``load``, ``balance``, ``piece``, ``inside``, ``overlap`` or ``apart``."""

    rule: str
    rep: int = 0
    customer: int = 0
    value: float = 0.0


def check(question: DesignQuestion, scenario: Scenario, balance: bool = True) -> Tuple[Violation, ...]:
    """Return every rule that the scenario breaks; ``balance`` tells whether the tolerance is one of them."""
    found = _members(question, scenario)
    if found:
        return tuple(found)
    found += _loads(question, scenario, balance)
    outlines = {area.rep: shape(area.outline) for area in scenario.areas if area.outline}
    customers = {item.id: item for item in question.customers}
    for area in scenario.areas:
        found += _outline(area, outlines.get(area.rep), customers)
    return tuple(found + _overlaps(outlines))


def _members(question: DesignQuestion, scenario: Scenario) -> List[Violation]:
    """Each customer is in one area, a locked one in his rep's."""
    found: List[Violation] = []
    rep_of: Dict[int, int] = {}
    for area in scenario.areas:
        for customer in area.customers:
            if customer in rep_of:
                found.append(Violation("once", area.rep, customer))
            rep_of[customer] = area.rep
    for item in question.customers:
        if item.id not in rep_of:
            found.append(Violation("once", 0, item.id))
        elif item.locked is not None and rep_of[item.id] != item.locked:
            found.append(Violation("lock", rep_of[item.id], item.id))
    wanted = sorted(rep.id for rep in question.reps)
    if sorted(area.rep for area in scenario.areas) != wanted or len(rep_of) != len(question.customers):
        found.append(Violation("once"))
    return found


def _loads(question: DesignQuestion, scenario: Scenario, balance: bool) -> List[Violation]:
    around = _around_m(question) if question.balance in ("drive_hours", "work_hours") else {}
    customers = {item.id: item for item in question.customers}
    reps = {rep.id: rep for rep in question.reps}
    loads = {
        area.rep: math.fsum(
            _load(question, customers[each], reps[area.rep], around.get(each, 0.0)) for each in area.customers
        )
        for area in scenario.areas
    }
    total, shares = math.fsum(loads.values()), math.fsum(rep.share for rep in question.reps)
    found = []
    for area in scenario.areas:
        if not math.isclose(area.load, loads[area.rep], rel_tol=1e-4, abs_tol=1e-6):
            found.append(Violation("load", area.rep, 0, loads[area.rep]))
        fair = total * reps[area.rep].share / shares
        if balance and abs(loads[area.rep] - fair) > (question.tolerance + 1e-6) * fair:
            found.append(Violation("balance", area.rep, 0, loads[area.rep] / fair - 1.0))
    return found


def _load(question: DesignQuestion, customer: Customer, rep: Rep, around_m: float) -> float:
    simple = {"customers": 1.0, "amount": customer.amount, "visit_hours": customer.visits * customer.service_h}
    if question.balance in simple:
        return simple[question.balance]
    metres_per_hour = question.speed_kmh * 1000.0
    hop_h = around_m * 0.7124 * math.sqrt(math.pi / 4.0) * question.detour_factor / metres_per_hour
    way_h = _way_m(question, customer, rep) * question.detour_factor / metres_per_hour
    each_h = max(hop_h + customer.service_h, 1 / 60.0)
    visits_a_day = max((question.day_h - 2.0 * way_h) / each_h, 1.0)
    driving = customer.visits * (hop_h + 2.0 * way_h / visits_a_day)
    return driving + (simple["visit_hours"] if question.balance == "work_hours" else 0.0)


def _way_m(question: DesignQuestion, customer: Customer, rep: Rep) -> float:
    if rep.lat is None or rep.lon is None:
        return 0.0
    return _flat_m(_middle(question), (customer.lat, customer.lon), (rep.lat, rep.lon))


def _middle(question: DesignQuestion) -> float:
    """Return the mean latitude, at which degrees of longitude are measured."""
    return math.fsum(item.lat for item in question.customers) / len(question.customers)


def _flat_m(lat: float, one: Tuple[float, float], other: Tuple[float, float]) -> float:
    degree_m = math.pi * EARTH_RADIUS_M / 180.0
    east = (one[1] - other[1] + 540.0) % 360.0 - 180.0
    return math.hypot((one[0] - other[0]) * degree_m, east * degree_m * math.cos(math.radians(lat)))


def _around_m(question: DesignQuestion) -> Dict[int, float]:
    """Return the distance to the fourth nearest other customer, found through a tree of shapely."""
    lat, customers = _middle(question), question.customers
    scale = math.cos(math.radians(lat))
    first = customers[0].lon
    points = [Point(((item.lon - first + 540.0) % 360.0 - 180.0) * scale, item.lat) for item in customers]
    wanted = min(4, len(customers) - 1)
    tree = shapely.STRtree(points)
    return {item.id: _nth(tree, points, at, wanted) for at, item in enumerate(customers)}


def _nth(tree: shapely.STRtree, points: List[Point], at: int, wanted: int) -> float:
    if not wanted:
        return 0.0
    reach = 1e-4
    while True:
        near = tree.query(points[at], predicate="dwithin", distance=reach)
        if len(near) > wanted:
            ways = sorted(points[at].distance(points[other]) for other in near if other != at)
            return ways[wanted - 1] * math.pi * EARTH_RADIUS_M / 180.0
        reach *= 2.0


def _outline(area: Area, outline: Optional[BaseGeometry], customers: Dict[int, Customer]) -> List[Violation]:
    """The outline is one valid piece; who is not locked lies in it, who lies beside it is told of."""
    free = [item for item in area.customers if customers[item].locked is None]
    if outline is None:
        return [Violation("piece", area.rep)] if free else []
    found = []
    if not outline.is_valid or not _is_one_piece(outline):
        found.append(Violation("piece", area.rep))
    wide = outline.buffer(ROUNDING_DEG)
    shapely.prepare(wide)
    outside = {each for each in area.customers if not wide.intersects(Point(customers[each].lon, customers[each].lat))}
    found += [Violation("inside", area.rep, each) for each in free if each in outside]
    found += [Violation("apart", area.rep, each) for each in outside - set(free) - set(area.apart)]
    return found


def _is_one_piece(outline: BaseGeometry) -> bool:
    """Whether it is one polygon, when what the line of ±180° cuts is put together again."""
    west, _south, east, _north = outline.bounds
    if outline.geom_type == "MultiPolygon" and west <= -179.999 and east >= 179.999:
        parts = [
            shapely.transform(part, lambda points: points + (360.0, 0.0)) if part.bounds[0] < 0 else part
            for part in outline.geoms
        ]
        outline = shapely.union_all(parts)
    return bool(outline.geom_type == "Polygon")


def _overlaps(outlines: Dict[int, BaseGeometry]) -> List[Violation]:
    reps = sorted(outlines)
    found = []
    for at, one in enumerate(reps):
        for other in reps[at + 1 :]:
            both = outlines[one].intersection(outlines[other]).area
            least = min(outlines[one].area, outlines[other].area)
            if both > ROUNDING_PART * least:
                found.append(Violation("overlap", one, 0, both))
    return found
