"""A new rest of the day, asked for and decided on the phone."""
from odoo import _, api, models
from odoo.exceptions import UserError

from . import call_values
from .route_ask_replan import ASK_KEYS

#: What a phone says beside the step itself.
ASKED = ASK_KEYS - {"at", "reference"}


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    @api.model
    def _app_parts(self):
        return super()._app_parts() + ["replan"]

    @api.model
    def _app_part_replan(self, rep, today):
        """The new rest of today that was asked for last; {} without one."""
        route = self.env["field.visit.route"].search(
            [("rep_id", "=", rep.id), ("date", "=", today)], limit=1) if rep else None
        return route.get_replan() if route else {}


class FieldVisitEvent(models.Model):
    _inherit = "field.visit.event"

    @api.model
    def _event_kinds(self):
        return super()._event_kinds() | {"ask_replan", "answer_replan"}

    @api.model
    def _event_ask_replan(self, data, values):
        asked = {key: value for key, value in data.items() if key in ASKED}
        self._event_route(data).ask_replan(dict(asked, at=values["happened_at"], reference=values["uuid"]))
        return self.env["field.visit"].browse(asked.get("visit_id") or 0).exists()

    @api.model
    def _event_answer_replan(self, data, _values):
        self._event_route(data).answer_replan({"plan_id": data.get("plan_id"), "accept": data.get("accept") is True})

    @api.model
    def _event_route(self, data):
        """The route that an event names."""
        given = data.get("route_id")
        route = self.env["field.visit.route"].browse(call_values.record_id(given)).exists()
        if not route:
            raise UserError(_("This day is no longer planned. Load it again."))
        return route
