"""Settings of what reps report."""
from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_outcome_required = fields.Boolean(
        "Check-Out Needs An Outcome", help="A visit cannot be finished before an outcome is chosen.", groups="base.group_user")
    visit_report_hours = fields.Integer(
        "Reports May Be Changed (h)", default=48, help="Hours after check-out in which the rep may still change the report. "
        "Team leaders may always. 0: no limit.", groups="base.group_user")
    visit_photo_max_mb = fields.Integer("Largest Photo (MB)", default=8, groups="base.group_user")
    visit_photo_max_px = fields.Integer(
        "Longest Side Of Photos (px)", default=1600, help="Larger photos are made smaller.", groups="base.group_user")
    visit_photo_watermark = fields.Boolean(
        "Write On Photos", help="Time, place and customer are written on each photo that arrives.", groups="base.group_user")
    visit_photo_font = fields.Char(
        "Font Of Photos", help="A font file on the server, for names in letters that the fonts found there lack.",
        groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), visit_report_hours=(0, 8760), visit_photo_max_mb=(1, 25),
                    visit_photo_max_px=(320, 6000))


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_outcome_required = fields.Boolean(related="company_id.visit_outcome_required", readonly=False)
    visit_report_hours = fields.Integer(related="company_id.visit_report_hours", readonly=False)
    visit_photo_max_mb = fields.Integer(related="company_id.visit_photo_max_mb", readonly=False)
    visit_photo_max_px = fields.Integer(related="company_id.visit_photo_max_px", readonly=False)
    visit_photo_watermark = fields.Boolean(related="company_id.visit_photo_watermark", readonly=False)
    visit_photo_font = fields.Char(related="company_id.visit_photo_font", readonly=False)
