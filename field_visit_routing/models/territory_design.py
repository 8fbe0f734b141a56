"""Design of territories: fair, compact areas for a team, as scenarios to compare; one is published."""
import json

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import compat
from ..engine.errors import EngineError
from ..engine.territory.design import check_question
from . import territory_design_chart, territory_design_request, territory_design_words

STATES = [
    ("queued", "Waiting"), ("running", "Running"), ("done", "To Choose"), ("asked", "Waiting For Approval"),
    ("approved", "Approved"), ("published", "Published"), ("failed", "Failed"), ("cancelled", "Cancelled")]
BALANCES = [
    ("customers", "Number of customers"), ("visit_hours", "Visit hours"), ("drive_hours", "Drive time"),
    ("work_hours", "Visit hours and drive time"), ("score", "Visit score"),
    ("potential", "Expected revenue"), ("sales", "Sales of 12 months"), ("field", "Another number of the customer")]


class FieldVisitTerritoryDesign(models.Model):
    _name = "field.visit.territory.design"
    _description = "Territory Design"
    _inherit = "field.visit.job.mixin"
    _order = "id desc"

    name = fields.Char("Name", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Designed By", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True)
    client_reference = fields.Char(readonly=True)
    state = fields.Selection(STATES, "State", default="queued", required=True, readonly=True, index=True)
    rep_ids = fields.Many2many("field.visit.rep", "field_visit_territory_design_rep_rel", "design_id", "rep_id",
                               string="Reps", readonly=True)
    parent_id = fields.Many2one("field.visit.territory", "Parts Of", readonly=True, ondelete="set null",
                                help="The published areas become parts of this territory.")
    balance = fields.Selection(BALANCES, "Balanced By", required=True, readonly=True)
    balance_label = fields.Char("Balanced Number", readonly=True)
    tolerance_percent = fields.Integer("Allowed Deviation (%)", readonly=True)
    customer_count = fields.Integer("Customers", readonly=True)
    locked_count = fields.Integer("Locked Customers", readonly=True)
    scenario_ids = fields.One2many("field.visit.territory.scenario", "design_id", "Scenarios", readonly=True)
    chosen_id = fields.Many2one("field.visit.territory.scenario", "Chosen Scenario", readonly=True, ondelete="set null")
    asked_by_id = fields.Many2one("res.users", "Approval Asked By", readonly=True)
    approved_by_id = fields.Many2one("res.users", "Approved By", readonly=True)
    approved_at = fields.Datetime("Approved", readonly=True)
    published_at = fields.Datetime("Published", readonly=True)
    territory_ids = fields.Many2many(
        "field.visit.territory", "field_visit_territory_design_area_rel", "design_id", "territory_id",
        string="Published Territories", readonly=True)
    params_json = fields.Text(readonly=True)
    published_note = fields.Char("Note Of The Publication", readonly=True)
    undo_json = fields.Text(readonly=True, groups="base.group_system")
    failure = fields.Char("Failure", readonly=True)
    compare_html = fields.Html("Comparison", compute="_compute_compare_html", sanitize=False)

    def init(self):
        compat.unique_index(self, ["company_id", "user_id", "client_reference"],
                            where="client_reference IS NOT NULL")

    @api.model
    def _job_closed_fields(self):
        """All of them: a design is asked for by ``submit_design`` and goes on by its own methods."""
        return set(self._fields)

    def _compute_compare_html(self):
        for design in self:
            design.compare_html = territory_design_chart.comparison(design)

    # ---- what users and programs call ----------------------------------------------------
    @api.model
    def submit_design(self, vals):
        """Queue a design of areas and return at once.

        :param dict vals:
            * ``rep_ids``: who gets an area, all reps of the company when left out
            * ``domain``: a filter of customers, those of ``parent_id`` when left out; who has a position counts
            * ``balance``: ``customers``, ``visit_hours`` (a month), ``drive_hours``, ``work_hours`` (both), ``score``,
              ``potential`` (expected revenue of open opportunities), ``sales`` or ``field``, a number of the
              customer that ``balance_field`` names
            * ``tolerance_percent``: how far an area may be from the mean, 10 when left out
            * ``scenarios``: of ``compact``, ``home`` (near the reps' starts) and ``keep`` (few changes)
            * ``locks``: ``{"<rep id>": [customer ids]}`` who stay with that rep; ``lock_domain``: a filter of
              customers who stay with their present salesperson
            * ``shares``: ``{"<rep id>": percent}``, 50 is half an area
            * ``parent_id``: the territory that the areas become parts of
            * ``interval_days``: for customers without a wanted interval; ``day_h``: hours of a working day
            * ``name``, ``seed``, ``client_reference``, ``company_id``
        :return: ``{"design_id": int, "state": str, "name": str}``; see :meth:`get_result`
        :raises UserError: a sentence that names the field, the value and the remedy
        """
        compat.check_access(self, "create")
        design = self._job_known(vals) or self._create_asked(vals)
        return {"design_id": design.id, "state": design.state, "name": design.name}

    def get_result(self):
        """The scenarios with their figures, for programs.

        :return: ``{"id", "name", "state", "chosen_id", "scenarios": [...]}``; see ``get_figures`` of a scenario
        :raises UserError: while it is computed, or when it failed
        """
        self.ensure_one()
        compat.check_access(self, "read")
        if not self.scenario_ids:
            raise UserError(_("%s has no result. Wait until it is computed, or design again.") % self.name)
        return {"id": self.id, "name": self.name, "state": self.state, "chosen_id": self.chosen_id.id or 0,
                "scenarios": self.scenario_ids.get_figures()}

    def action_progress(self):
        """Open the page that shows the progress."""
        self.ensure_one()
        return {"type": "ir.actions.client", "tag": "field_visit_job_progress",
                "name": self.name, "params": {"model": self._name, "res_id": self.id}}

    def action_design_again(self):
        """Open the dialog with the values of this design."""
        self.ensure_one()
        return self.env["field.visit.territory.design.wizard"].create_from_request(json.loads(self.params_json or "{}"))

    def action_open(self):
        """Open the design."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "name": self.name, "res_model": self._name, "res_id": self.id,
                "view_mode": "form", "views": [(False, "form")]}

    # ---- submit --------------------------------------------------------------------------
    @api.model
    def _create_asked(self, vals):
        asked = territory_design_request.Asked(self.env, vals)
        question = asked.question()
        self._examine(question)
        # The records are the server's own: users see them, but only this method makes them.
        design = self.sudo().create({
            "name": vals.get("name") or self._default_name(asked), "user_id": self.env.uid,
            "company_id": asked.company.id, "rep_ids": [(6, 0, asked.reps.ids)], "parent_id": asked.parent.id,
            "client_reference": str(vals.get("client_reference") or "") or False,
            "balance": asked.balance, "balance_label": self._balance_label(asked),
            "tolerance_percent": asked.tolerance, "customer_count": len(question.customers),
            "locked_count": len(asked.locks), "params_json": json.dumps(vals, default=str)})
        design._job_submit(
            territory_design_request.document(question), territory_design_request.deadline_s(question))
        return self.browse(design.id)

    @api.model
    def _examine(self, question):
        """Refuse at once what the engine would refuse."""
        try:
            check_question(question)
        except EngineError as error:
            raise UserError(territory_design_words.refusal(self.env, error.params)) from None

    @api.model
    def _default_name(self, asked):
        values = {"reps": len(asked.reps), "customers": len(asked.customers), "balance": self._balance_label(asked)}
        return _("%(reps)s areas for %(customers)s customers, by %(balance)s") % values

    @api.model
    def _balance_label(self, asked):
        if asked.balance == "field":
            name = asked.vals["balance_field"]
            return asked.customers.fields_get([name], ["string"])[name]["string"]
        return dict(self._fields["balance"]._description_selection(self.env))[asked.balance]

    # ---- choice and approval ---------------------------------------------------------------
    def action_approve(self):
        """Approve the chosen scenario; a manager does. Returns True."""
        self._require_manager()
        self._require_state("asked")
        # the state is written by the server alone; who may was checked above
        self.sudo().write({"state": "approved", "approved_by_id": self.env.uid, "approved_at": fields.Datetime.now()})
        return True

    def action_reject(self):
        """Give the choice back to whoever made it. Returns True."""
        compat.check_access(self, "write")
        self._require_state("asked", "approved")
        # as above
        self.sudo().write({"state": "done", "chosen_id": False, "asked_by_id": False, "approved_by_id": False,
                           "approved_at": False})
        return True

    def _choose(self, scenario):
        """Note the choice and ask for approval."""
        compat.check_access(self, "write")
        self._require_state("done", "asked", "cancelled")
        # as above
        self.sudo().write({"state": "asked", "chosen_id": scenario.id, "asked_by_id": self.env.uid})

    def _require_manager(self):
        compat.check_access(self, "write")
        if not self.env.su and not self.env.user.has_group("field_visit_routing.group_manager"):
            raise AccessError(_("Only managers approve and publish a design. Ask one of them."))

    def _require_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for design in self:
            if design.state not in states:
                raise UserError(_('Design "%(name)s" is in state "%(state)s"; this needs "%(wanted)s".') % {
                    "name": design.name, "state": labels[design.state],
                    "wanted": '", "'.join(labels[state] for state in states)})

    # ---- the job (run as superuser by the job mixin) -------------------------------------
    def _job_public_state(self):
        """While it computes that of the job; the progress page knows no approval."""
        return self.state if self.state in ("queued", "running", "failed", "cancelled") else "done"

    def _job_status_values(self):
        """The engine reports the worst deviation as its best value: no figure of money or time to show."""
        return dict(super()._job_status_values(), best_objective=0.0, trend=[])

    def _job_on_start(self):
        self.state = "running"

    def _job_on_done(self, result):
        self.env["field.visit.territory.scenario"]._take(self, result["scenarios"])
        self.state = "done"

    def _job_on_cancelled(self, result):
        """The scenarios found until then are kept, if there are any."""
        self.env["field.visit.territory.scenario"]._take(self, result.get("scenarios") or [])
        self.state = "cancelled"

    def _job_on_failed(self, message, result):
        self.write({"state": "failed", "failure": message})

    def _job_error_message(self, error):
        if error.get("code") == "bad_design":
            return territory_design_words.refusal(self.env, error.get("params") or {})
        return super()._job_error_message(error)
