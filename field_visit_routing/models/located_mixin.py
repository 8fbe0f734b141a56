"""What a customer and a lead have in common: a position with its history, and visit wishes.

Presence of a position is ``geo_state`` alone: 0.0 is a valid coordinate.
The position's life is in located_position.py, geocoding in located_geocoding.py.
"""
from odoo import _, api, fields, models
from odoo.addons.base.models.res_partner import _tz_get

#: States in which the coordinates mean something.
PLACED = ("located", "manual")
GEO_STATES = [
    ("none", "Not located"),
    ("located", "Located"),
    ("failed", "Not found"),
    ("manual", "Set by hand"),
]
PRECISIONS = [
    ("rooftop", "Building"),
    ("street", "Street"),
    ("postcode", "Postcode"),
    ("city", "City"),
    ("country", "Country"),
]
GRADES = [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")]
SEARCH_PLACED = [("geo_state", "in", list(PLACED))]


class LocatedMixin(models.AbstractModel):
    _name = "field.visit.located.mixin"
    _inherit = "field.visit.checked.mixin"
    _description = "Place that can be visited"

    partner_latitude = fields.Float("Latitude", digits=(10, 7))
    partner_longitude = fields.Float("Longitude", digits=(10, 7))
    geo_state = fields.Selection(
        GEO_STATES, "Position", default="none", required=True, index=True,
        help="Whether the coordinates can be used, and whether a person or a provider set them.",
        groups="base.group_user",
    )
    geo_stale = fields.Boolean(
        "Address Changed", index=True,
        help="The address was changed after the position was found. The old position is kept until it is found anew.",
        groups="base.group_user",
    )
    geo_queued = fields.Boolean("Waiting To Be Located", index=True, copy=False, groups="base.group_user")
    geo_source = fields.Char(
        "Position Source", help="Who found the position: a provider, an import or a person.", groups="base.group_user")
    geo_precision = fields.Selection(PRECISIONS, "Precision", groups="base.group_user")
    geo_located_at = fields.Datetime("Located On", groups="base.group_user")
    geo_failure = fields.Char("Failure Code", copy=False, groups="base.group_user")
    geo_failure_message = fields.Char("Why Not Located", compute="_compute_geo_failure_message", groups="base.group_user")
    territory_id = fields.Many2one(
        "field.visit.territory", "Territory", index=True, ondelete="set null", groups="base.group_user")
    visit_score = fields.Float("Visit Score", digits=(5, 2), help="Worth of a visit, from 0 to 100.", groups="base.group_user")
    visit_grade = fields.Selection(
        GRADES, "Visit Grade", compute="_compute_visit_grade", store=True, index=True,
        help="Follows from the score by the thresholds in the settings.",
        groups="base.group_user",
    )
    visit_interval_days = fields.Integer(
        "Visit Every (Days)", help="Wanted days between two visits; 0 when open.", groups="base.group_user")
    visit_duration_min = fields.Integer(
        "Visit Duration (Minutes)", help="Usual length of a visit; 0 takes the company's default.",
        groups="base.group_user",
    )
    visit_tz = fields.Selection(
        _tz_get, "Time Zone Of Visits", help="Time zone of the visiting hours; empty takes the company's.",
        groups="base.group_user",
    )
    last_visit_date = fields.Date("Last Visit", readonly=True, copy=False, groups="base.group_user")
    next_visit_date = fields.Date("Next Visit", readonly=True, copy=False, groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(
            super()._checked_numbers(),
            partner_latitude=(-90, 90),
            partner_longitude=(-180, 180),
            visit_score=(0, 100),
            visit_interval_days=(0, 3650),
            visit_duration_min=(0, 1440),
        )

    @api.depends("geo_failure", "geo_state", "geo_stale", "geo_queued")
    def _compute_geo_failure_message(self):
        for record in self:
            record.geo_failure_message = record._visit_failure_sentence() or False

    @api.depends("visit_score")
    def _compute_visit_grade(self):
        for record in self:
            record.visit_grade = record._visit_company().visit_grade_of(record.visit_score)

    def has_position(self):
        """Whether this place has usable coordinates (True also at 0° north, 0° east)."""
        self.ensure_one()
        return self.geo_state in PLACED

    def visit_timezone(self, default_tz="UTC"):
        """Return the name of the time zone in which this place's visiting hours are meant."""
        self.ensure_one()
        self._visit_refuse_closed(["visit_tz"])
        origin = self._visit_origin()
        return self.visit_tz or (origin and origin.visit_tz) or default_tz or "UTC"

    def visit_service_s(self):
        """Return the usual length of a visit in seconds."""
        self.ensure_one()
        self._visit_refuse_closed(["visit_duration_min"])
        return 60 * (self.visit_duration_min or self._visit_company().visit_default_duration_min)

    def visit_opening_hours(self):
        """Return ``{weekday: [(start_s, end_s), …]}``, Monday 0; empty when visits fit at any time.

        A place without hours of its own takes those of the customer or company it belongs to.
        """
        self.ensure_one()
        self._visit_refuse_closed(["visit_hours_ids"])
        origin = self._visit_origin()
        if not self.visit_hours_ids and origin:
            return origin.visit_opening_hours()
        result = {}
        for hours in self.visit_hours_ids.sorted("start_s"):
            result.setdefault(int(hours.weekday), []).append((hours.start_s, hours.end_s))
        return result

    def _visit_company(self):
        """The company whose settings apply; a shared place takes the database's first company's."""
        self.ensure_one()
        # settings are read for records of a company the user may not be switched to
        return (self.company_id or self.env["res.company"]._visit_first_company()).sudo()

    def _visit_origin(self):
        """The record this one takes its position and hours from, an empty recordset when none."""
        return self.env["res.partner"]

    @api.model
    def _visit_origin_fields(self):
        """Fields that tell which record the position is taken from."""
        return ()

    def _visit_followers(self):
        """Records that take their position from this one, as a list of recordsets."""
        return []

    @api.model
    def _visit_address_fields(self):
        """Fields that make up the address; a change of one makes the position stale."""
        return ("street", "street2", "zip", "city", "state_id", "country_id")

    def _visit_address_key(self):
        """The address as a comparable value."""
        self.ensure_one()
        return tuple(
            self[name].id if self._fields[name].type == "many2one" else (self[name] or "").strip()
            for name in self._visit_address_fields()
        )

    def _visit_failure_sentence(self):
        """Say why there is no fresh position and what to do about it; "" when all is well."""
        self.ensure_one()
        if self.geo_state == "manual" and self.geo_stale:
            return _("The address was changed after the position was set by hand. "
                     "Check it on the map, or forget the position and locate the address.")
        if self.geo_failure:
            return self._visit_failure_sentences().get(self.geo_failure, self.geo_failure)
        if self.geo_stale:
            return _("The address was changed after the position was found. The old position is used until the new "
                     "address is located: soon by itself, or now by Locate.")
        return self._visit_waiting_sentence() if self.geo_state == "none" else ""

    def _visit_waiting_sentence(self):
        if self.geo_queued:
            return _("The address has not been located yet. This happens soon by itself, or now by Locate.")
        if not any(self._visit_address_key()):
            return self._visit_failure_sentences()["no_address"]
        return _("The address has not been located yet. Press Locate, or set the position by hand.")

    @api.model
    def _visit_failure_sentences(self):
        """Return ``{failure code: sentence with the remedy}``."""
        return {
            "no_address": _("There is no address. Enter at least a city and a country, or set the position by hand."),
            "no_city": _("The address names no city. Enter the city, or set the position by hand: "
                         "a country alone is too vague to plan a route."),
            "city_unknown": _("The city is not in the offline gazetteer. Check its spelling and the country, "
                              "choose an online provider in the settings, or set the position by hand."),
            "country_unknown": _("The country is not known. Choose one from the list of countries."),
            "ambiguous": _("Several cities fit this name. Enter the country and the state, or set the position by hand."),
            "not_found": _("The provider does not know this address. Check the street, the postcode and the city, "
                           "or set the position by hand."),
            "provider_blocked": _("The provider refused the request. Check the contact e-mail, the address and the "
                                  "key of the provider in the settings."),
            "provider_unreachable": _("The provider did not answer. It is asked again later; "
                                      "check the network connection if this lasts."),
            "quota": _("The provider's quota is used up. It is asked again later; "
                       "choose another provider in the settings if this lasts."),
            "misconfigured": _("The provider is not set up. Complete its settings under Field Visits, "
                               "Configuration, Settings."),
        }
