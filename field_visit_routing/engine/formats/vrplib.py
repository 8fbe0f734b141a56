"""VRPLIB with time windows, with or without prizes (``PRIZE_SECTION``).

A head of ``KEY : value`` lines, then sections of one row per node. Nodes keep
the numbers of the file. Distances and times count in tenths, distances
truncated.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Dict, List, Mapping, NamedTuple, Optional

from . import values
from .errors import FormatError
from .instance import PCVRPTW, VRPTW, Fleet, Instance, Node, build, limited
from .plane import Point
from .values import Line

SCALE = 10
_KEY = re.compile(r"^([A-Z_]+)\s*:\s*(.*)$")
_SECTION = re.compile(r"^([A-Z_]+_SECTION)\b\s*:?$")
#: Columns of a row beside the node's number.
_COLUMNS = {
    "NODE_COORD_SECTION": "x and y",
    "DEMAND_SECTION": "a demand",
    "TIME_WINDOW_SECTION": "begin and end of a time window",
    "SERVICE_TIME_SECTION": "a service time",
    "PRIZE_SECTION": "a prize",
}
_NEEDED = ("NODE_COORD_SECTION", "DEMAND_SECTION", "TIME_WINDOW_SECTION", "DEPOT_SECTION")

Rows = Dict[int, Line]


class _File(NamedTuple):
    """Head and sections, not interpreted; ``last`` is the file's last line."""

    head: Mapping[str, Line]
    sections: Mapping[str, List[Line]]
    last: Line


def looks_like(lines: List[Line]) -> bool:
    """Whether the text begins with a head or a section of this format."""
    return bool(_KEY.match(lines[0].text) or _SECTION.match(lines[0].text))


def parse(lines: List[Line], routes: Optional[int] = None) -> Instance:
    """Return the instance of a text; ``routes`` lowers the number of vehicles.

    Raises
    ------
    FormatError
        With the line, what is wrong there, and what to do.
    """
    file = _split(lines)
    _supported(file)
    missing = [name for name in _NEEDED if name not in file.sections]
    if missing:
        raise FormatError("missing_section", lines[-1].number, section="the section " + missing[0])
    nodes = _nodes(file)
    depot = _depot(file, nodes)
    customers = [nodes[number] for number in sorted(nodes) if number != depot]
    family = PCVRPTW if "PRIZE_SECTION" in file.sections else VRPTW
    return build(family, nodes[depot], customers, limited(_fleet(file), routes), SCALE)


def _split(lines: List[Line]) -> _File:
    head: Dict[str, Line] = {}
    sections: Dict[str, List[Line]] = {}
    rows: Optional[List[Line]] = None
    for line in lines:
        section, key = _SECTION.match(line.text), _KEY.match(line.text)
        if line.text == "EOF":
            break
        if section:
            rows = sections.setdefault(section.group(1), [])
        elif key and rows is None:
            head[key.group(1)] = Line(line.number, key.group(2).strip())
        elif rows is not None:
            rows.append(line)
        else:
            raise FormatError("wrong_columns", line.number, expected="'KEY : value'", found=0)
    return _File(head, sections, lines[-1])


def _supported(file: _File) -> None:
    line = file.head.get("EDGE_WEIGHT_TYPE")
    if line is not None and line.text != "EUC_2D":
        raise FormatError(
            "unsupported", line.number, key="EDGE_WEIGHT_TYPE", text=line.text[:40], known="EUC_2D"
        )
    for name, rows in file.sections.items():
        if name not in _COLUMNS and name != "DEPOT_SECTION":
            at = rows[0].number if rows else None
            known = ", ".join(sorted([*_COLUMNS, "DEPOT_SECTION"]))
            raise FormatError("unsupported", at, key="The section", text=name[:40], known=known)


def _head(file: _File, key: str, least: int, limit: Decimal = values.MAX_LOAD) -> int:
    line = file.head.get(key)
    if line is None:
        raise FormatError("missing_key", key=key)
    return values.whole(line, line.text, key, least, limit)


def _fleet(file: _File) -> Fleet:
    capacity = _head(file, "CAPACITY", 0)
    return Fleet(_head(file, "VEHICLES", 1, values.MAX_VEHICLES), capacity)


def _nodes(file: _File) -> Dict[int, Node]:
    places = _rows(file, "NODE_COORD_SECTION")
    expected = _head(file, "DIMENSION", 2)
    if len(places) != expected:
        section = "NODE_COORD_SECTION"
        raise FormatError("wrong_count", section=section, found=len(places), expected=expected)
    tables = {name: _rows(file, name) for name in _COLUMNS if name in file.sections}
    for name, rows in tables.items():
        _complete(name, rows, places)
    return {number: _node(file, number, tables) for number in places}


def _rows(file: _File, name: str) -> Rows:
    """Return the rows of a section by node number."""
    found: Rows = {}
    columns = 1 + (2 if " and " in _COLUMNS[name] else 1)
    for line in file.sections[name]:
        expected = "a node's number and " + _COLUMNS[name]
        words = values.columns(line, columns, expected)
        number = values.whole(line, words[0], "the node's number")
        if number in found:
            raise FormatError("duplicate", line.number, number=number, section=name)
        found[number] = line
    return found


def _complete(name: str, rows: Rows, places: Rows) -> None:
    strange = [number for number in rows if number not in places]
    if strange:
        line = rows[strange[0]].number
        raise FormatError("unknown_number", line, section=name, number=strange[0])
    if len(rows) != len(places):
        raise FormatError("wrong_count", section=name, found=len(rows), expected=len(places))


def _node(file: _File, number: int, tables: Mapping[str, Rows]) -> Node:
    window = tables["TIME_WINDOW_SECTION"][number]
    demand = tables["DEMAND_SECTION"][number]
    prizes = tables.get("PRIZE_SECTION")
    return Node(
        number,
        _place(tables["NODE_COORD_SECTION"][number]),
        values.whole(demand, demand.words[1], "the demand"),
        values.time(window, window.words[1], "the begin of the time window", SCALE),
        values.time(window, window.words[2], "the end of the time window", SCALE),
        _service(file, number, tables),
        values.whole(prizes[number], prizes[number].words[1], "the prize", 0, values.MAX_PRIZE)
        if prizes
        else 0,
        window.number,
    )


def _place(line: Line) -> Point:
    return values.coordinate(line, line.words[1], "x"), values.coordinate(line, line.words[2], "y")


def _service(file: _File, number: int, tables: Mapping[str, Rows]) -> Decimal:
    rows = tables.get("SERVICE_TIME_SECTION")
    if rows is not None:
        return values.time(rows[number], rows[number].words[1], "the service time", SCALE)
    line = file.head.get("SERVICE_TIME")
    return Decimal(0) if line is None else values.time(line, line.text, "SERVICE_TIME", SCALE)


def _depot(file: _File, nodes: Mapping[int, Node]) -> int:
    words = [(line, word) for line in file.sections["DEPOT_SECTION"] for word in line.words]
    chosen = []
    for line, word in words:
        if word == "-1":
            break
        number = values.whole(line, word, "the depot's number")
        if number not in nodes:
            section = "DEPOT_SECTION"
            raise FormatError("unknown_number", line.number, section=section, number=number)
        chosen.append(number)
    if not chosen:
        raise FormatError("no_depot", file.last.number)
    if len(chosen) > 1:
        raise FormatError("several_depots", words[0][0].number, count=len(chosen))
    return chosen[0]
