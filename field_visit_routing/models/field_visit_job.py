"""Long work as a job: submit, progress, result; done by a process outside the server."""
import functools
import json
import logging
import sys

import psycopg2
from odoo import SUPERUSER_ID, _, api, fields, models
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tools import mute_logger
from psycopg2 import sql

from .. import compat
from . import job_process, job_watch

_logger = logging.getLogger(__name__)


def start_after_commit(database, model):
    """Start queued jobs in a transaction of their own; a failure is left to poll and cron."""
    try:
        with Registry(database).cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})[model]._job_start_queued()
    except Exception:  # whatever it is, the request that submitted has already succeeded
        _logger.exception("queued jobs of %s were not started at once", model)
    job_watch.ensure(database)


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
    # JSON of what else the process reports: the trend and, where one is known, the bound.
    job_news = fields.Text(readonly=True, copy=False)
    # Reaches the process through the node that it runs on, whichever node took the request.
    job_cancel_asked = fields.Boolean(readonly=True, copy=False)
    job_digest = fields.Char(readonly=True, copy=False)

    # ---- what users and programs call ----------------------------------------------------
    def job_status(self):
        """State and progress of these jobs; collects what has finished meanwhile.

        :return: list of dicts ``{"id", "state", "progress" (0-100), "message",
            "best_objective", "trend" (list of [elapsed_s, best_objective]), "bound" (no result
            can beat it; 0 when none is known), "cancel_asked", "elapsed_s"}`` in the order of
            the records; never None
        :raises AccessError: for a record that the user may not read
        """
        compat.check_access(self, "read")
        # Collecting writes the result for everybody; a reader may set it off but not choose it.
        jobs = self.sudo()
        jobs._job_advance()
        return [job._job_status_values() for job in jobs]

    def job_cancel(self):
        """Stop these jobs; a running one keeps its best result so far.  Returns True.

        The wish is noted in the database: the node that the process runs on hands it over,
        at once or within seconds, whichever node took this call.
        """
        compat.check_access(self, "write")
        # The job's own fields are closed to users; the right to write was checked above.
        for job in self.sudo():
            if job.job_state == "queued":
                job._job_close("cancelled")
                job._job_on_cancelled({})
            elif job.job_state == "running":
                job.job_cancel_asked = True
                job._job_hand_over_cancel()
        return True

    @api.model
    def _job_known(self, vals):
        """Return what the user has asked for by the same ``client_reference`` before; empty without one."""
        reference = vals.get("client_reference") if isinstance(vals, dict) else None
        return self.search([
            ("client_reference", "=", str(reference)), ("user_id", "=", self.env.uid),
            ("company_id", "=", vals.get("company_id") or self.env.company.id)],
            limit=1) if reference else self.browse()

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
    #: Whether the same request of the same company gets the result that was computed before.
    _job_keeps_results = False

    def _job_on_start(self):
        """The process has been started."""

    def _job_on_done(self, result):
        """The process ended well; ``result`` is the content of ``result.json``."""

    def _job_on_kept(self, kept):
        """After ``_job_on_done``: the result was not computed now but taken from ``kept``."""

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

        ``request`` is the content of ``request.json`` without deadline and memory limit.
        """
        self.ensure_one()
        kept = self.env["field.visit.job.result"]
        digest = kept._digest(request) if self._job_keeps_results else False
        request = dict(request, deadline_s=deadline_s, memory_mb=self._job_memory_mb())
        self.write({
            "job_state": "queued", "job_request": json.dumps(request), "job_attempts": 0,
            "job_deadline_s": deadline_s, "job_submitted_at": fields.Datetime.now(),
            "job_finished_at": False, "job_progress": 0, "job_news": False,
            "job_cancel_asked": False, "job_digest": digest,
            "job_message": _("Waiting for a free processor")})
        known = kept._find(digest, self.company_id) if digest else kept
        if known:
            self._job_take_kept(known)
        else:
            self._job_enqueue()

    def _job_take_kept(self, kept):
        """The same was computed before: its result is this job's as well."""
        result = kept._take()
        self._job_close("done")
        self._job_on_done(result)
        self._job_on_kept(kept)

    def _job_enqueue(self):
        """Have the job started once this transaction is committed."""
        self.env.cr.postcommit.add(
            functools.partial(start_after_commit, self.env.cr.dbname, self._name))

    def _job_requeue(self):
        """Have a job started again whose process was lost."""
        self._job_start_queued()

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

    def _job_memory_mb(self):
        """Megabytes that the computing process may take; 0 sets no limit."""
        # System parameters are closed to users; this number is not shown to them.
        parameter = self.env["ir.config_parameter"].sudo().get_param(
            "field_visit_routing.solver_memory_mb")
        usual = job_process.usual_memory_mb()
        try:
            return max(0, int(parameter or usual))
        except ValueError:
            _logger.warning("system parameter field_visit_routing.solver_memory_mb: %r is no "
                            "number of megabytes; %s is taken", parameter, usual)
            return usual

    def _job_folder(self):
        """The job's files; what lies in another node's data folder is not looked at."""
        return job_process.own_folder(self.job_spool)

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
