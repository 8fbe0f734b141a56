"""Reps on duty: the live map of the demo shows where they are and the way they have gone today."""
from datetime import date, datetime, timedelta
from typing import Callable, Dict, List, Tuple

from rpc import Odoo

#: Who shares positions; the others have not been asked yet, so that their phones show how that goes.
ON_DUTY = ("anna", "mikko")
#: How long they have been on duty, how often they were seen, and when there was no signal (minutes ago).
HOURS, EVERY_S, LIFT_MIN = 3, 60, (70, 95)
Place = Tuple[float, float]


def go_on_duty(odoo: Odoo, sign_in: Callable[[str], Odoo], company: int, reps: Dict[str, int], today: date,
               office: Place) -> None:
    """Let ``reps`` (by login) agree and go on duty, with positions along today's route unless there are some."""
    # the demo is looked at in the evening and at weekends too
    odoo.write("res.company", [company], {"visit_track_limit": "longest"})
    for login in ON_DUTY:
        rep = reps[login]
        own = sign_in(login)
        now = datetime.utcnow().replace(microsecond=0)
        agree(own, company, rep, now - timedelta(hours=2 * HOURS))
        own.call("field.visit.rep", "start_duty", [rep], {"at": f"{now - timedelta(hours=HOURS)}"})
        if not odoo.search("field.visit.position", [("rep_id", "=", rep), ("at", ">=", f"{today}")], limit=1):
            own.call("field.visit.position", "receive", {
                "device": "demo", "sent_at": f"{now}", "positions": _trail(_way(odoo, rep, today, office), now)})


def agree(own: Odoo, company: int, rep: int, at: datetime) -> None:
    """Let the rep have agreed at the time ``at``, unless there is a decision."""
    if not own.search("field.visit.consent", [("rep_id", "=", rep)], limit=1):
        words = own.call("res.company", "visit_consent", [company])
        own.call("field.visit.rep", "give_consent", [rep], {"version": words["version"], "at": f"{at}"})


def _way(odoo: Odoo, rep: int, today: date, office: Place) -> List[Place]:
    """From the office over the visits that were made towards the next one."""
    visits = odoo.read("field.visit", [("rep_id", "=", rep), ("date", "=", f"{today}"), ("has_position", "=", True),
                                       ("state", "!=", "cancelled")],
                       ["visit_latitude", "visit_longitude", "state"], order="sequence, id")
    made = [visit for visit in visits if visit["state"] in ("done", "in_progress")]
    places = [(visit["visit_latitude"], visit["visit_longitude"]) for visit in visits[:len(made) + 1]]
    return [office, *places[:-1], between(places[-2] if len(places) > 1 else office, places[-1], 0.6)] \
        if places else [office, (office[0] + 0.01, office[1] + 0.01)]


def between(start: Place, end: Place, share: float) -> Place:
    """Return the place that lies ``share`` of the way from ``start`` to ``end``."""
    return (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))


def _trail(way: List[Place], now: datetime) -> List[dict]:
    """Positions along ``way``: as long at each place as on the road between two, and none without a signal."""
    count = (HOURS * 3600 - 600) // EVERY_S
    pieces = [piece for place, following in zip(way, way[1:]) for piece in ((place, place), (place, following))]
    rows = []
    for number in range(count):
        at = (number + 1) / count * len(pieces)
        piece, share = pieces[min(int(at), len(pieces) - 1)], at - int(at) if at < len(pieces) else 1.0
        minutes_ago = (count - number) * EVERY_S / 60
        if not LIFT_MIN[0] < minutes_ago < LIFT_MIN[1]:
            lat, lon = between(*piece, share)
            rows.append({"at": f"{now - timedelta(seconds=(count - 1 - number) * EVERY_S + 20)}", "latitude": lat,
                         "longitude": lon, "accuracy_m": 8 + number % 5})
    return rows
