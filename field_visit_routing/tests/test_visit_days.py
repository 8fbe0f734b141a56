"""Find a suitable day: every day and rep with a light, and planning the visit there."""
from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from .route_case import RouteCase


class TestDays(RouteCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planned(0, 9), cls.planned(1, 10)
        cls.target = cls.env["res.partner"].create(
            cls._customer_values("Target", 60.1845, 24.9490, 50))
        cls.week = {"date_from": str(cls.monday), "days": 7, "rep_ids": cls.rep.ids}

    def days(self, **vals):
        return self.target.suggest_days(dict(self.week, **vals))

    def test_all_working_days_of_all_reps(self):
        rows = self.days(rep_ids=(self.rep | self.other_rep).ids)
        self.assertEqual(len(rows), 10)
        self.assertEqual({row["rep_id"] for row in rows}, {self.rep.id, self.other_rep.id})

    def test_next_door_is_the_best_day(self):
        """Kallio, visited on Monday, is a hundred metres away."""
        best = self.days()[0]
        self.assertEqual((best["date"], best["light"]), (str(self.monday), "green"))
        self.assertLessEqual(best["detour_min"], 1)
        self.assertEqual(best["why"], "fits")

    def test_closed_days_are_red_and_say_so(self):
        self.env["field.visit.hours"].create({
            "partner_id": self.target.id, "weekday": "1", "start_s": 9 * 3600, "end_s": 12 * 3600})
        rows = {row["date"]: row for row in self.days()}
        self.assertEqual(rows[str(self.monday)]["light"], "red")
        self.assertIn("closed", rows[str(self.monday)]["text"])
        self.assertEqual(rows[str(self.monday + timedelta(days=1))]["light"], "green")

    def test_a_long_way_is_yellow(self):
        self.target.set_position(60.60, 24.94)
        rows = self.days()
        self.assertEqual({row["light"] for row in rows}, {"yellow"})
        self.assertTrue(all(row["detour_min"] > 15 for row in rows))

    def test_a_full_day_is_red_with_what_misses(self):
        self.planned(2, 10, 45, service_s=65 * 60)
        self.planned(3, 13, service_s=4 * 3600)
        row = {row["date"]: row for row in self.days(service_min=120)}[str(self.monday)]
        self.assertEqual(row["light"], "red")
        self.assertIn("after working time", row["text"])
        self.assertGreater(row["extra_min"], 0)

    def test_planning_there_makes_what_was_offered(self):
        offer = self.days()[0]
        answer = self.target.plan_visit({"rep_id": offer["rep_id"], "start": offer["start"]})
        visit = self.env["field.visit"].browse(answer["visit_id"])
        self.assertEqual(str(visit.planned_start), offer["start"])
        self.assertEqual((visit.route_id, visit.state), (self.route, "planned"))
        self.assertTrue(answer["fits"])
        self.assertEqual(len(self.route._open_visits()), 3)

    def test_on_an_empty_day_a_route_is_made(self):
        tuesday = self.monday + timedelta(days=1)
        offer, = [row for row in self.days() if row["date"] == str(tuesday)]
        answer = self.target.plan_visit({"rep_id": self.rep.id, "start": offer["start"]})
        route = self.env["field.visit.route"].browse(answer["route_id"])
        self.assertEqual((route.rep_id, route.date, route.has_start), (self.rep, tuesday, True))

    def test_a_planned_visit_moves_instead_of_being_made_twice(self):
        offer = self.days()[-1]
        first = self.target.plan_visit({"rep_id": self.rep.id, "start": offer["start"]})
        best = self.days()[0]
        self.assertEqual(best["visit_id"], first["visit_id"])
        self.assertEqual(best["date"], str(self.monday))
        self.target.plan_visit({"rep_id": self.rep.id, "start": best["start"],
                                "visit_id": best["visit_id"]})
        self.assertEqual(len(self.target.field_visit_ids), 1)
        self.assertEqual(self.target.field_visit_ids.route_id, self.route)

    def test_the_same_for_a_lead(self):
        lead = self.env["crm.lead"].create({
            "name": "Prospect", "partner_latitude": 60.1845, "partner_longitude": 24.9490})
        best = lead.suggest_days(self.week)[0]
        self.assertEqual((best["date"], best["light"]), (str(self.monday), "green"))
        answer = lead.plan_visit({"rep_id": self.rep.id, "start": best["start"]})
        self.assertEqual(self.env["field.visit"].browse(answer["visit_id"]).lead_id, lead)

    def test_the_dialog_offers_and_plans(self):
        target = self.target.with_user(self.users["rep"])
        action = target.action_find_day()
        wizard = target.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.line_ids.rep_id, self.rep)
        self.assertEqual(wizard.line_ids[0].light, "green")
        back = wizard.line_ids[0].action_plan_here()
        self.assertEqual(back["res_model"], "field.visit.route")
        self.assertEqual(len(self.target.field_visit_ids), 1)

    def test_bad_input_is_refused_by_a_sentence(self):
        for vals, words in (
                ({"days": 29}, "days"), ({"days": "many"}, "days"), ({"date_from": "soon"}, "no date"),
                ({"rep_ids": [987654321]}, "987654321"), ({"light": "green"}, "light is no field"),
                ({"date_from": "2001-01-01"}, "in the past")):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.days(**vals)
        with self.assertRaisesRegex(UserError, "dictionary"):
            self.target.suggest_days("soon")
        self.target.clear_position()
        with self.assertRaisesRegex(UserError, "no position"):
            self.days()

    def test_only_reps_within_reach(self):
        self.other_rep.team_id = False
        target = self.target.with_user(self.users["rep"])
        self.assertEqual({row["rep_id"] for row in target.suggest_days()}, set(self.rep.ids))
        with self.assertRaisesRegex(UserError, "ask your manager"):
            target.suggest_days({"rep_ids": self.other_rep.ids})
        with self.assertRaises(AccessError):
            target.plan_visit({"rep_id": self.other_rep.id, "start": str(self.at(13))})
        with self.assertRaises(UserError):  # which an AccessError is as well
            self.target.with_user(self.users["plain"]).suggest_days(self.week)
