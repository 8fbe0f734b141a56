"""What a working day of a rep may hold: hours, overtime, skills, traffic, nights away."""
from odoo import api, fields, models


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    skill_ids = fields.Many2many("field.visit.skill", string="Skills")
    max_stops = fields.Integer("Most Visits", help="0: no limit.")
    max_driving_h = fields.Float("Most Driving", help="0: no limit.")
    max_duty_h = fields.Float("Longest Day", help="From leaving to coming back; 0: no limit.")
    overtime_max_h = fields.Float("Overtime", help="0: none.")
    overtime_price = fields.Integer(
        "Price of Overtime", default=2, help="So many minutes of driving must be worth it to work a minute longer.")
    flexible_start_h = fields.Float(
        "Flexible Start", help="The day may begin so much earlier or later; its length stays.")
    traffic_profile_id = fields.Many2one("field.visit.traffic", "Traffic", help="Empty takes the company's.")
    overnight_allowed = fields.Boolean("Stays Overnight", help="May sleep at a hotel among the way points.")
    overnight_price = fields.Integer(
        "Price of a Night", default=120, help="Minutes of driving that a night away must save.")
    area_day_ids = fields.One2many("field.visit.area.day", "rep_id", "Areas by Day")

    @api.model
    def _checked_numbers(self):
        return dict(
            super()._checked_numbers(), max_stops=(0, 200), max_driving_h=(0, 24), max_duty_h=(0, 24),
            overtime_max_h=(0, 12), overtime_price=(0, 1000), flexible_start_h=(0, 12), overnight_price=(0, 100000),
        )

    def traffic(self):
        """Return the traffic profile of this rep, the company's as default; may be empty."""
        self.ensure_one()
        # a profile is no secret; the company's settings are readable by everybody who plans
        return self.sudo().traffic_profile_id or self.company_id.sudo().visit_traffic_id
