from odoo import _, api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..engine import geocoding

#: Offline first: it needs no network and tells nobody an address.
GEOCODERS = [
    ("gazetteer", "Offline gazetteer (city precision)"),
    ("nominatim", "OpenStreetMap Nominatim"),
]
THRESHOLDS = ("visit_grade_a", "visit_grade_b", "visit_grade_c")


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "field.visit.checked.mixin"]

    visit_speed_kmh = fields.Float("Travel Speed (km/h)", default=40.0, groups="base.group_user")
    visit_detour_factor = fields.Float("Detour Factor", default=1.3, groups="base.group_user")
    visit_default_duration_min = fields.Integer("Default Visit Duration (Minutes)", default=30, groups="base.group_user")
    visit_traffic_id = fields.Many2one(
        "field.visit.traffic", "Traffic", help="Empty: driving takes as long at any time.", groups="base.group_user")
    visit_lunch_leeway_min = fields.Integer("Breaks May Move (Minutes)", default=30, groups="base.group_user")
    visit_wish_price_min = fields.Integer("Price of a Missed Wish (Minutes)", default=30, groups="base.group_user")
    visit_freeze_min = fields.Integer("Kept Before It Starts (Minutes)", default=30, groups="base.group_user")
    visit_change_price_min = fields.Integer("Price of a Change (Minutes)", default=30, groups="base.group_user")
    visit_grade_a = fields.Float("Grade A From Score", default=80.0, groups="base.group_user")
    visit_grade_b = fields.Float("Grade B From Score", default=60.0, groups="base.group_user")
    visit_grade_c = fields.Float("Grade C From Score", default=40.0, groups="base.group_user")
    visit_auto_locate = fields.Boolean("Locate New Addresses", default=True, groups="base.group_user")
    visit_geocoder = fields.Selection(
        GEOCODERS, "Geocoding Provider", default="gazetteer", required=True, groups="base.group_user")
    visit_nominatim_url = fields.Char(
        "Nominatim Address", default="https://nominatim.openstreetmap.org", groups="base.group_user")
    visit_nominatim_email = fields.Char("Nominatim Contact E-mail", groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(
            super()._checked_numbers(),
            visit_speed_kmh=(1, 200), visit_detour_factor=(1, 5), visit_default_duration_min=(1, 1440),
            visit_lunch_leeway_min=(0, 240), visit_wish_price_min=(0, 1440), visit_freeze_min=(0, 1440),
            visit_change_price_min=(0, 1440),
            visit_grade_a=(0, 100), visit_grade_b=(0, 100), visit_grade_c=(0, 100),
        )

    @api.constrains(*THRESHOLDS)
    def _check_thresholds(self):
        for company in self:
            if not company.visit_grade_a > company.visit_grade_b > company.visit_grade_c:
                raise ValidationError(_(
                    "The grades need falling thresholds: A from %(a)g, B from %(b)g, C from %(c)g. "
                    "Make A greater than B and B greater than C."
                ) % {"a": company.visit_grade_a, "b": company.visit_grade_b, "c": company.visit_grade_c})

    def write(self, vals):
        result = super().write(vals)
        if set(THRESHOLDS).intersection(vals):
            self._visit_regrade()
        return result

    @api.model
    def _visit_first_company(self):
        """The company whose settings apply to records of no company."""
        return self.browse(self._visit_first_company_id())

    @api.model
    @tools.ormcache()
    def _visit_first_company_id(self):
        main = self.env.ref("base.main_company", raise_if_not_found=False)
        return (main or self.sudo().search([], order="id", limit=1)).id  # companies the user is not in count too

    def visit_grade_of(self, score):
        """Return the grade "A" … "D" of a visit score from 0 to 100."""
        self.ensure_one()
        self._visit_refuse_closed(["visit_grade_a"])
        for grade in "abc":
            if score >= self["visit_grade_" + grade]:
                return grade.upper()
        return "D"

    def _visit_regrade(self):
        """Grade customers and leads anew; shared ones take their grade from the database's first company."""
        # thresholds apply to every record, also those the user at the settings page cannot read
        self.env["field.visit.scoring"].sudo()._visit_regrade(self)

    def _visit_asks_online(self):
        """Whether the provider of any of these companies takes its time over the network."""
        # the choice of a provider is no secret, the company may be none of the user's
        return any(geocoding.is_online(company.visit_geocoder) for company in self.sudo())

    def _visit_geocoder_options(self):
        """Settings of the company's provider, as plain data for the engine."""
        self.ensure_one()
        if self.visit_geocoder == "nominatim":
            return {"contact": self.visit_nominatim_email or self.email or "", "url": self.visit_nominatim_url or ""}
        return {"default_country": self.country_id.code or ""}

    def _visit_make_geocoder(self):
        """Return the company's geocoder, or say which setting is missing."""
        company = self.sudo()  # settings that everybody's geocoding needs
        try:
            return geocoding.make(company.visit_geocoder, **company._visit_geocoder_options())
        except geocoding.Misconfigured as error:
            raise UserError(_(
                'The geocoding provider "%(provider)s" cannot be used: %(detail)s. Complete its settings under Field '
                "Visits, Configuration, Settings, or choose another provider."
            ) % {"provider": company.visit_geocoder, "detail": error}) from None
