"""Way points, special days, areas by day, traffic and skills: each kind of user, over programs as well."""
import xmlrpc.client

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from .planning_case import PlanningByPrograms, PlanningCase

MODELS = ("field.visit.waypoint", "field.visit.area.day", "field.visit.day")


class InputsWorld:
    """A record of each new model for the rep, for another rep and for every rep."""

    def make_inputs(self):
        self.other_rep.team_id = self.env["crm.team"].create({"name": "North"})
        self.north = self.env["field.visit.territory"].create({"name": "North"})
        self.place = self.env["res.partner"].create({"name": "Depot"})
        self.place.set_position(60.19, 24.95)
        self.records = {model: {
            name: self.make(model, rep)
            for name, rep in (("own", self.rep), ("other", self.other_rep), ("every", self.rep.browse()))
            if rep or model != "field.visit.day"} for model in MODELS}

    def values(self, model, rep):
        values = {"field.visit.waypoint": {"partner_id": self.place.id},
                  "field.visit.area.day": {"territory_id": self.north.id, "weekday": "1"},
                  "field.visit.day": {"date": str(self.monday), "note": "Fair"}}[model]
        return dict(values, rep_id=rep.id)

    def make(self, model, rep):
        return self.env[model].create(self.values(model, rep))


class TestInputsAccess(InputsWorld, PlanningCase):

    def setUp(self):
        super().setUp()
        self.make_inputs()

    def seen(self, kind, model):
        return self.env(user=self.users[kind])[model].search([])

    def test_who_reads(self):
        for model, known in self.records.items():
            shared = known.get("every", self.env[model])
            with self.subTest(model):
                self.assertEqual(self.seen("rep", model), known["own"] | shared)
                self.assertEqual(self.seen("leader", model), known["own"] | shared)
                self.assertEqual(self.seen("manager", model), known["own"] | known["other"] | shared)
                with self.assertRaises(AccessError):
                    self.seen("plain", model)

    def test_who_writes(self):
        for model, known in self.records.items():
            for kind, name, may in (
                    ("rep", "own", model != "field.visit.area.day"), ("rep", "other", False),
                    ("rep", "every", False), ("leader", "own", True), ("leader", "other", False),
                    ("leader", "every", False), ("manager", "other", True), ("manager", "every", True)):
                if name in known:
                    with self.subTest(model=model, kind=kind, name=name):
                        self.assertEqual(self.may(kind, known[name], "write"), may)
                        self.assertEqual(self.may(kind, known[name], "unlink"), may)

    def may(self, kind, record, operation):
        return compat.has_access(record.with_user(self.users[kind]), operation)

    def test_nothing_is_given_to_a_rep_out_of_reach(self):
        for model, kind in zip(MODELS, ("rep", "leader", "rep")):
            record = self.records[model]["own"].with_user(self.users[kind])
            for rep in (self.other_rep, self.rep.browse()) if model != "field.visit.day" else (self.other_rep,):
                with self.subTest(model), self.assertRaises(AccessError), self.env.cr.savepoint():
                    record.write(dict({"rep_id": rep.id}, **self.another_day(model)))

    def another_day(self, model):
        return {"date": "2031-01-01"} if model == "field.visit.day" else {}

    def test_traffic_and_skills_are_the_managers_business(self):
        for model in ("field.visit.traffic", "field.visit.skill"):
            record = self.env[model].create({"name": "A"})
            for kind, may in (("plain", False), ("rep", False), ("leader", False), ("manager", True)):
                with self.subTest(model=model, kind=kind):
                    self.assertTrue(self.may(kind, record, "read"))
                    self.assertEqual(self.may(kind, record, "write"), may)

    def test_another_company_sees_only_what_is_shared(self):
        company = self.env["res.company"].create({"name": "Other"})
        manager = self.users["manager"]
        ours = self.env["field.visit.traffic"].create({"name": "Ours", "company_id": self.company.id})
        shared = self.env["field.visit.traffic"].create({"name": "Shared"})
        manager.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        for model in MODELS:
            self.assertFalse(self.seen("manager", model))
        found = self.seen("manager", "field.visit.traffic")
        self.assertIn(shared, found)
        self.assertNotIn(ours, found)

    def test_a_leader_plans_with_what_concerns_the_team(self):
        plan = self.wait_for(self.plan_of(user=self.users["leader"]))
        self.assertEqual(len(plan.stop_ids.filtered("is_waypoint")), 4)
        self.assertTrue(plan.action_apply())
        plan.action_revert()

    def test_homes_of_the_reps_stay_with_the_system(self):
        plan = self.plan_of(user=self.users["rep"])
        with self.assertRaises(AccessError):
            plan.with_user(self.users["rep"]).read(["places_json"])


