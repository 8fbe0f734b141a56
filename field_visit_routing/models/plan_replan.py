"""What happened to a running day, read and checked, and the engine's problem of its rest."""
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from odoo import fields
from odoo.exceptions import UserError

from .. import compat
from ..engine.routing.problem import Location
from ..engine.routing.services import manual, relief
from ..engine.routing.services import replan as engine
from . import call_values, plan_request, plan_standing

KNOWN_KEYS = {
    "rep_ids", "date", "date_to", "now", "positions", "cancelled_visit_ids", "ill_rep_ids",
    "overrun_visit_id", "overrun_until", "urgent_partner_ids", "urgent_lead_ids", "objective",
    "seed", "time_limit_s", "client_reference", "company_id", "shift_start_h", "shift_end_h",
}
#: Handed to the plan's request as they are.
PLAIN = ("objective", "seed", "time_limit_s", "client_reference", "company_id", "shift_start_h", "shift_end_h")


@dataclass
class Happening:
    """A checked call of ``field.visit.plan.replan``."""

    reps: object
    ill: object
    cancelled: object
    overrun: object
    until: datetime
    now: datetime
    day: date
    #: The request of the plan, as ``submit_plan`` takes it.
    request: dict
    #: ``{rep id: (latitude, longitude)}``
    positions: dict = field(default_factory=dict)


def parse(env, vals):
    """Return the :class:`Happening` of ``vals``.

    :raises UserError: naming the field, the value and the remedy
    """
    call_values.check_keys(env, vals, KNOWN_KEYS)
    company = plan_request._company(env, vals)
    visits = plan_request._records(env, "field.visit", vals, "cancelled_visit_ids", company)
    ill = plan_request._records(env, "field.visit.rep", vals, "ill_rep_ids", company)
    overrun = _overrun(env, vals, company)
    reps = plan_request._records(env, "field.visit.rep", vals, "rep_ids", company)
    reps |= ill | visits.rep_id | overrun.rep_id
    _check_reps(env, reps, ill)
    now = call_values.moment(env, vals, "now") or fields.Datetime.now()
    day = _day(env, vals, reps, visits | overrun)
    return Happening(
        reps=reps, ill=ill, cancelled=visits, overrun=overrun, now=now, day=day,
        until=_until(env, vals, overrun), request=_request(env, vals, reps, day),
        positions=_positions(env, vals, reps))


# ---- reading --------------------------------------------------------------------------------
def _check_reps(env, reps, ill):
    _ = compat.translator(env)
    if not reps:
        raise UserError(_("rep_ids: no reps are chosen. Choose those whose day is planned anew."))
    if reps == ill:
        raise UserError(_("rep_ids: nobody is left to take over the visits. Choose reps who are "
                          "not ill as well."))


def _overrun(env, vals, company):
    given = vals.get("overrun_visit_id")
    return plan_request._records(
        env, "field.visit", {"overrun_visit_id": [given] if given else []}, "overrun_visit_id",
        company)


def _until(env, vals, visit):
    _ = compat.translator(env)
    until = call_values.moment(env, vals, "overrun_until")
    if not visit:
        return until
    begin = visit.actual_start or visit.planned_start
    if visit.state not in ("planned", "in_progress") or not begin:
        raise UserError(_("overrun_visit_id: %s is neither planned nor under way.") % visit.name)
    if not until or until <= begin:
        raise UserError(_("overrun_until: say until when %s lasts, after its start; as YYYY-MM-DD "
                          "HH:MM:SS in UTC.") % visit.name)
    return until


def _day(env, vals, reps, visits):
    """The day to plan anew: as asked for, else that of the visits, else today."""
    if vals.get("date"):
        return plan_request._date(env, vals, "date", None)
    today = min(plan_request.local_now(plan_request.rep_timezone(rep)).date() for rep in reps)
    dates = [day for day in visits.mapped("date") if day]
    return max(today, min(dates)) if dates else today


