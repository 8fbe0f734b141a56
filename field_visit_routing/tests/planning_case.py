"""A small world for the tests of planning: two reps and customers around Helsinki."""
import json
import time
from datetime import timedelta

from odoo import fields
from odoo.tests.common import HttpCase, new_test_user

from .. import compat
from ..engine.matrix import GeodesicProvider, Profile
from ..engine.routing import checker, codec
from ..models import plan_result
from .processes import end_job_processes

OFFICE = (60.1700, 24.9400)
#: (name, latitude, longitude, score); within 6 km of the office.
CUSTOMERS = (
    ("Kallio", 60.1841, 24.9497, 90), ("Toolo", 60.1780, 24.9220, 70),
    ("Pasila", 60.1990, 24.9330, 50), ("Ruoholahti", 60.1630, 24.9150, 85),
    ("Vallila", 60.1950, 24.9570, 30), ("Lauttasaari", 60.1600, 24.8790, 60),
)


class PlanningWorld:
    """Mixin of test cases: call ``set_up_world`` in ``setUpClass``."""

    @classmethod
    def set_up_world(cls):
        cls.addClassCleanup(end_job_processes)
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US", tz="UTC", **compat.NO_LOG))
        # scores are those that a test makes
        cls.env["field.visit.score.rule"].search([]).active = False
        cls.company = cls.env.company
        cls.company.partner_id.set_position(*OFFICE)
        cls.users = {
            kind: new_test_user(
                cls.env, login="fv_" + kind, password="fv_" + kind + "_pw1", tz="Europe/Helsinki",
                groups="base.group_user,base.group_partner_manager,"
                       "sales_team.group_sale_salesman_all_leads,field_visit_routing.group_" + kind)
            for kind in ("rep", "leader", "manager", "admin")}
        cls.users["plain"] = new_test_user(
            cls.env, login="fv_plain", password="fv_plain_pw1", groups="base.group_user")
        cls.team = cls.env["crm.team"].create(
            {"name": "South", "user_id": cls.users["leader"].id})
        cls.rep = cls._make_rep(cls.users["rep"])
        cls.other_rep = cls._make_rep(cls.users["manager"])
        cls.customers = cls.env["res.partner"].create([
            cls._customer_values(*customer) for customer in CUSTOMERS])
        cls.monday = cls.next_monday()

    @classmethod
    def _make_rep(cls, user):
        return cls.env["field.visit.rep"].create({
            "user_id": user.id, "tz": "Europe/Helsinki", "start_kind": "office",
            "end_kind": "office", "team_id": cls.team.id,
            "office_id": cls.company.partner_id.id, "company_id": cls.company.id,
            "calendar_id": cls.company.resource_calendar_id.id})

    @classmethod
    def _customer_values(cls, name, latitude, longitude, score):
        return {"name": name, "partner_latitude": latitude, "partner_longitude": longitude,
                "visit_score": score, "is_company": True, "city": "Helsinki"}

    @classmethod
    def next_monday(cls):
        today = fields.Date.today()
        return today + timedelta(days=7 - today.weekday())

    @classmethod
    def request(cls, **changes):
        """A request that works; ``changes`` replace or add values, None removes one."""
        values = {
            "date_from": str(cls.monday), "date_to": str(cls.monday + timedelta(days=1)),
            "rep_ids": cls.rep.ids, "partner_ids": cls.customers.ids, "time_limit_s": 1,
            "seed": 1}
        values.update(changes)
        return {name: value for name, value in values.items() if value is not None}

    def plan_of(self, user=None, **changes):
        """Submit as ``user`` (the manager) and return the plan, which is queued."""
        env = self.env(user=user or self.users["manager"])
        answer = env["field.visit.plan"].submit_plan(self.request(**changes))
        return env["field.visit.plan"].browse(answer["plan_id"])

    def wait_for(self, plan, states=("proposed",), seconds=400):
        """Poll as the progress page does until the plan leaves queue and process."""

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            status = plan.job_status()[0]
            if status["state"] not in ("queued", "running"):
                break
            time.sleep(0.1)
        self.assertIn(plan.state, states, "%s %s" % (plan.failure, status))
        if plan.state == "proposed":
            self.assert_checked(plan)
        return plan

    def solved(self, **changes):
        return self.wait_for(self.plan_of(**changes))

    def assert_checked(self, plan):
        """The independent checker agrees with what was written on the plan."""

        request = json.loads(plan.sudo().job_request or "{}")
        if not request:
            return
        problem = codec.problem_from_dict(request["problem"])
        company = Profile(request["speed_kmh"], request["detour_factor"])
        profiles = {name: Profile(**values) for name, values in request["profiles"].items()}
        matrix = GeodesicProvider(company, profiles).travel(problem.locations)
        violations = checker.check(problem, matrix, plan_result.solution_of(plan))
        self.assertFalse(violations)


class PlanningCase(PlanningWorld, compat.TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_world()


class PlanningByPrograms(PlanningWorld, HttpCase):
    """The same world, called over XML-RPC with each kind of user."""

    def setUp(self):
        super().setUp()
        # Up to 14.0 an HttpCase has its environment per test, not per class.
        type(self).env = self.env
        self.set_up_world()
        self.env = type(self).env
        for model in ("res.users", "res.company", "res.partner", "crm.team", "field.visit.rep"):
            compat.flush(self.env[model])

    def call_as(self, kind, model, method, *arguments, **keywords):
        user = self.users[kind]
        return compat.xmlrpc_models(self).execute_kw(
            self.env.cr.dbname, user.id, "fv_%s_pw1" % kind, model, method, list(arguments), keywords)

    def wait_over_rpc(self, kind, plan_id):
        end = time.monotonic() + 400
        while time.monotonic() < end:
            status, = self.call_as(kind, "field.visit.plan", "job_status", [plan_id])
            if status["state"] not in ("queued", "running"):
                return status
            time.sleep(0.1)
        return self.fail("the plan was not computed in time")
