"""Killed, starved or hanging: the plan says why, keeps its best, frees its processor."""
import os
import signal
import time
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..models import job_process, job_watch
from .planning_case import PlanningCase

QUIET = "odoo.addons.field_visit_routing.models.field_visit_job_collect"


class JobCase(PlanningCase):

    def running(self):
        """A plan whose process searches, with a first answer found."""
        return self.start(self.queued())

    def queued(self):
        """A plan that takes its time."""
        many = self.env["res.partner"].create([
            self._customer_values("Shop %d" % n, 60.15 + n / 2000.0, 24.8 + n % 9 / 40.0, 50)
            for n in range(80)])
        return self.plan_of(partner_ids=many.ids, time_limit_s=60).sudo()

    def start(self, plan):
        """Start the process of a plan and wait for its first answer."""
        plan.job_status()
        self.assertEqual(plan.state, "running")
        self.addCleanup(lambda: plan.exists() and job_process.kill(plan.job_pid, plan.job_pid_started))
        self.until(lambda: (plan._job_folder() / "best.json").exists())
        return plan

    def until(self, condition, seconds=400):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.05)
        self.assertTrue(condition())

    def solver_of(self, plan):
        """The process that searches, a child of the one that watches over it."""
        path = "/proc/%d/task/%d/children" % (plan.job_pid, plan.job_pid)
        with open(path, encoding="ascii") as stream:
            return int(stream.read().split()[0])

    def kill_supervisor(self, plan):
        os.kill(plan.job_pid, signal.SIGKILL)
        self.until(lambda: not job_process.is_alive(plan.job_pid, plan.job_pid_started))


class TestFaults(JobCase):

    @mute_logger(QUIET)
    def test_kill_9_of_the_solver(self):
        plan = self.running()
        os.kill(self.solver_of(plan), signal.SIGKILL)
        pid, started = plan.job_pid, plan.job_pid_started
        self.wait_for(plan, states=("failed",))
        self.assertIn("ended unexpectedly", plan.failure)
        self.assertIn("apply it, or plan again", plan.failure)
        self.assertFalse(job_process.is_alive(pid, started))
        self.assertTrue(plan.can_apply)
        self.assertTrue(plan.get_result()["routes"])
        self.assertEqual(len(plan.get_changes()), plan.stop_count)
        self.assert_checked(plan)
        plan.action_apply()
        self.assertEqual(plan.state, "applied")
        self.assertEqual(len(self.env["field.visit"].search([("plan_id", "=", plan.id)])),
                         plan.stop_count)

    @mute_logger(QUIET)
    def test_a_retry_is_offered(self):
        plan = self.running()
        os.kill(self.solver_of(plan), signal.SIGKILL)
        self.wait_for(plan, states=("failed",))
        action = plan.action_plan_again()
        self.assertEqual(action["res_model"], "field.visit.plan.wizard")
        manager = plan.with_user(self.users["manager"])
        again = self.env["field.visit.plan"].browse(manager.retry_plan()["plan_id"])
        self.assertEqual(again.state, "queued")
        self.assertEqual(again.rep_ids, plan.rep_ids)

    @mute_logger(QUIET)
    def test_best_survives_its_supervisor(self):
        """Killed with all it started, once and again: the machine, not the plan, is to blame."""
        plan = self.running()
        self.kill_supervisor(plan)
        plan.job_status()
        self.assertEqual((plan.state, plan.job_attempts), ("running", 2))
        self.until(lambda: (plan._job_folder() / "best.json").exists())
        self.kill_supervisor(plan)
        plan.job_status()
        self.assertIn("keeping the best", plan.job_message)
        self.wait_for(plan, states=("failed",))
        self.assertTrue(plan.can_apply)
        self.assertTrue(plan.stop_ids)

    @mute_logger(QUIET)
    def test_a_plan_without_memory_says_so(self):
        self.env["ir.config_parameter"].set_param("field_visit_routing.solver_memory_mb", "60")
        plan = self.plan_of()
        self.wait_for(plan, states=("failed",))
        self.assertIn("more memory than the server allows", plan.failure)
        self.assertFalse(plan.can_apply)
        with self.assertRaisesRegex(UserError, "failed and cannot be applied"):
            plan.action_apply()

    @mute_logger("odoo.addons.field_visit_routing.models.field_visit_job")
    def test_a_memory_limit_that_is_no_number(self):
        self.env["ir.config_parameter"].set_param("field_visit_routing.solver_memory_mb", "lots")
        self.solved()

    @mute_logger(QUIET)
    def test_a_hanging_solver_is_ended_and_its_best_kept(self):
        plan = self.queued()
        deadline = '"deadline_s": %d' % plan.job_deadline_s
        self.assertIn(deadline, plan.job_request)
        plan.job_request = plan.job_request.replace(deadline, '"deadline_s": 6')
        self.start(plan)
        os.kill(self.solver_of(plan), signal.SIGSTOP)
        self.wait_for(plan, states=("failed",))
        self.assertIn("time limit", plan.failure)
        self.assertTrue(plan.can_apply)


