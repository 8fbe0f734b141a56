"""Helpers of the tests of what a company tells the planner."""
from datetime import datetime, timedelta

import pytz

from ..models.plan_problem import ProblemBuilder
from ..models.plan_request import parse
from ..models.plan_time import local_moment
from .planning_case import PlanningCase

HELSINKI = pytz.timezone("Europe/Helsinki")


class InputsCase(PlanningCase):

    def built(self, **changes):
        return ProblemBuilder(parse(self.env, self.request(**changes))).build()

    def candidates(self, **changes):
        return self.built(**changes).problem.candidate_by_id()

    def alone(self, customer, **changes):
        """The candidates of a request for one customer, in order."""
        return self.built(partner_ids=customer.ids, **changes).problem.candidates

    def refusal(self, built, customer):
        """``(code, params)`` why the customer never reaches the engine."""
        key = "p%d" % customer.id
        codes = [code for name, code in built.excluded if name == key]
        self.assertEqual(len(codes), 1, built.excluded)
        return codes[0], built.details[key]

    def at(self, day, hour):
        """Naive UTC of an hour of Helsinki's clock."""
        return local_moment(HELSINKI, day, round(hour * 3600))

    def hour(self, built, seconds):
        """Seconds of a problem as "HH:MM" on Helsinki's clock."""
        moment = built.origin + timedelta(seconds=seconds)
        return pytz.utc.localize(moment).astimezone(HELSINKI).strftime("%H:%M")

    def visit(self, customer, day, hour=10.0, rep=None, **values):
        """A visit that is planned."""
        visit = self.env["field.visit"].create(dict({
            "partner_id": customer.id, "rep_id": (rep or self.rep).id, "service_s": 1800,
            "planned_start": self.at(day, hour)}, **values))
        visit.action_plan()
        return visit

    def done(self, customer, days_ago):
        """A visit that was made so many days before the Monday of the plan."""
        visit = self.env["field.visit"].create({
            "partner_id": customer.id, "rep_id": self.rep.id, "service_s": 1800,
            "planned_start": datetime.combine(self.monday - timedelta(days=days_ago), datetime.min.time())
            + timedelta(hours=10)})
        visit.action_plan()
        visit.action_done()
        return visit

    def after(self, days):
        return self.monday + timedelta(days=days)
