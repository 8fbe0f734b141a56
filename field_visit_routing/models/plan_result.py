"""The engine's solution as rows, figures and dictionaries."""
import json
import math
from datetime import date, timedelta

from odoo import fields

from .. import compat
from ..engine.routing import budget, codec
from ..engine.routing.solution import Solution
from . import plan_keys, plan_messages


def expected_seconds(candidates):
    """Most seconds of a search when nobody says so: it grows with the size of the problem."""
    return math.ceil(budget.limit_s(candidates))


def preview(request, built):
    """Figures of a request before it is computed; see ``preview_plan``."""
    candidates, shifts = built.problem.candidates, built.problem.shifts
    needed_s = sum(candidate.service_s for candidate in candidates)
    available_s = sum(
        shift.end_s - shift.start_s - sum(pause.duration_s for pause in shift.breaks)
        for shift in shifts)
    codes = [code for _key, code in built.excluded]
    places = [candidate for candidate in candidates if candidate.waypoint]
    candidates = [candidate for candidate in candidates if not candidate.waypoint]
    customers = plan_keys.records_of(
        request.reps.env, {plan_keys.call_of(candidate.id) for candidate in candidates})
    return {
        "candidates": len(candidates) + len(codes), "shifts": len(shifts),
        "without_position": codes.count("no_position"), "closed": codes.count("no_opening"),
        "repeats": len([c for c in candidates if plan_keys.repeat_of(c.id) > 1]), "places": len(places),
        "kept": len([c for c in candidates if c.pin]),
        "refused": len([code for code in codes if code not in ("no_position", "no_opening", "gone")]),
        "replanned": len(request.replanned), "needed_h": round(needed_s / 3600.0, 2),
        "available_h": round(max(0, available_s) / 3600.0, 2),
        "score": round(sum(record.visit_score for record, _v in customers.values()), 1),
        "expected_s": request.time_limit_s or expected_seconds(len(candidates)),
        "warnings": plan_messages.request_warnings(request),
    }


# ---- writing --------------------------------------------------------------------------------
def write(plan, result):
    """Write a job's result on its plan, which becomes a proposal.

    ``result`` is None when no candidate could be given to the engine.  The process has had the
    solution checked; a result that says otherwise is refused by it, never written here.
    """
    solution = baseline = None
    if result:
        solution = codec.solution_from_dict(result["solution"])
        baseline = codec.solution_from_dict(result["baseline"]) if result.get("baseline") else None
    plan.stop_ids.unlink()
    plan.left_out_ids.unlink()
    keys = _keys(plan, solution, baseline)
    records = plan_keys.records_of(plan.env, keys)
    plan.env["field.visit.plan.stop"].create(_stop_values(plan, solution, records))
    plan.env["field.visit.plan.left_out"].create(_left_out_values(plan, solution, records))
    plan.warning = "\n".join(filter(None, [plan.warning, *_warnings(plan, result, records)])) or False
    plan.write(dict(
        figures("plan", solution, records), **figures("present", baseline, records),
        state="proposed", backend=solution.backend if solution else False,
        compute_s=_compute_seconds(plan, result), best_objective_final=_objective(solution),
        result_json=json.dumps({
            "schema": plan.schema_version, "solution": (result or {}).get("solution"),
            "baseline": (result or {}).get("baseline")})))


def _excluded(plan):
    """``(candidate id, code, params)`` of what the engine never saw."""
    return [(key, code, rest[0] if rest else {}) for key, code, *rest in json.loads(plan.excluded_json or "[]")]


def _warnings(plan, result, records):
    env = plan.with_context(lang=plan.user_id.lang).env
    sentences, result = plan_messages.Warnings(env, _names(records)), result or {}
    return sentences.sentences(result.get("warnings") or []) + sentences.dropped(result.get("drop") or {})


def _names(records):
    return {key: customer.display_name for key, (customer, _visit) in records.items()}


def _keys(plan, solution, baseline):
    keys = [key for key, _code, _params in _excluded(plan)]
    for part in filter(None, (solution, baseline)):
        keys += list(part.placed()) + [left.candidate_id for left in part.left_out]
    return dict.fromkeys(keys)


def _compute_seconds(plan, result):
    seconds = ((result or {}).get("figures") or {}).get("seconds")
    return float(seconds) if seconds is not None else float(plan._job_elapsed_s())


def _objective(solution):
    return float(solution.objective_value) if solution else 0.0


def moment(plan, seconds):
    """Naive UTC of seconds since the plan's start instant."""
    return plan.origin + timedelta(seconds=seconds)


