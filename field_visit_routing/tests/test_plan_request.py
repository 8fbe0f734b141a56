"""Every bad request gets a sentence that names the field, the value and the remedy."""
import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from .planning_case import PlanningCase


class TestBadRequests(PlanningCase):

    def refused(self, *words, user=None, **changes):
        """Assert that the request is refused with all of ``words`` and leaves nothing behind."""
        plans = self.env["field.visit.plan"].search_count([])
        with self.assertRaises(UserError) as caught:
            self.plan_of(user=user, **changes)
        text = caught.exception.args[0]
        for word in words:
            self.assertIn(str(word), text)
        self.assertTrue(text.endswith("."), text)
        self.assertEqual(self.env["field.visit.plan"].search_count([]), plans)

    def test_no_candidates(self):
        self.refused("partner_ids", "no candidates", partner_ids=[])

    def test_no_reps(self):
        self.refused("rep_ids", "no reps", rep_ids=[])

    def test_day_in_the_past(self):
        past = fields.Date.today() - timedelta(days=3)
        self.refused("date_from", past, "past", date_from=str(past))

    def test_days_reversed(self):
        self.refused("date_to", "before", date_to=str(self.monday - timedelta(days=1)))

    def test_no_date(self):
        self.refused("date_from", "next week", "YYYY-MM-DD", date_from="next week")

    def test_horizon_too_long(self):
        self.refused("date_to", 28, date_to=str(self.monday + timedelta(days=40)))

    def test_rep_without_start(self):
        self.rep.start_kind = "home"
        self.refused(self.rep.name, "home")

    def test_rep_without_start_chosen_in_the_request(self):
        self.refused(self.rep.name, "home", start_kind="home")

    def test_shift_shorter_than_a_visit(self):
        self.refused("shift_end_h", "shorter", shift_start_h=8, shift_end_h=8.25,
                     service_min=60)

    def test_shift_that_ends_before_it_starts(self):
        self.refused("shift_end_h", "08:00", "17:00", shift_start_h=17, shift_end_h=8)

    def test_negative_service_time(self):
        self.refused("service_min", "-5", service_min=-5)

    def test_service_time_that_is_no_number(self):
        self.refused("service_min", "abc", service_min="abc")

    def test_not_a_number(self):
        self.refused("shift_start_h", "nan", shift_start_h=float("nan"), shift_end_h=17)

    def test_unknown_objective(self):
        self.refused("objective", "fastest", "most_value", objective="fastest")

    def test_unknown_key(self):
        self.refused("reps", "rep_ids", reps=[1])

    def test_unknown_customer(self):
        gone = self.env["res.partner"].create({"name": "Gone"})
        gone_id = gone.id
        gone.unlink()
        self.refused("partner_ids", gone_id, "deleted", partner_ids=[gone_id])

    def test_ids_that_are_none(self):
        self.refused("partner_ids", "list of ids", partner_ids="all")
        self.refused("partner_ids", "list of ids", partner_ids=[2**40])

    def test_no_weekday_at_all(self):
        """Everything unticked is not the same as nothing said."""
        self.refused("weekdays", "Choose other days", weekdays=[])

    def test_company_that_is_none_with_a_reference(self):
        self.refused("company_id", "abc", company_id="abc", client_reference="week 1")

    def test_bad_filter(self):
        self.refused("domain", partner_ids=None, domain="[('nothing', '=', 1)]")
        self.refused("domain", partner_ids=None, domain="__import__('os').getcwd()")
        self.refused("domain", partner_ids=None, domain=[["partner_latitude", "=", "north"]])

    def test_record_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["res.partner"].create({"name": "Theirs", "company_id": other.id})
        self.refused("partner_ids", foreign.id, "another company",
                     partner_ids=self.customers.ids + foreign.ids)

    def test_company_of_others(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.refused("company_id", other.id, company_id=other.id)

    def test_rep_of_another(self):
        """A rep plans only the own week."""
        self.refused("rep_ids", self.other_rep.id, "ask your manager",
                     user=self.users["rep"], rep_ids=self.other_rep.ids)

    def test_plain_user_may_not_plan(self):
        with self.assertRaises(AccessError):
            self.plan_of(user=self.users["plain"])

    def test_nobody_works_on_the_weekend(self):
        saturday = str(self.monday + timedelta(days=5))
        self.refused("works", saturday, date_from=saturday, date_to=saturday)

    def test_vals_that_are_no_dictionary(self):
        with self.assertRaisesRegex(UserError, "dictionary"):
            self.env["field.visit.plan"].submit_plan([])


class TestOddButGoodRequests(PlanningCase):

    def problem(self, plan):
        return json.loads(plan.sudo().job_request)["problem"]

    def test_a_customer_named_twice_counts_once(self):
        plan = self.plan_of(partner_ids=self.customers.ids * 2)
        self.assertEqual(len(self.problem(plan)["candidates"]), len(self.customers))

    def test_twins_give_a_warning(self):
        twin = self.customers[0].copy({"name": "Kallio"})
        twin.set_position(self.customers[0].partner_latitude,
                          self.customers[0].partner_longitude)
        plan = self.plan_of(partner_ids=(self.customers | twin).ids)
        self.assertIn("same name and position", plan.warning)
        self.assertIn(str(twin.id), plan.warning)

    def test_same_reference_same_plan(self):
        first = self.plan_of(client_reference="week-1")
        second = self.plan_of(client_reference="week-1")
        self.assertEqual(first, second)

    def test_reference_of_an_invisible_plan(self):
        self.plan_of(client_reference="week-1", rep_ids=self.other_rep.ids)
        with self.assertRaisesRegex(UserError, "week-1"):
            self.plan_of(user=self.users["rep"], client_reference="week-1")

    def test_ten_thousand_candidates_are_queued(self):
        # The ORM would take a minute to create what the test only wants to exist.
        self.env.cr.execute("""
            INSERT INTO res_partner (name, active, is_company, company_id,
                                     partner_latitude, partner_longitude, geo_state, visit_score)
            SELECT 'Shop ' || n, true, true, NULL,
                   60 + n / 100000.0, 24.9, 'manual', 50
              FROM generate_series(1, 10000) n RETURNING id""")
        many = self.env["res.partner"].browse([row[0] for row in self.env.cr.fetchall()])
        plan = self.plan_of(partner_ids=many.ids)
        self.assertEqual(plan.state, "queued")
        self.assertEqual(len(self.problem(plan)["candidates"]), 10000)

    def test_preview_counts_without_computing(self):
        nowhere = self.env["res.partner"].create({"name": "Nowhere"})
        figures = self.env["field.visit.plan"].preview_plan(
            self.request(partner_ids=(self.customers | nowhere).ids))
        self.assertEqual(figures["candidates"], 7)
        self.assertEqual(figures["without_position"], 1)
        self.assertAlmostEqual(figures["needed_h"], 3.0)
        self.assertAlmostEqual(figures["available_h"], 16.0)
        self.assertEqual(figures["score"], 385.0)
