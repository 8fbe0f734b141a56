"""The demo's territories: the real districts of two cities in a tree, and who sells where."""
import json
from pathlib import Path
from typing import Callable, Dict, Iterable, List, NamedTuple, Optional

from extract import DISTRICTS
from rpc import Odoo

SHANGHAI_FILE = Path(__file__).parent / "data" / "shanghai_districts.json"
#: Colours of Odoo's palette that are easily told apart: blue, green, purple.
COLORS = {"anna": 7, "mikko": 10, "sanna": 11}
#: The line that halves Kamppi between two reps, through this point (longitude, latitude), with this rise per degree.
KAMPPI_LINE = ((24.9372, 60.1667), 0.2308)
#: What an older version of the demo created.
FORMER = ["Helsinki", "Helsinki west", "Helsinki centre", "Helsinki east", "Kamppi", "Kruununhaka"]


class Area(NamedTuple):
    """One area: official code, the code of the area above, and the login of who sells there."""

    code: str
    name: str
    above: str = ""
    rep: str = ""
    kind: str = "administrative"
    color: int = 0


#: Codes are the city's own: municipality, major district ("suurpiiri"), district ("kaupunginosa").
HELSINKI = [
    Area("091", "Helsinki"),
    Area("091-1", "Eteläinen suurpiiri", "091"),
    Area("091-3", "Keskinen suurpiiri", "091"),
    Area("091-01", "Kruununhaka", "091-1", "sanna"),
    Area("091-02", "Kluuvi", "091-1", "sanna"),
    Area("091-03", "Kaartinkaupunki", "091-1", "mikko"),
    Area("091-04", "Kamppi", "091-1"),
    Area("091-05", "Punavuori", "091-1", "mikko"),
    Area("091-11", "Kallio", "091-3", "sanna"),
    Area("091-04-N", "Kamppi, station side", "091-04", "anna", "own"),
    Area("091-04-S", "Kamppi, Bulevardi side", "091-04", "mikko", "own"),
]
#: Codes of GB/T 2260.
SHANGHAI = [
    Area("310000", "上海市", "", "lina"),
    Area("310100", "浦西", "310000", "", "business"),
    Area("310101", "黄浦区", "310100", color=1),
    Area("310104", "徐汇区", "310100", color=10),
    Area("310106", "静安区", "310100", color=4),
    Area("310107", "普陀区", "310100", color=3),
    Area("310109", "虹口区", "310100", color=5),
    Area("310110", "杨浦区", "310100", color=7),
    Area("310115", "浦东新区", "310000", color=11),
]


def helsinki_outlines(cache: Path) -> Dict[str, dict]:
    """Return the outlines of Helsinki's districts by code, of those that the extract reaches."""
    from shapely.geometry import mapping, shape

    named = json.loads((cache / DISTRICTS).read_text(encoding="utf-8"))
    outlines = {area.code: shape(named[area.name]) for area in HELSINKI if area.name in named}
    north, south = _halves(outlines["091-04"])
    outlines.update({"091-04-N": north, "091-04-S": south})
    _add_wholes(outlines, HELSINKI, ("091-1", "091-3"))
    return {code: mapping(outline) for code, outline in outlines.items()}


def _add_wholes(outlines: dict, areas: List[Area], codes: Iterable[str]) -> None:
    """Add the areas ``codes`` as the sum of their parts."""
    from shapely.ops import unary_union

    for code in codes:
        outlines[code] = unary_union([outlines[area.code] for area in areas if area.above == code])


def _halves(outline):
    """Return what lies north and south of the line through Kamppi."""
    from shapely.geometry import Polygon

    (lon, lat), rise = KAMPPI_LINE
    west, _south, east, north = outline.bounds
    line = [(edge, lat + rise * (edge - lon)) for edge in (west - 1, east + 1)]
    upper = Polygon([*line, (east + 1, north + 1), (west - 1, north + 1)])
    return outline.intersection(upper), outline.difference(upper)


def shanghai_outlines() -> Dict[str, dict]:
    """Return the sketched outlines of Shanghai's districts by code."""
    from shapely.geometry import mapping, shape

    features = json.loads(SHANGHAI_FILE.read_text(encoding="utf-8"))["features"]
    outlines = {feature["properties"]["code"]: shape(feature["geometry"]) for feature in features}
    _add_wholes(outlines, SHANGHAI, ("310100",))
    return {code: mapping(outline) for code, outline in outlines.items()}


def seller(areas: Iterable[Area], outlines: Dict[str, dict]) -> Callable[[dict], Optional[str]]:
    """Return a function that tells who sells at a place ``{"lat", "lon"}``: the rep of the deepest area with one."""
    from shapely.geometry import Point, shape

    shapes = [(area, shape(outlines[area.code])) for area in areas if area.rep and area.code in outlines]
    deepest_first = sorted(shapes, key=lambda pair: -len(pair[0].code))
    return lambda place: next((area.rep for area, outline in deepest_first
                               if outline.intersects(Point(place["lon"], place["lat"]))), None)


def load_districts(odoo: Odoo, company: int, areas: List[Area], outlines: Dict[str, dict], users: Dict[str, int],
                   top: dict) -> Dict[str, int]:
    """Create the areas with their owners; return the ids by code.

    ``top`` holds further values of the first area, whose members are found by their addresses.
    """
    former = odoo.search("field.visit.territory", [
        ("company_id", "=", company), ("code", "=", False), ("name", "in", FORMER)])
    if former:
        odoo.call("field.visit.territory", "delete_areas", former, "find", 0, "delete")
    made: Dict[str, int] = {}
    for area in areas:
        values = {"name": area.name, "code": area.code, "kind": area.kind, "company_id": company,
                  "parent_id": made.get(area.above, False), "user_id": users.get(area.rep, False),
                  "color": COLORS.get(area.rep, area.color),
                  "boundary": json.dumps(outlines[area.code]) if area.code in outlines else False}
        made[area.code] = odoo.ensure("field.visit.territory", [("code", "=", area.code), ("company_id", "=", company)],
                                      dict(values, **({} if area.above else top)))
    return made


def top_by_city(country: int, cities: str, team: int = 0) -> dict:
    """Return the values of a whole city: everything with such an address belongs to it, and a team sells there."""
    return {"country_ids": [(6, 0, [country])], "cities": cities, "team_id": team or False}

