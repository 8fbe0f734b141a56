"""The same input gives the same result, also when the clock would have decided otherwise."""
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..models import job_result
from .planning_case import PlanningCase


class TestKeptResult(PlanningCase):

    def stops(self, plan):
        return [(s.rep_id.id, s.date, s.sequence, s.partner_id.id, s.start) for s in plan.stop_ids]

    def test_same_input_is_answered_at_once_and_the_same(self):
        first = self.solved()
        second = self.plan_of()
        self.assertEqual((second.state, second.is_kept_result), ("proposed", True))
        self.assertEqual(self.stops(second), self.stops(first))
        self.assertIn(first.name, second.warning)
        self.assert_checked(second)
        second.action_apply()
        self.assertEqual(second.state, "applied")

    def test_answer_tells_programs(self):
        self.solved()
        answer = self.env(user=self.users["manager"])["field.visit.plan"].submit_plan(self.request())
        self.assertEqual((answer["state"], answer["kept"]), ("proposed", True))

    def test_any_other_input_is_computed(self):
        self.solved()
        for changes in ({"seed": 2}, {"time_limit_s": 2}, {"objective": "least_driving"}):
            self.assertFalse(self.plan_of(**changes).is_kept_result)
        self.customers[0].visit_score = 1
        self.assertFalse(self.plan_of().is_kept_result)

    def test_days_of_another_week_are_another_input(self):
        self.solved()
        later = self.monday + timedelta(days=7)
        plan = self.plan_of(date_from=str(later), date_to=str(later + timedelta(days=1)))
        self.assertFalse(plan.is_kept_result)

    def test_another_release_computes_anew(self):
        self.solved()
        with patch.object(job_result, "_program", return_value="newer"):
            self.assertFalse(self.plan_of().is_kept_result)

    def test_another_company_gets_nothing_of_it(self):
        self.solved()
        kept = self.env["field.visit.job.result"].search([])
        other = self.env["res.company"].create({"name": "Other"})
        self.assertTrue(kept._find(kept.digest, self.company))
        self.assertFalse(kept._find(kept.digest, other))

    def test_what_was_cancelled_is_not_kept(self):
        plan = self.plan_of().sudo()
        plan.job_status()
        (plan._job_folder() / "cancel").touch()
        self.wait_for(plan, states=("proposed", "cancelled"))
        kept = self.env["field.visit.job.result"].search([("digest", "=", plan.job_digest)])
        self.assertEqual(bool(kept), plan.job_state == "done")

    def test_unused_results_are_forgotten(self):
        self.solved()
        kept = self.env["field.visit.job.result"].search([])
        kept._forget_unused()
        self.assertTrue(kept.exists())
        kept.used_at = fields.Datetime.now() - timedelta(days=job_result.KEEP_DAYS + 1)
        kept._forget_unused()
        self.assertFalse(kept.exists())

    def test_asking_again_prolongs_and_only_so_many_are_kept(self):
        now = fields.Datetime.now()
        kept = self.env["field.visit.job.result"].create([{
            "digest": "d%d" % number, "company_id": self.company.id, "result_json": "{}",
            "used_at": now - timedelta(hours=number)} for number in range(job_result.KEEP_COUNT + 5)])
        oldest = kept[-1]
        oldest._take()
        kept._forget_unused()
        left = kept.exists()
        self.assertEqual(len(left), job_result.KEEP_COUNT)
        self.assertIn(oldest, left)

    def test_planners_do_not_read_them(self):
        with self.assertRaises(AccessError):
            self.env(user=self.users["admin"])["field.visit.job.result"].search([])

    def test_retry_asks_the_same_again(self):
        plan = self.solved(client_reference="first")
        answer = plan.retry_plan()
        self.assertNotEqual(answer["plan_id"], plan.id)
        with self.assertRaisesRegex(UserError, "cannot be asked for again"):
            self.plan_of(seed=7).retry_plan()
