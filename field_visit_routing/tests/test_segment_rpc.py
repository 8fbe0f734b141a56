"""Segments by programs: everybody gets the members that he may see, and changes what he may change."""
from odoo.tests import tagged

from .access_case import AccessByPrograms


@tagged("post_install", "-at_install")
class TestSegmentRpc(AccessByPrograms):
    def setUp(self):
        super().setUp()
        self.company.visit_access_mode = "forbid"
        self.members = [record.id for record in self.records["res.partner"].values()]
        self.number = self.call_as("manager", "field.visit.segment", "create", {
            "name": "All", "kind": "dynamic", "company_id": self.company.id, "domain": str([("id", "in", self.members)])})

    def test_the_members_that_each_may_see(self):
        for kind in ("rep", "other rep", "leader", "west rep", "manager"):
            seen = self.call_as(kind, "res.partner", "search", [("visit_segment_ids", "in", [self.number])])
            allowed = self.call_as(kind, "res.partner", "search", [("id", "in", self.members)])
            row, = self.call_as(kind, "field.visit.segment", "read", [self.number], ["partner_ids", "partner_count"])
            moves = self.call_as(
                kind, "field.visit.segment.move", "search_read", [("segment_id", "=", self.number)], ["partner_id"])
            self.assertEqual(sorted(seen), sorted(allowed), kind)
            self.assertEqual((sorted(row["partner_ids"]), row["partner_count"]), (sorted(allowed), len(allowed)), kind)
            self.assertEqual(sorted(move["partner_id"][0] for move in moves), sorted(allowed), kind)
        self.assertEqual(len(self.call_as("manager", "res.partner", "search", [("visit_segment_ids", "in", [self.number])])),
                         len(self.members))
        self.assertLess(len(self.call_as("rep", "res.partner", "search", [("visit_segment_ids", "in", [self.number])])),
                        len(self.members))

    def test_a_rep_s_rule_finds_whom_the_rep_may_see(self):
        mine = self.call_as("rep", "field.visit.segment", "create", {
            "name": "Mine", "kind": "dynamic", "company_id": self.company.id, "domain": str([("id", "in", self.members)])})
        allowed = self.call_as("rep", "res.partner", "search", [("id", "in", self.members)])
        for _time in range(2):
            self.assertEqual(sorted(self.env["field.visit.segment"].browse(mine).partner_ids.ids), sorted(allowed))
            self.assertEqual(self.call_as("manager", "field.visit.segment", "refresh", [mine]), {"joined": 0, "left": 0})

    def test_who_may_change_segments(self):
        for kind in ("rep", "plain"):
            self.fault(kind, "field.visit.segment", "write", [self.number], {"score_from": 50})
            self.fault(kind, "field.visit.segment", "remove_members", [self.number], "res.partner", self.members)
        self.fault("plain", "field.visit.segment", "create", {"name": "X"})
        for kind in ("leader", "manager", "admin"):
            self.assertTrue(self.call_as(kind, "field.visit.segment", "write", [self.number], {"note": kind}))
        self.assertTrue(self.call_as("manager", "field.visit.segment", "remove_members", [self.number], "res.partner",
                                     self.members[:1]))
        self.assertEqual(self.call_as("rep", "field.visit.segment", "refresh", [self.number]), {"joined": 0, "left": 0})

    def test_public_methods_return_values(self):
        other = self.call_as(
            "rep", "field.visit.segment", "create_from_conditions", "res.partner", [["city", "!=", False]], "City")
        union = self.call_as("rep", "field.visit.segment", "combine", "union", [self.number, other], "Both")
        self.assertIsInstance(union, int)
        self.assertIsInstance(self.call_as("rep", "field.visit.segment", "freeze", [union]), int)
        told = self.call_as("manager", "field.visit.segment", "get_profile", [self.number])
        self.assertEqual(told["members"], len(self.members))
        self.assertEqual(self.call_as("manager", "field.visit.segment", "action_profile", [self.number])["type"],
                         "ir.actions.act_window")
        self.assertIn("circle", self.fault("manager", "field.visit.segment", "write", [self.number], {
            "included_ids": [(4, union)]}))
        self.assertIn("cannot be used", self.fault("manager", "field.visit.segment", "write", [self.number], {
            "domain": "[('nothing', '=', 1)]"}))
