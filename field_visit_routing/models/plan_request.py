"""What a caller asks of a plan: read, checked, completed; every refusal is a sentence."""
import ast
import math
from dataclasses import dataclass, field
from datetime import date, timedelta

import psycopg2
import pytz
from odoo import fields
from odoo.exceptions import UserError

from .. import compat
from . import call_values

MAX_DAYS = 28
OBJECTIVES = ("most_value", "least_driving", "earliest_finish", "balanced")
START_KINDS = ("home", "office", "first_stop")
END_KINDS = ("home", "office", "last_stop")
KNOWN_KEYS = {
    "date_from", "date_to", "weekdays", "rep_ids", "partner_ids", "lead_ids", "domain",
    "lead_domain", "all_due", "mandatory_partner_ids", "mandatory_lead_ids", "shift_start_h",
    "shift_end_h", "start_kind", "end_kind", "service_min", "objective", "seed",
    "time_limit_s", "client_reference", "company_id", "overtime", "max_stops", "max_driving_h",
    "flexible_start_h", "keep_published", "despite_conflict", "segment_ids", "excluded_segment_ids",
}


@dataclass
class PlanRequest:
    """A checked request; ids became records that the user may read."""

    company: object
    date_from: date
    date_to: date
    weekdays: tuple
    reps: object
    partners: object
    leads: object
    mandatory_partner_ids: frozenset
    mandatory_lead_ids: frozenset
    shift_start_h: float = 0.0
    shift_end_h: float = 0.0
    start_kind: str = ""
    end_kind: str = ""
    service_min: int = 0
    objective: str = "most_value"
    seed: int = 0
    time_limit_s: int = 0
    #: Hours of overtime a day; None takes each rep's.
    overtime_h: object = None
    #: Limits of a day; 0 takes each rep's.
    max_stops: int = 0
    max_driving_h: float = 0.0
    flexible_start_h: float = 0.0
    #: Whether a change to a published route has a price.
    keep_published: bool = True
    client_reference: str = ""
    despite_conflict: bool = False
    #: A running day: who else plans it is told of, but not waited for.
    is_urgent: bool = False
    replanned: object = None
    notes: list = field(default_factory=list)

    @property
    def has_own_hours(self):
        return self.shift_end_h > 0

    def days(self):
        """The dates to plan, in order."""
        count = (self.date_to - self.date_from).days + 1
        dates = (self.date_from + timedelta(days=number) for number in range(count))
        return [day for day in dates if day.weekday() in self.weekdays]

    def mandatory(self, customer):
        ids = (self.mandatory_partner_ids if customer._name == "res.partner"
               else self.mandatory_lead_ids)
        return customer.id in ids


def parse(env, vals, besides=None):
    """Return the :class:`PlanRequest` of ``vals``; see ``field.visit.plan.submit_plan``.

    :param besides: visits that are planned anew beside those of the reps and days
    :raises UserError: naming the field, the value and the remedy
    """
    call_values.check_keys(env, vals, KNOWN_KEYS)
    company = _company(env, vals)
    env = env(context=dict(env.context, allowed_company_ids=[company.id]))
    reps = _reps(env, vals, company)
    date_from, date_to = _dates(env, vals, reps)
    mandatory_partners = _records(env, "res.partner", vals, "mandatory_partner_ids", company)
    mandatory_leads = _records(env, "crm.lead", vals, "mandatory_lead_ids", company)
    request = PlanRequest(
        company=company, date_from=date_from, date_to=date_to, weekdays=_weekdays(env, vals),
        reps=reps,
        partners=_without(env, vals, _partners(env, vals, company, date_to), company) | mandatory_partners,
        leads=_without(env, vals, _leads(env, vals, company, date_to), company) | mandatory_leads,
        mandatory_partner_ids=frozenset(mandatory_partners.ids),
        mandatory_lead_ids=frozenset(mandatory_leads.ids),
        **_options(env, vals))
    request.replanned = _replanned(env, request)
    if besides:
        request.replanned |= besides.with_env(env)
    _check_complete(request)
    return request


# ---- company, reps, dates -------------------------------------------------------------------
def _company(env, vals):
    _ = compat.translator(env)
    wanted = _integer(env, vals, "company_id", 0, 2**31, env.company.id)
    if wanted not in env.user.company_ids.ids:
        raise UserError(_("company_id: you do not work in company %s. Leave it out or choose one "
                          "of your companies.") % wanted)
    return env["res.company"].browse(wanted)


def _reps(env, vals, company):
    _ = compat.translator(env)
    reps = _records(env, "field.visit.rep", vals, "rep_ids", company)
    if not reps:
        raise UserError(_("rep_ids: no reps are chosen. Choose at least one rep; reps are set up "
                          "under Configuration > Reps."))
    return reps


