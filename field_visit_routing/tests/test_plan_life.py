"""From the request to visits, routes and calendar events, through a real process."""
from datetime import timedelta

from odoo.exceptions import UserError

from .planning_case import PlanningCase


class TestPlanLife(PlanningCase):

    def test_submit_compute_apply(self):
        plan = self.solved()
        self.assertEqual(plan.stop_count, len(self.customers))
        self.assertFalse(plan.left_out_ids)
        self.assertTrue(plan.action_apply())
        self.assertEqual(plan.state, "applied")
        visits = self.env["field.visit"].search([("plan_id", "=", plan.id)])
        self.assertEqual(visits.partner_id, self.customers)
        self.assertEqual(set(visits.mapped("state")), {"planned"})
        for visit in visits:
            self.assertEqual(visit.calendar_event_id.start, visit.planned_start)
            self.assertEqual(visit.calendar_event_id.user_id, self.rep.user_id)
        for route in visits.route_id:
            self.assertEqual(route.distance_m, sum(
                route.visit_ids.mapped("leg_distance_m")) + route.end_leg_distance_m)

    def test_applying_twice_changes_nothing(self):
        plan = self.solved()
        plan.action_apply()
        visits = self.env["field.visit"].search_count([])
        plan.action_apply()
        self.assertEqual(self.env["field.visit"].search_count([]), visits)

    def test_nothing_changes_before_apply(self):
        self.solved()
        self.assertFalse(self.env["field.visit"].search([]))
        self.assertFalse(self.env["field.visit.route"].search([]))

    def test_nobody_is_invited(self):
        before = self.env["mail.mail"].search_count([])
        self.solved().action_apply()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_replanning_moves_the_same_visits(self):
        self.solved().action_apply()
        visits = self.env["field.visit"].search([])
        plan = self.solved(date_from=str(self.monday), partner_ids=None, service_min=None)
        self.assertEqual(plan.baseline_kind, "present")
        plan.action_apply()
        self.assertEqual(self.env["field.visit"].search([]), visits)
        self.assertEqual(self.env["calendar.event"].search_count(
            [("id", "in", visits.calendar_event_id.ids)]), len(visits))

    def test_dropped_visits_are_to_plan_again(self):
        """What a later plan leaves out is no longer on a route nor in the calendar."""
        self.solved().action_apply()
        plan = self.solved(partner_ids=None, shift_start_h=8, shift_end_h=9,
                           date_to=str(self.monday + timedelta(days=1)))
        self.assertTrue(plan.left_out_ids)
        plan.action_apply()
        dropped = plan.left_out_ids.visit_id
        self.assertEqual(set(dropped.mapped("state")), {"draft"})
        self.assertFalse(dropped.calendar_event_id)
        self.assertFalse(dropped.route_id)

    def test_second_of_two_rival_plans_is_refused(self):
        first, second = self.solved(), self.solved()
        first.action_apply()
        with self.assertRaisesRegex(UserError, "Plan again"):
            second.action_apply()

    def test_taking_back_leaves_nothing_behind(self):
        plan = self.solved()
        plan.action_apply()
        events = self.env["field.visit"].search([]).calendar_event_id
        plan.action_revert()
        self.assertEqual(plan.state, "proposed")
        self.assertFalse(self.env["field.visit"].search([]))
        self.assertFalse(self.env["field.visit.route"].search([]))
        self.assertFalse(events.exists())
        plan.action_apply()
        self.assertEqual(len(self.env["field.visit"].search([])), len(self.customers))

    def test_taking_back_a_second_plan_restores_the_first(self):
        first = self.solved()
        first.action_apply()
        visits = self.env["field.visit"].search([])
        before = {v: (v.planned_start, v.route_id.date, v.sequence) for v in visits}
        legs = {r.date: r.distance_m for r in visits.route_id}
        second = self.solved(partner_ids=None, shift_start_h=10, shift_end_h=11)
        second.action_apply()
        second.action_revert()
        self.assertEqual(before, {
            v: (v.planned_start, v.route_id.date, v.sequence) for v in visits})
        self.assertEqual(set(visits.mapped("state")), {"planned"})
        self.assertEqual(legs, {r.date: r.distance_m for r in visits.route_id})
        self.assertEqual(visits.mapped("calendar_event_id.start"), [
            visit.planned_start for visit in visits])

    def test_what_has_happened_is_not_taken_back(self):
        plan = self.solved()
        plan.action_apply()
        plan.stop_ids[0].visit_id.action_start()
        with self.assertRaisesRegex(UserError, "cannot be taken back"):
            plan.action_revert()
        with self.assertRaisesRegex(UserError, "proposed and cannot be taken back"):
            self.solved().action_revert()

    def dropping(self):
        """A proposed plan that drops some of the visits that an applied one has planned."""
        self.solved().action_apply()
        plan = self.solved(partner_ids=None, shift_start_h=8, shift_end_h=9)
        self.assertTrue(plan.left_out_ids.visit_id)
        return plan

    def test_a_visit_to_be_dropped_that_was_cancelled_stays_cancelled(self):
        plan = self.dropping()
        visit = plan.left_out_ids.visit_id[0]
        visit.action_cancel()
        with self.assertRaisesRegex(UserError, "Plan again"):
            plan.action_apply()
        self.assertEqual(visit.state, "cancelled")

    def test_a_visit_moved_by_hand_is_not_moved_by_an_older_plan(self):
        plan = self.dropping()
        visit = plan.stop_ids.visit_id[0]
        later = visit.planned_start + timedelta(days=14)
        visit.action_reschedule({"planned_start": str(later)})
        with self.assertRaisesRegex(UserError, "was moved"):
            plan.action_apply()
        self.assertEqual(visit.planned_start, later)

    def test_taking_back_spares_a_dropped_visit_that_was_planned_by_hand(self):
        plan = self.dropping()
        plan.action_apply()
        visit = plan.left_out_ids.visit_id[0]
        later = plan.stop_ids[0].start + timedelta(days=14)
        visit.action_reschedule({"planned_start": str(later)})
        with self.assertRaisesRegex(UserError, "cannot be taken back"):
            plan.action_revert()
        self.assertEqual(visit.planned_start, later)

    def test_plans_are_taken_back_last_one_first(self):
        first = self.solved()
        first.action_apply()
        self.solved(partner_ids=None, shift_start_h=10, shift_end_h=11).action_apply()
        with self.assertRaisesRegex(UserError, "Take that one back first"):
            first.action_revert()

    def test_discarded_and_cancelled_plans_are_not_applied(self):
        plan = self.solved()
        plan.action_discard()
        with self.assertRaisesRegex(UserError, "discarded"):
            plan.action_apply()
        cancelled = self.plan_of(seed=2)
        cancelled.action_cancel()
        self.assertEqual(cancelled.state, "cancelled")
        with self.assertRaisesRegex(UserError, "cancelled and cannot be applied"):
            cancelled.action_apply()

    def test_state_cannot_be_written_by_hand(self):
        plan = self.plan_of()
        with self.assertRaisesRegex(UserError, "state"):
            plan.write({"state": "proposed"})
        with self.assertRaisesRegex(UserError, "job_state"):
            plan.write({"job_state": "done"})

    def test_result_for_programs_has_no_none(self):
        result = self.solved().get_result()
        self.assertFalse(list(self.nones(result)))
        stops = [stop for route in result["routes"] for stop in route["stops"]]
        self.assertEqual({stop["partner_id"] for stop in stops}, set(self.customers.ids))

    def nones(self, value):
        if value is None:
            yield value
        for item in value.values() if isinstance(value, dict) else (
                value if isinstance(value, list) else ()):
            yield from self.nones(item)

    def test_result_of_a_queued_plan_is_refused(self):
        with self.assertRaisesRegex(UserError, "queued"):
            self.plan_of().get_result()


