"""The steps of a visit on the road: start travel, check in, check out.

Buttons, the phone and programs call the same methods.  What else has to happen (judging the check-in, telling the
manager's map, asking the customer) hangs on ``_visit_stepped``.
"""
from datetime import timedelta

from odoo import _, fields, models
from odoo.exceptions import UserError

from . import call_values

#: What a step may say about where and when it was made; see ``start_travel``.
STEP_KEYS = {"at", "latitude", "longitude", "accuracy_m", "position_at", "device", "drift_s", "event_uuid"}

#: A program's clock may be ahead of the server's by so much.
MOST_AHEAD_MIN = 5


class FieldVisit(models.Model):
    _inherit = "field.visit"

    travel_started_at = fields.Datetime("Set Out", copy=False, tracking=True)

    def start_travel(self, vals=None):
        """The rep sets out for this visit.

        :param dict vals: all optional: ``at`` (UTC, now when left out), ``latitude``, ``longitude``, ``accuracy_m``
            (metres), ``position_at`` (UTC, when the position was measured), ``device``, ``drift_s`` (how far the
            device's clock is ahead of the server's), ``event_uuid``
        :return: True
        :raises UserError: for a visit that is not planned
        """
        return self._visit_step("start_travel", vals, ("draft", "planned"), self._stepped_travel)

    def check_in(self, vals=None):
        """The rep has arrived; ``vals`` as for :meth:`start_travel`.  Returns True."""
        return self._visit_step("check_in", vals, ("draft", "planned"), self._stepped_in)

    def check_out(self, vals=None):
        """The visit is over; ``vals`` as for :meth:`start_travel`.  Returns True."""
        return self._visit_step("check_out", vals, ("in_progress",), self._stepped_out)

    # ---- steps ---------------------------------------------------------------------------
    def _visit_step(self, kind, vals, states, change):
        self.ensure_one()
        vals = dict(vals or {})
        call_values.check_keys(self.env, vals, STEP_KEYS | self._visit_step_keys(kind))
        self._refuse_step(kind, states)
        at = self._step_moment(vals)
        change(at)
        self._visit_stepped(kind, dict(vals, at=at))
        self.route_id._update_state()
        return True

    def _step_moment(self, vals):
        """Return when the step was made (naive UTC).

        :raises UserError: for a moment that is still to come
        """
        now = fields.Datetime.now()
        at = call_values.moment(self.env, vals, "at") or now
        if at > now + timedelta(minutes=MOST_AHEAD_MIN):
            raise UserError(_("at: %s is still to come, and a step is told when it was made. Check the clock of the device; "
                              "times are in UTC.") % at)
        return at

    def _visit_step_keys(self, kind):
        """Further keys that the step ``kind`` takes."""
        return set()

    def _refuse_step(self, kind, states):
        if self.state not in states:
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(_("%(visit)s is %(state)s: this step cannot be made any more. Load the day again to see "
                              "what happened.") % {"visit": self.name, "state": names[self.state]})

    def _stepped_travel(self, at):
        self.travel_started_at = at

    def _stepped_in(self, at):
        self.write({"state": "in_progress", "actual_start": at})

    def _stepped_out(self, at):
        self.write({"state": "done", "actual_end": at, "actual_start": self.actual_start or at})

    def _visit_stepped(self, kind, vals):
        """Hook, called after each step with its ``vals`` ("at" is a naive UTC datetime)."""
