from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_speed_kmh = fields.Float(related="company_id.visit_speed_kmh", readonly=False)
    visit_detour_factor = fields.Float(related="company_id.visit_detour_factor", readonly=False)
    visit_default_duration_min = fields.Integer(related="company_id.visit_default_duration_min", readonly=False)
    visit_traffic_id = fields.Many2one(related="company_id.visit_traffic_id", readonly=False)
    visit_lunch_leeway_min = fields.Integer(related="company_id.visit_lunch_leeway_min", readonly=False)
    visit_wish_price_min = fields.Integer(related="company_id.visit_wish_price_min", readonly=False)
    visit_freeze_min = fields.Integer(related="company_id.visit_freeze_min", readonly=False)
    visit_change_price_min = fields.Integer(related="company_id.visit_change_price_min", readonly=False)
    visit_grade_a = fields.Float(related="company_id.visit_grade_a", readonly=False)
    visit_grade_b = fields.Float(related="company_id.visit_grade_b", readonly=False)
    visit_grade_c = fields.Float(related="company_id.visit_grade_c", readonly=False)
    visit_auto_locate = fields.Boolean(related="company_id.visit_auto_locate", readonly=False)
    visit_geocoder = fields.Selection(related="company_id.visit_geocoder", readonly=False)
    visit_nominatim_url = fields.Char(related="company_id.visit_nominatim_url", readonly=False)
    visit_nominatim_email = fields.Char(related="company_id.visit_nominatim_email", readonly=False)
    visit_solver_python = fields.Char(
        "Solver's Python", config_parameter="field_visit_routing.solver_python",
        help="Path of another Python interpreter that has OR-Tools; empty takes Odoo's own.",
    )
    visit_basemap_layers = fields.Char(
        "Further Map Layers", config_parameter="field_visit_routing.basemap_layers",
        help="Addresses of further vector layers for the base map, separated by commas.",
    )
