"""Rows of a table as customers: values checked, problems told by code, nothing lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Tuple

from ..geo.coordinates import CoordinateError, check_pair, parse_pair
from ..geo.datum import to_wgs84
from ..geo.gcj02 import in_mainland

LIMITS = {"score": (0.0, 100.0), "duration": (0.0, 1440.0), "interval": (0.0, 3650.0)}
TEXTS = ("name", "street", "street2", "city", "zip", "state", "country", "phone", "email", "website", "comment")

_EUROPEAN = re.compile(r"^(?P<street>.+?),\s*(?P<zip>[A-Z]{0,2}-?\d{3,6})\s+(?P<city>[^\d,]+)$")
_CHINESE = re.compile(r"^(?:(?P<state>[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?P<city>[\u4e00-\u9fff]{2,6}?市))"
                      r"(?P<street>[\u4e00-\u9fff]+.*)$")


@dataclass(frozen=True)
class Problem:
    """Why a row is not usable: ``code``, the column's target and the value as it was given."""

    code: str
    target: str
    value: str


@dataclass(frozen=True)
class Row:
    """One customer: its line in the source, the values, and what is wrong with them."""

    line: int
    cells: Tuple[str, ...]
    values: Dict[str, Any]
    problems: Tuple[Problem, ...] = ()
    twin_line: Optional[int] = None
    position: Optional[Tuple[float, float]] = field(default=None)


def read_rows(lines: Iterable[Tuple[int, List[str]]], targets: Sequence[str], *, order: str = "lat_lon",
              datum: str = "wgs84") -> List[Row]:
    """Return one :class:`Row` per line, in order.

    Parameters
    ----------
    targets : the target of each column, "" to leave it out
    order : "lat_lon" or "lon_lat", of a column that holds both
    datum : "wgs84", "gcj02" or "bd09", of the source's coordinates

    A row equal to an earlier one (name and address, or name and position) names that line as its twin.
    """
    seen: Dict[tuple, int] = {}
    rows = []
    for number, cells in lines:
        row = _row(number, cells, targets, order, datum)
        twin = None if row.problems else seen.setdefault(_key(row), number)
        rows.append(row if twin in (None, number) else Row(**dict(row.__dict__, twin_line=twin)))
    return rows


def needs_order(lines: Iterable[Tuple[int, List[str]]], targets: Sequence[str]) -> str:
    """Tell the order of a position column: "lat_lon" or "lon_lat" when its values settle it, else "ask".

    Returns "" when no column holds both coordinates.
    """
    if "position" not in targets:
        return ""
    pairs = list(filter(None, (_numbers(_cell(cells, targets, "position")) for _number, cells in lines)))
    if any(abs(first) > 90 for first, _second in pairs):
        return "lon_lat"
    return "lat_lon" if any(abs(second) > 90 for _first, second in pairs) else "ask"


def needs_datum(lines: Iterable[Tuple[int, List[str]]], targets: Sequence[str], order: str) -> bool:
    """Whether a position lies in mainland China, where maps of three datums are in use."""
    for number, cells in lines:
        position = _row(number, cells, targets, order, "wgs84").position
        if position and in_mainland(*position):
            return True
    return False


def _row(number: int, cells: List[str], targets: Sequence[str], order: str, datum: str) -> Row:
    values: Dict[str, Any] = {target: _cell(cells, targets, target) for target in TEXTS}
    problems: List[Problem] = []
    if not values["name"]:
        problems.append(Problem("missing", "name", ""))
    for target, bounds in LIMITS.items():
        values[target] = _collect(problems, target, _cell(cells, targets, target), lambda text: _number(text, *bounds))
    position = _position(problems, cells, targets, order, datum)
    values = {target: value for target, value in _split_address(values).items() if value not in ("", None)}
    return Row(number, tuple(cells), values, tuple(problems), None, position)


def _cell(cells: Sequence[str], targets: Sequence[str], target: str) -> str:
    index = targets.index(target) if target in targets else len(cells)
    return cells[index] if index < len(cells) else ""


def _collect(problems: List[Problem], target: str, text: str, convert: Callable[[str], Any]) -> Any:
    if not text:
        return None
    try:
        return convert(text)
    except ValueError as error:
        problems.append(Problem(str(error), target, text))
        return None


def _number(text: str, low: float, high: float) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise ValueError("not_a_number") from None
    if not low <= number <= high:  # also refuses NaN
        raise ValueError("out_of_range")
    return number


def _position(problems: List[Problem], cells, targets, order: str, datum: str) -> Optional[Tuple[float, float]]:
    pair = _cell(cells, targets, "position")
    lat, lon = _cell(cells, targets, "latitude"), _cell(cells, targets, "longitude")
    if not (pair or lat or lon):
        return None
    try:
        found = _pair(pair, order) if pair else check_pair(lat, lon)
    except CoordinateError as error:
        target = "position" if pair else error.field
        problems.append(Problem(error.code, target, pair or str(error.value or "")))
        return None
    lat_deg, lon_deg = to_wgs84(found[0], found[1], datum)
    return round(lat_deg, 7), round(lon_deg, 7)


def _pair(text: str, order: str) -> Tuple[float, float]:
    numbers = _numbers(text)
    if numbers and order == "lon_lat":
        return check_pair(numbers[1], numbers[0])
    return parse_pair(text)


def _numbers(text: str) -> Optional[Tuple[float, float]]:
    """The two plain numbers of a pair, None when it is written in another way."""
    parts = [part for part in re.split(r"[,;，；\s]+", text.strip("()[]（） ")) if part]
    try:
        first, second = map(float, parts)
    except ValueError:
        return None
    return first, second


def _split_address(values: Dict[str, Any]) -> Dict[str, Any]:
    """Take city and postcode out of a whole address unless columns give them."""
    if values["city"]:
        return values
    match = _EUROPEAN.match(values["street"]) or _CHINESE.match(values["street"])
    parts = {key: part.strip() for key, part in match.groupdict().items() if part} if match else {}
    return dict(values, **{key: part for key, part in parts.items() if key == "street" or not values[key]})


def _key(row: Row) -> tuple:
    place = (row.values.get("street", "").casefold(), row.values.get("city", "").casefold())
    if not any(place) and row.position:
        place = tuple(f"{degrees:.4f}" for degrees in row.position)
    return (row.values["name"].casefold(),) + place
