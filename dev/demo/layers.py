"""The demo's map layers: free market areas, competitors, where the reps were last."""
import json
from datetime import datetime, timedelta
from typing import Dict, List, Tuple

from districts import COLORS
from rpc import Odoo

#: Areas beside those of the reps that are nobody's: name → kind and corners (longitude, latitude).
FREE = {
    "Leppäsuo": ("administrative", [(24.9260, 60.1712), (24.9335, 60.1718), (24.9338, 60.1668), (24.9330, 60.1640),
                            (24.9268, 60.1652), (24.9245, 60.1680)]),
    "Pohjoisranta": ("business", [(24.9537, 60.1712), (24.9610, 60.1722), (24.9622, 60.1752), (24.9575, 60.1772),
                                 (24.9540, 60.1755)]),
}
#: Invented companies; the first shares its house with a customer.
COMPETITORS = ["Baltic Bean Oy", "Espresso Nord Oy", "Kahvila Kilpa Oy", "Mokka Market Oy", "Papu Trading Oy",
               "Roast & Rye Oy", "Tumma Paahto Oy"]
#: How far competitors reach, in metres; one of them has no shop.
THREATS_M = (400, 250, 0, 600)
#: Every so many leads, and at most so many, are served by one competitor.
SERVED = 5
#: How long ago the reps were seen, in minutes: one of them switched off some time ago.
SEEN_MIN = (3, 12, 95)


def load_layers(odoo: Odoo, company: int, country: int) -> None:
    """Create free areas and competitors."""
    for name, (kind, corners) in FREE.items():
        odoo.ensure("field.visit.territory", [("name", "=", name), ("company_id", "=", company)], {
            "name": name, "kind": kind, "company_id": company,
            "boundary": json.dumps({"type": "Polygon", "coordinates": [corners + corners[:1]]})})
    _load_competitors(odoo, company, country, _places(odoo, company))


def color_reps(odoo: Odoo, reps: Dict[str, int]) -> None:
    """Give each rep the colour of the territories."""
    for login, rep in reps.items():
        odoo.write("field.visit.rep", [rep], {"color": COLORS[login]})


def _places(odoo: Odoo, company: int) -> List[Tuple[float, float]]:
    rows = odoo.read("res.partner", [("company_id", "=", company), ("visit_hours_ids", "!=", False)],
                     ["partner_latitude", "partner_longitude"])
    return [(row["partner_longitude"], row["partner_latitude"]) for row in rows]


def _load_competitors(odoo: Odoo, company: int, country: int, places: List[Tuple[float, float]]) -> None:
    tag = odoo.ensure("res.partner.category", [("name", "=", "Competitor")], {"name": "Competitor", "is_competitor": True})
    chosen = sorted(places)[::max(1, len(places) // len(COMPETITORS))]
    for index, (name, (lon, lat)) in enumerate(zip(COMPETITORS, chosen)):
        shift = 0.0004 if index else 0.0
        rival = odoo.ensure("res.partner", [("name", "=", name)], {
            "name": name, "is_company": True, "company_id": company, "country_id": country, "city": "Helsinki",
            "category_id": [(4, tag)], "partner_latitude": lat + shift, "partner_longitude": lon + shift,
            "geo_state": "manual", "threat_radius_m": THREATS_M[index % len(THREATS_M)]})
        _give_customers(odoo, company, rival, index)


def _give_customers(odoo: Odoo, company: int, rival: int, index: int) -> None:
    """Some of the leads buy from a competitor today."""
    leads = odoo.search("crm.lead", [("company_id", "=", company), ("geo_state", "in", ("located", "manual")),
                                     ("competitor_id", "=", False)], order="id")
    chosen = leads[index::SERVED][:SERVED]
    if chosen and index % 2 == 0:
        odoo.write("crm.lead", chosen, {"competitor_id": rival})


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
