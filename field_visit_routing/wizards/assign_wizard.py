"""Asks to whom a customer or lead is given."""
from odoo import api, fields, models


class FieldVisitAssignWizard(models.TransientModel):
    _name = "field.visit.assign.wizard"
    _description = "Assign a customer"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Lead", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", domain=[("share", "=", False)])
    team_id = fields.Many2one("crm.team", "Sales Team")
    has_team = fields.Boolean(compute="_compute_has_team")

    @api.depends("partner_id", "lead_id")
    def _compute_has_team(self):
        for wizard in self:
            wizard.has_team = "team_id" in wizard._customer()._fields

    def _customer(self):
        return self.partner_id or self.lead_id

    def action_assign(self):
        """Give the customer to the chosen salesperson and team, and close."""
        self.ensure_one()
        vals = {"user_id": self.user_id.id or 0}
        if self.has_team:
            vals["team_id"] = self.team_id.id or 0
        self._customer().visit_assign(vals)
        return {"type": "ir.actions.act_window_close"}
