"""Where somebody was, by ways that are easily forgotten: searches, photos, events, requests, figures, other tables."""
import json
import xmlrpc.client
from datetime import timedelta

from odoo import fields
from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET
from .test_visit_picture import picture
from .track_case import TrackByPrograms, TrackCase

THERE = {"latitude": 60.1841, "longitude": 24.9497, "accuracy_m": 9}


class TestLooks(TrackByPrograms):

    def setUp(self):
        super().setUp()
        self.track(self.place(200))
        self.visit.with_user(self.users["rep"]).add_photo(dict(THERE, content=picture()))
        self.receive(self.event("check_in", **THERE), self.event("start_travel", **THERE))  # the second one comes too late
        self.late = self.env["field.visit.event"].search([("kind", "=", "start_travel"), ("state", "=", "conflict")])
        self.env["field.visit.look"].search([]).unlink()
        for model in ("field.visit.look", "field.visit.picture", "field.visit.event"):
            compat.flush(self.env[model])

    def looks(self):
        compat.invalidate(self.env["field.visit.look"])
        return self.env["field.visit.look"].search([("rep_id", "=", self.rep.id)]).mapped("user_id.login")

    def assert_noted(self, is_noted, *call, kind="leader"):
        with self.subTest(call=call):
            self.call_as(kind, *call)
            self.assertEqual(self.looks(), ["fv_leader"] if is_noted else [])
            self.env["field.visit.look"].search([]).unlink()
            compat.flush(self.env["field.visit.look"])

    def test_searching_by_place_is_a_look(self):
        """Who asks whether a rep is north of a street, often enough, knows where he is."""
        north = [("latitude", ">", 60.0)]
        self.assert_noted(True, "field.visit.position", "search_count", north)
        self.assert_noted(True, "field.visit.rep", "search", [("last_latitude", ">", 60.0)])
        self.assert_noted(True, "field.visit.check", "search_count", north)
        self.assert_noted(True, "field.visit", "search", [("check_ids.longitude", ">", 24.0)])
        self.assert_noted(True, "field.visit.rep", "search", [], 0, 9, "last_longitude desc")
        if compat.SERIES < 19:
            self.assert_noted(True, "field.visit.rep", "read_group", [], ["last_latitude:max"], ["team_id"])
        else:
            highest = ["last_latitude:max"]
            self.assert_noted(True, "field.visit.rep", "formatted_read_group", [], ["team_id"], highest)
            self.assert_noted(True, "field.visit.rep", "formatted_read_group", [], ["name"], [], [(*highest, ">", 60.0)])
            self.assert_noted(True, "field.visit.rep", "formatted_read_grouping_sets", [], [["team_id"], []], highest)
        self.assert_noted(False, "field.visit.position", "search_count", [("latitude", "<", 0.0)])
        self.assert_noted(False, "field.visit.rep", "search", [("name", "!=", "x")], 0, 9, "name")
        self.assert_noted(False, "field.visit.position", "search_count", north, kind="rep")

    def test_groups_chosen_by_place_are_a_look(self):
        """Groups of whom is north of a street: neither their fields nor what they are grouped by tells of it."""
        for model, north, south, by in (
                ("field.visit.rep", [("last_latitude", ">", 60.0)], [("last_latitude", "<", 0.0)], "name"),
                ("field.visit.check", [("latitude", ">", 60.0)], [("latitude", "<", 0.0)], "result"),
                ("field.visit.picture", [("latitude", ">", 60.0)], [("latitude", "<", 0.0)], "kind"),
                ("field.visit.event", [("data", "like", '"latitude": 60.1')], [("data", "like", "nowhere")], "state")):
            self.assert_noted(True, model, *self.grouped(north, by))
            self.assert_noted(False, model, *self.grouped(south, by))
            self.assert_noted(False, model, *self.grouped([("id", ">", 0)], by))
            self.assert_noted(False, model, *self.grouped(north, by), kind="rep")

    def grouped(self, domain, by):
        """The call that groups over RPC."""
        if compat.SERIES < 19:
            return "read_group", domain, ["id"], [by]
        return "formatted_read_group", domain, [by], ["__count"]

    def test_the_place_of_a_photo(self):
        ids = self.visit.picture_ids.ids
        self.assert_noted(False, "field.visit.picture", "read", ids, ["name", "has_position", "taken_at"])
        self.assert_noted(True, "field.visit.picture", "read", ids, ["latitude"])
        self.assert_noted(True, "field.visit.picture", "search_count", [("longitude", ">", 0)])
        self.assert_noted(False, "field.visit.picture", "read", ids, ["longitude"], kind="rep")

    def test_the_place_in_an_event_that_was_not_done(self):
        done = self.env["field.visit.event"].search([("kind", "=", "check_in")])
        self.assert_noted(True, "field.visit.event", "read", self.late.ids, ["data"])
        self.assert_noted(True, "field.visit.event", "search_count", [("data", "like", '"latitude": 60.1')])
        self.assert_noted(False, "field.visit.event", "read", done.ids, ["data"])
        self.assert_noted(False, "field.visit.event", "read", self.late.ids, ["wanted", "found", "message", "kind_text"])
        told, = self.call_as("leader", "field.visit.event", "read", self.late.ids, ["data"])
        self.assertIn(str(THERE["latitude"]), told["data"])

    def test_the_person_takes_it_along_and_has_it_forgotten(self):
        told = self.call_as("rep", "field.visit.rep", "export_tracking", self.rep.ids)
        self.assertEqual([(row["kind"], row["latitude"]) for row in told["events"]], [("start_travel", THERE["latitude"])])
        self.call_as("rep", "field.visit.rep", "erase_tracking", self.rep.ids)
        compat.invalidate(self.late)
        self.assertNotIn("itude", self.late.data)
        told = self.call_as("rep", "field.visit.rep", "export_tracking", self.rep.ids)
        self.assertEqual((told["events"], told["photos"], told["positions"]), ([], [], []))


