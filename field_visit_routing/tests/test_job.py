"""Jobs survive what happens to their processes."""
import os
import signal
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .. import compat
from ..models import field_visit_job, job_process
from .planning_case import PlanningCase

QUIET = "odoo.addons.field_visit_routing.models.field_visit_job_collect"


class TestJob(PlanningCase):

    def running(self, **changes):
        """A plan whose process searches for a minute."""
        many = self.env["res.partner"].create([
            self._customer_values("Shop %d" % n, 60.15 + n / 2000.0, 24.8 + n % 9 / 40.0, 50)
            for n in range(80)])
        plan = self.plan_of(partner_ids=many.ids, time_limit_s=60, **changes).sudo()
        plan.job_status()
        self.assertEqual(plan.state, "running")
        self.addCleanup(lambda: plan.exists() and job_process.kill(plan.job_pid, plan.job_pid_started))
        return plan

    def until(self, condition, seconds=120):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.05)
        self.assertTrue(condition())

    def kill(self, plan):
        os.kill(plan.job_pid, signal.SIGKILL)
        self.until(lambda: not job_process.is_alive(plan.job_pid, plan.job_pid_started))

    @mute_logger(QUIET)
    def test_killed_process_is_started_again_once(self):
        plan = self.running()
        self.kill(plan)
        first = plan.job_pid
        plan.job_status()
        self.assertEqual((plan.state, plan.job_attempts), ("running", 2))
        self.assertNotEqual(plan.job_pid, first)
        self.kill(plan)
        plan.job_status()
        self.assertEqual(plan.state, "failed")
        self.assertIn("Run it again", plan.failure)

    @mute_logger(QUIET)
    def test_process_of_an_earlier_boot_is_lost(self):
        """After a restart of the machine its number may belong to somebody else."""
        plan = self.running()
        job_process.kill(plan.job_pid, plan.job_pid_started)
        plan.write({"job_pid": os.getpid(), "job_pid_started": "other-boot:1"})
        self.assertFalse(job_process.is_alive(plan.job_pid, plan.job_pid_started))
        plan.job_status()
        self.assertEqual((plan.state, plan.job_attempts), ("running", 2))

    def test_process_outlives_the_server(self):
        """A server that restarts forgets its children and adopts them by their numbers."""
        plan = self.running()
        with patch.object(job_process, "_children", []):
            self.assertTrue(job_process.is_alive(plan.job_pid, plan.job_pid_started))
            self.assertEqual(plan.job_status()[0]["state"], "running")

    @mute_logger(QUIET)
    def test_hanging_process_is_ended(self):
        plan = self.running()
        late = fields.Datetime.now() + timedelta(seconds=plan.job_deadline_s + 120)
        first, started = plan.job_pid, plan.job_pid_started
        with patch.object(field_visit_job.fields.Datetime, "now", return_value=late):
            plan.job_status()
        self.until(lambda: not job_process.is_alive(first, started))
        self.assertEqual(plan.job_attempts, 2)

    @mute_logger(QUIET)
    def test_job_of_a_lost_node_is_taken_over(self):
        plan = self.running()
        # The other node's files are not on this one: a result there is not seen here.
        plan.write({"job_node": "another-node", "job_spool": plan.job_spool + "-elsewhere"})
        plan.job_status()
        self.assertEqual(plan.job_attempts, 1)
        plan.job_started_at -= timedelta(seconds=plan.job_deadline_s + 120)
        plan.job_status()
        self.assertEqual(plan.job_attempts, 2)

    def test_preparing_is_said_while_it_lasts(self):
        plan = self.running()
        for report, words in (({"preparing": True}, "Preparing the search"),
                              ({"preparing": False}, "Computing")):
            with patch.object(type(plan), "_job_report", return_value=report):
                self.assertIn(words, plan._job_progress_values()["message"])

    def test_cancel_keeps_the_best_found(self):
        plan = self.running()
        self.until(lambda: plan.job_status()[0]["best_objective"])
        plan.action_cancel()
        self.wait_for(plan)
        self.assertIn("stopped early", plan.warning)
        self.assertTrue(plan.stop_ids)

    def test_cancel_of_a_queued_job(self):
        plan = self.plan_of()
        plan.action_cancel()
        self.assertEqual(plan.job_status()[0]["state"], "cancelled")

    def test_no_more_jobs_than_processors(self):
        with patch.object(job_process, "running_count", return_value=99):
            plan = self.plan_of()
            self.assertEqual(plan.job_status()[0]["state"], "queued")
        self.wait_for(plan)

    def test_interpreter_that_does_not_exist(self):
        self.env["ir.config_parameter"].set_param(
            "field_visit_routing.solver_python", "/no/such/python")
        plan = self.plan_of()
        plan.job_status()
        self.assertEqual(plan.state, "failed")
        self.assertIn("field_visit_routing.solver_python", plan.failure)

    @mute_logger(QUIET)
    def test_result_that_reports_a_failure(self):
        plan = self.plan_of().sudo()
        plan.job_request = "{}"
        self.wait_for(plan, states=("failed",))
        self.assertTrue(plan.failure.endswith("."))

    def test_progress_is_seen_by_readers_only(self):
        plan = self.plan_of(rep_ids=self.other_rep.ids)
        with self.assertRaises(AccessError):
            plan.with_user(self.users["rep"]).job_status()

    def test_schedule_collects_without_a_reader(self):
        plan = self.plan_of()
        self.env["field.visit.plan"].sudo()._job_start_queued()
        folder = plan.sudo()._job_folder()
        self.until(lambda: (folder / "result.json").exists())
        self.env["field.visit.job.mixin"]._cron_advance_jobs()
        self.assertEqual(plan.state, "proposed")

    def test_spool_folder_goes_once_the_result_is_committed(self):
        plan = self.plan_of()
        plan.job_status()
        folder = plan.sudo()._job_folder()
        self.wait_for(plan)
        self.assertTrue(folder.is_dir())
        compat.run_after_commit(self.env)
        self.assertFalse(folder.exists())

    @mute_logger(QUIET, "odoo.sql_db")
    def test_result_that_fits_no_record_fails_its_job_and_stops_no_other(self):
        lost, good = self.plan_of(rep_ids=self.other_rep.ids), self.plan_of()
        self.other_rep.unlink()
        for plan, state in ((lost, "failed"), (good, "proposed")):
            self.until(lambda plan=plan: self.advance(plan) not in ("queued", "running"))
            self.assertEqual(plan.state, state)
        self.assertIn("Run it again", lost.failure)

    def advance(self, plan):
        self.env["field.visit.job.mixin"]._cron_advance_jobs()
        return plan.state

    def test_deleted_job_ends_its_process_and_leaves_no_files(self):
        plan = self.running()
        pid, started, folder = plan.job_pid, plan.job_pid_started, plan._job_folder()
        plan.unlink()
        self.assertTrue(job_process.is_alive(pid, started))
        compat.run_after_commit(self.env)
        self.until(lambda: not job_process.is_alive(pid, started))
        self.assertFalse(folder.exists())

    @mute_logger("odoo.addons.field_visit_routing.models.job_process")
    def test_nothing_but_folders_of_jobs_is_removed(self):
        root = job_process.spool_root()
        with patch.object(job_process.shutil, "rmtree") as removed:
            for folder in (job_process.Path("/srv"), root, root.parent, root / "x" / ".." / ".."):
                job_process.remove(folder)
            removed.assert_not_called()
            job_process.remove(root / "database" / "job")
            removed.assert_called_once()

    def test_killed_process_frees_its_slot_at_once(self):
        plan = self.running()
        job_process.kill(plan.job_pid, plan.job_pid_started)
        self.assertFalse(job_process.is_alive(plan.job_pid, plan.job_pid_started))
