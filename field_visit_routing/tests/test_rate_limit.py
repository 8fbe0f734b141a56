"""Calls are counted in the database: for all processes together, by spans, without saying who called."""
from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.tests.common import TransactionCase


class TestRateLimit(TransactionCase):

    def setUp(self):
        super().setUp()
        self.limits = self.env["field.visit.rate.limit"]
        self.limits.search([]).unlink()
        self.clock(datetime(2026, 5, 4, 10, 0, 5))

    def clock(self, moment):
        patcher = patch.object(fields.Datetime, "now", lambda *_args: moment)
        patcher.start()
        self.addCleanup(patcher.stop)

    def calls(self, number, who="a", most=2, seconds=60):
        return [self.limits._limit_allows("test", who, most, seconds) for _call in range(number)]

    def test_each_caller_has_an_own_limit(self):
        self.assertEqual(self.calls(3), [True, True, False])
        self.assertEqual(self.calls(1, "b"), [True])
        self.assertEqual(self.limits._limit_allows("other", "a", 2, 60), True)

    def test_a_new_span_counts_anew_in_the_same_row(self):
        self.calls(3)
        self.clock(datetime(2026, 5, 4, 10, 0, 59))
        self.assertEqual(self.calls(1), [False])
        self.clock(datetime(2026, 5, 4, 10, 1))
        self.assertEqual(self.calls(3), [True, True, False])
        self.assertEqual(self.limits.search_count([]), 1)

    def test_spent_is_told_without_counting(self):
        spent = [(self.limits._limit_is_spent("test", "a", 2, 60), *self.calls(1)) for _call in range(3)]
        self.assertEqual(spent, [(False, True), (False, True), (True, False)])
        self.assertTrue(self.limits._limit_is_spent("test", "a", 2, 60))
        self.clock(datetime(2026, 5, 4, 10, 1))
        self.assertFalse(self.limits._limit_is_spent("test", "a", 2, 60))

    def test_who_called_is_not_kept(self):
        self.calls(1, "192.0.2.77")
        before = self.limits.search([]).bucket
        self.assertNotIn("192.0.2", before)
        self.limits.search([]).unlink()
        with patch.object(fields.Date, "today", lambda *_args: datetime(2026, 5, 5).date()):
            self.calls(1, "192.0.2.77")
        self.assertNotEqual(self.limits.search([]).bucket, before, "the hash is of the day only")

    def test_past_days_are_forgotten(self):
        self.calls(1)
        self.clock(datetime(2026, 5, 5, 9, 59))
        self.limits._limit_forget()
        self.assertEqual(self.limits.search_count([]), 1)
        self.clock(datetime(2026, 5, 5, 10, 1))
        self.limits._limit_forget()
        self.assertFalse(self.limits.search_count([]))
