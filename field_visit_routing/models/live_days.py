"""Days of reps as the engine judges them, read in a few queries whatever their number, with the user's rights."""
import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Dict, List

import pytz
from odoo import fields

from .. import compat
from ..engine.field import progress
from . import plan_request

ROUTE = ("id", "rep_id", "date", "has_start", "start_latitude", "start_longitude", "has_end", "end_latitude",
         "end_longitude")
VISIT = ("route_id", "sequence", "planned_start", "id", "name", "state", "service_s", "leg_travel_s", "has_position",
         "visit_latitude", "visit_longitude", "customer_informed_at", "pin_time", "meeting_id", "travel_started_at",
         "actual_start", "actual_end")
STATES = {"draft": progress.OPEN, "planned": progress.OPEN, "in_progress": progress.HERE, "done": progress.DONE,
          "missed": progress.MISSED}
#: Older positions say nothing about where somebody is driving.
RECENT_S = 600


@dataclass
class LiveDay:
    """A day for the engine, and what pages show of its stops."""

    route_id: int
    day: progress.Day
    names: Dict[int, str]
    rows: List[dict]

    def stop_values(self, visit_id, arrivals):
        """Return what is said of the current or next stop; {} for none."""
        row = next((row for row in self.rows if row["id"] == visit_id), None)
        return {} if row is None else {
            "visit_id": visit_id, "name": self.names[visit_id], "planned": iso(row["planned_start"]),
            "arrival": iso_of(arrivals.get(visit_id)), **place_values(_stop(row).place)}

    def all_stop_values(self, arrivals):
        """Return all stops in driving order."""
        return [dict(
            self.stop_values(row["id"], arrivals), state=row["state"], began=iso(row["actual_start"]),
            ended=iso(row["actual_end"]), latitude=float(row["visit_latitude"] or 0),
            longitude=float(row["visit_longitude"] or 0), has_position=bool(row["has_position"]),
            promised=_promised(row)) for row in self.rows]


def days_of(reps, now, date=None, fixes=None):
    """Return ``{rep id: LiveDay}`` of ``date``, by default today on each rep's own clock; none without a route.

    ``fixes`` are those of :func:`fixes_of`.
    """
    dates = {rep.id: date or today_of(rep, now) for rep in reps}
    routes = _rows(reps.env["field.visit.route"], [
        ("rep_id", "in", reps.ids), ("date", "in", list({*dates.values()}))], ROUTE) if reps else []
    routes = [route for route in routes if dates[route["rep_id"]] == fields.Date.to_date(route["date"])]
    stops, by_id = _stops(reps.env, [route["id"] for route in routes]), {rep.id: rep for rep in reps}
    return {route["rep_id"]: _live_day(by_id[route["rep_id"]], route, stops.get(route["id"], []),
                                       (fixes or {}).get(route["rep_id"], ())) for route in routes}


def _rows(model, domain, names):
    return [dict(zip(names, row)) for row in compat.search_rows(model, domain, list(names))]


def _stops(env, route_ids):
    found = {}
    for row in _rows(env["field.visit"], [
            ("route_id", "in", route_ids), ("state", "!=", "cancelled"), ("is_waypoint", "=", False)], VISIT):
        found.setdefault(row["route_id"], []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row["sequence"] or 0, row["planned_start"] or datetime.max, row["id"]))
    return found


def positions_of(reps):
    """Return ``{rep id: the last position}``; that the user looks at them is noted for the reps."""
    rows = compat.search_rows(reps, [("id", "in", reps.ids), ("last_position_at", "!=", False)], [
        "id", "last_position_at", "last_latitude", "last_longitude", "last_position_accuracy_m"])
    found = {rep_id: _fix(*row) for rep_id, *row in rows}
    reps.browse(list(found))._looked_at("map")
    return found


def fixes_of(reps, last, now):
    """Return ``{rep id: the fresh positions, oldest first}``; ``last`` are those of :func:`positions_of`."""
    found = {}
    since = now - timedelta(seconds=RECENT_S)
    for rep_id, *row in sorted(compat.search_rows(
            reps.env["field.visit.position"], [("rep_id", "in", reps.ids), ("until_at", ">=", since)],
            ["rep_id", "until_at", "latitude", "longitude", "accuracy_m"])):
        found.setdefault(rep_id, []).append(_fix(*row))
    return {rep_id: (*(one for one in found.get(rep_id, ()) if one.at_s < fix.at_s), fix)
            for rep_id, fix in last.items()}


def _fix(at, latitude, longitude, accuracy_m):
    """An accuracy below zero is not known."""
    return progress.Fix(seconds(at), (float(latitude or 0), float(longitude or 0)), max(0.0, float(accuracy_m or 0)))


def _live_day(rep, route, rows, fixes):
    speed_kmh, detour = rep.speed()
    day = progress.Day(
        stops=tuple(_stop(row) for row in rows), fixes=fixes, start=_place(route, "start"), end=_place(route, "end"),
        speed_ms=max(speed_kmh, 1.0) / 3.6, detour=detour)
    return LiveDay(route["id"], day, {row["id"]: row["name"] or "" for row in rows}, rows)


def _stop(row):
    return progress.Stop(
        id=row["id"], state=STATES[row["state"]], planned_s=seconds(row["planned_start"]),
        service_s=row["service_s"] or 0, travel_s=row["leg_travel_s"] or 0, promised=_promised(row),
        place=(float(row["visit_latitude"]), float(row["visit_longitude"])) if row["has_position"] else None,
        set_out_s=seconds(row["travel_started_at"]), began_s=seconds(row["actual_start"]))


def _promised(row):
    return bool(row["customer_informed_at"] or row["pin_time"] or row["meeting_id"])


def _place(route, end):
    return (float(route[end + "_latitude"]), float(route[end + "_longitude"])) if route["has_" + end] else None


def trail_values(row):
    """Return a position of ``get_track`` as pages draw it."""
    return {"at": iso(row["at"]), "until": iso(row["until"]), "latitude": row["latitude"],
            "longitude": row["longitude"], "accuracy_m": max(0.0, row["accuracy_m"]), "after_gap": row["after_gap"]}


def place_values(place):
    """Return a place as pages get it; {} for none."""
    return {} if place is None else {"latitude": place[0], "longitude": place[1]}


# ---- moments -----------------------------------------------------------------------------
def today_of(rep, now):
    """Return the date on the rep's clock."""
    moment = pytz.utc.localize(now)
    return moment.astimezone(plan_request.rep_timezone(rep)).date()


def seconds(moment):
    """Return the seconds since 1970 of a naive UTC moment; None for none."""
    return calendar.timegm(moment.timetuple()) if moment else None


def iso(moment):
    """Return a naive UTC moment, or its text, as browsers read it; "" for none."""
    if not moment:
        return ""
    text = moment if isinstance(moment, str) else fields.Datetime.to_string(moment)
    return text.replace(" ", "T") + "Z"


def iso_of(moment_s):
    """The same of seconds since 1970."""
    if moment_s is None:
        return ""
    return iso(datetime.fromtimestamp(moment_s, tz=timezone.utc).replace(tzinfo=None))
