"""A rep's day: limits, overtime, flexible start, special days, holidays, breaks, traffic."""
from datetime import date, timedelta

import pytz
from odoo.exceptions import UserError, ValidationError

from ..engine.routing.problem import Break
from ..models import plan_shifts, plan_traffic
from ..models.plan_request import parse
from .inputs_case import InputsCase

TURKU = (60.4518, 22.2666)


class TestLimits(InputsCase):

    def shift(self, **changes):
        return self.built(**changes).problem.shifts[0]

    def hours(self, shift):
        built = self.built()
        return self.hour(built, shift.start_s), self.hour(built, shift.end_s)

    def test_nothing_is_limited_at_first(self):
        shift = self.shift()
        self.assertEqual((shift.max_stops, shift.max_driving_s, shift.max_duration_s, shift.overtime_s),
                         (None, None, None, 0))

    def test_limits_of_the_rep(self):
        self.rep.write({"max_stops": 4, "max_driving_h": 2.5, "max_duty_h": 8, "overtime_max_h": 1,
                        "overtime_price": 3})
        shift = self.shift()
        self.assertEqual((shift.max_stops, shift.max_driving_s, shift.max_duration_s), (4, 9000, 28800))
        self.assertEqual((shift.overtime_s, shift.overtime_price), (3600, 3))

    def test_limits_of_the_request_go_first(self):
        self.rep.write({"max_stops": 4, "max_driving_h": 2.5, "overtime_max_h": 1})
        shift = self.shift(max_stops=2, max_driving_h=1, overtime=0)
        self.assertEqual((shift.max_stops, shift.max_driving_s, shift.overtime_s), (2, 3600, 0))

    def test_flexible_start_keeps_the_length(self):
        self.rep.flexible_start_h = 1.5
        shift = self.shift()
        self.assertEqual(self.hours(shift), ("06:30", "18:30"))
        self.assertEqual(self.hour(self.built(), shift.latest_start_s), "09:30")
        self.assertEqual(shift.max_duration_s, 9 * 3600)

    def test_limits_hold_in_a_real_plan(self):
        plan = self.solved(max_stops=2)
        by_day = [len(plan.stop_ids.filtered(lambda s: s.date == day)) for day in set(plan.stop_ids.mapped("date"))]
        self.assertEqual(sorted(by_day), [2, 2])

    def test_bad_limits(self):
        for name, value in (("max_stops", -1), ("max_driving_h", 25), ("overtime_max_h", -1),
                            ("flexible_start_h", 13), ("max_duty_h", "long"), ("overnight_price", -5)):
            with self.subTest(name), self.assertRaisesRegex(ValidationError, "[Gg]ive a number from"):
                self.rep.write({name: value})
        for name, value in (("overtime", -1), ("max_stops", "many"), ("max_driving_h", 30),
                            ("flexible_start_h", -2)):
            with self.subTest(name), self.assertRaisesRegex(UserError, name):
                self.plan_of(**{name: value})
        with self.assertRaisesRegex(UserError, "keep_published.*neither true nor false"):
            self.plan_of(keep_published="maybe")


