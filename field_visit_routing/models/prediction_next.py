"""Products that a customer is likely to buy next, with the reason, from who bought what together."""
import json

from odoo import api, fields, models

from .. import compat
from ..engine.scoring.association import proposals

MONTHS = 24
BOUGHT = """
    SELECT DISTINCT p.commercial_partner_id, l.product_id
      FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id JOIN res_partner p ON p.id = o.partner_id
      JOIN product_product v ON v.id = l.product_id JOIN product_template t ON t.id = v.product_tmpl_id
     WHERE o.state IN ('sale', 'done') AND o.company_id = %(company)s AND l.product_uom_qty > 0
       AND v.active AND t.sale_ok AND o.date_order >= %(since)s"""
WRITE = """
    UPDATE res_partner r SET visit_learned_next = v.next
      FROM unnest(%(ids)s::int[], %(texts)s::text[]) AS v(id, next)
     WHERE r.commercial_partner_id = v.id AND r.visit_learned_next IS DISTINCT FROM v.next
    RETURNING r.id"""
CLEAR = """
    UPDATE res_partner SET visit_learned_next = NULL
     WHERE visit_learned_next IS NOT NULL AND NOT commercial_partner_id = ANY(%(ids)s)
       AND (company_id = %(company)s OR company_id IS NULL AND %(is_first)s)
    RETURNING id"""


class FieldVisitPrediction(models.Model):
    _inherit = "field.visit.prediction"

    def _visit_write_next(self, ids=None):
        """Write the likely next products of all customers, or of those with these ids; without the sales app of nobody."""
        if "sale.order.line" not in self.env:
            return
        mine = set(self._visit_predicted_ids(ids).tolist())
        found = {customer: items for customer, items in self._visit_proposals().items() if customer in mine}
        words = self._visit_product_words(found)
        changed = self._visit_run(WRITE, {
            "ids": list(found), "texts": [json.dumps([words(item) for item in items]) for items in found.values()]})
        if ids is None:
            changed += self._visit_run(CLEAR, {
                "ids": list(found), "company": self.company_id.id, "is_first": self._visit_is_first()})
        compat.invalidate(self.env["res.partner"].browse(changed), ["visit_learned_next"])

    def _visit_run(self, statement, values):
        self.env.cr.execute(statement, values)
        return [row[0] for row in self.env.cr.fetchall()]

    def _visit_proposals(self):
        for model in ("sale.order", "sale.order.line", "product.product"):
            compat.flush(self.env[model])
        self.env.cr.execute(BOUGHT, {
            "company": self.company_id.id, "since": fields.Date.subtract(fields.Date.today(), months=MONTHS)})
        rows = self.env.cr.fetchall()
        return proposals([row[0] for row in rows], [row[1] for row in rows])

    def _visit_product_words(self, found):
        """Return a function that puts a proposal as kept: readers get the words in their own language."""
        numbers = {item.product for items in found.values() for item in items} | {
            item.because for items in found.values() for item in items}
        products = self.env["product.product"].sudo().browse(sorted(numbers))  # what a product is called is no secret
        names = {product.id: product.display_name for product in products}

        def words(item):
            return {"product_id": item.product, "name": names[item.product], "because_id": item.because,
                    "percent": round(100 * item.confidence), "reason": _next_reason(
                        self.env, names[item.because], round(100 * item.confidence))}
        return words

    @api.model
    def _visit_next_told(self, record):
        """Return the proposals of a customer in the words of who reads them."""
        items = json.loads(record.visit_learned_next or "[]")
        if "product.product" not in self.env or not compat.has_access(self.env["product.product"], "read"):
            return []
        known = self.env["product.product"].browse(
            {number for item in items for number in (item["product_id"], item.get("because_id") or item["product_id"])}).exists()
        names = {product.id: product.display_name for product in known}
        return [dict(item, name=names[item["product_id"]], reason=_next_reason(
                    self.env, names.get(item.get("because_id"), ""), item.get("percent") or 0))
                for item in items if item["product_id"] in names]


def _next_reason(env, because, percent):
    translated = compat.translator(env)
    return translated("%(percent)s %% of those who bought %(product)s bought this as well") % {
        "percent": percent, "product": because}


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _score_told_products(self):
        return self.env["field.visit.prediction"]._visit_next_told(self) if self.visit_learned_next else []
