"""Each kind of user sees and changes what is his, of one company only."""
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError

from .planning_case import PlanningCase


class TestAccess(PlanningCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other_team = cls.env["crm.team"].create({"name": "North"})
        cls.other_rep.team_id = other_team
        cls.own = cls.visit_of(cls.rep, cls.customers[0])
        cls.foreign = cls.visit_of(cls.other_rep, cls.customers[1])

    @classmethod
    def visit_of(cls, rep, customer, **values):
        start = datetime.combine(cls.monday, datetime.min.time()) + timedelta(hours=8)
        return cls.env["field.visit"].create(dict({
            "partner_id": customer.id, "rep_id": rep.id, "planned_start": start,
            "service_s": 1800}, **values))

    def seen_by(self, kind, model="field.visit"):
        return self.env(user=self.users[kind])[model].search([])

    def test_visits_by_kind_of_user(self):
        self.assertEqual(self.seen_by("rep"), self.own)
        self.assertEqual(self.seen_by("leader"), self.own)
        self.assertEqual(self.seen_by("manager"), self.own | self.foreign)
        with self.assertRaises(AccessError):
            self.seen_by("plain")

    def test_routes_by_kind_of_user(self):
        routes = self.env["field.visit.route"].create([
            {"rep_id": rep.id, "date": self.monday} for rep in (self.rep, self.other_rep)])
        self.assertEqual(self.seen_by("rep", "field.visit.route"), routes[0])
        self.assertEqual(self.seen_by("leader", "field.visit.route"), routes[0])
        self.assertEqual(self.seen_by("manager", "field.visit.route"), routes)

    def test_rep_works_on_the_own_visit_only(self):
        self.own.with_user(self.users["rep"]).action_plan()
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.users["rep"]).action_cancel()
        with self.assertRaises(AccessError):
            self.own.with_user(self.users["rep"]).unlink()

    def test_rep_plans_and_applies_the_own_week(self):
        plan = self.wait_for(self.plan_of(user=self.users["rep"]))
        plan.action_apply()
        self.assertEqual(plan.state, "applied")
        routes = self.env(user=self.users["rep"])["field.visit.route"].search([])
        self.assertTrue(routes)
        self.assertEqual(routes.sudo().rep_id, self.rep)

    def test_leader_plans_the_team_only(self):
        self.wait_for(self.plan_of(user=self.users["leader"])).action_apply()
        with self.assertRaisesRegex(UserError, "ask your manager"):
            self.plan_of(user=self.users["leader"], rep_ids=self.other_rep.ids)

    def test_rep_reads_a_plan_of_the_manager_but_does_not_decide_it(self):
        plan = self.solved().with_user(self.users["rep"])
        self.assertTrue(plan.stop_ids)
        for action in (plan.action_apply, plan.action_discard, plan.job_cancel):
            with self.assertRaises(AccessError):
                action()

    def test_plan_of_others_is_invisible(self):
        plan = self.plan_of(rep_ids=self.other_rep.ids).with_user(self.users["rep"])
        with self.assertRaises(AccessError):
            plan.get_result()

    def test_manager_of_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        manager = self.users["manager"]
        manager.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        self.assertFalse(self.seen_by("manager"))
        with self.assertRaises(AccessError):
            self.own.with_user(manager).read(["name"])

    def test_stops_of_other_reps_in_a_shared_plan(self):
        plan = self.solved(rep_ids=(self.rep | self.other_rep).ids, shift_start_h=8,
                           shift_end_h=9)
        stops = self.seen_by("rep", "field.visit.plan.stop")
        self.assertEqual(stops.rep_id, self.rep)
        self.assertLess(stops.sudo(), plan.stop_ids)
