"""Who could fill a hole of a route: the hole, the candidates near it, the answer as rows."""
import math
from dataclasses import dataclass
from datetime import datetime

from odoo import fields
from odoo.exceptions import UserError

from .. import compat
from ..engine.routing.services import gaps
from . import plan_problem, plan_request, plan_standing

KNOWN_KEYS = {"from", "to", "after_visit_id", "limit", "partner_ids", "lead_ids", "domain",
              "lead_domain", "max_delay_min"}
#: Candidates beyond these nearest ones would be a longer detour than anybody wants.
MOST_CANDIDATES = 400
MOST_ROWS = 50


@dataclass
class Hole:
    """Free time of a route (naive UTC) and the visit before it, if any."""

    start: datetime
    end: datetime
    after: object


def largest_hole(route, visits):
    """The longest free time between two visits, or after the last one.

    The way to the next visit counts as free: a filler changes it.
    """
    ends = [visit.planned_end or visit.planned_start for visit in visits]
    holes = [Hole(end, after.planned_start, visit)
             for visit, end, after in zip(visits, ends, visits[1:])]
    if visits and route.start_at and route.start_at < visits[0].planned_start:
        holes.append(Hole(route.start_at, visits[0].planned_start, route.env["field.visit"]))
    return max(holes, key=lambda hole: hole.end - hole.start, default=None)


def suggest(route, vals):
    """See ``field.visit.route.suggest_fillers``."""
    _check_keys(route.env, vals)
    visits = route._open_visits()
    standing = _standing(route, vals)
    shift_id = plan_standing.shift_id_of(route.rep_id, route.date)
    shift = standing.problem.shift_by_id().get(shift_id)
    if shift is None:
        _ = compat.translator(route.env)
        raise UserError(_("%(rep)s does not work on %(day)s from now on.") % {
            "rep": route.rep_id.name, "day": route.date})
    from_s, to_s = _bounds(route, vals, visits, standing, shift)
    delay = plan_request._integer(route.env, vals, "max_delay_min", 0, 1440, 0)
    held = standing.never_earlier() if delay else standing.keeping_times()
    found = gaps.fill(
        held.problem, held.travel, held.orders(), shift_id, from_s, to_s,
        plan_request._integer(route.env, vals, "limit", 1, MOST_ROWS, 10), 60 * delay)
    return _rows(route, held, found)


def _check_keys(env, vals):
    _ = compat.translator(env)
    if not isinstance(vals, dict):
        raise UserError(_("vals: fillers are asked for by a dictionary, not by %s.")
                        % type(vals).__name__)
    unknown = sorted(set(vals) - KNOWN_KEYS)
    if unknown:
        raise UserError(_("%(key)s is no field of this request. Known fields: %(known)s.") % {
            "key": unknown[0], "known": ", ".join(sorted(KNOWN_KEYS))})


# ---- candidates -----------------------------------------------------------------------------
def _standing(route, vals):
    """The day as it stands, with the candidates that are nearest to the route."""
    given = {name: vals[name] for name in ("partner_ids", "lead_ids", "domain", "lead_domain")
             if vals.get(name)}
    request = plan_request.parse(
        route.env, dict(route._standing_request(), **(given or {"all_due": True})))
    stops = [(visit.visit_latitude, visit.visit_longitude) for visit in request.replanned
             if visit.has_position]
    if route.has_start:
        stops.append((route.start_latitude, route.start_longitude))
    request.partners = _nearest(request.partners, stops)
    request.leads = _nearest(request.leads, stops)
    return plan_standing.Standing(request, plan_problem.ProblemBuilder(request).build())


def _nearest(records, stops):
    """The records nearest to any of the stops; straight lines are good enough to choose by."""
    placed = records.filtered(lambda record: record.has_position())
    if len(placed) <= MOST_CANDIDATES or not stops:
        return placed
    return placed.sorted(key=lambda record: min(
        _squared(record.partner_latitude, record.partner_longitude, stop)
        for stop in stops))[:MOST_CANDIDATES]


def _squared(latitude, longitude, stop):
    """Square of the distance in degrees of latitude."""
    east = (longitude - stop[1] + 180) % 360 - 180
    return (latitude - stop[0]) ** 2 + (east * math.cos(math.radians(stop[0]))) ** 2


# ---- the hole -------------------------------------------------------------------------------
def _bounds(route, vals, visits, standing, shift):
    """From and to of the hole in the engine's seconds, within the shift."""
    _ = compat.translator(route.env)
    hole = _hole_after(route, vals, visits)
    start = _moment(route, vals, "from") or (hole and hole.start)
    end = _moment(route, vals, "to") or (hole and hole.end)
    from_s = max(shift.start_s, standing.seconds(start) if start else shift.start_s)
    to_s = min(shift.close_s, standing.seconds(end) if end else shift.close_s)
    if to_s <= from_s:
        raise UserError(_("from, to: there is no free working time between them. Choose a hole "
                          "between now and the end of the working day."))
    return from_s, to_s


def _hole_after(route, vals, visits):
    _ = compat.translator(route.env)
    given = vals.get("after_visit_id")
    if not given:
        return None if vals.get("from") or vals.get("to") else largest_hole(route, visits)
    visit = route._visit_known("after_visit_id", "field.visit", [given])
    if visit.route_id != route or not visit.planned_start:
        raise UserError(_("after_visit_id: the visit with id %(id)s is no planned visit of "
                          "%(route)s.") % {"id": visit.id, "route": route.name})
    later = visits.filtered(lambda v: v.planned_start > visit.planned_start)
    return Hole(visit.planned_end or visit.planned_start, later[:1].planned_start or None, visit)


def _moment(route, vals, name):
    _ = compat.translator(route.env)
    try:
        return fields.Datetime.to_datetime(vals.get(name) or False)
    except (TypeError, ValueError):
        raise UserError(_("%(field)s: %(value)r is no date and time. Give it as "
                          "YYYY-MM-DD HH:MM:SS in UTC.") % {
                              "field": name, "value": vals.get(name)}) from None


# ---- the answer -----------------------------------------------------------------------------
def _rows(route, standing, found):
    records = plan_standing.records_of(route.env, [filler.candidate_id for filler in found])
    services = {item.id: item.service_s for item in standing.problem.candidates}
    return [_row(standing, filler, records[filler.candidate_id][0],
                 services[filler.candidate_id]) for filler in found]


def _row(standing, filler, customer, service_s):
    is_partner = customer._name == "res.partner"
    start = standing.moment(filler.start_s)
    return {
        "customer": customer.display_name or "", "partner_id": customer.id if is_partner else 0,
        "lead_id": 0 if is_partner else customer.id, "grade": customer.visit_grade or "",
        "score": customer.visit_score, "prize": filler.prize,
        "detour_min": round(filler.detour_s / 60), "rate": round(filler.rate, 2),
        "delay_min": round(filler.delay_s / 60), "overtime_min": round(filler.overtime_s / 60),
        "start": fields.Datetime.to_string(start),
        "end": fields.Datetime.to_string(standing.moment(filler.start_s + service_s)),
    }