class TestSpecialDays(InputsCase):

    def special(self, **values):
        return self.env["field.visit.day"].create(dict({"rep_id": self.rep.id, "date": self.monday}, **values))

    def place(self):
        fair = self.env["res.partner"].create({"name": "Fair"})
        fair.set_position(*TURKU)
        return fair

    def test_another_start_and_end(self):
        self.special(start_kind="place", start_partner_id=self.place().id, end_kind="last_stop")
        problem = self.built().problem
        monday, tuesday = problem.shifts
        start = problem.locations[monday.start_location]
        self.assertEqual((round(start.lat, 4), round(start.lon, 4)), TURKU)
        self.assertIsNone(monday.end_location)
        self.assertEqual(tuesday.end_location, tuesday.start_location)

    def test_the_route_starts_there(self):
        self.special(start_kind="place", start_partner_id=self.place().id, end_kind="last_stop")
        plan = self.solved(date_to=str(self.monday))
        plan.action_apply()
        route = self.env["field.visit.route"].search([("date", "=", self.monday)])
        self.assertEqual((round(route.start_latitude, 4), round(route.start_longitude, 4)), TURKU)
        self.assertFalse(route.has_end)

    def test_other_hours_go_before_those_of_the_request(self):
        self.special(hour_from=10, hour_to=14)
        built = self.built(shift_start_h=8, shift_end_h=17)
        monday, tuesday = built.problem.shifts
        self.assertEqual((self.hour(built, monday.start_s), self.hour(built, monday.end_s)), ("10:00", "14:00"))
        self.assertEqual(self.hour(built, tuesday.start_s), "08:00")

    def test_a_saturday_that_is_worked(self):
        saturday = self.after(5)
        self.special(date=saturday, hour_from=9, hour_to=12)
        shift, = self.built(date_from=str(saturday), date_to=str(saturday)).problem.shifts
        self.assertEqual(shift.end_s - shift.start_s, 3 * 3600)

    def test_bad_days(self):
        nowhere = self.env["res.partner"].create({"name": "Nowhere"})
        self.special()
        for words, values in (
                ("special day of this rep already", {}),
                ("Choose a contact", {"date": self.after(1), "start_kind": "place"}),
                ("press Locate", {"date": self.after(1), "end_kind": "place", "end_partner_id": nowhere.id}),
                ("ends before it starts", {"date": self.after(1), "hour_from": 9, "hour_to": 8}),
                ("0 to 24", {"date": self.after(1), "hour_to": 25})):
            with self.subTest(words), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.special(**values)


class TestHolidays(InputsCase):

    def leave(self, **values):
        return self.env["resource.calendar.leaves"].create(dict({
            "name": "Holiday", "date_from": self.at(self.monday, 0),
            "date_to": self.at(self.monday, 24) - timedelta(seconds=1)}, **values))

    def days(self, **changes):
        return [shift.day for shift in self.built(**changes).problem.shifts]

    def test_public_holiday_of_every_calendar(self):
        self.leave()
        self.assertEqual(self.days(), [1])

    def test_holiday_of_another_calendar(self):
        other = self.company.resource_calendar_id.copy({"name": "Nights"})
        self.leave(calendar_id=other.id)
        self.assertEqual(self.days(), [0, 1])

    def test_leave_of_a_rep_under_another_calendar(self):
        other = self.company.resource_calendar_id.copy({"name": "Old hours"})
        resource = self.env["resource.resource"].create({
            "name": "Rep", "user_id": self.rep.user_id.id, "calendar_id": other.id,
            "company_id": self.company.id, "tz": "Europe/Helsinki"})
        self.leave(calendar_id=other.id, resource_id=resource.id)
        self.assertEqual(self.days(), [1])
        self.assertEqual(self.days(rep_ids=self.other_rep.ids), [0, 1])

    def test_leave_of_an_afternoon(self):
        self.leave(date_from=self.at(self.monday, 15), date_to=self.at(self.monday, 18))
        built = self.built()
        self.assertEqual(self.hour(built, built.problem.shifts[0].end_s), "15:00")

    def test_leave_in_the_middle_is_a_break_at_its_time(self):
        self.leave(date_from=self.at(self.monday, 9), date_to=self.at(self.monday, 11.5))
        found = self.built().problem.shifts[0].breaks
        self.assertIn((9000, 0), [(pause.duration_s, pause.latest_s - pause.earliest_s) for pause in found])

    def test_other_breaks_of_the_calendar(self):
        """Every pause of the working hours is a break that may move as much as the company says."""
        self.company.visit_lunch_leeway_min = 10
        calendar = self.company.resource_calendar_id.copy({"name": "With coffee"})
        morning = calendar.attendance_ids.filtered(lambda a: a.dayofweek == "0" and a.hour_from < 10)
        morning.hour_to = 9.5
        morning.copy({"hour_from": 9.75, "hour_to": 12.0})
        self.rep.calendar_id = calendar
        coffee, lunch = self.built().problem.shifts[0].breaks
        self.assertEqual((coffee.duration_s, coffee.latest_s - coffee.earliest_s), (900, 1200))
        self.assertEqual((lunch.duration_s, lunch.latest_s - lunch.earliest_s), (3600, 1200))

    def test_meeting_that_is_a_stop_takes_the_place_of_lunch(self):
        self.assertEqual(list(plan_shifts.breaks([(4000, 5000)], [], 0, 9000, [(4500, 4600)])), [])
        self.assertEqual(list(plan_shifts.breaks([(4000, 5000)], [], 0, 9000, [(8000, 8600)])),
                         [Break(2200, 5800, 1000)])


