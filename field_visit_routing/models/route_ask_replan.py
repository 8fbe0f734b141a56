"""Asking for a new rest of one day, from the road or from the desk, and deciding on it."""
from datetime import timedelta

from markupsafe import Markup
from odoo import _, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import call_values, live_days, plain_text, plan_changes, plan_replan, plan_request
from .plan_shifts import NobodyWorks

ASK_KEYS = {"what", "visit_id", "minutes", "partner_id", "lead_id", "latitude", "longitude", "at", "reference"}
ANSWER_KEYS = {"plan_id", "accept"}
#: What may have happened, and the keys that it needs.
HAPPENINGS = {"cancelled": "visit_id", "overrun": "visit_id", "urgent": "", "rest": ""}
MOST_MINUTES = 600
#: A search this short (s) is long enough for what is left of one day.
TIME_LIMIT_S = 5


class FieldVisitRoute(models.Model):
    _inherit = "field.visit.route"

    # ---- public --------------------------------------------------------------------------
    def ask_replan(self, vals):
        """Have the rest of this day planned anew; visits move when the proposal is accepted.

        Customers who were told a time keep it.  What happened is written at once: a cancelled visit is cancelled, one
        that takes longer lasts longer.

        :param dict vals:
            * ``what``: "cancelled" or "overrun" (with ``visit_id``), "urgent" (with ``partner_id`` or ``lead_id``), or
              "rest": nothing happened but time
            * ``minutes``: for "overrun", so long from ``at`` (UTC, now when left out) the visit still lasts; not less
              than it would last anyway
            * ``latitude``, ``longitude``: where the rep is; else his position of the last minutes, else the last visit
              counts
            * ``reference``: the same reference is asked for once
        :return: as :meth:`get_replan`
        :raises UserError: for a day that is over, a visit that is not of this day or would end earlier, or a customer
            who is none
        """
        self.ensure_one()
        call_values.check_keys(self.env, vals, ASK_KEYS)
        compat.check_access(self, "write")
        self._refuse_past()
        asked = self._prepare_replan(vals)
        plans = self.env["field.visit.plan"]
        if not plans._known_plan(asked):
            self._refuse_shorter(asked)
            self._replan_put_aside()
            if not self._replan_has_rest(vals):
                return self._replan_nothing(asked)
        self._replan_submit(asked)
        return self.get_replan()

    def get_replan(self):
        """The last new rest of this day that was asked for, as far as it has come.

        :return: {} when none was asked for or it was put aside; else dict with "plan_id", "name", "state" (waiting,
            computing, proposed, applied, failed or nothing), "progress" (%), "asked_by", "asked_at" (UTC), "is_own",
            "can_decide", "message", "warning" (list), "changes" (list of ``{"kind", "kind_label", "customer",
            "visit_id", "text", "from", "to", "by_text"}``, times UTC) and "kept": names of customers who were told a
            time, which they keep
        """
        self.ensure_one()
        compat.check_access(self, "read")
        plan = self._last_replan()
        if plan.state in ("queued", "running"):
            plan.job_status()
        return self._replan_told(plan) if plan else {}

    def answer_replan(self, vals):
        """Accept or decline the new rest of this day.

        :param dict vals: ``plan_id`` as :meth:`get_replan` tells it; ``accept``: true or false
        :return: as :meth:`get_replan`
        :raises UserError: for another plan, or when the day has gone on since: ask anew
        """
        self.ensure_one()
        call_values.check_keys(self.env, vals, ANSWER_KEYS)
        compat.check_access(self, "write")
        plan = self._last_replan()
        if not plan or plan.id != vals.get("plan_id"):
            raise UserError(_("This proposal is no longer the last one for %s. Load the day again.") % self.name)
        if not vals.get("accept"):
            plan.action_discard()
            return {}
        summary = plan_changes.summary(self.env, plan.get_changes()) if plan.state == "proposed" else ""
        plan.action_apply()
        if summary:
            self.message_post(body=Markup("<p>%s</p>") % (_("The rest of the day was planned anew: %s.") % summary))
        return self.get_replan()

    # ---- asking --------------------------------------------------------------------------
    def _refuse_past(self):
        if self.date < plan_request.local_now(plan_request.rep_timezone(self.rep_id)).date():
            raise UserError(_("%s is over: nothing is left of it to plan.") % self.name)

    def _refuse_shorter(self, asked):
        """A visit that would end earlier by what was said does not take longer: that would be a slip."""
        visit = self.env["field.visit"].browse(asked.get("overrun_visit_id", []))
        end = visit._lasts_until() if visit.state in ("planned", "in_progress") else False
        if end and fields.Datetime.to_datetime(asked["overrun_until"]) < end:
            raise UserError(_("%(visit)s is planned until %(time)s anyway. Enter more minutes, or plan the rest anew "
                              "without this.") % {"visit": visit.name, "time": visit._local(end).strftime("%H:%M")})

    def _prepare_replan(self, vals):
        """Return the values for ``field.visit.plan.replan``."""
        asked = {
            "rep_ids": self.rep_id.ids, "date": fields.Date.to_string(self.date), "company_id": self.company_id.id,
            "time_limit_s": TIME_LIMIT_S, "client_reference": plain_text.short(vals.get("reference"), 80) or False,
            "positions": self._replan_positions(vals)}
        happened = getattr(self, "_replan_" + self._replan_what(vals))(vals)
        return {key: value for key, value in dict(asked, **happened).items() if value}

    def _replan_submit(self, asked):
        """Hand it to the planning; who is still on the road after hours may go on until midnight."""
        plans = self.env["field.visit.plan"]
        try:
            with self.env.cr.savepoint():
                plans.replan(asked)
        except NobodyWorks:
            if self.state != "in_progress":
                raise
            late = plans.replan(dict(asked, shift_end_h=24.0))
            # the plan's texts are closed to everybody; asking for it was allowed
            plans.browse(late["plan_id"]).sudo()._add_warnings([
                _("The working hours of this day are over. What is left is planned until midnight.")])

    def _replan_what(self, vals):
        what = vals.get("what") or "rest"
        if not call_values.is_one_of(what, HAPPENINGS):
            raise UserError(_('what: "%(what)s" is none of %(known)s.') % {
                "what": str(what)[:40], "known": ", ".join(sorted(HAPPENINGS))})
        return what

    def _replan_positions(self, vals):
        given = [vals.get("latitude"), vals.get("longitude")]
        if None in given:
            given = self._replan_seen()
        return {self.rep_id.id: given} if given else {}

    def _replan_seen(self):
        """Where the live map shows the rep on duty now, [] when nobody knows; that the user looks is noted."""
        rep, now = self.rep_id, fields.Datetime.now()
        if self.date != live_days.today_of(rep, now) or not self.env["field.visit.live"]._live_duties(rep):
            return []  # where somebody was before the duty ended is nobody's business any more
        fix = live_days.positions_of(rep).get(rep.id)
        fresh = fix and live_days.seconds(now) - fix.at_s <= live_days.RECENT_S
        return list(fix.place) if fresh else []

    def _replan_rest(self, vals):
        return {}

    def _replan_cancelled(self, vals):
        return {"cancelled_visit_ids": self._asked_visit(vals).ids}

    def _replan_overrun(self, vals):
        minutes = vals.get("minutes")
        if not isinstance(minutes, int) or isinstance(minutes, bool) or not 0 < minutes <= MOST_MINUTES:
            raise UserError(_("minutes: say how much longer the visit takes, from 1 to %s.") % MOST_MINUTES)
        at = call_values.moment(self.env, vals, "at") or fields.Datetime.now()
        until = at + timedelta(minutes=minutes)
        return {"overrun_visit_id": self._asked_visit(vals).id, "overrun_until": fields.Datetime.to_string(until)}

    def _replan_urgent(self, vals):
        if not vals.get("partner_id") and not vals.get("lead_id"):
            raise UserError(_("partner_id: choose the customer or the lead who must be visited."))
        return {"urgent_partner_ids": [vals["partner_id"]] if vals.get("partner_id") else [],
                "urgent_lead_ids": [vals["lead_id"]] if vals.get("lead_id") else []}

    def _asked_visit(self, vals):
        visit = self.visit_ids.filtered(lambda visit: visit.id == vals.get("visit_id"))
        if not visit:
            raise UserError(_("visit_id: this visit is no stop of %s. Load the day again.") % self.name)
        return visit

    def _replan_has_rest(self, vals):
        """Whether anything is left to plan; a day whose last visit falls out needs no plan."""
        others = self.visit_ids.filtered(lambda visit: visit.state == "planned" and visit.id != vals.get("visit_id"))
        return bool(others) or self._replan_what(vals) == "urgent"

    def _replan_nothing(self, asked):
        """Note what happened; nothing else has to move."""
        self.env["field.visit.plan"]._write_happening(plan_replan.parse(self.env, asked))
        return {"plan_id": 0, "name": "", "state": "nothing", "progress": 100, "asked_by": self.env.user.name,
                "asked_at": fields.Datetime.to_string(fields.Datetime.now()), "is_own": True, "can_decide": False,
                "message": _("Nothing else is planned on this day: nothing moves."), "warning": [], "changes": [],
                "kept": []}

    def _replan_put_aside(self):
        """A new question makes the user's older one, which is not decided yet, pointless."""
        older = self._replans().filtered(lambda plan: plan.user_id == self.env.user)
        older.filtered(lambda plan: plan.state in ("queued", "running")).action_cancel()
        older.filtered(lambda plan: plan.state == "proposed").action_discard()

    # ---- telling -------------------------------------------------------------------------
    def _replans(self):
        return self.env["field.visit.plan"].search([
            ("is_replan", "=", True), ("rep_ids", "in", self.rep_id.ids), ("company_id", "=", self.company_id.id),
            ("date_from", "<=", self.date), ("date_to", ">=", self.date)])

    def _last_replan(self):
        return self._replans()[:1].filtered(lambda plan: plan.state not in ("discarded", "cancelled", "draft"))

    def _replan_told(self, plan):
        states = {"queued": "waiting", "running": "computing"}
        own = plan.user_id == self.env.user
        return {
            "plan_id": plan.id, "name": plan.name, "state": states.get(plan.state, plan.state),
            "progress": plan.progress, "asked_by": plan.user_id.name,
            "asked_at": fields.Datetime.to_string(plan.create_date), "is_own": own,
            "can_decide": plan.can_apply and (own or compat.has_access(plan, "write")),
            "message": plan.failure or "", "warning": (plan.warning or "").splitlines(),
            "changes": self._replan_changes(plan), "kept": self._replan_kept()}

    def _replan_changes(self, plan):
        if not plan.can_apply and plan.state != "applied":
            return []
        names = plan_changes.kind_names(self.env)
        keys = ("kind", "customer", "visit_id", "text", "from", "to", "by_text")
        return [dict({key: row[key] for key in keys}, kind_label=names[row["kind"]]) for row in plan.get_changes()]

    def _replan_kept(self):
        """Who was told a time: it stays."""
        told = self._ordered_visits().filtered(lambda visit: visit.state == "planned" and visit.customer_informed_at)
        return told.mapped("name")
