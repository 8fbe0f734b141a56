"""What a caller asks of the capacity simulator: read, checked, turned into the engine's question."""
import math
from dataclasses import asdict
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .. import compat
from ..engine.routing.problem import Break, Location
from ..engine.routing.services.capacity_question import (
    CapacityQuestion,
    Customer,
    Opening,
    Worker,
)
from . import call_values, plan_request, plan_time
from .plan_traffic import TravelProfiles

GRADES = ("A", "B", "C", "D")
MOST_WEEKS = 52
MOST_CUSTOMERS = 5000
KNOWN_KEYS = {
    "name", "intervals", "rep_ids", "weeks", "domain", "date_from", "target_percent",
    "find_smallest", "overtime_min", "seed", "client_reference", "company_id",
}
DAY_S = 24 * 3600


class Asked:
    """A checked request; ids became records that the user may read."""

    def __init__(self, env, vals):
        call_values.check_keys(env, vals, KNOWN_KEYS)
        self.company = plan_request._company(env, vals)
        self.env = env(context=dict(env.context, allowed_company_ids=[self.company.id]))
        self.reps = self._reps(vals)
        self.profiles = TravelProfiles(self)
        self.weeks = plan_request._integer(env, vals, "weeks", 1, MOST_WEEKS, 13)
        self.target = plan_request._integer(env, vals, "target_percent", 1, 100, 95)
        self.overtime_min = plan_request._integer(env, vals, "overtime_min", 0, 600, 0)
        self.seed = plan_request._integer(env, vals, "seed", 0, 2**31 - 1, 0)
        self.first = self._first_monday(vals)
        self.intervals = self._intervals(vals)
        self.customers = self._customers(vals)

    def _reps(self, vals):
        reps = plan_request._records(self.env, "field.visit.rep", vals, "rep_ids", self.company)
        if not reps:
            reps = self.env["field.visit.rep"].search([("company_id", "=", self.company.id)])
        if not reps:
            _ = compat.translator(self.env)
            raise UserError(_("rep_ids: there is no rep whose week could be simulated. Reps are set "
                              "up under Configuration > Reps."))
        return reps

    def _first_monday(self, vals):
        """The first Monday from the given day on, or from tomorrow on."""
        day = (plan_request._date(self.env, vals, "date_from", None) if vals.get("date_from")
               else fields.Date.add(fields.Date.today(), days=1))
        return day + timedelta(days=-day.weekday() % 7)

    def _intervals(self, vals):
        """``{grade: days}``; a grade without an interval is not visited."""
        _ = compat.translator(self.env)
        given = vals.get("intervals")
        if not isinstance(given, dict) or not set(given) <= set(GRADES):
            raise UserError(_("intervals: give the wanted days between two visits for each grade, "
                              "such as {\"A\": 7, \"B\": 14, \"C\": 30}."))
        days = {grade: plan_request._integer(
            self.env, {"intervals": number}, "intervals", 0, 366, 0)
            for grade, number in given.items()}
        if not any(days.values()):
            raise UserError(_("intervals: no grade is to be visited. Give at least one of them a "
                              "number of days."))
        return {grade: number for grade, number in days.items() if number}

    def _customers(self, vals):
        _ = compat.translator(self.env)
        partners = plan_request._search(
            self.env["res.partner"], vals.get("domain") or [], "domain", self.company).filtered(
                lambda p: p.visit_grade in self.intervals and p.visit_score and p.has_position())
        if not partners:
            raise UserError(_("domain: no customer of these grades has a score and a position."))
        if len(partners) > MOST_CUSTOMERS:
            raise UserError(_("domain: %(count)s customers are more than the %(most)s that one "
                              "simulation takes. Choose a part of them.") % {
                                  "count": len(partners), "most": MOST_CUSTOMERS})
        return partners

    # ---- the engine's question -----------------------------------------------------------
    def question(self):
        """Return the :class:`CapacityQuestion`.

        :raises UserError: when nobody of the reps works in an ordinary week
        """
        _ = compat.translator(self.env)
        places = {}

        def place(position):
            return None if position is None else places.setdefault(position, len(places))

        workers = [worker for worker in (self._worker(rep, place) for rep in self.reps) if worker]
        if not workers:
            raise UserError(_("rep_ids: none of these reps has working hours."))
        customers = tuple(self._customer(partner, place) for partner in self.customers)
        return CapacityQuestion(
            tuple(Location(*position) for position in places), customers, tuple(workers),
            weeks=self.weeks, seed=self.seed, target=self.target / 100.0)

    def _customer(self, partner, place):
        minutes = partner.visit_duration_min or self.company.visit_default_duration_min
        service_s = 60 * minutes
        hours = partner.visit_opening_hours()
        openings = [Opening(weekday, start, end - service_s)
                    for weekday in sorted(hours or {}) for start, end in hours[weekday]
                    if end - service_s >= start]
        last = partner.last_visit_date
        return Customer(
            "p%d" % partner.id, place((partner.partner_latitude, partner.partner_longitude)),
            partner.visit_grade, self.intervals[partner.visit_grade], service_s,
            int(partner.visit_score), min(-1, (last - self.first).days) if last else None,
            tuple(openings), self._reps_of(partner))

    def _reps_of(self, partner):
        """Ids of the reps who may come; empty for all of them."""
        required = partner.visit_required_rep_id
        return (str(required.id),) if required in self.reps else ()

    def _worker(self, rep, place):
        """The usual week of a rep's calendar: one span a day, its longest pause as the break."""
        days = working_days(rep)
        if not days:
            return None
        start, end = min(day[0] for day in days.values()), max(day[1] for day in days.values())
        pauses = [pause for day in days.values() for pause in day[2]]
        longest = max(pauses, key=lambda pause: pause[1] - pause[0], default=None)
        breaks = (Break(longest[0], longest[0], longest[1] - longest[0]),) if longest else ()
        return Worker(
            str(rep.id), place(rep._position_of(rep.start_kind)),
            place(rep._position_of(rep.end_kind)), tuple(sorted(days)), start, end, breaks,
            overtime_s=60 * self.overtime_min, profile=self.profiles.name(rep))


def working_days(rep):
    """``{weekday: (start, end, [(pause from, to)])}`` of the rep's calendar, seconds of the day."""
    # Working hours are the company's or the rep's own; only times are used.
    lines = compat.permanent_attendances(rep.working_calendar().sudo())
    blocks = {}
    for line in lines:
        blocks.setdefault(int(line.dayofweek), []).append(
            (round(line.hour_from * 3600), round(line.hour_to * 3600)))
    return {weekday: _span(plan_time.merged(found)) for weekday, found in blocks.items()
            if plan_time.merged(found)}


def _span(blocks):
    pauses = [(end, start) for (_s, end), (start, _e) in zip(blocks, blocks[1:])]
    return blocks[0][0], min(blocks[-1][1], DAY_S - 1), pauses


def document(asked, question, find_smallest):
    """The ``request.json`` of the job."""
    company = asked.company
    return {
        "schema": 1, "kind": "capacity", "question": asdict(question),
        "task": "smallest" if find_smallest else "simulate", "speed_kmh": company.visit_speed_kmh,
        "detour_factor": company.visit_detour_factor, "profiles": asked.profiles.speeds(),
    }


def expected_seconds(asked, find_smallest):
    """A rough guess of the work, for the deadline."""
    each = len(asked.customers) * asked.weeks / 400.0
    return math.ceil(30 + each * (8 if find_smallest else 1))
