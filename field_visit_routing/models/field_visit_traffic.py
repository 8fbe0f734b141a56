"""How much longer driving takes by hour and weekday."""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .visit_hours import WEEKDAYS

DAYS = [("all", "Every day"), ("work", "Monday to Friday")] + WEEKDAYS
#: The narrower choice wins where two lines speak of the same hour.
BREADTH = {"all": 0, "work": 1}


class FieldVisitTraffic(models.Model):
    _name = "field.visit.traffic"
    _description = "Traffic Profile"
    _order = "name, id"

    name = fields.Char("Name", required=True)
    company_id = fields.Many2one("res.company", "Company", index=True, help="Empty: for all companies.")
    line_ids = fields.One2many("field.visit.traffic.line", "profile_id", "Hours", copy=True)
    active = fields.Boolean("Active", default=True)

    def hours_of(self, weekday):
        """Return ``[(seconds after midnight, percent)]``, the steps of a day by rising time.

        :param int weekday: 0 for Monday
        """
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line._covers(weekday)).sorted(
            lambda line: BREADTH.get(line.weekday, 2))
        marks = {0, *(line._seconds("hour_from") for line in lines), *(line._seconds("hour_to") for line in lines)}
        steps = []
        for mark in sorted(mark for mark in marks if mark < 24 * 3600):
            covering = [line.percent for line in lines if line._seconds("hour_from") <= mark < line._seconds("hour_to")]
            percent = covering[-1] if covering else 100
            if not steps or steps[-1][1] != percent:
                steps.append((mark, percent))
        return steps


class FieldVisitTrafficLine(models.Model):
    _name = "field.visit.traffic.line"
    _inherit = "field.visit.checked.mixin"
    _description = "Hours of a Traffic Profile"
    _order = "profile_id, weekday, hour_from, id"

    profile_id = fields.Many2one("field.visit.traffic", "Profile", required=True, index=True, ondelete="cascade")
    weekday = fields.Selection(DAYS, "Days", required=True, default="work")
    hour_from = fields.Float("From", required=True)
    hour_to = fields.Float("To", required=True, default=24.0)
    percent = fields.Integer(
        "Driving Time (%)", required=True, default=100,
        help="100 is the usual time, 150 half as long again. A single weekday goes before a group of days.")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), hour_from=(0, 24), hour_to=(0, 24), percent=(10, 1000))

    @api.constrains("hour_from", "hour_to")
    def _check_order(self):
        for line in self:
            if line.hour_from >= line.hour_to:
                raise ValidationError(_(
                    "Traffic from %(start)s to %(end)s: the hours end before they start. Give a later end; hours past "
                    "midnight need a second line.") % {"start": _clock(line.hour_from), "end": _clock(line.hour_to)})

    @api.constrains("profile_id", "weekday", "hour_from", "hour_to", "percent")
    def _check_overlap(self):
        for profile in self.profile_id:
            lines = profile.line_ids.sorted(lambda line: (line.weekday, line.hour_from))
            for first, second in zip(lines, lines[1:]):
                if first.weekday == second.weekday and second.hour_from < first.hour_to:
                    raise ValidationError(_(
                        'Traffic profile "%(name)s": two lines of the same days overlap from %(hour)s. Shorten one.'
                    ) % {"name": profile.name, "hour": _clock(second.hour_from)})

    def _covers(self, weekday):
        return self.weekday in ("all", str(weekday)) or (self.weekday == "work" and weekday < 5)

    def _seconds(self, name):
        return round(self[name] * 3600)


def _clock(hours):
    minutes = round(hours * 60)
    return "%02d:%02d" % (minutes // 60, minutes % 60)
