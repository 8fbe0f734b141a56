"""Rules about loyalty: since when, how often and how lately a customer buys."""
from odoo import _, models

from .score_rule import BOTH, Kind
from .score_sql import INVOICES, ORDERS

DAYS_OF_YEAR = 365.25
SALES = INVOICES._replace(where="d.state = 'posted' AND d.move_type = 'out_invoice'")
CREATED = """SELECT m.commercial_partner_id, MIN(m.create_date)::date FROM unnest(%(entities)s::int[]) AS e(id)
               JOIN res_partner m ON m.commercial_partner_id = e.id GROUP BY 1"""


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    def _score_kinds(self):
        order, move = ("sale.order",), ("account.move",)
        return dict(
            super()._score_kinds(),
            years=Kind(_("Years as a customer"), "loyalty", BOTH, (), ""),
            orders=Kind(_("Number of confirmed orders"), "loyalty", BOTH, order, "count"),
            invoices=Kind(_("Number of posted invoices"), "loyalty", BOTH, move, "count"),
            last_order=Kind(_("Days since the last order"), "loyalty", BOTH, order, "days"),
            last_invoice=Kind(_("Days since the last invoice"), "loyalty", BOTH, move, "days"))

    def _score_kind_defaults(self):
        lately = {"low": 365.0, "high": 30.0}
        return dict(super()._score_kind_defaults(), years={"high": 10.0}, orders={"scale": "quantile"},
                    invoices={"scale": "quantile"}, last_order=lately, last_invoice=lately)

    def _score_documents(self):
        return dict(
            super()._score_documents(), orders=(ORDERS,), invoices=(SALES,), last_order=(ORDERS,), last_invoice=(SALES,))

    # ---- years ---------------------------------------------------------------------------------
    def _score_values_years(self, model, ids):
        """Years since the first order or invoice; without these apps, since the customer was entered."""
        days = self._score_ages(model, ids, self._score_beginnings)
        return {number: max(0.0, count) / DAYS_OF_YEAR for number, count in days.items()}

    def _score_beginnings(self, figures, entities):
        """Return ``{entity: day}`` on which it became a customer."""
        known = self._score_known_sales()
        if not known:
            return dict(figures.rows(CREATED, entities=sorted(entities)))
        first = {}
        for documents in known:
            for entity, day in figures.oldest(documents, entities).items():
                first[entity] = min(filter(None, (first.get(entity), day)), default=None)
        return first

    def _score_known_sales(self):
        return [documents for documents in (ORDERS, SALES) if documents.model in self.env]

    def _score_text_years(self, value):
        return _("Customer for %(years)s years", years=round(value, 1))

    def _score_changed_years(self, model, since):
        return self._score_touched(model, since, *self._score_known_sales())

    # ---- how often -----------------------------------------------------------------------------
    def _score_values_orders(self, model, ids):
        return self._score_counts(model, ids, ORDERS)

    def _score_text_orders(self, value):
        return self._score_counted(_("Orders"), value)

    def _score_values_invoices(self, model, ids):
        return self._score_counts(model, ids, SALES)

    def _score_text_invoices(self, value):
        return self._score_counted(_("Invoices"), value)

    # ---- how lately ----------------------------------------------------------------------------
    def _score_values_last_order(self, model, ids):
        return self._score_ages(model, ids, lambda figures, entities: figures.newest(ORDERS, entities))

    def _score_text_last_order(self, value):
        return _("Last order %(days)s days ago", days=int(value))

    def _score_values_last_invoice(self, model, ids):
        return self._score_ages(model, ids, lambda figures, entities: figures.newest(SALES, entities))

    def _score_text_last_invoice(self, value):
        return _("Last invoice %(days)s days ago", days=int(value))
