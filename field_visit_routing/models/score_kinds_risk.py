"""Rules about risk: what is owed, complained of, sent back, and no longer ordered. They take points away."""
from odoo import _, api, models

from .score_kinds_engagement import OWN_RATINGS
from .score_rule import BOTH, Kind
from .score_sql import INVOICES, ORDERS, Documents

#: What is owed past its day. A payment that waits for the bank's statement is one.
OVERDUE = Documents(
    "account.move", "JOIN account_move d ON d.partner_id = m.id", "d.company_id", "d.invoice_date_due",
    "d.amount_residual_signed",
    """d.state = 'posted' AND d.move_type = 'out_invoice' AND d.amount_residual_signed > 0
       AND d.payment_state NOT IN ('paid', 'in_payment', 'reversed')""")
REFUNDS = INVOICES._replace(where="d.state = 'posted' AND d.move_type = 'out_refund'", amount="-d.amount_untaxed_signed")
#: Goods that came back from where they were delivered to.
RETURNS = Documents(
    "stock.move", """JOIN stock_picking k ON k.partner_id = m.id JOIN stock_move d ON d.picking_id = k.id
                     JOIN stock_location f ON f.id = d.location_id""",
    "d.company_id", "d.date", where="d.state = 'done' AND d.origin_returned_move_id IS NOT NULL AND f.usage = 'customer'",
    also=("stock.picking",))
BAD_RATINGS = Documents("rating.rating", "JOIN rating_rating d ON d.partner_id = m.id", day="d.write_date",
                        # of 5; 0 says that nothing was answered
                        where="d.consumed AND d.rating > 0 AND d.rating < 3",
                        own=OWN_RATINGS, also=("field.visit",))
