"""A new rest of the day asked for from the desk: each reason, who may, from where, and who keeps a time."""
import xmlrpc.client
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET
from .planning_case import OFFICE, PlanningByPrograms
from .test_ask_replan import AskReplanCase
from .track_case import STEP_DEG, TrackCase


class DialogCase(AskReplanCase):

    def dialog(self, kind="leader", **vals):
        route = self.route.with_user(self.users[kind])
        context = route.action_open_rest({"is_followed": True} if vals.pop("followed", False) else {})["context"]
        return self.env["field.visit.rest.wizard"].with_user(self.users[kind]).with_context(**context).create(vals)

    def ask_by_dialog(self, kind="leader", **vals):
        self.dialog(kind, **vals).action_ask()
        return self.found(kind)

    def found(self, kind="leader"):
        route = self.route.with_user(self.users[kind])
        self.wait_for(self.env["field.visit.plan"].browse(route.get_replan()["plan_id"]))
        return route.get_replan()


class TestDialog(DialogCase):

    def test_a_customer_cancels(self):
        told = self.ask_by_dialog(what="cancelled", visit_id=self.visits[1].id)
        self.assertEqual((self.visits[1].state, told["state"], told["is_own"]), ("cancelled", "proposed", True))

    def test_a_visit_takes_longer(self):
        begun = fields.Datetime.now() - timedelta(minutes=20)
        self.visits[0].write({"state": "in_progress", "actual_start": begun})
        told = self.ask_by_dialog(what="overrun", visit_id=self.visits[0].id, minutes=45)
        self.assertEqual(told["state"], "proposed")
        until = fields.Datetime.now() + timedelta(minutes=45)
        self.assertLess(abs((self.visits[0].planned_end - until).total_seconds()), 300)

    def test_a_visit_that_began_without_a_planned_time_takes_longer(self):
        begun = fields.Datetime.now() - timedelta(minutes=20)
        self.visits[0].write({
            "state": "in_progress", "actual_start": begun, "planned_start": False, "planned_end": False})
        told = self.ask_by_dialog(what="overrun", visit_id=self.visits[0].id, minutes=45)
        self.assertEqual((told["state"], self.visits[0].planned_start), ("proposed", begun))

    def test_a_visit_that_would_end_earlier_does_not_take_longer(self):
        now = fields.Datetime.now()
        self.visits[0].write({"state": "in_progress", "actual_start": now - timedelta(minutes=10), "service_s": 5400})
        with self.assertRaisesRegex(UserError, "anyway. Enter more minutes"), self.cr.savepoint():
            self.dialog(what="overrun", visit_id=self.visits[0].id, minutes=30).action_ask()
        self.assertEqual(self.visits[0].service_s, 5400)

    def test_only_what_began_or_was_due_takes_longer(self):
        context = self.route.action_open_rest()["context"]
        form = Form(self.env["field.visit.rest.wizard"].with_context(**context))
        form.what = "overrun"
        self.assertFalse(form.visit_id)
        due = fields.Datetime.now() - timedelta(minutes=10)
        self.visits[1].write({"planned_start": due, "planned_end": due + timedelta(minutes=30)})
        form = Form(self.env["field.visit.rest.wizard"].with_context(**context))
        form.what = "overrun"
        self.assertEqual(form.visit_id, self.visits[1])
        self.assertEqual(form.save().choice_ids, self.visits[1])

    def test_an_urgent_visit_keeps_the_time_that_somebody_was_told(self):
        self.visits[2].action_customer_informed()
        told = self.ask_by_dialog(what="urgent", partner_id=self.far.id)
        self.assertIn(("added", "Vantaa"), [(row["kind"], row["customer"]) for row in told["changes"]])
        self.assertEqual(told["kept"], [self.visits[2].name])
        self.answer(told, True, "leader")
        self.assertEqual(self.visits[2].planned_start, self.at(11))
        self.assertTrue(self.route.visit_ids.filtered(lambda visit: visit.partner_id == self.far))

    def test_an_urgent_lead(self):
        values = dict(self._customer_values("Tikkurila", 60.2925, 25.0440, 80), type="lead")
        lead = self.env["crm.lead"].create({key: value for key, value in values.items() if key != "is_company"})
        told = self.ask_by_dialog("manager", what="urgent", lead_id=lead.id)
        self.assertIn("added", [row["kind"] for row in told["changes"]])

    def test_nothing_but_time_and_nothing_moves_before_somebody_accepts(self):
        before = self.visits.mapped("planned_start")
        told = self.ask_by_dialog(what="rest")
        self.assertEqual((told["state"], self.visits.mapped("planned_start")), ("proposed", before))

    def test_the_page_behind_it_shows_the_proposal_or_the_progress_page_does(self):
        self.assertEqual(self.dialog(what="rest", followed=True).action_ask()["type"], "ir.actions.act_window_close")
        self.assertEqual(self.dialog(what="rest").action_ask()["tag"], "field_visit_job_progress")

    def test_where_nothing_is_left_that_is_said_and_the_dialog_closes(self):
        (self.visits - self.visits[0]).action_cancel()
        action = self.dialog(what="cancelled", visit_id=self.visits[0].id, followed=True).action_ask()
        self.assertIn("nothing moves", action["params"]["message"])
        self.assertEqual(action["params"]["next"]["type"], "ir.actions.act_window_close")
        self.assertEqual(self.visits[0].state, "cancelled")

    def test_what_is_not_complete_is_refused_with_the_remedy(self):
        first = self.visits[0].id
        for vals, sentence in (
                ({"what": "cancelled"}, "visit_id"), ({"what": "overrun", "visit_id": first, "minutes": 0}, "minutes"),
                ({"what": "overrun", "visit_id": first, "minutes": 10**6}, "minutes"), ({"what": "urgent"}, "partner_id")):
            with self.assertRaisesRegex(UserError, sentence), self.cr.savepoint():
                self.dialog(**vals).action_ask()
        with self.assertRaisesRegex(UserError, "no field"):
            self.route.action_open_rest({"followed": True})
        self.assertEqual(set(self.visits.mapped("state")), {"planned"})

    def test_the_form_offers_the_visits_that_can_be_meant(self):
        self.visits[0].write({"state": "in_progress", "actual_start": self.at(9)})
        self.visits[1].is_waypoint = True
        context = self.route.action_open_rest()["context"]
        form = Form(self.env["field.visit.rest.wizard"].with_context(**context))
        form.what = "overrun"
        self.assertEqual(form.visit_id, self.visits[0])
        form.what = "cancelled"
        self.assertFalse(form.visit_id)
        form.visit_id = self.visits[2]
        self.assertEqual(form.save().choice_ids, self.visits[2])


