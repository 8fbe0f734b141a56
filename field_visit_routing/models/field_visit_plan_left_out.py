"""A candidate without a place in a plan: why, and what would help."""
from odoo import api, fields, models


class FieldVisitPlanLeftOut(models.Model):
    _name = "field.visit.plan.left_out"
    _description = "Candidate left out of a plan"
    _order = "plan_id, visit_score desc, id"

    name = fields.Char(compute="_compute_name", store=True)
    plan_id = fields.Many2one("field.visit.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    candidate_key = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead", ondelete="cascade")
    visit_id = fields.Many2one("field.visit", "Visit", ondelete="set null")
    is_waypoint = fields.Boolean("Way point")
    waypoint_id = fields.Many2one("field.visit.waypoint", "Way point of", ondelete="set null")
    meeting_id = fields.Many2one("calendar.event", "Meeting", ondelete="cascade")
    reason_code = fields.Char("Code", required=True)
    reason = fields.Text(required=True)
    remedy = fields.Text()
    visit_score = fields.Float("Score")
    visit_grade = fields.Char("Grade")
    is_mandatory = fields.Boolean("Mandatory")

    @api.depends("partner_id.name", "lead_id.name")
    def _compute_name(self):
        for left_out in self:
            left_out.name = (left_out.partner_id or left_out.lead_id).display_name
