"""Signals: what in the business makes a visit urgent, found by rules, one row per customer and cause.

The rows are the server's own; only managers see them as a list.  Who may read a customer is told its signals,
with document and amount as far as he may read these.
"""
from odoo import api, fields, models

from .. import compat


class FieldVisitSignal(models.Model):
    _name = "field.visit.signal"
    _description = "Signal for a visit"
    _order = "raised desc, since desc, id"

    name = fields.Char("Document", readonly=True)
    rule_id = fields.Many2one("field.visit.signal.rule", "Signal", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", index=True, ondelete="cascade", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Lead", index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", "Company", index=True, readonly=True)
    since = fields.Date("Since", readonly=True)
    raised = fields.Float("Raises By", digits=(6, 2), readonly=True)
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Integer("Record", readonly=True)
    day = fields.Date("Date", readonly=True)
    amount = fields.Float("Amount", readonly=True)
    currency_id = fields.Many2one("res.currency", "Currency", readonly=True)
    number = fields.Float("Number", readonly=True, help="Documents, or days between orders.")
    text = fields.Char("Reason", compute="_compute_text")

    @api.depends("rule_id", "name", "day", "amount", "number")
    @api.depends_context("uid", "lang")
    def _compute_text(self):
        for signal in self:
            signal.text = signal.rule_id._signal_text(signal._visit_facts())

    def _visit_facts(self):
        """What the sentence of this signal is made of; see ``field.visit.signal.rule._signal_text``."""
        self.ensure_one()
        return {"name": self.name or "", "day": fields.Date.to_string(self.day) or "", "amount": self.amount,
                "currency_id": self.currency_id.id, "number": self.number, "res_model": self.res_model or "",
                "res_id": self.res_id}

    def action_open_source(self):
        """Open the document that the signal comes from."""
        self.ensure_one()
        if not self.res_id or self.res_model not in self.env:
            return self.action_open_customer()
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id,
                "name": self.name or self.rule_id.name, "views": [(False, "form")], "view_mode": "form"}

    def action_open_customer(self):
        """Open the customer or lead."""
        self.ensure_one()
        customer = self.partner_id or self.lead_id
        return {"type": "ir.actions.act_window", "res_model": customer._name, "res_id": customer.id,
                "name": customer.display_name, "views": [(False, "form")], "view_mode": "form"}

    def _visit_key(self):
        return signal_key({"partner_id": self.partner_id.id, "lead_id": self.lead_id.id, "res_model": self.res_model,
                           "res_id": self.res_id})

    def _visit_update(self, values):
        """Write what differs; return whether anything does."""
        changed = {name: value for name, value in values.items() if _differs(self, name, value)}
        if changed:
            self.write(changed)
        return bool(changed)


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    visit_signal_text = fields.Text("Why Urgent", compute="_compute_visit_signal_text", groups="base.group_user")

    @api.depends("visit_signal_count")
    @api.depends_context("uid", "lang")
    def _compute_visit_signal_text(self):
        for record in self:
            record.visit_signal_text = "\n".join(signal["text"] for signal in record._visit_told_signals()) or False

    def get_signals(self):
        """Return what in the business makes a visit of this customer or lead urgent, the strongest first.

        :return: list of dicts with ``kind``, ``name`` (of the rule), ``text`` (with document and amount as far
            as you may read them), ``raised`` (what it adds to the urgency), ``since`` ("YYYY-MM-DD"), ``model``
            and ``id`` of the document ("" and 0 when there is none, or you may not read it)
        :raises AccessError: when you may not read the customer or lead
        """
        self.ensure_one()
        self._visit_refuse_closed(["visit_urgency"])
        compat.check_access(self, "read")
        return self._visit_told_signals()

    def _visit_told_signals(self):
        found = []
        for signal in self._visit_own_signals():
            rule = signal.rule_id
            facts = signal._visit_facts()
            readable = rule.with_env(self.env)._signal_readable(facts)
            found.append({
                "kind": rule.kind, "name": rule.with_env(self.env).sudo().name,
                "text": rule.with_env(self.env).sudo(False)._signal_text_for_reader(facts, readable),
                "raised": round(signal.raised, 2), "since": fields.Date.to_string(signal.since) or "",
                "model": facts["res_model"] if readable else "", "id": facts["res_id"] if readable else 0})
        return found

    def _visit_own_signals(self):
        """The rows of this record; of a lead also those of its customer.  With the server's rights."""
        self.ensure_one()
        signals = self.env["field.visit.signal"].sudo()  # who may read the customer is told why it is urgent
        if not self._origin.id or not self.visit_signal_count:
            return signals
        if self._name == "res.partner":
            return signals.search([("partner_id", "=", self._origin.id)])
        customer = self.sudo().partner_id  # only its id is looked at
        return signals.search(["|", ("lead_id", "=", self._origin.id), "&", ("partner_id", "!=", False),
                               ("partner_id", "in", (customer | customer.commercial_partner_id).ids)])


def signal_key(values):
    return (values.get("partner_id") or 0, values.get("lead_id") or 0, values.get("res_model") or "",
            values.get("res_id") or 0)


def _differs(record, name, value):
    present = compat.plain(record, name)
    if isinstance(value, float):
        return abs(present - value) > 0.005
    return (present or False) != (value or False)
