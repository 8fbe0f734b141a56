"""Whom a plan would choose from, with score, urgency and prize: the numbers that the planner uses."""
from odoo import api, models

from . import plan_problem, plan_request

#: A preview of more is no reading matter; programs may ask for up to this many.
MOST_ROWS = 5000


class FieldVisitPlan(models.Model):
    _inherit = "field.visit.plan"

    @api.model
    def preview_candidates(self, vals, limit=200):
        """Who would be planned first, without computing a plan: candidates by prize, the highest first.

        ``prize = score × (0.5 + urgency) × priority of the territory``, see engine/scoring/prize.py.  Of repeated
        visits the first is told.

        :param dict vals: as for :meth:`submit_plan`
        :param int limit: at most so many
        :return: list of dicts with ``customer``, ``partner_id``, ``lead_id``, ``grade``, ``score``, ``wanted_days``,
            ``last_visit`` ("YYYY-MM-DD" or ""), ``state`` and ``state_label``, ``urgency``, ``signals`` (texts),
            ``territory_percent``, ``prize``, ``is_mandatory``
        :raises UserError: as :meth:`submit_plan`
        """
        self._check_may_plan()
        request = plan_request.parse(self.env, vals)
        builder = plan_problem.ProblemBuilder(request)
        return self._candidate_rows(builder, builder.build(), plan_request._integer(
            self.env, {"limit": limit}, "limit", 1, MOST_ROWS, 200))

    @api.model
    def _candidate_rows(self, builder, built, limit):
        prizes = {candidate.id: candidate.prize for candidate in built.problem.candidates}
        calls = [call for call in builder.made if call.key in prizes and call.ordinal == 0 and call.person == 1]
        calls.sort(key=lambda call: (-prizes[call.key], call.customer.display_name or ""))
        labels = dict(self.env["res.partner"].fields_get(["visit_due_state"], ["selection"])["visit_due_state"]["selection"])
        return [self._candidate_row(call, prizes[call.key], labels, builder.request) for call in calls[:limit]]

    @api.model
    def _candidate_row(self, call, prize, labels, request):
        customer = call.customer
        is_partner = customer._name == "res.partner"
        return {
            "customer": customer.display_name or "", "partner_id": customer.id if is_partner else 0,
            "lead_id": 0 if is_partner else customer.id, "grade": customer.visit_grade or "",
            "score": customer.visit_score, "wanted_days": customer.visit_wanted_days,
            "last_visit": str(customer.last_visit_date or ""), "state": customer.visit_due_state or "none",
            "state_label": labels.get(customer.visit_due_state) or "",
            "urgency": round(plan_problem.urgency_of(call), 2),
            "signals": [signal["text"] for signal in customer._visit_told_signals()],
            "territory_percent": customer.territory_id.priority(),
            "prize": prize, "is_mandatory": request.mandatory(customer) or bool(call.visit and call.visit.is_mandatory),
        }
