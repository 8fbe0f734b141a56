"""Local times become seconds and come back: clock changes, time zones, breaks, leaves."""
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytz

from ..models import plan_shifts, plan_time
from ..models.plan_problem import ProblemBuilder
from ..models.plan_request import parse
from .planning_case import PlanningCase

HELSINKI = pytz.timezone("Europe/Helsinki")


class TestMoments(PlanningCase):

    def test_day_of_the_change_to_summer_time_has_23_hours(self):
        first, last = (plan_time.local_moment(HELSINKI, date(2027, 3, day), 0)
                       for day in (28, 29))
        self.assertEqual(last - first, timedelta(hours=23))

    def test_day_of_the_change_to_winter_time_has_25_hours(self):
        first = plan_time.local_moment(HELSINKI, date(2027, 10, 31), 0)
        last = plan_time.local_moment(HELSINKI, date(2027, 11, 1), 0)
        self.assertEqual(last - first, timedelta(hours=25))

    def test_opening_after_the_change_is_on_the_wall_clock(self):
        before, after = (plan_time.local_moment(HELSINKI, date(2027, 3, day), 9 * 3600)
                         for day in (27, 29))
        self.assertEqual(before, datetime(2027, 3, 27, 7))
        self.assertEqual(after, datetime(2027, 3, 29, 6))

    def test_hour_that_does_not_exist(self):
        """03:30 is skipped on the last Sunday of March: it is half an hour after 03:00."""
        moment = plan_time.local_moment(HELSINKI, date(2027, 3, 28), 3 * 3600 + 1800)
        self.assertEqual(moment, datetime(2027, 3, 28, 1, 30))

    def test_midnight_at_the_end_of_the_day(self):
        self.assertEqual(plan_time.local_moment(HELSINKI, date(2027, 1, 1), 86400),
                         datetime(2027, 1, 1, 22))


