"""Urgency, signals and agenda as programs ask for them, with each kind of user."""
from xmlrpc.client import Fault

from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET
from .planning_case import PlanningByPrograms


class TestUrgencyByPrograms(PlanningByPrograms):
    def setUp(self):
        super().setUp()
        self.shop = self.customers[0]
        self.shop.visit_interval_days = 14
        self.env["field.visit.signal.rule"].create({
            "name": "Asked for a visit", "kind": "filter", "raise_by": 0.5, "domain": "[('id', '=', %d)]" % self.shop.id})
        self.visit = self.env["field.visit"].create({"partner_id": self.shop.id, "rep_id": self.rep.id})
        for model in ("res.partner", "field.visit", "field.visit.agenda"):
            compat.flush(self.env[model])

    def test_signals_and_state_are_read_by_who_reads_the_customer(self):
        for kind in ("rep", "leader", "manager", "plain"):
            signal, = self.call_as(kind, "res.partner", "get_signals", [self.shop.id])
            self.assertEqual((signal["text"], signal["raised"], signal["model"]), ("Asked for a visit", 0.5, "res.partner"))
            row, = self.call_as(kind, "res.partner", "read", [self.shop.id], ["visit_due_state", "visit_wanted_days"])
            self.assertEqual((row["visit_due_state"], row["visit_wanted_days"]), ("due", 14))
            days = self.call_as(kind, "res.partner", "visit_wanted_interval", [self.shop.id])
            self.assertEqual(days, 14)

    def test_the_agenda_is_the_reps_and_his_leaders(self):
        for kind in ("rep", "leader", "manager"):
            point, = self.call_as(kind, "field.visit", "get_agenda", [self.visit.id])
            self.assertEqual((point["text"], point["done"]), ("Asked for a visit", False))
        with mute_logger(*QUIET), self.assertRaises(Fault):
            self.call_as("plain", "field.visit", "get_agenda", [self.visit.id])
        self.call_as("rep", "field.visit.agenda", "write", [point["id"]], {"is_done": True})
        point, = self.call_as("rep", "field.visit", "get_agenda", [self.visit.id])
        self.assertTrue(point["done"])

    def test_candidates_are_told_to_who_plans(self):
        rows = self.call_as("rep", "field.visit.plan", "preview_candidates", self.request(partner_ids=self.shop.ids))
        self.assertEqual([(row["partner_id"], row["urgency"], row["prize"]) for row in rows], [(self.shop.id, 1.5, 180)])
        with mute_logger(*QUIET), self.assertRaises(Fault):
            self.call_as("plain", "field.visit.plan", "preview_candidates", self.request())
        with mute_logger(*QUIET), self.assertRaises(Fault) as refused:
            self.call_as("rep", "field.visit.plan", "preview_candidates", self.request(), "many")
        self.assertIn("limit", refused.exception.faultString)

    def test_computed_columns_cannot_be_written_by_programs(self):
        self.call_as("manager", "res.partner", "write", [self.shop.id], {
            "visit_due_state": "visited", "visit_urgency": 9, "visit_wanted_days": 1})
        row, = self.call_as("manager", "res.partner", "read", [self.shop.id], ["visit_due_state", "visit_urgency"])
        self.assertEqual((row["visit_due_state"], row["visit_urgency"]), ("due", 1.5))