def _request(env, vals, reps, day):
    values = {name: vals[name] for name in PLAIN if vals.get(name)}
    return dict(
        values, rep_ids=reps.ids, date_from=fields.Date.to_string(day),
        date_to=vals.get("date_to") or fields.Date.to_string(day),
        mandatory_partner_ids=vals.get("urgent_partner_ids") or [],
        mandatory_lead_ids=vals.get("urgent_lead_ids") or [])


def _positions(env, vals, reps):
    _ = compat.translator(env)
    given = vals.get("positions") or {}
    try:
        found = {int(rep_id): tuple(float(number) for number in pair)
                 for rep_id, pair in given.items()}
        good = all(len(pair) == 2 and -90 <= pair[0] <= 90 and -180 <= pair[1] <= 180
                   for pair in found.values())
    except (AttributeError, OverflowError, TypeError, ValueError):
        found, good = {}, False
    if not good or set(found) - set(reps.ids):
        raise UserError(_("positions: %r is no dictionary of a latitude and longitude for each "
                          "of these reps' ids, such as {\"7\": [60.17, 24.94]}.") % (given,))
    return found


# ---- the problem of the rest ----------------------------------------------------------------
def rest_of(standing, happening):
    """Return the engine's problem of the rest, and the ids whose times cannot be kept."""
    company = standing.request.company
    now_s = standing.seconds(happening.now)
    problem, positions = _with_positions(standing.problem, happening.positions)
    published = _published(standing, problem)
    told = _told(standing)
    problem = engine.replan_problem(
        problem, published, now_s, positions, (), 60 * company.visit_freeze_min, told,
        60 * company.visit_change_price_min, _events(problem, happening), {})
    travel = plan_standing.travel_of(standing.request, problem)
    problem, promised = _free_impossible(problem, travel, told)
    relieved = relief.relieve(problem, travel)
    return relieved.problem, tuple(dict.fromkeys(promised + relieved.relaxed))


def _published(standing, problem):
    """The plan that people work by, of the visits that can be planned.

    One that cannot be any more (its customer lost the position, or is closed on that day) is among those left out,
    and holds no place of the day, however soon it was to begin.
    """
    known = {candidate.id for candidate in problem.candidates}
    rows = plan_standing.rows_of(standing.request.replanned)
    return plan_standing.as_solution([row for row in rows if row[0] in known], standing.built.origin)


def _with_positions(problem, positions):
    """The problem with the reps' present places, and their location index by rep."""
    places = problem.locations + tuple(Location(*pair) for pair in positions.values())
    known = {shift.rep for shift in problem.shifts}
    first = len(problem.locations)
    index = {str(rep_id): first + at for at, rep_id in enumerate(positions)
             if str(rep_id) in known}
    return replace(problem, locations=places), index


def _events(problem, happening):
    """Only illness is left to tell: cancelled and longer visits are written already."""
    working = {shift.rep for shift in problem.shifts}
    return tuple(engine.RepIll(str(rep.id)) for rep in happening.ill if str(rep.id) in working)


def _told(standing):
    return tuple(plan_standing.visit_key(visit) for visit in standing.request.replanned
                 if visit.customer_informed_at)


def _free_impossible(problem, travel, told):
    """Free visits of the time that their customers were told where nobody can be there then.

    Better later than not at all; that it is later is a change the planner sees.
    """
    late = []
    for item in problem.candidates:
        if item.id in told and item.pin and item.pin.start_s is not None:
            fits = any(_reaches(problem, travel, shift, item) for shift in problem.shifts)
            late += [] if fits else [item.id]
    return relief.free_of_times(problem, tuple(late)), tuple(late)


def _reaches(problem, travel, shift, item):
    order = tuple(name for name in shift.first if name != item.id) + (item.id,)
    check = manual.check_order(problem, travel, shift.id, order)
    return not any(violation.candidate_id == item.id for violation in check.violations)
