"""Rules on orders and invoices: known answers of each kind."""
from ..kinds_case import KindsMixin
from .apps_case import AppsCase


class SalesKindsCase(KindsMixin, AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cook = cls.customer(name="Cook", parent_id=cls.cafe.id, type="contact", is_company=False)
        cls.branch = cls.customer(name="Satama", parent_id=cls.cafe.id, type="delivery", is_company=False)

    def both(self):
        return self.cafe | self.shop


class TestKindsOfOrders(SalesKindsCase):
    def test_sales_are_the_confirmed_orders_of_the_whole_entity(self):
        self.order(self.cafe, 100, days_ago=10)
        self.order(self.cook, 50, days_ago=300)
        self.order(self.cafe, 7, days_ago=400)
        self.order(self.cafe, 1000, confirmed=False)
        lead = self.lead(partner_id=self.cook.id)
        rule = self.rule("sales")
        self.assertEqual(self.values(rule, self.both() | self.branch), {self.cafe.id: 150.0, self.branch.id: 150.0})
        self.assertEqual(self.values(rule, lead), {lead.id: 150.0})
        self.assertEqual(self.value_of(self.cafe, "sales", months=1), 100.0)
        self.assertEqual(self.value_of(self.cafe, "sales", months=24), 157.0)
        self.assertIn("150", rule._score_text_sales(150.0))

    def test_a_cancelled_order_no_longer_counts_and_is_noticed(self):
        order = self.order(self.cafe, 100)
        rule = self.rule("sales")
        order.with_context(disable_cancel_warning=True).action_cancel()
        self.assertEqual(order.state, "cancel")
        self.assertEqual(self.values(rule, self.cafe), {})
        changed = self.changed(rule, "res.partner", self.since)
        self.assertLessEqual({self.cafe.id, self.branch.id, self.cook.id}, changed)
        self.assertNotIn(self.shop.id, changed)

    def test_orders_of_another_company_count_for_rules_of_all(self):
        self.order(self.cafe, 100)
        self.assertIsNone(self.value_of(self.cafe, "sales", company_id=self.other_company.id))
        self.assertEqual(self.value_of(self.cafe, "orders", company_id=False), 1.0)

    def test_an_order_in_another_currency_counts_at_its_rate(self):
        yen = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "JPY")])
        yen.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", yen.id)]).unlink()
        self.env["res.currency.rate"].create({
            "currency_id": yen.id, "rate": 100.0, "company_id": self.company.id, "name": "2020-01-01"})
        prices = self.env["product.pricelist"].create({"name": "Yen", "currency_id": yen.id, "company_id": self.company.id})
        order = self.order(self.cafe, 5000, pricelist_id=prices.id)
        self.assertEqual((order.currency_id, order.amount_untaxed), (yen, 5000.0))
        own = self.company.currency_id
        rate = self.env["res.currency"]._get_conversion_rate(own, yen, self.company, self.today())
        self.assertAlmostEqual(self.value_of(self.cafe, "sales"), 5000.0 / rate, 2)

    def test_number_and_recency_of_orders(self):
        for days in (12, 40, 500):
            self.order(self.cook, 10, days_ago=days)
        self.assertEqual(self.value_of(self.cafe, "orders"), 2.0)
        self.assertEqual(self.value_of(self.cafe, "last_order"), 12.0)
        self.assertIsNone(self.value_of(self.shop, "last_order"))
        self.assertAlmostEqual(self.value_of(self.cafe, "years"), 500 / 365.25, 2)
        self.assertIsNone(self.value_of(self.shop, "years"), "who never bought is no customer yet")
        self.assertEqual(self.rule("last_order")._score_text_last_order(12.0), "Last order 12 days ago")

    def test_falling_orders_in_percent(self):
        self.order(self.cafe, 200, days_ago=500)
        self.order(self.cafe, 50, days_ago=100)
        self.order(self.shop, 50, days_ago=500)
        self.order(self.shop, 90, days_ago=100)
        new = self.customer(name="New")
        self.order(new, 90, days_ago=100)
        rule = self.rule("falling_orders")
        self.assertEqual(self.values(rule, self.both() | new), {self.cafe.id: 75.0, self.shop.id: 0.0})
        self.assertEqual(rule._score_text_falling_orders(75.0), "Orders of 12 months fell by 75 %")

    def test_more_sales_never_lower_the_value(self):
        rule, before = self.rule("sales"), -1.0
        for amount in (0, 1, 500, 3):
            self.order(self.cafe, amount)
            now = self.values(rule, self.cafe)[self.cafe.id]
            self.assertGreaterEqual(now, before)
            before = now


class TestKindsOfMargin(SalesKindsCase):
    def test_margin_of_products_whose_cost_is_known(self):
        self.product.standard_price = 60.0
        self.order(self.cafe, 100)
        self.assertEqual(self.value_of(self.cafe, "margin"), 40.0)
        self.product.standard_price = 0.0
        self.order(self.shop, 100)
        self.assertIsNone(self.value_of(self.shop, "margin"))

    def test_margin_without_the_module_that_stores_it(self):
        self.product.with_company(self.company).standard_price = 60.0
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order(self.cafe, 100)
        unit = "product_uom_id" if "product_uom_id" in order.order_line._fields else "product_uom"
        order = self.order(self.cafe, 1000, confirmed=False)
        order.order_line[unit] = dozen
        order.order_line.price_unit = 1000.0
        order.action_confirm()
        rule = self.rule("margin")
        figures = rule._score_figures()
        found = rule._score_margins(figures, {self.cafe.id, self.shop.id})
        self.assertEqual({key: round(value, 2) for key, value in found.items()}, {self.cafe.id: 40.0 + 1000.0 - 12 * 60.0})
        self.product.with_company(self.company).standard_price = 0.0
        self.assertEqual(rule._score_margins(figures, {self.cafe.id}), {})


