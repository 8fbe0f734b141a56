"""Orders, invoices and deliveries that tests with the apps share."""
from datetime import timedelta

from odoo import fields
from odoo.addons.field_visit_routing.tests.ground_case import GroundCase


class AppsCase(GroundCase):
    """North Sales with a chart of accounts, a product and two customers; ``env`` is that company's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_chart(cls.company)
        cls.user_of_company()
        cls.product = cls.env["product.product"].create({"name": "Coffee", "type": "consu", "list_price": 10.0})
        cls.cafe = cls.customer(name="Kahvila")
        cls.shop = cls.customer(name="Kauppa", city="Espoo")

    @classmethod
    def user_of_company(cls):
        """Work as somebody of North Sales: documents take their company from him."""
        cls.env.user.write({"company_ids": [(4, cls.company.id)], "company_id": cls.company.id})
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))

    @classmethod
    def load_chart(cls, company):
        templates = cls.env["account.chart.template"]
        if templates._abstract:  # from 17.0 on charts are files
            templates.try_loading("generic_coa", company, install_demo=False)
        else:
            cls.env.ref("l10n_generic_coa.configurable_chart_template").try_loading(company=company)

    @classmethod
    def today(cls):
        return fields.Date.today()

    @classmethod
    def days_ago(cls, days):
        return cls.today() - timedelta(days=days)

    @classmethod
    def order(cls, partner, amount, days_ago=1, confirmed=True, **values):
        """Create an order over ``amount`` without taxes, confirmed that many days ago."""
        tax = "tax_ids" if "tax_ids" in cls.env["sale.order.line"]._fields else "tax_id"
        order = cls.env["sale.order"].create(dict({
            "partner_id": partner.id, "company_id": cls.company.id,
            "order_line": [(0, 0, {"product_id": cls.product.id, "product_uom_qty": 1, "price_unit": amount,
                                   tax: [(5, 0, 0)]})],
        }, **values))
        if confirmed:
            order.action_confirm()
        order.date_order = fields.Datetime.now() - timedelta(days=days_ago)
        return order

    @classmethod
    def invoice(cls, partner, amount, days_ago=1, due_days_ago=None, kind="out_invoice", posted=True, **values):
        """Create an invoice over ``amount`` without taxes, due when it was made unless told otherwise."""
        due = days_ago if due_days_ago is None else due_days_ago
        move = cls.env["account.move"].create(dict({
            "move_type": kind, "partner_id": partner.id, "invoice_date": cls.days_ago(days_ago),
            "invoice_payment_term_id": False, "invoice_date_due": cls.days_ago(due),
            "invoice_line_ids": [(0, 0, {"product_id": cls.product.id, "quantity": 1, "price_unit": amount,
                                         "tax_ids": [(5, 0, 0)]})],
        }, **values))
        if posted:
            move.action_post()
        return move

    @classmethod
    def pay(cls, invoice):
        """Register the payment of the whole invoice."""
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids).create({})
        wizard.action_create_payments()
