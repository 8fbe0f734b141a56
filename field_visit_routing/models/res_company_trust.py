"""Settings of check-ins: how near is near, how good a position has to be, and what a visit that counts needs."""
from odoo import api, fields, models

#: The radius for each precision of a customer's position; a country is no place.
RADII = {"rooftop": "visit_check_radius_m", "street": "visit_check_street_m", "postcode": "visit_check_postcode_m",
         "city": "visit_check_city_m"}
NUMBERS = {
    "visit_check_radius_m": (10, 100_000), "visit_check_street_m": (10, 100_000), "visit_check_postcode_m": (10, 100_000),
    "visit_check_city_m": (10, 100_000), "visit_check_accuracy_m": (0, 10_000), "visit_check_age_min": (0, 1440),
    "visit_check_drift_min": (0, 1440), "visit_check_dwell_min": (0, 480), "visit_check_speed_kmh": (0, 2000),
    "visit_better_least": (2, 50), "visit_better_spread_m": (5, 1000), "visit_check_keep_days": (0, 3650),
}
COUNTS = [("done", "Every visit done"), ("not_invalid", "Unless the check-in is invalid"),
          ("verified", "Only with a verified check-in")]


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_check_radius_m = fields.Integer("Check-In Radius (m)", default=150, groups="base.group_user")
    visit_check_street_m = fields.Integer("Radius, Street Known (m)", default=400, groups="base.group_user")
    visit_check_postcode_m = fields.Integer("Radius, Postcode Known (m)", default=3000, groups="base.group_user")
    visit_check_city_m = fields.Integer("Radius, City Known (m)", default=10_000, groups="base.group_user")
    visit_check_accuracy_m = fields.Integer("Accuracy Needed (m)", default=200, groups="base.group_user")
    visit_check_age_min = fields.Integer("Age Of A Position (min)", default=5, groups="base.group_user")
    visit_check_drift_min = fields.Integer("Clock Off By (min)", default=10, groups="base.group_user")
    visit_check_dwell_min = fields.Integer("Shortest Stay (min)", default=3, groups="base.group_user")
    visit_check_speed_kmh = fields.Integer("Speed In Doubt (km/h)", default=300, groups="base.group_user")
    visit_check_counts = fields.Selection(COUNTS, "Visits That Count", default="done", required=True, groups="base.group_user")
    visit_better_least = fields.Integer("Check-Ins For A Better Position", default=3, groups="base.group_user")
    visit_better_spread_m = fields.Integer("Spread Of A Better Position (m)", default=75, groups="base.group_user")
    visit_check_keep_days = fields.Integer("Keep Positions Of Check-Ins (Days)", default=180, groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), **NUMBERS)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_check_radius_m = fields.Integer(related="company_id.visit_check_radius_m", readonly=False)
    visit_check_street_m = fields.Integer(related="company_id.visit_check_street_m", readonly=False)
    visit_check_postcode_m = fields.Integer(related="company_id.visit_check_postcode_m", readonly=False)
    visit_check_city_m = fields.Integer(related="company_id.visit_check_city_m", readonly=False)
    visit_check_accuracy_m = fields.Integer(related="company_id.visit_check_accuracy_m", readonly=False)
    visit_check_age_min = fields.Integer(related="company_id.visit_check_age_min", readonly=False)
    visit_check_drift_min = fields.Integer(related="company_id.visit_check_drift_min", readonly=False)
    visit_check_dwell_min = fields.Integer(related="company_id.visit_check_dwell_min", readonly=False)
    visit_check_speed_kmh = fields.Integer(related="company_id.visit_check_speed_kmh", readonly=False)
    visit_check_counts = fields.Selection(related="company_id.visit_check_counts", readonly=False)
    visit_better_least = fields.Integer(related="company_id.visit_better_least", readonly=False)
    visit_better_spread_m = fields.Integer(related="company_id.visit_better_spread_m", readonly=False)
    visit_check_keep_days = fields.Integer(related="company_id.visit_check_keep_days", readonly=False)
