"""Watching jobs and collecting their results, by whatever request or node looks at them."""
import json
import logging
from datetime import timedelta

import psycopg2
from odoo import _, api, fields, models

from . import job_process, job_watch

_logger = logging.getLogger(__name__)

ATTEMPTS = 2
#: Past its own deadline a process gets this long before it is ended from outside.
GRACE_S = 60
HEARTBEAT_S = 5
#: What of a report the row keeps, for nodes that do not have its file.
NEWS = ("trend", "bound", "prepare_s", "preparing")
#: A node that has written no heartbeat for so long is taken for lost with its processes.
NODE_SILENT_S = 600


class FieldVisitJobMixin(models.AbstractModel):
    _inherit = "field.visit.job.mixin"

    def _register_hook(self):
        """A server that starts looks after the processes that it finds at work."""
        super()._register_hook()
        if self._name == "field.visit.job.mixin":
            job_watch.ensure(self.env.cr.dbname)

    # ---- watch ---------------------------------------------------------------------------
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
        else:
            self._job_hand_over_cancel()
            self._job_note_heartbeat()
            if self._job_is_here():
                job_watch.ensure(self.env.cr.dbname)

    def _job_is_here(self):
        return self.job_node == job_process.node_name()

    def _job_hand_over_cancel(self):
        """Tell the process that the user wants it to end; only its own node can."""
        if self.job_cancel_asked:
            job_process.request_cancel(self._job_folder())

    def _job_note_heartbeat(self):
        """Carry the progress into the row, where other nodes see it."""
        fresh = fields.Datetime.now() - timedelta(seconds=HEARTBEAT_S)
        if not self._job_is_here() or self.job_heartbeat >= fresh or not self._job_lock():
            return
        report = self._job_report()
        self.write({
            "job_heartbeat": fields.Datetime.now(),
            "job_progress": int(report.get("percent") or self.job_progress),
            "job_best_objective": float(
                report.get("best_objective") or self.job_best_objective),
            "job_news": json.dumps({name: report[name] for name in NEWS
                                    if name in report})})

    def _job_is_lost(self):
        """Whether the process is gone without a result, or hangs past every deadline."""
        now = fields.Datetime.now()
        allowed_s = self.job_deadline_s + GRACE_S + float(self._job_report().get("prepare_s") or 0)
        overdue = now > self.job_started_at + timedelta(seconds=allowed_s)
        if not self._job_is_here():
            return overdue or now > self.job_heartbeat + timedelta(seconds=NODE_SILENT_S)
        alive = job_process.is_alive(self.job_pid, self.job_pid_started)
        if not alive:
            # It may have written its result between the two looks.
            return overdue or not (self._job_folder() / "result.json").exists()
        return overdue

    # ---- a lost process ------------------------------------------------------------------
    def _job_recover(self):
        """Requeue once after a crash or a restart of the machine, then keep the best and fail."""
        folder = self._job_folder()
        _logger.warning("job %s,%s is lost: %s", self._name, self.id,
                        job_process.log_tail(folder))
        job_process.kill(self.job_pid, self.job_pid_started)  # its mark is of this machine's boot
        if self.job_attempts < ATTEMPTS and not self.job_cancel_asked:
            self._job_forget(folder)
            self.write({"job_state": "queued", "job_pid": 0, "job_progress": 0,
                        "job_message": _("Interrupted; starting again")})
            self._job_requeue()
        elif not self._job_rescue(folder):
            self._job_forget(folder)
            self._job_give_up()

    def _job_rescue(self, folder):
        """Let a process make a result of the best known; False when there is none, or it failed."""
        if not job_process.ask_rescue(folder):
            return False
        try:
            pid, started = job_process.start(folder, self.job_request, self._job_python())
        except OSError:
            return False
        now = fields.Datetime.now()
        self.write({"job_pid": pid, "job_pid_started": started, "job_started_at": now,
                    "job_heartbeat": now, "job_node": job_process.node_name(),
                    "job_message": _("Interrupted; keeping the best found until then")})
        return True

    def _job_give_up(self):
        if self.job_cancel_asked:
            self._job_close("cancelled")
            self._job_on_cancelled({})
        else:
            self._job_fail(self._job_error_message({"code": "solver_died"}))

    # ---- collect -------------------------------------------------------------------------
    def _job_collect(self, result):
        folder, status = self._job_folder(), result.get("status")
        if status == "failed" and self.job_cancel_asked and result.get("solution"):
            status = "cancelled"  # lost on the way to its end: the wish to end comes first
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
            return
        if state == "done" and self.job_digest:
            self.env["field.visit.job.result"]._keep(self, result)

    def _job_fail(self, message, result=None):
        """Fail the job; its best answer is kept as far as the records still allow."""
        self._job_close("failed", message)
        try:
            with self.env.cr.savepoint():
                self._job_on_failed(message, result or {})
        except psycopg2.OperationalError:
            raise
        except Exception:
            _logger.exception("the best of job %s,%s cannot be written", self._name, self.id)
            self._job_on_failed(message, {})

    def _job_close(self, state, message=""):
        self.write({"job_state": state, "job_message": message, "job_pid": 0,
                    "job_finished_at": fields.Datetime.now(),
                    "job_progress": 100 if state == "done" else self.job_progress})

    def _job_forget(self, folder):
        """Remove the spool folder once what was read from it is committed."""
        self.env.cr.postcommit.add(lambda: job_process.remove(folder))

    # ---- progress ------------------------------------------------------------------------
    def _job_status_values(self):
        values = {"id": self.id, "state": self._job_public_state()}
        values.update(self._job_progress_values())
        return values

    def _job_report(self):
        """What the process last reported: its file where this node has it, else the row."""
        report = {}
        if self.job_state == "running":
            report = job_process.read_json(self._job_folder() / "progress.json")
        return report or json.loads(self.job_news or "{}")

    def _job_progress_values(self):
        report = self._job_report()
        return {
            "progress": int(report.get("percent") or self.job_progress),
            "message": self._job_message_now(report),
            "best_objective": float(report.get("best_objective") or self.job_best_objective),
            "trend": report.get("trend") or [],
            "bound": float(report.get("bound") or 0.0),
            "cancel_asked": self.job_cancel_asked, "elapsed_s": self._job_elapsed_s(),
        }

    def _job_message_now(self, report):
        if self.job_state == "running" and report.get("preparing"):
            return _("Preparing the search: the first time on a machine this takes about a minute")
        return str(self.job_message or "")

    def _job_elapsed_s(self):
        if not self.job_submitted_at:
            return 0
        end = self.job_finished_at or fields.Datetime.now()
        return int((end - self.job_submitted_at).total_seconds())

    # ---- who looks when nobody asks --------------------------------------------------------
    @api.model
    def _job_models(self):
        """The models that have jobs."""
        names = sorted(self.pool.descendants([self._name], "_inherit"))
        return [self.env[name] for name in names if not self.env[name]._abstract]

    @api.model
    def _cron_advance_jobs(self):
        """Safety net: every model's jobs move on although nobody looks at them."""
        for model in self._job_models():
            model.search([("job_state", "in", ("queued", "running"))])._job_advance()
        self._job_sweep()

    @api.model
    def _job_sweep(self):
        """End and remove what this node computes for nobody: another node has taken it over."""
        running = [("job_state", "=", "running")]
        known = {job.job_spool for model in self._job_models() for job in model.search(running)}
        for folder in job_process.old_folders(self.env.cr.dbname):
            if str(folder) not in known:
                pid = job_process.read_json(folder / "pid.json") or {"pid": 0, "started": ""}
                job_process.discard(folder, pid["pid"], pid["started"])

    @api.model
    def _job_tend_node(self):
        """Move on the jobs that run on this node; return how many still do."""
        here = [("job_state", "=", "running"), ("job_node", "=", job_process.node_name())]
        for model in self._job_models():
            model.search(here)._job_advance()
        return sum(model.search_count(here) for model in self._job_models())
