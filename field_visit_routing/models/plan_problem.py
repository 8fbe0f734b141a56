"""The engine's problem of a plan request."""
from dataclasses import dataclass
from datetime import timedelta

import pytz

from ..engine.routing.problem import Candidate, Location, Problem, Window
from ..engine.scoring import dueness, prize_of
from . import plan_shifts
from .plan_request import rep_timezone

#: First letter of a candidate's id, and the model it is of.
CUSTOMER_MODELS = {"p": "res.partner", "l": "crm.lead"}


@dataclass
class BuiltProblem:
    """A problem and what the engine does not know of it."""

    problem: Problem
    origin: object
    #: Candidates the engine never sees: ``(candidate id, code)``.
    excluded: list
    #: Candidate ids in the order in which reps would visit them without a plan.
    order: list
    #: "present": the planned visits as they stand; "given": the order of the request.
    order_kind: str


class ProblemBuilder:
    """Collects locations and candidates of a request."""

    def __init__(self, request):
        self.request = request
        self.origin = plan_shifts.origin_of(request)
        self.locations = {}
        self.excluded = []

    def build(self):
        """Return the :class:`BuiltProblem`.

        :raises UserError: when it cannot be planned at all, with the remedy
        """
        shifts = plan_shifts.ShiftBuilder(self.request, self.origin, self._place).build()
        entries = self._entries()
        candidates = [c for c in (self._candidate(*entry) for entry in entries) if c]
        if candidates:
            plan_shifts.check_length(
                self.request, shifts, min(candidate.service_s for candidate in candidates))
        known = {candidate.id for candidate in candidates}
        present = [visit_key(visit) for visit in self.request.replanned]
        order = [key for key in present if key in known] or [c.id for c in candidates]
        return BuiltProblem(
            problem=Problem(tuple(Location(*place) for place in self.locations),
                            tuple(candidates), tuple(shifts), self.request.objective),
            origin=self.origin, excluded=self.excluded, order=order,
            order_kind="present" if set(present) & known else "given")

    def _place(self, latitude, longitude):
        """Index of a position; equal positions share one."""
        return self.locations.setdefault((latitude, longitude), len(self.locations))

    def _entries(self):
        """``(id, customer, place, visit)`` of each candidate, a customer once.

        A visit that is planned in the horizon already stands for its customer.
        """
        request = self.request
        entries = [(visit_key(v), v._customer(), v._place(), v) for v in request.replanned]
        covered = {v.partner_id for v in request.replanned} | {
            v.lead_id for v in request.replanned}
        partners = set(request.partners)
        for lead in request.leads:
            # A lead of a customer who is visited anyway is the same call.
            if lead not in covered and not (lead.partner_id and lead.partner_id in partners):
                place = lead if lead.has_position() or not lead.partner_id else lead.partner_id
                entries.append(("l%d" % lead.id, lead, place, None))
        for partner in request.partners:
            if partner not in covered:
                entries.append(("p%d" % partner.id, partner, partner, None))
        return entries

    def _candidate(self, key, customer, place, visit):
        service_s = self._service_s(customer, visit)
        if not place.has_position():
            self.excluded.append((key, "no_position"))
            return None
        hours = place.visit_opening_hours()
        windows = self._windows(place, hours, service_s)
        if hours and not windows:
            self.excluded.append((key, "no_opening"))
            return None
        return Candidate(
            id=key, location=self._place(place.partner_latitude, place.partner_longitude),
            service_s=service_s, windows=windows, prize=self._prize(customer),
            mandatory=self.request.mandatory(customer) or bool(visit and visit.is_mandatory))

    def _service_s(self, customer, visit):
        """The customer's own duration, else the request's, else the company's."""
        if visit and visit.service_s:
            return visit.service_s
        return 60 * (customer.visit_duration_min or self.request.service_min
                     or self.request.company.visit_default_duration_min)

    def _prize(self, customer):
        since = None
        if customer.last_visit_date:
            since = (self.request.date_from - customer.last_visit_date).days
        return prize_of(customer.visit_score, dueness(customer.visit_interval_days, since))

    def _windows(self, place, hours, service_s):
        """Windows of the start of service, one per opening and date, on the place's clock."""
        timezone = pytz.timezone(place.visit_timezone(rep_timezone(self.request.reps[0]).zone))
        windows = []
        for day in self._dates() if hours else ():
            for start, end in hours.get(day.weekday(), ()):
                opens, closes = (
                    plan_shifts.seconds_since(
                        self.origin, plan_shifts.local_moment(timezone, day, seconds))
                    for seconds in (start, end))
                if closes - service_s >= opens:
                    windows.append(Window(opens, closes - service_s))
        return tuple(windows)

    def _dates(self):
        """The horizon with a day to either side, for places in other time zones."""
        first = self.request.date_from - timedelta(days=1)
        return [first + timedelta(days=number)
                for number in range((self.request.date_to - first).days + 2)]


def visit_key(visit):
    return "v%d" % visit.id


def records_of(env, keys):
    """``{candidate id: (customer or lead, visit)}`` of candidate ids.

    A record that was deleted meanwhile is empty. The records of one kind share their cache,
    so that reading them all takes a query each and not one per record.
    """
    visits = _existing(env["field.visit"], "v", keys)
    customers = {**_existing(env["res.partner"], "p", keys), **_existing(env["crm.lead"], "l", keys)}
    result = {}
    for key in keys:
        if key[0] == "v":
            visit = visits.get(key, env["field.visit"])
            result[key] = (visit._customer() if visit else env["res.partner"], visit)
        else:
            result[key] = (customers.get(key, env[CUSTOMER_MODELS[key[0]]]), env["field.visit"])
    return result


def _existing(model, letter, keys):
    """``{candidate id: record}`` of the ids that begin with ``letter``."""
    records = model.browse([int(key[1:]) for key in keys if key[0] == letter]).exists()
    return {"%s%d" % (letter, record.id): record for record in records}


def engine_request(request, built, time_limit_s, problem_document):
    """The ``request.json`` of a planning job."""
    company = request.company
    return {
        "schema": 1, "kind": "plan", "problem": problem_document,
        "speed_kmh": company.visit_speed_kmh, "detour_factor": company.visit_detour_factor,
        "profiles": profiles(request), "seed": request.seed, "time_limit_s": time_limit_s,
        "baseline_order": built.order,
    }


def profiles(request):
    """Travel profiles of the reps that have a speed or detour factor of their own."""
    company = request.company
    return {
        plan_shifts.profile_name(rep): {
            "speed_kmh": rep.speed_kmh or company.visit_speed_kmh,
            "detour_factor": rep.detour_factor or company.visit_detour_factor}
        for rep in request.reps if plan_shifts.profile_name(rep)}
