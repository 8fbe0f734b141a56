"""Scores of everybody computed anew, in batches that are kept one by one, so that a run which is cut off goes on.

A run of all scores first makes the rankings of the rules that rank, then goes through customers and leads by id. A run
of what changed looks at those about whom the rules say that documents changed since the last run.
"""
import contextlib
import json
import logging
import time
from datetime import timedelta

import psycopg2
from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from .. import compat
from .scoring import AT_ONCE, BATCH, MODELS

_logger = logging.getLogger(__name__)

#: Number of the database's advisory lock, ours alone.
LOCK = 5570832
#: A scheduled job is ended after two minutes by default; the next one goes on.
CRON_SECONDS = 90
#: What changed is looked for again at most so often.
CHANGED_EVERY = timedelta(hours=1)
#: A transaction's changes carry the time of its beginning, and are seen when it ends.
OVERLAP = timedelta(minutes=15)
#: Runs of what changed are many: they are forgotten after this.
KEPT = timedelta(days=3)
ATTEMPTS = 5
MANAGER = "field_visit_routing.group_manager"


class FieldVisitScoreRun(models.Model):
    _name = "field.visit.score.run"
    _description = "Computation of scores"
    _order = "id desc"

    name = fields.Char("Name", compute="_compute_name")
    kind = fields.Selection([("all", "Everybody"), ("changed", "What changed")], "Scope", default="all", required=True,
                            readonly=True)
    state = fields.Selection([("queued", "Waiting"), ("running", "Under way"), ("done", "Done")], "State",
                             default="queued", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Asked For By", readonly=True, default=lambda self: self.env.user)
    started_at = fields.Datetime("Started", readonly=True)
    finished_at = fields.Datetime("Finished", readonly=True)
    total = fields.Integer("Customers And Leads", readonly=True)
    done = fields.Integer("Looked At", readonly=True)
    scored = fields.Integer("Scored", readonly=True)
    left = fields.Integer("Without A Rule", readonly=True, help="No rule that gives points has a weight: the old score stays.")
    progress = fields.Integer("Progress (%)", compute="_compute_progress")
    text = fields.Char("Result", compute="_compute_text")
    failing = fields.Text("Rules That Fail", compute="_compute_text", help="They give no points; the others count.")
    failures = fields.Text(readonly=True)  # JSON {rule id: sentence}
    cursor_model = fields.Char(readonly=True)
    cursor_id = fields.Integer(readonly=True)
    is_ranked = fields.Boolean(readonly=True)
    since = fields.Datetime("Changed Since", readonly=True)

    # ---- shown -----------------------------------------------------------------------------
    @api.depends("kind", "started_at")
    @api.depends_context("lang", "tz")
    def _compute_name(self):
        labels = dict(self.fields_get(["kind"], ["selection"])["kind"]["selection"])
        for run in self:
            moment = run.started_at or run.create_date or fields.Datetime.now()
            run.name = "%s, %s" % (labels[run.kind], fields.Datetime.context_timestamp(run, moment).strftime("%Y-%m-%d %H:%M"))

    @api.depends("done", "total", "state")
    def _compute_progress(self):
        for run in self:
            run.progress = 100 if run.state == "done" else 100 * run.done // run.total if run.total else 0

    @api.depends("state", "scored", "left", "failures")
    @api.depends_context("lang")
    def _compute_text(self):
        for run in self:
            failures = json.loads(run.failures or "{}")
            run.failing = "\n".join(failures.values())
            run.text = run._run_sentence(len(failures))

    def _run_sentence(self, failing):
        if self.state != "done":
            return _("Waits for the scheduled action.") if self.state == "queued" else _("%d looked at so far.") % self.done
        if self.left and not self.scored:
            return _("No rule that gives points has a weight: all scores stay as they are. Give a rule a weight.")
        parts = [_("%d scored") % self.scored]
        if self.left:
            parts.append(_("%d stay as they are: no rule that gives points has a weight for them") % self.left)
        if failing:
            parts.append(_("rules that fail: %d") % failing)
        return "; ".join(parts)

    # ---- what users and programs call ------------------------------------------------------
    @api.model
    def compute_scores(self):
        """Compute everybody's score anew: at once when they are few, else soon, by the scheduled action.

        :return: as :meth:`get_status`
        :raises AccessError: for others than managers
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(_("Scores are computed anew by managers only. Ask one, or wait for the night."))
        # runs are the server's own records
        run = self.sudo()._request()
        if run.state == "queued" and run._population() <= AT_ONCE:
            with self._run_lock() as alone:
                if alone:
                    run._go_on(commit=False)
        if run.state != "done":
            compat.trigger_cron(self.sudo().env.ref("field_visit_routing.cron_scores"))
        return self.browse(run.id).get_status()

    def get_status(self):
        """:return: dict with ``run_id``, ``state`` ("queued", "running", "done"), ``progress`` (0–100), ``text`` and
        ``failing`` (list of sentences)"""
        self.ensure_one()
        compat.check_access(self, "read")
        return {"run_id": self.id, "state": self.state, "progress": self.progress, "text": self.text,
                "failing": [line for line in (self.failing or "").split("\n") if line]}

    @api.model
    def action_recompute(self):
        """Button: compute everybody's score anew and show how it goes."""
        return {"type": "ir.actions.act_window", "name": _("Computation of scores"), "res_model": self._name,
                "res_id": self.compute_scores()["run_id"], "view_mode": "form", "views": [(False, "form")]}

    @api.model
    def _request(self):
        """Return a run of everybody that waits; what is under way has begun with other rules."""
        waiting = self.search([("state", "=", "queued"), ("kind", "=", "all")], limit=1)
        return waiting or self.create({})

    @api.model
    def _population(self):
        scoring = self.env["field.visit.scoring"]
        return sum(scoring._visit_target(model).search_count(scoring._visit_scored_domain(model)) for model in MODELS)

    # ---- scheduled -------------------------------------------------------------------------
    @api.model
    def _cron_all(self, commit=True, seconds=CRON_SECONDS):
        """Nightly: everybody, as time alone makes orders old."""
        self._request()
        return self._cron_go_on(commit, seconds)

    @api.model
    def _cron_go_on(self, commit=True, seconds=CRON_SECONDS):
        """Go on with what was cut off, begin what waits, else look once an hour at what changed.

        :return: False when another run is under way
        """
        end = time.monotonic() + seconds
        with self._run_lock() as alone:
            if not alone:
                return False
            self.env["field.visit.score.rule"]._score_make_defaults()
            run = self._next()
            while run and time.monotonic() < end:
                if not run._go_on(end, commit):
                    compat.trigger_cron(self.env.ref("field_visit_routing.cron_scores"))
                    break
                run = self._next()
        return True

    @api.model
    def _next(self):
        """Return the run to go on with or to begin, an empty one when there is nothing to do."""
        open_runs = self.search([("state", "!=", "done")], order="state desc, id", limit=1)
        if open_runs:
            return open_runs
        last = self.search([("state", "=", "done")], limit=1)
        if not self.search([("state", "=", "done"), ("kind", "=", "all")], limit=1):
            return self.create({})
        if last.started_at > fields.Datetime.now() - CHANGED_EVERY:
            return self.browse()
        self.search([("kind", "=", "changed"), ("started_at", "<", fields.Datetime.now() - KEPT)]).unlink()
        return self.create({"kind": "changed", "since": last.started_at - OVERLAP})

    @contextlib.contextmanager
    def _run_lock(self):
        """Hold the lock on a connection of its own, for the batches commit; it goes when the process does."""
        with self.pool.cursor() as cr:
            cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            yield cr.fetchone()[0]

    # ---- one run ---------------------------------------------------------------------------
    def _go_on(self, end=None, commit=True):
        """Do this run until ``end`` (of the monotonic clock); return whether it is done."""
        self.ensure_one()
        work = _Work(self, commit)
        if self.state == "queued":
            work.attempt(self._start, work)
        if self.kind == "all" and not self.is_ranked:
            work.attempt(work.rank)
        for model in MODELS:
            while work.has_more(model):
                if end is not None and time.monotonic() > end:
                    return False
                work.attempt(work.step, model)
        work.attempt(self._finish)
        return True

    def _start(self, work):
        self.write({"state": "running", "started_at": fields.Datetime.now(), "done": 0, "scored": 0, "left": 0,
                    "failures": "{}", "cursor_model": MODELS[0], "cursor_id": 0,
                    "total": sum(len(work.rows(model)) for model in MODELS)})

    def _finish(self):
        """Note on the rules which of them fail; a run of what changed may not have met all of them."""
        failures = json.loads(self.failures or "{}")
        for rule in self.env["field.visit.score.rule"].search([]):
            failure = failures.get(str(rule.id)) or False
            if rule.failure != failure and (failure or self.kind == "all"):
                rule._score_set({"failure": failure})
        self.write({"state": "done", "finished_at": fields.Datetime.now()})

    def _changed_ids(self, model):
        """Return who may have another score by what happened since the last run, or was never computed."""
        scoring = self.env["field.visit.scoring"]
        found = set(scoring._visit_target(model).search([("visit_score_date", "=", False)]).ids)
        for rule in scoring._visit_rules(model):
            try:
                with self.env.cr.savepoint():
                    found.update(rule._score_changed(model, self.since))
            except Exception:  # the rule fails as well when it is computed, and says why there
                _logger.info("score rule %s: what changed is not known", rule.id, exc_info=True)
        if model == "crm.lead":
            found.update(self.env["field.visit.score.rule"]._score_written(model, self.since))
        return found


class _Work:
    """A run at work in this process: rows and rankings are read once."""

    def __init__(self, run, commit):
        self.run, self.commit = run, commit
        self.scoring = run.env["field.visit.scoring"]
        self._rows, self._columns = {}, {}

    def attempt(self, method, *arguments):
        """Call the method and commit; again when another transaction was at the same records."""
        for attempt in range(ATTEMPTS):
            try:
                method(*arguments)
                if self.commit:
                    self.run.env.cr.commit()  # pylint: disable=invalid-commit
                return
            except psycopg2.extensions.TransactionRollbackError:
                if not self.commit or attempt == ATTEMPTS - 1:
                    raise
                self.run.env.cr.rollback()
                compat.invalidate(self.run)

    def rows(self, model):
        """Return the pairs of id and company of who is looked at, by id."""
        if model not in self._rows:
            rows = self.scoring._visit_scored_rows(model)
            if self.run.kind == "changed":
                changed = self.run._changed_ids(model)
                rows = [row for row in rows if row[0] in changed]
            self._rows[model] = rows
        return self._rows[model]

    def rank(self):
        """Make the rankings, and keep what was read for it."""
        for model in MODELS:
            self._columns[model] = self.scoring._visit_rank(model, self.rows(model))
        self.run.write({"is_ranked": True})

    def has_more(self, model):
        """Whether the run has not come to the end of this model."""
        at = MODELS.index(self.run.cursor_model)
        if MODELS.index(model) != at:
            return MODELS.index(model) > at and bool(self.rows(model))
        rows = self.rows(model)
        return bool(rows) and rows[-1][0] > self.run.cursor_id

    def step(self, model):
        """Compute and write the next batch."""
        after = self.run.cursor_id if self.run.cursor_model == model else 0
        rows = self.rows(model)
        first = next(place for place, row in enumerate(rows) if row[0] > after)
        batch = rows[first:first + BATCH]
        known = {rule: column[first:first + BATCH] for rule, column in self._columns.get(model, {}).items()}
        found = self.scoring._visit_score_rows(model, batch, known)
        failures = dict(json.loads(self.run.failures or "{}"), **{str(key): text for key, text in found["failures"].items()})
        self.run.write({
            "cursor_model": model, "cursor_id": batch[-1][0], "done": self.run.done + len(batch),
            "scored": self.run.scored + found["scored"], "left": self.run.left + found["left"],
            "failures": json.dumps(failures)})