class TestWhoMay(DialogCase):

    def test_a_rep_asks_for_the_own_day_only(self):
        self.assertEqual(self.ask_by_dialog("rep", what="rest")["state"], "proposed")
        self.route.rep_id = self.other_rep
        with self.assertRaises(AccessError):
            self.dialog("rep", what="rest").action_ask()

    def test_a_leader_of_another_team_does_not(self):
        self.rep.team_id = self.env["crm.team"].create({"name": "West"})
        with mute_logger(*QUIET), self.assertRaises(AccessError):
            self.dialog("leader", what="rest").action_ask()


class TestFromWhere(TrackCase):
    """What the live map knows of the rep is the start of the rest of the day."""

    def setUp(self):
        super().setUp()
        self.route.date = fields.Datetime.context_timestamp(
            self.env.user.with_context(tz="Europe/Helsinki"), self.now).date()

    def start(self, kind="leader", **vals):
        return self.route.with_user(self.users[kind])._replan_positions(vals)

    def test_a_fresh_position_counts_and_that_somebody_looked_is_noted(self):
        self.track(self.place(60, 3))
        lat, lon = self.start()[self.rep.id]
        self.assertAlmostEqual(lat, OFFICE[0] + 3 * STEP_DEG, 6)
        self.assertAlmostEqual(lon, OFFICE[1], 6)
        look = self.env["field.visit.look"].search([("rep_id", "=", self.rep.id)])
        self.assertEqual((look.user_id, look.way), (self.users["leader"], "map"))

    def test_after_duty_nobody_is_looked_for(self):
        self.track(self.place(400, 3))
        self.own.end_duty({"at": self.ago(300)})
        self.assertTrue(self.rep.last_position_at)
        self.assertEqual(self.start(), {})
        self.assertFalse(self.env["field.visit.look"].search([("rep_id", "=", self.rep.id)]))

    def test_what_is_told_goes_before_it(self):
        self.track(self.place(60, 3))
        self.assertEqual(self.start(latitude=60.5, longitude=25.0), {self.rep.id: [60.5, 25.0]})

    def test_an_old_position_does_not_count_nor_does_one_on_another_day(self):
        self.track(self.place(700, 3))
        self.assertEqual(self.start(), {})
        self.track(self.place(10, 9))
        self.route.date += timedelta(days=1)
        self.assertEqual(self.start(), {})


class TestByPrograms(PlanningByPrograms):

    def test_over_rpc_by_kind_of_user(self):
        route = self.env["field.visit.route"].create({
            "rep_id": self.rep.id, "date": fields.Date.today() + timedelta(days=1), "company_id": self.company.id})
        compat.flush(self.env["field.visit.route"])
        for kind in ("rep", "leader", "manager"):
            with self.subTest(kind):
                action = self.call_as(kind, "field.visit.route", "action_open_rest", route.ids, {"is_followed": True})
                self.assertEqual(action["context"], {"default_route_id": route.id, "default_is_followed": True})
        with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault) as caught:
            self.call_as("plain", "field.visit.rest.wizard", "create", {"route_id": route.id, "what": "rest"})
        self.assertNotIn("Traceback", caught.exception.faultString)
