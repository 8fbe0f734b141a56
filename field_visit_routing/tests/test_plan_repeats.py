"""A customer is visited as often as its interval asks for, over horizons of up to 28 days."""
from datetime import date, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests.common import tagged

from ..models.plan_calls import due_dates
from .inputs_case import InputsCase

FIRST = date(2027, 3, 1)


def day(number):
    return FIRST + timedelta(days=number)


class TestDueDates(InputsCase):

    def dues(self, before, fixed=(), interval=7, days=28):
        found = due_dates(FIRST, day(days - 1), interval, None if before is None else day(before),
                          [day(number) for number in fixed])
        return [((due - FIRST).days, since) for due, since in found]

    def test_never_visited(self):
        self.assertEqual(self.dues(None), [(0, None), (7, 7), (14, 7), (21, 7)])

    def test_visited_before(self):
        self.assertEqual(self.dues(-3), [(4, 7), (11, 7), (18, 7), (25, 7)])

    def test_long_overdue(self):
        self.assertEqual(self.dues(-30), [(0, 30), (7, 7), (14, 7), (21, 7)])

    def test_a_planned_visit_stands_for_the_due_one(self):
        self.assertEqual(self.dues(-3, fixed=[6]), [(13, 7), (20, 7), (27, 7)])

    def test_a_planned_visit_after_the_horizon(self):
        self.assertEqual(self.dues(-3, fixed=[29]), [(4, 7), (11, 7), (18, 7)])

    def test_not_due_within_the_horizon(self):
        self.assertEqual(self.dues(-1, interval=30), [])


@tagged("post_install", "-at_install")
class TestRepeats(InputsCase):

    def setUp(self):
        super().setUp()
        self.customer = self.customers[0]
        self.customer.visit_interval_days = 7

    def month(self, **changes):
        return dict({"date_to": str(self.after(27))}, **changes)

    def test_one_candidate_for_each_due_visit(self):
        found = self.alone(self.customer, **self.month())
        key = "p%d" % self.customer.id
        self.assertEqual([c.id for c in found], [key, key + "@2", key + "@3", key + "@4"])
        self.assertEqual([c.ordinal for c in found], [0, 1, 2, 3])
        self.assertEqual({c.client for c in found}, {key})
        self.assertEqual({c.min_gap_days for c in found}, {3})

    def test_gaps_of_the_customer(self):
        self.customer.write({"visit_min_gap_days": 5, "visit_max_gap_days": 9})
        first = self.alone(self.customer, **self.month())[0]
        self.assertEqual((first.min_gap_days, first.max_gap_days), (5, 9))

    def test_prize_by_dueness_at_that_time(self):
        self.done(self.customer, 14)
        first, second, *_rest = self.alone(self.customer, **self.month())
        self.assertEqual((first.prize, second.prize), (180, 135))

    def test_leads_repeat_as_customers_do(self):
        lead = self.env["crm.lead"].create({"name": "Shop", "visit_interval_days": 14, "visit_score": 10})
        lead.set_position(60.18, 24.95)
        found = self.built(partner_ids=[], lead_ids=lead.ids, **self.month()).problem.candidates
        self.assertEqual([c.id for c in found], ["l%d" % lead.id, "l%d@2" % lead.id])

    def test_visits_planned_already_count(self):
        visit = self.visit(self.customer, self.after(8))
        found = self.candidates(partner_ids=self.customer.ids, **self.month())
        key = "p%d" % self.customer.id
        self.assertEqual(set(found), {"v%d" % visit.id, key, key + "@2", key + "@3"})
        numbers = sorted(found, key=lambda name: found[name].ordinal)
        self.assertEqual(numbers, [key, "v%d" % visit.id, key + "@2", key + "@3"])

    def test_visits_of_other_reps_count(self):
        self.visit(self.customer, self.after(1), rep=self.other_rep)
        found = self.alone(self.customer, **self.month())
        self.assertEqual(len(found), 3)

    def test_never_on_a_day_on_which_somebody_else_goes(self):
        self.customer.visit_interval_days = 0
        self.visit(self.customer, self.monday, rep=self.other_rep)
        candidate, = self.alone(self.customer)
        self.assertEqual(candidate.allowed_shifts, ("%d/%s" % (self.rep.id, self.after(1)),))

    def test_too_soon_after_the_last_visit(self):
        self.customer.visit_min_gap_days = 10
        self.done(self.customer, 3)
        built = self.built(partner_ids=self.customer.ids)
        code, params = self.refusal(built, self.customer)
        self.assertEqual((code, params["day"]), ("too_soon", str(self.after(7))))

    def test_too_late_after_the_last_visit(self):
        self.customer.write({"visit_max_gap_days": 8, "visit_interval_days": 8})
        self.done(self.customer, 8)
        candidate, = self.alone(self.customer)
        self.assertEqual(candidate.allowed_shifts, ("%d/%s" % (self.rep.id, self.monday),))

    def test_least_days_above_most_days(self):
        with self.assertRaisesRegex(ValidationError, "Lower the first or raise the second"):
            self.customer.write({"visit_min_gap_days": 9, "visit_max_gap_days": 8})
        with self.assertRaisesRegex(ValidationError, "-1.*0 to 3650"):
            self.customer.visit_min_gap_days = -1

    def test_most_days_below_the_interval(self):
        with self.assertRaisesRegex(ValidationError, "every 7 days leaves more than at most 5"):
            self.customer.visit_max_gap_days = 5

    def test_a_month_is_planned_applied_and_taken_back(self):
        plan = self.solved(partner_ids=self.customer.ids, time_limit_s=2, **self.month())
        days = sorted(plan.stop_ids.mapped("date"))
        self.assertEqual(len(days), 4)
        self.assertTrue(all((b - a).days >= 3 for a, b in zip(days, days[1:])), days)
        plan.action_apply()
        visits = self.env["field.visit"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(sorted(visits.mapped("date")), days)
        again = self.solved(partner_ids=self.customer.ids, time_limit_s=2, **self.month())
        self.assertEqual(again.stop_ids.visit_id, visits)
        again.action_discard()
        plan.action_revert()
        self.assertFalse(self.env["field.visit"].search([("partner_id", "=", self.customer.id)]))

    def test_a_repeat_that_is_left_out_tells_which_it_is(self):
        self.customer.visit_hours_ids = [(0, 0, {"weekday": "6", "start_s": 36000, "end_s": 72000})]
        plan = self.plan_of(partner_ids=self.customer.ids, **self.month())
        reasons = self.wait_for(plan).left_out_ids.mapped("reason")
        self.assertTrue([text for text in reasons if text.startswith("Visit 3 in this plan: ")], reasons)

    def test_more_than_28_days(self):
        with self.assertRaisesRegex(UserError, "28"):
            self.plan_of(date_to=str(self.after(28)))
