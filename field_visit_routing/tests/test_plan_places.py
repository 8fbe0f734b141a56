"""Stops that are no customers: way points, meetings and hotels."""
from odoo.exceptions import ValidationError

from ..models import plan_keys
from .inputs_case import InputsCase

TAMPERE = (61.4978, 23.7610)
NEAR_TAMPERE = (61.5100, 23.8000)


class PlacesCase(InputsCase):

    def place(self, name, latitude, longitude):
        partner = self.env["res.partner"].create({"name": name})
        partner.set_position(latitude, longitude)
        return partner


class TestWaypoints(PlacesCase):

    def setUp(self):
        super().setUp()
        self.depot = self.place("Depot Vallila", 60.194, 24.957)

    def waypoint(self, **values):
        return self.env["field.visit.waypoint"].create(dict(
            {"kind": "depot", "partner_id": self.depot.id, "rep_id": self.rep.id}, **values))

    def stops_of(self, built):
        return [c for c in built.problem.candidates if c.waypoint]

    def test_once_on_each_day_that_it_falls_on(self):
        self.waypoint(weekday="1", hour_from=9, hour_to=11)
        built = self.built()
        stop, = self.stops_of(built)
        self.assertEqual(stop.allowed_shifts, ("%d/%s" % (self.rep.id, self.after(1)),))
        self.assertEqual((self.hour(built, stop.windows[0].start_s), self.hour(built, stop.windows[0].end_s)),
                         ("09:00", "11:00"))
        self.assertTrue(stop.mandatory)
        self.assertEqual(stop.service_s, 900)

    def test_on_a_date_of_every_rep(self):
        self.waypoint(rep_id=False, date=self.monday, is_mandatory=False)
        found = self.stops_of(self.built(rep_ids=(self.rep | self.other_rep).ids))
        self.assertEqual(len(found), 2)
        self.assertEqual({c.mandatory for c in found}, {False})
        self.assertEqual({c.prize for c in found}, {10})

    def test_not_for_other_reps(self):
        self.waypoint(rep_id=self.other_rep.id)
        self.assertFalse(self.stops_of(self.built()))

    def test_planned_applied_planned_anew_and_taken_back(self):
        waypoint = self.waypoint(weekday="0")
        plan = self.solved()
        stop = plan.stop_ids.filtered("is_waypoint")
        self.assertEqual((stop.name, stop.date), ("Depot Vallila", self.monday))
        self.assertEqual(plan.plan_visits, len(self.customers))
        plan.action_apply()
        visit = self.env["field.visit"].search([("is_waypoint", "=", True)])
        self.assertEqual((visit.name, visit.waypoint_id, visit.state), ("Depot Vallila", waypoint, "planned"))
        self.assertFalse(self.depot.next_visit_date)
        self.assertNotIn(True, [c.id.startswith("w") for c in self.built(partner_ids=[]).problem.candidates])
        again = self.solved(partner_ids=None)
        self.assertEqual(again.stop_ids.filtered("is_waypoint").visit_id, visit)
        again.action_discard()
        plan.action_revert()
        self.assertFalse(visit.exists())

    def test_a_way_point_that_is_given_up_is_cancelled(self):
        waypoint = self.waypoint(weekday="0")
        self.solved().action_apply()
        visit = self.env["field.visit"].search([("is_waypoint", "=", True)])
        waypoint.active = False
        plan = self.solved(partner_ids=None)
        self.assertEqual(plan.left_out_ids.reason_code, "gone")
        plan.action_apply()
        self.assertEqual(visit.state, "cancelled")
        plan.action_revert()
        self.assertEqual(visit.state, "planned")

    def test_bad_way_points(self):
        nowhere = self.env["res.partner"].create({"name": "Nowhere"})
        for words, values in (
                ("press Locate", {"partner_id": nowhere.id}), ("Stay.*-1", {"duration_min": -1}),
                ("end before they start", {"hour_from": 12, "hour_to": 8}), ("0 to 24", {"hour_from": 30})):
            with self.subTest(words), self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                self.waypoint(**values)


