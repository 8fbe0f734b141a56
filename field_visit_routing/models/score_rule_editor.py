"""What managers see and do while they edit score rules."""
from odoo import _, api, fields, models

from ..engine.scoring.scale import STEPS
from .score_kinds_plain import NUMBERS
from .score_rule import BOTH


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    kind_help = fields.Char("What It Looks At", compute="_compute_kind_shown")
    asks_domain = fields.Boolean(compute="_compute_kind_shown")
    asks_field = fields.Boolean(compute="_compute_kind_shown")
    asks_months = fields.Boolean(compute="_compute_kind_shown")
    asks_scale = fields.Boolean(compute="_compute_kind_shown")
    domain_model = fields.Char(compute="_compute_domain_model")
    field_choice = fields.Selection("_selection_number_field", "Number Field", compute="_compute_field_choice",
                                    inverse="_inverse_field_choice")
    points = fields.Float("Points At Most", compute="_compute_points", digits=(6, 1),
                          help="What the rule can give, or take away, of the 100 points, beside the other rules' weights.")

    # ---- kinds explained -------------------------------------------------------------------
    @api.model
    def _score_helps(self):
        """Return ``{kind: a sentence about what it looks at}``."""
        return {
            "domain": _("Who fits the filter gets all the points, everybody else none."),
            "field": _("The number in a field of the customer or lead, turned into points by the scale."),
        }

    @api.model
    def _score_asks(self):
        """Return ``{kind: the fields of a rule that it reads}``; a kind that is not there reads the months and a scale."""
        return {"domain": ("domain",), "field": ("field_name", "scale")}

    @api.depends("kind")
    def _compute_kind_shown(self):
        helps, asks = self._score_helps(), self._score_asks()
        for rule in self:
            asked = asks.get(rule.kind, ("months", "scale"))
            rule.kind_help = helps.get(rule.kind, "")
            rule.asks_domain, rule.asks_field = "domain" in asked, "field_name" in asked
            rule.asks_months, rule.asks_scale = "months" in asked, "scale" in asked

    @api.depends("applies_to")
    def _compute_domain_model(self):
        for rule in self:
            rule.domain_model = rule.applies_to if rule.applies_to in BOTH else BOTH[0]

    # ---- the number field ------------------------------------------------------------------
    @api.model
    def _selection_number_field(self):
        """The stored number fields of customers and leads, by name; where both have one of that name it counts for both."""
        labels = {}
        for model in BOTH:
            names = [name for name, field in self.env[model]._fields.items()
                     if field.type in NUMBERS and field.store and name != "id"]
            known = self.env[model].sudo().fields_get(names, ["string"])  # what fields are called is no secret
            labels.update((name, known[name]["string"]) for name in names if name not in labels)
        return sorted(labels.items(), key=lambda pair: (pair[1].lower(), pair[0]))

    @api.depends("field_name")
    def _compute_field_choice(self):
        known = {name for name, _label in self._selection_number_field()}
        for rule in self:
            rule.field_choice = rule.field_name if rule.field_name in known else False

    def _inverse_field_choice(self):
        for rule in self.filtered("field_choice"):
            rule.field_name = rule.field_choice

    @api.onchange("field_choice")
    def _onchange_field_choice(self):
        if self.field_choice:
            self.field_name = self.field_choice

    @api.depends("weight", "effect", "applies_to", "active", "company_id", "failure")
    def _compute_points(self):
        """Beside the rules that are saved: of the customers, or of the leads for a rule of leads."""
        others = self.env["field.visit.score.rule"].search([("effect", "=", "add"), ("failure", "=", False), ("weight", ">", 0)])
        for rule in self:
            model = rule.applies_to if rule.applies_to in BOTH else BOTH[0]
            beside = others.filtered(lambda other: other.applies_to in ("both", model) and other.id != rule._origin.id
                                     and (not other.company_id or not rule.company_id or other.company_id == rule.company_id))
            giving = sum(beside.mapped("weight")) + (max(0.0, rule.weight) if rule.effect == "add" else 0.0)
            rule.points = 0.0 if rule.failure or not rule.active or giving <= 0 else max(0.0, rule.weight) * 100.0 / giving

    @api.onchange("scale", "kind")
    def _onchange_scale(self):
        if self.scale == STEPS and not self.steps:
            self.steps = "1: 50, 10: 100"

    # ---- buttons ---------------------------------------------------------------------------
    def action_edit(self):
        """Open the whole rule from its line in the list."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "name": self.name, "res_model": self._name, "res_id": self.id,
                "view_mode": "form", "views": [(False, "form")], "target": "current"}

    def action_look(self):
        """Show who gets how much by this rule, among customers or leads."""
        self.ensure_one()
        return self.env["field.visit.score.rule.look"].action_start(self)