class TestKindsOfInvoices(SalesKindsCase):
    def test_invoiced_is_what_was_posted_less_credit_notes(self):
        self.invoice(self.cafe, 300, days_ago=20)
        self.invoice(self.cook, 100, days_ago=30)
        self.invoice(self.cafe, 40, days_ago=5, kind="out_refund")
        self.invoice(self.cafe, 900, posted=False)
        self.invoice(self.cafe, 900, days_ago=400)
        rule = self.rule("invoiced")
        self.assertEqual(self.values(rule, self.both()), {self.cafe.id: 360.0})
        self.assertEqual(self.value_of(self.cafe, "refunds"), 40.0)
        self.assertEqual(self.value_of(self.cafe, "invoices"), 2.0)
        self.assertEqual(self.value_of(self.cafe, "last_invoice"), 20.0)
        self.assertIn(self.branch.id, self.changed(rule, "res.partner", self.since))

    def test_falling_invoices(self):
        self.invoice(self.cafe, 100, days_ago=500)
        self.assertEqual(self.value_of(self.cafe, "falling_invoices"), 100.0)

    def test_overdue_amount_and_days(self):
        self.invoice(self.cafe, 1200, days_ago=50, due_days_ago=34)
        self.invoice(self.cook, 300, days_ago=20, due_days_ago=3)
        self.invoice(self.cafe, 500, days_ago=20, due_days_ago=-10)
        self.invoice(self.shop, 500, days_ago=20, due_days_ago=0)
        amount, days = self.rule("overdue_amount"), self.rule("overdue_days")
        self.assertEqual(self.values(amount, self.both()), {self.cafe.id: 1500.0})
        self.assertEqual(self.values(days, self.both()), {self.cafe.id: 34.0})
        self.assertEqual(days._score_text_overdue_days(34.0), "Overdue since 34 days")

    def test_what_is_paid_is_not_overdue_and_the_payment_is_noticed(self):
        invoice = self.invoice(self.cafe, 1200, days_ago=50, due_days_ago=34)
        rule = self.rule("overdue_amount")
        self.assertEqual(self.values(rule, self.cafe), {self.cafe.id: 1200.0})
        self.pay(invoice)
        self.assertEqual(self.values(rule, self.cafe), {})
        self.assertIn(self.cafe.id, self.changed(rule, "res.partner", self.since))

    def test_years_begin_with_the_first_order_or_invoice(self):
        self.order(self.cafe, 10, days_ago=100)
        self.invoice(self.cafe, 10, days_ago=800)
        self.assertAlmostEqual(self.value_of(self.cafe, "years"), 800 / 365.25, 2)


class TestKindsOfFeedback(SalesKindsCase):
    def rating(self, partner, stars, consumed=True):
        return self.env["rating.rating"].create({
            "res_model_id": self.env["ir.model"]._get("res.partner").id, "res_id": self.cafe.id, "partner_id": partner.id,
            "rating": stars, "consumed": consumed})

    def test_answered_feedback_and_bad_ratings(self):
        for stars in (5, 1, 3):
            self.rating(self.cook, stars)
        self.rating(self.cafe, 0, consumed=False)
        self.assertEqual(self.value_of(self.cafe, "feedback"), 3.0)
        self.assertEqual(self.value_of(self.cafe, "bad_ratings"), 1.0)
        self.assertEqual(self.values(self.rule("bad_ratings"), self.shop), {})
        self.assertIn(self.cafe.id, self.changed(self.rule("feedback"), "res.partner", self.since))


class TestKindsOfGoods(SalesKindsCase):
    def test_goods_that_came_back(self):
        picking = self.deliver(5)
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking")
        back = self.send_back(wizard, picking, 2)
        self.assertEqual(back.state, "done")
        rule = self.rule("returns")
        self.assertEqual(self.values(rule, self.both()), {self.cafe.id: 2.0})
        self.assertEqual(rule._score_text_returns(2.0), "Sent back in 12 months: 2")
        self.assertIsNone(self.value_of(self.cafe, "returns", company_id=self.other_company.id))
        self.assertIn(self.cafe.id, self.changed(rule, "res.partner", self.since))

    def deliver(self, quantity):
        order = self.order(self.cafe, 10, confirmed=False)
        order.order_line.product_uom_qty = quantity
        order.action_confirm()
        self.done(order.picking_ids, quantity)
        return order.picking_ids

    def done(self, picking, quantity):
        for move in picking.move_ids if "move_ids" in picking._fields else picking.move_lines:
            if "quantity" in move._fields:
                move.write({"quantity": quantity, "picked": True})
            else:
                move.quantity_done = quantity
        picking._action_done()

    def send_back(self, wizards, picking, quantity):
        wizard = wizards.create({"picking_id": picking.id})
        if not wizard.product_return_moves:
            wizard._onchange_picking_id()
        wizard.product_return_moves.quantity = quantity
        if hasattr(wizard, "_create_returns"):
            back = self.env["stock.picking"].browse(wizard._create_returns()[0])
        else:
            back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self.done(back, quantity)
        return back
