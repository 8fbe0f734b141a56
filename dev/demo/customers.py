"""Customers and leads of the demo."""
import csv
import json
import math
import random
from datetime import datetime
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

import pools
from extract import PLACES
from opening_hours import parse
from rpc import Odoo

SHANGHAI_CSV = Path(__file__).parent / "data" / "shanghai.csv"
CUSTOMERS, PROSPECTS = 200, 24
GASTRONOMY = {"restaurant", "cafe", "pub", "fast_food", "bar", "food_court", "ice_cream"}


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
              "geo_source": "OpenStreetMap", "geo_precision": "rooftop", **_score_by_hand(number, chance),
              "visit_pool_held_at": pools.held_since(number), "visit_pool_idle_since": pools.held_since(number)}
             for number, place in enumerate(prospects)]
    odoo.create("crm.lead", rows)


def _score_by_hand(number: int, chance: random.Random) -> dict:
    """A person has set the score of every sixth lead; rules compute the others."""
    return {"visit_score": chance.randint(20, 90)} if number % 6 == 0 else {}
