"""Solomon's and Homberger's text: VRP with time windows.

A name, ``VEHICLE`` with number and capacity, ``CUSTOMER`` with a row of
``number x y demand ready due service`` each; the first row is the depot.
Distances and times count in tenths, distances truncated.
"""

from __future__ import annotations

from typing import List, Optional

from . import values
from .errors import FormatError
from .instance import VRPTW, Fleet, Instance, Node, build, limited
from .values import Line

SCALE = 10
_ROW = "customer number, x, y, demand, ready time, due date and service time"


def looks_like(lines: List[Line]) -> bool:
    """Whether the text has this format's headings."""
    return any(line.text.upper() in ("VEHICLE", "CUSTOMER") for line in lines[:12])


def parse(lines: List[Line], routes: Optional[int] = None) -> Instance:
    """Return the instance of a text; ``routes`` lowers the number of vehicles.

    Raises
    ------
    FormatError
        With the line, what is wrong there, and what to do.
    """
    vehicles, customers = _after(lines, "VEHICLE"), _after(lines, "CUSTOMER")
    fleet = limited(_fleet(lines, vehicles), routes)
    nodes = _nodes(_numeric(lines, customers))
    if not nodes:
        raise FormatError("truncated", lines[-1].number, expected="the depot and the customers")
    return build(VRPTW, nodes[0], nodes[1:], fleet, SCALE)


def _after(lines: List[Line], heading: str) -> int:
    for at, line in enumerate(lines):
        if line.text.upper() == heading:
            return at + 1
    raise FormatError("missing_section", section="the section " + heading)


def _fleet(lines: List[Line], at: int) -> Fleet:
    rows = _numeric(lines, at)
    if not rows:
        raise FormatError("truncated", lines[-1].number, expected="number and capacity of vehicles")
    row = rows[0]
    count, capacity = values.columns(row, 2, "number and capacity of the vehicles")
    return Fleet(
        values.whole(row, count, "the number of vehicles", 1, values.MAX_VEHICLES),
        values.whole(row, capacity, "the capacity"),
    )


def _numeric(lines: List[Line], at: int) -> List[Line]:
    """Return the lines from ``at`` to the next heading, without one line of column titles."""
    rows = lines[at:]
    if rows and rows[0].words[0].isalpha():
        rows = rows[1:]
    end = next((number for number, line in enumerate(rows) if line.text.isalpha()), len(rows))
    return rows[:end]


def _nodes(rows: List[Line]) -> List[Node]:
    nodes = [_node(row, values.columns(row, 7, _ROW)) for row in rows]
    values.distinct((node.number, node.line) for node in nodes)
    return nodes


def _node(row: Line, words: List[str]) -> Node:
    number, x, y, demand, ready, due, service = words
    return Node(
        values.whole(row, number, "the customer number"),
        (values.coordinate(row, x, "x"), values.coordinate(row, y, "y")),
        values.whole(row, demand, "the demand"),
        values.time(row, ready, "the ready time", SCALE),
        values.time(row, due, "the due date", SCALE),
        values.time(row, service, "the service time", SCALE),
        0,
        row.number,
    )
