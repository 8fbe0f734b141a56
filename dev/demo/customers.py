"""Customers, leads and orders of the demo, and the score that follows from them."""
import csv
import json
import math
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

import pools
from extract import PLACES
from opening_hours import parse
from rpc import Odoo

SHANGHAI_CSV = Path(__file__).parent / "data" / "shanghai.csv"
CUSTOMERS, PROSPECTS = 200, 24
GASTRONOMY = {"restaurant", "cafe", "pub", "fast_food", "bar", "food_court", "ice_cream"}
#: How often each grade is visited, and how long a visit takes.
RHYTHM = {"A": (14, 40), "B": (28, 30), "C": (56, 25), "D": (90, 20)}


def spread(places: List[dict], count: int) -> List[dict]:
    """Return ``count`` places spread over the area: each next one is the farthest from those chosen.

    Two big shopping centres hold half of the extract's shops; taking all would hide the rest.
    """
    chosen = [places[0]]
    gaps = [_gap(place, places[0]) for place in places]
    while len(chosen) < min(count, len(places)):
        index = max(range(len(places)), key=gaps.__getitem__)
        chosen.append(places[index])
        gaps = [min(gap, _gap(place, places[index])) for gap, place in zip(gaps, places)]
    return chosen


def _gap(one: dict, other: dict) -> float:
    east = (one["lon"] - other["lon"]) * math.cos(math.radians(one["lat"]))
    gap = math.hypot(one["lat"] - other["lat"], east)
    return gap if one is not other else -1.0


def read_helsinki(cache: Path) -> Tuple[List[dict], List[dict], List[dict]]:
    """Return the customers, the prospects (leads) and three addresses for the reps' homes."""
    places = json.loads((cache / PLACES).read_text(encoding="utf-8"))
    customers = spread(places, CUSTOMERS)
    taken = {place["osm_id"] for place in customers}
    rest = [place for place in places if place["osm_id"] not in taken]
    homes = spread(rest, 3)
    return customers, [place for place in rest if place not in homes][:PROSPECTS], homes


def read_shanghai() -> List[dict]:
    """Return the public places of Shanghai of ``data/shanghai.csv``."""
    with SHANGHAI_CSV.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    return [dict(row, lat=float(row["lat"]), lon=float(row["lon"]), hours=parse(row["hours"]), city="上海市",
                 street=row["district"] + row["street"], phone="", website="") for row in rows]


def load_customers(odoo: Odoo, places: List[dict], company: int, country: int, source: str,
                   salesperson: Callable[[dict], Optional[int]]) -> List[int]:
    """Create one customer per place, from west to east; ``salesperson`` tells whose it is."""
    tags = _tags(odoo, places)
    return odoo.create("res.partner", [
        dict(_partner(place, company, country, source), user_id=salesperson(place) or False,
             category_id=[(4, tags[_tag(place)])])
        for place in sorted(places, key=lambda place: place["lon"])])


def _partner(place: dict, company: int, country: int, source: str) -> dict:
    return {
        "name": place["name"], "is_company": True, "company_id": company, "country_id": country,
        "street": place["street"], "zip": place["zip"], "city": place["city"], "phone": place["phone"],
        "website": place["website"], "comment": source.format(**place),
        "partner_latitude": place["lat"], "partner_longitude": place["lon"], "geo_state": "located",
        "geo_source": source.split(",")[0].split("{")[0].strip(), "geo_precision": "rooftop",
        "geo_located_at": f"{datetime.utcnow():%Y-%m-%d %H:%M:%S}",
        "visit_hours_ids": [(0, 0, {"weekday": str(day), "start_s": start, "end_s": end})
                            for day, windows in place["hours"].items() for start, end in windows],
    }


def _tag(place: dict) -> str:
    return "Gastronomy" if place["kind"] in GASTRONOMY else "Shop and service"


def _tags(odoo: Odoo, places: List[dict]) -> Dict[str, int]:
    return {name: odoo.ensure("res.partner.category", [("name", "=", name)], {"name": name})
            for name in {_tag(place) for place in places}}


