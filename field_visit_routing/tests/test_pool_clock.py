"""What counts as a follow-up, and that nothing else moves the clock."""
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .pool_case import PoolCase


@tagged("post_install", "-at_install")
class TestPoolClock(PoolCase):
    def setUp(self):
        super().setUp()
        self.lead_1 = self.mine()
        self.rep_lead = self.as_user(self.lead_1, self.rep_user)
        self.wait(days=10)

    def assertFollowed(self, followed=True):
        moment = self.lead_1.visit_pool_idle_since
        self.assertEqual(moment, self.now if followed else self.lead_1.visit_pool_held_at)
        self.assertEqual(self.lead_1.visit_pool_state, "in_progress" if followed else "to_process")

    def visit(self, **values):
        rep = self.env["field.visit.rep"].search([("user_id", "=", self.rep_user.id)]) or self.env[
            "field.visit.rep"].create({"user_id": self.rep_user.id, "company_id": self.company.id})
        return self.env["field.visit"].create(dict({
            "lead_id": self.lead_1.id, "rep_id": rep.id, "company_id": self.company.id}, **values))

    # ---- follow-ups ------------------------------------------------------------------------------------
    def test_a_message_is_one(self):
        self.rep_lead.message_post(body="<p>Met the owner</p>", message_type="comment")
        self.assertFollowed()
        self.assertEqual(self.kinds(self.lead_1)[-1], "progress")

    def test_an_empty_message_is_none(self):
        self.rep_lead.message_post(body="<p> <br/></p>", message_type="comment")
        self.assertFollowed(False)

    def test_an_activity_done_is_one(self):
        activity = self.rep_lead.activity_schedule("mail.mail_activity_data_call", summary="Call")
        self.assertFollowed(False)
        activity.action_feedback(feedback="They call back")
        self.assertFollowed()

    def test_an_activity_that_a_program_ticks_off_is_none(self):
        activity = self.rep_lead.activity_schedule("mail.mail_activity_data_call", summary="Call")
        activity.sudo().with_context(visit_pool_activity=True).action_feedback(feedback="Automatic")
        self.assertFollowed(False)

    def test_a_change_of_stage_is_one(self):
        stage = self.env["crm.stage"].create({"name": "Talking"})
        self.rep_lead.write({"stage_id": stage.id})
        self.assertFollowed()

    def test_a_visit_made_is_one(self):
        visit = self.visit()
        self.assertFollowed(False)
        visit.write({"state": "done", "actual_end": self.now})
        self.assertFollowed()

    def test_a_visit_counts_when_it_was_not_when_it_is_noted(self):
        visit = self.visit()
        yesterday = self.now
        self.wait(days=2)
        visit.write({"state": "done", "actual_end": yesterday})
        self.assertEqual(self.lead_1.visit_pool_idle_since, yesterday)

    def test_a_visit_in_the_future_counts_now(self):
        self.visit().write({"state": "done", "actual_end": "2031-01-01 10:00:00"})
        self.assertFollowed()

    def test_a_visit_that_nobody_made_is_none(self):
        self.visit(planned_start="2026-01-20 10:00:00").action_cancel()
        self.visit(state="done")
        self.assertFollowed(False)

    def test_a_visit_of_the_customer_counts_for_the_lead_of_the_same_person(self):
        customer = self.customer(company_id=self.company.id)
        self.lead_1.partner_id = customer
        self.visit(lead_id=False, partner_id=customer.id).write({"state": "done", "actual_end": self.now})
        self.assertFollowed()

    def test_a_pool_says_what_counts(self):
        self.pool.write({"count_messages": False, "count_stages": False})
        self.rep_lead.message_post(body="Still there", message_type="comment")
        self.rep_lead.write({"stage_id": self.env["crm.stage"].create({"name": "Talking"}).id})
        self.assertFollowed(False)

    # ---- what does not move the clock ------------------------------------------------------------------
    def test_the_clock_cannot_be_written(self):
        for name, value in (("visit_pool_idle_since", "2030-01-01 00:00:00"), ("visit_pool_held_at", False),
                            ("visit_pool_state", "converted"), ("visit_pool_id", False),
                            ("visit_pool_followed_at", "2030-01-01 00:00:00")):
            for user in (self.rep_user, self.manager_user, self.admin_user):
                with self.assertRaises(AccessError):
                    self.as_user(self.lead_1, user).write({name: value})

    def test_an_import_does_not(self):
        stage = self.env["crm.stage"].create({"name": "Imported stage"})
        result = self.rep_lead.load([".id", "stage_id", "description"], [[str(self.lead_1.id), stage.name, "again"]])
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(self.lead_1.stage_id, stage)
        self.assertFollowed(False)
        result = self.rep_lead.load([".id", "visit_pool_idle_since"], [[str(self.lead_1.id), "2030-01-01 00:00:00"]])
        self.assertIn("kept by the lead pool", result["messages"][0]["message"])

    def test_an_automation_does_not(self):
        """Automations and server actions work with the server's rights."""
        self.rep_lead.sudo().write({"stage_id": self.env["crm.stage"].create({"name": "Auto"}).id})
        self.rep_lead.sudo().message_post(body="Automatic", message_type="comment")
        self.rep_lead.message_post(body="Tracked", message_type="notification")
        self.assertFollowed(False)

    def test_a_transfer_there_and_back_does_not(self):
        held = self.lead_1.visit_pool_held_at
        self.rep_lead.write({"user_id": self.other_rep_user.id})
        self.assertEqual(self.kinds(self.lead_1)[-1], "transfer")
        self.as_user(self.lead_1, self.leader_user).write({"user_id": self.rep_user.id})
        self.assertEqual((self.lead_1.visit_pool_held_at, self.lead_1.visit_pool_idle_since), (held, held))

    def test_another_territory_does_not(self):
        elsewhere = self.env["field.visit.territory"].create({"name": "Elsewhere", "company_id": self.company.id})
        self.lead_1.territory_id = elsewhere
        self.assertEqual(self.lead_1.visit_pool_id, self.pool)
        second = self.env["field.visit.pool"].create({
            "name": "Second", "company_id": self.company.id, "territory_ids": [(6, 0, elsewhere.ids)], "automatic": True})
        self.assertEqual(self.lead_1.visit_pool_id, second)
        self.assertFollowed(False)
        self.wait(days=5)
        self.recycle()
        self.assertState(self.lead_1, "unassigned")

    def test_a_copy_does_not(self):
        copy = self.rep_lead.copy()
        self.assertEqual(copy.user_id, self.rep_user)
        self.assertEqual(copy.visit_pool_held_at, self.lead_1.visit_pool_held_at)
        self.assertEqual((copy.visit_pool_id, copy.visit_pool_state), (self.pool, "to_process"))
        self.wait(days=4)
        self.recycle()
        self.assertState(copy, "unassigned")

    def test_a_clock_given_at_creation_is_never_ahead(self):
        values = {"name": "New", "territory_id": self.street.id, "company_id": self.company.id,
                  "user_id": self.rep_user.id, "visit_pool_held_at": "2031-01-01 00:00:00"}
        lead = self.as_user(self.env["crm.lead"], self.rep_user).create(values)
        self.assertEqual(lead.visit_pool_held_at, self.now)
        self.assertRefused("no date and time", self.env["crm.lead"].create, dict(values, visit_pool_held_at="later"))

    def test_merging_with_a_fresh_lead_does_not(self):
        fresh = self.as_user(self.env["crm.lead"], self.rep_user).create({
            "name": "Fresh", "type": "opportunity", "territory_id": self.street.id, "company_id": self.company.id,
            "user_id": self.rep_user.id})
        held = self.lead_1.visit_pool_held_at
        kept = (fresh | self.rep_lead).merge_opportunity()
        self.assertEqual(kept.visit_pool_held_at, held)
        self.assertIn("claim", self.kinds(kept))

    def test_ticking_the_warning_off_does_not(self):
        self.wait(days=2)
        self.recycle()
        warning = self.rep_lead.activity_ids
        self.assertEqual(len(warning), 1)
        warning.action_feedback(feedback="seen")
        self.assertFollowed(False)

    def test_leads_imported_without_salesperson_wait(self):
        manager = self.as_user(self.env["crm.lead"], self.manager_user)
        result = manager.load(["name", "territory_id/.id"], [["Row %d" % n, str(self.street.id)] for n in range(5)])
        self.assertEqual(len(result["ids"] or []), 5, result["messages"])
        for lead in self.env["crm.lead"].browse(result["ids"]):
            self.assertState(lead, "unassigned")
