"""The demo's map layers: outlines of territories, free market areas, competitors, where the reps were last."""
import json
from datetime import datetime, timedelta
from typing import Dict, List, Tuple

from rpc import Odoo

#: How far the outlines reach beyond the outermost customer, in degrees (about 60 m north to south).
RIM = 0.0006
#: Colours of Odoo's palette that are easily told apart: blue, green, purple.
COLORS = {"anna": 7, "mikko": 10, "sanna": 11}
#: Areas beside those of the reps that are nobody's: name → kind and corners (longitude, latitude).
FREE = {
    "Kamppi": ("administrative", [(24.9260, 60.1712), (24.9335, 60.1718), (24.9338, 60.1668), (24.9330, 60.1640),
                            (24.9268, 60.1652), (24.9245, 60.1680)]),
    "Kruununhaka": ("business", [(24.9537, 60.1712), (24.9610, 60.1722), (24.9622, 60.1752), (24.9575, 60.1772),
                                 (24.9540, 60.1755)]),
}
#: Invented companies; the first shares its house with a customer.
COMPETITORS = ["Baltic Bean Oy", "Espresso Nord Oy", "Kahvila Kilpa Oy", "Mokka Market Oy", "Papu Trading Oy",
               "Roast & Rye Oy", "Tumma Paahto Oy"]
#: How long ago the reps were seen, in minutes: one of them switched off some time ago.
SEEN_MIN = (3, 12, 95)


def load_layers(odoo: Odoo, company: int, territories: Dict[str, int], country: int) -> None:
    """Draw the reps' territories round their customers, and create free areas and competitors."""
    places = {login: _places(odoo, territory) for login, territory in territories.items()}
    for login, area in outlines(places).items():
        odoo.write("field.visit.territory", [territories[login]], {
            "boundary": json.dumps(area), "color": COLORS[login]})
    for name, (kind, corners) in FREE.items():
        odoo.ensure("field.visit.territory", [("name", "=", name), ("company_id", "=", company)], {
            "name": name, "kind": kind, "company_id": company,
            "boundary": json.dumps({"type": "Polygon", "coordinates": [corners + corners[:1]]})})
    _load_competitors(odoo, company, country, [place for group in places.values() for place in group])


def color_reps(odoo: Odoo, reps: Dict[str, int]) -> None:
    """Give each rep the colour of the territory."""
    for login, rep in reps.items():
        odoo.write("field.visit.rep", [rep], {"color": COLORS[login]})


def _places(odoo: Odoo, territory: int) -> List[Tuple[float, float]]:
    rows = odoo.read("res.partner", [("territory_id", "=", territory)], ["partner_latitude", "partner_longitude"])
    return [(row["partner_longitude"], row["partner_latitude"]) for row in rows]


def outlines(places: Dict[str, List[Tuple[float, float]]]) -> Dict[str, dict]:
    """Return one GeoJSON area per key, without gaps between them: each holds what is nearest to its places.

    Borders run half-way between the customers of two reps, as a person would draw them.
    """
    from shapely import unary_union, voronoi_polygons
    from shapely.geometry import MultiPoint, Point, mapping

    everything = MultiPoint([place for group in places.values() for place in group])
    rim = everything.convex_hull.buffer(RIM)
    owners = {place: key for key, group in places.items() for place in group}
    cells: Dict[str, list] = {key: [] for key in places}
    for cell in voronoi_polygons(everything, extend_to=rim).geoms:
        inside = next(place for place in owners if cell.intersects(Point(place)))
        cells[owners[inside]].append(cell.intersection(rim))
    return {key: mapping(unary_union(group)) for key, group in cells.items()}


def _load_competitors(odoo: Odoo, company: int, country: int, places: List[Tuple[float, float]]) -> None:
    tag = odoo.ensure("res.partner.category", [("name", "=", "Competitor")], {"name": "Competitor", "is_competitor": True})
    chosen = sorted(places)[::max(1, len(places) // len(COMPETITORS))]
    for index, (name, (lon, lat)) in enumerate(zip(COMPETITORS, chosen)):
        shift = 0.0004 if index else 0.0
        odoo.ensure("res.partner", [("name", "=", name)], {
            "name": name, "is_company": True, "company_id": company, "country_id": country, "city": "Helsinki",
            "category_id": [(4, tag)], "partner_latitude": lat + shift, "partner_longitude": lon + shift,
            "geo_state": "manual"})


def place_reps(odoo: Odoo, reps: List[int], office: Tuple[float, float], today) -> None:
    """Put every rep where the last visit of today was made or goes on, at the office before the first."""
    for index, rep in enumerate(reps):
        visits = odoo.read("field.visit", [
            ("rep_id", "=", rep), ("date", "=", f"{today}"), ("state", "in", ("done", "in_progress")),
            ("has_position", "=", True)], ["visit_latitude", "visit_longitude"], order="sequence desc, id desc")
        lat, lon = (visits[0]["visit_latitude"], visits[0]["visit_longitude"]) if visits else office
        seen = datetime.utcnow() - timedelta(minutes=SEEN_MIN[index % len(SEEN_MIN)])
        # not exactly at the door, and not all on one spot at the office
        odoo.write("field.visit.rep", [rep], {
            "last_latitude": lat + 0.0002, "last_longitude": lon + 0.0005 * (index - 1),
            "last_position_at": f"{seen:%Y-%m-%d %H:%M:%S}", "last_position_accuracy_m": 15.0 + 20 * index})
