"""Settings of customer feedback."""
from odoo import api, fields, models

ALERTS = [("off", "None"), ("daily", "Once a day"), ("weekly", "Once a week")]


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_feedback_email = fields.Boolean("Ask By E-mail", default=True, groups="base.group_user")
    visit_feedback_sms = fields.Boolean(
        "Ask By SMS", help="Where there is no e-mail address. Odoo charges for each SMS.", groups="base.group_user")
    visit_feedback_delay_min = fields.Integer("Ask After (Minutes)", default=120, groups="base.group_user")
    visit_feedback_gap_days = fields.Integer("Not More Often Than (Days)", default=30, groups="base.group_user")
    visit_feedback_valid_days = fields.Integer("Links End After (Days)", default=14, groups="base.group_user")
    visit_feedback_low = fields.Integer("Low Up To", default=2, groups="base.group_user")
    visit_feedback_user_id = fields.Many2one("res.users", "Complaints Without A Team Leader Go To", groups="base.group_user")
    visit_feedback_alert = fields.Selection(
        ALERTS, "Summary For Team Leaders", default="off", required=True, groups="base.group_user")
    visit_feedback_alert_date = fields.Date("Last Summary", readonly=True, groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), visit_feedback_delay_min=(0, 14 * 1440),
                    visit_feedback_gap_days=(0, 365), visit_feedback_valid_days=(1, 90), visit_feedback_low=(1, 4))


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_feedback_email = fields.Boolean(related="company_id.visit_feedback_email", readonly=False)
    visit_feedback_sms = fields.Boolean(related="company_id.visit_feedback_sms", readonly=False)
    visit_feedback_delay_min = fields.Integer(related="company_id.visit_feedback_delay_min", readonly=False)
    visit_feedback_gap_days = fields.Integer(related="company_id.visit_feedback_gap_days", readonly=False)
    visit_feedback_valid_days = fields.Integer(related="company_id.visit_feedback_valid_days", readonly=False)
    visit_feedback_low = fields.Integer(related="company_id.visit_feedback_low", readonly=False)
    visit_feedback_user_id = fields.Many2one(related="company_id.visit_feedback_user_id", readonly=False)
    visit_feedback_alert = fields.Selection(related="company_id.visit_feedback_alert", readonly=False)
