"""Who may do what with predictions, as programs see it."""
import xmlrpc.client

from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET
from .planning_case import PlanningByPrograms


class TestPredictionAccess(PlanningByPrograms):
    def setUp(self):
        super().setUp()
        self.prediction = self.env["field.visit.prediction"].search([("target", "=", "convert")], limit=1) or \
            self.env["field.visit.prediction"].create({"name": "Leads", "company_id": self.company.id})
        compat.flush(self.prediction)

    def test_reps_and_plain_users_see_no_prediction(self):
        for kind in ("rep", "plain"):
            with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault):
                self.call_as(kind, "field.visit.prediction", "read", [self.prediction.id], ["name"])

    def test_a_leader_reads_and_does_not_change(self):
        row, = self.call_as("leader", "field.visit.prediction", "read", [self.prediction.id], ["name"])
        self.assertEqual(row["name"], self.prediction.name)
        for method, arguments in (("write", [{"horizon_days": 5}]), ("submit_training", []), ("action_switch_off", [])):
            with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault):
                self.call_as("leader", "field.visit.prediction", method, [self.prediction.id], *arguments)

    def test_a_manager_changes_and_is_told_why_nothing_can_be_learned(self):
        self.assertTrue(self.call_as("manager", "field.visit.prediction", "write", [self.prediction.id], {"horizon_days": 400}))
        with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault) as refused:
            self.call_as("manager", "field.visit.prediction", "write", [self.prediction.id], {"horizon_days": 0})
        self.assertIn("out of range", refused.exception.faultString)

    def test_nobody_reads_the_model_itself(self):
        version = self.env["field.visit.prediction.version"].sudo().create({
            "prediction_id": self.prediction.id, "number": 1, "name": "Version", "state": "failed"})
        compat.flush(version)
        self.call_as("manager", "field.visit.prediction.version", "read", [version.id], ["state"])
        for name in ("artifact", "held_packed", "job_request"):
            with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault):
                self.call_as("manager", "field.visit.prediction.version", "read", [version.id], [name])
        with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault):
            self.call_as("manager", "field.visit.prediction.version", "write", [version.id], {"state": "live"})

    def test_reasons_are_for_who_reads_the_customer(self):
        self.assertEqual(self.call_as("manager", "res.partner", "get_learned_reasons", [self.customers[0].id]), [])
