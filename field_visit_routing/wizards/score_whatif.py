"""The page where weights are tried: a line per rule, and beside them who would move."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..models import score_whatif_chart
from ..models.score_measured import measure, pack, unpack
from ..models.score_rule import BOTH

MODELS = [("res.partner", "Customers"), ("crm.lead", "Leads")]


class FieldVisitScoreWhatif(models.TransientModel):
    _name = "field.visit.score.whatif"
    _description = "Try weights of score rules"
    _rec_name = "title"

    title = fields.Char(compute="_compute_title")
    model = fields.Selection(MODELS, "Scores Of", default=BOTH[0], required=True, readonly=True)
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True)
    line_ids = fields.One2many("field.visit.score.whatif.line", "whatif_id", "Weights")
    # what the rules measure, packed: it would mean nothing to a reader, and a forged one must not be read
    measured = fields.Binary(attachment=False, groups="base.group_system")
    result_html = fields.Html(compute="_compute_result_html", sanitize=False)
    is_changed = fields.Boolean(compute="_compute_is_changed")
    hint = fields.Char(compute="_compute_hint")

    # ---- opening ---------------------------------------------------------------------------
    @api.model
    def action_start(self, model="res.partner"):
        """Measure what the rules look at, and open the page where their weights can be tried."""
        company = self.env.company
        rules = self.env["field.visit.score.rule"]._whatif_rules(model, company)
        if not rules:
            raise UserError(_("There is no rule to try. Make one in Field Visits, Scores, Rules."))
        measured = measure(self.env, model, company, rules)
        page = self.create({"model": model, "company_id": company.id, "line_ids": [
            (0, 0, {"rule_id": rule.id, "weight": rule.weight, "failure": measured.failures.get(rule.id)})
            for rule in rules]})
        page.sudo().measured = pack(measured)  # nobody but the server writes it
        return page._open()

    def _open(self):
        return {"type": "ir.actions.act_window", "name": _("What if"), "res_model": self._name, "res_id": self.id,
                "view_mode": "form", "views": [(False, "form")], "target": "current",
                # up to 15.0 the client has buttons of its own to save and discard, which would save the page, not the weights
                "flags": {"withControlPanel": False},
                "context": dict(self.env.context, form_view_initial_mode="edit")}

    def action_leads(self):
        """Try the weights on leads."""
        return self.action_start("crm.lead")

    def action_customers(self):
        """Try the weights on customers."""
        return self.action_start("res.partner")

    def action_as_saved(self):
        """Put every weight back to what is saved."""
        self.ensure_one()
        for line in self.line_ids:
            line.write({"weight": line.rule_id.weight, "counts": True})
        return self._open()

    def action_save(self):
        """Save the weights and compute the scores anew; where that takes its time, show how it goes."""
        self.ensure_one()
        saved = self.env["field.visit.score.rule"].save_weights({"weights": self._weights()})
        if saved.get("state", "done") == "done":
            return self.action_start(self.model)
        return {"type": "ir.actions.act_window", "name": _("Computation of scores"), "res_model": "field.visit.score.run",
                "res_id": saved["run_id"], "view_mode": "form", "views": [(False, "form")], "target": "current"}

    def action_discard(self):
        """Leave everything as it was, and go to the rules."""
        return self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_score_rules")

    # ---- what the page shows ---------------------------------------------------------------
    def _weights(self):
        return {str(line.rule_id.id): line._tried() for line in self.line_ids}

    @api.depends("model")
    def _compute_title(self):
        words = dict(self._fields["model"]._description_selection(self.env))
        for page in self:
            page.title = _("What if: %s") % words.get(page.model, "")

    @api.depends("line_ids.weight", "line_ids.counts")
    def _compute_is_changed(self):
        for page in self:
            page.is_changed = any(line._tried() != line.weight_now for line in page.line_ids)

    @api.depends("model", "company_id")
    def _compute_hint(self):
        for page in self:
            use = page.company_id["visit_score_use" if page.model == BOTH[0] else "visit_score_use_lead"]
            page.hint = "" if use in ("rules", False) else _(
                "Plans do not use the score by rules at present: see Scores in the settings.")

    @api.depends("line_ids.weight", "line_ids.counts")
    def _compute_result_html(self):
        for page in self:
            page.result_html = page._result_html()

    def _result_html(self):
        """The picture of who moves, or the sentence why there is none."""
        kept = self._origin.sudo().with_context(bin_size=False).measured  # the server's own, see above
        if not kept:
            return ""
        failures = {line.rule_id.id: line.failure for line in self.line_ids if line.failure}
        rules = self.line_ids.mapped("rule_id")
        try:
            result = rules._whatif_result(unpack(kept)._replace(failures=failures), rules._whatif_weights(self._weights()),
                                          self.model, self.company_id, score_whatif_chart.NAMED)
        except UserError as error:
            return score_whatif_chart.refusal(self.env, error.args[0])
        return score_whatif_chart.render(self.env, self.model, self.company_id, result)


class FieldVisitScoreWhatifLine(models.TransientModel):
    _name = "field.visit.score.whatif.line"
    _description = "Weight to try"
    _inherit = "field.visit.checked.mixin"
    _order = "id"

    whatif_id = fields.Many2one("field.visit.score.whatif", required=True, ondelete="cascade", index=True)
    rule_id = fields.Many2one("field.visit.score.rule", "Rule", required=True, readonly=True, ondelete="cascade")
    part = fields.Selection(related="rule_id.part")
    effect = fields.Selection(related="rule_id.effect")
    weight_now = fields.Float("Saved", related="rule_id.weight")
    weight = fields.Float("Weight")
    # beside being of use it keeps Tab in the row: Odoo 14's list stumbles when a row is left before its answer is there
    counts = fields.Boolean("Counts", default=True, help="Untick it to see the scores without this rule.")
    points = fields.Float("Points", compute="_compute_points", digits=(6, 1),
                          help="What the rule can give at most of the 100 points; below 0 when it takes away.")
    failure = fields.Char("Why It Fails", readonly=True)

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), weight=(0, 1000))

    def _tried(self):
        """The weight that is tried: none while the rule does not count."""
        return self.weight if self.counts else 0.0

    @api.depends("weight", "counts", "whatif_id.line_ids.weight", "whatif_id.line_ids.counts")
    def _compute_points(self):
        for line in self:
            giving = sum(max(0.0, other._tried()) for other in line.whatif_id.line_ids
                         if other.effect == "add" and not other.failure)
            most = 0.0 if line.failure or giving <= 0 else max(0.0, line._tried()) * 100.0 / giving
            line.points = -most if line.effect == "subtract" else most
