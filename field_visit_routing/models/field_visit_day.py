"""A single day of a rep that differs: another start, end or working time."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import compat

START_KINDS = [("home", "Home"), ("office", "Office"), ("first_stop", "First Stop"), ("place", "Another place")]
END_KINDS = [("home", "Home"), ("office", "Office"), ("last_stop", "Last Stop"), ("place", "Another place")]


class FieldVisitDay(models.Model):
    """It goes before what a plan and the rep's record say; what is empty stays as it is there."""

    _name = "field.visit.day"
    _inherit = "field.visit.checked.mixin"
    _description = "Special Day of a Rep"
    _order = "date desc, rep_id, id"
    _rec_name = "date"

    rep_id = fields.Many2one("field.visit.rep", "Rep", required=True, index=True, ondelete="cascade",
                             default=lambda self: self._default_rep())
    date = fields.Date("Day", required=True, index=True)
    company_id = fields.Many2one(related="rep_id.company_id", store=True, index=True)
    start_kind = fields.Selection(START_KINDS, "Starts At", help="Empty: as usual.")
    start_partner_id = fields.Many2one("res.partner", "Start Place", ondelete="restrict")
    end_kind = fields.Selection(END_KINDS, "Ends At", help="Empty: as usual.")
    end_partner_id = fields.Many2one("res.partner", "End Place", ondelete="restrict")
    hour_from = fields.Float("Works From")
    hour_to = fields.Float("Works Until", help="0: as usual.")
    note = fields.Char("Note")

    @api.model
    def _default_rep(self):
        return self.env["field.visit.rep"].search(
            [("user_id", "=", self.env.uid), ("company_id", "=", self.env.company.id)], limit=1)

    def init(self):
        compat.unique_index(self, ["rep_id", "date"])

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), hour_from=(0, 24), hour_to=(0, 24))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_twin(vals)
        return super().create(vals_list)

    def _refuse_twin(self, vals):
        """The database refuses a second one; this says so in a sentence."""
        day = fields.Date.to_string(self._visit_day("date", vals.get("date")))
        # days of reps whom the user may not see count as well
        twins = self.sudo().search([("rep_id", "=", vals.get("rep_id")), ("date", "=", day)]) - self
        if twins:
            raise UserError(_("%s is a special day of this rep already. Change that one.") % day)

    def write(self, vals):
        if {"rep_id", "date"}.intersection(vals):
            for day in self:
                day._refuse_twin(dict({"rep_id": day.rep_id.id, "date": day.date}, **vals))
        result = super().write(vals)
        self._visit_still_own(vals)
        return result

    @api.constrains("hour_from", "hour_to")
    def _check_hours(self):
        for day in self:
            if (day.hour_from or day.hour_to) and day.hour_from >= day.hour_to:
                raise ValidationError(_(
                    "%s: the working time ends before it starts. Give a later end, or 0 twice for the usual time."
                ) % day.date)

    @api.constrains("start_kind", "start_partner_id", "end_kind", "end_partner_id")
    def _check_places(self):
        for day in self:
            for name in ("start", "end"):
                if day[name + "_kind"] == "place":
                    day._refuse_nowhere(day[name + "_partner_id"])

    def _refuse_nowhere(self, place):
        if not place:
            raise ValidationError(_("%s: another place is chosen, but none is given. Choose a contact.") % self.date)
        if not place.has_position():
            raise ValidationError(_(
                '"%s" has no position, so no way there can be computed. Open that contact and press Locate.'
            ) % place.display_name)

    def position(self, name):
        """Return ``(known, (lat, lon) or None)`` of the "start" or the "end" of this day.

        ``known`` is False when this day says nothing about it.
        """
        kind = self[:1][name + "_kind"]
        if not kind:
            return False, None
        if kind != "place":
            return True, self.rep_id._position_of(kind)
        place = self[name + "_partner_id"]
        return True, (place.partner_latitude, place.partner_longitude)
