"""Who bought what when: orders where the sales app is used, else invoices, else won opportunities."""
import numpy as np
from odoo import models

from .. import compat
from ..engine.scoring.history import Events

#: By model: (partner's customer, moment as days, amount in the company's currency, id of the document).
SOURCES = {
    "sale.order": """
        SELECT p.commercial_partner_id, extract(epoch FROM o.date_order) / 86400,
               o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1)
          FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
         WHERE o.state IN ('sale', 'done') AND o.company_id = %(company)s AND o.date_order <= %(now)s""",
    "account.move": """
        SELECT p.commercial_partner_id, extract(epoch FROM o.invoice_date::timestamp) / 86400, o.amount_untaxed_signed
          FROM account_move o JOIN res_partner p ON p.id = o.partner_id
         WHERE o.state = 'posted' AND o.move_type = 'out_invoice' AND o.company_id = %(company)s
           AND o.invoice_date <= %(now)s""",
    "crm.lead": """
        SELECT p.commercial_partner_id, extract(epoch FROM o.date_closed) / 86400, COALESCE(o.expected_revenue, 0)
          FROM crm_lead o JOIN res_partner p ON p.id = o.partner_id JOIN crm_stage s ON s.id = o.stage_id
         WHERE s.is_won AND o.active AND o.date_closed <= %(now)s
           AND (o.company_id = %(company)s OR o.company_id IS NULL AND %(is_first)s)""",
}


class FieldVisitPrediction(models.Model):
    _inherit = "field.visit.prediction"

    def _visit_purchases(self, now, ids=None):
        """Return the purchases until ``now`` as the engine's events, and the model that they are from.

        :param ids: of these customers only
        """
        self.ensure_one()
        for model, statement in SOURCES.items():
            if model not in self.env:
                continue
            compat.flush(self.env[model])
            values = {"company": self.company_id.id, "now": now, "is_first": self._visit_is_first()}
            if self._visit_is_used(statement, values):
                return self._visit_events(statement, values, ids), model
        return events_of([]), "crm.lead"

    def _visit_is_used(self, statement, values):
        self.env.cr.execute(statement + " LIMIT 1", values)
        return bool(self.env.cr.rowcount)

    def _visit_events(self, statement, values, ids=None):
        """Run a statement of who, when and maybe how much."""
        if ids is not None:
            statement += " AND p.commercial_partner_id = ANY(%(ids)s)"
            values = dict(values, ids=[int(number) for number in ids])
        self.env.cr.execute(statement, values)
        return events_of(self.env.cr.fetchall())

    def _visit_is_first(self):
        """Whether records of no company are this company's."""
        return self.company_id == self.env["res.company"]._visit_first_company()


def events_of(rows):
    """Return rows of who, when and, where there is one, the amount as the engine's events."""
    who = np.array([row[0] for row in rows], dtype=np.int64)
    at = np.array([row[1] for row in rows], dtype=np.float64)
    amounts = np.array([row[2] if len(row) > 2 else 0.0 for row in rows], dtype=np.float64)
    return Events(who, at, amounts)
