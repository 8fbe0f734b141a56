"""What happened on a phone, each event stored once whatever the network did.

A kind of event is a method ``_event_<kind>(data, values)`` of this model, written by the slice that owns it: it does
the thing with the rights of the user, raises ``UserError`` when it cannot be done, and returns the visit, if any.
``values["happened_at"]`` is the moment by the server's clock.
"""
import logging

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from psycopg2 import OperationalError, sql

from .. import compat
from . import call_values, fault_log, plain_text, visit_event_read
from .live_later import LiveLater

BATCH_KEYS = {"device", "sent_at", "events", "store"}
MAX_EVENTS = 200
MAX_BATCH_BYTES = 10_000_000
STATES = [("done", "Done"), ("conflict", "Conflict"), ("refused", "Refused")]
_logger = logging.getLogger(__name__)


class FieldVisitEvent(models.Model):
    _name = "field.visit.event"
    _description = "Event of a Phone"
    _order = "id desc"
    _rec_name = "kind"

    uuid = fields.Char(required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "User", required=True, readonly=True, index=True, ondelete="cascade")
    rep_id = fields.Many2one("field.visit.rep", "Rep", readonly=True, index=True, ondelete="set null")
    company_id = fields.Many2one("res.company", "Company", readonly=True, index=True, ondelete="cascade")
    device = fields.Char(readonly=True)
    number = fields.Integer(readonly=True, help="Counts the events of one phone in the order in which they happened.")
    happened_at = fields.Datetime("Happened", readonly=True, help="By the clock of the device, put right by its drift.")
    drift_s = fields.Integer("Clock Ahead (s)", readonly=True, help="How far the device's clock was ahead.")
    state = fields.Selection(STATES, readonly=True, required=True)
    message = fields.Char(readonly=True)
    visit_id = fields.Many2one("field.visit", "Visit", readonly=True, index=True, ondelete="set null")
    digest = fields.Char(readonly=True, help="Fingerprint of what was sent, photos included.")
    altered_at = fields.Datetime("Altered Copy", readonly=True,
                                 help="When the same event came again with another content, which was refused.")
    # what the phone sent, without photos
    data = fields.Text(readonly=True)

    def init(self):
        compat.unique_index(self, ["uuid"])

    @api.model
    def receive(self, batch):
        """Store the events of a phone and do what they say, each once and in the order of their numbers.

        :param dict batch: ``device``: name of the phone; ``sent_at``: its clock when it sent (UTC); ``store``: whose
            events these are, as ``load`` said (optional); ``events``: list of ``{"uuid", "kind", "at", "number",
            "data"}``, optionally ``since`` (the server's clock when the phone last heard of it before), ``ahead_s``
            (how far its clock was ahead then), ``seen`` (the visit as the phone showed it) and ``anyway`` (do it
            although it is in conflict)
        :return: ``{"receipts": [{"uuid", "state", "message", "server", "can_force"}], "at"}``, a receipt per event;
            "state" is done (a message is a note), conflict (it could not be done any more) or refused; "other_user"
            is true, and nothing done, when the events are somebody else's
        :raises UserError: for what is no batch
        """
        call_values.check_keys(self.env, batch, BATCH_KEYS)
        batch = plain_text.storable(batch)
        events = self._batch_events(batch)
        answer = {"receipts": [], "at": fields.Datetime.to_string(fields.Datetime.now()), "other_user": False}
        if batch.get("store") and batch["store"] != self.env["field.visit.app"]._app_store():
            return dict(answer, other_user=True)
        frame = self._batch_frame(batch, events)
        later = LiveLater()
        inbox = self.with_context(visit_live_later=later)
        answer["receipts"] = [inbox._event_receive(event, frame) for event in events]
        later.ring(self.env)
        return answer

    @api.model
    def _batch_events(self, batch):
        events = batch.get("events")
        if not isinstance(events, list) or len(events) > MAX_EVENTS:
            raise UserError(_("events: this is a list of at most %s events. Send more in several calls.") % MAX_EVENTS)
        if not all(visit_event_read.has_uuid(event) for event in events):
            raise UserError(_("events: each is a dictionary with a uuid, a kind, at and data."))
        if sum(visit_event_read.size(event) for event in events) > MAX_BATCH_BYTES:
            raise UserError(_("events: these are more than %s MB. Send them in several calls.") % (
                MAX_BATCH_BYTES // 1_000_000))
        return sorted(events, key=visit_event_read.number)

    @api.model
    def _batch_frame(self, batch, events):
        """What all events of a batch have in common, asked for once."""
        now = fields.Datetime.now()
        sent_at = call_values.moment(self.env, batch, "sent_at", any_year=True)
        return {"now": now, "ahead_s": visit_event_read.ahead_s(sent_at, now), "known": self._batch_known(events),
                "visit_ids": visit_event_read.visit_ids(events),
                "row": {"user_id": self.env.uid, "company_id": self.env.company.id,
                        "rep_id": self.env["field.visit.app"]._app_rep().id or None,
                        "device": str(batch.get("device") or "")[:60]}}

    @api.model
    def _batch_known(self, events):
        """``{uuid: event}`` of those that are here already; the transaction sees no others later."""
        # the user's own events only would not find a stranger's, whose uuid is taken all the same
        found = self.sudo().search([("uuid", "in", [event["uuid"] for event in events])])
        return {event.uuid: event for event in found}

    @api.model
    def _event_receive(self, event, frame):
        values, fault = visit_event_read.values(self.env, event, frame)
        known = frame["known"].get(values["uuid"])
        if known:
            return known.with_env(self.env)._event_again(values)
        record = self._event_claim(values)
        frame["known"][values["uuid"]] = record
        outcome = {"state": "refused", "message": fault} if fault else self._event_do(event, values)
        # events are written by nobody but this method
        record.sudo().write(outcome)
        if outcome["state"] == "done":  # nothing to compare or to decide: the row need not be read again
            return self._event_answer(values["uuid"], outcome)
        return record._event_receipt()

    def _event_again(self, values):
        """The same event once more: the same answer; another content under its name is refused and noted."""
        known = self.sudo()
        if known.user_id == self.env.user and known.digest == values["digest"]:
            return self._event_receipt()
        _logger.warning("event %s of user %s came again altered by user %s: refused", known.uuid, known.user_id.id,
                        self.env.uid)
        known.altered_at = fields.Datetime.now()
        return {"uuid": known.uuid, "state": "refused", "server": {}, "can_force": False, "message": _(
            "Something else was sent under this number before: this was not done. Enter it again.")}

    @api.model
    def _event_claim(self, values):
        """Take the uuid before anything is done.

        A second request with it waits here for the first one's end, and is then run again by Odoo, as any two that
        write the same row: it finds the event and does nothing.  (Without ON CONFLICT PostgreSQL would call it a
        duplicate, which Odoo does not run again.)
        """
        row = {key: value for key, value in values.items() if key in self._fields}
        row.update(state="done", create_uid=self.env.uid, create_date=fields.Datetime.now())
        self.env.cr.execute(sql.SQL("INSERT INTO field_visit_event ({}) VALUES ({}) ON CONFLICT (uuid) "
                                    "DO NOTHING RETURNING id").format(
            sql.SQL(", ").join(map(sql.Identifier, row)), sql.SQL(", ").join(sql.Placeholder() * len(row))),
            list(row.values()))
        return self.browse(self.env.cr.fetchone()[0])

    @api.model
    def _event_do(self, event, values):
        """Do it in a savepoint; return the state, the message and the visit."""
        method = getattr(self, "_event_" + values["kind"], None) if values["kind"] in self._event_kinds() else None
        if not method:
            return {"state": "refused", "message": _("This server does not know what %s is. Ask the administrator to "
                                                     "bring the addon up to date.") % values["kind"]}
        try:
            with self.env.cr.savepoint():
                data, note = self._event_prepared(event["data"], values)
                visit = method(data, values)
                compat.flush(self)
        except AccessError:
            return self._event_conflict(event, _("This visit or customer is not yours to change, or not any more."))
        except UserError as error:
            return self._event_conflict(event, str(error.args[0]))
        except OperationalError:
            raise  # two requests met: Odoo runs this one again
        except Exception as error:
            # one event that cannot be read must not hold up those after it; what it says is in no log
            _logger.error("event %s of kind %s failed: %s", values["uuid"], values["kind"], fault_log.told(error))
            return {"state": "refused", "message": _("The server could not read this. It is kept in its list of phone "
                                                     "events: tell the administrator.")}
        return {"state": "done", "message": note, "visit_id": visit.id if visit else False,
                "named_visit": values.get("named_visit", 0)}

    @api.model
    def _event_kinds(self):
        """Return the kinds that are known: each has a method ``_event_<kind>``."""
        return {"start_travel", "check_in", "check_out"}

    def _event_receipt(self):
        """The server's word on this event, for the phone."""
        event = self.sudo()
        return self._event_answer(event.uuid, event, self._event_server(), self._event_can_force())

    @api.model
    def _event_answer(self, uuid, outcome, server=None, can_force=False):
        """A receipt of the event or the values ``outcome``."""
        return {"uuid": uuid, "state": outcome["state"], "message": outcome["message"] or "", "server": server or {},
                "can_force": can_force}
