"""Something on every demo rep's phone: whoever opens the app has a day to look at."""
from datetime import date
from typing import Dict

import week
from rpc import Odoo


def give_days(odoo: Odoo, company: int, reps: Dict[str, int], today: date) -> None:
    """Send each of ``reps`` (by name) on a tour who has no route on ``today``."""
    routes = odoo.read("field.visit.route", [("company_id", "=", company), ("date", "=", f"{today}")], ["rep_id"])
    busy = {route["rep_id"][0] for route in routes}
    free = {name: rep for name, rep in reps.items() if rep not in busy}
    week.send_out(odoo, company, free, today, most=len(free))
