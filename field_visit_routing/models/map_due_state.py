"""Visit states on the map: the same colours everywhere, the legend in the order of urgency."""
from odoo import api, models

from .urgency_fields import DUE_STATES

#: Apart from one another in brightness as well, for people who see colours otherwise.
COLORS = {"overdue": "#8f1d12", "due": "#f2a600", "in_visit": "#0072b2", "visited": "#8fd0b0", "none": "#9c9c9c"}


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    def _field_info(self, target, name, values):
        info = super()._field_info(target, name, values)
        if name != "visit_due_state" or info["kind"] != "selection":
            return info
        return dict(info, colors={key: COLORS[key] for key, _label in DUE_STATES})

    @api.model
    def get_details(self, model, record_id, position=None):
        """Beside the rest: ``agenda``, a list of ``{"text", "done"}``: of this visit, or what there is to talk about
        with the customer."""
        answer = super().get_details(model, record_id, position)
        return dict(answer, agenda=self._details_agenda(self.env[model].browse(answer["id"])))

    @api.model
    def _details_agenda(self, record):
        if record._name == "field.visit":
            return [{"text": item["text"], "done": item["done"]} for item in record._visit_agenda()]
        customer = self._details_customer(record)
        signals = customer._visit_told_signals() if customer else []
        return [{"text": signal["text"], "done": False} for signal in signals]
