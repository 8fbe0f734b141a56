"""Capacity simulator: can these reps keep the wanted intervals over a quarter?"""
import json

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import capacity_chart, capacity_request, capacity_result

STATES = [
    ("queued", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed"),
    ("cancelled", "Cancelled")]


class FieldVisitCapacity(models.Model):
    _name = "field.visit.capacity"
    _description = "Capacity simulation"
    _inherit = "field.visit.job.mixin"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Asked by", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    client_reference = fields.Char(readonly=True)
    state = fields.Selection(STATES, default="queued", required=True, readonly=True)
    rep_ids = fields.Many2many("field.visit.rep", string="Reps", readonly=True)
    rep_count = fields.Integer("Number of reps", readonly=True)
    weeks = fields.Integer(readonly=True)
    target_percent = fields.Integer("Wanted coverage (%)", readonly=True)
    find_smallest = fields.Boolean("Look for the smallest team", readonly=True)
    smallest_team = fields.Integer(
        "Smallest team", readonly=True, help="Reps that keep every interval; 0 when not known.")
    keeps = fields.Boolean("The team keeps the intervals", readonly=True)
    driving_h = fields.Float("Driving (h)", readonly=True)
    service_h = fields.Float("With customers (h)", readonly=True)
    overtime_h = fields.Float("Overtime (h)", readonly=True)
    utilisation_percent = fields.Integer("Working time used (%)", readonly=True)
    params_json = fields.Text(readonly=True)
    result_json = fields.Text(readonly=True)
    failure = fields.Char(readonly=True)
    verdict = fields.Char(compute="_compute_texts")
    chart_html = fields.Html(compute="_compute_texts", sanitize=False)

    def init(self):
        compat.unique_index(self, ["company_id", "user_id", "client_reference"],
                            where="client_reference IS NOT NULL")

    @api.model
    def _job_closed_fields(self):
        """All of them: a simulation is asked for by submit_capacity and never changed."""
        return set(self._fields)

    def _compute_texts(self):
        for simulation in self:
            result = json.loads(simulation.result_json or "{}")
            simulation.verdict = capacity_result.verdict(simulation, result)
            simulation.chart_html = capacity_chart.render(simulation.env, result)

    # ---- what users and programs call ----------------------------------------------------
    @api.model
    def submit_capacity(self, vals):
        """Queue a simulation of the coming weeks and return at once.

        :param dict vals:
            * ``intervals``: wanted days between two visits by grade, ``{"A": 7, "B": 14}``
            * ``rep_ids``: the team, all reps of the company when left out
            * ``weeks``: 13 when left out; ``date_from``: the first Monday is taken from it on
            * ``domain``: a filter of customers; those with a grade, a score and a position count
            * ``target_percent``: share of visits to be made in time, 95 when left out
            * ``overtime_min``: allowed for each day; ``find_smallest``: look for the smallest team
            * ``name``, ``seed``, ``client_reference``, ``company_id``
        :return: ``{"capacity_id": int, "state": str, "name": str}``; see :meth:`get_result`
        :raises UserError: a sentence that names the field, the value and the remedy
        """
        compat.check_access(self, "create")
        simulation = self._job_known(vals)
        if not simulation:
            simulation = self._create_asked(vals)
        return {"capacity_id": simulation.id, "state": simulation.state, "name": simulation.name}

    def get_result(self):
        """Coverage by grade, the weeks and the smallest team, for programs.

        :return: ``{"id", "name", "state", "keeps", "verdict", "smallest_team", "reps",
            "shown_reps" (of which grades and weeks are), "driving_h", "overtime_h",
            "utilisation_percent", "grades", "weeks", "tried"}``
        :raises UserError: while it is computed, or when it failed
        """
        self.ensure_one()
        compat.check_access(self, "read")
        if not self.result_json:
            raise UserError(_("%s has no result. Wait until it is computed, or simulate again.")
                            % self.name)
        return capacity_result.as_dict(self, json.loads(self.result_json))

    def action_progress(self):
        """Open the page that shows the progress."""
        self.ensure_one()
        return {"type": "ir.actions.client", "tag": "field_visit_job_progress",
                "name": self.name, "params": {"model": self._name, "res_id": self.id}}

    def action_simulate_again(self):
        """Open the dialog with the values of this simulation."""
        self.ensure_one()
        return self.env["field.visit.capacity.wizard"].create_from_request(
            json.loads(self.params_json or "{}"))

    # ---- submit --------------------------------------------------------------------------
    @api.model
    def _create_asked(self, vals):
        asked = capacity_request.Asked(self.env, vals)
        question = asked.question()
        find = bool(vals.get("find_smallest"))
        # The records are the server's own: users see them, but only this method makes them.
        simulation = self.sudo().create({
            "name": vals.get("name") or self._default_name(asked), "user_id": self.env.uid,
            "company_id": asked.company.id, "weeks": asked.weeks, "find_smallest": find,
            "client_reference": str(vals.get("client_reference") or "") or False,
            "rep_ids": [(6, 0, asked.reps.ids)], "rep_count": len(question.reps),
            "target_percent": asked.target, "params_json": json.dumps(vals, default=str)})
        simulation._job_submit(
            capacity_request.document(asked, question, find),
            capacity_request.expected_seconds(asked, find))
        return self.browse(simulation.id)

    @api.model
    def _default_name(self, asked):
        intervals = ", ".join("%s=%d" % item for item in sorted(asked.intervals.items()))
        return _("%(reps)s reps, %(weeks)s weeks: %(intervals)s") % {
            "reps": len(asked.reps), "weeks": asked.weeks, "intervals": intervals}

    # ---- the job (run as superuser by the job mixin) -------------------------------------
    def _job_public_state(self):
        return self.state

    def _job_status_values(self):
        """The engine counts weeks and teams as its best value: no figure to show."""
        return dict(super()._job_status_values(), best_objective=0.0, trend=[])

    def _job_on_start(self):
        self.state = "running"

    def _job_on_done(self, result):
        self.write(dict(capacity_result.values(self, result), state="done"))

    def _job_on_cancelled(self, result):
        """The weeks simulated until then are kept, if there are any."""
        self.write(dict(capacity_result.values(self, result), state="cancelled"))

    def _job_on_failed(self, message, result):
        self.write({"state": "failed", "failure": message})