#: Models of other apps whose records are complaints of ``partner_id``, the first that is installed counts:
#: Odoo's and OCA's help desk, OCA's claims.
COMPLAINTS = ("helpdesk.ticket", "crm.claim")


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    def _score_kinds(self):
        order, move = ("sale.order",), ("account.move",)
        return dict(
            super()._score_kinds(),
            overdue_amount=Kind(_("Overdue invoices: amount"), "risk", BOTH, move, "amount"),
            overdue_days=Kind(_("Overdue invoices: days of the oldest"), "risk", BOTH, move, "days"),
            complaints=Kind(_("Complaints and tickets"), "risk", BOTH, (self._score_complaints(),), "count"),
            bad_ratings=Kind(_("Bad ratings"), "risk", BOTH, ("rating.rating",), "count"),
            refunds=Kind(_("Credit notes"), "risk", BOTH, move, "amount"),
            returns=Kind(_("Goods sent back"), "risk", BOTH, ("stock.picking",), "count"),
            falling_orders=Kind(_("Falling orders"), "risk", BOTH, order, "percent"),
            falling_invoices=Kind(_("Falling invoices"), "risk", BOTH, move, "percent"))

    def _score_kind_defaults(self):
        falling = {"effect": "subtract", "low": 20.0, "high": 80.0}
        few = {"effect": "subtract", "high": 3.0}
        return dict(
            super()._score_kind_defaults(), overdue_amount={"effect": "subtract", "high": 5000.0},
            overdue_days={"effect": "subtract", "low": 7.0, "high": 60.0}, complaints=few, bad_ratings=few,
            refunds={"effect": "subtract", "scale": "quantile"}, returns={"effect": "subtract", "high": 20.0},
            falling_orders=falling, falling_invoices=falling)

    def _score_documents(self):
        return dict(
            super()._score_documents(), overdue_amount=(OVERDUE,), overdue_days=(OVERDUE,),
            bad_ratings=(BAD_RATINGS,), refunds=(REFUNDS,), returns=(RETURNS,), falling_orders=(ORDERS,),
            falling_invoices=(INVOICES,))

    # ---- what is owed --------------------------------------------------------------------------
    def _score_values_overdue_amount(self, model, ids):
        """What invoices past their day leave to be paid today."""
        return self._score_of_entities(model, ids, lambda figures, entities: figures.sums(
            OVERDUE, entities, until=figures.today))

    def _score_text_overdue_amount(self, value):
        return _("Overdue: %(amount)s", amount=self._score_amount(value))

    def _score_values_overdue_days(self, model, ids):
        """Days since the oldest unpaid invoice should have been paid."""
        ages = self._score_ages(model, ids, lambda figures, entities: figures.oldest(OVERDUE, entities))
        return {number: days for number, days in ages.items() if days > 0}

    def _score_text_overdue_days(self, value):
        return _("Overdue since %(days)s days", days=int(value))

    # ---- what is complained of -----------------------------------------------------------------
    @api.model
    def _score_complaints(self):
        """Return the model whose records are complaints; the first that could be when none is installed."""
        return next((name for name in COMPLAINTS if name in self.env and "partner_id" in self.env[name]._fields), COMPLAINTS[0])

    def _score_complaint_documents(self):
        name = self._score_complaints()
        return Documents(name, "JOIN %s d ON d.partner_id = m.id" % self.env[name]._table, day="d.create_date")

    def _score_values_complaints(self, model, ids):
        """Complaints of the last months, open or closed."""
        return self._score_counts(model, ids, self._score_complaint_documents())

    def _score_text_complaints(self, value):
        return self._score_counted(_("Complaints"), value)

    def _score_changed_complaints(self, model, since):
        return self._score_touched(model, since, self._score_complaint_documents())

    def _score_values_bad_ratings(self, model, ids):
        """Answers of the last months with less than three of five."""
        return self._score_counts(model, ids, BAD_RATINGS)

    def _score_text_bad_ratings(self, value):
        return self._score_counted(_("Bad ratings"), value)

    # ---- what comes back -----------------------------------------------------------------------
    def _score_values_refunds(self, model, ids):
        """Credit notes of the last months, without taxes."""
        return self._score_sums(model, ids, REFUNDS)

    def _score_text_refunds(self, value):
        return _("Credit notes of %(months)s months: %(amount)s", months=self.months, amount=self._score_amount(value))

    def _score_values_returns(self, model, ids):
        """Quantity that customers sent back in the last months, whatever the unit."""
        # up to 16.0 the planned quantity becomes what was done
        name = "quantity" if "quantity" in self.env["stock.move"]._fields else "product_qty"
        documents = RETURNS._replace(company="", amount="d." + name, where=RETURNS.where + self._score_of_company("d"))
        return self._score_sums(model, ids, documents)

    def _score_of_company(self, table):
        """A quantity is no amount of money: its company is a condition only."""
        return " AND %s.company_id = %d" % (table, self.company_id.id) if self.company_id else ""

    def _score_text_returns(self, value):
        return self._score_counted(_("Sent back"), value)

    # ---- what is no longer ordered -------------------------------------------------------------
    def _score_values_falling_orders(self, model, ids):
        """Percent by which the orders of the last months are less than those of as many months before."""
        return self._score_of_entities(model, ids, lambda figures, entities: self._score_falls(figures, entities, ORDERS))

    def _score_falls(self, figures, entities, documents):
        """Return ``{entity: percent}``; who ordered nothing before cannot fall."""
        middle = figures.months_ago(self.months)
        before = figures.sums(documents, entities, figures.months_ago(2 * self.months), middle)
        now = figures.sums(documents, entities, middle)
        return {entity: 100.0 * min(1.0, max(0.0, 1.0 - now.get(entity, 0.0) / amount))
                for entity, amount in before.items() if amount > 0}

    def _score_text_falling_orders(self, value):
        return _("Orders of %(months)s months fell by %(percent)s %%", months=self.months, percent=round(value))

    def _score_values_falling_invoices(self, model, ids):
        """The same by posted invoices less credit notes."""
        return self._score_of_entities(model, ids, lambda figures, entities: self._score_falls(figures, entities, INVOICES))

    def _score_text_falling_invoices(self, value):
        return _("Invoices of %(months)s months fell by %(percent)s %%", months=self.months, percent=round(value))
