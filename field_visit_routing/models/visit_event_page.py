"""Events of the phone's visit and customer pages: an agenda's point ticked off, a visit for today, a lead added."""
from odoo import api, models

from . import call_values


class FieldVisitEvent(models.Model):
    _inherit = "field.visit.event"

    @api.model
    def _event_kinds(self):
        return super()._event_kinds() | {"tick_agenda", "add_to_today", "add_lead"}

    @api.model
    def _event_tick_agenda(self, data, values):
        """``agenda_id``, ``done``: a point of the agenda was talked about, or not after all."""
        visit = self._event_visit(values)
        point = self.env["field.visit.agenda"].search(
            [("id", "=", call_values.record_id(data.get("agenda_id"))), ("visit_id", "=", visit.id)])
        # a point that is over by itself (an invoice was paid) needs no tick any more
        point.is_done = bool(data.get("done"))
        return visit

    @api.model
    def _event_add_to_today(self, data, values):
        """``customer``: ``{"kind", "id"}`` of the customer or lead to visit today."""
        named = data.get("customer") if isinstance(data.get("customer"), dict) else {}
        customer = self.env["field.visit.app"]._app_customer(named.get("kind"), call_values.record_id(named.get("id")))
        answer = customer.add_to_today()
        return self.env["field.visit"].browse(answer["visit_id"])

    @api.model
    def _event_add_lead(self, data, values):
        """See ``field.visit.app.add_lead``."""
        self.env["field.visit.app"].add_lead(data)
        return self.env["field.visit"]
