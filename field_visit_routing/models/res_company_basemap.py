"""The company's base map, and the setting for it."""
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_basemap_id = fields.Many2one("field.visit.basemap", "Base Map", ondelete="set null", groups="base.group_user")
    visit_basemap_borders = fields.Boolean("Border Lines", default=True, groups="base.group_user")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_basemap_id = fields.Many2one(related="company_id.visit_basemap_id", readonly=False)
    visit_basemap_borders = fields.Boolean(related="company_id.visit_basemap_borders", readonly=False)
