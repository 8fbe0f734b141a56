"""What signals look at: quotations, invoices, the rhythm of orders, complaints, dates that come near, a filter.

A document's signal belongs to the place on the document when that is visited itself (a branch, a delivery address
with a position), else to its commercial entity.  Everything is read with the server's rights: who is told what is
decided when it is told.
"""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from .located_mixin import PLACED
from .safe_domain import read_domain
from .signal_rule import SignalKind

#: Who is visited for a document of the partner ``p``.
PLACE = """CASE WHEN p.type IN ('delivery', 'other') AND p.geo_state IN %(placed)s THEN p.id
                ELSE COALESCE(p.commercial_partner_id, p.id) END"""
#: Orders or invoices as days on which a customer buys.
PURCHASES = {
    "sale.order": ("sale_order", "date_order", "d.state IN ('sale', 'done')"),
    "account.move": ("account_move", "invoice_date", "d.state = 'posted' AND d.move_type = 'out_invoice'"),
}
RHYTHM = """
    WITH days AS (
        SELECT DISTINCT {place} AS place, d.{date}::date AS day
          FROM {table} d JOIN res_partner p ON p.id = d.partner_id
         WHERE {bought} AND d.{date} IS NOT NULL AND d.{date}::date <= %(today)s
               AND (%(company)s = 0 OR d.company_id = %(company)s)),
    gaps AS (SELECT place, day, day - lag(day) OVER (PARTITION BY place ORDER BY day) AS gap FROM days)
    SELECT place, max(day), percentile_cont(0.5) WITHIN GROUP (ORDER BY gap)
      FROM gaps GROUP BY place HAVING count(gap) >= %(least)s"""
#: With fewer gaps between purchases there is no rhythm to speak of.
LEAST_GAPS = 2
#: Who has not bought for so many times the usual gap has left; that is no rhythm any more.
GONE_AFTER = 6
#: Fields by which apps say that a ticket is closed, the first that a model has.
CLOSED = ("closed", "stage_id.is_close", "stage_id.closed", "stage_id.fold")


