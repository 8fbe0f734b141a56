"""Rules about value: what was sold and earned, and what is hoped for."""
from odoo import _, models

from .. import compat
from .score_rule import BOTH, Kind
from .score_sql import INVOICES, ORDERS, Documents

#: Opportunities that are neither won nor lost, at what they are worth by their probability.
OPPORTUNITIES = Documents(
    "crm.lead", "JOIN crm_lead d ON d.partner_id = m.id LEFT JOIN crm_stage s ON s.id = d.stage_id", "d.company_id",
    "d.create_date", "d.expected_revenue * d.probability / 100",
    "d.active AND d.type = 'opportunity' AND s.is_won IS NOT TRUE", also=("crm.stage",))
#: A lead that is no opportunity of its customer counts for itself.
OWN_HOPES = """SELECT l.id, l.company_id, l.expected_revenue * l.probability / 100
                 FROM unnest(%(ids)s::int[]) AS w(id) JOIN crm_lead l ON l.id = w.id
                WHERE l.type <> 'opportunity' OR l.partner_id IS NULL"""
LINES = Documents(
    "sale.order.line", "JOIN sale_order o ON o.partner_id = m.id JOIN sale_order_line d ON d.order_id = o.id", "o.company_id",
    "o.date_order", "d.margin / COALESCE(NULLIF(o.currency_rate, 0), 1)",
    "o.state IN ('sale', 'done') AND d.display_type IS NULL AND d.purchase_price <> 0", also=("sale.order",))
#: What was sold of each product in each unit, for companies whose orders do not know their margin.
SOLD = """SELECT m.commercial_partner_id, o.company_id, d.product_id, d.{unit},
                 SUM(d.price_subtotal / COALESCE(NULLIF(o.currency_rate, 0), 1)), SUM(d.product_uom_qty)
            FROM unnest(%(entities)s::int[]) AS e(id) JOIN res_partner m ON m.commercial_partner_id = e.id {link}
           WHERE {where} AND d.product_id IS NOT NULL GROUP BY 1, 2, 3, 4"""


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    def _score_kinds(self):
        return dict(
            super()._score_kinds(),
            sales=Kind(_("Sales: confirmed orders"), "value", BOTH, ("sale.order",), "amount"),
            invoiced=Kind(_("Sales: posted invoices"), "value", BOTH, ("account.move",), "amount"),
            margin=Kind(_("Margin of confirmed orders"), "value", BOTH, ("sale.order.line",), "amount"),
            opportunities=Kind(_("Open opportunities by probability"), "value", BOTH, ("crm.lead",), "amount"))

    def _score_kind_defaults(self):
        rank = {"scale": "quantile"}
        return dict(super()._score_kind_defaults(), sales=rank, invoiced=rank, margin=rank, opportunities=rank)

    def _score_documents(self):
        return dict(
            super()._score_documents(), sales=(ORDERS,), invoiced=(INVOICES,), margin=(ORDERS, LINES,))

    # ---- orders and invoices -------------------------------------------------------------------
    def _score_values_sales(self, model, ids):
        """Confirmed orders of the last months, without taxes."""
        return self._score_sums(model, ids, ORDERS)

    def _score_text_sales(self, value):
        return _("Orders of %(months)s months: %(amount)s", months=self.months, amount=self._score_amount(value))

    def _score_values_invoiced(self, model, ids):
        """Posted invoices of the last months less credit notes, without taxes."""
        return self._score_sums(model, ids, INVOICES)

    def _score_text_invoiced(self, value):
        return _("Invoiced in %(months)s months: %(amount)s", months=self.months, amount=self._score_amount(value))

    # ---- margin --------------------------------------------------------------------------------
    def _score_values_margin(self, model, ids):
        """What confirmed orders of the last months earned over the cost of the products whose cost is known."""
        if "margin" in self.env["sale.order.line"]._fields:
            return self._score_sums(model, ids, LINES)
        return self._score_of_entities(model, ids, self._score_margins)

    def _score_margins(self, figures, entities):
        """Return ``{entity: margin}`` by the products' cost of today."""
        unit = "product_uom_id" if "product_uom_id" in self.env["sale.order.line"]._fields else "product_uom"
        plain = LINES._replace(where="o.state IN ('sale', 'done') AND d.display_type IS NULL")
        figures._flush(plain)
        since = figures.months_ago(self.months)
        rows = figures.rows(SOLD.format(unit=unit, link=plain.link, where=figures._where(plain, since)),
                            entities=sorted(entities), since=since)
        costs = self._score_costs({row[1:4] for row in rows})
        return figures.in_currency((entity, company, float(sold) - float(quantity) * costs[company, product, uom])
                                   for entity, company, product, uom, sold, quantity in rows
                                   if costs[company, product, uom])

    def _score_costs(self, keys):
        """Return ``{(company, product, unit): cost of one unit}`` in the company's currency, 0 where it is not known."""
        costs = {}
        for company in {key[0] for key in keys}:
            # what goods cost is needed for a figure that only those see who may see sales
            products = self.env["product.product"].sudo().with_company(company).browse(
                sorted({key[1] for key in keys if key[0] == company}))
            for product in products:
                for unit in {key[2] for key in keys if key[:2] == (company, product.id)}:
                    one = self.env["uom.uom"].sudo().browse(unit)
                    factor = one._compute_quantity(1.0, product.uom_id, round=False) if one else 1.0
                    costs[company, product.id, unit] = product.standard_price * factor
        return costs

    def _score_text_margin(self, value):
        return _("Margin of %(months)s months: %(amount)s", months=self.months, amount=self._score_amount(value))

    # ---- opportunities -------------------------------------------------------------------------
    def _score_values_opportunities(self, model, ids):
        """Expected revenue by probability, of the customer's open opportunities; a lead's own where it has no customer."""
        found = self._score_of_entities(model, ids, lambda figures, entities: figures.sums(OPPORTUNITIES, entities))
        if model == "crm.lead":
            figures = self._score_figures()
            compat.flush(self.env["crm.lead"])
            for number, amount in figures.in_currency(figures.rows(OWN_HOPES, ids=list(ids))).items():
                found[number] = found.get(number, 0.0) + amount
        return found

    def _score_text_opportunities(self, value):
        return _("Open opportunities by probability: %(amount)s", amount=self._score_amount(value))

    def _score_fields_opportunities(self, model):
        return ("expected_revenue", "probability", "stage_id") if model == "crm.lead" else ()

    def _score_changed_opportunities(self, model, since):
        changed = self._score_touched(model, since, OPPORTUNITIES)
        if model == "crm.lead":
            changed += self._score_written(model, since)
        return sorted(set(changed))
