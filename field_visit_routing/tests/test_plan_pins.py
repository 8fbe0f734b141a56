"""What people decided stays: pins, what is about to start, what customers were told, published routes."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .inputs_case import InputsCase


class TestPins(InputsCase):

    def setUp(self):
        super().setUp()
        self.planned = self.visit(self.customers[0], self.monday, 10, sequence=3)

    def candidate(self, **changes):
        built = self.built(partner_ids=[], **changes)
        return built, built.problem.candidate_by_id()["v%d" % self.planned.id]

    def test_no_pin_at_first(self):
        self.assertIsNone(self.candidate()[1].pin)

    def test_each_pin(self):
        for name, field, value in (("pin_rep", "rep", str(self.rep.id)), ("pin_day", "day", 0),
                                   ("pin_order", "order", 3)):
            with self.subTest(name):
                self.planned.write({name: True})
                self.assertEqual(getattr(self.candidate()[1].pin, field), value)
                self.planned.write({name: False})
        self.planned.pin_time = True
        built, candidate = self.candidate()
        self.assertEqual(self.hour(built, candidate.pin.start_s), "10:00")

    def test_what_the_customer_was_told_stays(self):
        self.planned.action_customer_informed()
        built, candidate = self.candidate()
        self.assertEqual((self.hour(built, candidate.pin.start_s), candidate.pin.day, candidate.pin.rep),
                         ("10:00", 0, None))

    def test_a_new_time_has_to_be_told_anew(self):
        self.planned.action_customer_informed()
        self.planned.action_reschedule({"planned_start": str(self.planned.planned_start)})
        self.assertTrue(self.planned.customer_informed_at)
        self.planned.action_reschedule({"planned_start": str(self.planned.planned_start + timedelta(hours=1))})
        self.assertFalse(self.planned.customer_informed_at)

    def test_keep_and_release(self):
        self.planned.action_keep()
        self.assertTrue(self.planned.is_kept)
        self.assertEqual((self.planned.pin_rep, self.planned.pin_day, self.planned.pin_time), (True, True, True))
        self.planned.action_release()
        self.assertFalse(self.planned.is_kept)
        empty = self.env["field.visit"].create({"partner_id": self.customers[1].id})
        for action in (empty.action_keep, empty.action_customer_informed):
            with self.assertRaisesRegex(UserError, "no (rep|planned start)"):
                action()

    def test_a_kept_visit_stays_where_it_is(self):
        self.planned.action_keep()
        start = self.planned.planned_start
        self.solved(partner_ids=self.customers.ids).action_apply()
        self.assertEqual((self.planned.planned_start, self.planned.rep_id), (start, self.rep))

    def test_pins_that_contradict_each_other_are_named(self):
        other = self.visit(self.customers[1], self.monday, 10)
        (self.planned | other).action_keep()
        plan = self.solved(partner_ids=[])
        self.assertIn("cannot both be kept", plan.warning)
        for visit in self.planned | other:
            self.assertIn(visit.partner_id.name, plan.warning)
        self.assertEqual(plan.left_out_ids.reason_code, "pin_conflict")

    def test_over_programs_the_pins_are_plain_fields(self):
        user = self.users["rep"]
        self.assertTrue(self.planned.with_user(user).action_keep())
        self.assertTrue(self.planned.with_user(user).write({"pin_order": True}))


class TestFrozen(InputsCase):

    def today(self):
        """A request for today; the rep works around the clock, so that the hour does not matter."""
        self.rep.tz = "UTC"
        today = fields.Date.to_string(fields.Date.today())
        return {"date_from": today, "date_to": today, "shift_start_h": 0, "shift_end_h": 24, "partner_ids": []}

    def starting_in(self, minutes, customer):
        visit = self.env["field.visit"].create({
            "partner_id": customer.id, "rep_id": self.rep.id, "service_s": 600,
            "planned_start": fields.Datetime.now() + timedelta(minutes=minutes)})
        visit.action_plan()
        return visit

    def test_what_starts_soon_begins_the_route(self):
        request = self.today()
        first, second = self.starting_in(5, self.customers[0]), self.starting_in(10, self.customers[1])
        later = self.starting_in(90, self.customers[2])
        visits = first | second | later
        if len(set(visits.mapped("date"))) > 1:
            visits.write({"date": first.date})
        shift, = self.built(**request).problem.shifts
        self.assertEqual(shift.first, ("v%d" % first.id, "v%d" % second.id))
        self.company.visit_freeze_min = 0
        self.assertEqual(self.built(**request).problem.shifts[0].first, ())

    def test_what_has_begun_counts_in_the_limits(self):
        request = self.today()
        visit = self.starting_in(1, self.customers[0])
        visit.leg_travel_s = 600
        visit.action_start()
        self.rep.write({"max_stops": 3, "max_driving_h": 1})
        shift, = self.built(**dict(request, partner_ids=self.customers[1:].ids)).problem.shifts
        self.assertEqual((shift.max_stops, shift.max_driving_s), (2, 3000))


class TestPublished(InputsCase):

    def setUp(self):
        super().setUp()
        self.plan = self.solved()
        self.plan.action_apply()
        self.routes = self.plan.stop_ids.visit_id.route_id

    def published(self, **changes):
        problem = self.built(partner_ids=[], **changes).problem
        return problem.change_price_s, [c.published for c in problem.candidates if c.published]

    def test_a_draft_may_change_for_nothing(self):
        self.assertEqual(self.published()[1], [])

    def test_a_change_to_a_published_route_has_a_price(self):
        self.routes.action_publish()
        self.company.visit_change_price_min = 20
        price, places = self.published()
        self.assertEqual(price, 1200)
        self.assertEqual(len(places), len(self.customers))
        self.assertEqual({place.shift_id for place in places}, {
            "%d/%s" % (route.rep_id.id, route.date) for route in self.routes})

    def test_unless_the_request_says_otherwise(self):
        self.routes.action_publish()
        self.assertEqual(self.published(keep_published=False), (0, []))

    def test_a_published_plan_stays(self):
        self.routes.action_publish()
        again = self.solved(partner_ids=None, seed=7)
        self.assertEqual({s.visit_id: (s.date, s.rep_id) for s in again.stop_ids},
                         {s.visit_id: (s.date, s.rep_id) for s in self.plan.stop_ids})
