"""Products of a report, where Odoo has a list of them."""
from odoo import fields
from odoo.exceptions import UserError

from .apps_case import AppsCase


class TestVisitProducts(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "Dark roast", "sale_ok": True})
        rep = cls.env["field.visit.rep"].create({
            "user_id": cls.rep_user.id, "start_kind": "first_stop", "end_kind": "last_stop", "company_id": cls.company.id})
        customer = cls.customer(name="Kallio", company_id=cls.company.id, user_id=cls.rep_user.id)
        cls.visit = cls.env["field.visit"].create({
            "partner_id": customer.id, "rep_id": rep.id, "state": "planned", "company_id": cls.company.id,
            "planned_start": fields.Datetime.now()}).with_user(cls.rep_user)
        cls.visit.check_in()

    def test_a_product_is_named_by_its_number(self):
        self.visit.save_report({"lines": [{"product_id": self.product.id, "quantity": 3}, {"name": "Spoon"}]})
        self.assertEqual(self.visit.topic_ids.mapped(lambda line: (line.name, line.product_ref, line.quantity)),
                         [("Dark roast", self.product.id, 3), ("Spoon", 0, 0)])
        self.assertEqual(self.visit.topic_ids[0].action_open_product()["res_id"], self.product.id)
        with self.assertRaisesRegex(UserError, "typed"):
            self.visit.topic_ids[1].action_open_product()

    def test_products_that_are_none_are_refused(self):
        for value in (self.product.id + 10 ** 6, "x", -1):
            with self.assertRaisesRegex(UserError, "no product"):
                self.visit.save_report({"lines": [{"product_id": value}]})

    def test_the_phone_takes_them_along(self):
        report = self.env["field.visit.app"].with_user(self.rep_user).load({})["report"]
        self.assertTrue(report["products"])
