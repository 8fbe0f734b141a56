"""The visits as they stand now, as the engine sees them: problem, order, times and travel."""
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from odoo import fields

from ..engine.matrix import GeodesicProvider, Profile
from ..engine.routing.problem import Pin, Window
from ..engine.routing.solution import Route, Solution, Stop
from . import plan_problem, plan_request, plan_shifts
from .plan_problem import records_of, visit_key  # noqa: F401  (the keys of what stands)


@dataclass
class Standing:
    """A problem together with who is visited, in which order and when, at present."""

    request: plan_request.PlanRequest
    built: plan_problem.BuiltProblem

    @property
    def problem(self):
        return self.built.problem

    @property
    def travel(self):
        return travel_of(self.request, self.problem)

    def orders(self):
        """``{shift id: (candidate id, …)}`` of the planned visits in their present order.

        Visits that the engine does not know (closed, without a position) and visits outside
        every shift are left out.
        """
        known = {candidate.id for candidate in self.problem.candidates}
        result = {shift.id: () for shift in self.problem.shifts}
        for visit in self.request.replanned.sorted(position_in_day):
            shift, key = shift_of(visit), visit_key(visit)
            if shift in result and key in known:
                result[shift] += (key,)
        return result

    def keeping_times(self):
        """The same, with every planned visit held to its shift and time."""
        def hold(candidate, visit, start_s):
            pin = Pin(shift_id=shift_of(visit), start_s=start_s)
            return replace(candidate, windows=(), pin=pin)
        return self._with_planned(hold)

    def never_earlier(self, besides=""):
        """The same, with every planned visit held to its shift, at its time or later.

        ``besides`` is the id of a candidate that stays free.
        """
        def hold(candidate, visit, start_s):
            if candidate.id == besides:
                return candidate
            windows = candidate.windows or (Window(start_s, start_s + 7 * 24 * 3600),)
            later = tuple(replace(window, start_s=max(window.start_s, start_s))
                          for window in windows if window.end_s >= start_s)
            return replace(candidate, windows=later or candidate.windows,
                           pin=candidate.pin or Pin(shift_id=shift_of(visit)))
        return self._with_planned(hold)

    def _with_planned(self, hold):
        """This with ``hold(candidate, visit, start_s)`` in the place of each planned visit."""
        visits = {visit_key(visit): visit for visit in self.request.replanned}
        candidates = tuple(
            hold(item, visits[item.id], self.seconds(visits[item.id].planned_start))
            if item.id in visits else item for item in self.problem.candidates)
        problem = replace(self.problem, candidates=candidates)
        return Standing(self.request, replace(self.built, problem=problem))

    def seconds(self, moment):
        """Seconds of the engine of a naive UTC moment."""
        return plan_shifts.seconds_since(self.built.origin, moment)

    def moment(self, seconds):
        """Naive UTC moment of seconds of the engine."""
        return self.built.origin + timedelta(seconds=seconds)


def of(env, vals):
    """Return the :class:`Standing` of a request such as ``submit_plan`` takes.

    :raises UserError: as ``submit_plan``
    """
    request = plan_request.parse(env, vals)
    return Standing(request, plan_problem.ProblemBuilder(request).build())


def position_in_day(visit):
    return (visit.sequence, visit.planned_start or datetime.min, visit.id)


def shift_of(visit):
    """Id of the shift that a planned visit belongs to."""
    return shift_id_of(visit.rep_id, visit.date)


def shift_id_of(rep, day):
    """Id of a rep's shift of a day."""
    return plan_shifts.shift_id(rep, day)


def travel_of(request, problem):
    """Travel times between the problem's locations, at the speeds of company and reps."""
    company = request.company
    named = {name: Profile(**values) for name, values in plan_problem.profiles(request).items()}
    usual = Profile(company.visit_speed_kmh, company.visit_detour_factor)
    return GeodesicProvider(usual, named).travel(problem.locations)


def as_solution(rows, origin):
    """A :class:`Solution` of visits that have a time: ``rows`` as :func:`rows_of` gives them.

    It says who is visited when and by whom; ways are left at nothing.
    """
    shifts = {}
    for key, shift, start, end in rows:
        start_s, end_s = (plan_shifts.seconds_since(origin, moment) for moment in (start, end))
        shifts.setdefault(shift, []).append(Stop(key, start_s, 0, start_s, max(start_s, end_s), 0, 0))
    routes = tuple(
        Route(shift, tuple(sorted(stops, key=lambda stop: stop.start_s)),
              min(stop.start_s for stop in stops), max(stop.departure_s for stop in stops), 0, 0)
        for shift, stops in sorted(shifts.items()))
    return Solution(routes, (), 0, "", "given_order")


def rows_of(visits):
    """``(candidate id, shift id, start, end)`` of the visits that have a rep and a time."""
    return [(visit_key(visit), shift_of(visit), visit.planned_start,
             visit.planned_end or visit.planned_start)
            for visit in visits if visit.planned_start and visit.rep_id]


def rows_of_snapshot(env, snapshot):
    """The same of visits as ``action_apply`` noted them before it changed them."""
    rows = []
    for visit_id, values in snapshot.items():
        start, end = (fields.Datetime.to_datetime(values[name])
                      for name in ("planned_start", "planned_end"))
        if start and values["rep_id"] and values["state"] == "planned":
            rep = env["field.visit.rep"].browse(values["rep_id"])
            rows.append(("v%s" % visit_id, plan_shifts.shift_id(rep, local(rep, start).date()),
                         start, end or start))
    return rows


def local(rep, moment):
    """The naive UTC ``moment`` on the rep's clock."""
    zone = rep.with_context(tz=plan_request.rep_timezone(rep).zone)
    return fields.Datetime.context_timestamp(zone, moment)
