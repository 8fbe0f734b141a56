"""Rules of frequency: how often members of a segment, leads of a stage, or customers of a grade are visited."""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .field_visit_segment import MEMBERS
from .located_mixin import GRADES
from .score_rule import APPLIES

#: In the order in which they are asked.
BASES = [("segment", "Segment"), ("stage", "Stage of the funnel"), ("grade", "Grade")]


class Frequencies:
    """The rules for one model, in the order in which they are asked."""

    def __init__(self, rules):
        rank = [basis for basis, _label in BASES]
        rules = sorted(rules, key=lambda rule: (rank.index(rule.basis), rule.sequence, rule.id))
        self.rows = [(rule.company_id.id, rule.basis, rule._target(), rule.interval_days) for rule in rules]
        self.segments = [target for _company, basis, target, _days in self.rows if basis == "segment"]
        self.is_empty = not self.rows

    def wanted(self, company_id, segments, stage_id, grade):
        """Return ``(days, basis)`` of the first rule that fits, else ``(0, False)``."""
        for company, basis, target, days in self.rows:
            if company and company_id and company != company_id:
                continue
            if target in segments if basis == "segment" else target == (stage_id if basis == "stage" else grade):
                return days, basis
        return 0, False

    def memberships(self, env, model, ids):
        """Return ``{id: set of segments}`` of the segments that rules name; facts, the same for everybody."""
        if not self.segments or not ids:
            return {}
        field = env["field.visit.segment"]._fields[MEMBERS[model]]
        env.cr.execute('SELECT "%s", "%s" FROM "%s" WHERE "%s" = ANY(%%s) AND "%s" = ANY(%%s)' % (
            field.column2, field.column1, field.relation, field.column1, field.column2), [self.segments, list(ids)])
        found = {}
        for number, segment in env.cr.fetchall():
            found.setdefault(number, set()).add(segment)
        return found


class FieldVisitFrequency(models.Model):
    _name = "field.visit.frequency"
    _description = "Rule of visit frequency"
    _inherit = "field.visit.checked.mixin"
    _order = "sequence, id"

    name = fields.Char("For", compute="_compute_name")
    sequence = fields.Integer(default=10)
    active = fields.Boolean("Active", default=True)
    company_id = fields.Many2one("res.company", "Company", index=True, default=lambda self: self.env.company,
                                 help="Empty: for all companies.")
    basis = fields.Selection(BASES, "By", default="grade", required=True)
    applies_to = fields.Selection(APPLIES, "Whom", default="both", required=True)
    segment_id = fields.Many2one("field.visit.segment", "Segment", ondelete="cascade")
    stage_id = fields.Many2one("crm.stage", "Stage", ondelete="cascade")
    grade = fields.Selection(GRADES, "Grade")
    interval_days = fields.Integer("Visit Every (Days)", required=True, default=30,
                                   help="0: no visits are wanted, whatever the rules below say.")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), interval_days=(0, 3650))

    @api.depends("basis", "segment_id", "stage_id", "grade")
    def _compute_name(self):
        for rule in self:
            targets = {"segment": rule.segment_id.display_name, "stage": rule.stage_id.display_name,
                       "grade": rule.grade and _("Grade %s") % rule.grade}
            rule.name = targets.get(rule.basis) or _("New rule")

    @api.constrains("basis", "segment_id", "stage_id", "grade")
    def _check_target(self):
        for rule in self:
            if not rule._target():
                basis = dict(self._fields["basis"]._description_selection(self.env))[rule.basis]
                raise ValidationError(_('A rule by "%s" does not say which one. Choose it in the next column.') % basis)

    def _target(self):
        self.ensure_one()
        return {"segment": self.segment_id.id, "stage": self.stage_id.id, "grade": self.grade}[self.basis]

    @api.model
    def _visit_table(self, model):
        """Return the :class:`Frequencies` for customers or leads."""
        rules = self.sudo().search([("applies_to", "in", ("both", model))])  # the same for everybody, whoever asks
        if model != "crm.lead":
            rules = rules.filtered(lambda rule: rule.basis != "stage")
        return Frequencies(rules)

    # ---- what changes with a rule ----------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self._visit_changed()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self._visit_changed()
        return result

    def unlink(self):
        result = super().unlink()
        self._visit_changed()
        return result

    @api.model
    def _visit_changed(self):
        for model in MEMBERS:
            self.env["field.visit.urgency"]._visit_refresh(model)
