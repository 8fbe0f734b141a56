"""Settings of assignment by territory."""
from odoo import fields, models

ENTERING = [("at_once", "Give it to them at once"), ("propose", "Propose it to the team leader"), ("off", "Do nothing")]


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_assign_entering = fields.Selection(
        ENTERING, "On Entering A Territory", default="at_once", required=True,
        help="What happens when a customer or lead comes into a territory whose team or rep has not got it yet.",
        groups="base.group_user")
    visit_assign_auto = fields.Boolean(
        "Follow Changes Of The Map", help="Customers and leads change hands by themselves when areas are redrawn or get "
        "another owner. Without this the change is proposed. A territory may decide otherwise.", groups="base.group_user")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_assign_entering = fields.Selection(related="company_id.visit_assign_entering", readonly=False)
    visit_assign_auto = fields.Boolean(related="company_id.visit_assign_auto", readonly=False)