class FieldVisitSignalRule(models.Model):
    _inherit = "field.visit.signal.rule"

    @api.model
    def _signal_kinds(self):
        return dict(
            super()._signal_kinds(),
            quotation=SignalKind(_("Quotation about to expire"), ("sale.order",)),
            invoice=SignalKind(_("Invoice overdue"), ("account.move",)),
            purchase=SignalKind(_("Next purchase expected"), tuple(PURCHASES)),
            complaint=SignalKind(_("Complaint open"), ()),
            ending=SignalKind(_("A date comes near"), ()),
            filter=SignalKind(_("A filter of customers or leads"), ()),
        )

    # ---- quotations ------------------------------------------------------------------------
    def _signal_rows_quotation(self):
        """Quotations that expire within so many days, or expired no longer ago than that."""
        today, span = self._signal_today(), timedelta(days=self.days)
        orders = self.env["sale.order"].search(self._signal_company([
            ("state", "in", ("draft", "sent")), ("validity_date", ">=", today - span),
            ("validity_date", "<=", today + span), ("amount_total", ">=", self.least_amount)]))
        places = self._signal_places(orders.mapped("partner_id").ids)
        return [{
            "partner_id": places[order.partner_id.id], "since": order.validity_date - span, "name": order.name,
            "day": order.validity_date, "amount": order.amount_total, "currency_id": order.currency_id.id,
            "res_model": order._name, "res_id": order.id} for order in orders]

    def _signal_words_quotation(self, facts):
        return _("%(name)s over %(amount)s expires %(when)s") % {
            "name": facts["name"], "amount": self._signal_amount(facts), "when": self._signal_when(facts)}

    # ---- invoices --------------------------------------------------------------------------
    def _signal_rows_invoice(self):
        """One row per customer and company: what is overdue for longer than so many days."""
        until = self._signal_today() - timedelta(days=self.days)
        moves = self.env["account.move"].search(self._signal_company([
            ("state", "=", "posted"), ("move_type", "=", "out_invoice"), ("invoice_date_due", "<", until),
            ("payment_state", "in", ("not_paid", "partial"))]), order="invoice_date_due, id")
        places = self._signal_places(moves.mapped("partner_id").ids)
        rows = {}
        for move in moves:
            row = rows.setdefault((places[move.partner_id.id], move.company_id.id), {
                "partner_id": places[move.partner_id.id], "name": move.name, "day": move.invoice_date_due,
                "amount": 0.0, "number": 0.0, "currency_id": move.company_id.currency_id.id,
                "res_model": move._name, "res_id": move.id})
            row["amount"] += move.amount_residual_signed
            row["number"] += 1
            row["since"] = move.invoice_date_due + timedelta(days=self.days + 1)
        return [row for row in rows.values() if row["amount"] > 0 and row["amount"] >= self.least_amount]

    def _signal_words_invoice(self, facts):
        values = {"amount": self._signal_amount(facts), "days": -self._signal_days(facts), "name": facts["name"],
                  "count": int(facts["number"])}
        if values["count"] > 1:
            return _("%(amount)s in %(count)s invoices, the oldest for %(days)s days (%(name)s)") % values
        return _("%(amount)s for %(days)s days (%(name)s)") % values

    # ---- rhythm of purchases ---------------------------------------------------------------
    def _signal_rows_purchase(self):
        """Customers whose next purchase is expected within so many days, or should have come already."""
        model = next(name for name in PURCHASES if name in self.env)
        table, date, bought = PURCHASES[model]
        compat.flush(self.env[model])
        compat.flush(self.env["res.partner"])
        today = self._signal_today()
        self.env.cr.execute(RHYTHM.format(place=PLACE, table=table, date=date, bought=bought), {
            "placed": PLACED, "today": today, "company": self.company_id.id or 0, "least": LEAST_GAPS})
        rows = []
        for place, last, gap in self.env.cr.fetchall():
            expected = last + timedelta(days=round(gap))
            first = expected - timedelta(days=self.days)
            if first <= today <= last + timedelta(days=GONE_AFTER * gap):
                rows.append({"partner_id": place, "since": max(first, last), "day": expected, "number": float(round(gap)),
                             "res_model": model, "res_id": 0})
        return rows

    def _signal_words_purchase(self, facts):
        if self._signal_days(facts) < 0:
            return _("expected %(when)s, the usual gap is %(gap)d days") % {
                "when": self._signal_when(facts), "gap": facts["number"]}
        return _("%(when)s, by the usual gap of %(gap)d days") % {"when": self._signal_when(facts), "gap": facts["number"]}

    # ---- complaints ------------------------------------------------------------------------
    def _signal_rows_complaint(self):
        """Tickets or other records that are open for longer than so many days."""
        name = self.res_model or "helpdesk.ticket"
        if not self.res_model and name not in self.env:
            return []  # no app for complaints: nothing to find, and nothing to mend
        until = fields.Datetime.now() - timedelta(days=self.days)
        domain = compat.all_of(self._signal_open(name), [("create_date", "<=", until)])
        return self._signal_records(name, domain, "create_date", timedelta(days=self.days))

    def _signal_open(self, name):
        """By default what the app has not closed."""
        if self.domain and self.domain != "[]":
            return []
        for path in CLOSED:
            field, _dot, below = path.partition(".")
            known = self._signal_model(name)._fields.get(field)
            if known is not None and (not below or below in self.env[known.comodel_name]._fields):
                return [(path, "=", False)]
        return []

    def _signal_words_complaint(self, facts):
        return _("%(name)s, opened %(when)s") % {"name": facts["name"], "when": self._signal_when(facts)}

    # ---- dates that come near --------------------------------------------------------------
    def _signal_rows_ending(self):
        """Records whose date lies within so many days: a contract that ends, a trial, an offer."""
        target = self._signal_model(self.res_model or "res.partner")
        field = target._fields.get(self.date_field or "")
        if field is None or field.type not in ("date", "datetime") or not field.store:
            raise UserError(_('"%(rule)s": %(model)s has no date field "%(field)s". Give the technical name of a date that '
                              "is stored.", rule=self.name, model=target._description, field=self.date_field or ""))
        today = self._signal_today()
        domain = [(field.name, ">=", today), (field.name, "<", today + timedelta(days=self.days + 1))]
        return self._signal_records(target._name, domain, field.name, -timedelta(days=self.days))

    def _signal_words_ending(self, facts):
        return _("%(name)s, %(when)s") % {"name": facts["name"], "when": self._signal_when(facts)}

    # ---- a filter of customers or leads ----------------------------------------------------
    def _signal_rows_filter(self):
        model = self.res_model or "res.partner"
        if model not in ("res.partner", "crm.lead"):
            raise UserError(_('"%(rule)s": a filter finds customers or leads. Give res.partner or crm.lead as the model, or '
                              'let the rule look at a date of "%(model)s".', rule=self.name, model=model))
        link = "partner_id" if model == "res.partner" else "lead_id"
        domain = self._signal_company(read_domain(self.env, model, self.domain, self.name), self.env[model])
        since = {signal[link].id: signal.since for signal in self.signal_ids}
        today = self._signal_today()
        return [{link: number, "since": since.get(number, today), "res_model": model, "res_id": number}
                for number in self.env[model].search(domain).ids]

    # ---- common ----------------------------------------------------------------------------
    def _signal_records(self, name, domain, date_field, delay):
        """Rows of the records of any model, by the rule's customer field and filter."""
        target = self._signal_model(name)
        link, of_lead = self._signal_link(target)
        chosen = read_domain(self.env, name, self.domain, self.name)
        records = target.search(self._signal_company(compat.all_of(domain, chosen), target))
        if not of_lead and link != "id":
            records = records.filtered(link)
        numbers = {record.id: record.id if link == "id" else record[link].id for record in records}
        places = {} if of_lead else self._signal_places(list(numbers.values()))
        rows = []
        for record in records:
            day = fields.Date.to_date(record[date_field])
            who = {"lead_id": numbers[record.id]} if of_lead else {"partner_id": places[numbers[record.id]]}
            rows.append(dict(who, since=day + delay, name=record.display_name, day=day, res_model=name, res_id=record.id))
        return rows

    def _signal_link(self, target):
        """``(field that leads to the customer or lead, whether it is a lead)``."""
        if target._name in ("res.partner", "crm.lead"):
            return "id", target._name == "crm.lead"
        field = target._fields.get(self.partner_field or "")
        known = ("res.partner", "crm.lead")
        if field is None or field.type != "many2one" or not field.store or field.comodel_name not in known:
            raise UserError(_('"%(rule)s": %(model)s has no field "%(field)s" that names a customer or lead. Give the '
                              "technical name of one, e.g. partner_id.", rule=self.name, model=target._description,
                              field=self.partner_field or ""))
        return field.name, field.comodel_name == "crm.lead"

    def _signal_model(self, name):
        target = self.env[name] if name in self.env else None
        if target is None or target._abstract or target._transient:
            raise UserError(_('"%(rule)s" looks at "%(model)s", which is not installed. Install its app, choose another '
                              "model, or archive the rule.", rule=self.name, model=name))
        return target

    def _signal_company(self, domain, target=None):
        """``domain`` within the rule's company."""
        if not self.company_id or target is not None and "company_id" not in target._fields:
            return domain
        return compat.all_of(domain, [("company_id", "in", (self.company_id.id, False))])

    def _signal_today(self):
        return (self.company_id or self.env["res.company"]._visit_first_company())._visit_today()

    @api.model
    def _signal_places(self, partner_ids):
        """``{partner: who is visited for its documents}``."""
        if not partner_ids:
            return {}
        compat.flush(self.env["res.partner"])
        self.env.cr.execute("SELECT p.id, " + PLACE + " FROM res_partner p WHERE p.id = ANY(%(ids)s)",
                            {"placed": PLACED, "ids": list(set(partner_ids))})
        return dict(self.env.cr.fetchall())

    @api.model
    def _signal_when(self, facts):
        """The day as people say it: today, tomorrow, in 3 days, 3 days ago."""
        days = self._signal_days(facts)
        near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
        if days in near:
            return near[days]
        return _("in %s days") % days if days > 0 else _("%s days ago") % -days
