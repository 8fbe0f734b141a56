"""Dialog in which a leader judges a check-in otherwise."""
from odoo import fields, models

from ..models.visit_check import RESULTS


class FieldVisitCheckWizard(models.TransientModel):
    _name = "field.visit.check.wizard"
    _description = "Judge a check-in"

    visit_id = fields.Many2one("field.visit", required=True, readonly=True)
    check_text = fields.Text(related="visit_id.check_text", string="Found By Positions")
    result = fields.Selection(RESULTS, default="verified", help="Empty: what positions say holds again.")
    reason = fields.Char(required=True)

    def action_judge(self):
        """Hand the judgement to the visit."""
        self.ensure_one()
        self.visit_id.override_check({"result": self.result or "", "reason": self.reason})
        return {"type": "ir.actions.act_window_close"}
