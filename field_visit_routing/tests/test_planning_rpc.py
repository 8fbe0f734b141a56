"""The same path over XML-RPC, as a program takes it, with each kind of user."""
import xmlrpc.client

from odoo.tests import tagged
from odoo.tools import mute_logger

from .planning_case import PlanningByPrograms


@tagged("post_install", "-at_install")
class TestPlanningByPrograms(PlanningByPrograms):

    def week_over_rpc(self, kind):
        plan = self.call_as(kind, "field.visit.plan", "submit_plan",
                            self.request(client_reference="by " + kind))
        self.assertEqual(plan["state"], "queued")
        status = self.wait_over_rpc(kind, plan["plan_id"])
        self.assertEqual(status["state"], "proposed", status["message"])
        result = self.call_as(kind, "field.visit.plan", "get_result", [plan["plan_id"]])
        self.assertTrue(result["routes"])
        self.assertTrue(
            self.call_as(kind, "field.visit.plan", "action_apply", [plan["plan_id"]]))
        return self.call_as(kind, "field.visit.route", "get_routes", str(self.monday),
                            self.request()["date_to"], self.rep.ids)

    def test_week_of_a_rep(self):
        routes = self.week_over_rpc("rep")
        self.assertEqual(sum(len(route["stops"]) for route in routes), len(self.customers))

    def test_week_of_a_leader(self):
        self.assertTrue(self.week_over_rpc("leader"))

    def test_week_of_a_manager(self):
        self.assertTrue(self.week_over_rpc("manager"))

    def test_week_of_an_administrator(self):
        self.assertTrue(self.week_over_rpc("admin"))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_plain_user_gets_a_fault(self):
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.call_as("plain", "field.visit.plan", "submit_plan", self.request())
        self.assertNotIn("Traceback", caught.exception.faultString)

    @mute_logger("odoo.http")
    def test_faults_are_sentences(self):
        for changes, words in (
                ({"partner_ids": []}, "no candidates"), ({"rep_ids": []}, "no reps"),
                ({"partner_ids": [987654321]}, "987654321"),
                ({"service_min": -1}, "service_min"), ({"date_from": "2001-01-01"}, "past")):
            with self.subTest(words), self.assertRaises(xmlrpc.client.Fault) as caught:
                self.call_as("manager", "field.visit.plan", "submit_plan",
                             self.request(**changes))
            self.assertIn(words, caught.exception.faultString)
            self.assertNotIn("Traceback", caught.exception.faultString)

    @mute_logger("odoo.http")
    def test_unknown_plan(self):
        for method in ("job_status", "get_result", "action_apply", "action_discard",
                       "action_cancel"):
            with self.subTest(method), self.assertRaises(xmlrpc.client.Fault) as caught:
                self.call_as("manager", "field.visit.plan", method, [987654321])
            self.assertIn("987654321", caught.exception.faultString)
            self.assertNotIn("Traceback", caught.exception.faultString)

    def test_same_reference_gives_the_same_plan(self):
        request = self.request(client_reference="once")
        first, second = (self.call_as("manager", "field.visit.plan", "submit_plan", request)
                         for _time in range(2))
        self.assertEqual(first["plan_id"], second["plan_id"])

    @mute_logger("odoo.http")
    def test_conflict_by_kind_of_user(self):
        """Who may see the other's plan or not: the sentence is the same, the way on is not."""
        plan = self.call_as("manager", "field.visit.plan", "submit_plan", self.request())
        for kind in ("rep", "leader", "admin"):
            with self.subTest(kind), self.assertRaises(xmlrpc.client.Fault) as caught:
                self.call_as(kind, "field.visit.plan", "submit_plan", self.request())
            self.assertIn(plan["name"], caught.exception.faultString)
            self.assertNotIn("Traceback", caught.exception.faultString)
        with self.assertRaises(xmlrpc.client.Fault):
            self.call_as("rep", "field.visit.plan", "submit_plan",
                         self.request(despite_conflict=True))
        answer = self.call_as("leader", "field.visit.plan", "submit_plan",
                              self.request(despite_conflict=True))
        self.assertEqual(answer["state"], "queued")

    def test_a_plan_is_asked_for_again(self):
        plan = self.call_as("rep", "field.visit.plan", "submit_plan", self.request())
        self.wait_over_rpc("rep", plan["plan_id"])
        action = self.call_as("rep", "field.visit.plan", "action_plan_again", [plan["plan_id"]])
        self.assertEqual(action["res_model"], "field.visit.plan.wizard")
        again = self.call_as("rep", "field.visit.plan", "retry_plan", [plan["plan_id"]])
        self.assertEqual((again["state"], again["kept"]), ("proposed", True))
        status, = self.call_as("rep", "field.visit.plan", "job_status", [again["plan_id"]])
        self.assertEqual(set(status), {
            "id", "state", "progress", "message", "best_objective", "trend", "bound",
            "cancel_asked", "elapsed_s"})
