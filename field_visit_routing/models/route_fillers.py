"""Who could fill a hole of a route: the hole, the candidates near it, the answer as rows."""
import math
from dataclasses import dataclass
from datetime import datetime

from odoo import fields
from odoo.exceptions import UserError

from .. import compat
from ..engine.routing.services import gaps
from . import call_values, plan_problem, plan_request, plan_standing

KNOWN_KEYS = {"from", "to", "after_visit_id", "limit", "partner_ids", "lead_ids", "domain",
              "lead_domain", "max_delay_min"}
#: Candidates beyond these nearest ones would be a longer detour than anybody wants.
MOST_CANDIDATES = 400
MOST_ROWS = 50
#: Without a hole asked for, so many of the longest are tried.
MOST_HOLES = 4


@dataclass
class Hole:
    """Free time of a route (naive UTC) and the visit before it, if any."""

    start: datetime
    end: datetime
    after: object


def _holes(route, visits):
    """The free times before the visits of a route, the longest first.

    The way to the next visit counts as free: a filler changes it.
    """
    ends = [visit.planned_end or visit.planned_start for visit in visits]
    holes = [Hole(end, after.planned_start, visit)
             for visit, end, after in zip(visits, ends, visits[1:])]
    if visits and route.start_at and route.start_at < visits[0].planned_start:
        holes.append(Hole(route.start_at, visits[0].planned_start, route.env["field.visit"]))
    return sorted(holes, key=lambda hole: hole.start - hole.end)


def suggest(route, vals):
    """Return the hole (from and to in naive UTC) and the rows of who fills it.

    Without a hole in ``vals`` it is the longest that anybody fills: the longest of all may be
    the lunch break.  See ``field.visit.route.suggest_fillers``.
    """
    call_values.check_keys(route.env, vals, KNOWN_KEYS)
    visits = route._open_visits()
    standing = _standing(route, vals)
    shift_id = plan_standing.shift_id_of(route.rep_id, route.date)
    shift = standing.problem.shift_by_id().get(shift_id)
    if shift is None:
        _ = compat.translator(route.env)
        raise UserError(_("%(rep)s does not work on %(day)s from now on.") % {
            "rep": route.rep_id.name, "day": route.date})
    delay = plan_request._integer(route.env, vals, "max_delay_min", 0, 1440, 0)
    held = standing.never_earlier() if delay else standing.keeping_times()
    limit = plan_request._integer(route.env, vals, "limit", 1, MOST_ROWS, 10)
    answers = []
    for from_s, to_s in _bounds(route, vals, visits, standing, shift):
        found = gaps.fill(held.problem, held.travel, held.orders(), shift_id, from_s, to_s,
                          limit, 60 * delay)
        answers.append(((standing.moment(from_s), standing.moment(to_s)), found))
        if found:
            break
    hole, found = answers[-1] if answers[-1][1] else answers[0]
    return hole, _rows(route, held, found)


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
    """From and to of the holes to try in the engine's seconds, within the shift."""
    _ = compat.translator(route.env)
    start = call_values.moment(route.env, vals, "from")
    end = call_values.moment(route.env, vals, "to")
    bounds = []
    for hole in _holes_asked_for(route, vals, visits):
        first, last = start or hole.start, end or hole.end
        from_s = max(shift.start_s, standing.seconds(first) if first else shift.start_s)
        to_s = min(shift.close_s, standing.seconds(last) if last else shift.close_s)
        bounds += [(from_s, to_s)] if from_s < to_s else []
    if not bounds:
        raise UserError(_("from, to: there is no free working time between them. Choose a hole "
                          "between now and the end of the working day."))
    return bounds


def _holes_asked_for(route, vals, visits):
    if vals.get("after_visit_id"):
        return [_hole_after(route, visits, vals["after_visit_id"])]
    whole = Hole(None, None, route.env["field.visit"])
    if vals.get("from") or vals.get("to"):
        return [whole]
    return _holes(route, visits)[:MOST_HOLES] or [whole]


def _hole_after(route, visits, given):
    _ = compat.translator(route.env)
    visit = route._visit_known("after_visit_id", "field.visit", [given])
    if visit.route_id != route or not visit.planned_start:
        raise UserError(_("after_visit_id: the visit with id %(id)s is no planned visit of "
                          "%(route)s.") % {"id": visit.id, "route": route.name})
    later = visits.filtered(lambda v: v.planned_start > visit.planned_start)
    return Hole(visit.planned_end or visit.planned_start, later[:1].planned_start or None, visit)


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
