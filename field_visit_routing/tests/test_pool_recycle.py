"""The job: returns, proposals, warnings; one bad record; never twice at once."""
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.pool_recycle import LOCK
from .pool_case import PoolCase


@tagged("post_install", "-at_install")
class TestPoolRecycle(PoolCase):
    def test_idle_leads_go_back(self):
        idle = self.mine(name="Idle")
        self.wait(days=10)
        busy = self.mine(name="Busy")
        self.wait(days=4)
        self.assertTrue(self.recycle())
        self.assertState(idle, "unassigned")
        self.assertState(busy, "to_process", self.rep_user)
        move = idle.visit_pool_move_ids[0]
        self.assertEqual((move.kind, move.from_user_id, move.reason), ("recycle", self.rep_user, "No follow-up for 14 days"))
        self.assertIn("1 returned", self.pool.last_run_text)

    def test_leads_without_a_deal_go_back_whatever_the_follow_ups(self):
        lead = self.mine()
        for _week in range(9):
            self.wait(days=7)
            if self.now.timetuple().tm_yday < 72:
                self.as_user(lead, self.rep_user).message_post(body="Called again", message_type="comment")
                self.recycle()
                self.assertState(lead, "in_progress", self.rep_user)
        self.recycle()
        self.assertState(lead, "unassigned")
        self.assertEqual(lead.visit_pool_move_ids[0].reason, "No deal within 60 days")

    def test_a_won_lead_stays(self):
        lead = self.mine(type="opportunity")
        self.as_user(lead, self.rep_user).action_set_won()
        self.wait(days=300)
        self.recycle()
        self.assertState(lead, "converted", self.rep_user)

    def test_a_pool_without_automation_proposes(self):
        self.pool.automatic = False
        leads = self.mine(name="One") | self.mine(name="Two")
        self.wait(days=15)
        self.assertEqual(self.as_user(self.pool, self.leader_user).dry_run()["count"], 2)
        self.recycle()
        self.recycle()
        for lead in leads:
            self.assertState(lead, "to_process", self.rep_user)
            self.assertEqual(self.kinds(lead), ["enter", "claim", "propose"])
        self.assertTrue(all(leads.mapped("visit_pool_proposed")))
        self.as_user(leads[0], self.rep_user).message_post(body="I am on it", message_type="comment")
        self.assertFalse(leads[0].visit_pool_proposed)
        rep, leader = (self.as_user(self.pool, user) for user in (self.rep_user, self.leader_user))
        self.assertRefused("Only leaders", rep.accept_returns)
        outcome = leader.accept_returns()
        self.assertEqual((outcome["done"], outcome["left"]), (leads[1].ids, 0))
        self.assertState(leads[0], "in_progress", self.rep_user)
        self.assertState(leads[1], "unassigned")

    def test_a_dry_run_says_why_and_changes_nothing(self):
        lead = self.mine()
        self.wait(days=15)
        answer = self.as_user(self.pool, self.leader_user).dry_run()["leads"][0]
        self.assertEqual((answer["id"], answer["user"], answer["reason"]),
                         (lead.id, self.rep_user.name, "No follow-up for 14 days"))
        self.assertState(lead, "to_process", self.rep_user)

    def test_holders_are_warned_once_and_forgiven_by_a_follow_up(self):
        lead = self.mine()
        self.wait(days=12)
        self.recycle()
        self.recycle()
        activity = lead.activity_ids
        self.assertEqual((len(activity), activity.user_id, str(activity.date_deadline)), (1, self.rep_user, "2026-01-26"))
        self.as_user(lead, self.rep_user).message_post(body="Called", message_type="comment")
        self.assertFalse(lead.activity_ids)
        self.wait(days=12)
        self.recycle()
        self.assertEqual(len(lead.activity_ids), 1)

    def test_the_warning_goes_with_the_lead(self):
        lead = self.mine()
        self.wait(days=12)
        self.recycle()
        self.as_user(lead, self.rep_user).write({"user_id": self.other_rep_user.id})
        self.recycle()
        self.assertEqual(lead.activity_ids.user_id, self.other_rep_user)

    def test_one_bad_record_holds_nobody_up(self):
        self.pool.write({"holding_cap": 0, "claim_cap": 0})
        leads = self.env["crm.lead"].union(*[self.mine(name="Cafe %d" % n) for n in range(7)])
        bad = leads[3]
        self.wait(days=15)
        give = type(leads)._visit_give

        def fail(records, *arguments):
            if bad in records:
                raise UserError("this one is broken")
            return give(records, *arguments)

        with patch.object(type(leads), "_visit_give", fail):
            self.recycle()
        self.assertState(bad, "to_process", self.rep_user)
        self.assertEqual(bad.visit_pool_move_ids[0].kind, "failed")
        self.assertIn("this one is broken", bad.visit_pool_move_ids[0].reason)
        self.assertEqual((leads - bad).mapped("visit_pool_state"), ["unassigned"] * 6)
        self.assertIn("6 returned", self.pool.last_run_text)
        self.assertIn("1 failed, the first: Cafe 3: this one is broken", self.pool.last_run_text)
        self.recycle()
        self.assertState(bad, "unassigned")

    def test_a_database_error_of_one_record_holds_nobody_up(self):
        leads = self.mine(name="One") | self.mine(name="Two")
        self.wait(days=15)
        give = type(leads)._visit_give

        def fail(records, *arguments):
            if leads[0] in records:
                records.env.cr.execute("SELECT 1 / 0")
            return give(records, *arguments)

        with patch.object(type(leads), "_visit_give", fail), self.assertLogs("odoo.sql_db", "ERROR"):
            self.recycle()
        self.assertState(leads[0], "to_process", self.rep_user)
        self.assertState(leads[1], "unassigned")

    def test_two_runs_never_meet(self):
        self.mine()
        self.wait(days=15)
        with self.registry.cursor() as cr:
            cr.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            self.assertFalse(self.recycle())
        self.assertTrue(self.recycle())

    def test_it_stops_in_time_and_goes_on_with_the_next_run(self):
        lead = self.mine()
        self.wait(days=15)
        self.env["field.visit.pool"]._cron_recycle(commit=False, seconds=-1)
        self.assertState(lead, "to_process", self.rep_user)
        self.recycle()
        self.assertState(lead, "unassigned")

    def test_archived_pools_leave_leads_alone(self):
        lead = self.mine()
        self.pool.active = False
        self.wait(days=100)
        self.recycle()
        self.assertState(lead, "to_process", self.rep_user)
