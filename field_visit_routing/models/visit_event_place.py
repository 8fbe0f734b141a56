"""Where a phone was is kept in one place, with its own retention: not a second time among the phone's events."""
import json
from datetime import timedelta

from odoo import api, fields, models

from .. import compat
from .picture_place import NOWHERE

PLACE = ("latitude", "longitude")
#: What the texts of events have in common that tell where a phone was.
PLACED = '"latitude"'


class FieldVisitEvent(models.Model):
    _name = "field.visit.event"
    _inherit = ["field.visit.event", "field.visit.noted.mixin"]

    # never fetched along with other fields: what could not be done still tells where the phone was, see track_noted.py
    data = fields.Text(prefetch=False)

    @api.model
    def _noted_fields(self):
        return frozenset(("data",))

    def _noted_reps(self):
        # as of every such model, only whose they are is looked up
        return self.sudo().filtered(lambda event: PLACED in (event.data or "")).rep_id.with_env(self.env)

    @api.model
    def _note_found(self, domain, way):
        super()._note_found(compat.all_of(domain or [], [("data", "like", PLACED)]), way)

    @api.model
    def _event_do(self, event, values):
        """As before; of what was done, the check-in, the trail or the photo keeps the place as long as it may."""
        outcome = super()._event_do(event, values)
        return dict(outcome, data=_unplaced(values["data"])) if outcome["state"] == "done" else outcome

    @api.model
    def _cron_forget_events(self):
        """As before; what could not be done loses its place when those of check-ins are forgotten."""
        # where series have archived companies, what is theirs is forgotten as well
        for company in self.env["res.company"].with_context(active_test=False).search([("visit_check_keep_days", ">", 0)]):
            before = fields.Datetime.now() - timedelta(days=company.visit_check_keep_days)
            self.search([("company_id", "=", company.id), ("create_date", "<", before)])._forget_places()
        return super()._cron_forget_events()

    def _forget_places(self):
        """Forget where the phone was at these events; the rest of what was entered stays."""
        for event in self.search([("id", "in", self.ids), ("data", "like", PLACED)]):
            event.data = _unplaced(event.data)

    def _place_values(self):
        """Where and when this was entered, for the person's own export."""
        entered = _entered(self.data)
        return {"at": fields.Datetime.to_string(self.happened_at) or "", "kind": self.kind,
                **{name: entered.get(name, "") for name in PLACE}}


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def erase_tracking(self):
        """As before; the places in phone events and of photos go as well, what was entered and shown on them stays."""
        count = super().erase_tracking()
        # nobody writes these, but the person may have his own places forgotten: the call above decides
        self._own_events()._forget_places()
        self._own_places().write(NOWHERE)
        self.env["field.visit.plan"].sudo().search([("is_replan", "=", True), ("rep_ids", "in", self.ids)])._forget_request()
        return count

    def export_tracking(self):
        """As before, with "photos": where the rep's pictures were taken, and "events": where those that were not done."""
        names = ("taken_at", "kind", "name", "latitude", "longitude")
        return dict(super().export_tracking(), photos=self._export_rows_of(self._own_places(), names),
                    events=[event._place_values() for event in self._own_events()])

    def _own_events(self):
        """The phone events of the user that say where they were entered."""
        # his own, whatever company they were for
        return self.env["field.visit.event"].sudo().search([("user_id", "=", self.env.uid), ("data", "like", PLACED)])

    def _own_places(self):
        """The pictures of the user that say where they were taken."""
        # also those at visits that somebody else has now
        return self.env["field.visit.picture"].sudo().search([
            ("user_id", "=", self.env.uid), ("has_position", "=", True)])


def _entered(text):
    """What was entered; nothing when it was too long to be kept whole."""
    try:
        return json.loads(text or "{}")
    except ValueError:
        return {}


def _unplaced(text):
    """What was entered, as JSON, without the place; nothing when it was too long to be kept whole."""
    entered = _entered(text)
    return json.dumps({key: value for key, value in entered.items() if key not in PLACE})