def load_leads(odoo: Odoo, customers: List[int], prospects: List[dict], company: int, country: int,
               team: int, users: List[int]) -> None:
    """Create opportunities of a part of the customers, and leads without a customer from other places."""
    chance = random.Random(11)
    rows = [{"name": "Espresso machine and yearly supply", "type": "opportunity", "partner_id": customer,
             "expected_revenue": round(chance.lognormvariate(8.0, 0.9), -2), "probability": chance.choice([10, 30, 60, 80]),
             "team_id": team, "user_id": chance.choice(users), "company_id": company}
            for customer in chance.sample(customers, len(customers) // 5)]
    rows += [{"name": f"New: {place['name']}", "type": "lead", "partner_name": place["name"], "street": place["street"],
              "zip": place["zip"], "city": place["city"], "country_id": country, "team_id": team,
              "user_id": chance.choice(users), "company_id": company,
              "expected_revenue": round(chance.lognormvariate(7.5, 0.8), -2),
              "partner_latitude": place["lat"], "partner_longitude": place["lon"], "geo_state": "located",
              "geo_source": "OpenStreetMap", "geo_precision": "rooftop", "visit_score": chance.randint(20, 90),
              "visit_pool_held_at": pools.held_since(number), "visit_pool_idle_since": pools.held_since(number)}
             for number, place in enumerate(prospects)]
    odoo.create("crm.lead", rows)


def load_orders(odoo: Odoo, customers: List[int], company: int) -> None:
    """Create confirmed orders of the last year for two fifths of the customers; a few buy most."""
    chance = random.Random(23)
    product = odoo.ensure("product.product", [("default_code", "=", "FVR-COFFEE")], {
        "name": "Coffee beans, 6 kg box", "default_code": "FVR-COFFEE", "type": "service", "list_price": 89.0,
        "taxes_id": [(5, 0, 0)]})
    rows, dates = [], []
    for customer in chance.sample(customers, len(customers) * 2 // 5):
        for _ in range(chance.choice([1, 1, 1, 1, 2])):
            boxes = max(1, round(chance.lognormvariate(1.3, 1.0)))
            rows.append({"partner_id": customer, "company_id": company, "order_line": [(0, 0, {
                "product_id": product, "product_uom_qty": boxes, "price_unit": 89.0})]})
            dates.append(datetime.combine(date.today(), datetime.min.time()) - timedelta(days=chance.randint(5, 350)))
    orders = odoo.create("sale.order", rows)
    odoo.call("sale.order", "action_confirm", orders)
    _date_orders(odoo, orders, dates)


def _date_orders(odoo: Odoo, orders: List[int], dates: List[datetime]) -> None:
    """Set order dates back (confirming sets them to now), a call per month to keep the load short."""
    by_month: Dict[str, List[int]] = {}
    for order, day in zip(orders, dates):
        by_month.setdefault(f"{day:%Y-%m}-{5 if day.day < 15 else 20:02} 09:00:00", []).append(order)
    for day, ids in by_month.items():
        odoo.write("sale.order", ids, {"date_order": day})


def load_scores(odoo: Odoo, customers: List[int]) -> None:
    """Set score, interval and duration of the customers from their orders and leads.

    A customer's value is the ordered amount plus expected revenue × probability of the open leads. Customers with
    a value get 45 to 95 by their rank; the others 20, in gastronomy 30. This is the demo's own
    simple rule, computed here and written by RPC.
    """
    values = _values(odoo, customers)
    ranked = sorted(values, key=lambda customer: (values[customer], customer))
    scores = {customer: 45 + round(50 * (rank + 1) / len(ranked)) for rank, customer in enumerate(ranked)}
    gastronomy = set(odoo.search("res.partner", [("id", "in", customers), ("category_id.name", "=", "Gastronomy")]))
    groups: Dict[int, List[int]] = {}
    for customer in customers:
        score = scores.get(customer) or (30 if customer in gastronomy else 20)
        groups.setdefault(score, []).append(customer)
    for score, ids in groups.items():
        odoo.write("res.partner", ids, {"visit_score": score})
    _set_rhythm(odoo, customers)


def _values(odoo: Odoo, customers: List[int]) -> Dict[int, float]:
    """Return ``{customer: ordered amount + hoped amount}`` of those who have any."""
    leads = odoo.read("crm.lead", [("partner_id", "in", customers)], ["partner_id", "expected_revenue", "probability"])
    amounts = [(row["partner_id"][0], row["expected_revenue"] * row["probability"] / 100) for row in leads]
    if odoo.installed("sale"):
        orders = odoo.read("sale.order", [("partner_id", "in", customers), ("state", "in", ("sale", "done"))],
                           ["partner_id", "amount_total"])
        amounts += [(row["partner_id"][0], row["amount_total"]) for row in orders]
    values: Dict[int, float] = {}
    for customer, amount in amounts:
        values[customer] = values.get(customer, 0.0) + amount
    return values


def _set_rhythm(odoo: Odoo, customers: List[int]) -> None:
    grades: Dict[str, List[int]] = {}
    for row in odoo.read("res.partner", [("id", "in", customers)], ["visit_grade"]):
        grades.setdefault(row["visit_grade"], []).append(row["id"])
    for grade, ids in grades.items():
        interval, duration = RHYTHM.get(grade, RHYTHM["D"])
        odoo.write("res.partner", ids, {"visit_interval_days": interval, "visit_duration_min": duration})