class TestMeetings(PlacesCase):

    def meeting(self, start, end, partner=None, **values):
        partners = self.rep.user_id.partner_id | (partner or self.env["res.partner"])
        return self.env["calendar.event"].create(dict({
            "name": "Talk", "user_id": self.rep.user_id.id, "partner_ids": [(6, 0, partners.ids)],
            "start": self.at(self.monday, start), "stop": self.at(self.monday, end)}, **values))

    def pinned(self, built):
        return [c for c in built.problem.candidates if c.waypoint]

    def test_meeting_at_a_guest_is_a_stop(self):
        host = self.place("Host", 60.19, 24.95)
        event = self.meeting(13, 14, host)
        built = self.built()
        stop, = self.pinned(built)
        self.assertEqual(stop.id, "m%d/%d/%d" % (event.id, self.rep.id, host.id))
        self.assertEqual((self.hour(built, stop.pin.start_s), stop.service_s), ("13:00", 3600))
        self.assertEqual(stop.pin.shift_id, "%d/%s" % (self.rep.id, self.monday))
        self.assertFalse(built.problem.shifts[0].breaks)

    def test_meeting_at_a_named_place_is_a_stop(self):
        self.place("Conference Centre Pasila", 60.2, 24.93)
        self.meeting(15, 16, location="conference centre pasila")
        self.assertEqual(len(self.pinned(self.built())), 1)

    def test_meetings_that_only_block_their_time(self):
        host = self.place("Host", 60.19, 24.95)
        for values in ({"privacy": "private"}, {"privacy": "confidential"}):
            event = self.meeting(13, 14, host, **values)
            built = self.built()
            self.assertFalse(self.pinned(built))
            self.assertIn(3600, [b.duration_s for b in built.problem.shifts[0].breaks if b.earliest_s == b.latest_s])
            event.unlink()
        self.meeting(9, 10, host)
        self.meeting(9.5, 10.5, host)
        built = self.built()
        self.assertFalse(self.pinned(built))
        self.assertIn(5400, [b.duration_s for b in built.problem.shifts[0].breaks])

    def test_meeting_among_colleagues_has_no_place(self):
        self.meeting(9, 10, self.other_rep.user_id.partner_id)
        self.assertFalse(self.pinned(self.built()))

    def test_the_plan_goes_there_and_leaves_the_event_alone(self):
        host = self.place("Host", 60.19, 24.95)
        event = self.meeting(13, 14, host)
        plan = self.solved()
        stop = plan.stop_ids.filtered("is_waypoint")
        self.assertEqual((stop.start, stop.partner_id), (event.start, host))
        plan.action_apply()
        visit = self.env["field.visit"].search([("is_waypoint", "=", True)])
        self.assertEqual((visit.meeting_id, visit.calendar_event_id.id), (event, False))
        again = self.solved(partner_ids=None)
        self.assertEqual(again.stop_ids.filtered("is_waypoint").visit_id, visit)
        again.action_discard()
        plan.action_revert()
        self.assertTrue(event.exists())
        self.assertEqual(event.name, "Talk")

    def test_a_meeting_that_was_cancelled_takes_its_stop_along(self):
        event = self.meeting(13, 14, self.place("Host", 60.19, 24.95))
        self.solved().action_apply()
        event.unlink()
        self.assertFalse(self.env["field.visit"].search([("is_waypoint", "=", True)]))


class TestNights(PlacesCase):

    def setUp(self):
        super().setUp()
        self.hotel = self.env["field.visit.waypoint"].create(
            {"kind": "hotel", "partner_id": self.place("Hotel Tammer", *TAMPERE).id})
        self.far = self.env["res.partner"].create([
            self._customer_values("Far %d" % number, NEAR_TAMPERE[0] + number / 100, NEAR_TAMPERE[1], 90)
            for number in range(2)])

    def test_no_night_unless_allowed(self):
        self.assertFalse(self.built().problem.nights)

    def test_nights_between_days_that_follow_each_other(self):
        self.rep.write({"overnight_allowed": True, "overnight_price": 60})
        problem = self.built(date_to=str(self.after(7))).problem
        self.assertEqual([(night.before[-10:], night.after[-10:]) for night in problem.nights], [
            (str(self.after(number)), str(self.after(number + 1))) for number in (0, 1, 2, 3)])
        night = problem.nights[0]
        self.assertEqual(night.price_s, 3600)
        place = problem.locations[night.locations[0]]
        self.assertEqual((round(place.lat, 4), round(place.lon, 4)), TAMPERE)

    def test_a_night_away_is_planned_applied_and_taken_back(self):
        self.rep.write({"overnight_allowed": True, "overnight_price": 10})
        self.far.visit_duration_min = 240
        plan = self.solved(partner_ids=self.far.ids, shift_start_h=7, shift_end_h=18, time_limit_s=3)
        night, = plan.get_result()["nights"]
        self.assertEqual((night["place"], night["date"]), ("Hotel Tammer", str(self.monday)))
        plan.action_apply()
        routes = self.env["field.visit.route"].search([("rep_id", "=", self.rep.id)], order="date")
        self.assertEqual(routes[0].night_id, self.hotel)
        self.assertEqual((round(routes[0].end_latitude, 4), round(routes[1].start_latitude, 4)),
                         (TAMPERE[0], TAMPERE[0]))
        plan.action_revert()
        self.assertFalse(routes.exists())


class TestKeys(InputsCase):

    def test_keys_and_their_records(self):
        key = plan_keys.accompanied(plan_keys.repeated("p12", 3), 2)
        self.assertEqual(key, "p12@3#2")
        self.assertEqual((plan_keys.number_of(key), plan_keys.repeat_of(key), plan_keys.call_of(key)),
                         (12, 3, "p12@3"))
        customer = self.customers[0]
        found = plan_keys.records_of(self.env, ["p%d@2#2" % customer.id, "p987654321", "w987654321/1/2027-01-01"])
        self.assertEqual([bool(record) for record, _visit in found.values()], [True, False, False])
