"""Visits as figures, and the overview of a period: right sums, and nobody else's."""
from datetime import timedelta
from xmlrpc.client import Fault

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET
from .field_case import FieldByPrograms, FieldCase


class FigureCase(FieldCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outcome = cls.env["field.visit.outcome"].create({"name": "Sold", "kind": "success"})
        first, second, third = cls.visits
        first.write({"leg_distance_m": 4200, "leg_travel_s": 600, "outcome_id": cls.outcome.id})
        start = fields.Datetime.to_datetime("%s 08:10:00" % cls.today)
        with cls.clock_at("09:00:00"):
            first.start_travel({"at": start - timedelta(minutes=15)})
            first.check_in({"at": start})
            first.check_out({"at": start + timedelta(minutes=45)})
        second.action_missed()
        third.action_cancel()
        compat.flush(cls.env["field.visit"])

    def report(self, kind="rep"):
        return self.env["field.visit.report"].with_user(self.users[kind])


class TestFigures(FigureCase):

    def test_a_visit_made_is_told_planned_and_real(self):
        row = self.report().search([("visit_id", "=", self.visit.id)])
        self.assertEqual((row.planned_count, row.done_count, row.missed_count, row.success_count), (1, 1, 0, 1))
        self.assertEqual((row.late_min, row.planned_service_min, row.service_min), (10, 30, 45))
        self.assertEqual((row.planned_driving_min, row.driving_min, row.distance_km), (10, 15, 4.2))
        self.assertEqual((row.rep_id, row.team_id, row.outcome_kind, row.grade), (
            self.rep, self.team, "success", self.visit.visit_grade))

    def test_what_proves_and_what_customers_say_counts(self):
        self.visit.check_override = "verified"
        self.visit.enter_feedback({"rating": 4})
        compat.flush(self.env["field.visit"])
        sums = compat.sum_by(self.report(), [("rep_id", "=", self.rep.id)], "rep_id", "verified_count", "rating", "rated_count")
        self.assertEqual(sums[self.rep.id], (1, 4, 1))
        total, = self.env["field.visit.overview"].with_user(self.users["rep"]).get_overview({"period": "month"})["total"]
        self.assertEqual((total["verified"], total["rating"]), (1, 4))

    def test_missed_and_cancelled(self):
        rows = self.report().search([("visit_id", "in", self.visits[1:].ids)], order="id")
        self.assertEqual(rows.mapped(lambda row: (row.planned_count, row.done_count, row.missed_count)),
                         [(1, 0, 1), (0, 0, 0)])

    def test_sums_by_rep(self):
        sums = compat.sum_by(self.report("manager"), [("rep_id", "=", self.rep.id)], "rep_id", "planned_count", "done_km")
        self.assertEqual([round(value, 3) for value in sums[self.rep.id]], [2, 4.2])

    def test_way_points_are_no_visits(self):
        self.visits[1].is_waypoint = True
        compat.flush(self.visit)
        self.assertFalse(self.report().search([("visit_id", "=", self.visits[1].id)]))

    def test_rows_cannot_be_written(self):
        row = self.report("admin").search([("visit_id", "=", self.visit.id)])
        for change in (lambda: row.write({"done_count": 9}), lambda: row.unlink()):
            with mute_logger(*QUIET), self.assertRaises(Exception):
                change()

    def test_a_row_opens_its_visit(self):
        self.assertEqual(self.report().browse(self.visit.id).action_open_visit()["res_id"], self.visit.id)


class TestOverview(FigureCase):

    def overview(self, kind, period="month"):
        return self.env["field.visit.overview"].with_user(self.users[kind]).get_overview({"period": period})

    def test_the_rep_sees_himself(self):
        overview = self.overview("rep")
        self.assertEqual([(row["name"], row["planned"], row["done"], row["missed"]) for row in overview["rep"]],
                         [(self.rep.name, 2, 1, 1)])
        total, = overview["total"]
        self.assertEqual((total["done_percent"], round(total["km"], 1), total["service_h"]), (50, 4.2, 0.75))

    def test_the_manager_sees_all_reps(self):
        self.visits[1].copy({"rep_id": self.other_rep.id, "state": "planned", "planned_start": "%s 09:00:00" % self.today})
        names = {row["name"] for row in self.overview("manager")["rep"]}
        self.assertLessEqual({self.rep.name, self.other_rep.name}, names)
        self.assertEqual({row["name"] for row in self.overview("rep")["rep"]}, {self.rep.name})

    def test_coverage_counts_who_has_a_rhythm(self):
        self.customers.write({"user_id": self.users["rep"].id})
        self.customers[0].visit_interval_days = 30
        self.customers[3:5].write({"visit_interval_days": 30})
        compat.flush(self.env["res.partner"])
        for kind in ("rep", "leader", "manager"):
            row, = [row for row in self.overview(kind)["rep"] if row["name"] == self.rep.name]
            self.assertEqual((row["wanted"], row["covered"], row["due"] + row["overdue"]), (3, 1, 2))
            self.assertAlmostEqual(row["coverage_percent"], 100 / 3)

    def test_the_page_shows_the_same(self):
        for kind in ("rep", "leader", "manager"):
            overviews = self.env["field.visit.overview"].with_user(self.users[kind])
            page = overviews.browse(overviews.action_open("month")["res_id"])
            told = self.overview(kind)
            self.assertEqual((page.planned, page.done, page.missed), (2, 1, 1))
            self.assertEqual(page.rep_line_ids.mapped("name"), [row["name"] for row in told["rep"]])
            self.assertEqual(page.is_team, kind != "rep")

    def test_periods(self):
        for period in ("week", "last_week", "month", "last_month", "quarter"):
            overview = self.overview("rep", period)
            self.assertLessEqual(overview["date_from"], overview["date_to"])
        self.assertFalse(self.overview("rep", "last_month")["rep"])
        with self.assertRaisesRegex(UserError, "decade"):
            self.overview("rep", "decade")


class TestFiguresByPrograms(FieldByPrograms):

    def test_everybody_reads_what_is_his(self):
        for kind, sees in (("rep", 3), ("leader", 3), ("manager", 3)):
            found = self.call_as(kind, "field.visit.report", "search_read", [("rep_id", "=", self.rep.id)], ["state"])
            self.assertEqual(len(found), sees)
        self.visit.rep_id = self.other_rep
        compat.flush(self.visit)
        found = self.call_as("rep", "field.visit.report", "search_count", [("visit_id", "in", self.visits.ids)])
        self.assertEqual(found, 2)

    def test_who_is_no_rep_reads_nothing(self):
        for method, arguments in (("search_read", ([],)), ("read_group", ([], ["done_count"], ["rep_id"]))):
            with mute_logger(*QUIET), self.assertRaises(Fault):
                self.call_as("plain", "field.visit.report", method, *arguments)
        with mute_logger(*QUIET), self.assertRaises(Fault):
            self.call_as("plain", "field.visit.overview", "get_overview", {})

    def test_the_overview_over_rpc(self):
        told = self.call_as("rep", "field.visit.overview", "get_overview", {"period": "week"})
        self.assertEqual(told["total"][0]["planned"], 3)
