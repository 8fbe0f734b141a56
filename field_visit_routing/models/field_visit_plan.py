"""One planning run over a horizon: inputs, result, what was left out and why."""
import json

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.routing import codec
from ..engine.routing.validation import errors_of, validate
from . import plan_messages, plan_problem, plan_request, plan_result

SCHEMA_VERSION = 1
#: Candidates that a preview tells.
BEST = 30
STATES = [
    ("draft", "Draft"), ("queued", "Queued"), ("running", "Running"), ("proposed", "Proposed"),
    ("applied", "Applied"), ("discarded", "Discarded"), ("failed", "Failed"),
    ("cancelled", "Cancelled")]
OBJECTIVES = [
    ("most_value", "Most value"), ("least_driving", "Least driving"),
    ("earliest_finish", "Earliest finish"), ("balanced", "Balanced workload")]
#: What nobody writes but the plan's own methods.
SYSTEM_FIELDS = {"state", "result_json", "excluded_json", "applied_at", "applied_rank", "before_json",
                 "basis_rank", "places_json", "stop_ids", "left_out_ids", "failure",
                 "is_kept_result", "horizon_json"}
#: Seconds that reading, checking and writing may take beside the search.
OVERHEAD_S = 60


class FieldVisitPlan(models.Model):
    _name = "field.visit.plan"
    _description = "Plan of field visits"
    _inherit = ["mail.thread", "mail.activity.mixin", "field.visit.job.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _job_keeps_results = True

    name = fields.Char(required=True, readonly=True, copy=False, default=lambda self: _("New"))
    user_id = fields.Many2one("res.users", "Planner", required=True, index=True, readonly=True,
                              default=lambda self: self.env.user)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True,
                                 default=lambda self: self.env.company)
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True)
    rep_ids = fields.Many2many("field.visit.rep", string="Reps", readonly=True)
    objective = fields.Selection(OBJECTIVES, default="most_value", required=True, readonly=True)
    state = fields.Selection(STATES, default="draft", required=True, index=True, tracking=True,
                             readonly=True, copy=False)
    client_reference = fields.Char(readonly=True, copy=False)
    params_json = fields.Text(readonly=True, copy=False)
    result_json = fields.Text(readonly=True, copy=False)
    schema_version = fields.Integer(readonly=True, default=SCHEMA_VERSION)
    origin = fields.Datetime(
        "Start of the horizon", readonly=True, help="Instant that the engine counts from (UTC).")
    excluded_json = fields.Text(readonly=True, copy=False)
    places_json = fields.Text(readonly=True, copy=False, groups="base.group_system")
    seed = fields.Integer(readonly=True)
    time_limit_s = fields.Integer("Time limit (s)", readonly=True)
    progress = fields.Integer("Done (%)", related="job_progress")
    best_objective = fields.Float("Best so far", related="job_best_objective")
    failure = fields.Char(readonly=True, copy=False)
    is_kept_result = fields.Boolean("Computed before", readonly=True, copy=False)
    can_apply = fields.Boolean(compute="_compute_can_apply")
    warning = fields.Text(readonly=True, copy=False)
    applied_at = fields.Datetime(readonly=True, copy=False)
    applied_rank = fields.Integer(readonly=True, copy=False, **compat.aggregator(None))
    basis_rank = fields.Integer(
        readonly=True, copy=False, help="Rank of the last plan applied before this was asked for.",
        **compat.aggregator(None))
    stop_ids = fields.One2many("field.visit.plan.stop", "plan_id", "Stops", readonly=True)
    left_out_ids = fields.One2many("field.visit.plan.left_out", "plan_id", "Left out",
                                   readonly=True)
    stop_count = fields.Integer(compute="_compute_counts")
    left_out_count = fields.Integer(compute="_compute_counts")

    def init(self):
        compat.unique_index(self, ["client_reference", "company_id"])

    @api.depends("stop_ids", "left_out_ids")
    def _compute_counts(self):
        for plan in self:
            plan.stop_count = len(plan.stop_ids)
            plan.left_out_count = len(plan.left_out_ids)

    @api.depends("state", "result_json")
    def _compute_can_apply(self):
        """A proposal, or what a failed computation had found before."""
        for plan in self:
            plan.can_apply = plan.state == "proposed" or (
                plan.state == "failed" and bool(plan.result_json))

    @api.constrains("client_reference", "company_id")
    def _check_reference(self):
        _ = compat.translator(self.env)
        compat.check_unique(
            self.filtered("client_reference"), ["client_reference", "company_id"],
            lambda plan: _("client_reference: %s is used by another plan.")
            % plan.client_reference)

    # ---- what only the system writes ---------------------------------------------------
    @api.model
    def _job_closed_fields(self):
        """A plan's state and result come from its actions, never from a caller."""
        return super()._job_closed_fields() | SYSTEM_FIELDS

    @api.model
    def _job_closed_sentence(self, name):
        return _("%s of a plan cannot be written. Use the plan's actions, such as action_apply or "
                 "action_discard.") % name

    # ---- submit --------------------------------------------------------------------------
    @api.model
    def submit_plan(self, vals):
        """Queue the computation of a plan and return at once.

        :param dict vals:
            * ``date_from``, ``date_to``: "YYYY-MM-DD", at most 28 days; ``weekdays``: numbers
              from 0 (Monday) to 6, all when left out
            * ``rep_ids``: who travels
            * candidates, at least one: ``partner_ids``, ``lead_ids``, ``domain`` (a filter on
              customers), ``lead_domain``, ``all_due`` (everybody whose visit is due), ``segment_ids``
              (members of segments); without the members of ``excluded_segment_ids``
            * ``mandatory_partner_ids``, ``mandatory_lead_ids``: never dropped for an optional one
            * ``shift_start_h``, ``shift_end_h``: local hours such as 8.5; else each rep's calendar
            * ``start_kind``: "home", "office" or "first_stop"; ``end_kind``: "home", "office" or
              "last_stop"; else as set at each rep
            * ``service_min``: for customers without a duration of their own
            * ``objective``: "most_value", "least_driving", "earliest_finish" or "balanced"
            * limits of a day, else each rep's: ``overtime`` (hours, 0 for none), ``max_stops``,
              ``max_driving_h``, ``flexible_start_h``
            * ``keep_published``: whether a change to a published route has a price (True)
            * ``seed``, ``time_limit_s``: of the search
            * ``client_reference``: the same reference gives the same plan, not a second one
            * ``despite_conflict``: a leader plans although another user's plan of the same reps
              and days is not decided yet
            * ``company_id``: one of the user's companies, the current one when left out
        :return: ``{"plan_id": int, "state": str, "name": str, "kept": bool}``; "kept" tells that
            the same was computed before and its result is given at once
        :raises UserError: a sentence that names the field, the value and the remedy
        """
        self._check_may_plan()
        plan = self._known_plan(vals)
        if not plan:
            request = plan_request.parse(self.env, vals)
            plan = self._create_from(request, vals)
        return {"plan_id": plan.id, "state": plan.state, "name": plan.name,
                "kept": plan.is_kept_result}

    @api.model
    def preview_plan(self, vals):
        """What a plan would cost and could gain, without computing it.

        :param dict vals: as for :meth:`submit_plan`
        :return: dict with "candidates", "without_position", "closed", "needed_h",
            "available_h", "score", "shifts", "replanned", "repeats", "kept", "places", "refused",
            "expected_s", "warnings" (list) and "conflicts" (list): who plans the same reps and
            days already; "best": the candidates of the highest prize as :meth:`preview_candidates` tells them
        :raises UserError: as :meth:`submit_plan`
        """
        self._check_may_plan()
        request = plan_request.parse(self.env, vals)
        builder = plan_problem.ProblemBuilder(request)
        built = builder.build()
        return dict(plan_result.preview(request, built), conflicts=self._rival_sentences(request),
                    best=self._candidate_rows(builder, built, BEST))

    @api.model
    def _check_may_plan(self):
        compat.check_access(self, "create")

    @api.model
    def _known_plan(self, vals):
        reference = vals.get("client_reference") if isinstance(vals, dict) else None
        if not reference:
            return self.browse()
        wanted = vals.get("company_id") or self.env.company.id
        # No company of the user has no plan to know; reading the request says so.
        company = self.env.user.company_ids.filtered(lambda c: c.id == wanted)
        plan = self._find_by_reference(str(reference), company)
        if plan and not self.search([("id", "=", plan.id)]):
            raise UserError(_("client_reference: %s is used by another plan that you may not see. "
                              "Choose another reference.") % reference)
        return self.browse(plan.id)

    @api.model
    def _find_by_reference(self, reference, company):
        # A reference is unique in the company, also among plans that the user does not see.
        return self.sudo().search([("client_reference", "=", reference),
                                   ("company_id", "=", company.id)], limit=1)

    @api.model
    def _create_from(self, request, vals):
        return self._create_built(request, plan_problem.ProblemBuilder(request).build(), vals)

    @api.model
    def _create_built(self, request, built, vals):
        """Create the plan of a problem and queue its search."""
        despite = self._refuse_rivals(request)
        # Created as the system so far as the result's fields go; the rules of the user's own
        # plans and reps are checked right after.
        plan = self.sudo().create(self._prepare_plan(request, built, vals)).with_env(self.env)
        compat.check_access(plan, "create")
        # The result and the job's fields are written by the system only, for every planner.
        plan.sudo()._add_warnings(despite)
        plan.sudo()._note_horizon()
        plan.sudo()._submit(request, built)
        return plan

    @api.model
    def _prepare_plan(self, request, built, vals):
        limit = request.time_limit_s or plan_result.expected_seconds(
            len(built.problem.candidates))
        # Every planner draws from the same sequence, which users cannot read.
        name = self.env["ir.sequence"].sudo().with_company(request.company).next_by_code(
            "field.visit.plan")
        return {
            "name": name or _("Plan"), "company_id": request.company.id,
            "user_id": self.env.uid,
            "date_from": request.date_from, "date_to": request.date_to,
            "rep_ids": [(6, 0, request.reps.ids)], "objective": request.objective,
            "client_reference": request.client_reference or False, "seed": request.seed,
            "time_limit_s": limit, "origin": built.origin,
            "params_json": json.dumps(vals, default=str),
            "excluded_json": json.dumps(
                [(key, code, built.details.get(key, {})) for key, code in built.excluded]),
            "places_json": json.dumps(built.places), "baseline_kind": built.order_kind,
            "speed_kmh": request.company.visit_speed_kmh,
            "detour_factor": request.company.visit_detour_factor,
            "basis_rank": self._last_applied_rank(request.company),
            "warning": "\n".join(plan_messages.request_warnings(request)) or False,
        }

    @api.model
    def _last_applied_rank(self, company):
        # Plans of other planners count as well: they change the same reps' days.
        return self.sudo().search(
            [("company_id", "=", company.id), ("applied_rank", ">", 0)], limit=1,
            order="applied_rank desc").applied_rank

    def _submit(self, request, built):
        """Queue the search; without a candidate for it the answer is known already."""
        if not built.problem.candidates:
            plan_result.write(self, None)
            return
        issues = validate(built.problem)
        if errors_of(issues):
            raise UserError(plan_messages.Sentences(self.env).issue(errors_of(issues)[0]))
        document = codec.problem_to_dict(built.problem)
        self.state = "queued"
        asked = plan_problem.engine_request(request, built, self.time_limit_s, document)
        self._job_submit(
            dict(asked, origin=fields.Datetime.to_string(built.origin)),
            deadline_s=self.time_limit_s + OVERHEAD_S + len(built.problem.candidates) // 20)

    # ---- the job -------------------------------------------------------------------------
    def _job_public_state(self):
        return self.state

    def _job_on_start(self):
        self.state = "running"

    def _job_on_done(self, result):
        plan_result.write(self, result)

    def _job_on_kept(self, kept):
        self.is_kept_result = True
        self._add_warnings([_(
            "The same plan was computed on %(date)s as %(plan)s; its result was kept and is given "
            "again. Another seed gives another search.") % {
                "date": fields.Date.to_string(kept.computed_at), "plan": kept.source}])

    def _job_on_cancelled(self, result):
        """Stopped by the user: the best plan found until then is kept, if there is one."""
        if result.get("solution"):
            plan_result.write(self, result)
            self._add_warnings([_(
                "The search was stopped early; this is the best plan found until then.")])
        else:
            self.state = "cancelled"

    def _job_on_failed(self, message, result):
        """The plan is failed; the best found until then is kept and may be applied."""
        if result.get("solution"):
            plan_result.write(self, result)
            message = _("%s The best plan found until then is kept: apply it, or plan again.") \
                % message
        self.write({"state": "failed", "failure": message})

    def _add_warnings(self, sentences):
        if sentences:
            self.warning = "\n".join(filter(None, [self.warning, *sentences]))

    # ---- what programs read --------------------------------------------------------------
    def get_result(self):
        """Routes, stops and left-out candidates of a plan, for programs.

        :return: ``{"id", "name", "state", "figures", "routes", "left_out", "warnings"}``; a route
            has "rep_id", "rep", "date", "distance_m", "travel_s", "start_at", "end_at" and
            "stops"; a left-out entry "customer", "partner_id", "lead_id", "code", "reason" and
            "remedy".  Times are UTC; what is missing is "" or 0, never None.
        :raises UserError: while the plan is not computed
        """
        self.ensure_one()
        compat.check_access(self, "read")
        if self.state not in ("proposed", "applied", "discarded") and not self.can_apply:
            raise UserError(self._state_sentence(_("has no result")))
        return plan_result.as_dict(self)

    def _state_sentence(self, what):
        states = dict(self._fields["state"]._description_selection(self.env))
        remedies = {
            "queued": _("Wait until it is computed."), "running": _("Wait until it is computed."),
            "failed": _("Plan again."), "cancelled": _("Plan again."),
            "discarded": _("Plan again."), "applied": _("Its visits are planned already."),
            "draft": _("Run it first."), "proposed": _("Apply or discard it."),
        }
        return _("%(plan)s is %(state)s and %(what)s. %(remedy)s") % {
            "plan": self.name, "state": states[self.state].lower(), "what": what,
            "remedy": remedies[self.state]}

    # ---- actions -------------------------------------------------------------------------
    def action_cancel(self):
        """Stop the computation; the best plan found until then is kept.  Returns True.

        :raises UserError: for a plan that is not waiting or running
        """
        for plan in self:
            if plan.state not in ("draft", "queued", "running"):
                raise UserError(plan._state_sentence(_("cannot be cancelled")))
        # The state is closed to users; job_cancel refuses, and so undoes this, without the right to write.
        self.filtered(lambda p: p.state == "draft").sudo().write({"state": "cancelled"})
        return self.job_cancel()

    def action_discard(self):
        """Put a proposed plan aside; no visit changes.  Returns True; twice is once.

        :raises UserError: for a plan that is applied or still computed
        """
        compat.check_access(self, "write")
        for plan in self.filtered(lambda p: p.state != "discarded"):
            if plan.state not in ("proposed", "failed", "cancelled"):
                raise UserError(plan._state_sentence(_("cannot be discarded")))
            # State is closed to users; the right to write this plan was checked above.
            plan.sudo().state = "discarded"
        return True

    def action_progress(self):
        """Open the page that shows the progress."""
        self.ensure_one()
        return {"type": "ir.actions.client", "tag": "field_visit_job_progress",
                "name": self.name, "params": {"model": self._name, "res_id": self.id}}

    def action_plan_again(self):
        """Open the planning wizard with this plan's values."""
        self.ensure_one()
        action = self.env["field.visit.plan.wizard"].create_from_request(
            json.loads(self.params_json or "{}"))
        return action

    def retry_plan(self):
        """Ask once more for what this plan was asked for, as the records are now.

        :return: as :meth:`submit_plan`; the new plan has no client reference
        :raises UserError: while the plan is computed, or as :meth:`submit_plan`
        """
        self.ensure_one()
        compat.check_access(self, "read")
        if self.state in ("queued", "running"):
            raise UserError(self._state_sentence(_("cannot be asked for again")))
        if self.is_replan:
            raise UserError(_("%s was for the rest of a running day, which has gone on since. Plan "
                              "that day anew instead (replan).") % self.name)
        vals = json.loads(self.params_json or "{}")
        return self.submit_plan({
            name: value for name, value in vals.items() if name != "client_reference"})