@tagged("post_install", "-at_install")
class TestInputsByPrograms(InputsWorld, PlanningByPrograms):

    def setUp(self):
        super().setUp()
        self.make_inputs()
        for model in MODELS + ("field.visit.territory", "field.visit.rep", "crm.team", "res.partner"):
            compat.flush(self.env[model])

    def test_what_each_kind_of_user_may_make(self):
        for kind, model, may in (
                ("rep", "field.visit.waypoint", True), ("rep", "field.visit.area.day", False),
                ("leader", "field.visit.area.day", True), ("manager", "field.visit.area.day", True),
                ("plain", "field.visit.waypoint", False)):
            with self.subTest(kind=kind, model=model):
                self.assertEqual(self.makes(kind, model), may)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def makes(self, kind, model):
        try:
            return bool(self.call_as(kind, model, "create", self.values(model, self.rep)))
        except xmlrpc.client.Fault as fault:
            self.assertNotIn("Traceback", fault.faultString)
            return False

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_bad_input_is_refused_by_a_sentence(self):
        profile = self.env["field.visit.traffic"].create({"name": "Rush"})
        compat.flush(self.env["field.visit.traffic"])
        customer = self.customers[0].ids
        for words, model, method, arguments in (
                ("10 to 1000", "field.visit.traffic.line", "create",
                 [{"profile_id": profile.id, "hour_from": 7, "hour_to": 9, "percent": 0}]),
                ("end before they start", "field.visit.traffic.line", "create",
                 [{"profile_id": profile.id, "hour_from": 9, "hour_to": 7, "percent": 120}]),
                ("0 to 1440", "field.visit.waypoint", "create", [{"partner_id": self.place.id, "duration_min": -5}]),
                ("Lower the first", "res.partner", "write",
                 [customer, {"visit_min_gap_days": 9, "visit_max_gap_days": 2}]),
                ("1 to 4", "res.partner", "write", [customer, {"visit_crew_size": 0}]),
                ("special day of this rep already", "field.visit.day", "create",
                 [self.values("field.visit.day", self.rep)]),
                ("overtime", "field.visit.plan", "submit_plan", [self.request(overtime="long")]),
                ("keep_published", "field.visit.plan", "submit_plan", [self.request(keep_published=3)])):
            with self.subTest(words), self.assertRaises(xmlrpc.client.Fault) as caught:
                self.call_as("manager", model, method, *arguments)
            self.assertIn(words, caught.exception.faultString)
            self.assertNotIn("Traceback", caught.exception.faultString)

    def test_a_plan_with_all_the_keys(self):
        answer = self.call_as("leader", "field.visit.plan", "submit_plan", self.request(
            objective="balanced", overtime=0.5, max_stops=4, max_driving_h=3, flexible_start_h=1, keep_published=True))
        self.assertEqual(self.wait_over_rpc("leader", answer["plan_id"])["state"], "proposed")
        result = self.call_as("leader", "field.visit.plan", "get_result", [answer["plan_id"]])
        self.assertEqual(result["nights"], [])
        self.assertIn(True, [stop["is_waypoint"] for route in result["routes"] for stop in route["stops"]])
