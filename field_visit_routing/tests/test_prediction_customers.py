"""Customers that buy: what was known of them at a moment, learned from purchases, predicted with an amount."""
import random
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from .. import compat
from .prediction_case import PredictionCase

#: Days between the purchases of a regular customer.
CYCLE = 40


class TestPredictionCustomers(PredictionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyers = cls.env["field.visit.prediction"].create({
            "name": "Test buyers", "company_id": cls.company.id, "target": "buy", "horizon_days": 60, "history_months": 24,
            "retrain": "never"})
        cls.only(cls.buyers, "days_since_purchase", "purchases", "purchases_year", "sales_year", "purchase_cycle")
        cls.regular, cls.former = cls.customers("Regular"), cls.customers("Former")
        cls.person = cls.env["res.partner"].create({
            "name": "Buyer", "parent_id": cls.regular[0].id, "type": "contact", "company_id": cls.company.id})
        cls.purchases()
        cls.version = cls.learned(cls.buyers)

    @classmethod
    def customers(cls, name):
        return cls.env["res.partner"].create([
            {"name": "%s %d" % (name, at), "is_company": True, "company_id": cls.company.id} for at in range(30)])

    @classmethod
    def purchases(cls):
        """Won opportunities: the regular ones buy all the time, the former ones stopped two years ago but for a few."""
        chance = random.Random(3)
        rows = [(partner, day, 500.0) for partner in cls.regular
                for day in range(chance.randrange(CYCLE), 700, CYCLE)]
        rows += [(partner, day, 100.0) for partner in cls.former for day in (650, 690, chance.randrange(30, 640))]
        leads = cls.env["crm.lead"].create([{
            "name": "Sale", "type": "opportunity", "partner_id": partner.id, "company_id": cls.company.id, "user_id": False,
            "team_id": cls.team.id, "stage_id": cls.won_stage.id, "expected_revenue": amount} for partner, _day, amount in rows])
        cls.close([(lead.id, row[1] + 1, True) for lead, row in zip(leads, rows)])

    def test_regular_customers_will_buy_and_former_ones_hardly(self):
        self.assertEqual(self.version.state, "live", self.version.verdict)
        self.assertGreater(min(self.regular.mapped("visit_learned_percent")), 70)
        self.assertLess(max(self.former.mapped("visit_learned_percent")), 40)
        self.assertEqual(self.person.visit_learned_percent, self.regular[0].visit_learned_percent,
                         "a person of a company has its prediction")

    def test_the_expected_amount_is_what_a_purchase_is_worth(self):
        partner = self.regular[0]
        self.assertGreater(partner.visit_learned_amount, 300)
        self.assertLess(partner.visit_learned_amount, 500)

    def told(self, user):
        numbers = self.regular[0].with_user(user).get_score_reasons()["numbers"]
        return next(number["explanation"] for number in numbers if number["key"] == "learned")

    def test_the_expected_amount_is_told_to_those_who_may_see_sales(self):
        self.assertIn("Expected amount: ", self.told(self.env.user))
        self.assertNotIn("Expected amount", self.told(self.plain_user))
        with self.assertRaises(AccessError):
            self.regular[0].with_user(self.plain_user).read(["visit_learned_amount"])

    def test_nothing_later_than_the_moment_is_looked_at(self):
        ids = self.buyers._visit_customer_ids()
        now = fields.Datetime.now()
        keys = ["days_since_purchase", "purchases", "sales_year", "leads_year"]
        before = self._columns(ids, keys, 200)
        lead = self.lead(type="opportunity", partner_id=self.former[0].id, company_id=self.company.id, user_id=False,
                         stage_id=self.won_stage.id, team_id=self.team.id, expected_revenue=9999.0)
        self.close([(lead.id, 150, True)])
        self.assertEqual(self._columns(ids, keys, 200), before, "of %s" % now)
        self.assertNotEqual(self._columns(ids, keys, 100), self._columns(ids, keys, 200))

    def _columns(self, ids, keys, ago):
        now = fields.Datetime.now().replace(microsecond=0, second=0, minute=0, hour=0)
        history = self.buyers._visit_customer_history(now, now - timedelta(days=900), keys)
        moment = (now - timedelta(days=ago) - fields.Datetime.to_datetime("1970-01-01 00:00:00")).total_seconds() / 86400
        return self.buyers._visit_customer_columns(ids, moment, history, keys, [])[0]

    def test_the_prediction_of_one_company_leaves_anothers_customers_alone(self):
        other = self.customer(name="Elsewhere", company_id=self.other_company.id)
        self.buyers._visit_predict()
        self.assertFalse(other.visit_learned_date)

    def test_reasons_of_purchases_are_for_those_who_may_read_them(self):
        names = [reason["feature"] for reason in self.regular[0].get_learned_reasons()]
        self.assertTrue(set(names) & {"days_since_purchase", "purchases_year", "sales_year", "purchases", "purchase_cycle"})

    def test_switching_off_takes_the_predictions_away_from_everybody(self):
        self.buyers.action_switch_off()
        compat.invalidate(self.env["res.partner"])
        self.assertFalse(any((self.regular | self.former | self.person).mapped("visit_learned_date")))
        self.assertEqual(self.version.state, "retired")
