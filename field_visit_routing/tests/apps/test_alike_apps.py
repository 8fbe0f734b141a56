"""Look-alikes by what was sold, and reasons with amounts: only for those who may read the documents."""
import json

from ... import compat
from ...models.score_fields import COMPUTED
from .apps_case import AppsCase


class TestAlikeApps(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.large, cls.also, cls.small = (cls.customer(name=name, company_id=cls.company.id, user_id=cls.rep_user.id)
                                          for name in ("Suuri", "Iso", "Pieni"))
        for customer, amount in ((cls.large, 9000), (cls.also, 8500), (cls.small, 10)):
            cls.order(customer, amount)
        cls.small.industry_id, cls.large.industry_id = cls.env["res.partner.industry"].create([{"name": "A"}, {"name": "B"}])

    def found(self, user, among="customers"):
        answer = self.large.with_user(user).get_alike(among, 500)
        names = [item["name"] for item in answer["found"]]
        return answer, {name: names.index(name) for name in ("Iso", "Pieni") if name in names}

    def test_sales_make_customers_alike(self):
        answer, places = self.found(self.manager_user)
        self.assertIn("Sales of 12 months", answer["traits"])
        self.assertLess(places["Iso"], places["Pieni"])
        reasons = {told["label"]: told["text"] for told in answer["found"][places["Iso"]]["reasons"]}
        self.assertIn("8,500", reasons["Sales of 12 months"])

    def test_who_has_bought_is_no_prospect(self):
        answer, places = self.found(self.manager_user, "prospects")
        self.assertEqual(places, {})
        self.assertNotIn("Sales of 12 months", answer["traits"])

    def test_who_may_not_read_orders_is_told_no_amount(self):
        access = self.env["ir.model.access"].search([("model_id.model", "in", ("sale.order", "sale.report", "account.move"))])
        access.write({"perm_read": False})
        compat.clear_caches(self.env)
        answer, _places = self.found(self.rep_user)
        self.assertNotIn("Sales of 12 months", answer["traits"])

    def test_reasons_tell_amounts_of_orders_to_their_readers_only(self):
        rule = self.env["field.visit.score.rule"].create({"name": "Sold", "kind": "sales", "company_id": self.company.id})
        self.large.with_context(**{COMPUTED: True}).write({"visit_score_parts": json.dumps({"parts": [
            {"rule_id": rule.id, "name": "Sold", "part": "value", "points": 80.0, "value": 9000.0}]})})
        told = self.large.with_user(self.manager_user).get_score_reasons()["reasons"][0]
        self.assertIn("9,000", told["text"])
        self.env["ir.model.access"].search([("model_id.model", "=", "sale.order")]).write({"perm_read": False})
        compat.clear_caches(self.env)
        told = self.large.with_user(self.rep_user).get_score_reasons()["reasons"][0]
        self.assertEqual((told["points"], "9" in told["text"]), (80.0, False))
