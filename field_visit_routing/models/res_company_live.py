"""Settings of the live map: from when on something needs a look."""
from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_live_late_min = fields.Integer(
        "Late to an Appointment (min)", default=10, help="The live map warns from so many minutes on.", groups="base.group_user")
    visit_live_check_in_min = fields.Integer(
        "No Check-in (min)", default=15, help="The live map warns so many minutes after the planned start.",
        groups="base.group_user")
    visit_live_off_route_m = fields.Integer(
        "Off the Route (m)", default=2000, help="The live map warns at so many metres beside the way to the customers.",
        groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), visit_live_late_min=(0, 600), visit_live_check_in_min=(0, 600),
                    visit_live_off_route_m=(100, 100_000))


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_live_late_min = fields.Integer(related="company_id.visit_live_late_min", readonly=False)
    visit_live_check_in_min = fields.Integer(related="company_id.visit_live_check_in_min", readonly=False)
    visit_live_off_route_m = fields.Integer(related="company_id.visit_live_off_route_m", readonly=False)
