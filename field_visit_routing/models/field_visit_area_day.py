"""Areas by day: "north on Tuesday"."""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .visit_hours import WEEKDAYS


class FieldVisitAreaDay(models.Model):
    """On this weekday a rep visits this territory, and its customers are visited on this weekday.

    A strict line forbids everything else; another one only puts a price on it.
    """

    _name = "field.visit.area.day"
    _inherit = "field.visit.checked.mixin"
    _description = "Area of a Weekday"
    _order = "rep_id, weekday, id"

    rep_id = fields.Many2one("field.visit.rep", "Rep", index=True, ondelete="cascade", help="Empty: every rep.")
    weekday = fields.Selection(WEEKDAYS, "Weekday", required=True, default="0")
    territory_id = fields.Many2one("field.visit.territory", "Territory", required=True, index=True, ondelete="cascade")
    is_strict = fields.Boolean("Strict", help="Never elsewhere on that day, and never there on other days.")
    company_id = fields.Many2one("res.company", "Company", required=True, index=True,
                                 default=lambda self: self.env.company)

    def write(self, vals):
        result = super().write(vals)
        self._visit_still_own(vals)
        return result

    @api.constrains("rep_id", "territory_id", "company_id")
    def _check_company(self):
        for line in self:
            for owner in (line.rep_id, line.territory_id):
                if owner.company_id and owner.company_id != line.company_id:
                    raise ValidationError(_(
                        '"%(name)s" belongs to %(theirs)s, this line to %(own)s. Choose one company for both.') % {
                            "name": owner.display_name, "theirs": owner.company_id.name, "own": line.company_id.name})

    def covers(self, territory):
        """Whether ``territory`` is the one of this line or part of it."""
        self.ensure_one()
        return bool(territory) and (territory.parent_path or "").startswith(self.territory_id.parent_path or "-")
