"""Places to pass that are no customer: depot, fuel, hotel."""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .visit_hours import WEEKDAYS

KINDS = [("depot", "Depot"), ("fuel", "Fuel or charging"), ("hotel", "Hotel"), ("other", "Other")]


class FieldVisitWaypoint(models.Model):
    """A stop that a plan puts on a rep's day; a hotel is where a rep may stay overnight."""

    _name = "field.visit.waypoint"
    _inherit = "field.visit.checked.mixin"
    _description = "Way Point"
    _order = "kind, name, id"

    name = fields.Char("Name", compute="_compute_name", store=True, readonly=False)
    kind = fields.Selection(KINDS, "Kind", required=True, default="depot")
    partner_id = fields.Many2one(
        "res.partner", "Place", required=True, index=True, ondelete="restrict",
        help="A contact with a position: its address is where the way point lies.")
    rep_id = fields.Many2one("field.visit.rep", "Rep", index=True, ondelete="cascade", help="Empty: every rep.")
    date = fields.Date("Only On", help="Empty: on every such weekday.")
    weekday = fields.Selection(WEEKDAYS, "Weekday", help="Empty: every day.")
    duration_min = fields.Integer("Stay (Minutes)", default=15)
    hour_from = fields.Float("Arrive From")
    hour_to = fields.Float("Arrive Until", help="0: at any time.")
    is_mandatory = fields.Boolean("Mandatory", default=True, help="Otherwise only when it lies near the way.")
    company_id = fields.Many2one("res.company", "Company", required=True, index=True,
                                 default=lambda self: self.env.company)
    active = fields.Boolean("Active", default=True)

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), duration_min=(0, 1440), hour_from=(0, 24), hour_to=(0, 24))

    def write(self, vals):
        result = super().write(vals)
        self._visit_still_own(vals)
        return result

    @api.depends("partner_id")
    def _compute_name(self):
        for waypoint in self:
            waypoint.name = waypoint.name or waypoint.partner_id.display_name

    @api.constrains("hour_from", "hour_to")
    def _check_hours(self):
        for waypoint in self:
            if (waypoint.hour_from or waypoint.hour_to) and waypoint.hour_from >= waypoint.hour_to:
                raise ValidationError(_(
                    'Way point "%s": the hours end before they start. Give a later end, or 0 twice for any time.'
                ) % waypoint.name)

    @api.constrains("partner_id", "kind", "active")
    def _check_position(self):
        for waypoint in self.filtered("active"):
            if not waypoint.partner_id.has_position():
                raise ValidationError(_(
                    '"%s" has no position, so no way there can be computed. Open that contact and press Locate.'
                ) % waypoint.partner_id.display_name)

    @api.constrains("rep_id", "company_id")
    def _check_company(self):
        for waypoint in self:
            if waypoint.rep_id and waypoint.rep_id.company_id != waypoint.company_id:
                raise ValidationError(_(
                    'Way point "%(name)s" is of company %(own)s, its rep of %(theirs)s. Choose one company for both.'
                ) % {"name": waypoint.name, "own": waypoint.company_id.name, "theirs": waypoint.rep_id.company_id.name})

    def falls_on(self, day):
        """Whether it is to be passed on this date."""
        self.ensure_one()
        if self.date:
            return self.date == day
        return not self.weekday or int(self.weekday) == day.weekday()