class TestShifts(PlanningCase):

    def built(self, **changes):
        return ProblemBuilder(parse(self.env, self.request(**changes))).build()

    def hours(self, built, seconds):
        moment = built.origin + timedelta(seconds=seconds)
        return pytz.utc.localize(moment).astimezone(HELSINKI).strftime("%H:%M")

    def test_shift_of_the_calendar_with_lunch(self):
        built = self.built()
        shift = built.problem.shifts[0]
        self.assertEqual(len(built.problem.shifts), 2)
        self.assertEqual(self.hours(built, shift.start_s), "08:00")
        self.assertEqual(self.hours(built, shift.end_s), "17:00")
        lunch, = shift.breaks
        self.assertEqual(self.hours(built, lunch.earliest_s), "11:30")
        self.assertEqual((lunch.latest_s - lunch.earliest_s, lunch.duration_s), (3600, 3600))

    def test_hours_of_the_request(self):
        built = self.built(shift_start_h=9.5, shift_end_h=14)
        shift = built.problem.shifts[0]
        self.assertEqual(self.hours(built, shift.start_s), "09:30")
        self.assertEqual(self.hours(built, shift.end_s), "14:00")
        self.assertEqual(len(shift.breaks), 1)

    def test_weekdays(self):
        built = self.built(date_to=str(self.monday + timedelta(days=6)), weekdays=[1, 3])
        self.assertEqual([shift.day for shift in built.problem.shifts], [1, 3])

    def test_company_holiday_is_no_shift(self):
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": self.company.resource_calendar_id.id,
            "date_from": plan_time.local_moment(HELSINKI, self.monday, 0),
            "date_to": plan_time.local_moment(HELSINKI, self.monday, 86399)})
        built = self.built()
        self.assertEqual([shift.day for shift in built.problem.shifts], [1])
        built = self.built(shift_start_h=8, shift_end_h=12)
        self.assertEqual([shift.day for shift in built.problem.shifts], [1])

    def test_own_leave_of_a_rep(self):
        calendar = self.company.resource_calendar_id
        resource = self.env["resource.resource"].create({
            "name": "Rep", "user_id": self.rep.user_id.id, "calendar_id": calendar.id,
            "company_id": self.company.id, "tz": "Europe/Helsinki"})
        self.env["resource.calendar.leaves"].create({
            "name": "Dentist", "calendar_id": calendar.id, "resource_id": resource.id,
            "date_from": plan_time.local_moment(HELSINKI, self.monday, 13 * 3600),
            "date_to": plan_time.local_moment(HELSINKI, self.monday, 17 * 3600)})
        built = self.built()
        self.assertEqual(self.hours(built, built.problem.shifts[0].end_s), "12:00")
        self.assertEqual(self.hours(built, built.problem.shifts[1].end_s), "17:00")

    def test_meeting_blocks_its_time_and_replaces_lunch(self):
        self.env["calendar.event"].create({
            "name": "Sales meeting", "user_id": self.rep.user_id.id,
            "partner_ids": [(6, 0, self.rep.user_id.partner_id.ids)],
            "start": plan_time.local_moment(HELSINKI, self.monday, 12 * 3600),
            "stop": plan_time.local_moment(HELSINKI, self.monday, 14 * 3600)})
        built = self.built()
        meeting, = built.problem.shifts[0].breaks
        self.assertEqual(self.hours(built, meeting.earliest_s), "12:00")
        self.assertEqual((meeting.latest_s, meeting.duration_s), (meeting.earliest_s, 7200))

    def test_windows_leave_time_for_the_service(self):
        customer = self.customers[0]
        customer.visit_duration_min = 45
        customer.visit_hours_ids = [
            (0, 0, {"weekday": "0", "start_s": 9 * 3600, "end_s": 12 * 3600}),
            (0, 0, {"weekday": "0", "start_s": 13 * 3600, "end_s": 13 * 3600 + 1800})]
        built = self.built(partner_ids=customer.ids)
        candidate, = built.problem.candidates
        window, = candidate.windows
        self.assertEqual(candidate.service_s, 2700)
        self.assertEqual(self.hours(built, window.start_s), "09:00")
        self.assertEqual(self.hours(built, window.end_s), "11:15")

    def test_windows_are_in_the_time_zone_of_the_place(self):
        customer = self.customers[0]
        customer.visit_tz = "Europe/Stockholm"
        customer.visit_hours_ids = [
            (0, 0, {"weekday": "0", "start_s": 9 * 3600, "end_s": 12 * 3600})]
        built = self.built(partner_ids=customer.ids)
        window, = built.problem.candidates[0].windows
        self.assertEqual(self.hours(built, window.start_s), "10:00")

    def test_first_midnight_of_any_rep_is_the_origin(self):
        self.other_rep.tz = "Asia/Shanghai"
        built = self.built(rep_ids=(self.rep | self.other_rep).ids)
        self.assertEqual(built.origin, plan_time.local_moment(
            pytz.timezone("Asia/Shanghai"), self.monday, 0))
        starts = {shift.rep: shift.start_s for shift in built.problem.shifts if shift.day == 0}
        self.assertEqual(starts[str(self.other_rep.id)], 8 * 3600)

    def test_stops_are_written_in_utc(self):
        plan = self.solved(shift_start_h=9, shift_end_h=12)
        first = min(plan.stop_ids.mapped("arrival"))
        self.assertGreater(first, plan_time.local_moment(HELSINKI, self.monday, 9 * 3600))
        self.assertLess(first, plan_time.local_moment(HELSINKI, self.monday, 10 * 3600))


class TestBreaks(PlanningCase):

    def test_pause_outside_the_shift_is_none(self):
        self.assertEqual(list(plan_shifts.breaks([(100, 200)], [], 300, 400)), [])

    def test_merged_blocks(self):
        self.assertEqual(plan_time.merged([(5, 9), (1, 3), (2, 4), (9, 10)]),
                         [(1, 4), (5, 10)])

    def test_shifts_shorter_than_one_visit(self):
        shift = SimpleNamespace(start_s=0, end_s=600)
        with self.assertRaisesRegex(Exception, "shorter"):
            plan_shifts.check_length(SimpleNamespace(company=self.company), [shift], 1800)
