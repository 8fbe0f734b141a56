"""A file of the field as a problem of this engine, and its published measure."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ..matrix.types import Travel
from ..routing.problem import Candidate, Problem, Shift, Window
from .errors import FormatError
from .plane import Point, positions, truncated

#: The table of all distances of so many places takes about 400 MB.
MAX_CUSTOMERS = 7_000
#: ``family`` of an instance.
VRPTW, PCVRPTW, TOPTW, OWN = "vrptw", "pcvrptw", "toptw", "json"

Figure = Union[int, float, str]


@dataclass(frozen=True)
class Node:
    """A depot or customer in the file's units; ``line`` is where it stands."""

    number: int
    place: Point
    demand: int
    opens: Decimal
    closes: Decimal
    service: Decimal
    prize: int
    line: int


@dataclass(frozen=True)
class Fleet:
    """How many vehicles there are, and what one carries (``None``: no bound)."""

    count: int
    capacity: Optional[int]


@dataclass(frozen=True)
class Instance:
    """A problem with its travel times, and how the file names and counts things.

    Attributes
    ----------
    family
        :data:`VRPTW`, :data:`PCVRPTW`, :data:`TOPTW` or :data:`OWN`.
    scale
        How many of the problem's seconds and metres are one unit of the file.
    numbers
        The file's number of each candidate by its id; empty for our own JSON.
    """

    family: str
    problem: Problem
    travel: Travel
    scale: int = 1
    numbers: Mapping[str, int] = field(default_factory=dict)

    def name(self, candidate_id: str) -> Union[int, str]:
        """Return a candidate as the file names it."""
        return self.numbers.get(candidate_id, candidate_id)


def build(
    family: str, depot: Node, customers: Sequence[Node], fleet: Fleet, scale: int
) -> Instance:
    """Make the problem: one shift per vehicle, all from and to the depot.

    Times and distances are multiplied by ``scale`` and become whole numbers:
    distances are truncated, openings rounded up, closings down. Service at
    the depot is ignored, and its window is every shift's.
    """
    _sizes(family, customers, fleet)
    points = [depot.place, *(node.place for node in customers)]
    items = tuple(_candidate(family, at, node, scale) for at, node in enumerate(customers, start=1))
    shifts = tuple(_shift(at, depot, fleet, scale) for at in range(1, fleet.count + 1))
    problem = Problem(
        positions(points),
        items,
        shifts,
        _OBJECTIVES[family],
        prize_s=_prize_s(family, depot, scale),
    )
    numbers = {str(node.number): node.number for node in customers}
    return Instance(family, problem, truncated(points, scale), scale, numbers)


#: Where it must be served only the driving is left to save.
_OBJECTIVES = {VRPTW: "least_driving", PCVRPTW: "most_value", TOPTW: "most_value"}


def _prize_s(family: str, depot: Node, scale: int) -> int:
    """Seconds that a point is worth.

    A lost prize of PCVRPTW counts as so much distance. In TOPTW only prizes
    count: no detour within the time limit is worth a point.
    """
    return scale if family == PCVRPTW else max(1, int(depot.closes * scale))


def _sizes(family: str, customers: Sequence[Node], fleet: Fleet) -> None:
    if not customers:
        raise FormatError("no_customers")
    if len(customers) > MAX_CUSTOMERS:
        raise FormatError("too_many", count=len(customers), limit=MAX_CUSTOMERS)
    for node in customers:
        if _must(family, node) and fleet.capacity is not None and node.demand > fleet.capacity:
            raise FormatError(
                "over_capacity",
                node.line,
                number=node.number,
                load=str(node.demand),
                capacity=str(fleet.capacity),
            )


def _candidate(family: str, location: int, node: Node, scale: int) -> Candidate:
    opens, closes = _window(node, scale)
    return Candidate(
        str(node.number),
        location,
        math.ceil(node.service * scale),
        (Window(opens, max(opens, closes)),),
        node.prize,
        mandatory=_must(family, node),
        load=node.demand,
    )


def _must(family: str, node: Node) -> bool:
    # The PyVRP collection has customers without a prize served, too.
    return family == VRPTW or (family == PCVRPTW and node.prize == 0)


def _window(node: Node, scale: int) -> Tuple[int, int]:
    if node.closes < node.opens:
        raise FormatError(
            "window_reversed",
            node.line,
            number=node.number,
            start=str(node.opens),
            end=str(node.closes),
        )
    return math.ceil(node.opens * scale), math.floor(node.closes * scale)


def _shift(at: int, depot: Node, fleet: Fleet, scale: int) -> Shift:
    opens, closes = _window(depot, scale)
    name = "route %d" % at
    return Shift(name, name, 0, opens, max(opens, closes), 0, 0, capacity=fleet.capacity)


def limited(fleet: Fleet, routes: Optional[int]) -> Fleet:
    """Return the fleet with the number of routes that the user wants.

    Raises
    ------
    FormatError
        ``routes_too_many``: the file's number of vehicles is a hard limit.
    """
    if routes is None:
        return fleet
    if routes > fleet.count:
        detail = "the file has %d vehicles" % fleet.count
        raise FormatError("routes_too_many", routes=routes, detail=detail, limit=fleet.count)
    return Fleet(routes, fleet.capacity)


def measures(instance: Instance, routes: Sequence[Sequence[str]]) -> Dict[str, Figure]:
    """Return what published tables state of routes, given as lists of candidate ids.

    ``cost`` is, as ``measure`` says, the distance (VRPTW), ten times the sum
    of distance and prizes not collected (PCVRPTW, as the PyVRP collection
    states it), the collected prize (TOPTW, to be maximised) or the seconds of
    driving (our own JSON). ``distance`` is in the file's unit, and
    ``unserved`` appears only where a customer that must be served is not.
    """
    by_id = instance.problem.candidate_by_id()
    placed = {name for route in routes for name in route}
    units = sum(_length(instance, [by_id[name] for name in route]) for route in routes)
    prize = sum(by_id[name].prize for name in placed)
    lost = sum(item.prize for item in instance.problem.candidates) - prize
    cost: Dict[str, Figure] = {
        VRPTW: {"cost": units / instance.scale, "measure": "distance"},
        PCVRPTW: {"cost": units + lost * instance.scale, "measure": "10 × (distance + lost prize)"},
        TOPTW: {"cost": prize, "measure": "collected prize"},
    }[instance.family]
    return {**cost, "distance": units / instance.scale, "prize": prize}


def _length(instance: Instance, route: Sequence[Candidate]) -> int:
    """Units from the depot through the route and back."""
    stops: List[int] = [0, *(item.location for item in route), 0]
    return sum(instance.travel.leg(a, b)[1] for a, b in zip(stops, stops[1:]))
