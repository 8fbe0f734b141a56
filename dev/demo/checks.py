"""Check-ins of the demo's reps: most near the customer, some without a signal, one down the road, two better positions."""
import math
import random
from datetime import date, datetime, timedelta
from typing import Dict, List, Tuple

from rpc import Odoo

QUIET = {"tracking_disable": True}
#: How the n-th check-in turns out, over and over: metres from the customer and accuracy, None for no position.
WAYS: Tuple[object, ...] = ((12, 8), (35, 14), None, (20, 10), (60, 25), (90, 900), (15, 9), (8, 6), None, (1400, 12), (25, 11))
REPS, VISITS = 3, 11
#: Customers whose position is known to the street only, and check-ins that know better.
ROUGH, AGREEING, OFF_M = 2, 4, 260


def load(odoo: Odoo, company: int, reps: Dict[str, int], today: date) -> int:
    """Let some reps have made visits of the last weeks by phone; return how many."""
    chance = random.Random(5)
    made = 0
    for rep in list(reps.values())[:REPS]:
        customers = _customers(odoo, company, rep)
        for number, customer in enumerate(customers[ROUGH:ROUGH + VISITS]):
            made += _visit(odoo, company, rep, customer, _moment(today, number), WAYS[number % len(WAYS)], chance)
    for number, customer in enumerate(_customers(odoo, company, next(iter(reps.values())))[:ROUGH]):
        made += _rough(odoo, company, next(iter(reps.values())), customer, _moment(today, number), chance)
    return made


def _customers(odoo: Odoo, company: int, rep: int) -> List[dict]:
    """Customers whom this rep has visited, with their positions."""
    visited = odoo.read("field.visit", [("company_id", "=", company), ("rep_id", "=", rep), ("state", "=", "done"),
                                        ("partner_id", "!=", False), ("has_position", "=", True)], ["partner_id"], order="id")
    ids = list(dict.fromkeys(row["partner_id"][0] for row in visited))
    return odoo.read("res.partner", [("id", "in", ids)], ["partner_latitude", "partner_longitude"], order="id")


def _moment(today: date, number: int) -> datetime:
    """A time of a working day before today."""
    day = today - timedelta(days=2 + number)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return datetime(day.year, day.month, day.day, 7 + number % 6, 10)


def _visit(odoo: Odoo, company: int, rep: int, customer: dict, at: datetime, way, chance: random.Random) -> int:
    visit = odoo.create("field.visit", [{
        "partner_id": customer["id"], "rep_id": rep, "company_id": company, "planned_start": f"{at}", "service_s": 1500,
        "state": "planned"}])
    for method, minutes in (("check_in", 2), ("check_out", chance.randint(14, 40))):
        vals = _step(customer, at + timedelta(minutes=minutes), way, chance)
        odoo.call("field.visit", method, visit, vals, context=QUIET)
    return 1


def _step(customer: dict, at: datetime, way, chance: random.Random) -> Dict[str, object]:
    if way is None:
        return {"at": f"{at}", "device": "demo"}
    (metres, accuracy), angle = way, chance.uniform(0, 2 * math.pi)
    latitude = customer["partner_latitude"] + metres * math.cos(angle) / 111_195
    longitude = customer["partner_longitude"] + metres * math.sin(angle) / (
        111_195 * math.cos(math.radians(customer["partner_latitude"])))
    return {"at": f"{at}", "position_at": f"{at}", "latitude": latitude, "longitude": longitude, "accuracy_m": accuracy,
            "device": "demo"}


def _rough(odoo: Odoo, company: int, rep: int, customer: dict, at: datetime, chance: random.Random) -> int:
    """A customer located to the street, and check-ins at its real door."""
    away = customer["partner_latitude"] + OFF_M / 111_195
    odoo.call("res.partner", "clear_position", [customer["id"]])
    odoo.call("res.partner", "set_position", [customer["id"]], away, customer["partner_longitude"], "nominatim", "street")
    odoo.write("res.partner", [customer["id"]], {"geo_located_at": f"{at - timedelta(days=200)}"})
    return sum(_visit(odoo, company, rep, customer, at - timedelta(days=14 * number), (12, 9), chance)
               for number in range(AGREEING))
