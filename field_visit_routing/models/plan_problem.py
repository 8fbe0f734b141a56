"""The engine's problem of a plan request."""
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytz

from ..engine.routing.problem import Candidate, Location, Problem, Window
from ..engine.scoring import prize_of, urgency_at
from . import plan_shifts
from .plan_calls import CallBuilder
from .plan_keys import CUSTOMER_MODELS, records_of, visit_key
from .plan_pins import Decisions
from .plan_places import PlaceBuilder
from .plan_request import rep_timezone
from .plan_rules import ShiftRules
from .plan_time import local_moment, seconds_since
from .plan_traffic import TravelProfiles

#: What others find here by these names.
__all__ = ["CUSTOMER_MODELS", "BuiltProblem", "ProblemBuilder", "engine_request", "profiles",
           "records_of", "visit_key"]


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
    #: ``{candidate id: params}`` of the sentences on the excluded ones.
    details: dict = field(default_factory=dict)
    #: Where the shifts start and end, and what the places are: kept on the plan.
    places: dict = field(default_factory=dict)


class ProblemBuilder:
    """Collects locations and candidates of a request."""

    def __init__(self, request):
        self.request = request
        self.origin = plan_shifts.origin_of(request)
        self.locations = {}
        self.excluded = []
        self.details = {}

    def build(self):
        """Return the :class:`BuiltProblem`.

        :raises UserError: when it cannot be planned at all, with the remedy
        """
        days = plan_shifts.ShiftBuilder(self.request, self.origin, self._place)
        shifts = days.build()
        self.calls = CallBuilder(self.request)
        self.rules = ShiftRules(self.request, shifts, self.calls)
        self.decisions = Decisions(self.request, self.origin, shifts)
        self.made = self.calls.build()
        customers = [c for c in map(self._candidate, self.made) if c]
        customers = self._whole_crews(customers)
        if customers:
            plan_shifts.check_length(self.request, shifts, min(c.service_s for c in customers))
        return self._built(days, shifts, customers)

    def _built(self, days, shifts, customers):
        stops = PlaceBuilder(self.request, self.origin, self._place)
        others = stops.candidates(shifts, days.stops) if customers else []
        nights, hotels = stops.nights(shifts)
        self.excluded += [(key, "gone") for key in stops.gone]
        first = self.decisions.first({candidate.id for candidate in customers})
        shifts = [replace(shift, first=first.get(shift.id, ())) for shift in shifts]
        problem = Problem(
            tuple(Location(*place) for place in self.locations), tuple(customers + others), tuple(shifts),
            self.request.objective, change_price_s=self.decisions.change_price_s(),
            traffic=days.travel.traffic(self.origin), nights=nights)
        known = {candidate.id for candidate in problem.candidates}
        present = [visit_key(visit) for visit in self.request.replanned]
        return BuiltProblem(
            problem=problem, origin=self.origin, excluded=self.excluded,
            order=[key for key in present if key in known] or [c.id for c in customers],
            order_kind="present" if set(present) & known else "given",
            details=self.details, places={"shifts": days.places, "hotels": hotels})

    def _place(self, latitude, longitude):
        """Index of a position; equal positions share one."""
        return self.locations.setdefault((latitude, longitude), len(self.locations))

    # ---- candidates ------------------------------------------------------------------------
    def _candidate(self, call):
        place, service_s = call.place, self._service_s(call.customer, call.visit)
        hours = place.visit_opening_hours() if place.has_position() else {}
        windows = self._windows(place, hours, service_s, call.span)
        allowed, prices, refusal = self.rules.of(call)
        if not place.has_position():
            refusal = ("no_position", {})
        elif hours and not windows:
            refusal = ("no_opening", {})
        if refusal:
            self.excluded.append((call.key, refusal[0]))
            self.details[call.key] = refusal[1]
            return None
        least, most = self._gap(call)
        return Candidate(
            id=call.key, location=self._place(place.partner_latitude, place.partner_longitude),
            service_s=service_s, windows=windows, prize=self._prize(call),
            mandatory=self._is_mandatory(call), allowed_shifts=allowed, pin=self.decisions.pin(call),
            client=call.client, ordinal=call.ordinal, min_gap_days=least, max_gap_days=most,
            joint=call.joint, shift_prices=prices, published=self.decisions.published(call))

    def _whole_crews(self, candidates):
        """Leave out the rest of a call of which a person has no shift."""
        broken = {key.partition("#")[0] for key, _code in self.excluded}
        for candidate in candidates:
            if candidate.joint in broken:
                self.excluded.append((candidate.id, "no_crew"))
        return [candidate for candidate in candidates if candidate.joint not in broken]

    def _is_mandatory(self, call):
        wanted = self.request.mandatory(call.customer) and (call.ordinal == 0 or not call.span)
        return wanted or bool(call.visit and call.visit.is_mandatory)

    def _gap(self, call):
        """Days between visits of the client; what is planned already keeps only to a set gap."""
        least, most = call.customer.visit_gap_days()
        return (call.customer.visit_min_gap_days or 1 if call.visit else least), most

    def _service_s(self, customer, visit):
        """The customer's own duration, else the request's, else the company's."""
        if visit and visit.service_s:
            return visit.service_s
        return 60 * (customer.visit_duration_min or self.request.service_min
                     or self.request.company.visit_default_duration_min)

    def _prize(self, call):
        """Worth by score, urgency and area; who goes together shares it."""
        customer = call.customer
        prize = prize_of(customer.visit_score, urgency_of(call))
        prize = prize * customer.territory_id.priority() / 100
        return max(1, round(prize / (customer.visit_crew_size if call.joint else 1)))

    # ---- windows ---------------------------------------------------------------------------
    def _windows(self, place, hours, service_s, span):
        """Windows of the start of service, one per opening and date, on the place's clock."""
        timezone = pytz.timezone(place.visit_timezone(rep_timezone(self.request.reps[0]).zone))
        windows = []
        for day in self._dates():
            if span and not span[0] <= day <= span[1]:
                continue
            for start, end in hours.get(day.weekday(), ()):
                opens, closes = self._seconds(timezone, day, start), self._seconds(timezone, day, end)
                if closes - service_s >= opens:
                    windows.append(Window(opens, closes - service_s))
        return tuple(windows) if hours or not span else self._whole_days(timezone, span)

    def _whole_days(self, timezone, span):
        """One window over all days that a repeated visit may fall on."""
        return (Window(max(0, self._seconds(timezone, span[0], 0)),
                       self._seconds(timezone, span[1] + timedelta(days=1), 0)),)

    def _seconds(self, timezone, day, seconds):
        return seconds_since(self.origin, local_moment(timezone, day, seconds))

    def _dates(self):
        """The horizon with a day to either side, for places in other time zones."""
        first = self.request.date_from - timedelta(days=1)
        return [first + timedelta(days=number)
                for number in range((self.request.date_to - first).days + 2)]


def urgency_of(call):
    """The urgency of a call when it is wanted; signals raise that of the first visit only."""
    raised = call.customer.visit_signal_raise if call.ordinal == 0 else 0.0
    return urgency_at(call.customer.visit_wanted_days, call.since, raised)


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
    """Travel profiles of the reps that have a speed, detour factor or traffic of their own."""
    return TravelProfiles(request).speeds()
