"""A hole of a day: who fills it best, adding the visit, and taking it out again."""
from odoo.exceptions import AccessError, UserError

from .planning_case import OFFICE
from .route_case import RouteCase

#: A quarter of a degree north: half an hour's drive and more.
FAR = (60.42, 24.94)


class TestFillers(RouteCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.morning, cls.late = cls.planned(0, 9), cls.planned(1, 15)
        (cls.customers - cls.customers[:2]).write({"visit_interval_days": 7})
        cls.near, cls.far = cls.env["res.partner"].create([
            cls._customer_values("Near", 60.1780, 24.9300, 40),
            cls._customer_values("Far", *FAR, 90)])

    def names(self, **vals):
        return [row["customer"] for row in self.route.suggest_fillers(vals)]

    def test_the_largest_hole_is_taken_when_none_is_given(self):
        rows = self.route.suggest_fillers()
        self.assertTrue(rows)
        for row in rows:
            self.assertGreaterEqual(row["start"], str(self.morning.planned_end))
            self.assertLessEqual(row["end"], str(self.late.planned_start))
        self.assertEqual([row["rate"] for row in rows],
                         sorted((row["rate"] for row in rows), reverse=True))

    def test_the_next_hole_is_taken_when_nobody_fits_into_the_largest(self):
        self.near.visit_hours_ids = [(0, 0, {
            "weekday": str(self.route.date.weekday()), "start_s": 9 * 3600, "end_s": 12 * 3600})]
        self.late.action_reschedule({"planned_start": str(self.at(11))})
        last = self.planned(2, 16)
        rows = self.route.suggest_fillers({"partner_ids": self.near.ids})
        self.assertEqual([row["partner_id"] for row in rows], self.near.ids)
        self.assertLess(rows[0]["end"], str(self.late.planned_start))
        self.assertGreater(last.planned_start - self.late.planned_end,
                           self.late.planned_start - self.morning.planned_end)

    def test_worth_per_minute_ranks_the_near_one_before_the_better_one(self):
        both = (self.near | self.far).ids
        rows = self.route.suggest_fillers({"partner_ids": both})
        self.assertEqual([row["partner_id"] for row in rows], both)
        self.assertGreater(rows[1]["prize"], rows[0]["prize"])
        self.assertGreater(rows[1]["detour_min"], 20)
        self.assertEqual(self.names(partner_ids=both, limit=1), ["Near"])

    def test_a_hole_too_short_for_the_way_takes_nobody_far(self):
        both = (self.near | self.far).ids
        self.assertEqual(self.names(partner_ids=both, after_visit_id=self.morning.id),
                         ["Near", "Far"])
        self.late.action_reschedule({"planned_start": str(self.at(10, 45))})
        self.assertEqual(self.names(partner_ids=both, after_visit_id=self.morning.id), ["Near"])

    def test_adding_keeps_the_times_of_the_others(self):
        before = {visit: visit.planned_start for visit in self.morning | self.late}
        row = self.route.suggest_fillers({"after_visit_id": self.morning.id})[0]
        answer = self.route.insert_visit({"partner_id": row["partner_id"], "start": row["start"]})
        self.assertTrue(answer["fits"])
        visit = self.env["field.visit"].browse(answer["visit_id"])
        self.assertEqual(str(visit.planned_start), row["start"])
        self.assertEqual(self.route._open_visits(), self.morning | visit | self.late)
        self.assertEqual({v: v.planned_start for v in before}, before)
        self.assertGreater(visit.leg_travel_s, 0)
        self.assertTrue(visit.calendar_event_id)

    def test_cancelling_takes_it_out_again_with_its_ways(self):
        self.route.set_order([])
        self.late.action_reschedule({"planned_start": str(self.at(15))})
        self.route._retime(self.route._open_visits(), self.route._standing().keeping_times())
        leg, travel = self.late.leg_travel_s, self.route.travel_s
        row = self.route.suggest_fillers({"partner_ids": self.far.ids})[0]
        answer = self.route.insert_visit({"partner_id": self.far.id, "start": row["start"]})
        self.assertGreater(self.route.travel_s, travel + 3000)
        self.env["field.visit"].browse(answer["visit_id"]).action_cancel()
        self.assertEqual((self.late.leg_travel_s, self.route.travel_s), (leg, travel))
        self.assertEqual(self.late.planned_start, self.at(15))

    def test_the_dialog_offers_and_adds(self):
        action = self.route.with_user(self.users["rep"]).action_open_fillers()
        wizard = self.env(user=self.users["rep"])[action["res_model"]].browse(action["res_id"])
        self.assertEqual((wizard.from_h, wizard.to_h), (9.5, 15))
        self.assertEqual(wizard.line_count, len(wizard.line_ids))
        self.assertTrue(wizard.line_ids)
        self.assertRegex(wizard.line_ids[0].clock_text, r"^\d\d:\d\d$")
        back = wizard.line_ids[0].action_add()
        self.assertEqual(back["res_id"], self.route.id)
        self.assertEqual(len(self.route._open_visits()), 3)

    def test_bad_holes_are_refused_by_a_sentence(self):
        for vals, words in (
                ({"from": "soon"}, "no date and time"), ({"after_visit_id": 987654321}, "987654321"),
                ({"from": str(self.at(15)), "to": str(self.at(14))}, "no free working time"),
                ({"limit": 0}, "limit"), ({"hole": 1}, "hole is no field"), ([], "dictionary"),
                ({"partner_ids": [987654321]}, "987654321")):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.route.suggest_fillers(vals or "nothing")

    def test_bad_visits_are_refused_by_a_sentence(self):
        for vals, words in (
                ({"partner_id": self.near.id}, "start"), ({"start": str(self.at(13))}, "customer"),
                ({"partner_id": self.near.id, "start": str(self.at(13, day=1))}, "another day"),
                ({"partner_id": self.customers[0].id, "start": str(self.at(13))}, "already"),
                ({"partner_id": self.near.id, "start": str(self.at(13)), "service_min": -3},
                 "out of range"), ("nothing", "dictionary")):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.route.insert_visit(vals)

    def test_a_route_out_of_reach_is_neither_read_nor_filled(self):
        self.other_rep.team_id = False
        self.route.rep_id = self.other_rep
        route = self.route.with_user(self.users["rep"])
        with self.assertRaises(AccessError):
            route.suggest_fillers()
        with self.assertRaises(AccessError):
            route.insert_visit({"partner_id": self.near.id, "start": str(self.at(13))})

    def test_from_the_office_when_the_day_is_empty(self):
        empty = self.env["field.visit.route"].create({
            "rep_id": self.other_rep.id, "date": self.monday, "has_start": True,
            "start_latitude": OFFICE[0], "start_longitude": OFFICE[1]})
        rows = empty.suggest_fillers({"partner_ids": (self.near | self.far).ids})
        self.assertEqual([row["customer"] for row in rows], ["Near", "Far"])
