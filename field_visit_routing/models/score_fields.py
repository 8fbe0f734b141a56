"""The score of a customer or lead: the number that plans use, where it comes from, and what else is known.

``visit_score`` is the one number. It is typed by a person (``visit_score_fixed``) or taken from one of the
computed numbers, which stay beside it: by rules, learned from results, or Odoo's own probability.
"""
from odoo import api, fields, models

SCORE_FROM = [
    ("manual", "Set by hand"),
    ("rules", "Rules"),
    ("learned", "Learned from results"),
    ("odoo", "Odoo's probability"),
]
#: Set in the context by what computes scores, so that its writing is not taken for a person's.
COMPUTED = "visit_score_computed"
#: Fields that only the server writes.
COMPUTED_FIELDS = (
    "visit_score_from", "visit_score_rules", "visit_score_parts", "visit_score_date",
    "visit_learned_percent", "visit_learned_date", "visit_learned_amount", "visit_learned_next",
)


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    visit_score_fixed = fields.Boolean(
        "Score Set By Hand", help="A person has set the score: it stays until it is left to the computation again.",
        groups="base.group_user")
    visit_score_from = fields.Selection(SCORE_FROM, "Score From", readonly=True, copy=False,
                                        help="Where the score that plans use comes from.", groups="base.group_user")
    visit_score_rules = fields.Float("Score By Rules", digits=(5, 2), readonly=True, copy=False, groups="base.group_user")
    visit_score_parts = fields.Text(readonly=True, copy=False)  # JSON, see score_reasons.py
    visit_score_date = fields.Datetime("Scored On", readonly=True, copy=False, groups="base.group_user")
    visit_learned_percent = fields.Float(
        "Learned Probability", digits=(5, 2), readonly=True, copy=False,
        help="Percent, from the model that learns from results; only meant where there is a date.", groups="base.group_user")
    visit_learned_date = fields.Datetime("Predicted On", readonly=True, copy=False, groups="base.group_user")
    # of customers it follows from what they bought: for those who may see sales
    visit_learned_amount = fields.Float(
        "Expected Amount", readonly=True, copy=False, groups="sales_team.group_sale_salesman",
        help="The learned probability times what the lead, or a purchase of the customer, is worth; in the company's currency.")
    # JSON list of {"product_id", "name", "reason"}
    visit_learned_next = fields.Text(readonly=True, copy=False, groups="base.group_user")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._visit_score_vals(vals, new=True) for vals in vals_list])

    def write(self, vals):
        return super().write(self._visit_score_vals(vals))

    @api.model
    def _visit_score_vals(self, vals, new=False):
        """A score that a person gives stays; programs cannot write what only the server computes.

        A new record's form sends 0 for an empty field: that says nothing.
        """
        if self._visit_is_computing():
            return vals
        vals = {name: value for name, value in vals.items() if name not in COMPUTED_FIELDS}
        given = vals.get("visit_score") if new else "visit_score" in vals
        if given:
            vals.setdefault("visit_score_fixed", True)
        if vals.get("visit_score_fixed"):
            vals["visit_score_from"] = "manual"
        return vals

    @api.model
    def _visit_is_computing(self):
        """Whether the server itself is writing: a program may put anything into the context, and is no superuser."""
        return bool(self.env.context.get(COMPUTED)) and self.env.su
