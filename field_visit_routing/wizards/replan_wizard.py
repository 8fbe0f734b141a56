"""Dialogs that ask what happened and have the rest of the day planned anew."""
from datetime import timedelta

from odoo import _, api, fields, models


class FieldVisitLongerWizard(models.TransientModel):
    _name = "field.visit.longer.wizard"
    _description = "A visit takes longer"

    visit_id = fields.Many2one("field.visit", required=True, readonly=True)
    until = fields.Datetime("Lasts until", required=True)

    def action_replan(self):
        """Note the new end and plan the rest of the day anew."""
        self.ensure_one()
        visit = self.visit_id
        return visit._replanned({
            "overrun_visit_id": visit.id, "rep_ids": visit.rep_id.ids,
            "overrun_until": fields.Datetime.to_string(self.until),
            "date": fields.Date.to_string(visit.date), "company_id": visit.company_id.id})


class FieldVisitUrgentWizard(models.TransientModel):
    _name = "field.visit.urgent.wizard"
    _description = "Urgent visit"

    partner_id = fields.Many2one("res.partner", "Customer")
    lead_id = fields.Many2one("crm.lead", "Lead")
    date = fields.Date("Day", required=True, default=fields.Date.context_today)
    rep_ids = fields.Many2many("field.visit.rep", string="Reps", required=True,
                               default=lambda self: self._default_reps(),
                               help="Who could go; the plan chooses.")

    @api.model
    def _default_reps(self):
        return self.env["field.visit.rep"].search([("company_id", "=", self.env.company.id)])

    def action_replan(self):
        """Plan the day of these reps anew with this visit in it."""
        self.ensure_one()
        return self.env["field.visit"]._replanned({
            "urgent_partner_ids": self.partner_id.ids, "rep_ids": self.rep_ids.ids,
            "urgent_lead_ids": [] if self.partner_id else self.lead_id.ids,
            "date": fields.Date.to_string(self.date)})


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def action_open_longer(self):
        """Open the dialog that asks until when this visit lasts."""
        self.ensure_one()
        end = self.planned_end or fields.Datetime.now()
        return {
            "type": "ir.actions.act_window", "name": _("Takes longer"),
            "res_model": "field.visit.longer.wizard", "view_mode": "form", "target": "new",
            "context": {"default_visit_id": self.id,
                        "default_until": fields.Datetime.to_string(end + timedelta(minutes=30))}}


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def action_open_urgent(self):
        """Open the dialog that plans an urgent visit of this customer."""
        self.ensure_one()
        link = "partner_id" if self._name == "res.partner" else "lead_id"
        return {
            "type": "ir.actions.act_window", "name": _("Urgent visit"),
            "res_model": "field.visit.urgent.wizard", "view_mode": "form", "target": "new",
            "context": {"default_" + link: self.id}}
