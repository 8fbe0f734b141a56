"""The demo's visits: some weeks behind, a planned week ahead and a rep in the middle of today's route."""
import math
import random
import time
from datetime import date, datetime, timedelta
from typing import Dict, List, Optional, Tuple
from zoneinfo import ZoneInfo

from rpc import Odoo, RpcError

DAYS = 7
#: The first plan on a machine waits for the search to be compiled, on a busy one for minutes.
MAX_WAIT_S = 900.0
#: Detour and speed (12 km/h) of the demo company, for the legs of past days.
DETOUR, SPEED_MS = 1.3, 12 / 3.6
OUTCOMES = ["Ordered again", "Wants an offer for a new machine", "Tasting arranged", "Nothing needed for now",
            "Asked for a price list", "Complained about a late delivery"]


def today_in(tz: str) -> date:
    """Return today's date where the reps are: past midnight there it is still yesterday in UTC."""
    return datetime.now(ZoneInfo(tz)).date()


def load_history(odoo: Odoo, company: int, reps: Dict[str, int], today: date, weeks: int = 3) -> None:
    """Create done visits of the last weeks on routes: five per rep and working day."""
    chance = random.Random(5)
    days = [today - timedelta(days=back + 1) for back in range(weeks * 7)]
    tours = []
    for rep, customers in _customers_by_rep(odoo, company, reps).items():
        pool = chance.sample(customers, len(customers))
        for day in (day for day in days if day.weekday() < 5 and len(pool) >= 5):
            stops = nearest_first(pool[0], pool[1:30], 5)
            pool = [customer for customer in pool if customer not in stops]
            tours.append(_tour(company, rep, day, stops, chance))
    routes = odoo.create("field.visit.route", [route for route, _visits in tours])
    rows = [dict(visit, route_id=route) for route, (_values, visits) in zip(routes, tours) for visit in visits]
    _finish(odoo, odoo.create("field.visit", rows))


def _finish(odoo: Odoo, visits: List[int]) -> None:
    odoo.call("field.visit", "action_start", visits)
    odoo.call("field.visit", "action_done", visits)
    _set_actuals(odoo, visits)


def nearest_first(first: dict, others: List[dict], count: int) -> List[dict]:
    """Return ``count`` customers from ``first`` on, each the nearest to the one before."""
    chosen, left = [first], list(others)
    while left and len(chosen) < count:
        chosen.append(min(left, key=lambda other: _metres(chosen[-1], other)))
        left.remove(chosen[-1])
    return chosen


def _metres(one: dict, other: dict) -> float:
    east = (one["partner_longitude"] - other["partner_longitude"]) * math.cos(math.radians(one["partner_latitude"]))
    return 111_195 * math.hypot(one["partner_latitude"] - other["partner_latitude"], east)


def _tour(company: int, rep: int, day: date, stops: List[dict], chance) -> Tuple[dict, List[dict]]:
    """Return the values of one past day's route and of its visits."""
    legs = [0.0] + [DETOUR * _metres(one, other) for one, other in zip(stops, stops[1:])]
    route = {"rep_id": rep, "date": f"{day}", "company_id": company, "distance_m": round(sum(legs)),
             "travel_s": round(sum(legs) / SPEED_MS), "service_s": 1800 * len(stops)}
    return route, [dict(_done_visit(stop["id"], rep, company, day, order, chance), sequence=order + 1,
                        leg_distance_m=round(leg), leg_travel_s=round(leg / SPEED_MS))
                   for order, (stop, leg) in enumerate(zip(stops, legs))]


def _customers_by_rep(odoo: Odoo, company: int, reps: Dict[str, int]) -> Dict[int, List[dict]]:
    users = {row["id"]: row["user_id"][0]
             for row in odoo.read("field.visit.rep", [("id", "in", list(reps.values()))], ["user_id"])}
    return {rep: odoo.read("res.partner", [("company_id", "=", company), ("user_id", "=", user),
                                           ("geo_state", "in", ("located", "manual"))],
                           ["partner_latitude", "partner_longitude"])
            for rep, user in users.items()}


def _done_visit(customer: int, rep: int, company: int, day: date, order: int, chance) -> dict:
    start = datetime.combine(day, datetime.min.time()) + timedelta(hours=7, minutes=30 + 75 * order)
    return {"partner_id": customer, "rep_id": rep, "company_id": company, "date": f"{day}", "state": "planned",
            "planned_start": f"{start}", "planned_end": f"{start + timedelta(minutes=30)}", "service_s": 1800,
            "note": chance.choice(OUTCOMES)}


def _set_actuals(odoo: Odoo, visits: List[int]) -> None:
    """Write the planned times as the real ones (the actions stamp the present)."""
    times: Dict[tuple, List[int]] = {}
    for row in odoo.read("field.visit", [("id", "in", visits)], ["planned_start", "planned_end", "state"]):
        key = (row["planned_start"], row["planned_end"] if row["state"] == "done" else False)
        times.setdefault(key, []).append(row["id"])
    for (start, end), ids in times.items():
        odoo.write("field.visit", ids, {"actual_start": start, "actual_end": end})


