"""Visits and routes: states, calendar, reschedule, conversion and merging."""
from datetime import datetime, timedelta

from odoo.exceptions import UserError, ValidationError

from .planning_case import PlanningCase


class VisitCase(PlanningCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.make_visit(cls.customers[0])

    @classmethod
    def make_visit(cls, customer, **values):
        name = "partner_id" if customer._name == "res.partner" else "lead_id"
        return cls.env["field.visit"].create(dict({
            name: customer.id, "rep_id": cls.rep.id, "service_s": 1800,
            "planned_start": datetime.combine(cls.monday, datetime.min.time())
            + timedelta(hours=8)}, **values))


class TestVisit(VisitCase):

    def test_position_and_score_come_from_the_customer(self):
        self.assertTrue(self.visit.has_position)
        self.assertEqual(self.visit.visit_latitude, self.customers[0].partner_latitude)
        self.assertEqual(self.visit.visit_score, 90)
        self.customers[0].set_position(0.0, 0.0)
        self.assertTrue(self.visit.has_position)
        self.assertEqual(self.visit.visit_latitude, 0.0)

    def test_end_follows_from_the_service_time(self):
        self.assertEqual(self.visit.planned_end - self.visit.planned_start,
                         timedelta(minutes=30))

    def test_end_follows_from_minutes_as_well(self):
        visit = self.make_visit(self.customers[1], service_s=0, service_min=45)
        self.assertEqual(visit.planned_end - visit.planned_start, timedelta(minutes=45))

    def test_date_is_the_day_on_the_reps_clock(self):
        late = datetime.combine(self.monday, datetime.min.time()) + timedelta(hours=22, minutes=30)
        visit = self.make_visit(self.customers[1], planned_start=late)
        self.assertEqual(visit.date, self.monday + timedelta(days=1))

    def test_needs_a_customer_or_a_lead(self):
        with self.assertRaisesRegex(ValidationError, "customer or a lead"):
            self.env["field.visit"].create({"rep_id": self.rep.id})

    def test_negative_service_time(self):
        with self.assertRaisesRegex(ValidationError, "Service time.*-60.*out of range"):
            self.visit.service_s = -60

    def test_end_before_start(self):
        with self.assertRaisesRegex(ValidationError, "before its planned start"):
            self.visit.planned_end = self.visit.planned_start - timedelta(hours=1)

    def test_the_life_of_a_visit(self):
        self.visit.action_plan()
        self.assertEqual(self.customers[0].next_visit_date, self.monday)
        self.visit.action_start()
        self.assertTrue(self.visit.actual_start)
        self.visit.action_done()
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(self.customers[0].last_visit_date, self.monday)

    def test_wanted_interval_gives_the_next_date(self):
        self.customers[0].visit_interval_days = 14
        self.visit.action_plan()
        self.visit.action_done()
        self.assertEqual(self.customers[0].next_visit_date, self.monday + timedelta(days=14))

    def test_done_is_done(self):
        self.visit.action_plan()
        self.visit.action_done()
        for action in (self.visit.action_start, self.visit.action_cancel,
                       lambda: self.visit.write({"state": "draft"}),
                       lambda: self.visit.action_reschedule(
                           {"planned_start": "2027-01-01 10:00:00"})):
            with self.assertRaisesRegex(UserError, "Create a new visit|done"):
                action()

    def test_planning_needs_a_time(self):
        visit = self.make_visit(self.customers[1], planned_start=False)
        with self.assertRaisesRegex(UserError, "no rep or no planned start"):
            visit.action_plan()


class TestCalendar(VisitCase):

    def test_event_follows_the_visit(self):
        self.visit.action_plan()
        event = self.visit.calendar_event_id
        self.assertEqual(event.start, self.visit.planned_start)
        self.assertEqual(event.partner_ids, self.rep.user_id.partner_id)
        new = self.visit.planned_start + timedelta(days=1, hours=2)
        self.visit.action_reschedule({"planned_start": str(new)})
        self.assertEqual(event.start, new)
        self.assertEqual(event.stop, new + timedelta(minutes=30))
        self.visit.action_cancel()
        self.assertFalse(event.exists())

    def test_event_goes_with_the_visit(self):
        self.visit.action_plan()
        event = self.visit.calendar_event_id
        self.visit.unlink()
        self.assertFalse(event.exists())

    def test_event_of_another_rep(self):
        self.visit.action_plan()
        self.visit.action_reschedule({"planned_start": str(self.visit.planned_start),
                                      "rep_id": self.other_rep.id})
        self.assertEqual(self.visit.calendar_event_id.user_id, self.other_rep.user_id)
        self.assertEqual(self.visit.calendar_event_id.partner_ids,
                         self.other_rep.user_id.partner_id)

    def test_reschedule_without_a_time(self):
        for value in (None, "", "tomorrow"):
            with self.assertRaisesRegex(UserError, "planned_start"):
                self.visit.action_reschedule({"planned_start": value})

    def test_reschedule_leaves_the_route(self):
        route = self.env["field.visit.route"].create(
            {"rep_id": self.rep.id, "date": self.monday})
        self.visit.write({"route_id": route.id})
        start = self.visit.planned_start
        self.visit.action_reschedule({"planned_start": str(start + timedelta(hours=1))})
        self.assertEqual(self.visit.route_id, route)
        self.visit.action_reschedule({"planned_start": str(start + timedelta(days=1))})
        self.assertFalse(self.visit.route_id)

    def test_reschedule_wizard(self):
        action = self.visit.action_open_reschedule()
        wizard = self.env[action["res_model"]].with_context(**action["context"]).create({})
        wizard.planned_start = self.visit.planned_start + timedelta(days=2)
        wizard.action_reschedule()
        self.assertEqual(self.visit.date, self.monday + timedelta(days=2))


class TestRoute(VisitCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.route = cls.env["field.visit.route"].create(
            {"rep_id": cls.rep.id, "date": cls.monday})
        cls.visit.route_id = cls.route

    def test_one_route_per_rep_and_day(self):
        with self.assertRaisesRegex(ValidationError, "already"):
            self.route.copy()

    def test_state_follows_the_visits(self):
        self.visit.action_plan()
        self.route.action_publish()
        self.visit.action_start()
        self.assertEqual(self.route.state, "in_progress")
        self.visit.action_done()
        self.assertEqual(self.route.state, "done")
        self.assertEqual((self.route.visit_count, self.route.done_count), (1, 1))

    def test_routes_for_programs(self):
        routes = self.env["field.visit.route"].get_routes(
            str(self.monday), str(self.monday), self.rep.ids)
        self.assertEqual(len(routes), 1)
        stop, = routes[0]["stops"]
        self.assertEqual(stop["customer"], self.visit.name)
        self.assertNotIn(None, stop.values())

    def test_plan_of_a_day_under_way(self):
        """What is done stays; the rest of the day starts where and when the rep is free."""
        self.visit.action_plan()
        self.visit.action_start()
        plan = self.solved(partner_ids=self.customers[1:].ids, date_to=str(self.monday))
        plan.action_apply()
        self.assertEqual(self.visit.state, "in_progress")
        later = self.route.visit_ids - self.visit
        self.assertTrue(later)
        self.assertGreater(min(later.mapped("sequence")), self.visit.sequence)


class TestCarryOver(VisitCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls.env["crm.lead"].create([
            {"name": "Lead %d" % number, "type": "lead", "partner_name": "Shop",
             "contact_name": "Ann"} for number in (1, 2)])
        cls.lead_visit = cls.make_visit(cls.leads[1])

    def test_converted_lead_hands_its_visits_to_the_customer(self):
        customer = self.customers[2]
        self.leads[1].write({"type": "opportunity", "partner_id": customer.id})
        self.assertEqual(self.lead_visit.partner_id, customer)

    def test_merged_leads_keep_the_visits(self):
        merged = self.leads.merge_opportunity()
        self.assertEqual(self.lead_visit.lead_id, merged)
        self.assertTrue(self.lead_visit.exists())

    def test_merged_customers_keep_the_visits(self):
        self.visit.action_plan()
        self.visit.action_done()
        kept = self.customers[3]
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customers[0] | kept).ids, kept)
        self.assertEqual(self.visit.partner_id, kept)
        self.assertEqual(self.visit.name, kept.display_name)
        self.assertEqual(kept.last_visit_date, self.monday)

    def test_deleted_customer_takes_its_planned_visits_along_and_their_events(self):
        self.visit.action_plan()
        event = self.visit.calendar_event_id
        self.customers[0].unlink()
        self.assertFalse(self.visit.exists() or event.exists())

    def test_visited_customer_is_not_deleted(self):
        self.visit.action_done()
        with self.assertRaisesRegex(UserError, "Archive the record instead"):
            self.customers[0].unlink()
        self.assertEqual(self.visit.partner_id, self.customers[0])

    def test_deleted_lead_leaves_the_visits_of_its_customer(self):
        lead = self.env["crm.lead"].create(
            {"name": "Chairs", "type": "opportunity", "partner_id": self.customers[0].id})
        self.visit.lead_id = lead
        self.visit.action_done()
        lead.unlink()
        self.assertEqual((self.visit.exists().partner_id, self.visit.state),
                         (self.customers[0], "done"))
        self.lead_visit.action_done()
        with self.assertRaisesRegex(UserError, "Archive the record instead"):
            self.leads[1].unlink()
