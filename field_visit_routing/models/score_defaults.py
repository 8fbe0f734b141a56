"""Rules that a database begins with: sensible ones for what is installed, each made once, so that what a manager deletes
stays deleted. When an app is installed later, its rules are made by the next scheduled run."""
from odoo import _, api, models

#: Which of them have been made, in the system parameters.
MADE = "field_visit_routing.score_defaults"
CUSTOMERS = [
    ("sales", {"kind": "sales", "scale": "quantile", "weight": 40}),
    ("invoiced", {"kind": "invoiced", "scale": "quantile", "weight": 40}),
    ("opportunities", {"kind": "opportunities", "scale": "quantile", "weight": 20}),
    ("last_order", {"kind": "last_order", "low": 180, "high": 0, "weight": 15}),
    ("orders", {"kind": "orders", "scale": "quantile", "weight": 10}),
    ("meetings", {"kind": "meetings", "low": 0, "high": 6, "weight": 10}),
    ("activities", {"kind": "activities", "low": 0, "high": 6, "weight": 10}),
    ("neighbours", {"kind": "neighbours", "low": 0, "high": 20, "weight": 5}),
    ("overdue", {"kind": "overdue_days", "low": 0, "high": 60, "weight": 15, "effect": "subtract"}),
    ("falling", {"kind": "falling_orders", "low": 0, "high": 100, "weight": 10, "effect": "subtract"}),
]
LEADS = [
    ("lead_stage", {"kind": "stage", "low": 0, "high": 100, "weight": 40}),
    ("lead_revenue", {"kind": "expected_revenue", "scale": "quantile", "weight": 30}),
    ("lead_activities", {"kind": "activities", "low": 0, "high": 6, "weight": 15}),
    ("lead_reached", {"kind": "domain", "weight": 15,
                      "domain": "['|', ('phone', '!=', False), ('email_from', '!=', False)]"}),
]
#: Rules that only make sense where another one is not: what was invoiced says the same as what was ordered.
INSTEAD = {"invoiced": "sale.order"}


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    @api.model
    def _score_make_defaults(self):
        """Make those of the default rules that are not made yet and whose apps are installed; return them."""
        # which of them were made is no secret
        parameters = self.env["ir.config_parameter"].sudo()
        made = set((parameters.get_param(MADE) or "").split(","))
        kinds, rules = self._score_kinds(), self.browse()
        for model, defaults in (("res.partner", CUSTOMERS), ("crm.lead", LEADS)):
            for sequence, (key, values) in enumerate(defaults, 1):
                if key not in made and self._score_makes_sense(key, kinds.get(values["kind"])):
                    rules |= self._score_make_default(key, dict(values, applies_to=model, sequence=10 * sequence))
                    made.add(key)
        parameters.set_param(MADE, ",".join(sorted(made - {""})))
        return rules

    @api.model
    def _score_makes_sense(self, key, kind):
        return bool(kind) and all(model in self.env for model in kind.needs) and INSTEAD.get(key) not in self.env

    @api.model
    def _score_make_default(self, key, values):
        """Make a rule for all companies, named in all languages of the database."""
        rule = self.create(dict(values, company_id=False, name=self.with_context(lang="en_US")._score_default_names()[key]))
        for code, _name in self.env["res.lang"].get_installed():
            if code != "en_US":
                rule.with_context(lang=code).name = self.with_context(lang=code)._score_default_names()[key]
        return rule

    @api.model
    def _score_default_names(self):
        return {
            "sales": _("Sales of the last year"), "invoiced": _("Invoiced in the last year"),
            "opportunities": _("Open opportunities"), "last_order": _("Ordered not long ago"),
            "orders": _("Orders often"), "meetings": _("Meetings of the last year"),
            "activities": _("Activities of the last year"), "neighbours": _("Other customers near by"),
            "overdue": _("Invoices overdue"), "falling": _("Orders less than before"),
            "lead_stage": _("Progress in the funnel"), "lead_revenue": _("Expected revenue"),
            "lead_activities": _("Activities of the last year"), "lead_reached": _("Can be reached"),
        }
