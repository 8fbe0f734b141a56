"""Bad input over XML-RPC: a fault with a sentence, never a traceback, and nothing is lost."""
import xmlrpc.client
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from .planning_case import PlanningByPrograms

UNKNOWN_ID = 987654321


@tagged("post_install", "-at_install")
class TestBadInputByPrograms(PlanningByPrograms):

    def setUp(self):
        super().setUp()
        self.visit = self.env["field.visit"].create({
            "partner_id": self.customers[0].id, "rep_id": self.rep.id, "service_s": 1800,
            "planned_start": "%s 08:00:00" % self.monday})
        self.watched = ("field.visit", "field.visit.plan", "field.visit.hours",
                        "field.visit.try.batch", "res.partner")

    def counts(self):
        return {model: self.env[model].with_context(active_test=False).search_count([])
                for model in self.watched}

    def assert_fault(self, words, *call):
        """The call is refused by one sentence with all of ``words``, and leaves nothing behind."""
        before = self.counts()
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.call_as("manager", *call)
        text = caught.exception.faultString.strip()
        for word in words:
            self.assertIn(str(word), text)
        self.assertNotIn("Traceback", text)
        self.assertIn(text[-1], ".)", text)
        compat.invalidate(self.visit)
        self.assertEqual(self.counts(), before)

    def flush(self):
        for model in ("field.visit", "field.visit.plan", "field.visit.rep", "res.partner", "res.company"):
            compat.flush(self.env[model])

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_requests_of_plans(self):
        foreign = self.env["res.partner"].create({
            "name": "Theirs", "company_id": self.env["res.company"].create({"name": "Other"}).id})
        self.flush()
        past = str(fields.Date.today() - timedelta(days=3))
        for changes, words in (
                ({"partner_ids": []}, ["partner_ids", "no candidates", "Choose"]),
                ({"rep_ids": []}, ["rep_ids", "no reps", "Choose"]),
                ({"date_from": past}, ["date_from", past, "Choose"]),
                ({"date_to": past}, ["date_to", past, "Choose"]),
                ({"start_kind": "home"}, [self.rep.name, "no position", "Enter the home address"]),
                ({"shift_start_h": 8, "shift_end_h": 8.25, "service_min": 60}, ["shift_end_h"]),
                ({"shift_start_h": 17, "shift_end_h": 8}, ["shift_end_h", "17:00", "08:00"]),
                ({"shift_start_h": float("nan")}, ["shift_start_h", "nan"]),
                ({"service_min": -5}, ["service_min", "-5", "0 to 1440"]),
                ({"service_min": "abc"}, ["service_min", "abc"]),
                ({"partner_ids": [UNKNOWN_ID]}, ["partner_ids", UNKNOWN_ID, "Leave it out"]),
                ({"partner_ids": ["x"]}, ["partner_ids", "list of ids"]),
                ({"partner_ids": foreign.ids}, ["partner_ids", foreign.id, "another company"]),
                ({"domain": [["visit_score", "=", "abc"]]}, ["domain", "Give a list such as"]),
                ({"company_id": "x", "client_reference": "r"}, ["company_id", "x"]),
                ({"objective": "fastest"}, ["objective", "fastest", "most_value"])):
            with self.subTest(str(changes)):
                self.assert_fault(words, "field.visit.plan", "submit_plan", self.request(**changes))

    @mute_logger("odoo.http")
    def test_a_cancelled_plan_is_not_applied(self):
        plan = self.plan_of()
        plan.sudo().state = "cancelled"
        self.flush()
        self.assert_fault([plan.name, "cannot be applied", "Plan again"],
                          "field.visit.plan", "action_apply", plan.ids)

    @mute_logger("odoo.http")
    def test_visits(self):
        self.flush()
        good = {"partner_id": self.customers[0].id, "rep_id": self.rep.id}
        start = "%s 09:00:00" % self.monday
        for words, method, arguments in (
                (["Service time", "-60", "0 to 86400"], "create", [dict(good, service_s=-60)]),
                (["Service time", "-1", "0 to 1440"], "create", [dict(good, service_min=-1)]),
                (["Service time", "abc"], "write", [self.visit.ids, {"service_s": "abc"}]),
                (["Service time", "nan"], "write", [self.visit.ids, {"service_s": float("nan")}]),
                (["Planned Start", "tomorrow", "YYYY-MM-DD"], "create",
                 [dict(good, planned_start="tomorrow")]),
                (["before its planned start", "Enter a later end"], "write",
                 [self.visit.ids, {"planned_end": "%s 07:00:00" % self.monday}]),
                (["customer or a lead"], "create", [{"rep_id": self.rep.id}]),
                (["rep_id", "Anna"], "create", [dict(good, rep_id="Anna")]),
                (["planned_start", "noon"], "action_reschedule",
                 [self.visit.ids, {"planned_start": "noon"}]),
                (["Service time", "long"], "action_reschedule",
                 [self.visit.ids, {"planned_start": start, "service_s": "long"}]),
                (["rep_id", UNKNOWN_ID], "action_reschedule",
                 [self.visit.ids, {"planned_start": start, "rep_id": UNKNOWN_ID}]),
                ([UNKNOWN_ID], "action_start", [[UNKNOWN_ID]])):
            with self.subTest(method=method, arguments=str(arguments)):
                self.assert_fault(words, "field.visit", method, *arguments)
        self.assertEqual(self.visit.service_s, 1800)

    @mute_logger("odoo.http")
    def test_positions_and_hours(self):
        self.flush()
        ids = self.customers[0].ids
        write = ("res.partner", "write", ids)
        self.assert_fault(["Latitude", "91", "-90 to 90"], *write,
                          {"partner_latitude": 91, "partner_longitude": 24.9})
        self.assert_fault(["Longitude", '"abc"', "-180 to 180"], *write,
                          {"partner_latitude": 60, "partner_longitude": "abc"})
        for value in ("nan", "inf", "-inf"):
            self.assert_fault(["Latitude", value], *write,
                              {"partner_latitude": float(value), "partner_longitude": 24.9})
        self.assert_fault(["Monday", "11:00–09:00", "later"], "field.visit.hours", "create",
                          {"partner_id": ids[0], "weekday": "0", "start_s": 39600, "end_s": 32400})

    @mute_logger("odoo.http")
    def test_routes(self):
        for arguments, words in (
                (["soon", "2027-01-01"], ["date_from", "soon", "YYYY-MM-DD"]),
                (["2027-01-01", ""], ["date_to", "YYYY-MM-DD"]),
                (["2027-01-01", "2027-01-02", "all"], ["rep_ids", "list of ids"]),
                (["2027-01-01", "2027-01-02", [UNKNOWN_ID]], ["rep_ids", UNKNOWN_ID])):
            with self.subTest(str(arguments)):
                self.assert_fault(words, "field.visit.route", "get_routes", *arguments)

    @mute_logger("odoo.http")
    def test_tried_tables(self):
        for vals, words in (
                ({"text": "name\nA\n", "datum": "mars"}, ["datum", "mars", "gcj02"]),
                ({"text": "name\nA\n", "coordinate_order": 3}, ["coordinate_order", "lat_lon"]),
                ({"text": "name\nA\n", "country_id": UNKNOWN_ID}, ["country_id", UNKNOWN_ID]),
                ({"table": "x"}, ["table", "text"]), (["x"], ["vals", "dictionary"])):
            with self.subTest(str(vals)):
                self.assert_fault(words, "field.visit.try.batch", "try_customers", vals)

    def test_twins_and_another_continent_are_planned_and_told(self):
        twin = self.customers[0].copy({"name": self.customers[0].name})
        far = self.env["res.partner"].create({"name": "Sydney Cafe"})
        far.set_position(-33.87, 151.21)
        self.flush()
        plan = self.call_as("manager", "field.visit.plan", "submit_plan", self.request(
            partner_ids=(self.customers | twin | far).ids))
        self.assertEqual(self.wait_over_rpc("manager", plan["plan_id"])["state"], "proposed")
        result = self.call_as("manager", "field.visit.plan", "get_result", [plan["plan_id"]])
        self.assertTrue([text for text in result["warnings"] if str(twin.id) in text])
        left_out, = [item for item in result["left_out"] if item["partner_id"] == far.id]
        self.assertEqual(left_out["code"], "unreachable")
        self.assertTrue(left_out["reason"] and left_out["remedy"])