def plan_week(odoo: Odoo, company: int, reps: List[int], today: date, count: int, time_limit_s: int) -> int:
    """Plan the seven days from ``today`` with the ``count`` most valuable customers, apply, return the plan's id."""
    inside = {"allowed_company_ids": [company]}
    customers = odoo.search("res.partner", [("company_id", "=", company), ("geo_state", "in", ("located", "manual")),
                                            ("is_company", "=", True), ("visit_hours_ids", "!=", False)],
                            order="visit_score desc, id", limit=count, context=inside)
    values = {"date_from": f"{today}", "date_to": f"{today + timedelta(days=DAYS - 1)}",
              "rep_ids": reps, "partner_ids": customers, "objective": "most_value", "seed": 1,
              "time_limit_s": time_limit_s, "client_reference": f"demo-{company}-{today}"}
    plan = odoo.call("field.visit.plan", "submit_plan", values, context=inside)["plan_id"]
    _wait(odoo, plan, inside)
    odoo.call("field.visit.plan", "action_apply", [plan], context=inside)
    drafts = odoo.search("field.visit.route", [("company_id", "=", company), ("state", "=", "draft")], context=inside)
    odoo.call("field.visit.route", "action_publish", drafts, context=inside)
    return plan


def _wait(odoo: Odoo, plan: int, context: dict) -> None:
    end = time.monotonic() + MAX_WAIT_S
    while time.monotonic() < end:
        status = odoo.call("field.visit.plan", "job_status", [plan], context=context)[0]
        if status["state"] in ("proposed", "applied"):  # applied: an interrupted load did that already
            return
        if status["state"] in ("failed", "cancelled", "discarded"):
            raise RpcError(f"The demo's plan ended as {status['state']}: {status['message']}")
        time.sleep(0.2)
    raise RpcError(f"The demo's plan has no result after {MAX_WAIT_S:.0f} s.")


def close_past(odoo: Odoo, today: date) -> None:
    """Mark planned visits of past days as done, every ninth as missed by its rep."""
    past = odoo.search("field.visit", [("state", "in", ("planned", "in_progress")), ("date", "<", f"{today}")],
                       context={"allowed_company_ids": _companies(odoo)})
    kept = [visit for index, visit in enumerate(past) if index % 9 != 8]
    for method, ids in (("action_start", _in_state(odoo, kept, "planned")), ("action_done", kept),
                        ("action_cancel", [visit for visit in past if visit not in kept])):
        if ids:
            odoo.call("field.visit", method, ids)
    if kept:
        _set_actuals(odoo, kept)


def _companies(odoo: Odoo) -> List[int]:
    return odoo.search("res.company", [])


def _in_state(odoo: Odoo, visits: List[int], state: str) -> List[int]:
    return odoo.search("field.visit", [("id", "in", visits), ("state", "=", state)])


def go_on_route(odoo: Odoo, company: int, today: date) -> Optional[int]:
    """Put the rep with the longest route of today in its middle: visits done, one in progress."""
    wanted = [("company_id", "=", company), ("date", "=", f"{today}")]
    if not odoo.search("field.visit.route", wanted):
        # in the evening, or on a quiet day, the plan has none for today
        send_out(odoo, company, _working_on(odoo, company, today), today, most=1)
    routes = odoo.read("field.visit.route", wanted, ["visit_ids", "rep_id"])
    route = max(routes, key=lambda row: len(row["visit_ids"]), default=None)
    if not route:
        return None
    visits = odoo.read("field.visit", [("id", "in", route["visit_ids"])], ["state"], order="sequence, id")
    if any(visit["state"] in ("done", "in_progress") for visit in visits):
        return route["id"]
    open_ids = [visit["id"] for visit in visits if visit["state"] == "planned"]
    begun = open_ids[:max(1, len(open_ids) // 2)]
    odoo.call("field.visit", "action_start", begun)
    odoo.call("field.visit", "action_done", begun[:-1])
    _set_actuals(odoo, begun)
    return route["id"]


def send_out(odoo: Odoo, company: int, reps: Dict[str, int], today: date, most: int) -> None:
    """Send at most ``most`` of ``reps`` (by name) on a tour of today, to customers whom no visit is planned for."""
    planned = {row["partner_id"][0] for row in odoo.read(
        "field.visit", [("company_id", "=", company), ("state", "=", "planned"), ("partner_id", "!=", False)],
        ["partner_id"])}
    for rep, pool in _customers_by_rep(odoo, company, reps).items():
        free = [customer for customer in pool if customer["id"] not in planned]
        if free and most:
            route, visits = _tour(company, rep, today, nearest_first(free[0], free[1:], 5), random.Random(7))
            made = odoo.create("field.visit.route", [route])
            odoo.create("field.visit", [dict(visit, route_id=made[0], note=False) for visit in visits])
            odoo.call("field.visit.route", "action_publish", made)
            most -= 1


def _working_on(odoo: Odoo, company: int, day: date) -> Dict[str, int]:
    """Return the reps whose calendar has hours on this day of the week, by name."""
    reps = odoo.read("field.visit.rep", [("company_id", "=", company)], ["name", "calendar_id"])
    hours = odoo.read("resource.calendar.attendance", [("dayofweek", "=", str(day.weekday()))], ["calendar_id"])
    working = {row["calendar_id"][0] for row in hours}
    return {rep["name"]: rep["id"] for rep in reps if rep["calendar_id"] and rep["calendar_id"][0] in working}
