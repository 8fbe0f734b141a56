"""A change of one customer or lead: its score follows at once, as far as the record itself decides about it.

What happens in other documents (orders, invoices, visits) is found by the hourly run, see score_run.py.
"""
from odoo import _, api, models
from odoo.exceptions import UserError

from .. import compat

#: Fields that decide who is scored, by which rules and in which way, whatever the rules look at.
ALWAYS = {
    "res.partner": {"visit_score", "visit_score_fixed", "company_id", "parent_id", "type", "is_company", "active",
                    "is_competitor"},
    "crm.lead": {"visit_score", "visit_score_fixed", "company_id", "partner_id", "active", "stage_id", "probability"},
}
#: More records than this wait for the hourly run.
MOST_AT_ONCE = 1000


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    # ---- what users and programs call ------------------------------------------------------
    def visit_score_refresh(self):
        """Compute the score of these records anew, from what the rules and learned numbers say now.

        Archived records, lost and won leads keep their last score. A score that a person has set stays.

        :return: True
        :raises AccessError: for a record that the user may not read
        """
        compat.check_access(self, "read")
        self._visit_score_now()
        return True

    def visit_score_release(self):
        """Leave the score of these records to the computation again; what a person had set is forgotten.

        :return: True
        :raises AccessError: for a record that the user may not change
        """
        self.write({"visit_score_fixed": False})
        return True

    def action_visit_score_release(self):
        """Button: leave the score to the rules again."""
        if not any(record.visit_score_fixed for record in self):
            raise UserError(_("Nobody has set this score by hand: it is computed already."))
        return self.visit_score_release()

    # ---- create and write ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._visit_score_follows()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._visit_score_matters(vals):
            self._visit_score_follows()
        return result

    @api.model
    def _visit_score_matters(self, vals):
        if self._visit_is_computing():
            return False
        names = set(vals)
        return bool(names & ALWAYS[self._name]) or bool(
            names & self.env["field.visit.score.rule"]._score_watched(self._name))

    def _visit_score_follows(self):
        if self and len(self) <= MOST_AT_ONCE:
            self._visit_score_now()

    def _visit_score_now(self):
        # a score is the same for everybody, whoever sets its computation off
        scoring = self.env["field.visit.scoring"].sudo()
        scoring._visit_score(self._name, self.ids)
        if self._name == "res.partner":
            # a person has his company's score, and the persons of a company hers, also one that was just set by hand
            scoring._visit_follow(self.ids)
