"""Two users who plan the same rep, and visits that change under a plan."""
from datetime import datetime, timedelta

from odoo.exceptions import UserError

from .planning_case import PlanningCase


class TestRivals(PlanningCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.user_id = cls.users["leader"]

    def test_second_user_is_told_who_plans_and_what_to_do(self):
        plan = self.plan_of()
        with self.assertRaises(UserError) as refused:
            self.plan_of(user=self.users["rep"])
        sentence = refused.exception.args[0]
        for part in (self.rep.name, plan.name, self.users["manager"].name, "queued", "Wait until",
                     str(self.monday), "despite_conflict"):
            self.assertIn(part, sentence)

    def test_of_a_proposal_the_remedy_is_to_decide_it(self):
        self.solved()
        with self.assertRaisesRegex(UserError, "is proposed. Ask .* to apply or discard it"):
            self.plan_of(user=self.users["rep"])

    def test_decided_plans_are_in_nobodys_way(self):
        for action in ("action_discard", "action_apply"):
            getattr(self.solved(), action)()
            plan = self.plan_of(user=self.users["rep"], seed=2)
            self.assertEqual(plan.state, "queued")
            plan.action_cancel()

    def test_other_reps_days_and_weekdays_are_free(self):
        self.plan_of(weekdays=[0])
        leader = self.users["leader"]
        later = self.monday + timedelta(days=2)
        for changes in ({"weekdays": [1]},
                        {"date_from": str(later), "date_to": str(later)}):
            plan = self.plan_of(user=leader, **changes)
            self.assertEqual(plan.state, "queued")
            plan.action_cancel()
        self.plan_of(rep_ids=self.other_rep.ids, user=self.users["admin"])

    def test_own_plans_may_be_compared(self):
        self.assertTrue(self.solved() and self.solved(seed=2))

    def test_a_proposal_that_can_never_be_applied_is_in_nobodys_way(self):
        overtaken = self.plan_of(user=self.users["leader"])
        self.wait_for(overtaken)
        other = self.wait_for(self.plan_of(seed=2, despite_conflict=True))
        other.action_apply()
        self.assertEqual(overtaken.state, "proposed")
        self.assertEqual(self.plan_of(user=self.users["rep"]).state, "queued")

    def test_leader_goes_on_and_the_plan_says_so(self):
        rival = self.plan_of()
        plan = self.plan_of(user=self.users["leader"], despite_conflict=True)
        self.assertIn(rival.name, plan.warning)

    def test_rep_may_not_go_on(self):
        self.plan_of()
        with self.assertRaisesRegex(UserError, "only a team leader"):
            self.plan_of(user=self.users["rep"], despite_conflict=True)

    def test_preview_shows_the_conflict_before(self):
        plan = self.plan_of()
        preview = self.env(user=self.users["rep"])["field.visit.plan"].preview_plan(self.request())
        self.assertEqual(len(preview["conflicts"]), 1)
        self.assertIn(plan.name, preview["conflicts"][0])
        own = self.env(user=self.users["manager"])["field.visit.plan"].preview_plan(self.request())
        self.assertEqual(own["conflicts"], [])

    def wizard_of(self, kind, **values):
        wizards = self.env(user=self.users[kind])["field.visit.plan.wizard"]
        return wizards.create(dict({
            "date_from": self.monday, "date_to": self.monday, "rep_ids": [(6, 0, self.rep.ids)],
            "source": "selected", "partner_ids": [(6, 0, self.customers.ids)]}, **values))

    def test_wizard_shows_it_and_leaves_the_choice_to_leaders(self):
        plan = self.plan_of()
        wizard = self.wizard_of("leader")
        self.assertIn(plan.name, wizard.preview_conflict)
        with self.assertRaisesRegex(UserError, plan.name):
            wizard.action_run()
        wizard.despite_conflict = True
        self.assertEqual(wizard.action_run()["tag"], "field_visit_job_progress")
        with self.assertRaisesRegex(UserError, "only a team leader"):
            self.wizard_of("rep", despite_conflict=True).action_run()


class TestChangedVisits(PlanningCase):

    def visit_at(self, hour, customer, rep=None):
        start = datetime.combine(self.monday, datetime.min.time()) + timedelta(hours=hour)
        return self.env["field.visit"].create({
            "partner_id": customer.id, "rep_id": (rep or self.rep).id, "planned_start": start,
            "service_s": 1800, "state": "planned"})

    def test_a_visit_added_by_hand_is_named(self):
        plan = self.solved()
        self.visit_at(8, self.customers[0])
        with self.assertRaises(UserError) as refused:
            plan.action_apply()
        sentence = refused.exception.args[0]
        for part in (self.customers[0].name, self.rep.name, "%s 10:00" % self.monday,
                     "Plan again", plan.name):
            self.assertIn(part, sentence)
        self.assertEqual(plan.state, "proposed")

    def test_a_visit_moved_within_the_days_is_named(self):
        visit = self.visit_at(8, self.customers[0])
        plan = self.solved()
        visit.action_reschedule({"planned_start": str(visit.planned_start + timedelta(hours=3))})
        with self.assertRaisesRegex(UserError, "was moved since.*13:00"):
            plan.action_apply()

    def test_a_deleted_visit_is_named(self):
        visit = self.visit_at(8, self.customers[0])
        plan = self.solved()
        visit.unlink()
        with self.assertRaisesRegex(UserError, "no longer planned"):
            plan.action_apply()

    def test_many_changes_are_counted(self):
        plan = self.solved()
        for number, customer in enumerate(self.customers):
            self.visit_at(7 + number, customer)
        with self.assertRaisesRegex(UserError, "3 more visits changed"):
            plan.action_apply()

    def test_other_reps_and_days_do_not_matter(self):
        plan = self.solved(weekdays=[0])
        self.visit_at(8, self.customers[0], self.other_rep)
        self.visit_at(32, self.customers[1])
        self.assertTrue(plan.action_apply())

    def test_a_visit_that_the_plan_leaves_alone_may_begin(self):
        plan = self.solved().sudo()
        visit = self.visit_at(8, self.customers[0])
        plan._note_horizon()
        visit.action_start()
        self.assertTrue(plan.action_apply())

    def test_a_renamed_customer_is_no_change(self):
        self.visit_at(8, self.customers[0])
        plan = self.solved()
        self.customers[0].name = "Another name"
        self.assertTrue(plan.action_apply())

    def test_taken_back_and_applied_again(self):
        self.visit_at(8, self.customers[0])
        plan = self.solved()
        plan.action_apply()
        plan.action_revert()
        self.assertTrue(plan.action_apply())
