"""A visit that is not made, or not then: skipped or moved, with a reason."""
from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .. import compat
from . import call_values, plain_text
from .visit_report import NOTE_LENGTH
from .visit_steps import STEP_KEYS

SKIP_KEYS = {"outcome_id", "note"} | STEP_KEYS
MOVE_KEYS = {"outcome_id", "note", "date", "planned_start"} | STEP_KEYS


class FieldVisit(models.Model):
    _inherit = "field.visit"

    moved_reason_id = fields.Many2one(
        "field.visit.outcome", "Moved Because", readonly=True, copy=False, ondelete="restrict")
    moved_count = fields.Integer("Times Moved", readonly=True, copy=False)

    # ---- public --------------------------------------------------------------------------
    def skip_visit(self, vals):
        """This visit is not made; it counts as missed, and the customer stays due.

        :param dict vals: ``outcome_id``: the reason, of those for skipping; ``note``; else as for ``start_travel``
        :return: True
        :raises UserError: for a visit that is over, without a reason, or when the reason asks for more
        """
        reason, note = self._put_off("skip", vals, SKIP_KEYS, ("draft", "planned", "in_progress"))
        self._refuse_incomplete(reason, besides=["note"])  # which was looked at
        notes = "\n".join(filter(None, [self.note, note]))
        # what was never confirmed is called off, not missed
        state = "cancelled" if self.state == "draft" else "missed"
        self.write({"outcome_id": reason.id, "note": notes or False, "state": state})
        self._sync_calendar()
        return self._put_off_told("skip_visit", vals, self.route_id)

    def move_visit(self, vals):
        """This visit is made another time: at ``planned_start``, or some time on ``date`` that a plan chooses.

        :param dict vals: ``planned_start`` (UTC) or ``date`` ("YYYY-MM-DD"); ``outcome_id``: the reason, of those for
            moving; ``note``; else as for ``start_travel``
        :return: True
        :raises UserError: for a visit that has begun, without a reason or a day, or for a day that is over
        """
        reason, note = self._put_off("move", vals, MOVE_KEYS, ("draft", "planned"))
        route = self.route_id
        day = self._move_day(vals)
        if vals.get("planned_start"):
            self.action_reschedule({"planned_start": vals["planned_start"]})
        else:
            self._move_to_day(day)
        self.write({"moved_reason_id": reason.id, "moved_count": self.moved_count + 1})
        self._note_move(reason, note)
        return self._put_off_told("move_visit", vals, route)

    def action_open_put_off(self):
        """Open the dialog that asks for the reason."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "name": _("Skip or move"), "target": "new", "view_mode": "form",
                "res_model": "field.visit.put.off.wizard", "context": {"default_visit_id": self.id}}

    # ---- steps ---------------------------------------------------------------------------
    def _put_off(self, step, vals, keys, states):
        """Check what was given; return the reason and the note."""
        self.ensure_one()
        call_values.check_keys(self.env, vals, keys)
        compat.check_access(self, "write")
        self._refuse_step(step, states)
        reason = self.env["field.visit.outcome"]._chosen(vals.get("outcome_id"), step, self.company_id)
        note = plain_text.clean(self.env, "note", vals.get("note"), NOTE_LENGTH)
        if not reason:
            raise UserError(_("%s: say why, by one of the reasons in the list.") % self.name)
        if reason.needs_note and not note:
            raise UserError(_("%(visit)s: the reason \"%(reason)s\" also asks for a note. Write a few words.") % {
                "visit": self.name, "reason": reason.name})
        return reason, note

    def _move_day(self, vals):
        """Return the day on the rep's clock, which must not be over."""
        start = call_values.moment(self.env, vals, "planned_start")
        day = self._local(start).date() if start else self._visit_day("date", vals.get("date"))
        if day < self._local(fields.Datetime.now()).date():
            raise UserError(_("%(visit)s: %(day)s is over. Choose today or a later day.") % {
                "visit": self.name, "day": day})
        return day

    def _move_to_day(self, day):
        """Back to those that wait for a time, on that day; the old route goes on without it."""
        self.write({"state": "draft", "planned_start": False, "planned_end": False, "date": day, "route_id": False,
                    "leg_distance_m": 0, "leg_travel_s": 0, "wait_s": 0, "customer_informed_at": False})
        self._sync_calendar()

    def _note_move(self, reason, note):
        words = _("Moved to %(day)s: %(reason)s") % {"day": self.date, "reason": reason.name}
        self.message_post(body=plaintext2html("\n".join(filter(None, [words, note]))))

    def _put_off_told(self, kind, vals, route):
        self._visit_stepped(kind, dict(vals, at=self._step_moment(vals)))
        route._update_state()
        return True
