"""What a customer or lead asks of its visits: gaps, persons, skills, weekdays."""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

WEEKDAY_FIELDS = ("visit_mon", "visit_tue", "visit_wed", "visit_thu", "visit_fri", "visit_sat", "visit_sun")
#: Wishes that a customer takes over from the lead it is made of, and a record from those merged into it.
WISHES = (
    "visit_score", "visit_score_fixed", "visit_interval_days", "visit_duration_min", "visit_tz",
    "visit_min_gap_days", "visit_max_gap_days",
    "visit_required_rep_id", "visit_required_team_id", "visit_skill_ids", "visit_crew_size", "visit_employees",
) + WEEKDAY_FIELDS


class VisitWishes(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    visit_min_gap_days = fields.Integer(
        "Least Days Between", help="Never sooner after another visit; 0: half of the wanted interval.", groups="base.group_user")
    visit_max_gap_days = fields.Integer("Most Days Between", help="0: no limit.", groups="base.group_user")
    visit_required_rep_id = fields.Many2one(
        "field.visit.rep", "Only by Rep", ondelete="set null", index=True, groups="base.group_user")
    visit_required_team_id = fields.Many2one("crm.team", "Only by Team", ondelete="set null", groups="base.group_user")
    visit_skill_ids = fields.Many2many("field.visit.skill", string="Needs Skills", groups="base.group_user")
    visit_crew_size = fields.Integer(
        "Persons", default=1, help="How many reps make the visit together.", groups="base.group_user")
    visit_mon = fields.Boolean("Mon", groups="base.group_user")
    visit_tue = fields.Boolean("Tue", groups="base.group_user")
    visit_wed = fields.Boolean("Wed", groups="base.group_user")
    visit_thu = fields.Boolean("Thu", groups="base.group_user")
    visit_fri = fields.Boolean("Fri", groups="base.group_user")
    visit_sat = fields.Boolean("Sat", groups="base.group_user")
    visit_sun = fields.Boolean("Sun", groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(
            super()._checked_numbers(), visit_min_gap_days=(0, 3650), visit_max_gap_days=(0, 3650),
            visit_crew_size=(1, 4),
        )

    @api.constrains("visit_min_gap_days", "visit_max_gap_days", "visit_interval_days")
    def _check_visit_gaps(self):
        for record in self:
            least, most = record.visit_min_gap_days, record.visit_max_gap_days
            if most and least > most:
                raise ValidationError(_(
                    "%(name)s: at least %(least)s days between visits are more than at most %(most)s. Lower the first "
                    "or raise the second.") % {"name": record.display_name, "least": least, "most": most})
            if most and record.visit_interval_days > most:
                raise ValidationError(_(
                    "%(name)s: a visit every %(interval)s days leaves more than at most %(most)s days between visits. "
                    "Lower the first or raise the second.") % {
                        "name": record.display_name, "interval": record.visit_interval_days, "most": most})

    def visit_weekdays(self):
        """Return the preferred weekdays, Monday 0; empty when every day is as good."""
        self.ensure_one()
        self._visit_refuse_closed(["visit_mon"])
        return {number for number, name in enumerate(WEEKDAY_FIELDS) if self[name]}

    def visit_gap_days(self):
        """Return ``(least, most)`` days between two visits; ``most`` is None without a limit."""
        self.ensure_one()
        self._visit_refuse_closed(["visit_min_gap_days"])
        least = self.visit_min_gap_days or max(1, self.visit_wanted_days // 2)
        return least, self.visit_max_gap_days or None

    @api.model
    def _visit_wish_values(self, record):
        """The wishes of ``record`` as ``create`` and ``write`` take them; a computed score is no wish."""
        return {name: _plain(record, name) for name in WISHES if name != "visit_score" or record.visit_score_fixed}


def _plain(record, name):
    kind = record._fields[name].type
    if kind == "many2many":
        return [(6, 0, record[name].ids)]
    return record[name].id if kind == "many2one" else record[name]
