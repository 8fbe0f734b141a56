"""A new rest of the day, asked for from the road: own day only, told customers keep their time, decided once."""
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .. import compat
from ..models import plan_request
from .access_case import QUIET
from .planning_case import PlanningByPrograms
from .route_case import RouteCase


class AskReplanCase(RouteCase):
    """The day is a coming Monday, well before its first visit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visits = cls.planned(0, 9) | cls.planned(1, 10) | cls.planned(2, 11)
        cls.far = cls.env["res.partner"].create(cls._customer_values("Vantaa", 60.2940, 25.0400, 80))

    def ask(self, kind="rep", **vals):
        route = self.route.with_user(self.users[kind])
        answer = route.ask_replan(vals)
        plan = self.env["field.visit.plan"].browse(answer["plan_id"])
        if plan:
            self.wait_for(plan)
        return route.get_replan() if plan else answer

    def answer(self, told, accept, kind="rep"):
        return self.route.with_user(self.users[kind]).answer_replan({"plan_id": told["plan_id"], "accept": accept})


class TestAsking(AskReplanCase):

    def test_an_urgent_visit_is_proposed_and_moves_nothing_before_it_is_accepted(self):
        told = self.ask(what="urgent", partner_id=self.far.id)
        self.assertEqual((told["state"], told["is_own"], told["can_decide"]), ("proposed", True, True))
        self.assertIn(("added", "Vantaa"), [(row["kind"], row["customer"]) for row in told["changes"]])
        self.assertFalse(self.route.visit_ids.filtered(lambda visit: visit.partner_id == self.far))
        done = self.answer(told, True)
        self.assertEqual(done["state"], "applied")
        self.assertTrue(self.route.visit_ids.filtered(lambda visit: visit.partner_id == self.far))
        self.assertIn("planned anew", self.route.message_ids[0].body)

    def test_declined_it_is_forgotten(self):
        told = self.ask(what="urgent", partner_id=self.far.id)
        starts = self.visits.mapped("planned_start")
        self.assertEqual(self.answer(told, False), {})
        self.assertEqual(self.visits.mapped("planned_start"), starts)
        self.assertEqual(self.route.get_replan(), {})

    def test_a_customer_cancels(self):
        told = self.ask(what="cancelled", visit_id=self.visits[1].id)
        self.assertEqual(self.visits[1].state, "cancelled")
        self.assertEqual(told["state"], "proposed")

    def test_the_last_visit_falls_out(self):
        (self.visits - self.visits[0]).action_cancel()
        told = self.ask(what="cancelled", visit_id=self.visits[0].id)
        self.assertEqual((told["state"], self.visits[0].state), ("nothing", "cancelled"))

    def test_the_last_visit_takes_longer(self):
        (self.visits - self.visits[0]).action_cancel()
        told = self.ask(what="overrun", visit_id=self.visits[0].id, minutes=90, at=str(self.at(9, 10)))
        self.assertEqual((told["state"], self.visits[0].planned_end), ("nothing", self.at(10, 40)))

    def test_a_visit_takes_longer(self):
        self.visits[0].write({"state": "in_progress", "actual_start": self.at(9)})
        self.ask(what="overrun", visit_id=self.visits[0].id, minutes=90, at=str(self.at(9, 10)))
        self.assertEqual(self.visits[0].planned_end, self.at(10, 40))
        told = self.route.get_replan()
        self.answer(told, True)
        self.assertGreater(min((self.visits - self.visits[0]).mapped("planned_start")), self.at(10, 40))

    def overrun(self, number, minutes, at, **vals):
        return self.ask(what="overrun", visit_id=self.visits[number].id, minutes=minutes, at=str(at), **vals)

    def test_a_visit_that_began_without_a_planned_time_takes_longer(self):
        self.visits[0].write({
            "state": "in_progress", "actual_start": self.at(9), "planned_start": False, "planned_end": False})
        self.assertEqual(self.overrun(0, 90, self.at(9, 10))["state"], "proposed")
        self.assertEqual((self.visits[0].planned_start, self.visits[0].planned_end), (self.at(9), self.at(10, 40)))

    def test_a_visit_does_not_get_shorter_by_taking_longer(self):
        self.visits[0].write({"state": "in_progress", "actual_start": self.at(9, 20)})
        for number, minutes, at, until in (
                (0, 10, self.at(9, 25), "09:50"), (1, 20, self.at(9, 50), "10:30"), (2, 15, self.at(9), "11:30")):
            with self.subTest(until), self.assertRaises(UserError) as caught, self.cr.savepoint():
                self.overrun(number, minutes, at)
            self.assertIn("planned until %s anyway" % until, str(caught.exception))
            self.assertNotIn("overrun_until", str(caught.exception))
        self.assertEqual(self.visits.mapped("service_s"), [1800] * 3)
        self.overrun(0, 30, self.at(9, 25))
        self.assertEqual(self.visits[0].planned_end, self.at(9, 55))

    def test_an_overrun_that_is_asked_for_again_with_its_reference_is_known(self):
        self.visits[0].write({"state": "in_progress", "actual_start": self.at(9)})
        first = self.overrun(0, 30, self.at(9, 10), reference="phone-8")
        self.visits[0]._last_until(self.at(10))
        self.assertEqual(self.overrun(0, 30, self.at(9, 10), reference="phone-8")["plan_id"], first["plan_id"])

    def test_what_is_over_does_not_take_longer_though_nothing_is_left_to_plan(self):
        self.visits.action_done()
        with self.assertRaisesRegex(UserError, "neither planned nor under way"):
            self.overrun(0, 30, self.at(12))

    def test_who_was_told_a_time_keeps_it(self):
        self.visits[2].customer_informed_at = fields.Datetime.now()
        told = self.ask(what="urgent", partner_id=self.far.id)
        self.assertEqual(told["kept"], [self.visits[2].name])
        self.answer(told, True)
        self.assertEqual(self.visits[2].planned_start, self.at(11))

    def test_asking_again_puts_the_older_proposal_aside(self):
        first = self.ask(what="urgent", partner_id=self.far.id)
        second = self.ask(what="rest")
        self.assertNotEqual(first["plan_id"], second["plan_id"])
        self.assertEqual(self.env["field.visit.plan"].browse(first["plan_id"]).state, "discarded")
        with self.assertRaisesRegex(UserError, "no longer the last one"):
            self.answer(first, True)

    def test_the_same_reference_is_asked_for_once(self):
        first = self.ask(what="rest", reference="phone-7")
        self.assertEqual(self.ask(what="rest", reference="phone-7")["plan_id"], first["plan_id"])

    def test_after_hours_who_is_on_the_road_goes_on_and_nobody_else(self):
        self.company.resource_calendar_id.attendance_ids.unlink()
        with self.assertRaisesRegex(UserError, "Nobody of"), self.cr.savepoint():
            self.ask(what="rest")
        self.route.state = "in_progress"
        told = self.ask(what="rest")
        self.assertEqual(told["state"], "proposed")
        self.assertIn("until midnight", " ".join(told["warning"]))

    def test_a_day_that_is_over(self):
        late = patch.object(plan_request, "local_now", lambda tz: datetime.combine(
            self.monday + timedelta(days=1), datetime.min.time()))
        with late, self.assertRaisesRegex(UserError, "is over"):
            self.ask(what="rest")

    def test_bad_requests_are_refused_with_the_remedy(self):
        stranger = self.env["field.visit"].create({"partner_id": self.far.id, "rep_id": self.other_rep.id})
        for vals, sentence in (
                ({"what": "party"}, "none of cancelled"), ({"what": "overrun", "visit_id": self.visits[0].id}, "minutes"),
                ({"what": "overrun", "visit_id": self.visits[0].id, "minutes": True}, "minutes"),
                ({"what": "overrun", "visit_id": self.visits[0].id, "minutes": -5}, "minutes"),
                ({"what": "urgent"}, "partner_id"), ({"what": "cancelled", "visit_id": stranger.id}, "no stop of"),
                ({"what": "rest", "latitude": 95, "longitude": 10}, "positions"), ({"reps": [1]}, "no field")):
            with self.assertRaisesRegex(UserError, sentence), self.cr.savepoint():
                self.ask(**vals)
        self.assertEqual(set(self.visits.mapped("state")), {"planned"})


class TestWhoAsks(AskReplanCase):

    def test_a_rep_plans_the_own_day_only(self):
        self.route.write({"rep_id": self.other_rep.id})
        with self.assertRaises(AccessError):
            self.ask(what="rest")
        with self.assertRaises(AccessError):
            self.route.with_user(self.users["rep"]).get_replan()

    def test_a_leader_asks_and_the_rep_sees_it_but_does_not_decide(self):
        told = self.ask("leader", what="urgent", partner_id=self.far.id)
        self.assertTrue(told["can_decide"])
        seen = self.route.with_user(self.users["rep"]).get_replan()
        self.assertEqual((seen["plan_id"], seen["is_own"], seen["can_decide"]), (told["plan_id"], False, False))
        with self.assertRaises(AccessError):
            self.answer(told, True)
        self.answer(told, True, "leader")
        self.assertEqual(self.route.with_user(self.users["rep"]).get_replan()["state"], "applied")


class TestOnThePhone(PlanningByPrograms):
    """Events of the phone, and the same methods over XML-RPC."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.today()
        self.route = self.env["field.visit.route"].create(
            {"rep_id": self.rep.id, "date": self.today + timedelta(days=1), "company_id": self.company.id})
        compat.flush(self.env["field.visit"])

    def event(self, kind, number, **data):
        return {"uuid": "00000000-0000-4000-8000-%012d" % number, "kind": kind, "at": str(fields.Datetime.now())[:19],
                "number": number, "data": data}

    def send(self, *events):
        batch = {"device": "phone", "sent_at": str(fields.Datetime.now())[:19], "events": list(events)}
        return self.call_as("rep", "field.visit.event", "receive", batch)["receipts"]

    def test_an_event_asks_and_a_bad_one_is_a_conflict_with_a_sentence(self):
        receipts = self.send(self.event("ask_replan", 1, route_id=self.route.id, what="rest"),
                             self.event("ask_replan", 9, route_id=self.route.id, what="party"))
        self.assertEqual([receipt["state"] for receipt in receipts], ["done", "conflict"])
        self.assertIn("none of cancelled", receipts[1]["message"])

    def test_a_route_that_is_gone_or_not_the_own_is_a_conflict(self):
        self.route.rep_id = self.other_rep
        compat.flush(self.env["field.visit"])
        receipts = self.send(
            self.event("ask_replan", 2, route_id=self.route.id, what="rest"),
            self.event("answer_replan", 3, route_id=99999999, plan_id=1, accept=True),
            self.event("answer_replan", 4, route_id="x", plan_id=1, accept=True))
        self.assertEqual([receipt["state"] for receipt in receipts], ["conflict"] * 3)

    def test_the_load_has_the_part(self):
        self.assertEqual(self.call_as("rep", "field.visit.app", "load", {})["replan"], {})

    @mute_logger(*QUIET)
    def test_who_is_no_planner_asks_nothing(self):
        with self.assertRaisesRegex(Exception, "(?i)access|allowed"):
            self.call_as("plain", "field.visit.route", "ask_replan", self.route.ids, {"what": "rest"})
        with self.assertRaisesRegex(Exception, "(?i)access|allowed"):
            self.call_as("plain", "field.visit.route", "get_replan", self.route.ids)