class TestNodes(JobCase):

    def elsewhere(self, plan):
        """Let the plan be computed on another node, whose files are not here."""
        folder = plan._job_folder()
        plan.write({"job_node": "another-node", "job_spool": str(folder) + "-elsewhere"})
        return folder

    def as_node(self, plan, folder):
        """Look as that other node does."""
        plan.job_spool = str(folder)
        with patch.object(job_process, "node_name", return_value="another-node"):
            return self.env["field.visit.job.mixin"].sudo()._job_tend_node()

    def test_cancel_reaches_the_process_of_another_node(self):
        plan = self.running()
        folder = self.elsewhere(plan)
        self.assertTrue(plan.with_user(self.users["manager"]).action_cancel())
        self.assertFalse((folder / "cancel").exists())
        self.assertTrue(plan.job_status()[0]["cancel_asked"])
        self.assertEqual(self.as_node(plan, folder), 1)
        self.assertTrue((folder / "cancel").exists())
        plan.job_node = job_process.node_name()
        self.wait_for(plan)
        self.assertIn("stopped early", plan.warning)

    def test_progress_is_seen_from_another_node(self):
        plan = self.running()
        self.until(lambda: plan.job_status()[0]["trend"])
        plan.job_heartbeat -= timedelta(seconds=60)
        plan.job_status()
        best = plan.job_best_objective
        self.elsewhere(plan)
        status, = plan.job_status()
        self.assertEqual(status["best_objective"], best)
        self.assertTrue(status["trend"])
        self.assertEqual(status["state"], "running")

    @mute_logger(QUIET)
    def test_a_silent_node_is_lost(self):
        plan = self.running()
        self.elsewhere(plan)
        plan.job_status()
        self.assertEqual(plan.job_attempts, 1)
        plan.job_heartbeat -= timedelta(minutes=11)
        plan.job_status()
        self.assertEqual(plan.job_attempts, 2)

    @mute_logger(QUIET)
    def test_cancel_of_a_lost_node_ends_the_plan(self):
        plan = self.running()
        self.elsewhere(plan)
        plan.action_cancel()
        plan.job_heartbeat -= timedelta(minutes=11)
        self.assertEqual(plan.job_status()[0]["state"], "cancelled")

    def test_what_is_computed_for_nobody_is_ended_and_removed(self):
        lost, kept = self.running(), self.plan_of(seed=9).sudo()
        folder, pid, started = lost._job_folder(), lost.job_pid, lost.job_pid_started
        lost.write({"job_state": "queued", "job_spool": False})
        jobs = self.env["field.visit.job.mixin"].sudo()
        jobs._job_sweep()
        self.assertTrue(folder.exists(), "it may be about to be noted on its row")
        with patch.object(job_process, "OLD_S", -1):
            kept._job_start()
            jobs._job_sweep()
        self.assertFalse(job_process.is_alive(pid, started))
        self.assertFalse(folder.exists())
        self.assertTrue(kept._job_folder().exists())

    def test_nobody_watches_while_tests_run(self):
        job_watch.ensure(self.env.cr.dbname)
        self.assertFalse(job_watch._watched)
