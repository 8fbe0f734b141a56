"""Sales facts of many customers at once, in few words: what is open, and what they ordered within 12 months."""
from odoo import _, api, models
from odoo.tools.misc import formatLang

from .. import compat
from .map_details_sales import CONFIRMED


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    @api.model
    def _app_facts(self, records):
        """Return ``{(model, id): [sentence, …]}`` of the records with business that the user may read."""
        facts = {}
        partners = [record.id for record in records if record._name == "res.partner"]
        for words, amounts in ((_("Open: %s"), self._app_open(partners)), (_("12 months: %s"), self._app_ordered(partners))):
            for partner, amount in amounts.items():
                facts.setdefault(("res.partner", partner), []).append(words % self._app_money(amount))
        for lead in (record for record in records if record._name == "crm.lead"):
            if lead.expected_revenue:
                facts[(lead._name, lead.id)] = [_("Open: %s") % self._app_money(lead.expected_revenue)]
        return facts

    @api.model
    def _app_open(self, partners):
        """Expected revenue of open opportunities, by customer."""
        leads = self.env["crm.lead"]
        if not compat.has_access(leads, "read"):
            return {}
        domain = [("partner_id", "in", partners), ("type", "=", "opportunity"), ("stage_id.is_won", "=", False)]
        return self._app_sums(leads, domain, "expected_revenue")

    @api.model
    def _app_ordered(self, partners):
        """Orders of 12 months in the company's currency, by customer."""
        customers = self.env["res.partner"]
        orders = customers._visit_app("sale.order")
        if orders is None:
            return {}
        domain = [("partner_id", "in", partners), ("state", "in", CONFIRMED),
                  ("date_order", ">=", customers._visit_sales_since()),
                  ("currency_id", "=", self.env.company.currency_id.id)]
        return self._app_sums(orders, domain, "amount_untaxed")

    @api.model
    def _app_sums(self, model, domain, measure):
        sums = compat.sum_by(model, domain, "partner_id", measure)
        return {partner: row[0] for partner, row in sums.items() if row[0]}

    @api.model
    def _app_money(self, amount):
        return formatLang(self.env, amount, digits=0, currency_obj=self.env.company.currency_id)
