"""What the phone tells of a visit in the list of the day: opening hours, why it is worth it, what to talk about."""
from odoo import models

from .score_reasons import NOTHING
from .visit_hours import clock_text

#: So many reasons go to the phone; the visit's page has them all.
MOST_REASONS = 3


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _app_visit(self):
        return dict(super()._app_visit(), reasons=self._app_reasons(), agenda=self._visit_agenda(), **self._app_hours())

    def _app_reasons(self):
        """What speaks for the customer, the strongest first, as far as the user may know it."""
        customer = self._app_customer()
        told = customer._score_told_reasons() if customer else []
        return [reason["text"] or reason["name"] for reason in told if reason["points"] > NOTHING][:MOST_REASONS]

    def _app_hours(self):
        """``hours``: windows of the day on the customer's clock, "" when nothing is known; ``is_closed``."""
        place = self._place().sudo()  # hours are part of the visit, as its address is
        known = place.visit_opening_hours() if place and self.date else {}
        today = known.get(self.date.weekday(), []) if known else []
        return {"hours": ", ".join("%s–%s" % (clock_text(start), clock_text(end)) for start, end in today),
                "is_closed": bool(known) and not today}
