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

    def test_no_visit_is_tied_to_the_event_of_somebody_else(self):
        """Cancelling the visit would delete that event with the system's rights."""
        event = self.env["calendar.event"].create({
            "name": "Board", "start": "2026-01-12 09:00:00", "stop": "2026-01-12 10:00:00"})
        visit = self.own.with_user(self.users["rep"])
        with self.assertRaises(AccessError):
            visit.write({"calendar_event_id": event.id})
        with self.assertRaises(AccessError):
            visit.create({"partner_id": self.customers[0].id, "rep_id": self.rep.id,
                          "calendar_event_id": event.id})
        visit.action_plan()
        visit.action_cancel()
        self.assertTrue(event.exists())

    def test_no_visit_is_given_to_a_rep_out_of_reach(self):
        visit = self.own.with_user(self.users["rep"])
        with self.assertRaises(AccessError):
            visit.write({"rep_id": self.other_rep.id})
        with self.assertRaises(AccessError):
            visit.action_reschedule({"planned_start": str(self.own.planned_start),
                                     "rep_id": self.other_rep.id})
        route = self.env["field.visit.route"].create({"rep_id": self.rep.id, "date": self.monday})
        with self.assertRaises(AccessError):
            route.with_user(self.users["rep"]).write({"rep_id": self.other_rep.id})
        self.own.with_user(self.users["manager"]).write({"rep_id": self.other_rep.id})
        self.assertEqual(self.own.rep_id, self.other_rep)

    def test_request_of_a_job_is_closed_to_readers_of_the_plan(self):
        """It holds the homes of all reps of the plan."""
        plan = self.plan_of(rep_ids=(self.rep | self.other_rep).ids)
        reader = plan.with_user(self.users["rep"])
        self.assertTrue(reader.read(["name"]))
        self.assertNotIn("job_request", reader.fields_get())
        with self.assertRaises(AccessError):
            reader.read(["job_request"])

    def test_rep_opens_a_plan_shared_with_a_rep_out_of_reach(self):
        plan = self.solved(rep_ids=(self.rep | self.other_rep).ids, shift_start_h=8,
                           shift_end_h=9)
        reader = plan.with_user(self.users["rep"])
        self.assertIn(self.rep.name, reader.read(["timeline_html"])[0]["timeline_html"])
        self.assertEqual({route["rep_id"] for route in reader.get_result()["routes"]},
                         set(self.rep.ids))
        self.assertEqual({route["rep_id"] for route in plan.get_result()["routes"]},
                         set((self.rep | self.other_rep).ids))
