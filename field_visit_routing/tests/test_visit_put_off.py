"""Visits that are skipped or moved on the road, each with a reason."""
from datetime import timedelta

from odoo.exceptions import UserError

from .field_case import FieldCase


class TestPutOff(FieldCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        outcomes = cls.env["field.visit.outcome"]
        cls.shut = outcomes.create({"name": "Shut", "step": "skip", "kind": "not_met"})
        cls.asked = outcomes.create({"name": "Asked for it", "step": "move", "kind": "customer"})
        cls.mine = cls.visit.with_user(cls.users["rep"])

    def test_a_skipped_visit_is_missed_with_its_reason(self):
        self.mine.skip_visit({"outcome_id": self.shut.id, "note": "Blinds down"})
        self.assertEqual((self.visit.state, self.visit.outcome, self.visit.note), ("missed", "Shut", "Blinds down"))

    def test_a_visit_can_be_skipped_after_check_in(self):
        self.mine.check_in()
        self.mine.skip_visit({"outcome_id": self.shut.id})
        self.assertEqual(self.visit.state, "missed")

    def test_a_reason_may_ask_for_a_photo(self):
        self.shut.needs_photo = True
        with self.assertRaisesRegex(UserError, "a photo"):
            self.mine.skip_visit({"outcome_id": self.shut.id})

    def test_without_a_reason_nothing_is_put_off(self):
        for step in (self.mine.skip_visit, self.mine.move_visit):
            for vals in ({}, {"outcome_id": 0}, {"outcome_id": self.env["field.visit.outcome"].create({"name": "X"}).id}):
                with self.subTest(vals=vals), self.assertRaises(UserError):
                    step(dict(vals))
        self.assertEqual(self.visit.state, "planned")

    def test_moved_to_a_day_it_waits_for_a_plan(self):
        day = self.today + timedelta(days=3)
        self.mine.move_visit({"outcome_id": self.asked.id, "date": str(day), "note": "<b>Holiday</b>"})
        self.assertEqual((self.visit.state, self.visit.date, self.visit.route_id.id, self.visit.moved_count),
                         ("draft", day, False, 1))
        self.assertIn("Asked for it", self.visit.message_ids[:1].body)
        self.assertNotIn("<b>", self.visit.message_ids[:1].body)

    def test_moved_to_a_time_it_is_planned_then(self):
        start = "%s 09:00:00" % (self.today + timedelta(days=2))
        self.mine.move_visit({"outcome_id": self.asked.id, "planned_start": start})
        self.assertEqual((self.visit.state, str(self.visit.planned_start)), ("planned", start))

    def test_days_that_are_over_are_refused(self):
        for vals in ({"date": "2001-01-01"}, {"planned_start": "2001-01-01 09:00:00"}, {"date": "x"}, {}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.mine.move_visit(dict(vals, outcome_id=self.asked.id))

    def test_what_is_over_is_not_put_off(self):
        self.mine.check_in()
        self.mine.check_out()
        with self.assertRaisesRegex(UserError, "Done"):
            self.mine.skip_visit({"outcome_id": self.shut.id})

    def test_the_phone_does_the_same(self):
        day = str(self.today + timedelta(days=3))
        second, third = self.visits[1], self.visits[2]
        receipts = self.receive(
            self.event("skip_visit", outcome_id=self.shut.id),
            self.event("move_visit", visit_id=second.id, outcome_id=self.asked.id, date=day),
            self.event("move_visit", visit_id=third.id, date=day))
        self.assertEqual([receipt["state"] for receipt in receipts], ["done", "done", "conflict"])
        self.assertEqual((self.visit.state, second.state, third.state), ("missed", "draft", "planned"))
