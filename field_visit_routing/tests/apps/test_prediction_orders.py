"""Predictions from orders: what counts as a purchase, and which products go together."""
import json

from odoo import fields
from odoo.addons.field_visit_routing import compat

from .apps_case import AppsCase


class TestPredictionOrders(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyers = cls.env["field.visit.prediction"].create({
            "name": "Test buyers", "company_id": cls.company.id, "target": "buy", "retrain": "never"})
        (cls.cafe | cls.shop).write({"company_id": cls.company.id})  # customers of no company are the first company's
        cls.paper, cls.ink = cls.env["product.product"].create([
            {"name": "Paper", "type": "consu", "list_price": 10.0}, {"name": "Ink", "type": "consu", "list_price": 30.0}])

    def buy(self, partner, *products):
        order = self.order(partner, 10, days_ago=20)
        for product in products:
            order.order_line[:1].copy({"order_id": order.id, "product_id": product.id, "price_unit": 5.0})
        return order

    def purchases(self, ids=None):
        return self.buyers._visit_purchases(fields.Datetime.now(), ids)

    def test_confirmed_orders_are_purchases_of_the_whole_customer(self):
        branch = self.customer(name="Branch", parent_id=self.cafe.id, type="delivery", is_company=False)
        self.order(branch, 70)
        self.order(self.cafe, 30, confirmed=False)
        found, source = self.purchases()
        self.assertEqual(source, "sale.order")
        self.assertEqual((found.who.tolist(), found.amount.round(2).tolist()), ([self.cafe.id], [70.0]))
        self.assertEqual(len(self.purchases([self.shop.id])[0].who), 0)

    def test_invoices_count_where_nobody_writes_orders(self):
        self.invoice(self.shop, 40)
        found, source = self.purchases()
        self.assertEqual((source, found.who.tolist(), found.amount.tolist()), ("account.move", [self.shop.id], [40.0]))

    def test_likely_next_products_with_their_reason(self):
        buyers = self.env["res.partner"].create([{"name": "Buyer %d" % at, "company_id": self.company.id} for at in range(8)])
        others = self.env["res.partner"].create([{"name": "Other %d" % at, "company_id": self.company.id} for at in range(8)])
        for partner in buyers:
            self.buy(partner, self.paper, self.ink)
        for partner in others:
            self.order(partner, 10)
        self.buy(self.cafe, self.paper)
        self.buyers._visit_write_next()
        proposal = json.loads(self.cafe.visit_learned_next)[0]
        self.assertEqual((proposal["product_id"], proposal["because_id"]), (self.ink.id, self.paper.id))
        self.assertEqual(proposal["percent"], 89)
        told = self.cafe._score_told_products()
        self.assertIn("Paper", told[0]["reason"])
        self.assertFalse(buyers[0].visit_learned_next, "who has both is proposed nothing")
        self.buy(self.cafe, self.ink)
        compat.flush(self.env["sale.order.line"])
        self.buyers._visit_write_next()
        self.assertFalse(self.cafe.visit_learned_next, "what was bought meanwhile is proposed no more")
