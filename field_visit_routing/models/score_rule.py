"""Rules from which scores are computed, edited without code.

A rule has a *kind*: what it looks at. A kind is one method pair of this model, found by its key::

    _score_values_<kind>(model, ids)  -> {id: value}, a float per record that has one (all ids at once)
    _score_text_<kind>(value)         -> the value in words; by the kind's unit when there is no such method
    _score_changed_<kind>(model, since) -> ids whose value may have changed since that UTC time; without it those whose
                                           documents, by ``_score_documents()``, were written since; else none

and one entry in ``_score_kinds()``. The value becomes a share by the rule's scale, and points by its weight.
"""
import json
from collections import namedtuple

from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.scoring import Scale
from ..engine.scoring.scale import LINEAR, QUANTILE, STEPS

#: What a kind of rule is: its name, the part of the score it belongs to, the models it knows, the models of other
#: apps that it needs, and the unit of its values ("amount", "days", "count", "percent", "score" or "").
Kind = namedtuple("Kind", "label part models needs unit")
BOTH = ("res.partner", "crm.lead")
APPLIES = [("both", "Customers and leads"), ("res.partner", "Customers"), ("crm.lead", "Leads")]
PARTS = [
    ("value", "Value"), ("loyalty", "Loyalty"), ("engagement", "Engagement"), ("potential", "Potential"),
    ("risk", "Risk"), ("place", "Place"), ("other", "Other"),
]
SCALES = [(LINEAR, "From … to …"), (QUANTILE, "Rank among all"), (STEPS, "Steps")]
EFFECTS = [("add", "Gives points"), ("subtract", "Takes points away")]


class FieldVisitScoreRule(models.Model):
    _name = "field.visit.score.rule"
    _description = "Score rule"
    _inherit = "field.visit.checked.mixin"
    _order = "sequence, id"

    name = fields.Char("Name", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean("Active", default=True)
    company_id = fields.Many2one("res.company", "Company", index=True, default=lambda self: self.env.company,
                                 help="Empty: for all companies.")
    applies_to = fields.Selection(APPLIES, "Scores", default="both", required=True)
    kind = fields.Selection("_selection_kind", "Looks At", required=True, default="domain")
    part = fields.Selection(PARTS, "Part", compute="_compute_part", store=True)
    weight = fields.Float("Weight", default=10.0, help="Compared with the other rules' weights; 0 switches it off.")
    effect = fields.Selection(EFFECTS, "Effect", default="add", required=True)
    scale = fields.Selection(SCALES, "Scale", default=LINEAR, required=True)
    low = fields.Float("From", default=0.0, help="At this value the rule gives nothing.")
    high = fields.Float("To", default=1.0, help="From this value on the rule gives all its points. "
                        "Less than From: small values give most.")
    steps = fields.Char("Steps", help="Pairs of value and percent of the points, e.g. 1: 50, 10: 100.")
    months = fields.Integer("Months", default=12, help="How far back it looks.")
    domain = fields.Char("Filter", default="[]", help="The records that get the points.")
    field_name = fields.Char("Field", help="Technical name of a number field of customers or leads.")
    breaks = fields.Text(readonly=True, copy=False)  # JSON {model: percentiles} of the last computation of everybody
    failure = fields.Char("Why It Fails", readonly=True, copy=False,
                          help="The rule gives no points until this is mended; the other rules count.")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), weight=(0, 1000), months=(1, 120), low=(-1e12, 1e12), high=(-1e12, 1e12))

    # ---- kinds -----------------------------------------------------------------------------
    @api.model
    def _score_kinds(self):
        """Return ``{key: Kind}`` of everything that a rule can look at."""
        return {
            "domain": Kind(_("A filter"), "other", BOTH, (), ""),
            "field": Kind(_("A number field"), "other", BOTH, (), ""),
        }

    @api.model
    def _selection_kind(self):
        return [(key, kind.label) for key, kind in self._score_kinds().items()]

    @api.depends("kind")
    def _compute_part(self):
        kinds = self._score_kinds()
        for rule in self:
            rule.part = kinds[rule.kind].part if rule.kind in kinds else "other"

    # ---- checks ----------------------------------------------------------------------------
    @api.constrains("scale", "steps")
    def _check_steps(self):
        for rule in self.filtered(lambda r: r.scale == STEPS):
            rule._score_steps()

    def _score_steps(self):
        """Return the steps as pairs of value and share (0 to 1), rising by value.

        :raises ValidationError: with an example of what is meant
        """
        try:
            pairs = [item.split(":") for item in (self.steps or "").split(",")]
            steps = tuple((float(value), float(percent) / 100) for value, percent in pairs)
        except ValueError:
            steps = ()
        rising = list(steps) == sorted(steps) and all(0 <= share <= 1 for _value, share in steps)
        if not steps or not rising:
            raise ValidationError(_(
                '%(rule)s: the steps "%(steps)s" are no rising pairs of value and percent. Write them like 1: 50, 10: 100.',
                rule=self.name, steps=self.steps or ""))
        return steps

    # ---- values ----------------------------------------------------------------------------
    def _score_values(self, model, ids):
        """Return ``{id: value}`` of those of the records that have a value; see the top of this file.

        :raises UserError: why the rule cannot be computed, with the remedy
        """
        self.ensure_one()
        kind = self._score_known_kinds().get(self.kind)
        if kind is None:
            raise UserError(_('"%(rule)s" looks at "%(kind)s", which is not known here. Choose something else or archive '
                              "the rule.", rule=self.name, kind=self.kind))
        missing = [name for name in kind.needs if name not in self.env]
        if missing:
            raise UserError(_('"%(rule)s" needs %(model)s: the app is not installed. Install it or archive the rule.',
                              rule=self.name, model=missing[0]))
        if model not in kind.models:
            return {}
        return getattr(self, "_score_values_" + self.kind)(model, ids)

    def _score_scale(self, model):
        """Return the engine's scale of this rule."""
        breaks = json.loads(self.breaks or "{}").get(model, ())
        steps = self._score_steps() if self.scale == STEPS else ()
        return Scale(self.scale, self.low, self.high, steps, tuple(breaks))
