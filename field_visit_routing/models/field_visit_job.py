"""Long work as a job: submit, progress, result; done by a process outside the server."""
import functools
import json
import logging
import sys
from datetime import timedelta

import psycopg2
from odoo import SUPERUSER_ID, _, api, fields, models
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tools import mute_logger
from psycopg2 import sql

from .. import compat
from . import job_process

_logger = logging.getLogger(__name__)

ATTEMPTS = 2
#: Past its own deadline a process gets this long before it is ended from outside.
GRACE_S = 60
HEARTBEAT_S = 10


def start_after_commit(database, model):
    """Start queued jobs in a transaction of their own; a failure is left to poll and cron."""
    try:
        with Registry(database).cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})[model]._job_start_queued()
    except Exception:  # whatever it is, the request that submitted has already succeeded
        _logger.exception("queued jobs of %s were not started at once", model)


class FieldVisitJobMixin(models.AbstractModel):
    """Fields and life of a job.

    A model that inherits this calls ``_job_submit(request, deadline_s)`` and overrides
    ``_job_on_start``, ``_job_on_done``, ``_job_on_failed``, ``_job_on_cancelled`` (which run as
    superuser) and, when it has an own ``state``, ``_job_public_state``.
    """

    _name = "field.visit.job.mixin"
    _description = "Work done outside the server's requests"

    job_state = fields.Selection(
        [("idle", "Not submitted"), ("queued", "Queued"), ("running", "Running"),
         ("done", "Done"), ("failed", "Failed"), ("cancelled", "Cancelled")],
        default="idle", required=True, readonly=True, copy=False, index=True)
    # Holds everything the process is told, such as homes: more than readers of the job may see.
    job_request = fields.Text(readonly=True, copy=False, groups="base.group_system")
    job_deadline_s = fields.Integer(readonly=True, copy=False)
    job_attempts = fields.Integer(readonly=True, copy=False)
    job_submitted_at = fields.Datetime("Submitted", readonly=True, copy=False)
    job_started_at = fields.Datetime("Started", readonly=True, copy=False)
    job_finished_at = fields.Datetime("Finished", readonly=True, copy=False)
    job_node = fields.Char("Computed on", readonly=True, copy=False)
    job_pid = fields.Integer("Process", readonly=True, copy=False)
    job_pid_started = fields.Char(readonly=True, copy=False)
    job_heartbeat = fields.Datetime(readonly=True, copy=False)
    job_spool = fields.Char(readonly=True, copy=False)
    job_progress = fields.Integer("Progress (%)", readonly=True, copy=False)
    job_message = fields.Char("Message", readonly=True, copy=False)
    job_best_objective = fields.Float("Best value so far", readonly=True, copy=False)

    # ---- what users and programs call ----------------------------------------------------
    def job_status(self):
        """State and progress of these jobs; collects what has finished meanwhile.

        :return: list of dicts ``{"id", "state", "progress" (0-100), "message",
            "best_objective", "elapsed_s"}`` in the order of the records; never None
        :raises AccessError: for a record that the user may not read
        """
        compat.check_access(self, "read")
        # Collecting writes the result for everybody; a reader may set it off but not choose it.
        jobs = self.sudo()
        jobs._job_advance()
        return [job._job_status_values() for job in jobs]

    def job_cancel(self):
        """Stop these jobs; a running one keeps its best result so far.  Returns True."""
        compat.check_access(self, "write")
        # The job's own fields are closed to users; the right to write was checked above.
        for job in self.sudo():
            if job.job_state == "queued":
                job._job_close("cancelled")
                job._job_on_cancelled({})
            elif job.job_state == "running":
                job_process.request_cancel(job._job_folder())
        return True

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._job_refuse(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._job_refuse(vals)
        return super().write(vals)

    @api.model
    def _job_closed_fields(self):
        """Names of the fields that nobody writes but the job itself.

        They name a process that is ended and a folder that is removed by the server.
        """
        return {name for name in self._fields if name.startswith("job_")}

    @api.model
    def _job_refuse(self, vals):
        closed = sorted(self._job_closed_fields().intersection(vals))
        if closed and not self.env.su:
            raise UserError(self._job_closed_sentence(closed[0]))

    @api.model
    def _job_closed_sentence(self, name):
        return _("%s of a job cannot be written: the server writes it.") % name

    def unlink(self):
        """A job that is deleted ends its process and leaves no files behind."""
        for job in self.filtered(lambda j: j.job_state == "running"):
            self.env.cr.postcommit.add(functools.partial(
                job_process.discard, job._job_folder(), job.job_pid, job.job_pid_started))
        return super().unlink()

    # ---- what a model overrides ----------------------------------------------------------
    def _job_on_start(self):
        """The process has been started."""

    def _job_on_done(self, result):
        """The process ended well; ``result`` is the content of ``result.json``."""

    def _job_on_cancelled(self, result):
        """The user stopped the job; ``result`` may hold the best found until then."""

    def _job_on_failed(self, message, result):
        """The job failed for good, for the reason that ``message`` tells.

        ``result`` may hold the best that was found before.
        """

    def _job_public_state(self):
        return self.job_state

    def _job_error_message(self, error):
        """Sentence for the coded error ``{"code", "params"}`` of a process."""
        sentences = {
            "deadline": _("The computation did not end within its time limit and was stopped. "
                          "Give it more time or fewer candidates, then run it again."),
            "out_of_memory": _("The computation needed more memory than the server allows. "
                               "Plan fewer candidates or fewer days at once."),
            "solver_died": _("The computation ended unexpectedly. Run it again; if this repeats, "
                         "the administrator finds the cause in the server's log."),
            "not_written": _("The result does not fit the records any more: some were changed or "
                             "deleted while it was computed. Run it again."),
        }
        return sentences.get(error.get("code")) or _(
            "The computation failed (code: %s). Run it again; if this repeats, the "
            "administrator finds the cause in the server's log.") % (error.get("code") or "?")

    # ---- submit and start ----------------------------------------------------------------
    def _job_submit(self, request, deadline_s):
        """Queue the job; its process starts as soon as this transaction is committed.

        ``request`` is the content of ``request.json`` without its deadline.
        """
        self.ensure_one()
        request = dict(request, deadline_s=deadline_s)
        self.write({
            "job_state": "queued", "job_request": json.dumps(request), "job_attempts": 0,
            "job_deadline_s": deadline_s, "job_submitted_at": fields.Datetime.now(),
            "job_finished_at": False, "job_progress": 0,
            "job_message": _("Waiting for a free processor")})
        self.env.cr.postcommit.add(
            functools.partial(start_after_commit, self.env.cr.dbname, self._name))

    def _job_start_queued(self):
        """Start what waits, oldest first, as far as processors are free."""
        for job in self.search([("job_state", "=", "queued")], order="job_submitted_at, id"):
            if not job_process.has_free_slot():
                break
            if job._job_lock() and job.job_state == "queued":
                job._job_start()

    def _job_start(self):
        self.job_attempts += 1
        name = "%s-%d-%s-%d" % (
            self._table, self.id, fields.Datetime.to_string(self.job_submitted_at).translate(
                str.maketrans("", "", "-: ")), self.job_attempts)
        folder = job_process.spool_folder(self.env.cr.dbname, name)
        try:
            pid, started = job_process.start(folder, self.job_request, self._job_python())
        except OSError as error:
            self._job_fail(_("The computing process could not be started (%s). Check the system "
                             "parameter field_visit_routing.solver_python and the server's data "
                             "folder.") % error)
            return
        now = fields.Datetime.now()
        self.write({
            "job_state": "running", "job_node": job_process.node_name(), "job_pid": pid,
            "job_pid_started": started, "job_started_at": now, "job_heartbeat": now,
            "job_spool": str(folder), "job_message": _("Computing")})
        self._job_on_start()

    def _job_python(self):
        parameter = self.env["ir.config_parameter"].get_param("field_visit_routing.solver_python")
        return parameter or sys.executable

    def _job_folder(self):
        return job_process.Path(self.job_spool or "/nonexistent")

    def _job_lock(self):
        """Lock this row; False when another transaction is at it, which then does the work."""
        query = sql.SQL("SELECT id FROM {} WHERE id = %s FOR UPDATE NOWAIT").format(
            sql.Identifier(self._table))
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.env.cr.execute(query, [self.id])
                return bool(self.env.cr.rowcount)
        except psycopg2.OperationalError:
            return False

    # ---- watch and collect ---------------------------------------------------------------
    def _job_advance(self):
        """Move each job one step: start, note its heartbeat, collect it, or deal with its loss."""
        for job in self.filtered(lambda j: j.job_state == "running"):
            job._job_watch()
        if any(job.job_state == "queued" for job in self):
            self._job_start_queued()

    def _job_watch(self):
        result = job_process.read_json(self._job_folder() / "result.json")
        if result is not None:
            if self._job_lock():
                self._job_collect(result)
        elif self._job_is_lost():
            if self._job_lock():
                self._job_recover()
        elif self.job_heartbeat < fields.Datetime.now() - timedelta(seconds=HEARTBEAT_S):
            if self._job_lock():
                self._job_note_heartbeat()

    def _job_note_heartbeat(self):
        if self.job_node != job_process.node_name():
            return
        progress = self._job_progress_values()
        self.write({
            "job_heartbeat": fields.Datetime.now(), "job_progress": progress["progress"],
            "job_best_objective": progress["best_objective"]})

    def _job_is_lost(self):
        """Whether the process is gone without a result, or hangs past every deadline."""
        overdue = fields.Datetime.now() > self.job_started_at + timedelta(
            seconds=self.job_deadline_s + GRACE_S)
        if self.job_node != job_process.node_name():
            return overdue
        alive = job_process.is_alive(self.job_pid, self.job_pid_started)
        if not alive:
            # It may have written its result between the two looks.
            return overdue or not (self._job_folder() / "result.json").exists()
        return overdue

    def _job_recover(self):
        """Requeue once after a crash or a restart of the machine, then fail."""
        folder = self._job_folder()
        _logger.warning("job %s,%s is lost: %s", self._name, self.id,
                        job_process.log_tail(folder))
        job_process.kill(self.job_pid, self.job_pid_started)
        self._job_forget(folder)
        if self.job_attempts >= ATTEMPTS:
            self._job_fail(self._job_error_message({"code": "solver_died"}))
            return
        self.write({"job_state": "queued", "job_pid": 0, "job_progress": 0,
                    "job_message": _("Interrupted; starting again")})
        self._job_start_queued()

    def _job_collect(self, result):
        folder = self._job_folder()
        status = result.get("status")
        if status == "failed":
            _logger.warning("job %s,%s failed: %s %s", self._name, self.id, result.get("error"),
                            job_process.log_tail(folder))
            self._job_fail(self._job_error_message(result.get("error") or {}), result)
        else:
            self._job_hand_over("cancelled" if status == "cancelled" else "done", result)
        self._job_forget(folder)
        self._job_start_queued()

    def _job_hand_over(self, state, result):
        """Let the model take the result; what cannot be taken fails this job and no other.

        Records that the result speaks of may have been deleted while it was computed.
        """
        try:
            with self.env.cr.savepoint():
                self._job_close(state)
                (self._job_on_cancelled if state == "cancelled" else self._job_on_done)(result)
        except psycopg2.OperationalError:
            raise  # two transactions at once: this one is repeated
        except Exception:  # whatever it is, it would be raised at every later look as well
            _logger.exception("the result of job %s,%s cannot be written", self._name, self.id)
            self._job_fail(self._job_error_message({"code": "not_written"}))

    def _job_fail(self, message, result=None):
        self._job_close("failed", message)
        self._job_on_failed(message, result or {})

    def _job_close(self, state, message=""):
        self.write({"job_state": state, "job_message": message, "job_pid": 0,
                    "job_finished_at": fields.Datetime.now(),
                    "job_progress": 100 if state == "done" else self.job_progress})

    def _job_forget(self, folder):
        """Remove the spool folder once what was read from it is committed."""
        self.env.cr.postcommit.add(functools.partial(job_process.remove, folder))

    # ---- progress ------------------------------------------------------------------------
    def _job_status_values(self):
        values = {"id": self.id, "state": self._job_public_state()}
        values.update(self._job_progress_values())
        return values

    def _job_progress_values(self):
        progress = None
        if self.job_state == "running":
            progress = job_process.read_json(self._job_folder() / "progress.json")
        progress = progress or {}
        return {
            "progress": int(progress.get("percent") or self.job_progress),
            "message": str(self.job_message or ""),
            "best_objective": float(progress.get("best_objective") or self.job_best_objective),
            "elapsed_s": self._job_elapsed_s(),
        }

    def _job_elapsed_s(self):
        if not self.job_submitted_at:
            return 0
        end = self.job_finished_at or fields.Datetime.now()
        return int((end - self.job_submitted_at).total_seconds())

    @api.model
    def _cron_advance_jobs(self):
        """Safety net: every model's jobs move on although nobody looks at them."""
        for name in sorted(self.pool.descendants([self._name], "_inherit")):
            model = self.env[name]
            if not model._abstract:
                model.search([("job_state", "in", ("queued", "running"))])._job_advance()
