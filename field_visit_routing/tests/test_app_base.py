"""The phone app's page, load and inbox: the ground that the other tests of the app stand on."""
import json

from .field_case import FieldByPrograms, FieldCase

APP = "/field_visit_routing/app"


class TestLoad(FieldCase):

    def load(self, kind="rep"):
        return self.env["field.visit.app"].with_user(self.users[kind]).load({})

    def test_the_day_is_in_it(self):
        load = self.load()
        self.assertEqual(load["rep"]["name"], self.rep.name)
        self.assertEqual([stop["visit_id"] for stop in load["route"]["stops"]], self.visits.ids)
        self.assertEqual(load["words"]["check_in"], "Check in")
        json.dumps(load)

    def test_who_is_no_rep_has_no_day(self):
        load = self.load("admin")
        self.assertEqual((load["rep"], load["route"]), (False, False))


class TestInbox(FieldCase):

    def test_steps_of_a_visit(self):
        receipts = self.receive(self.event("start_travel"), self.event("check_in"), self.event("check_out"))
        self.assertEqual([receipt["state"] for receipt in receipts], ["done"] * 3)
        self.assertEqual(self.visit.state, "done")
        self.assertTrue(self.visit.travel_started_at and self.visit.actual_start and self.visit.actual_end)

    def test_an_event_is_done_once(self):
        event = self.event("check_in")
        first = self.receive(event)
        self.assertEqual(self.receive(event), first)
        self.assertEqual(self.env["field.visit.event"].search_count([("uuid", "=", event["uuid"])]), 1)

    def test_what_cannot_be_done_any_more_is_a_conflict(self):
        self.visit.action_cancel()
        receipt, = self.receive(self.event("check_in"))
        self.assertEqual(receipt["state"], "conflict")
        self.assertIn("Cancelled", receipt["message"])

    def test_visits_of_others_stay_closed(self):
        self.visit.rep_id = self.other_rep
        receipt, = self.receive(self.event("check_in"))
        self.assertEqual(receipt["state"], "conflict")
        self.assertEqual(self.visit.state, "planned")


class TestPage(FieldByPrograms):

    def test_the_page_needs_nobody(self):
        answer = self.url_open(APP)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("FieldVisitApp.start", answer.text)

    def test_the_worker_may_serve_the_page(self):
        answer = self.url_open(APP + "/worker.js")
        self.assertEqual(answer.headers["Service-Worker-Allowed"], APP)
        self.assertTrue(answer.text.startswith("self.FILES = "))

    def test_the_load_needs_a_session(self):
        self.opener.headers["Content-Type"] = "application/json"
        answer = self.url_open(APP + "/load", data=json.dumps({"params": {}}))
        self.assertEqual(answer.json()["error"]["code"], 100)
