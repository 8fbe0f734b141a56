"""Feedback on the phone: the QR code that a customer scans, and what a customer says to the rep."""
from odoo import models


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _app_visit(self):
        return dict(super()._app_visit(), feedback_url=self._feedback_link(), rating=self.rating_value)

    def _app_history_row(self):
        return dict(super()._app_history_row(), rating=self.rating_value)


class FieldVisitEvent(models.Model):
    _inherit = "field.visit.event"

    def _event_kinds(self):
        return super()._event_kinds() | {"enter_feedback", "open_complaint"}

    def _event_enter_feedback(self, data, values):
        """See ``field.visit.enter_feedback``."""
        visit = self._event_visit(values)
        visit.enter_feedback({key: value for key, value in data.items() if key != "visit_id"})
        return visit

    def _event_open_complaint(self, data, values):
        """See ``field.visit.open_complaint``."""
        visit = self._event_visit(values)
        visit.open_complaint({key: value for key, value in data.items() if key != "visit_id"})
        return visit
