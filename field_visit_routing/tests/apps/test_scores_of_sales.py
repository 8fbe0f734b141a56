"""The rules of a new database at work on orders: what is sold raises a score, by the hour, and never lowers its value part."""
import random

from ...models.score_defaults import MADE
from .apps_case import AppsCase


class TestScoresOfSales(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rules = cls.env["field.visit.score.rule"]
        rules.search([]).unlink()
        cls.env["ir.config_parameter"].set_param(MADE, "")
        cls.rules = rules._score_make_defaults()
        cls.runs = cls.env["field.visit.score.run"]
        cls.runs.search([]).unlink()

    def compute(self):
        self.runs.create({})._go_on(commit=False)

    def part(self, customer, part):
        return sum(reason["points"] for reason in customer.get_score_reasons()["reasons"] if reason["part"] == part)

    def test_the_rules_of_a_new_database_fit_what_is_installed(self):
        kinds = set(self.rules.mapped("kind"))
        self.assertLessEqual({"sales", "orders", "last_order", "falling_orders", "overdue_days", "stage"}, kinds)
        self.assertNotIn("invoiced", kinds, "what was invoiced says the same as what was ordered")
        self.assertFalse(any(self.rules.mapped("failure")))
        self.assertFalse(self.rules._score_make_defaults(), "each is made once")

    def test_who_buys_has_a_score_and_its_reasons(self):
        self.order(self.cafe, 500, days_ago=5)
        self.compute()
        self.assertGreater(self.cafe.visit_score, self.shop.visit_score)
        self.assertEqual(self.cafe.visit_score_from, "rules")
        texts = " ".join(reason["text"] for reason in self.cafe.get_score_reasons()["reasons"])
        self.assertIn("500", texts)

    def test_an_order_counts_within_the_hour(self):
        self.compute()
        self.runs.search([]).write({"started_at": "2020-01-01 00:00:00"})
        before = self.shop.visit_score
        self.order(self.shop, 900, days_ago=1)
        self.runs._cron_go_on(commit=False)
        last = self.runs.search([], limit=1)
        self.assertEqual((last.kind, last.state), ("changed", "done"))
        self.assertGreater(self.shop.visit_score, before)

    def test_more_sales_never_lower_the_value_part(self):
        chance = random.Random(6)
        others = [self.customer(name="C%d" % number) for number in range(6)]
        for customer in others:
            self.order(customer, chance.randint(10, 3000), days_ago=chance.randint(1, 360))
        self.compute()
        for _round in range(8):
            customer = chance.choice(others)
            before = self.part(customer, "value")
            self.order(customer, chance.randint(1, 5000), days_ago=chance.randint(1, 360))
            # by the ranks of the last computation of everybody, and by ones made anew
            customer.visit_score_refresh()
            self.assertGreaterEqual(self.part(customer, "value"), before)
            self.assertTrue(0 <= customer.visit_score <= 100)
            self.compute()
            self.assertTrue(0 <= customer.visit_score <= 100)
