"""Drawing, acting and exporting as a program does it, with each kind of user."""
import json
import xmlrpc.client

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from .planning_case import OFFICE, PlanningByPrograms

CIRCLE = {"type": "Circle", "coordinates": [OFFICE[1], OFFICE[0]], "radius_m": 3_000}
POSITION = [[], "partner_latitude", "partner_longitude"]
BOW_TIE = {"type": "Polygon", "coordinates": [[[24, 60], [26, 62], [26, 60], [24, 62], [24, 60]]]}


@tagged("post_install", "-at_install")
class TestSelectionByPrograms(PlanningByPrograms):
    def tool(self, kind, method, *arguments):
        return self.call_as(kind, "field.visit.map", method, *arguments)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def fault(self, kind, method, *arguments):
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.tool(kind, method, *arguments)
        self.assertNotIn("Traceback", caught.exception.faultString)
        return caught.exception.faultString

    def near(self, kind):
        domain = [["id", "in", self.customers.ids]]
        return self.tool(kind, "select_in_shape", "res.partner", CIRCLE, domain, *POSITION[1:])["ids"]

    def test_draw_assign_and_undo_with_each_kind_of_user(self):
        expected = [partner.id for partner in self.customers if partner.name in (
            "Kallio", "Toolo", "Ruoholahti", "Vallila")]
        for kind in ("rep", "leader", "manager", "admin"):
            with self.subTest(kind):
                ids = self.near(kind)
                self.assertEqual(sorted(ids), sorted(expected))
                names = [row["name"] for row in self.tool(kind, "get_selection_actions", "res.partner")]
                self.assertIn("assign_user", names)
                user = self.users["rep"]
                answer = self.tool(kind, "act_on_selection", "res.partner", ids, "assign_user", user.id)
                self.assertEqual((answer["done"], answer["refused"]), (4, []))
                compat.invalidate(self.env["res.partner"])
                self.assertEqual(self.env["res.partner"].browse(ids).user_id, user)
                undone = self.call_as(kind, "field.visit.map.change", "undo", answer["change_id"])
                self.assertEqual(undone["done"], 4)
                compat.invalidate(self.env["res.partner"])
                self.assertFalse(self.env["res.partner"].browse(ids).user_id)

    def test_plans_lists_and_segments(self):
        ids = self.near("leader")
        self.assertEqual(self.tool("leader", "open_selection", "res.partner", ids)["domain"], [["id", "in", sorted(ids)]])
        action = self.tool("leader", "plan_selection", "res.partner", ids, "plan_route")
        self.assertEqual(action["res_model"], "field.visit.plan.wizard")
        self.assertEqual(self.tool("leader", "act_on_selection", "res.partner", ids, "segment", "Near")["done"], 4)

    def test_export(self):
        group = self.env.ref("base.group_allow_export")
        self.users["leader"].write({compat.USER_GROUPS: [(4, group.id)]})
        compat.flush(self.env["res.users"])
        ids = self.near("leader")
        answer = self.tool("leader", "export_selection", "res.partner", ids, "geojson", ["city"], *POSITION[1:])
        self.assertEqual(len(json.loads(answer["content"])["features"]), 4)
        self.assertIn("may not export", self.fault(
            "rep", "export_selection", "res.partner", ids, "csv", [], *POSITION[1:]))

    def test_a_plain_user(self):
        ids = self.near("plain")
        self.assertEqual(self.tool("plain", "get_selection_actions", "res.partner"), [{"name": "list", "creates": False}])
        answer = self.tool("plain", "act_on_selection", "res.partner", ids, "assign_user", self.users["rep"].id)
        self.assertEqual((answer["done"], len(answer["refused"])), (0, 4))
        self.fault("plain", "act_on_selection", "res.partner", ids, "segment", "Mine")
        self.fault("plain", "plan_selection", "res.partner", ids)

    def test_faults_are_sentences(self):
        draw = lambda shape: self.fault("manager", "select_in_shape", "res.partner", shape, *POSITION)  # noqa: E731
        self.assertIn("61.00000, 25.00000", draw(BOW_TIE))
        self.assertIn("radius_m", draw(dict(CIRCLE, radius_m="near")))
        self.assertIn("not finite", draw(dict(CIRCLE, radius_m=float("inf"))))
        self.assertIn("cannot be read", draw("anything"))
        self.assertIn("list of ids", self.fault("manager", "act_on_selection", "res.partner", "all", "tag", "X"))
        self.assertIn("fly", self.fault("manager", "act_on_selection", "res.partner", [], "fly", 1))
        shown = self.tool("manager", "get_selection", "res.partner", BOW_TIE, *POSITION)
        self.assertEqual(shown["fault"]["place"], [61.0, 25.0])