def shift_parts(shift_id):
    """``(rep id, date)`` of a shift's id."""
    rep_id, _slash, day = shift_id.partition("/")
    return int(rep_id), date.fromisoformat(day)


def _stop_values(plan, solution, records):
    values, mandatory = [], _mandatory(plan)
    for route in solution.routes if solution else ():
        rep_id, day = shift_parts(route.shift_id)
        for number, stop in enumerate(route.stops, 1):
            customer, visit = records[stop.candidate_id]
            values.append(dict(
                _customer_values(plan, stop.candidate_id, customer, visit, mandatory),
                rep_id=rep_id, date=day, sequence=number, arrival=moment(plan, stop.arrival_s),
                start=moment(plan, stop.start_s), departure=moment(plan, stop.departure_s),
                leg_distance_m=stop.leg_distance_m, leg_travel_s=stop.leg_duration_s,
                wait_s=stop.wait_s, **_position_values(customer, visit)))
    return values


def _customer_values(plan, key, customer, visit, mandatory):
    is_partner = customer._name == "res.partner"
    return {
        "plan_id": plan.id, "candidate_key": key, "visit_id": visit.id,
        "partner_id": customer.id if is_partner else False,
        "lead_id": visit.lead_id.id if visit else (False if is_partner else customer.id),
        "visit_score": customer.visit_score, "visit_grade": customer.visit_grade,
        "is_mandatory": (customer._name, customer.id) in mandatory or visit.is_mandatory,
        **place_values(key, visit),
    }


def place_values(key, visit):
    """What tells a way point or a meeting from a customer, for stops and visits."""
    if visit.is_waypoint:
        return {"is_waypoint": True, "waypoint_id": visit.waypoint_id.id, "meeting_id": visit.meeting_id.id}
    name = {"w": "waypoint_id", "m": "meeting_id"}.get(key[0])
    return {"is_waypoint": True, name: plan_keys.number_of(key)} if name else {}


def _mandatory(plan):
    """``{(model, id)}`` of the customers and leads that the request declared mandatory."""
    params = json.loads(plan.params_json or "{}")
    return {(model, number) for model, name in (
        ("res.partner", "mandatory_partner_ids"), ("crm.lead", "mandatory_lead_ids"))
        for number in params.get(name) or ()}


def _position_values(customer, visit):
    place = visit._place() if visit else customer
    if place._name == "crm.lead" and not place.has_position():
        place = place.partner_id
    return {"stop_latitude": place.partner_latitude, "stop_longitude": place.partner_longitude}


def _left_out_values(plan, solution, records):
    left_out = [(key, code, plan_messages.OWN_REMEDIES[code], params)
                for key, code, params in _excluded(plan)]
    for item in solution.left_out if solution else ():
        left_out.append((item.candidate_id, item.code, item.remedy, item.params))
    sentences = plan_messages.Sentences(
        plan.with_context(lang=plan.user_id.lang).env, plan.origin, _names(records))
    mandatory = _mandatory(plan)
    return [dict(
        _customer_values(plan, key, *records[key], mandatory), reason_code=code,
        reason=sentences.repeated(plan_keys.repeat_of(key), sentences.reason(code, params)),
        remedy=sentences.remedy(remedy, params))
        for key, code, remedy, params in left_out if not _is_companion(key, left_out)]


def _is_companion(key, left_out):
    """Whether it is a further person of a visit that is told of already."""
    call = plan_keys.call_of(key)
    return call != key and any(item[0] == call for item in left_out)


# ---- figures --------------------------------------------------------------------------------
def figures(prefix, solution, records):
    """The banner's figures of one solution."""
    routes = solution.routes if solution else ()
    visits, customers = _visited(routes, records)
    return {
        prefix + "_km": sum(route.distance_m for route in routes) / 1000.0,
        prefix + "_hours": sum(route.end_s - route.start_s for route in routes) / 3600.0,
        prefix + "_driving_hours": sum(route.driving_s for route in routes) / 3600.0,
        prefix + "_visits": visits,
        prefix + "_a_count": len([c for c in customers if c.visit_grade == "A"]),
        prefix + "_score": sum(customer.visit_score for customer in customers),
    }


def _visited(routes, records):
    """``(number of visits, customers)``; a customer whom several visit together counts once."""
    calls, visits = {}, 0
    for route in routes:
        for stop in route.stops:
            customer, visit = records[stop.candidate_id]
            if plan_keys.is_place(stop.candidate_id) or visit.is_waypoint:
                continue
            visits += 1
            calls[visit.crew_key or plan_keys.call_of(stop.candidate_id)] = customer
    return visits, list(calls.values())