class TestTraffic(InputsCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.env["field.visit.traffic"].create({"name": "Rush", "line_ids": [
            (0, 0, {"weekday": "all", "hour_from": 0, "hour_to": 24, "percent": 110}),
            (0, 0, {"weekday": "work", "hour_from": 7, "hour_to": 9, "percent": 200}),
            (0, 0, {"weekday": "4", "hour_from": 8, "hour_to": 12, "percent": 90})]})

    def test_narrower_lines_go_first(self):
        self.assertEqual(self.profile.hours_of(0), [(0, 110), (25200, 200), (32400, 110)])
        self.assertEqual(self.profile.hours_of(4), [(0, 110), (25200, 200), (28800, 90), (43200, 110)])
        self.assertEqual(self.profile.hours_of(6), [(0, 110)])

    def test_shipped_profile(self):
        shipped = self.env.ref("field_visit_routing.traffic_city")
        self.assertEqual(dict(shipped.hours_of(0))[7 * 3600], 140)
        self.assertEqual(shipped.hours_of(6)[-1][1], 100)

    def test_no_traffic_unless_chosen(self):
        self.assertEqual(self.built().problem.traffic, ())

    def test_steps_over_the_horizon_on_the_reps_clock(self):
        self.company.visit_traffic_id = self.profile
        built = self.built()
        traffic, = built.problem.traffic
        self.assertEqual(traffic.profile, "")
        self.assertEqual(traffic.steps[0], (0, 110))
        self.assertEqual([(self.hour(built, s), p) for s, p in traffic.steps[1:3]], [("07:00", 200), ("09:00", 110)])
        times = [seconds for seconds, _percent in traffic.steps]
        self.assertEqual(times, sorted(set(times)))

    def test_day_of_the_clock_change(self):
        self.rep.traffic_profile_id = self.profile
        request = parse(self.env, self.request())
        request.date_from, request.date_to = date(2027, 3, 27), date(2027, 3, 29)
        origin = plan_shifts.origin_of(request)
        traffic, = plan_traffic.TravelProfiles(request).traffic(origin)
        monday = [at for at, percent in traffic.steps if percent == 200][-2]
        self.assertEqual(pytz.utc.localize(origin + timedelta(seconds=monday)).astimezone(
            pytz.timezone("Europe/Helsinki")).strftime("%m-%d %H:%M"), "03-29 07:00")

    def test_reps_of_equal_travel_share_a_profile(self):
        both = {"rep_ids": (self.rep | self.other_rep).ids}
        self.company.visit_traffic_id = self.profile
        self.assertEqual({s.profile for s in self.built(**both).problem.shifts}, {""})
        self.other_rep.tz = "Europe/Stockholm"
        self.assertEqual(len(self.built(**both).problem.traffic), 2)
        self.other_rep.write({"tz": "Europe/Helsinki", "speed_kmh": 60})
        names = {s.profile for s in self.built(**both).problem.shifts}
        self.assertEqual(len(names), 2)
        speeds = plan_traffic.TravelProfiles(parse(self.env, self.request(**both))).speeds()
        self.assertEqual([values["speed_kmh"] for values in speeds.values()], [60])

    def test_arrivals_come_from_the_traffic(self):
        hours = {"shift_start_h": 7, "shift_end_h": 9, "date_to": str(self.monday),
                 "partner_ids": self.customers[0].ids}
        before = self.solved(**hours).stop_ids.leg_travel_s
        self.company.visit_traffic_id = self.profile
        self.assertEqual(self.solved(**hours).stop_ids.leg_travel_s, 2 * before)

    def test_bad_lines(self):
        line = self.profile.line_ids[0]
        for words, values in (
                ("Driving Time.*0.*10 to 1000", {"percent": 0}), ("Driving Time.*-5", {"percent": -5}),
                ("0 to 24", {"hour_to": 25}), ("end before they start", {"hour_from": 9, "hour_to": 9})):
            with self.subTest(words), self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                line.write(values)
        with self.assertRaisesRegex(ValidationError, "overlap from 11:00"):
            line.copy({"hour_from": 11})
