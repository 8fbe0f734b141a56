"""Positions of past days: how far the demo's reps really drove to their visits, beside what was planned."""
import math
import random
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Callable, Dict, List

import live
from live import Place
from rpc import Odoo

#: How many days back, how often a phone told where it was, and how long before the first visit duty began.
DAYS, EVERY, BEFORE = 14, timedelta(seconds=75), timedelta(minutes=35)
#: Roads lead to the side of the straight line by so much of its length; one way in so many had no signal.
BENDS, SILENT = (0.26, 0.48), 12


def load(odoo: Odoo, sign_in: Callable[[str], Odoo], company: int, reps: Dict[str, int], today: date, office: Place) -> None:
    """Let those ``reps`` (by login) who share positions have shared them on the days of the last two weeks."""
    odoo.write("res.company", [company], {"visit_track_limit": "longest"})
    chance = random.Random(3)
    for login in live.ON_DUTY:
        own, first = sign_in(login), datetime.combine(today - timedelta(days=DAYS), datetime.min.time())
        live.agree(own, company, reps[login], first)
        for _day, visits in groupby(_visits(odoo, reps[login], first, today), lambda visit: visit["actual_start"][:10]):
            _drive(own, reps[login], _one_after_the_other(visits), office, chance)


def _visits(odoo: Odoo, rep: int, first: datetime, today: date) -> List[dict]:
    return odoo.read("field.visit", [
        ("rep_id", "=", rep), ("state", "=", "done"), ("has_position", "=", True), ("actual_start", ">=", f"{first}"),
        ("actual_start", "<", f"{today}"), ("actual_end", "!=", False)],
        ["actual_start", "actual_end", "visit_latitude", "visit_longitude"], order="actual_start, id")


def _one_after_the_other(visits) -> List[dict]:
    """Nobody is at two places at once, nor flies."""
    chosen: List[dict] = []
    for visit in visits:
        began, ended = (datetime.fromisoformat(visit[name]) for name in ("actual_start", "actual_end"))
        if not chosen or began >= chosen[-1]["ended"] + timedelta(minutes=10):
            chosen.append({"began": began, "ended": ended, "place": (visit["visit_latitude"], visit["visit_longitude"])})
    return chosen


def _drive(own: Odoo, rep: int, visits: List[dict], office: Place, chance: random.Random) -> None:
    place, left = office, visits[0]["began"] - BEFORE
    own.call("field.visit.rep", "start_duty", [rep], {"at": f"{left}"})
    trail = [_seen(left, place)]
    for visit in visits:
        trail += _road(place, visit["place"], left, visit["began"], chance)
        place, left = visit["place"], visit["ended"]
        trail.append(_seen(left, place))
    own.call("field.visit.position", "receive", {"device": "demo", "positions": trail})
    own.call("field.visit.rep", "end_duty", [rep], {"at": f"{left + timedelta(minutes=1)}"})


def _road(start: Place, end: Place, left: datetime, arrived: datetime, chance: random.Random) -> List[dict]:
    """Positions along a bent way; of a silent one its end alone."""
    bend = chance.uniform(*BENDS) * chance.choice((-1, 1))
    count = max(2, int((arrived - left) / EVERY))
    first = count if chance.randrange(SILENT) == 0 else 1
    return [_seen(left + (arrived - left) * step / count, _bent(start, end, step / count, bend))
            for step in range(first, count + 1)]


def _bent(start: Place, end: Place, share: float, bend: float) -> Place:
    lat, lon = live.between(start, end, share)
    aside, squeeze = bend * math.sin(math.pi * share), math.cos(math.radians(start[0]))
    return (lat + aside * (end[1] - start[1]) * squeeze, lon - aside * (end[0] - start[0]) / squeeze)


def _seen(at: datetime, place: Place) -> dict:
    return {"at": f"{at.replace(microsecond=0)}", "latitude": place[0], "longitude": place[1], "accuracy_m": 9}