# ---- dictionaries for programs --------------------------------------------------------------
def as_dict(plan):
    """See ``get_result``."""
    return {
        "id": plan.id, "name": plan.name, "state": plan.state,
        "figures": _figures_dict(plan),
        "routes": [_route_dict(plan, route) for route in readable_routes(plan)],
        "left_out": [_left_out_dict(item) for item in plan.left_out_ids],
        "nights": [_night_dict(plan, *night) for night in nights(plan)],
        "warnings": (plan.warning or "").splitlines(),
    }


def _figures_dict(plan):
    names = list(figures("plan", None, {})) + list(figures("present", None, {}))
    return {name: plan[name] or 0 for name in names}


def solution_of(plan):
    """The stored solution; one without routes when there was nothing to solve."""
    document = (json.loads(plan.result_json or "{}")).get("solution")
    if document:
        return codec.solution_from_dict(document)
    return Solution((), (), 0, "", "finished")


def readable_routes(plan):
    """The solved routes of those reps whom the user may see; a plan may hold others as well."""
    routes = solution_of(plan).routes
    ids = {shift_parts(route.shift_id)[0] for route in routes}
    readable = set(plan.env["field.visit.rep"].with_context(active_test=False).search(
        [("id", "in", list(ids))]).ids)
    return [route for route in routes if shift_parts(route.shift_id)[0] in readable]


def nights(plan):
    """``(rep id, day, way point)`` of the nights away of those reps whom the user may see."""
    # Where the shifts begin and end is the system's note, as it holds homes; only hotels are read.
    hotels = json.loads(plan.sudo().places_json or "{}").get("hotels", {})
    readable = {route.shift_id for route in readable_routes(plan)}
    for stay in solution_of(plan).stays:
        waypoint = plan.env["field.visit.waypoint"].browse(hotels.get(str(stay.location), 0)).exists()
        if stay.before in readable:
            yield shift_parts(stay.before) + (waypoint,)


def _night_dict(plan, rep_id, day, waypoint):
    rep = plan.env["field.visit.rep"].browse(rep_id)
    # A hotel may be a way point of somebody else's list; its name is no secret.
    return {"rep_id": rep_id, "rep": rep.name or "", "date": fields.Date.to_string(day),
            "waypoint_id": waypoint.id or 0, "place": waypoint.sudo().name or ""}


def _route_dict(plan, route):
    rep_id, day = shift_parts(route.shift_id)
    stops = plan.stop_ids.filtered(lambda s: s.rep_id.id == rep_id and s.date == day)
    return {
        "rep_id": rep_id, "rep": stops[:1].rep_id.name or "",
        "date": fields.Date.to_string(day), "distance_m": route.distance_m,
        "travel_s": route.driving_s, "wait_s": route.wait_s, "service_s": route.service_s,
        "start_at": fields.Datetime.to_string(moment(plan, route.start_s)),
        "end_at": fields.Datetime.to_string(moment(plan, route.end_s)),
        "stops": [_stop_dict(stop) for stop in stops.sorted("sequence")],
    }


def _stop_dict(stop):
    to_string = fields.Datetime.to_string
    return {
        "sequence": stop.sequence, "customer": stop.name or "",
        "partner_id": stop.partner_id.id or 0, "lead_id": stop.lead_id.id or 0,
        "visit_id": stop.visit_id.id or 0, "arrival": to_string(stop.arrival),
        "start": to_string(stop.start), "end": to_string(stop.departure),
        "latitude": stop.stop_latitude, "longitude": stop.stop_longitude,
        "leg_distance_m": stop.leg_distance_m, "leg_travel_s": stop.leg_travel_s,
        "wait_s": stop.wait_s, "is_waypoint": stop.is_waypoint,
    }


def _left_out_dict(item):
    return {
        "customer": item.name or "", "partner_id": item.partner_id.id or 0,
        "lead_id": item.lead_id.id or 0, "code": item.reason_code, "reason": item.reason,
        "remedy": item.remedy or "",
    }


def summary(plan):
    """One sentence on how the plan was computed."""
    _ = compat.translator(plan.env)
    return _("Computed in %(seconds).1f s by %(backend)s with seed %(seed)s; distances along the "
             "great circle × %(detour)s at %(speed)s km/h.") % {
                 "seconds": plan.compute_s, "backend": plan.backend or _("no search"),
                 "seed": plan.seed, "detour": "%g" % plan.detour_factor,
                 "speed": "%g" % plan.speed_kmh}
