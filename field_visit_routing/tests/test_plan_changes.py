"""What a plan changes is shown before it is applied, and remembered afterwards."""
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .planning_case import PlanningByPrograms, PlanningCase


class TestChanges(PlanningCase):

    def planned(self, customer, hour, rep=None, day=0):
        start = datetime.combine(self.monday, datetime.min.time()) + timedelta(days=day, hours=hour)
        visit = self.env["field.visit"].create({
            "partner_id": customer.id, "rep_id": (rep or self.rep).id, "planned_start": start,
            "service_s": 1800})
        visit.action_plan()
        return visit

    def changes(self, plan):
        return {row["customer"]: row for row in plan.get_changes()}

    def test_new_customers_are_added(self):
        plan = self.solved()
        rows = plan.get_changes()
        self.assertEqual({row["kind"] for row in rows}, {"added"})
        self.assertEqual(len(rows), len(plan.stop_ids))
        self.assertTrue(all(row["to_rep_id"] == self.rep.id and not row["from"] for row in rows))

    def test_a_visit_that_moves_to_another_day_is_told_with_both(self):
        visit = self.planned(self.customers[0], 7, day=1)
        plan = self.solved(partner_ids=self.customers[1:].ids,
                           date_from=str(self.monday), shift_start_h=8, shift_end_h=17)
        stop = plan.stop_ids.filtered(lambda s: s.visit_id == visit)
        row = self.changes(plan)["Kallio"]
        self.assertEqual(row["kind"], "moved" if stop.date == self.monday else row["kind"])
        self.assertEqual(row["visit_id"], visit.id)
        self.assertEqual(row["from"], str(visit.planned_start))
        self.assertEqual(row["to"], str(stop.start))

    def test_later_by_its_minutes(self):
        """The only visit of the day starts when the shift does; it stood two hours before."""
        visit = self.planned(self.customers[0], 3)
        plan = self.solved(partner_ids=[], date_to=str(self.monday), shift_start_h=9,
                           shift_end_h=12)
        row = self.changes(plan)["Kallio"]
        self.assertEqual(row["kind"], "later")
        minutes = (plan.stop_ids.start - visit.planned_start).total_seconds() / 60
        self.assertEqual(row["by_min"], round(minutes))
        self.assertIn("%s min later" % row["by_min"], row["text"])

    def test_dropped_and_the_page_says_so(self):
        visits = [self.planned(customer, 6 + number)
                  for number, customer in enumerate(self.customers[:4])]
        plan = self.solved(partner_ids=[], date_to=str(self.monday), shift_start_h=9,
                           shift_end_h=10)
        kinds = [row["kind"] for row in plan.get_changes()]
        self.assertEqual(kinds.count("dropped"), len(visits) - len(plan.stop_ids))
        self.assertIn('data-kind="dropped"', plan.changes_html)
        self.assertIn("dropped", plan.changes_text)

    def test_the_same_after_applying(self):
        self.planned(self.customers[0], 3)
        plan = self.solved()
        before = plan.get_changes()
        plan.action_apply()
        after = [dict(row, visit_id=0) for row in plan.get_changes()]
        self.assertEqual(after, [dict(row, visit_id=0) for row in before])

    def test_what_stands_is_read_anew(self):
        """A visit that was moved to where the plan wants it is no change any more."""
        visit = self.planned(self.customers[0], 3)
        plan = self.solved(partner_ids=[])
        self.assertTrue(plan.get_changes())
        visit.action_reschedule({"planned_start": str(plan.stop_ids.start)})
        self.assertFalse(plan.get_changes())
        plan = self.env["field.visit.plan"].browse(plan.id)
        self.assertIn("Nothing changes", plan.changes_html)

    def test_names_are_escaped(self):
        self.customers[0].name = "<b>Kallio</b>"
        plan = self.solved(partner_ids=self.customers[0].ids)
        self.assertIn("&lt;b&gt;Kallio", plan.changes_html)

    def test_a_plan_without_a_result_has_no_changes(self):
        plan = self.plan_of()
        with self.assertRaisesRegex(UserError, "has no changes"):
            plan.get_changes()

    def test_of_a_shared_plan_one_sees_the_own_part(self):
        plan = self.solved(rep_ids=(self.rep | self.other_rep).ids, shift_start_h=8,
                           shift_end_h=9)
        self.other_rep.team_id = False
        rows = plan.with_user(self.users["rep"]).get_changes()
        self.assertEqual({row["to_rep_id"] for row in rows}, set(self.rep.ids))
        self.assertGreater(len(plan.get_changes()), len(rows))
        with self.assertRaises(AccessError):
            plan.with_user(self.users["plain"]).get_changes()


@tagged("post_install", "-at_install")
class TestChangesByPrograms(PlanningByPrograms):

    def test_each_kind_of_user_reads_the_own_changes(self):
        for kind in ("rep", "leader", "manager"):
            with self.subTest(kind):
                answer = self.call_as(kind, "field.visit.plan", "submit_plan",
                                      self.request(client_reference="changes " + kind))
                self.wait_over_rpc(kind, answer["plan_id"])
                rows = self.call_as(kind, "field.visit.plan", "get_changes", [answer["plan_id"]])
                self.assertEqual({row["kind"] for row in rows}, {"added"})
                self.call_as(kind, "field.visit.plan", "action_discard", [answer["plan_id"]])
