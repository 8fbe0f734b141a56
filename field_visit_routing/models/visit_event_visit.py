"""The visit that an event means, what may have become of it meanwhile, and doing it all the same."""
import json

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import call_values

#: A visit in one of these takes no more steps.
OVER = ("done",)


class FieldVisitEvent(models.Model):
    _inherit = "field.visit.event"

    is_anyway = fields.Boolean("In Spite of a Conflict", readonly=True)
    named_visit = fields.Integer("Visit on the Phone", readonly=True, index=True,
                                 help="The visit that the phone named, when another one took its place.")
    # the visit as the phone showed it, and what the server had instead
    seen = fields.Text(readonly=True)
    server = fields.Text(readonly=True)

    # ---- before it is done ---------------------------------------------------------------
    @api.model
    def _batch_frame(self, batch, events):
        """As before, with "taken": ``{id that a phone named: id of the visit that took its place}``."""
        # of the user's own events only the numbers are read
        rows = compat.search_rows(self.sudo(), [("user_id", "=", self.env.uid), ("named_visit", ">", 0),
                                                ("visit_id", "!=", False)], ["named_visit", "visit_id"])
        return dict(super()._batch_frame(batch, events), taken=dict(rows))

    @api.model
    def _event_do(self, event, values):
        outcome = super()._event_do(event, values)
        if outcome.get("named_visit") and outcome["visit_id"]:
            values["frame"]["taken"][outcome["named_visit"]] = outcome["visit_id"]
        return outcome

    @api.model
    def _event_prepared(self, data, values):
        """Return ``data`` with the visit and customer that it means now, and a note for the rep ("" for none).

        :raises UserError: when it is in conflict with what happened meanwhile
        """
        data, note = self._event_customers(data)
        if "visit_id" not in data:
            return data, note
        seen = json.loads(values["seen"])
        # what the other visits of the batch need as well is read together with this one
        frame = values["frame"]
        visit = self._event_meant(data["visit_id"], frame["taken"]).with_prefetch(frame["visit_ids"])
        if values["is_anyway"]:
            visit = self._event_make_way(visit, seen, values)
        else:
            self._event_refuse_moved(visit, seen)
        if visit.id != data["visit_id"]:
            values["named_visit"] = data["visit_id"]
        values["visit"] = visit
        return dict(data, visit_id=visit.id), note or self._event_customer_note(visit, seen)

    @api.model
    def _event_meant(self, visit_id, taken):
        """The visit of this id, or the one that took its place for this user's phones."""
        if not call_values.record_id(visit_id):
            raise UserError(_("visit_id: this is the number of a visit."))
        while taken.get(visit_id, 0) > visit_id:  # which may have been given away in its turn
            visit_id = taken[visit_id]
        return self.env["field.visit"].browse(visit_id).exists()

    @api.model
    def _event_refuse_moved(self, visit, seen):
        self._event_own(visit)
        date = seen.get("date")
        if date and visit.date and date != fields.Date.to_string(visit.date):
            raise UserError(_("This visit was moved to another day meanwhile: %s.") % visit.date)

    @api.model
    def _event_is_own(self, visit):
        # whose visit it is may be asked of a visit that the user may not read any more
        return bool(visit) and visit.sudo().user_id == self.env.user

    @api.model
    def _event_visit(self, values):
        """The visit that an event means, as it was prepared; it has to be the user's own."""
        if "visit" not in values:
            raise UserError(_("visit_id: this is the number of a visit."))
        return self._event_own(values["visit"])

    @api.model
    def _event_own(self, visit):
        if not visit:
            raise UserError(_("This visit is no longer there: somebody deleted it."))
        if not self._event_is_own(visit):
            raise UserError(_("This visit is not yours, or not any more: it was given to somebody else."))
        compat.check_access(visit, "write")
        return visit

    # ---- in spite of a conflict ----------------------------------------------------------
    @api.model
    def _event_make_way(self, visit, seen, values):
        """Bring the visit back so that the step can be made; one that is gone is planned anew."""
        if not self._event_is_own(visit):
            return self._event_new_visit(visit, seen, values)
        compat.check_access(visit, "write")
        if visit.state in ("cancelled", "missed"):
            visit.write({"state": "planned"})
            visit.message_post(body=_("Taken up again on the phone: it was visited all the same."))
        if seen.get("date") and visit.state in ("draft", "planned") and seen["date"] != str(visit.date):
            visit.action_reschedule({"planned_start": seen.get("start") or str(values["happened_at"])})
            self._event_onto_route(visit)
        return visit

    @api.model
    def _event_new_visit(self, visit, seen, values):
        """A visit of one's own to the same customer; the other one stays as it is."""
        customer, _note = self._event_customers({key: seen[key] for key in ("partner_id", "lead_id") if seen.get(key)})
        Visit = self.env["field.visit"]
        partner = self.env["res.partner"].browse(customer.get("partner_id") or 0).exists()
        lead = self.env["crm.lead"].browse(customer.get("lead_id") or 0).exists()
        if not (partner or lead):
            raise UserError(_("The customer of this visit is no longer there. Enter the visit at the desk."))
        for record in (partner, lead):
            compat.check_access(record, "read")
        made = Visit.create({
            "partner_id": partner.id, "lead_id": lead.id, "rep_id": self.env["field.visit.app"]._app_rep().id,
            "state": "planned", "planned_start": values["happened_at"], "service_s": 60 * 30})
        self._event_onto_route(made)
        return made

    @api.model
    def _event_onto_route(self, visit):
        """Put the visit on the rep's route of its day, if there is one."""
        route = self.env["field.visit.route"].search([("rep_id", "=", visit.rep_id.id), ("date", "=", visit.date)],
                                                     limit=1)
        if route and visit.route_id != route:
            visit.write({"route_id": route.id, "sequence": max(route.visit_ids.mapped("sequence") or [0]) + 1})

    # ---- conflicts -----------------------------------------------------------------------
    @api.model
    def _event_conflict(self, event, message):
        """The outcome of an event that cannot be done: its sentence and what the server has instead."""
        named = event["data"].get("visit_id")
        visit = self.env["field.visit"].browse(call_values.record_id(named)).exists()
        own = visit if self._event_is_own(visit) else visit.browse()
        return {"state": "conflict", "message": message, "visit_id": own.id,
                "server": json.dumps(own._app_visit() if own else {}, default=str)}

    def _event_server(self):
        """What the server has instead of what a phone wanted, for the rep to compare."""
        return json.loads(self.sudo().server or "{}")

    def _event_can_force(self):
        """Tell whether "do it anyway" is worth a try."""
        event = self.sudo()
        return bool(event.state == "conflict" and not event.is_anyway and "visit_id" in json.loads(event.data)
                    and event.visit_id.state not in OVER)

    # ---- kinds ---------------------------------------------------------------------------
    @api.model
    def _event_step(self, method, data, values):
        visit = self._event_visit(values)
        vals = {key: value for key, value in data.items() if key != "visit_id"}
        getattr(visit, method)(dict(vals, at=values["happened_at"], drift_s=values["drift_s"], device=values["device"],
                                    event_uuid=values["uuid"]))
        return visit

    @api.model
    def _event_start_travel(self, data, values):
        return self._event_step("start_travel", data, values)

    @api.model
    def _event_check_in(self, data, values):
        return self._event_step("check_in", data, values)

    @api.model
    def _event_check_out(self, data, values):
        return self._event_step("check_out", data, values)
