"""What a plan changes: the proposal against the visits as they stand now."""
import json

from odoo import _, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import plan_changes, plan_result, plan_standing


class FieldVisitPlan(models.Model):
    _inherit = "field.visit.plan"

    changes_html = fields.Html(compute="_compute_changes", sanitize=False)
    changes_text = fields.Char("Changes", compute="_compute_changes")

    def _compute_changes(self):
        """Not stored: what stands now may change at any time until the plan is applied."""
        for plan in self:
            rows = plan._changes() if plan.can_apply or plan.state == "applied" else []
            plan.changes_text = plan_changes.summary(plan.env, rows) if rows else ""
            plan.changes_html = plan_changes.render(plan.env, rows)

    def get_changes(self):
        """What applying this plan changes, or changed: for approval, and for programs.

        :return: list of dicts ``{"kind", "customer", "visit_id", "partner_id", "lead_id",
            "from_rep_id", "from_rep", "from", "to_rep_id", "to_rep", "to", "by_min", "text"}``;
            "kind" is "moved" (another rep or day), "dropped", "added", "later" or "earlier".
            Times are UTC; what is missing is "" or 0, never None.
        :raises UserError: while the plan is not computed, or when it was put aside
        """
        self.ensure_one()
        compat.check_access(self, "read")
        if not self.can_apply and self.state != "applied":
            raise UserError(self._state_sentence(_("has no changes to show")))
        return self._changes()

    def _changes(self):
        if not self.origin:
            return []
        before = plan_standing.as_solution(self._rows_before(), self.origin)
        return plan_changes.rows(self, before, plan_result.solution_of(self))

    def _rows_before(self):
        """The visits as they stand; of an applied plan, as they stood when it was applied."""
        # A visit that comes from a rep out of the user's reach has to be known as one that
        # moves; the rows tell nothing of that rep.
        plan = self.sudo()
        if self.state == "applied":
            snapshot = json.loads(plan.before_json or "{}").get("visits", {})
            return plan_standing.rows_of_snapshot(plan.env, snapshot)
        visits = plan._replanned_visits().filtered(lambda visit: visit.state == "planned")
        return plan_standing.rows_of(visits)
