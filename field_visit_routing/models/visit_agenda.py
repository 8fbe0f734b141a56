"""What to talk about at a visit: the signals of the customer, likely next products, and what people add.

Lines that the server fills in keep the facts, not the words: who may not read an invoice is told its reason without
document and amount.  They are brought up to date until they are done or the visit is over.
"""
import json

from odoo import _, api, fields, models

from .. import compat
from .field_visit import OPEN_STATES
from .visit_access_domain import through


class FieldVisitAgenda(models.Model):
    _name = "field.visit.agenda"
    _description = "Point of a visit's agenda"
    _order = "sequence, id"

    visit_id = fields.Many2one("field.visit", "Visit", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=50)
    name = fields.Char("Typed Text")
    text = fields.Char("To Talk About", compute="_compute_text", inverse="_inverse_text")
    is_done = fields.Boolean("Done")
    origin = fields.Char("From", readonly=True, copy=False, help="What filled the line in; empty: a person.")
    rule_id = fields.Many2one("field.visit.signal.rule", "Signal", readonly=True, ondelete="set null")
    # JSON; amounts of documents are in it
    facts = fields.Text(readonly=True, copy=False, groups="base.group_system")

    @api.depends("name", "rule_id", "facts")
    @api.depends_context("uid", "lang")
    def _compute_text(self):
        for line in self:
            line.text = line.name or line._visit_text()

    def _visit_text(self):
        """The words of a line that the server filled in, as far as the user may read the document."""
        line = self.sudo()  # the facts are closed; the rule decides what this user is told of them
        if line.rule_id and line.facts:
            return line.rule_id.with_env(self.env)._signal_text(json.loads(line.facts))
        return ""

    def _inverse_text(self):
        for line in self:
            if line.text != line._visit_text():
                line.name = line.text

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._visit_own_vals(vals) for vals in vals_list])

    def write(self, vals):
        result = super().write(self._visit_own_vals(vals))
        if "visit_id" in vals and not self.env.su:
            # record rules look at lines as they were before the write
            compat.check_access(self, "write")
        return result

    @api.model
    def _visit_own_vals(self, vals):
        """People and programs cannot fill in what only the server knows."""
        if self.env.su:
            return vals
        return {name: value for name, value in vals.items() if name not in ("origin", "rule_id", "facts")}


class FieldVisit(models.Model):
    _inherit = "field.visit"

    agenda_ids = fields.One2many("field.visit.agenda", "visit_id", "Agenda")
    agenda_text = fields.Text("To Talk About", compute="_compute_agenda_text")

    @api.depends("agenda_ids.name", "agenda_ids.facts", "agenda_ids.is_done")
    @api.depends_context("uid", "lang")
    def _compute_agenda_text(self):
        for visit in self:
            visit.agenda_text = "\n".join(item["text"] for item in visit._visit_agenda() if not item["done"]) or False

    def get_agenda(self):
        """Return what to talk about at this visit.

        :return: list of dicts with ``id``, ``text`` (without document and amount where you may not read these) and
            ``done``; tick one with ``write`` of ``is_done`` on ``field.visit.agenda``
        :raises AccessError: when you may not read the visit
        """
        self.ensure_one()
        compat.check_access(self, "read")
        return self._visit_agenda()

    def _visit_agenda(self):
        return [{"id": line.id, "text": line.text or "", "done": line.is_done} for line in self.agenda_ids]

    # ---- filling in ------------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._visit_fill_agenda()
        return visits

    def write(self, vals):
        result = super().write(vals)
        if {"partner_id", "lead_id"}.intersection(vals) or vals.get("state") in OPEN_STATES:
            self._visit_fill_agenda()
        return result

    def _visit_fill_agenda(self):
        """Bring the lines that the server fills in up to date: new ones come, those that are over go unless done."""
        # whoever plans the visit, its agenda is made of facts that the server knows
        visits = self.sudo().filtered(lambda visit: visit.state in OPEN_STATES and not visit.is_waypoint)
        wanted = visits._visit_agenda_items()
        new = []
        for visit in visits:
            items = dict(wanted.get(visit.id, {}))
            for line in visit.agenda_ids.filtered("origin"):
                item = items.pop(line.origin, None)
                if item is None:
                    line.filtered(lambda point: not point.is_done).unlink()
                elif item.get("facts") != line.facts:
                    line.facts = item.get("facts")
            new += [dict(item, visit_id=visit.id, origin=origin) for origin, item in items.items()]
        self.env["field.visit.agenda"].sudo().create(new)

    def _visit_agenda_items(self):
        """Return ``{visit id: {origin: values of the line}}``; extend it for more to talk about."""
        return {visit.id: dict(visit._visit_signal_items(), **visit._visit_product_items()) for visit in self}

    def _visit_signal_items(self):
        signals = self.env["field.visit.signal"].sudo()  # the agenda is the server's; who reads it is told what he may know
        for customer in filter(None, (self.partner_id, self.lead_id)):
            signals |= customer._visit_own_signals()
        return {"signal/%d/%s/%d/%d" % (signal.rule_id.id, signal.res_model or "", signal.res_id, signal.partner_id.id): {
            "rule_id": signal.rule_id.id, "facts": json.dumps(signal._visit_facts(), sort_keys=True), "sequence": 10 + number,
        } for number, signal in enumerate(signals)}

    def _visit_product_items(self):
        """Products that the customer is likely to buy next, each with its reason."""
        customer = self._customer()
        products = json.loads(customer and customer.visit_learned_next or "[]")
        return {"product/%s" % (product.get("product_id") or product["name"]): {
            "name": _("Offer %(product)s: %(reason)s") % {"product": product["name"], "reason": product["reason"]}
            if product.get("reason") else _("Offer %s") % product["name"], "sequence": 30 + number,
        } for number, product in enumerate(products)}

    @api.model
    def _visit_refresh_agendas(self):
        """Bring the agendas of all visits from today on up to date."""
        # agendas of everybody, whoever sets it off
        self.sudo().search([("state", "in", OPEN_STATES), "|", ("date", "=", False),
                            ("date", ">=", fields.Date.context_today(self))])._visit_fill_agenda()


class ResUsers(models.Model):
    _inherit = "res.users"

    def visit_agenda_domain(self, company_ids):
        """Return the points of visits without a rep that this leader may see; for the record rule."""
        domain = self.visit_reach_domain("field.visit", "write", company_ids)
        return through("visit_id", domain) or [(1, "=", 1)]
