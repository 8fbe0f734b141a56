"""Jobs of the addon as jobs of OCA's queue; the queue's own ``perform`` runs them."""
import time
from datetime import timedelta
from unittest.mock import patch

from odoo.addons.field_visit_routing import compat
from odoo.addons.field_visit_routing.models import job_process
from odoo.addons.field_visit_routing.tests.planning_case import PlanningByPrograms
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import Job
from odoo.tests import tagged
from odoo.tools import config, mute_logger

from ..models import field_visit_job

CHANNEL = "root.field_visit_routing"


@tagged("post_install", "-at_install")
class TestQueueJob(PlanningByPrograms):

    def setUp(self):
        super().setUp()
        # The first plan after an update compiles the search, which takes a busy machine minutes.
        patience = patch.dict(config.options, limit_time_real=1200)
        patience.start()
        self.addCleanup(patience.stop)

    def queued_by(self, kind="manager", **changes):
        answer = self.call_as(kind, "field.visit.plan", "submit_plan", self.request(**changes))
        return self.env["field.visit.plan"].browse(answer["plan_id"])

    def job_of(self, record):
        """The queue's job of a record, as its runner loads it."""
        rows = self.env["queue.job"].search([("model_name", "=", record._name)])
        row, = [row for row in rows if row.records.ids == record.ids and row.state == "pending"]
        return Job.load(self.env, row.uuid)

    def taken_up(self, job):
        """Let a request take the job up that has to end at once; return what it tells the queue."""
        mixin = type(self.env["field.visit.job.mixin"])
        with patch.object(mixin, "_job_stay_s", return_value=0):
            with self.assertRaises(RetryableJobError) as caught:
                job.perform()
        return caught.exception

    def until(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.05)
        self.assertTrue(condition())

    def test_addon_came_by_itself(self):
        module = self.env["ir.module.module"].search(
            [("name", "=", "field_visit_routing_queue_job")])
        self.assertTrue(module.auto_install)
        self.assertEqual(module.state, "installed")

    def test_plan_runs_on_its_channel(self):
        for kind in ("rep", "leader", "manager", "admin"):
            with self.subTest(kind):
                plan = self.queued_by(kind, seed=len(kind))
                job = self.job_of(plan)
                self.assertEqual(job.channel, CHANNEL)
                self.assertEqual(job.description, plan.name)
                self.assertEqual(plan.state, "queued")
                self.assertEqual(job.perform(), "done")
                compat.invalidate(plan)
                self.assertEqual(plan.state, "proposed")
                self.assert_checked(plan)
                plan.action_discard()
                compat.flush(plan)

    def test_addresses_are_located_on_the_channel(self):
        partners = self.env["res.partner"].create([
            {"name": "New %d" % n, "city": "Turku", "street": "Street %d" % n} for n in range(2)])
        job = self.env["field.visit.geocode.job"].browse(
            self.env["field.visit.geocode.job"].submit("res.partner", partners.ids))
        queued = self.job_of(job)
        self.assertEqual(queued.channel, CHANNEL)
        self.assertEqual(queued.perform(), "done")

    def test_every_kind_of_job_is_known_to_the_queue(self):
        functions = self.env["queue.job.function"].search([("method", "=", "_job_run_in_queue")])
        models = self.env["field.visit.job.mixin"]._job_models()
        self.assertEqual(set(functions.mapped("model_id.model")), {model._name for model in models})
        self.assertTrue(all(hasattr(model, "_job_run_in_queue") for model in models))
        self.assertEqual(set(functions.mapped("channel")), {CHANNEL})

    def test_a_job_is_in_the_queue_once(self):
        plan = self.queued_by()
        plan.sudo()._job_enqueue()
        self.assertTrue(self.job_of(plan))

    def test_a_busy_node_leaves_it_to_another(self):
        job = self.job_of(self.queued_by())
        with patch.object(job_process, "has_free_slot", return_value=False):
            with self.assertRaises(RetryableJobError) as caught:
                job.perform()
        self.assertTrue(caught.exception.ignore_retry)

    def test_a_request_ends_while_the_process_goes_on(self):
        plan = self.queued_by()
        self.assertTrue(self.taken_up(self.job_of(plan)).ignore_retry)
        self.assertEqual(self.job_of(plan).perform(), "done")

    def test_cancelled_before_it_was_taken(self):
        plan = self.queued_by()
        plan.action_cancel()
        self.assertEqual(self.job_of(plan).perform(), "cancelled")

    def test_deleted_before_it_was_taken(self):
        plan = self.queued_by()
        job = self.job_of(plan)
        plan.sudo().unlink()
        self.assertEqual(job.perform(), "deleted")

    def test_cancel_while_it_runs_keeps_the_best(self):
        many = self.env["res.partner"].create([
            self._customer_values("Shop %d" % n, 60.15 + n / 2000.0, 24.8 + n % 9 / 40.0, 50)
            for n in range(60)])
        plan = self.queued_by(partner_ids=many.ids, time_limit_s=60)
        self.taken_up(self.job_of(plan))
        self.until(lambda: (plan.sudo()._job_folder() / "best.json").exists())
        plan.action_cancel()
        self.assertEqual(self.job_of(plan).perform(), "cancelled")
        self.assertEqual(plan.state, "proposed")
        self.assertIn("stopped early", plan.warning)

    @mute_logger("odoo.addons.field_visit_routing.models.field_visit_job_collect")
    def test_a_lost_process_is_queued_again(self):
        plan = self.queued_by()
        self.taken_up(self.job_of(plan))
        folder = plan.sudo()._job_folder()
        self.until(lambda: (folder / "result.json").exists())
        (folder / "result.json").unlink()
        with self.assertRaises(RetryableJobError):
            self.job_of(plan).perform()
        self.assertEqual((plan.state, plan.sudo().job_state), ("running", "queued"))
        self.assertEqual(self.job_of(plan).perform(), "done")
        self.assertEqual(plan.sudo().job_attempts, 2)

    @mute_logger(field_visit_job.__name__)
    def test_without_a_runner_it_is_computed_all_the_same(self):
        plan = self.queued_by()
        plan.job_status()
        self.assertEqual(plan.state, "queued")
        plan.sudo().job_submitted_at -= timedelta(seconds=field_visit_job.RUNNER_S + 1)
        plan.job_status()
        self.assertEqual(plan.state, "running")
        self.wait_for(plan)

    def test_a_queue_that_works_is_waited_for(self):
        plan = self.queued_by()
        other = self.job_of(self.queued_by(rep_ids=self.other_rep.ids))
        other.set_started()
        other.store()
        plan.sudo().job_submitted_at -= timedelta(seconds=field_visit_job.RUNNER_S + 1)
        plan.job_status()
        self.assertEqual(plan.state, "queued")
