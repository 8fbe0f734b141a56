"""The rule of a dynamic segment: conditions that a customer or lead has to meet, all of them.

A condition is one entry of ``_segment_conditions``; what other parts of the addon know about customers becomes one by
``super``. The filter that a person typed is read with his rights: a segment finds nobody whom he may not see.
"""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .field_visit_segment import DYNAMIC, FIXED, MEMBERS, gives_links
from .located_mixin import GRADES
from .safe_domain import read_domain
from .score_rule import APPLIES

VISITED = [
    ("any", "Visited or not"),
    ("within", "Visited in the last … days"),
    ("not_within", "Not visited in the last … days"),
    ("never", "Never visited"),
]
GRADE_FIELDS = {"grade_%s" % key.lower(): key for key, _label in GRADES}
#: Filter of each model.
FILTERS = {"res.partner": "domain", "crm.lead": "lead_domain"}
#: Fields that say who is a member; a change of one has the members found anew.
RULE = ("kind", "company_id", "applies_to", "domain", "lead_domain", "score_from", "score_to", *GRADE_FIELDS, "territory_ids",
        "visited", "visited_days")


class FieldVisitSegment(models.Model):
    _inherit = "field.visit.segment"

    applies_to = fields.Selection(APPLIES, "Finds", default="res.partner", required=True)
    domain = fields.Char("Filter", default="[]", help="Customers have to fit this filter; all do when it is empty.")
    lead_domain = fields.Char("Filter Of Leads", default="[]", help="Leads have to fit this filter; all do when it is empty.")
    filter_model = fields.Char(default="res.partner", readonly=True)
    filter_lead_model = fields.Char(default="crm.lead", readonly=True)
    score_from = fields.Float("Score From", default=0.0, digits=(5, 2))
    score_to = fields.Float("Score To", default=100.0, digits=(5, 2))
    grade_a = fields.Boolean("Grade A")
    grade_b = fields.Boolean("Grade B")
    grade_c = fields.Boolean("Grade C")
    grade_d = fields.Boolean("Grade D")
    territory_ids = fields.Many2many("field.visit.territory", "field_visit_segment_territory_rel", "segment_id", "territory_id",
                                     "Territories", help="These and all that are part of them; everywhere when empty.")
    visited = fields.Selection(VISITED, "Visits", default="any", required=True)
    visited_days = fields.Integer("Days", default=90)
    rule_user_id = fields.Many2one("res.users", "Sees As", readonly=True, copy=False,
                                   help="Whoever changed the rule last: nobody is found whom he or she may not see.")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), score_from=(0, 100), score_to=(0, 100), visited_days=(1, 3650))

    # ---- checks --------------------------------------------------------------------------------
    @api.constrains("score_from", "score_to")
    def _check_score(self):
        for segment in self:
            if segment.score_from > segment.score_to:
                raise ValidationError(_("%(segment)s: no score is from %(low)g to %(high)g. Let “from” be the smaller one.",
                                        segment=segment.name, low=segment.score_from, high=segment.score_to))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._segment_refuse_members(vals, new=True)
        return super().create([dict(vals, rule_user_id=self.env.uid) for vals in vals_list])

    def write(self, vals):
        """Whoever changes the rule is the one with whose rights it is read."""
        if any(name in vals for name in self._segment_rule_fields()):
            vals = dict(vals, rule_user_id=self.env.uid)
        else:
            vals = {name: value for name, value in vals.items() if name != "rule_user_id"}
        self._segment_refuse_members(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        """The copy of a dynamic segment finds its own members."""
        found = super().copy_data(default)
        return [{name: value for name, value in vals.items() if vals.get("kind") != DYNAMIC or name not in MEMBERS.values()}
                for vals in found]

    def _segment_refuse_members(self, vals, new=False):
        """The members of a dynamic segment are found, not written."""
        given = any(name in vals and (not new or gives_links(vals[name])) for name in MEMBERS.values())
        dynamic = vals.get("kind", FIXED) == DYNAMIC if new or "kind" in vals else DYNAMIC in self.mapped("kind")
        if given and dynamic:
            raise UserError(self._segment_found_words(vals.get("name") or self[:1].name))

    @api.model
    def _segment_found_words(self, name):
        return _("“%s” finds its members by a rule. Change the rule, or freeze it into a fixed segment.", name)

    def _refusal(self, record):
        return self._segment_found_words(self.name) if self.kind == DYNAMIC else super()._refusal(record)

    @api.model
    def _segment_rule_fields(self):
        """Return the names of the fields that say who is a member."""
        return RULE

    # ---- the rule ------------------------------------------------------------------------------
    def _segment_reader(self, model):
        """Return ``model`` as the user with whose rights the rule is read."""
        user = self.rule_user_id.sudo()
        if not user:
            raise UserError(_("“%s”: the user whose rights the rule uses is gone. Open it and save its rule again.", self.name))
        company = self.company_id if self.company_id in user.company_ids else user.company_ids
        return self.env(user=user.id, su=False, context={
            "lang": user.lang, "tz": user.tz, "allowed_company_ids": company.ids})[model]

    def _segment_conditions(self, model):
        """Return ``[(key, domain)]`` of all that a record has to meet.

        :raises UserError: for a filter that cannot be read
        """
        self.ensure_one()
        reader = self._segment_reader(model)
        return [("customer", self._segment_everybody(model))] + [(key, domain) for key, domain in (
            ("filter", read_domain(reader.env, model, self[FILTERS[model]] or "[]", self.name)),
            ("score", self._segment_score_domain()),
            ("grade", self._segment_grade_domain()),
            ("territory", [("territory_id", "child_of", self.territory_ids.ids)] if self.territory_ids else []),
            ("visited", self._segment_visited_domain(fields.Date.context_today(reader))),
        ) if domain]

    def _segment_everybody(self, model):
        """Return the domain of all who could be members: customers, or open leads."""
        domain = self.env["field.visit.territory"]._visit_member_domain(model)
        return domain + [("company_id", "in", [False, self.company_id.id])] if self.company_id else domain

    def _segment_score_domain(self):
        low = [("visit_score", ">=", self.score_from)] if self.score_from > 0 else []
        return low + ([("visit_score", "<=", self.score_to)] if self.score_to < 100 else [])

    def _segment_grades(self):
        return [key for name, key in GRADE_FIELDS.items() if self[name]]

    def _segment_grade_domain(self):
        return [("visit_grade", "in", self._segment_grades())] if self._segment_grades() else []

    def _segment_visited_domain(self, today):
        since = fields.Date.to_string(today - timedelta(days=self.visited_days))
        return {
            "any": [], "never": [("last_visit_date", "=", False)],
            "within": [("last_visit_date", ">=", since)],
            "not_within": ["|", ("last_visit_date", "=", False), ("last_visit_date", "<", since)],
        }[self.visited]
