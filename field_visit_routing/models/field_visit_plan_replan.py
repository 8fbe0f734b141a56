"""Planning the rest of a day anew, in one call, after something happened."""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import plan_problem, plan_replan, plan_request, plan_standing


class FieldVisitPlan(models.Model):
    _inherit = "field.visit.plan"

    is_replan = fields.Boolean("Plans a running day anew", readonly=True, copy=False)

    @api.model
    def replan(self, vals):
        """Plan the rest of a day anew; visits change when the proposal is applied.

        What has begun, is about to begin (see the settings) or was told to a customer stays; all
        else stays near the present plan, as every change has its price.  What happened is
        written at once: cancelled visits are cancelled, an overrunning one lasts longer.

        :param dict vals:
            * ``rep_ids``: whose day; ``date``: "YYYY-MM-DD", today when left out; ``date_to``:
              last day, the same one when left out
            * ``now``: "YYYY-MM-DD HH:MM:SS" in UTC, the present moment when left out;
              ``positions``: ``{"rep id": [latitude, longitude]}``, else the last visit or the start
            * what happened: ``cancelled_visit_ids``; ``ill_rep_ids``: others of ``rep_ids`` take
              over; ``overrun_visit_id`` with ``overrun_until`` (UTC); ``urgent_partner_ids``,
              ``urgent_lead_ids``: new visits that must be made
            * ``objective``, ``seed``, ``time_limit_s``, ``client_reference``, ``company_id``,
              ``shift_start_h``, ``shift_end_h``: as for :meth:`submit_plan`
        :return: ``{"plan_id": int, "state": str, "name": str}``; see :meth:`get_changes`
        :raises UserError: a sentence that names the field, the value and the remedy
        """
        self._check_may_plan()
        plan = self._known_plan(vals)
        if not plan:
            happening = plan_replan.parse(self.env, vals)
            self._write_happening(happening)
            plan = self._create_replan(happening)
        return {"plan_id": plan.id, "state": plan.state, "name": plan.name}

    @api.model
    def _write_happening(self, happening):
        happening.cancelled.action_cancel()
        if happening.overrun:
            happening.overrun._last_until(happening.until)

    @api.model
    def _create_replan(self, happening):
        standing = self._standing_of(happening)
        problem, relaxed = plan_replan.rest_of(standing, happening)
        if not problem.candidates or not problem.shifts:
            raise UserError(_("Nothing is left to plan for %(reps)s on %(day)s.") % {
                "reps": ", ".join(happening.reps.mapped("name")), "day": happening.day})
        standing.built.problem = problem
        plan = self._create_built(standing.request, standing.built, happening.request)
        # The result's fields are the system's; the right to plan was checked before.
        plan.sudo().write({"is_replan": True, "warning": "\n".join(filter(None, [
            plan.warning, self._relaxed_warning(relaxed)])) or False})
        plan.sudo()._forget_request()
        return plan

    def _job_close(self, state, message=""):
        result = super()._job_close(state, message)
        self._forget_request()
        return result

    def _forget_request(self):
        """The rest of a day begins where the rep is: that is kept by the tracking and nowhere else."""
        self.filtered(lambda plan: plan.is_replan and plan.job_state not in ("queued", "running")).write({"job_request": False})

    @api.model
    def _standing_of(self, happening):
        request = plan_request.parse(self.env, happening.request)
        request.is_urgent = True
        return plan_standing.Standing(request, plan_problem.ProblemBuilder(request).build())

    @api.model
    def _relaxed_warning(self, relaxed):
        """Say whose hours or promised time cannot be kept any more."""
        records = plan_standing.records_of(self.env, relaxed)
        names = [records[key][0].display_name for key in relaxed]
        return names and _("%s cannot be visited in its hours or at the time told any more and "
                           "is planned as early as possible. Let the customer know.") % (
                               ", ".join(names))


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _lasts_until(self):
        """When this visit is over as far as it is known (naive UTC), False when it is not.

        One under way takes its service time from when it really began: so the rest of the day counts it too.
        """
        if self.state == "in_progress" and self.actual_start and self.service_s:
            return self.actual_start + timedelta(seconds=self.service_s)
        return self.planned_end

    def _last_until(self, until):
        """Note that this visit, which has begun by that, lasts until ``until`` (naive UTC)."""
        begin = self.actual_start or self.planned_start
        if self.state == "planned" and begin <= fields.Datetime.now():
            self.action_start()
            self.actual_start = begin
        values = {"service_s": int((until - begin).total_seconds()), "planned_end": until}
        # begun without a planned time, or so early that it is over before it was to begin
        if not self.planned_start or self.planned_start > until:
            values["planned_start"] = begin
        self.write(values)

    def action_falls_out(self):
        """Cancel these visits and plan the rest of their reps' day anew; opens the progress page."""
        reps = self.rep_id
        days = sorted({visit.date for visit in self if visit.date})
        if not reps or not days:
            raise UserError(_("The visit has no rep or no day, so there is nothing to plan anew. "
                              "Cancel it instead."))
        left = self.search_count([
            ("rep_id", "in", reps.ids), ("date", "=", days[0]), ("state", "=", "planned"),
            ("id", "not in", self.ids)])
        if not left:
            return self.action_cancel()
        return self._replanned({"cancelled_visit_ids": self.ids, "rep_ids": reps.ids,
                                "date": fields.Date.to_string(days[0])})

    @api.model
    def _replanned(self, vals):
        plans = self.env["field.visit.plan"]
        return plans.browse(plans.replan(vals)["plan_id"]).action_progress()


class FieldVisitRoute(models.Model):
    _inherit = "field.visit.route"

    def action_replan(self):
        """Plan the rest of this day anew from now on; opens the progress page."""
        self.ensure_one()
        compat.check_access(self, "write")
        return self.env["field.visit"]._replanned({
            "rep_ids": self.rep_id.ids, "date": fields.Date.to_string(self.date),
            "company_id": self.company_id.id})


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def action_is_ill(self):
        """Hand today's visits of these reps over to their colleagues; opens the progress page.

        Colleagues are the reps of the same team, or of the company for a rep without a team.
        """
        others = self.search([("company_id", "in", self.company_id.ids), ("id", "not in", self.ids)])
        teams = self.team_id
        colleagues = others.filtered(lambda rep: rep.team_id in teams) if teams else others
        if not colleagues:
            raise UserError(_("There is no colleague of %s whose days you may plan. Ask a leader "
                              "or a manager to hand the visits over.")
                            % ", ".join(self.mapped("name")))
        return self.env["field.visit"]._replanned({
            "rep_ids": (self | colleagues).ids, "ill_rep_ids": self.ids,
            "company_id": self[:1].company_id.id})
