"""The way really driven to each visit: from the positions, kept when they go by time, forgotten when the person says so."""
from datetime import timedelta
from unittest.mock import patch
from xmlrpc.client import Fault

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET
from .track_case import TrackByPrograms, TrackCase


class Driven:
    """Mixin: an hour in which the rep drives 1 km to the first visit and 2 km to the second, half of it without signal."""

    @classmethod
    def set_up_way(cls):
        # noon where the rep is: an hour ago was the same day
        cls.rep.tz = "Etc/GMT%+d" % (cls.now.hour - 12)
        cls.visits.write({"leg_distance_m": 800})
        cls.second = cls.visits[1]

    def drive(self):
        self.track(*[self.place(3000 - 60 * step, step) for step in range(11)])
        self.step(self.visit, 2400, 1800)
        self.track(*[self.place(1800 - 60 * step, 10 + step) for step in range(11)], self.place(600, 30))
        self.step(self.second, 590, 300)

    def step(self, visit, began, ended):
        visit.check_in({"at": self.ago(began)})
        visit.check_out({"at": self.ago(ended)})

    def km(self, *visits):
        return [(round(visit.real_leg_km, 1), round(visit.real_leg_gap_km, 1)) if visit.has_real_leg else None
                for visit in visits or self.visits]


class DrivenCase(Driven, TrackCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_way()

    def setUp(self):
        super().setUp()
        self.drive()


class TestDriven(DrivenCase):

    def test_each_visit_has_its_way_when_duty_ends(self):
        self.own.end_duty()
        self.assertEqual(self.km(), [(1, 0), (2, 1), None])

    def test_a_lasting_duty_tells_of_visits_that_are_over(self):
        self.track(self.place(110, 32))
        self.visits[2].check_in({"at": self.ago(100)})
        self.env["field.visit.duty"]._cron_end()
        self.assertEqual(self.km(), [(1, 0), (2, 1), None])
        self.own.end_duty()
        self.assertEqual(self.km()[2], (0.2, 0.2))

    def test_legs_are_no_longer_than_the_day(self):
        self.route.date = self.visit._local(self.now).date()
        self.own.end_duty()
        self.assertLessEqual(sum(self.visits.mapped("real_leg_m")), self.route.real_distance_m)

    def test_without_positions_nothing_is_known(self):
        self.own.erase_tracking()
        self.own.end_duty()
        self.assertEqual(self.km(), [None, None, None])

    def test_it_stays_when_positions_are_deleted_by_time(self):
        self.own.end_duty()
        self.stored().write({"until_at": self.now - timedelta(days=31)})
        self.env["field.visit.position"]._cron_forget()
        self.assertFalse(self.stored())
        self.rep._measure_legs(self.visit._local(self.now).date())
        self.assertEqual(self.km(), [(1, 0), (2, 1), None])

    def test_a_day_of_which_a_part_is_deleted_is_not_measured_anew(self):
        self.own.end_duty()
        self.stored()[:8].unlink()
        day = self.visit._local(self.now).date()
        with patch.object(fields.Datetime, "now", lambda *args: self.now + timedelta(days=31)):
            self.rep._measure_legs(day)
        self.assertEqual(self.km(self.visit), [(1, 0)])
        self.rep._measure_legs(day)
        self.assertNotEqual(self.km(self.visit), [(1, 0)])

    def test_measuring_again_changes_nothing(self):
        self.own.end_duty()
        before = self.visits.read(["write_date", "real_leg_m"])
        self.rep._measure_legs(self.visit._local(self.now).date())
        self.assertEqual(self.visits.read(["write_date", "real_leg_m"]), before)
        self.assertFalse(self.visit.message_ids.filtered(lambda message: "Driven" in (message.body or "")))

    def test_a_correction_counts(self):
        self.own.end_duty()
        self.visit.with_user(self.users["leader"]).correct_visit({
            "reason": "Wrong button", "actual_start": self.ago(2700)})
        self.assertEqual(self.km(), [(0.5, 0), (2, 1), None])
        self.second.with_user(self.users["leader"]).correct_visit({"reason": "Never there", "state": "planned"})
        self.assertEqual(self.km(), [(0.5, 0), None, None])

    def test_a_visit_of_another_rep_has_no_way_of_this_one(self):
        self.own.end_duty()
        self.visit.rep_id = self.visit.rep_id
        self.assertEqual(self.km(self.visit), [(1, 0)])
        self.visit.rep_id = self.other_rep
        self.assertEqual(self.km(), [None, (2, 1), None])

    def test_other_reps_visits_are_left_alone(self):
        self.visit.rep_id = self.other_rep
        self.own.end_duty()
        self.assertEqual(self.km(), [None, (3, 1), None])

    def test_nobody_writes_it(self):
        for kind in ("rep", "leader", "manager", "admin"):
            for values in ({"real_leg_m": 1}, {"has_real_leg": True}, {"real_leg_gap_m": 0}):
                with self.subTest(kind=kind, values=values), self.assertRaisesRegex(AccessError, "recorded positions"):
                    self.visit.with_user(self.users[kind]).write(values)
        with self.assertRaisesRegex(AccessError, "recorded positions"):
            self.env["field.visit"].with_user(self.users["manager"]).create(
                {"partner_id": self.customers[0].id, "real_leg_m": 1})

    def test_a_copy_was_not_driven_to(self):
        self.own.end_duty()
        self.assertEqual(self.km(self.visit.copy()), [None])


class TestDrivenPerson(DrivenCase):

    def setUp(self):
        super().setUp()
        self.route.date = self.visit._local(self.now).date()
        self.own.end_duty()

    def test_it_can_be_taken_along(self):
        told = self.own.export_tracking()
        self.assertEqual(sorted(way["real_leg_m"] // 100 for way in told["ways"]), [10, 20])
        self.assertEqual([day["date"] for day in told["days"]], [fields.Date.to_string(self.route.date)])

    def test_it_can_be_deleted(self):
        self.own.erase_tracking()
        self.assertEqual(self.km(), [None, None, None])
        self.assertEqual(self.own.export_tracking()["ways"], [])

    def test_the_phone_shows_it(self):
        stops = self.env["field.visit.app"].with_user(self.users["rep"]).load({})["route"]["stops"]
        told = {stop["visit_id"]: stop["driven"] for stop in stops}
        self.assertEqual(told[self.visits[2].id], False)
        self.assertAlmostEqual(told[self.second.id]["distance_m"], 2000, delta=20)
        self.assertAlmostEqual(told[self.second.id]["gap_m"], 1000, delta=20)

    def test_figures_tell_planned_and_driven(self):
        compat.flush(self.visit)
        for kind in ("rep", "leader", "manager"):
            report = self.env["field.visit.report"].with_user(self.users[kind])
            sums = compat.sum_by(report, [("rep_id", "=", self.rep.id)], "rep_id",
                                 "distance_km", "real_km", "real_gap_km", "longer_km", "measured_count")
            self.assertEqual([round(value, 1) for value in sums[self.rep.id]], [2.4, 3, 1, 1.4, 2])
            total, = self.env["field.visit.overview"].with_user(self.users[kind]).get_overview({"period": "month"})["total"]
            self.assertEqual((round(total["km"], 1), round(total["real_km"], 1)), (1.6, 3))


class TestDrivenByPrograms(Driven, TrackByPrograms):

    def setUp(self):
        super().setUp()
        self.set_up_way()
        self.drive()
        self.own.end_duty()
        compat.flush(self.visit)

    def test_who_sees_the_visit_sees_its_way(self):
        for kind in ("rep", "leader", "manager"):
            for model in ("field.visit", "field.visit.report"):
                names = ["real_leg_m"] if model == "field.visit" else ["real_km"]
                with self.subTest(kind=kind, model=model):
                    rows = self.call_as(kind, model, "read", self.visit.ids, names)
                    self.assertGreater(rows[0][names[0]], 0)
        for model, name in (("field.visit", "real_leg_m"), ("field.visit.report", "real_km")):
            with self.subTest(model=model), mute_logger(*QUIET), self.assertRaises(Fault):
                self.call_as("plain", model, "read", self.visit.ids, [name])

    def test_a_rep_writes_no_kilometres(self):
        with mute_logger(*QUIET), self.assertRaisesRegex(Fault, "recorded positions"):
            self.call_as("rep", "field.visit", "write", self.visit.ids, {"real_leg_m": 99999})