class TestClosed(TrackByPrograms):

    def fault(self, kind, *call):
        with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault, msg=(kind, call)) as caught:
            self.call_as(kind, *call)
        self.assertNotIn("Traceback", caught.exception.faultString)
        return caught.exception.faultString

    def test_what_is_measured_is_written_by_nobody(self):
        for kind in ("rep", "leader", "manager", "admin"):
            for vals in ({"last_latitude": 1.0}, {"last_position_at": "2026-01-01 00:00:00"}):
                self.fault(kind, "field.visit.rep", "write", self.rep.ids, vals)
            for vals in ({"real_distance_m": 900_000}, {"real_gap_m": 0}):
                self.assertIn("measured", self.fault(kind, "field.visit.route", "write", self.route.ids, vals))
        tomorrow = str(self.today + timedelta(days=1))
        self.fault("rep", "field.visit.route", "create", {"rep_id": self.rep.id, "date": tomorrow, "real_distance_m": 7})

    def test_ratings_of_visits_are_read_as_feedback_only(self):
        self.visit.with_user(self.users["rep"]).check_in({})
        self.visit.with_user(self.users["rep"]).enter_feedback({"rating": 1, "comment": "Never again"})
        rating = self.visit.sudo().feedback_ids.rating_id
        self.assertEqual(rating.rating, 1)
        compat.flush(rating)
        ours = [("res_model", "=", "field.visit")]
        for kind in ("rep", "leader", "manager", "plain"):
            self.assertEqual(self.call_as(kind, "rating.rating", "search_read", ours, ["res_name"]), [])
            self.fault(kind, "rating.rating", "read", rating.ids, ["res_name", "rating"])
            self.fault(kind, "rating.rating", "write", rating.ids, {"rating": 5})
            self.fault(kind, "rating.rating", "create", {
                "res_model_id": self.env["ir.model"]._get_id("field.visit"), "res_id": self.visit.id, "rating": 5,
                "consumed": True, "partner_id": self.visit.partner_id.id})
        self.assertEqual(rating.rating, 1)

    def test_a_customer_with_a_login_reads_no_results(self):
        portal = self.env["res.users"].create({"name": "Portal", "login": "fv_portal", "password": "fv_portal_pw1"})
        compat.set_groups(portal, "base.group_portal")
        self.users["portal"] = portal
        compat.flush(self.env["res.users"])
        self.assertTrue(self.call_as("portal", "res.partner", "read", portal.partner_id.ids, ["name"]))
        for name in ("visit_rating_avg", "visit_rating_count", "visit_rating_trend", "visit_feedback_ids"):
            self.fault("portal", "res.partner", "read", portal.partner_id.ids, [name])
        for model in ("field.visit.position", "field.visit.check", "field.visit.picture", "field.visit.event",
                      "field.visit.report", "field.visit.feedback", "field.visit.complaint", "field.visit.look",
                      "field.visit.better.place"):
            self.fault("portal", model, "search", [])
        for call in (("field.visit.app", "load", {}), ("field.visit.live", "get_live", {}),
                     ("field.visit.overview", "get_overview", {}), ("field.visit.app", "find_customers", {"text": "a"}),
                     ("field.visit.app", "get_customer", "partner", portal.partner_id.id),
                     ("field.visit.position", "receive", {"positions": [self.place(5)]})):
            self.fault("portal", *call)

    def test_events_of_another_company_s_rep(self):
        """A team may have members in companies that its leader does not work for."""
        there = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        rep = self.users["rep"]
        rep.write({"company_ids": [(4, there.id)]})
        self.env["field.visit.rep"].create({"user_id": rep.id, "company_id": there.id, "team_id": self.rep.team_id.id})
        inbox = self.env["field.visit.event"].with_user(rep).with_context(allowed_company_ids=there.ids)
        inbox.receive(self.batch(self.event("add_lead", name="Kiosk", visit_id=0)))
        event = self.env["field.visit.event"].search([("company_id", "=", there.id)])
        self.assertTrue(event)
        compat.flush(event)
        compat.flush(self.env["res.users"])
        self.assertEqual(self.call_as("leader", "field.visit.event", "search", [("id", "=", event.id)]), [])
        self.fault("leader", "field.visit.event", "read", event.ids, ["message"])


