"""The manifest's demo data load, and can be planned with."""
from odoo.tests.common import tagged

from .. import compat
from .planning_case import PlanningCase


@tagged("post_install", "-at_install")
class TestDemoData(PlanningCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        compat.load_data_file(cls.env, "field_visit_routing", "demo/demo.xml")
        compat.load_data_file(cls.env, "field_visit_routing", "demo/demo_layers.xml")

    def demo(self, name):
        return self.env.ref("field_visit_routing.demo_" + name)

    def test_customers_have_positions_and_hours(self):
        customers = self.env["res.partner"].search([("territory_id", "child_of", self.demo("territory_helsinki").id)])
        self.assertGreaterEqual(len(customers), 6)
        self.assertTrue(all(customer.has_position() for customer in customers))
        self.assertTrue(any(customer.visit_hours_ids for customer in customers))
        self.assertEqual(self.demo("customer_unknown").geo_state, "failed")
        self.assertEqual(self.demo("lead_1").geo_source, "customer")

    def test_layers_of_the_map(self):
        answer = self.env["field.visit.map"].get_map_layers("res.partner")
        for layer, names in (("territories", ("territory_centre", "territory_east", "territory_west")),
                             ("markets", ("territory_free",)), ("competitors", ("competitor_1", "competitor_2")),
                             ("positions", ("rep_1", "rep_2"))):
            self.assertLessEqual({self.demo(name).id for name in names}, {row["id"] for row in answer[layer]}, layer)

    def test_a_week_is_planned(self):
        reps = self.demo("rep_1") | self.demo("rep_2") | self.demo("rep_3")
        customers = self.env["res.partner"].search([("territory_id", "child_of", self.demo("territory_helsinki").id)])
        plan = self.solved(rep_ids=reps.ids, partner_ids=customers.ids)
        self.assertTrue(plan.stop_ids)