def _dates(env, vals, reps):
    _ = compat.translator(env)
    first = _date(env, vals, "date_from", None)
    last = _date(env, vals, "date_to", first)
    today = min(local_now(rep_timezone(rep)).date() for rep in reps)
    if first < today:
        raise UserError(_("date_from: %(value)s is in the past. Choose %(today)s or a later day.")
                        % {"value": first, "today": today})
    if last < first:
        raise UserError(_("date_to: %(last)s is before date_from %(first)s. Choose the same or a "
                          "later day.") % {"last": last, "first": first})
    if (last - first).days >= MAX_DAYS:
        raise UserError(_("date_to: %(last)s makes a horizon of %(days)s days. Plan at most "
                          "%(most)s days at once.") % {
                              "last": last, "days": (last - first).days + 1, "most": MAX_DAYS})
    return first, last


def _date(env, vals, name, default):
    _ = compat.translator(env)
    value = vals.get(name) or default
    try:
        result = fields.Date.to_date(value)
    except (TypeError, ValueError):
        result = None
    if not result:
        raise UserError(_("%(field)s: %(value)r is no date. Give it as YYYY-MM-DD.")
                        % {"field": name, "value": vals.get(name) or ""})
    return result


def _weekdays(env, vals):
    _ = compat.translator(env)
    given = vals.get("weekdays")
    if given is None or given is False:
        given = range(7)
    try:
        weekdays = tuple(sorted({int(day) for day in given}))
    except (TypeError, ValueError):
        weekdays = (-1,)
    if not set(weekdays) <= set(range(7)):
        raise UserError(_("weekdays: %r is not a list of numbers from 0 (Monday) to 6 (Sunday).")
                        % (vals["weekdays"],))
    return weekdays


def rep_timezone(rep):
    return pytz.timezone(rep.timezone())


def local_now(timezone):
    return pytz.utc.localize(fields.Datetime.now()).astimezone(timezone)


# ---- records --------------------------------------------------------------------------------
def _records(env, model, vals, name, company):
    """The records of a list of ids; repeated ids count once."""
    _ = compat.translator(env)
    ids = vals.get(name) or []
    if not isinstance(ids, (list, tuple)) or not all(
            isinstance(item, int) and not isinstance(item, bool) and item < 2**31 for item in ids):
        raise UserError(_("%(field)s: %(value)r is not a list of ids.")
                        % {"field": name, "value": ids})
    ids = list(dict.fromkeys(ids))
    found = env[model].with_context(active_test=False).search([("id", "in", ids)])
    missing = sorted(set(ids) - set(found.ids))
    if missing:
        _refuse_missing(env, model, name, missing[0])
    foreign = found.filtered(lambda r: r.company_id and r.company_id != company)
    if foreign:
        raise UserError(_("%(field)s: %(name)s (id %(id)s) belongs to another company than "
                          "%(company)s. Leave it out or plan in its company.") % {
                              "field": name, "name": foreign[0].display_name,
                              "id": foreign[0].id, "company": company.name})
    return env[model].browse(ids)


def _refuse_missing(env, model, name, record_id):
    _ = compat.translator(env)
    # Only whether the record exists is looked up beyond the user's rights, none of its content.
    exists = env[model].sudo().browse(record_id).exists()
    if exists:
        raise UserError(_("%(field)s: you may not use the record with id %(id)s: it belongs to "
                          "another company, team or rep. Leave it out or ask your manager.")
                        % {"field": name, "id": record_id})
    raise UserError(_("%(field)s: there is no record with id %(id)s; it may have been deleted. "
                      "Leave it out.") % {"field": name, "id": record_id})


def _partners(env, vals, company, date_to):
    partners = _records(env, "res.partner", vals, "partner_ids", company)
    if vals.get("domain"):
        partners |= _search(env["res.partner"], vals["domain"], "domain", company)
    partners |= _of_segments(env["res.partner"], vals, "segment_ids", company)
    return partners | _due(env["res.partner"], vals, company, date_to)


def _leads(env, vals, company, date_to):
    leads = _records(env, "crm.lead", vals, "lead_ids", company)
    if vals.get("lead_domain"):
        leads |= _search(env["crm.lead"], vals["lead_domain"], "lead_domain", company)
    leads |= _of_segments(env["crm.lead"], vals, "segment_ids", company)
    return leads | _due(env["crm.lead"], vals, company, date_to)


def _of_segments(model, vals, name, company):
    """The members of segments that the user may see."""
    segments = _records(model.env, "field.visit.segment", vals, name, company)
    if not segments:
        return model
    return model.search([("visit_segment_ids", "in", segments.ids), ("company_id", "in", (False, company.id))])


def _without(env, vals, customers, company):
    """Leave out who is in an excluded segment; only the mandatory ones are visited all the same."""
    return customers - _of_segments(env[customers._name], vals, "excluded_segment_ids", company)


def _due(model, vals, company, date_to):
    """Who is due by ``date_to`` by interval or signal, and for whom no visit is planned later."""
    if not vals.get("all_due"):
        return model
    found = model.search(compat.all_of(model._visit_due_domain(date_to), [("company_id", "in", (False, company.id))]))
    return found - _planned_later(found, date_to)


