"""What else changes how often a visit is wanted: another grade by a new score, joining or leaving a segment.

And what ``get_score_reasons`` tells about urgency.
"""
from odoo import _, api, fields, models

from .. import compat
from .field_visit_segment import MEMBERS


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _visit_score_changed(self):
        result = super()._visit_score_changed()
        # scores are written past the ORM; grades matter only where a rule looks at them
        if self.env["field.visit.frequency"].sudo().search_count([("basis", "=", "grade")]):
            self.env["field.visit.urgency"]._visit_refresh(self._name, self.ids)
        return result

    # ---- what is told ----------------------------------------------------------------------
    def _score_told_urgency(self):
        """``state`` with ``state_label``, ``urgency``, ``wanted_days``, ``due_from`` and ``text``, the sentence; {} without."""
        if self.visit_due_state in (False, "none") and not self.visit_wanted_days:
            return {}
        labels = dict(self.fields_get(["visit_due_state"], ["selection"])["visit_due_state"]["selection"])
        return {
            "state": self.visit_due_state or "none", "state_label": labels.get(self.visit_due_state, ""),
            "urgency": round(self.visit_urgency, 2), "wanted_days": self.visit_wanted_days,
            "due_from": fields.Date.to_string(self.visit_due_date) or "",
            "text": self._visit_urgency_sentence(labels.get(self.visit_due_state, ""))}

    def _visit_urgency_sentence(self, label):
        parts = [label]
        if self.visit_wanted_days and self.last_visit_date:
            parts.append(_("%(passed)s of %(wanted)s wanted days have passed") % {
                "passed": (self._visit_company()._visit_today() - self.last_visit_date).days,
                "wanted": self.visit_wanted_days})
        elif self.visit_wanted_days:
            parts.append(_("never visited, wanted %s") % self.visit_wanted_text)
        if self.visit_signal_count:
            parts.append(_("raised by %.2g by signals") % self.visit_signal_raise)
        told = ", ".join(filter(None, parts))
        # a figure of nothing says nothing: who is wanted at no interval has none
        return told + " " + _("(urgency %.2f)") % self.visit_urgency if round(self.visit_urgency, 2) else told

    def _score_told_signals(self):
        return super()._score_told_signals() + self._visit_told_signals()


class FieldVisitSegment(models.Model):
    _inherit = "field.visit.segment"

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            self._visit_refresh_members()
        return result

    def _visit_refresh_members(self):
        """Refresh the members where a rule of frequency names one of these segments."""
        rules = self.env["field.visit.frequency"].sudo()  # whoever changes the segment may not read the rules
        if rules.search_count([("segment_id", "in", self.ids)]):
            compat.flush(self)
            for model in MEMBERS:
                self.env["field.visit.urgency"]._visit_refresh(model, self._visit_segment_members(model))

    @api.model
    def _segment_changed(self, kind, records):
        """Whoever has joined or left is wanted as the rules of the segments say."""
        super()._segment_changed(kind, records)
        # rules of all companies hold, whoever changes the segment
        if self.env["field.visit.frequency"].sudo().search_count([("basis", "=", "segment")]):
            self.env["field.visit.urgency"]._visit_refresh(records._name, records.ids)
