from odoo import _, api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import AccessError, UserError, ValidationError

from .. import compat
from ..engine import geocoding
from ..engine.geo import CoordinateError, parse_pair
from .checked_mixin import blank

START_KINDS = [("home", "Home"), ("office", "Office"), ("first_stop", "First Stop")]
END_KINDS = [("home", "Home"), ("office", "Office"), ("last_stop", "Last Stop")]
HOME = ("home_latitude", "home_longitude")
#: What a rep may change on the own record.
OWN_FIELDS = {
    "start_kind", "end_kind", "home_address", "home_latitude", "home_longitude", "home_state", "tz", "color",
}


class FieldVisitRep(models.Model):
    """A person who visits customers, once per user and company.

    The home is as private as the record: record rules show it to the rep, to the leader of the
    rep's team and to managers only.
    """

    _name = "field.visit.rep"
    _inherit = "field.visit.checked.mixin"
    _description = "Field Rep"
    _order = "name, id"

    user_id = fields.Many2one("res.users", "User", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Company", required=True, default=lambda self: self.env.company)
    name = fields.Char("Name", related="user_id.name", store=True, readonly=True)
    team_id = fields.Many2one(
        "crm.team", "Sales Team", compute="_compute_team_id", store=True, readonly=False, index=True,
    )
    calendar_id = fields.Many2one("resource.calendar", "Working Hours", help="Empty takes the company's.")
    tz = fields.Selection(_tz_get, "Time Zone", help="Empty takes the time zone of the user.")
    start_kind = fields.Selection(START_KINDS, "Starts At", required=True, default="office")
    end_kind = fields.Selection(END_KINDS, "Ends At", required=True, default="office")
    home_address = fields.Char("Home Address")
    home_latitude = fields.Float("Home Latitude", digits=(10, 7))
    home_longitude = fields.Float("Home Longitude", digits=(10, 7))
    home_state = fields.Selection(
        [("none", "Not located"), ("located", "Located"), ("manual", "Set by hand")],
        "Home Position", required=True, default="none",
    )
    office_id = fields.Many2one(
        "res.partner", "Office", default=lambda self: self.env.company.partner_id,
        help="The address reps start from who do not start at home.",
    )
    speed_kmh = fields.Float("Speed (km/h)", help="Average on the road; 0 takes the company's setting.")
    detour_factor = fields.Float("Detour Factor", help="Road distance over straight line; 0 takes the company's.")
    color = fields.Integer("Colour")
    active = fields.Boolean("Active", default=True)

    @api.model
    def _checked_numbers(self):
        return dict(
            super()._checked_numbers(),
            home_latitude=(-90, 90), home_longitude=(-180, 180), speed_kmh=(0, 200), detour_factor=(0, 5),
        )

    @api.depends("user_id.sale_team_id")
    def _compute_team_id(self):
        for rep in self:
            rep.team_id = rep.user_id.sale_team_id or rep.team_id

    def init(self):
        compat.unique_index(self, ["user_id", "company_id"])

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_twin(vals.get("user_id"), vals.get("company_id", self.env.company.id))
        return super().create([self._visit_home_vals(self._visit_checked(vals)) for vals in vals_list])

    def write(self, vals):
        self._refuse_foreign_fields(vals)
        if {"user_id", "company_id"}.intersection(vals):
            for rep in self:
                rep._refuse_twin(vals.get("user_id", rep.user_id.id), vals.get("company_id", rep.company_id.id))
        return super().write(self._visit_home_vals(self._visit_checked(vals)))

    def _refuse_twin(self, user_id, company_id):
        """Explain before the database refuses: its index acts at the insert, ahead of any constraint."""
        # archived reps and those out of the user's reach count: the index knows them too
        twins = self.sudo().with_context(active_test=False).search(
            [("user_id", "=", user_id), ("company_id", "=", company_id), ("id", "not in", self.ids)])
        if twins:
            raise ValidationError(_(
                "%(user)s is a field rep of %(company)s already. Open that record (it may be archived) instead."
            ) % {"user": twins[0].name, "company": twins[0].company_id.name})

    def _visit_home_vals(self, vals):
        """Coordinates given without a state are a home set by hand, a new address needs a new position.

        Two zeros are what a form sends for empty fields: they say nothing.
        """
        given = [name for name in HOME if name in vals]
        if "home_state" in vals:
            return vals
        if any(vals[name] for name in given):
            if len(given) == 1 and not self._has_homes():
                self.env["res.partner"]._visit_refuse_half(given[0].replace("home_", "partner_"))
            return dict(vals, home_state="manual")
        if len(given) == 1 and self._has_homes() and not blank(vals[given[0]]):
            return dict(vals, home_state="manual")  # a home moves to the equator or the zero meridian
        vals = {name: value for name, value in vals.items() if name not in HOME}
        return dict(vals, home_state="none") if "home_address" in vals else vals

    def _has_homes(self):
        return bool(self) and all(rep.home_state != "none" for rep in self)

    def _refuse_foreign_fields(self, vals):
        """A rep settles the own start and end; the rest is the leaders' and managers' business."""
        if self.env.su or self.env.user.has_group("field_visit_routing.group_leader"):
            return
        foreign = sorted(set(vals) - OWN_FIELDS)
        if foreign:
            raise AccessError(_("Only leaders and managers change %s of a rep. Ask one of them.")
                              % ", ".join(self._visit_label(name) for name in foreign))

    # ---- public -------------------------------------------------------------------------------------
    def timezone(self):
        """Return the name of the time zone in which this rep's working day is meant."""
        self.ensure_one()
        # the user's and the calendar's zone are no secret, their records may be out of reach
        rep = self.sudo()
        return rep.tz or rep.user_id.tz or rep.working_calendar().tz or "UTC"

    def working_calendar(self):
        """Return the calendar of this rep's working hours."""
        self.ensure_one()
        return self.calendar_id or self.company_id.resource_calendar_id

    def speed(self):
        """Return ``(speed in km/h, detour factor)`` with the company's settings as defaults."""
        self.ensure_one()
        company = self.company_id.sudo()  # settings, readable by everybody who plans
        return self.speed_kmh or company.visit_speed_kmh, self.detour_factor or company.visit_detour_factor

    def start_position(self):
        """Return ``(lat, lon)`` where the day starts, None when it starts at the first stop."""
        return self._position_of(self.start_kind)

    def end_position(self):
        """Return ``(lat, lon)`` where the day ends, None when it ends at the last stop."""
        return self._position_of(self.end_kind)

    def _position_of(self, kind):
        self.ensure_one()
        if kind == "home":
            return self._home_position()
        if kind == "office":
            return self._office_position()
        return None

    def _home_position(self):
        if self.home_state == "none":
            raise UserError(_(
                "%s starts or ends at home, but the home has no position. Enter the home address and press Locate, "
                "or choose the office.") % self.name)
        return self.home_latitude, self.home_longitude

    def _office_position(self):
        office = self.office_id.sudo()  # an address of the own company, whatever contacts the user may read
        if not office:
            raise UserError(_("%s has no office. Choose one in the rep's record, or start at home.") % self.name)
        if not office.has_position():
            raise UserError(_(
                'The office "%(office)s" of %(rep)s has no position. Open that contact and press Locate.'
            ) % {"office": office.display_name, "rep": self.name})
        return office.partner_latitude, office.partner_longitude

    def action_locate_home(self):
        """Find the position of the home address by the company's provider; return True."""
        self.ensure_one()
        if self.home_state == "manual":
            raise UserError(_("The home of %s was set by hand and is kept. Set it by hand again to change it.") % self.name)
        country = self.company_id.country_id.code or ""
        geocoder = self.company_id._visit_make_geocoder()
        try:
            answer = geocoding.locate_text(geocoder, self.home_address or "", country_code=country)
        except geocoding.GeocodingError as error:
            sentences = self.env["res.partner"]._visit_failure_sentences()
            raise UserError(_('Home address "%(address)s": %(reason)s') % {
                "address": self.home_address or "", "reason": sentences[error.code]}) from None
        return self.write({"home_latitude": answer.lat, "home_longitude": answer.lon, "home_state": "located"})

    def set_home_text(self, text):
        """Set the home from "latitude, longitude" as copied from a map; return True."""
        self.ensure_one()
        try:
            lat, lon = parse_pair(text)
        except CoordinateError as error:
            raise ValidationError(self.env["res.partner"]._visit_coordinate_sentence(error)) from None
        return self.write({"home_latitude": lat, "home_longitude": lon, "home_state": "manual"})
