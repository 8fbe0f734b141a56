"""Routes on the map: order, legs, start and end, and who may see them."""
from datetime import timedelta

from .. import compat
from .planning_case import OFFICE, PlanningWorld


class TestMapRoutes(PlanningWorld, compat.TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_world()
        cls.route = cls.env["field.visit.route"].create({
            "rep_id": cls.rep.id, "date": cls.monday, "has_start": True, "has_end": True,
            "start_latitude": OFFICE[0], "start_longitude": OFFICE[1],
            "end_latitude": 0.0, "end_longitude": 0.0,
            "end_leg_distance_m": 900, "end_leg_travel_s": 90})
        cls.visits = cls.env["field.visit"].create([
            cls._stop(cls.customers[0], 2), cls._stop(cls.customers[1], 1),
            cls._stop(cls.env["res.partner"].create({"name": "Nowhere"}), 3)])

    @classmethod
    def _stop(cls, customer, sequence):
        return {"partner_id": customer.id, "rep_id": cls.rep.id, "route_id": cls.route.id,
                "date": cls.monday + timedelta(days=0), "sequence": sequence,
                "leg_distance_m": 100 * sequence, "leg_travel_s": 10 * sequence}

    def ask(self, user=None):
        return self.env["field.visit.map"].with_user(user or self.env.user).get_map_data(
            "field.visit", domain=[("id", "in", self.visits.ids)], lat="visit_latitude",
            lon="visit_longitude", fields=["state"], color="rep_id", route="route_id",
            order="sequence")

    def test_stops_follow_the_order_and_keep_their_numbers(self):
        answer = self.ask()
        route = answer["routes"][0]
        names = [answer["names"][row] if row >= 0 else "" for row in route["stops"]]
        self.assertEqual(names, [self.visits[1].name, self.visits[0].name, ""])
        self.assertEqual(route["name"], self.route.display_name)

    def test_a_route_names_its_rep_for_the_colour(self):
        self.assertEqual(self.ask()["routes"][0]["rep"], self.rep.id)

    def test_legs_lead_to_each_stop_and_to_the_end(self):
        legs = self.ask()["routes"][0]["legs"]
        self.assertEqual([leg["distance_m"] for leg in legs], [100, 200, 300, 900])
        self.assertEqual([leg["duration_s"] for leg in legs], [10, 20, 30, 90])

    def test_start_and_end_come_from_the_route_and_may_be_at_zero(self):
        route = self.ask()["routes"][0]
        self.assertEqual((route["start"]["lat"], route["start"]["lon"]), OFFICE)
        self.assertEqual((route["end"]["lat"], route["end"]["lon"]), (0.0, 0.0))

    def test_a_rep_sees_the_own_route_only(self):
        self.assertEqual(len(self.ask(self.users["rep"])["routes"]), 1)
        self.route.rep_id = self.other_rep
        self.visits.write({"rep_id": self.other_rep.id})
        answer = self.ask(self.users["rep"])
        self.assertEqual((answer["routes"], answer["count"]), ([], 0))

    def test_visits_without_route_are_points(self):
        self.visits[0].route_id = False
        answer = self.ask()
        self.assertIn(self.visits[0].id, answer["ids"])
        self.assertEqual(len(answer["routes"][0]["stops"]), 2)

    def test_a_proposal_starts_and_ends_where_the_reps_do(self):
        plan = self.env["field.visit.plan"].create({
            "date_from": self.monday, "date_to": self.monday, "rep_ids": [(6, 0, self.rep.ids)]})
        self.env["field.visit.plan.stop"].create([{
            "plan_id": plan.id, "rep_id": self.rep.id, "date": self.monday, "sequence": 1,
            "candidate_key": "p1", "partner_id": self.customers[0].id,
            "stop_latitude": 60.18, "stop_longitude": 24.95}])
        answer = self.env["field.visit.map"].get_map_data(
            "field.visit.plan.stop", domain=[("plan_id", "=", plan.id)], lat="stop_latitude",
            lon="stop_longitude", route="route_key", order="sequence")
        route = answer["routes"][0]
        self.assertEqual(route["stops"], [0])
        self.assertEqual(route["id"], plan.stop_ids.route_key)
        self.assertAlmostEqual(route["start"]["lat"], OFFICE[0], 5)
        self.assertAlmostEqual(route["end"]["lon"], OFFICE[1], 5)
