"""A person's own order of a route: kept, timed, checked; every violation with its size."""
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .. import compat
from .route_case import RouteCase


class TestOrder(RouteCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visits = cls.planned(0, 9) | cls.planned(1, 10) | cls.planned(2, 11)

    def codes(self, checked):
        return [row["code"] for row in checked["violations"]]

    def test_an_order_that_fits(self):
        checked = self.route.check_order()
        self.assertTrue(checked["fits"])
        self.assertEqual([stop["visit_id"] for stop in checked["stops"]], self.visits.ids)
        self.assertEqual(checked["stops"][1]["start"], checked["stops"][1]["arrival"])

    def test_the_order_is_kept_and_nothing_is_written(self):
        turned = self.visits.ids[::-1]
        before = self.visits.mapped("planned_start")
        checked = self.route.check_order(turned)
        self.assertEqual([stop["visit_id"] for stop in checked["stops"]], turned)
        self.assertEqual(self.visits.mapped("planned_start"), before)

    def test_closed_before_it_is_reached(self):
        """The last of three is open until 9 only; the size tells by how much it is missed."""
        self.open_from_to(2, 8, 9)
        checked = self.route.check_order()
        self.assertEqual(self.codes(checked), ["window"])
        violation, = checked["violations"]
        self.assertEqual(violation["visit_id"], self.visits[2].id)
        # It closes at 9 and the visit takes half an hour.
        reached = fields.Datetime.to_datetime(checked["stops"][2]["start"])
        self.assertEqual(violation["size"], (reached - self.at(8, 30)).total_seconds())
        self.assertGreater(violation["size"], 0)
        self.assertEqual(violation["unit"], "s")
        self.assertIn("after its visiting hours", violation["text"])
        first = self.route.check_order([self.visits[number].id for number in (2, 0, 1)])
        self.assertTrue(first["fits"])

    def test_a_day_that_ends_too_late(self):
        self.visits[0].service_s = 9 * 3600
        checked = self.route.check_order()
        self.assertIn("shift_end", self.codes(checked))
        self.assertIn("after working time", checked["violations"][0]["text"])

    def test_closed_all_day_and_without_a_position(self):
        self.env["field.visit.hours"].create({
            "partner_id": self.customers[1].id, "weekday": "3", "start_s": 0, "end_s": 3600})
        self.customers[2].clear_position()
        checked = self.route.check_order()
        self.assertEqual(set(self.codes(checked)), {"closed", "no_position"})
        self.assertEqual([stop["visit_id"] for stop in checked["stops"]], self.visits[0].ids)

    def test_setting_an_order_writes_times_legs_and_calendar(self):
        turned = self.visits[::-1]
        checked = self.route.set_order(turned.ids)
        self.assertEqual(turned.mapped("sequence"), [1, 2, 3])
        starts = turned.mapped("planned_start")
        self.assertEqual(starts, sorted(starts))
        self.assertTrue(all(visit.leg_travel_s > 0 for visit in turned))
        self.assertEqual(turned[0].calendar_event_id.start, turned[0].planned_start)
        self.assertEqual(self.route.travel_s, checked["travel_s"])
        self.assertEqual(str(self.route.end_at), checked["end_at"])

    def test_dragging_in_the_form_gives_new_times(self):
        last = self.visits[2]
        self.route.write({"visit_ids": [(1, last.id, {"sequence": 0})]})
        self.assertEqual(self.route._open_visits()[0], last)
        self.assertEqual(min(self.visits.mapped("planned_start")), last.planned_start)
        self.assertEqual(last.sequence, 1)

    def test_the_form_shows_what_is_broken(self):
        self.assertFalse(self.route.order_html)
        self.customers[2].name = "<i>Pasila</i>"
        self.open_from_to(2, 8, 9)
        compat.invalidate(self.route)
        html = self.route.order_html
        self.assertIn("after its visiting hours", html)
        self.assertIn("&lt;i&gt;", html)
        Form(self.route)

    def test_optimising_keeps_every_visit_and_never_drives_more(self):
        worst = self.visits[0] | self.visits[2] | self.visits[1]
        before = self.route.set_order(worst.ids)
        action = self.route.action_optimise_order()
        plan = self.env["field.visit.plan"].browse(action["params"]["res_id"])
        self.wait_for(plan)
        self.assertEqual(plan.stop_ids.visit_id, self.visits)
        self.assertLessEqual(plan.plan_driving_hours * 3600, before["travel_s"] + 1)

    def test_wrong_ids_are_refused_by_a_sentence(self):
        foreign = self.planned(3, 9, route=self.env["field.visit.route"], day=1)
        for ids, words in (
                (self.visits.ids[:2], "missing"), (self.visits.ids + self.visits.ids[:1], "twice"),
                (self.visits.ids + foreign.ids, "is no planned visit"),
                ([987654321], "987654321"), ("no list", "not a list of ids")):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.route.check_order(ids)
        empty = self.env["field.visit.route"].create(
            {"rep_id": self.other_rep.id, "date": self.monday})
        with self.assertRaisesRegex(UserError, "no planned visits"):
            empty.check_order()

    def test_others_neither_check_nor_change_it(self):
        self.other_rep.team_id = False
        route = self.route.with_user(self.users["rep"])
        self.assertTrue(route.check_order()["fits"])
        self.route.rep_id = self.other_rep
        for call in (route.check_order, lambda: route.set_order([])):
            with self.assertRaises(AccessError):
                call()