class TestLeftOut(PlanningCase):

    def left_out(self, plan, customer):
        return plan.left_out_ids.filtered(lambda item: item.partner_id == customer)

    def test_candidate_on_another_continent(self):
        far = self.env["res.partner"].create(
            self._customer_values("Sydney", -33.8688, 151.2093, 99))
        plan = self.solved(partner_ids=(self.customers | far).ids)
        item = self.left_out(plan, far)
        self.assertEqual(item.reason_code, "unreachable")
        self.assertTrue(item.reason and item.remedy)

    def test_candidate_without_position(self):
        nowhere = self.env["res.partner"].create({"name": "Nowhere", "visit_score": 50})
        plan = self.solved(partner_ids=(self.customers | nowhere).ids)
        item = self.left_out(plan, nowhere)
        self.assertEqual(item.reason_code, "no_position")
        self.assertIn("Locate", item.remedy)

    def test_only_candidates_without_position(self):
        """There is nothing to compute; the answer names each with its reason."""
        nowhere = self.env["res.partner"].create({"name": "Nowhere"})
        plan = self.plan_of(partner_ids=nowhere.ids)
        self.assertEqual(plan.state, "proposed")
        self.assertEqual(plan.left_out_ids.reason_code, "no_position")
        plan.action_apply()
        self.assertFalse(self.env["field.visit"].search([]))

    def test_candidate_that_is_closed(self):
        closed = self.customers[0]
        closed.visit_hours_ids = [(0, 0, {"weekday": "6", "start_s": 36000, "end_s": 40000})]
        item = self.left_out(self.solved(), closed)
        self.assertEqual(item.reason_code, "no_opening")

    def test_equator_and_zero_meridian(self):
        """0.0 is a position like any other."""
        zero = self.env["res.partner"].create({"name": "Null Island"})
        zero.set_position(0.0, 0.0)
        plan = self.solved(partner_ids=(self.customers | zero).ids)
        self.assertEqual(self.left_out(plan, zero).reason_code, "unreachable")

    def test_lead_of_a_visited_customer_is_the_same_call(self):
        lead = self.env["crm.lead"].create(
            {"name": "More chairs", "partner_id": self.customers[0].id, "type": "opportunity"})
        plan = self.solved(lead_ids=lead.ids)
        self.assertEqual(plan.stop_count, len(self.customers))

    def test_leads_and_customers_mixed(self):
        lead = self.env["crm.lead"].create({"name": "New shop", "type": "opportunity"})
        lead.set_position(60.1810, 24.9500)
        plan = self.solved(lead_ids=lead.ids)
        plan.action_apply()
        visit = self.env["field.visit"].search([("lead_id", "=", lead.id)])
        self.assertEqual(visit.name, "New shop")
        self.assertFalse(visit.partner_id)