class TestForgotten(TrackCase):

    def test_places_of_photos_go_with_those_of_check_ins(self):
        for visit in self.visits[:2]:
            visit.with_user(self.users["rep"]).add_photo(dict(THERE, content=picture()))
        old, new = self.visits[0].picture_ids, self.visits[1].picture_ids
        old.taken_at = fields.Datetime.now() - timedelta(days=31)
        self.company.visit_check_keep_days = 0  # forever
        self.env["field.visit.check"]._forget_positions()
        self.assertTrue(old.has_position)
        self.company.visit_check_keep_days = 30
        self.env["field.visit.check"]._forget_positions()
        compat.invalidate(old)
        self.assertEqual((old.has_position, old.latitude, bool(old.image)), (False, 0.0, True))
        self.assertEqual((new.has_position, round(new.latitude, 4)), (True, THERE["latitude"]))

    def test_a_request_for_a_new_rest_of_the_day_is_not_kept(self):
        values = {"name": "Rest", "company_id": self.company.id, "user_id": self.users["rep"].id, "date_from": self.today,
                  "date_to": self.today, "rep_ids": [(6, 0, self.rep.ids)], "is_replan": True, "job_state": "running",
                  "job_request": json.dumps(THERE)}
        running, over, plain = self.env["field.visit.plan"].create([
            values, dict(values, job_state="done"), dict(values, is_replan=False, job_state="done")])
        running._job_close("done")
        self.assertFalse(running.job_request)
        self.own.erase_tracking()
        compat.invalidate(over)
        self.assertEqual((over.job_request, bool(plain.job_request)), (False, True))