def _planned_later(customers, date_to):
    """Those whose next visit is planned for after ``date_to``: somebody has decided so."""
    link = "partner_id" if customers._name == "res.partner" else "lead_id"
    later = customers.filtered(lambda customer: customer.next_visit_date and customer.next_visit_date > date_to)
    # visits of all reps count, also those that the planner may not see; only that they exist is used
    planned = customers.env["field.visit"].sudo().search([
        (link, "in", later.ids), ("state", "in", ("planned", "in_progress")), ("is_waypoint", "=", False)])
    return later & planned[link].with_env(customers.env)


def _search(model, domain, name, company):
    _ = compat.translator(model.env)
    try:
        domain = ast.literal_eval(domain) if isinstance(domain, str) else list(domain)
        # A value that the database cannot compare must not spoil the caller's transaction.
        with model.env.cr.savepoint():
            return model.search(list(domain) + [("company_id", "in", (False, company.id))])
    except (ValueError, SyntaxError, TypeError, KeyError, AttributeError, AssertionError,
            RecursionError, MemoryError, psycopg2.DataError, psycopg2.ProgrammingError) as error:
        raise UserError(_("%(field)s: %(value)r is no filter (%(error)s). Give a list such as "
                          "[['city', '=', 'Helsinki']].") % {
                              "field": name, "value": domain,
                              "error": str(error).partition("\n")[0]}) from None


def _replanned(env, request):
    """Planned visits of the reps within the horizon: they are planned anew with the rest."""
    return env["field.visit"].search([
        ("rep_id", "in", request.reps.ids), ("state", "=", "planned"),
        ("company_id", "=", request.company.id),
        ("date", ">=", request.date_from), ("date", "<=", request.date_to),
    ], order="rep_id, planned_start, sequence").filtered(
        lambda visit: visit.date.weekday() in request.weekdays)


# ---- numbers and choices --------------------------------------------------------------------
def _options(env, vals):
    start, end = _shift_hours(env, vals)
    return {
        "shift_start_h": start, "shift_end_h": end,
        "start_kind": _choice(env, vals, "start_kind", START_KINDS, ""),
        "end_kind": _choice(env, vals, "end_kind", END_KINDS, ""),
        "service_min": _integer(env, vals, "service_min", 0, 1440, 0),
        "objective": _choice(env, vals, "objective", OBJECTIVES, "most_value"),
        "seed": _integer(env, vals, "seed", 0, 2**31 - 1, 0),
        "time_limit_s": _integer(env, vals, "time_limit_s", 0, 3600, 0),
        "overtime_h": _number(env, vals, "overtime", 0, 12, None),
        "max_stops": _integer(env, vals, "max_stops", 0, 200, 0),
        "max_driving_h": _number(env, vals, "max_driving_h", 0, 24, 0.0),
        "flexible_start_h": _number(env, vals, "flexible_start_h", 0, 12, 0.0),
        "keep_published": _yes(env, vals, "keep_published", True),
        "client_reference": str(vals.get("client_reference") or ""),
        "despite_conflict": _yes(env, vals, "despite_conflict", False),
    }


def _shift_hours(env, vals):
    _ = compat.translator(env)
    start = _number(env, vals, "shift_start_h", 0, 24, 0.0)
    end = _number(env, vals, "shift_end_h", 0, 24, 0.0)
    if (start or end) and end <= start:
        raise UserError(_("shift_end_h: %(end)s is not after shift_start_h %(start)s. Let the "
                          "shift end after it starts.") % {
                              "end": hours_text(end), "start": hours_text(start)})
    return start, end


def _number(env, vals, name, low, high, default):
    _ = compat.translator(env)
    value = vals.get(name)
    if value is None or value is False or value == "":
        return default
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not low <= number <= high:
        raise UserError(_("%(field)s: %(value)r is not a number from %(low)s to %(high)s.") % {
            "field": name, "value": value, "low": low, "high": high})
    return number


def _integer(env, vals, name, low, high, default):
    return int(_number(env, vals, name, low, high, default))


def _yes(env, vals, name, default):
    _ = compat.translator(env)
    value = vals.get(name, default)
    if value not in (True, False):
        raise UserError(_("%(field)s: %(value)r is neither true nor false.") % {"field": name, "value": value})
    return bool(value)


def _choice(env, vals, name, known, default):
    _ = compat.translator(env)
    value = vals.get(name) or default
    if value and value not in known:
        raise UserError(_("%(field)s: %(value)r is unknown. Choose one of: %(known)s.") % {
            "field": name, "value": value, "known": ", ".join(known)})
    return value


def hours_text(hours):
    minutes = round(hours * 60)
    return "%02d:%02d" % (minutes // 60, minutes % 60)


# ---- the request as a whole -----------------------------------------------------------------
def _check_complete(request):
    _ = compat.translator(request.company.env)
    if not (request.partners or request.leads or request.replanned):
        raise UserError(_("partner_ids, lead_ids: there are no candidates. Choose customers or "
                          "leads, or a filter that finds some."))
    if not request.days():
        raise UserError(_("weekdays: no day from %(first)s to %(last)s is one of the chosen "
                          "weekdays. Choose other days.") % {
                              "first": request.date_from, "last": request.date_to})
