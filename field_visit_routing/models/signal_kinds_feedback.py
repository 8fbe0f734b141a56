"""A low rating makes the next visit due earlier, and a complaint about a visit counts in the score."""
from datetime import timedelta

from odoo import _, fields, models

from .. import compat
from .feedback import COUNTED
from .score_rule import BOTH, Kind
from .score_sql import Documents
from .signal_rule import SignalKind

COMPLAINTS = Documents(
    "field.visit.complaint", "JOIN field_visit_complaint d ON d.partner_id = m.id", "d.company_id", "d.create_date",
    # dismissed ones were none; those from answers that do not count are looked after, but not counted either
    where="""d.state <> 'dismissed' AND NOT EXISTS (
        SELECT 1 FROM field_visit_feedback f WHERE f.id = d.feedback_id AND f.not_counted IS NOT NULL)""",
    own="JOIN field_visit_complaint d ON d.lead_id = l.id")


class FieldVisitSignalRule(models.Model):
    _inherit = "field.visit.signal.rule"

    def _signal_kinds(self):
        return dict(super()._signal_kinds(), rating=SignalKind(_("Low rating"), ()))

    def _signal_rows_rating(self):
        """Customers whose low rating of so many days is not yet followed by another visit."""
        first = fields.Datetime.now() - timedelta(days=self.days)
        found = self.env["field.visit.feedback"].search(self._signal_company([
            *COUNTED, ("is_low", "=", True), ("answered_at", ">=", first)]), order="answered_at, id")
        places = self._signal_places(found.mapped("partner_id").ids)
        rows = {}
        for feedback in found.filtered(lambda row: row._feedback_customer() and not row._feedback_visited_since()):
            day = feedback.answered_at.date()
            # what is said of a visit cannot have been talked about at it
            since = max(day, (feedback.visit_id.date or day) + timedelta(days=1))
            who = ({"partner_id": places[feedback.partner_id.id]} if feedback.partner_id
                   else {"lead_id": feedback.lead_id.id})
            rows[feedback._feedback_customer()] = dict(
                who, since=since, name=feedback.name, day=day, number=float(feedback.rating),
                res_model=feedback._name, res_id=feedback.id)
        return list(rows.values())

    def _signal_open(self, name):
        """As before; complaints from answers that do not count are looked after, but nothing is due earlier for them."""
        found = super()._signal_open(name)
        if name != "field.visit.complaint":
            return found
        return compat.all_of(found, compat.any_of([("feedback_id", "=", False)], [("feedback_id.not_counted", "=", False)]))

    def _signal_words_rating(self, facts):
        return _("%(rating)d of 5, given %(when)s") % {"rating": facts["number"], "when": self._signal_when(facts)}


class FieldVisitFeedback(models.Model):
    _inherit = "field.visit.feedback"

    def _feedback_visited_since(self):
        """Whether somebody was there again after the visit that was rated."""
        last, rated = self._feedback_customer().last_visit_date, self.visit_id.date or self.answered_at.date()
        return bool(last) and last > rated

    def _feedback_complain(self):
        super()._feedback_complain()
        # the next visit is due earlier at once, not at the next hourly look
        self.env["field.visit.signal.rule"].search([("kind", "=", "rating")])._visit_find()


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    def _score_kinds(self):
        return dict(super()._score_kinds(), visit_complaints=Kind(
            _("Complaints about visits"), "risk", BOTH, ("field.visit.complaint",), "count"))

    def _score_kind_defaults(self):
        return dict(super()._score_kind_defaults(), visit_complaints={"effect": "subtract", "high": 3.0})

    def _score_documents(self):
        return dict(super()._score_documents(), visit_complaints=(COMPLAINTS,))

    def _score_helps(self):
        return dict(super()._score_helps(), visit_complaints=_(
            "Complaints about visits in the last months, open or solved; dismissed ones do not count."))

    def _score_values_visit_complaints(self, model, ids):
        """Complaints of the last months that were not dismissed."""
        return self._score_counts(model, ids, COMPLAINTS)

    def _score_text_visit_complaints(self, value):
        return self._score_counted(_("Complaints about visits"), value)
