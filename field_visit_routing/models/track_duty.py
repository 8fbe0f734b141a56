"""Duty: the times in which a rep shares the position.  Only the rep switches it on and off."""
from datetime import timedelta

import pytz
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import call_values, plain_text
from .plan_request import rep_timezone
from .plan_time import local_moment

ENDS = [("rep", "By the rep"), ("limit", "By the limit of hours"), ("consent", "Consent withdrawn"),
        ("archived", "Rep archived")]
DUTY_KEYS = {"at", "device", "drift_s", "event_uuid"}


class FieldVisitDuty(models.Model):
    _name = "field.visit.duty"
    _description = "Duty of a Rep"
    _order = "start_at desc, id desc"
    _rec_name = "rep_id"

    rep_id = fields.Many2one("field.visit.rep", "Rep", required=True, readonly=True, index=True, ondelete="cascade")
    start_at = fields.Datetime("From", required=True, readonly=True, index=True)
    end_at = fields.Datetime("Until", readonly=True, help="Empty while it lasts.")
    limit_at = fields.Datetime("Ends By Itself", required=True, readonly=True)
    end_kind = fields.Selection(ENDS, "Ended", readonly=True)
    device = fields.Char("Device", readonly=True)

    def init(self):
        compat.unique_index(self, ["rep_id"], where="end_at IS NULL", name="field_visit_duty_open_uniq")

    def _end(self, at, kind):
        """End these duties at ``at``, or at their limit when that came first."""
        for duty in self.sudo():  # nobody may write duties, they are ended by the methods that decide it
            end_at = max(duty.start_at, min(at, duty.limit_at))
            duty.write({"end_at": end_at, "end_kind": kind})
            # what a tracking app posted before the phone could tell that duty had ended
            duty.rep_id._forget_after(duty)
            duty.rep_id._duty_ended(duty)

    @api.model
    def _cron_end(self):
        """End what has reached its limit."""
        self.search([("end_at", "=", False), ("limit_at", "<=", fields.Datetime.now())])._end(
            fields.Datetime.now(), "limit")


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def start_duty(self, vals=None):
        """The rep goes on duty: from now on positions are stored.

        :param dict vals: all optional: ``at`` (UTC, now when left out), ``device``
        :return: ``{"duty_id", "start_at", "limit_at"}``; a duty that lasts is returned as it is
        :raises AccessError: for anybody else than the rep
        :raises UserError: without consent, and outside of the hours in which positions may be shared
        """
        self._track_own()
        at = self._duty_moment(vals)
        if not self._track_consent():
            raise UserError(_("Positions are shared only with your consent. Read it under Sharing and agree first."))
        duty = self._track_open_duty()
        if not duty:
            # nobody may write duties
            duty = self.env["field.visit.duty"].sudo().create({
                "rep_id": self.id, "start_at": at, "limit_at": self._duty_limit(at),
                "device": plain_text.short((vals or {}).get("device"), 60)})
            self._duty_started(duty)
        return {"duty_id": duty.id, "start_at": fields.Datetime.to_string(duty.start_at),
                "limit_at": fields.Datetime.to_string(duty.limit_at)}

    def end_duty(self, vals=None):
        """The rep goes off duty: nothing is stored any more.  Returns True, also when it had ended."""
        self._track_own()
        at = self._duty_moment(vals)
        # nobody may write duties; one that its limit has ended meanwhile was ended by the rep before
        self.env["field.visit.duty"].sudo().search([
            ("rep_id", "=", self.id), ("start_at", "<=", at), "|", ("end_at", "=", False),
            "&", ("end_kind", "=", "limit"), ("end_at", ">", at)], limit=1)._end(at, "rep")
        return True

    def write(self, vals):
        """Who is archived is no longer on duty."""
        if vals.get("active") is False:
            self._track_open_duty()._end(fields.Datetime.now(), "archived")
        return super().write(vals)

    # ---- hooks --------------------------------------------------------------------------------------
    def _duty_started(self, duty):
        """Hook, called when the rep has gone on duty."""

    def _duty_ended(self, duty):
        """Hook, called when a duty of the rep has ended."""

    # ---- times --------------------------------------------------------------------------------------
    def _duty_moment(self, vals):
        vals = dict(vals or {})
        call_values.check_keys(self.env, vals, DUTY_KEYS)
        return min(call_values.moment(self.env, vals, "at") or fields.Datetime.now(), fields.Datetime.now())

    def _track_open_duty(self):
        """The duties of these reps that last; those past their limit are ended."""
        now = fields.Datetime.now()
        # the caller decides who may know; the rep's own list is ruled by the record rules
        lasting = self.env["field.visit.duty"].sudo().search([("rep_id", "in", self.ids), ("end_at", "=", False)])
        overdue = lasting.filtered(lambda duty: duty.limit_at <= now)
        overdue._end(now, "limit")
        return lasting - overdue

    def _duty_limit(self, at):
        """When a duty that starts at ``at`` ends by itself.

        :raises UserError: when no position may be shared at that time
        """
        company = self.company_id.sudo()  # settings
        longest = at + timedelta(hours=company.visit_track_longest_h)
        if company.visit_track_limit != "calendar":
            return longest
        start, end = self._duty_hours(at)
        if not start or not start <= at < end:
            raise UserError(self._duty_outside(start, end))
        return min(longest, end)

    def _duty_hours(self, at):
        """First and last moment (UTC) of the day of ``at`` at which positions may be shared; (None, None) without."""
        timezone = rep_timezone(self)
        day = pytz.utc.localize(at).astimezone(timezone).date()
        start, end = (pytz.utc.localize(local_moment(timezone, date, 0)).astimezone(timezone)
                      for date in (day, day + timedelta(days=1)))
        # working hours are the rep's own or the company's; only the times are used
        calendar = self.working_calendar().sudo()
        items = list(calendar._attendance_intervals_batch(start, end, tz=timezone)[False])
        if not items:
            return None, None
        leeway = timedelta(minutes=self.company_id.sudo().visit_track_leeway_min)
        overtime = timedelta(hours=self.overtime_max_h)
        first, last = (moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in (items[0][0], items[-1][1]))
        return first - leeway, last + leeway + overtime

    def _duty_outside(self, start, end):
        if not start:
            return _("Today is no working day of yours: positions are not shared. Your manager can change the working "
                     "hours.")
        hours = [pytz.utc.localize(moment).astimezone(rep_timezone(self)).strftime("%H:%M") for moment in (start, end)]
        return _("Positions are shared from %(start)s to %(end)s only, around your working hours.") % {
            "start": hours[0], "end": hours[1]}
