from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

DAY_S = 24 * 3600
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class FieldVisitHours(models.Model):
    """One window of a weekday in which a place receives visits, in the place's local time."""

    _name = "field.visit.hours"
    _inherit = "field.visit.checked.mixin"
    _description = "Visiting Hours"
    _order = "weekday, start_s, id"

    partner_id = fields.Many2one("res.partner", "Customer", index=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead", index=True, ondelete="cascade")
    weekday = fields.Selection(WEEKDAYS, "Weekday", required=True, default="0")
    start_s = fields.Integer("Opens (Seconds After Midnight)", required=True, default=9 * 3600)
    end_s = fields.Integer("Closes (Seconds After Midnight)", required=True, default=17 * 3600)
    start_time = fields.Float("Opens", compute="_compute_times", inverse="_inverse_start_time")
    end_time = fields.Float("Closes", compute="_compute_times", inverse="_inverse_end_time")

    @api.model
    def _checked_numbers(self):
        return dict(
            super()._checked_numbers(), start_s=(0, DAY_S), end_s=(0, DAY_S), start_time=(0, 24), end_time=(0, 24),
        )

    @api.depends("start_s", "end_s")
    def _compute_times(self):
        for hours in self:
            hours.start_time = hours.start_s / 3600
            hours.end_time = hours.end_s / 3600

    def _inverse_start_time(self):
        for hours in self:
            hours.start_s = round(hours.start_time * 3600)

    def _inverse_end_time(self):
        for hours in self:
            hours.end_s = round(hours.end_time * 3600)

    @api.model
    def _visit_checked(self, vals):
        """Also turn hours of the clock into seconds at once: both ends are then checked together."""
        vals = super()._visit_checked(vals)
        for name in ("start", "end"):
            clock = vals.pop(name + "_time", None)
            if clock is not None and name + "_s" not in vals:
                vals[name + "_s"] = round(float(clock) * 3600)
        return vals

    @api.constrains("partner_id", "lead_id", "weekday")
    def _check_owner(self):
        for hours in self:
            if bool(hours.partner_id) == bool(hours.lead_id):
                raise ValidationError(_("Visiting hours belong to one customer or one lead. Give one of the two."))

    @api.constrains("start_s", "end_s")
    def _check_order(self):
        for hours in self:
            if hours.start_s >= hours.end_s:
                raise ValidationError(_(
                    "%(day)s: the window %(window)s ends before it starts. Make the closing time later than the "
                    "opening time; give hours past midnight to the next day."
                ) % {"day": hours._day_name(), "window": hours._window()})

    @api.constrains("partner_id", "lead_id", "weekday", "start_s", "end_s")
    def _check_overlap(self):
        for owner in (self.mapped("partner_id"), self.mapped("lead_id")):
            for record in owner:
                record.visit_hours_ids._refuse_overlap()

    def _refuse_overlap(self):
        """Refuse windows of one place that lie over each other; touching ones are fine."""
        ordered = self.sorted(lambda h: (h.weekday, h.start_s))
        for first, second in zip(ordered, ordered[1:]):
            if first.weekday == second.weekday and second.start_s < first.end_s:
                raise ValidationError(_(
                    "%(day)s: the windows %(first)s and %(second)s overlap. Join them or move one."
                ) % {"day": first._day_name(), "first": first._window(), "second": second._window()})

    def _day_name(self):
        selection = self.fields_get(["weekday"], ["selection"])["weekday"]["selection"]
        return dict(selection).get(self.weekday, self.weekday)

    def _window(self):
        return "%s–%s" % (clock_text(self.start_s), clock_text(self.end_s))


def clock_text(seconds):
    return "%02d:%02d" % (seconds // 3600, seconds % 3600 // 60)
