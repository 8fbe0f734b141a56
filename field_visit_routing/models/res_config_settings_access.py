from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_access_mode = fields.Selection(related="company_id.visit_access_mode", readonly=False)
    visit_access_nobodys = fields.Boolean(related="company_id.visit_access_nobodys", readonly=False)
