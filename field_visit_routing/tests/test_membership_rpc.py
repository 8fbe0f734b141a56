"""Membership as programs use it, with each kind of user."""
import json
import xmlrpc.client

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from .planning_case import PlanningByPrograms
from .test_membership import EAST, WEST


@tagged("post_install", "-at_install")
class TestMembershipRpc(PlanningByPrograms):
    def setUp(self):
        super().setUp()
        Territory = self.env["field.visit.territory"]
        Territory.search([]).active = False
        self.west, self.east = Territory.create([
            {"name": "West", "boundary": WEST, "company_id": self.company.id},
            {"name": "East", "boundary": EAST, "company_id": self.company.id}])
        self.customer = self.customers[0]
        self.customer.user_id = self.users["rep"]
        compat.flush(self.customer, ["user_id", "territory_id"])
        self.members = self.env["res.partner"].search_count([("territory_id", "=", self.west.id)])
        self.assertGreaterEqual(self.members, len(self.customers))

    def territory_of(self, kind):
        row, = self.call_as(kind, "res.partner", "read", self.customer.ids, ["territory_id", "territory_manual"])
        return row["territory_id"] and row["territory_id"][0], row["territory_manual"]

    @mute_logger("odoo.http")
    def refusal(self, kind, model, method, *arguments):
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.call_as(kind, model, method, *arguments)
        self.assertNotIn("Traceback", caught.exception.faultString)
        return caught.exception.faultString

    def test_a_choice_and_its_removal(self):
        ids = self.customer.ids
        self.assertEqual(self.territory_of("manager"), (self.west.id, False))
        self.call_as("manager", "res.partner", "write", ids, {"territory_id": self.east.id})
        self.assertEqual(self.territory_of("manager"), (self.east.id, True))
        self.assertIs(self.call_as("manager", "res.partner", "action_find_territory", ids), True)
        self.assertEqual(self.territory_of("manager"), (self.west.id, False))
        self.assertIs(self.call_as("manager", "res.partner", "set_position", ids, 60.5, 25.5), True)
        self.assertEqual(self.territory_of("manager"), (self.east.id, False))

    def test_a_position_that_a_rep_corrects(self):
        self.call_as("rep", "res.partner", "set_position", self.customer.ids, 60.5, 24.5)
        self.assertEqual(self.territory_of("rep"), (self.west.id, False))

    def test_previews_are_open_to_who_reads_territories_and_write_nothing(self):
        shape = json.loads(EAST)
        for kind in ("rep", "leader", "manager", "admin", "plain"):
            told = self.call_as(kind, "field.visit.territory", "preview_members", self.west.ids, shape)
            self.assertEqual(told["leave"]["res.partner"], self.members, kind)
        self.assertEqual(self.territory_of("manager"), (self.west.id, False))
        told = self.call_as("leader", "field.visit.territory", "preview_members", [], WEST, {"precedence": 20})
        self.assertEqual(told["come"]["res.partner"], self.members)

    def test_only_managers_change_the_map(self):
        change = [self.west.ids, {"boundary": EAST}]
        for kind in ("rep", "plain"):
            self.refusal(kind, "field.visit.territory", "write", *change)
        self.assertEqual(self.territory_of("manager"), (self.west.id, False))
        self.call_as("manager", "field.visit.territory", "write", *change)
        self.assertEqual(self.territory_of("manager"), (False, False))

    def test_audits_are_for_leaders_and_above(self):
        for kind in ("leader", "manager", "admin"):
            told = self.call_as(kind, "field.visit.territory.audit", "run_audit")
            self.assertEqual(sorted(told), ["by_hand", "ended", "id", "orphans", "overlaps", "strangers", "unowned"])
        for kind in ("rep", "plain"):
            self.refusal(kind, "field.visit.territory.audit", "run_audit")
        self.assertIn("is no field of this request",
                      self.refusal("leader", "field.visit.territory.audit", "run_audit", {"everything": True}))

    def test_bad_input_is_refused_in_a_sentence(self):
        preview = ("manager", "field.visit.territory", "preview_members", self.west.ids)
        self.assertIn("no GeoJSON", self.refusal(*preview, "{"))
        self.assertIn("check their order", self.refusal(*preview, {"type": "Polygon", "coordinates": [
            [[60, 95], [61, 95], [61, 96], [60, 95]]]}))
        self.assertIn("is no field of this request", self.refusal(*preview, WEST, {"name": "x"}))
        self.assertIn("precedence", self.refusal(*preview, WEST, {"precedence": "many"}).lower())
