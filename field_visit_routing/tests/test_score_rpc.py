"""Scores by programs: who may compute what, over XML-RPC as each kind of user."""
from xmlrpc.client import Fault

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from ..models.score_fields import COMPUTED
from .access_case import QUIET
from .planning_case import PlanningByPrograms


@tagged("post_install", "-at_install")
class TestScoreByPrograms(PlanningByPrograms):
    def setUp(self):
        super().setUp()
        self.env["field.visit.score.rule"].search([]).active = False
        self.env["field.visit.score.rule"].create({
            "name": "Number", "kind": "field", "field_name": "color", "high": 10, "applies_to": "res.partner",
            "company_id": self.company.id})
        self.shop = self.env["res.partner"].create({
            "name": "Shop", "is_company": True, "company_id": self.company.id, "color": 7})

    def refused(self, text, kind, *call):
        with mute_logger(*QUIET), self.assertRaises(Fault) as caught:
            self.call_as(kind, *call)
        self.assertIn(text, caught.exception.faultString)
        self.assertNotIn("Traceback", caught.exception.faultString)

    def test_everybody_who_reads_a_customer_may_have_it_computed(self):
        self.env.cr.execute("UPDATE res_partner SET visit_score = 0 WHERE id = %s", [self.shop.id])
        for kind in ("rep", "leader", "manager", "admin"):
            self.assertIs(self.call_as(kind, "res.partner", "visit_score_refresh", [self.shop.id]), True)
        told = self.call_as("rep", "res.partner", "get_score_reasons", [self.shop.id])
        self.assertEqual((told["score"], told["used"], told["reasons"][0]["points"]), (70.0, "rules", 70.0))

    def test_a_score_set_by_hand_and_left_to_the_rules_again(self):
        self.call_as("rep", "res.partner", "write", [self.shop.id], {"visit_score": 12})
        told = self.call_as("rep", "res.partner", "get_score_reasons", [self.shop.id])
        self.assertEqual((told["score"], told["used"]), (12.0, "manual"))
        self.assertIs(self.call_as("rep", "res.partner", "visit_score_release", [self.shop.id]), True)
        told = self.call_as("rep", "res.partner", "get_score_reasons", [self.shop.id])
        self.assertEqual((told["score"], told["used"]), (70.0, "rules"))
        self.refused("Nobody has set this score", "rep", "res.partner", "action_visit_score_release", [self.shop.id])

    def test_nobody_forges_a_computed_number(self):
        for kind in ("rep", "manager", "admin"):
            self.call_as(kind, "res.partner", "write", [self.shop.id], {
                "visit_score_rules": 99, "visit_score_from": "learned", "visit_learned_percent": 99})
            # nor by pretending to be the server
            models = compat.xmlrpc_models(self)
            models.execute_kw(
                self.env.cr.dbname, self.users[kind].id, "fv_%s_pw1" % kind, "res.partner", "write",
                [[self.shop.id], {"visit_score_rules": 98, "visit_score_from": "learned"}], {"context": {COMPUTED: True}})
        read, = self.call_as("manager", "res.partner", "read", [self.shop.id], ["visit_score", "visit_score_from"])
        self.assertEqual((read["visit_score"], read["visit_score_from"]), (70.0, "rules"))

    def test_managers_compute_everybody_and_others_do_not(self):
        status = self.call_as("manager", "field.visit.score.run", "compute_scores")
        self.assertEqual((status["state"], status["progress"], status["failing"]), ("done", 100, []))
        self.assertEqual(self.call_as("leader", "field.visit.score.run", "get_status", [status["run_id"]]), status)
        for kind in ("rep", "leader", "plain"):
            self.refused("Scores are computed anew by managers only", kind, "field.visit.score.run", "compute_scores")
        for kind in ("manager", "admin"):
            self.refused("", kind, "field.visit.score.run", "write", [status["run_id"]], {"state": "queued"})

    def test_rules_are_the_managers(self):
        rule = self.env["field.visit.score.rule"].search([("company_id", "=", self.company.id)], limit=1)
        self.call_as("manager", "field.visit.score.rule", "write", [rule.id], {"high": 14})
        for kind in ("rep", "leader", "plain"):
            self.refused("", kind, "field.visit.score.rule", "write", [rule.id], {"high": 7})
