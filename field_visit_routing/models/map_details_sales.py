"""Open opportunities and the sales of 12 months of a customer, for those who may read them."""
from dateutil.relativedelta import relativedelta
from odoo import _, fields, models
from odoo.tools.misc import formatLang

from .. import compat

NAMED = 3
MONTHS = 12
CONFIRMED = ("sale", "done")


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    # ---- opportunities -------------------------------------------------------------------
    def _visit_details_opportunities(self):
        leads = self._visit_open_leads()
        if not leads:
            return {}
        totals = {}
        for lead in leads:
            currency = lead.company_id.sudo().currency_id or self.env.company.currency_id
            totals[currency] = totals.get(currency, 0.0) + lead.expected_revenue
        largest = leads.sorted("expected_revenue", reverse=True)[:NAMED]
        return {"count": len(leads), "amount": self._visit_amounts(totals),
                "names": largest.mapped("name")}

    def _visit_open_leads(self):
        """The customer's opportunities that are neither won nor lost, as the user sees them."""
        leads = self.env["crm.lead"]
        if not compat.has_access(leads, "read"):
            return leads
        return leads.search([("type", "=", "opportunity"), ("stage_id.is_won", "=", False)]
                            + self._visit_business_domain(leads))

    # ---- sales ---------------------------------------------------------------------------
    def _visit_details_sales(self):
        """Orders and invoices; one line says so when there are none."""
        rows = [row for row in (self._visit_ordered(), self._visit_invoiced()) if row]
        return [row for row in rows if row["count"]] or rows[:1]

    def _visit_ordered(self):
        orders = self._visit_app("sale.order")
        if orders is None:
            return None
        domain = [("state", "in", CONFIRMED), ("date_order", ">=", self._visit_sales_since()),
                  ] + self._visit_business_domain(orders)
        sums = compat.sum_by(orders, domain, "currency_id", "amount_untaxed")
        currencies = self.env["res.currency"]
        totals = {currencies.browse(number): row[0] for number, row in sums.items()}
        return {"label": _("Orders of 12 months"), "count": orders.search_count(domain),
                "amount": self._visit_amounts(totals)}

    def _visit_invoiced(self):
        moves = self._visit_app("account.move")
        if moves is None:
            return None
        domain = [("state", "=", "posted"), ("move_type", "in", ("out_invoice", "out_refund")),
                  ("invoice_date", ">=", self._visit_sales_since())] + self._visit_business_domain(moves)
        sums = compat.sum_by(moves, domain, "company_id", "amount_untaxed_signed")
        totals = {}
        for number, row in sums.items():
            # an amount in the company's currency, which is no secret to who reads its invoices
            currency = self.env["res.company"].sudo().browse(number).currency_id
            totals[currency] = totals.get(currency, 0.0) + row[0]
        return {"label": _("Invoiced in 12 months"), "count": moves.search_count(domain),
                "amount": self._visit_amounts(totals)}

    def _visit_app(self, name):
        """The model of another app, when that is installed and the user may read it; else None."""
        if name not in self.env or not compat.has_access(self.env[name], "read"):
            return None
        return self.env[name]

    def _visit_sales_since(self):
        return fields.Date.to_string(fields.Date.context_today(self) - relativedelta(months=MONTHS))

    def _visit_amounts(self, totals):
        """Amounts as text, one for each currency."""
        return " + ".join(formatLang(self.env, amount, currency_obj=currency.with_env(self.env))
                          for currency, amount in totals.items())


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _visit_business_domain(self, target):
        """What belongs to this customer: its own, that of its people, and what is delivered there."""
        names = [name for name in ("partner_id", "partner_shipping_id") if name in target._fields]
        return compat.any_of(*[[(name, "child_of", self.id)] for name in names])


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _visit_business_domain(self, target):
        customer = self.partner_id
        if target._name == "crm.lead":
            own = [("id", "=", self.id)]
            return compat.any_of(own, [("partner_id", "child_of", customer.id)]) if customer else own
        return customer._visit_business_domain(target) if customer else [("id", "=", 0)]
