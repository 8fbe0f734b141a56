"""Planning a running day anew: what happened, what stays, what changes, by one call."""
import json
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..engine.routing import codec
from .planning_case import PlanningByPrograms
from .route_case import RouteCase


class TestReplan(RouteCase):
    """The day is a coming Monday; ``now`` is told, as a program may do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visits = cls.planned(0, 9) | cls.planned(1, 10) | cls.planned(2, 11)
        cls.company.visit_freeze_min = 30

    def replan(self, user=None, **vals):
        values = dict({"rep_ids": self.rep.ids, "date": str(self.monday), "time_limit_s": 1,
                       "seed": 1}, **vals)
        env = self.env(user=user or self.users["manager"])
        plan = env["field.visit.plan"].browse(
            env["field.visit.plan"].replan(values)["plan_id"])
        return self.wait_for(plan)

    def keep_requests(self):
        """What a plan was asked for is forgotten once it is computed (``test_whereabouts``); here it is looked at."""
        kept = patch.object(type(self.env["field.visit.plan"]), "_forget_request", lambda plans: None)
        kept.start()
        self.addCleanup(kept.stop)

    def problem_of(self, plan):
        return codec.problem_from_dict(json.loads(plan.sudo().job_request)["problem"])

    def changes(self, plan):
        return {row["customer"]: row["kind"] for row in plan.get_changes()}

    def test_a_visit_that_falls_out_is_cancelled_and_the_rest_stays(self):
        plan = self.replan(cancelled_visit_ids=self.visits[1].ids)
        self.assertEqual(self.visits[1].state, "cancelled")
        self.assertEqual(plan.stop_ids.visit_id, self.visits[0] | self.visits[2])
        self.assertTrue(plan.is_replan)
        self.assertFalse({"moved", "dropped", "added"} & set(self.changes(plan).values()))
        plan.action_apply()
        self.assertEqual(self.route._open_visits(), self.visits[0] | self.visits[2])

    def test_another_users_plan_is_told_of_but_not_waited_for(self):
        rival = self.plan_of(user=self.users["leader"], seed=3)
        plan = self.replan(user=self.users["rep"], cancelled_visit_ids=self.visits[1].ids)
        self.assertIn(rival.name, plan.warning)
        with self.assertRaisesRegex(UserError, "Plan that day anew"):
            plan.retry_plan()

    def test_an_ill_rep_hands_the_visits_over(self):
        plan = self.replan(rep_ids=(self.rep | self.other_rep).ids, ill_rep_ids=self.rep.ids)
        self.assertEqual(plan.stop_ids.rep_id, self.other_rep)
        self.assertEqual(set(self.changes(plan).values()), {"moved"})
        self.assertEqual(self.visits.rep_id, self.rep)  # until it is applied
        plan.action_apply()
        self.assertEqual(self.visits.rep_id, self.other_rep)
        self.assertFalse(self.route.exists().visit_ids)

    def test_a_longer_visit_delays_what_follows(self):
        until = self.at(10)
        self.visits[0].write({"state": "in_progress", "actual_start": self.at(9)})
        plan = self.replan(overrun_visit_id=self.visits[0].id, overrun_until=str(until))
        self.assertEqual(self.visits[0].service_s, 3600)
        self.assertGreater(min(plan.stop_ids.mapped("start")), until)
        self.assertNotIn(self.visits[0], plan.stop_ids.visit_id)

    def test_a_visit_that_began_without_a_planned_time_takes_longer(self):
        self.visits[0].write({
            "state": "in_progress", "actual_start": self.at(9), "planned_start": False, "planned_end": False})
        self.replan(overrun_visit_id=self.visits[0].id, overrun_until=str(self.at(10)))
        self.assertEqual((self.visits[0].planned_start, self.visits[0].planned_end), (self.at(9), self.at(10)))
        self.assertEqual(self.visits[0].service_s, 3600)

    def test_an_urgent_visit_must_be_made(self):
        plan = self.replan(urgent_partner_ids=self.customers[4].ids)
        self.assertEqual(self.changes(plan)["Vallila"], "added")
        stop = plan.stop_ids.filtered(lambda s: s.partner_id == self.customers[4])
        self.assertTrue(stop.is_mandatory)

    def test_what_begins_soon_stays(self):
        self.keep_requests()
        plan = self.replan(now=str(self.at(8, 45)), urgent_partner_ids=self.customers[4].ids)
        problem = self.problem_of(plan)
        self.assertEqual(problem.shifts[0].first, ("v%d" % self.visits[0].id,))
        self.assertEqual(plan.stop_ids.sorted("sequence")[0].visit_id, self.visits[0])
        later = self.problem_of(self.replan(now=str(self.at(7))))
        self.assertEqual(later.shifts[0].first, ())

    def test_what_begins_soon_and_cannot_be_planned_any_more_is_left_out(self):
        closed = [(5, 0, 0), (0, 0, {"weekday": "4", "start_s": 9 * 3600, "end_s": 17 * 3600})]
        for spoil in (self.customers[0].clear_position, lambda: self.customers[0].write({"visit_hours_ids": closed})):
            for now in (self.at(8, 45), self.at(9, 5)):  # it begins soon, and it should be under way
                with self.subTest(now=now), self.env.cr.savepoint():
                    spoil()
                    plan = self.replan(now=str(now))
                    self.assertEqual(plan.left_out_ids.visit_id, self.visits[0])
                    self.assertEqual(plan.stop_ids.visit_id, self.visits[1] | self.visits[2])

    def test_nothing_is_planned_before_now(self):
        self.keep_requests()
        now = self.at(9, 40)
        plan = self.replan(now=str(now), positions={str(self.rep.id): [60.16, 24.94]})
        self.assertGreaterEqual(min(plan.stop_ids.mapped("start")), now)
        start = self.problem_of(plan).locations[self.problem_of(plan).shifts[0].start_location]
        self.assertEqual((start.lat, start.lon), (60.16, 24.94))

    def test_a_change_has_the_price_of_the_settings(self):
        self.keep_requests()
        self.company.visit_change_price_min = 45
        problem = self.problem_of(self.replan())
        self.assertEqual(problem.change_price_s, 45 * 60)
        published = {item.id: item.published.start_s for item in problem.candidates}
        self.assertEqual(len(set(published)), 3)

    def test_what_a_customer_was_told_is_kept(self):
        self.visits[2].action_customer_informed()
        plan = self.replan(urgent_partner_ids=self.customers[4].ids,
                           cancelled_visit_ids=self.visits[0].ids)
        stop = plan.stop_ids.filtered(lambda s: s.visit_id == self.visits[2])
        self.assertEqual(stop.start, self.at(11))

    def test_a_promise_that_nobody_can_keep_is_late_and_said(self):
        self.visits[0].action_customer_informed()
        plan = self.replan(now=str(self.at(8, 59)), positions={str(self.rep.id): [60.4, 24.94]})
        stop = plan.stop_ids.filtered(lambda s: s.visit_id == self.visits[0])
        self.assertGreater(stop.start, self.at(9))
        self.assertIn("Kallio", plan.warning)

    def test_the_same_reference_gives_the_same_plan(self):
        first = self.replan(client_reference="once", cancelled_visit_ids=self.visits[1].ids)
        again = self.env["field.visit.plan"].replan({"client_reference": "once"})
        self.assertEqual(again["plan_id"], first.id)

    def test_the_buttons(self):
        for action in (self.route.action_replan(), self.visits[1].action_falls_out()):
            self.assertEqual(action["tag"], "field_visit_job_progress")
        self.assertEqual(self.visits[1].state, "cancelled")
        lonely = self.planned(3, 9, route=self.env["field.visit.route"], day=2)
        self.assertIs(lonely.action_falls_out(), True)
        self.assertEqual(lonely.state, "cancelled")

    def test_a_rep_without_colleagues_cannot_hand_over(self):
        self.other_rep.team_id = False
        with self.assertRaisesRegex(UserError, "no colleague"):
            self.rep.with_user(self.users["rep"]).action_is_ill()

    def test_the_dialogs(self):
        longer = self.env["field.visit.longer.wizard"].with_context(
            **self.visits[0].action_open_longer()["context"]).create({})
        self.assertEqual(longer.until, self.visits[0].planned_end + timedelta(minutes=30))
        self.assertEqual(longer.action_replan()["tag"], "field_visit_job_progress")
        self.assertEqual(self.visits[0].planned_end, longer.until)
        urgent = self.env["field.visit.urgent.wizard"].with_context(
            **self.customers[4].action_open_urgent()["context"]).create({
                "date": self.monday, "rep_ids": [(6, 0, self.rep.ids)]})
        self.assertEqual(urgent.action_replan()["tag"], "field_visit_job_progress")

    def test_bad_input_is_refused_by_a_sentence_and_changes_nothing(self):
        done = self.planned(3, 8)
        done.action_done()
        for vals, words in (
                ({"rep_ids": [], "cancelled_visit_ids": []}, "no reps"), ({"rep_ids": [987654321]}, "987654321"),
                ({"date": "someday"}, "no date"), ({"now": "soon"}, "no date and time"),
                ({"positions": {"1": [91, 0]}}, "positions"), ({"positions": [1]}, "positions"),
                ({"ill_rep_ids": self.rep.ids}, "nobody is left"),
                ({"overrun_visit_id": done.id, "overrun_until": str(self.at(12))}, "neither"),
                ({"overrun_visit_id": self.visits[0].id}, "overrun_until"),
                ({"urgent_partner_ids": [987654321]}, "987654321"),
                ({"freeze": 3}, "freeze is no field"),
                ({"date": "2001-01-01"}, "in the past")):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                with self.env.cr.savepoint():
                    self.replan(**dict({"cancelled_visit_ids": self.visits[1].ids}, **vals))
        self.assertEqual(self.visits[1].state, "planned")
        with self.assertRaisesRegex(UserError, "dictionary"):
            self.env["field.visit.plan"].replan("today")

    def test_only_reps_and_visits_within_reach(self):
        self.other_rep.team_id = False
        foreign = self.planned(3, 9, rep=self.other_rep, route=self.env["field.visit.route"])
        for vals in ({"rep_ids": self.other_rep.ids}, {"cancelled_visit_ids": foreign.ids}):
            with self.assertRaisesRegex(UserError, "ask your manager"):
                self.replan(user=self.users["leader"], **vals)
        self.assertEqual(foreign.state, "planned")
        self.assertTrue(self.replan(user=self.users["rep"]).stop_ids)
        with self.assertRaises(AccessError):
            self.replan(user=self.users["plain"])


@tagged("post_install", "-at_install")
class TestDeskByPrograms(PlanningByPrograms):
    """The whole desk over XML-RPC, as each kind of user."""

    def test_a_day_from_plan_to_new_plan(self):
        for kind in ("rep", "leader", "manager"):
            with self.subTest(kind):
                self._day(kind)

    def _day(self, kind):
        plans = "field.visit.plan"
        day = str(self.monday + timedelta(days=("rep", "leader", "manager").index(kind)))
        answer = self.call_as(kind, plans, "submit_plan", self.request(
            date_from=day, date_to=day, partner_ids=self.customers[:3].ids))
        self.wait_over_rpc(kind, answer["plan_id"])
        self.assertTrue(self.call_as(kind, plans, "get_changes", [answer["plan_id"]]))
        self.call_as(kind, plans, "action_apply", [answer["plan_id"]])
        route, = self.call_as(kind, "field.visit.route", "get_routes", day, day, self.rep.ids)
        ids = [stop["visit_id"] for stop in route["stops"]]
        turned = self.call_as(kind, "field.visit.route", "set_order", [route["id"]], ids[::-1])
        self.assertEqual([stop["visit_id"] for stop in turned["stops"]], ids[::-1])
        checked = self.call_as(kind, "field.visit.route", "check_order", [route["id"]])
        self.assertEqual(checked["stops"], turned["stops"])
        fillers = self.call_as(kind, "field.visit.route", "suggest_fillers", [route["id"]], {
            "partner_ids": self.customers[3:].ids, "from": turned["stops"][-1]["end"]})
        added = self.call_as(kind, "field.visit.route", "insert_visit", [route["id"]], {
            "partner_id": fillers[0]["partner_id"], "start": fillers[0]["start"]})
        rows = self.call_as(kind, "res.partner", "suggest_days", [self.customers[5].id], {
            "date_from": day, "days": 1, "rep_ids": self.rep.ids})
        self.assertEqual([row["date"] for row in rows], [day])
        again = self.call_as(kind, plans, "replan", {
            "rep_ids": self.rep.ids, "date": day, "cancelled_visit_ids": [added["visit_id"]]})
        self.assertEqual(self.wait_over_rpc(kind, again["plan_id"])["state"], "proposed")
        kinds = {row["kind"] for row in self.call_as(
            kind, plans, "get_changes", [again["plan_id"]])}
        self.assertFalse(kinds & {"added", "dropped"})
        self.call_as(kind, "field.visit", "action_cancel", ids)
