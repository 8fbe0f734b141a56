"""Who gets how much by one rule: a look at it before its weight is decided."""
import numpy as np
from odoo import _, api, fields, models

from ..models import score_look_chart
from ..models.score_measured import sheet_of
from ..models.score_rule import BOTH
from .score_whatif import MODELS


class FieldVisitScoreRuleLook(models.TransientModel):
    _name = "field.visit.score.rule.look"
    _description = "Who gets how much by a rule"
    _rec_name = "rule_id"

    rule_id = fields.Many2one("field.visit.score.rule", "Rule", required=True, readonly=True, ondelete="cascade")
    model = fields.Selection(MODELS, "Scores Of", required=True, readonly=True)
    has_both = fields.Boolean(compute="_compute_has_both")
    result_html = fields.Html(compute="_compute_result_html", sanitize=False)

    @api.model
    def action_start(self, rule, model=None):
        """Open the look at ``rule``: at customers, or at leads when it is for them alone."""
        model = model or (rule.applies_to if rule.applies_to in BOTH else BOTH[0])
        look = self.create({"rule_id": rule.id, "model": model})
        return {"type": "ir.actions.act_window", "name": _("Who Gets How Much"), "res_model": self._name,
                "res_id": look.id, "view_mode": "form", "views": [(False, "form")], "target": "new"}

    def action_other(self):
        """Look at the leads instead of the customers, or the other way round."""
        self.ensure_one()
        other = BOTH[1] if self.model == BOTH[0] else BOTH[0]
        return self.action_start(self.rule_id, other)

    @api.depends("rule_id")
    def _compute_has_both(self):
        for look in self:
            look.has_both = look.rule_id.applies_to == "both"

    @api.depends("rule_id", "model")
    def _compute_result_html(self):
        for look in self:
            look.result_html = look._result_html()

    def _result_html(self):
        rule, company = self.rule_id, self.rule_id.company_id or self.env.company
        sheet, _fixed = sheet_of(self.env, self.model, company, rule)
        if sheet.failures:
            return score_look_chart.refusal(self.env, next(iter(sheet.failures.values())))
        values, shares = sheet.values[:, 0], sheet.shares()[:, 0]
        best = np.argsort(-shares, kind="stable")[:score_look_chart.NAMED]
        named = [row for row in best if shares[row] > 0]
        records = self.env[self.model].browse([int(sheet.ids[row]) for row in named])
        return score_look_chart.render(self.env, rule, values, shares, list(zip(records, named)))
