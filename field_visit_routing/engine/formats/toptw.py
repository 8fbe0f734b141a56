"""TOPTW text of Vansteenwegen and others: choose visits with the highest prize.

First line ``k v N t``, of which only ``N`` (customers) matters; second line
``D Q``, without meaning here; then rows ``i x y d S f a list O C``: number,
place, service time, prize, two values and a list of ``a`` values that do not
matter, and the time window. Row 0 is the depot, whose closing time is the
time limit of a route. How many routes are wanted is not in the file.
Distances and times count in hundredths, distances truncated.
"""

from __future__ import annotations

from typing import List, Optional

from . import values
from .errors import FormatError
from .instance import TOPTW, Fleet, Instance, Node, build
from .values import Line

SCALE = 100
_HEAD = "the four whole numbers 'k v N t'"
_ROW = "'i x y d S f a list O C'"
_FIXED = 9


def looks_like(lines: List[Line]) -> bool:
    """Whether the text begins with four whole numbers."""
    words = lines[0].words
    return len(words) == 4 and all(word.lstrip("-").isdigit() for word in words)


def parse(lines: List[Line], routes: Optional[int] = None) -> Instance:
    """Return the instance of a text with so many routes.

    Raises
    ------
    FormatError
        ``routes_missing``, ``routes_too_many``, or with the line, what is
        wrong there, and what to do.
    """
    head = lines[0]
    count = values.whole(head, head.words[2], "N, the number of customers", 1)
    nodes = _nodes(lines, count)
    if routes is None:
        raise FormatError("routes_missing")
    if routes > count:
        detail = "there are %d customers" % count
        raise FormatError("routes_too_many", routes=routes, detail=detail, limit=count)
    return build(TOPTW, nodes[0], nodes[1:], Fleet(routes, None), SCALE)


def _nodes(lines: List[Line], count: int) -> List[Node]:
    rows = lines[2:]
    if len(rows) < count + 1:
        expected = "%d more of %d customers" % (count + 1 - len(rows), count)
        raise FormatError("truncated", lines[-1].number, expected=expected)
    if len(rows) > count + 1:
        section = "of customers"
        raise FormatError("wrong_count", section=section, found=len(rows) - 1, expected=count)
    nodes = [_node(row) for row in rows]
    values.distinct((node.number, node.line) for node in nodes)
    return nodes


def _node(row: Line) -> Node:
    words = row.words
    if len(words) < _FIXED:
        raise FormatError("wrong_columns", row.number, expected=_ROW, found=len(words))
    listed = values.whole(row, words[6], "a, the length of the list")
    if len(words) != _FIXED + listed:
        expected = "%s with a list of %d values" % (_ROW, listed)
        raise FormatError("wrong_columns", row.number, expected=expected, found=len(words))
    return Node(
        values.whole(row, words[0], "the number"),
        (values.coordinate(row, words[1], "x"), values.coordinate(row, words[2], "y")),
        0,
        values.time(row, words[-2], "the opening time", SCALE),
        values.time(row, words[-1], "the closing time", SCALE),
        values.time(row, words[3], "the service time", SCALE),
        values.whole(row, words[4], "the prize", 0, values.MAX_PRIZE),
        row.number,
    )
