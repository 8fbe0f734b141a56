"""What the shared orders and invoices are: the other tests with apps build on it."""
from .apps_case import AppsCase


class TestAppsWorld(AppsCase):
    def test_an_order_is_confirmed_at_its_day_and_amount(self):
        order = self.order(self.cafe, 250.0, days_ago=30)
        self.assertEqual((order.state, order.amount_untaxed, order.company_id), ("sale", 250.0, self.company))
        self.assertEqual(order.date_order.date(), self.days_ago(30))
        self.assertEqual(self.order(self.cafe, 10.0, confirmed=False).state, "draft")

    def test_an_invoice_is_posted_due_and_paid(self):
        invoice = self.invoice(self.cafe, 120.0, days_ago=40, due_days_ago=26)
        self.assertEqual((invoice.state, invoice.amount_residual, invoice.payment_state), ("posted", 120.0, "not_paid"))
        self.assertEqual((invoice.invoice_date, invoice.invoice_date_due), (self.days_ago(40), self.days_ago(26)))
        self.pay(invoice)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))

    def test_the_details_on_the_map_name_orders_and_invoices(self):
        self.order(self.cafe, 250.0)
        self.invoice(self.cafe, 120.0)
        rows = self.cafe._visit_details_sales()
        self.assertEqual([row["count"] for row in rows], [1, 1])
