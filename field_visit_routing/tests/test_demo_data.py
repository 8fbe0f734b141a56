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

    def demo(self, name):
        return self.env.ref("field_visit_routing.demo_" + name)

    def test_customers_have_positions_and_hours(self):
        customers = self.env["res.partner"].search([("territory_id", "child_of", self.demo("territory_helsinki").id)])
        self.assertGreaterEqual(len(customers), 6)
        self.assertTrue(all(customer.has_position() for customer in customers))
        self.assertTrue(any(customer.visit_hours_ids for customer in customers))
        self.assertEqual(self.demo("customer_unknown").geo_state, "failed")
        self.assertEqual(self.demo("lead_1").geo_source, "customer")

    def test_a_week_is_planned(self):
        reps = self.demo("rep_1") | self.demo("rep_2") | self.demo("rep_3")
        customers = self.env["res.partner"].search([("territory_id", "child_of", self.demo("territory_helsinki").id)])
        plan = self.solved(rep_ids=reps.ids, partner_ids=customers.ids)
        self.assertTrue(plan.stop_ids)
