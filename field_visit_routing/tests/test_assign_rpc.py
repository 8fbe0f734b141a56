"""Assignment as programs do it, with each kind of user."""
import xmlrpc.client

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from .planning_case import PlanningByPrograms

RUN, LINE = "field.visit.assignment", "field.visit.assignment.line"


@tagged("post_install", "-at_install")
class TestAssignByPrograms(PlanningByPrograms):
    def setUp(self):
        super().setUp()
        self.area = self.env["field.visit.territory"].create({
            "name": "South", "company_id": self.company.id, "team_id": self.team.id, "user_id": self.users["rep"].id})
        self.env.cr.execute("UPDATE res_partner SET territory_id = %s, territory_manual = TRUE WHERE id = ANY(%s)", [
            self.area.id, self.customers.ids])
        compat.invalidate(self.env["res.partner"])
        self.ids = self.customers.ids

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def fault(self, kind, *arguments):
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.call_as(kind, *arguments)
        self.assertNotIn("Traceback", caught.exception.faultString)
        return caught.exception.faultString

    def owners(self):
        compat.invalidate(self.env["res.partner"])
        return self.customers.user_id

    def test_leader_manager_and_administrator_assign_and_undo(self):
        for kind in ("leader", "manager", "admin"):
            with self.subTest(kind):
                answer = self.call_as(kind, RUN, "dry_run", {"model": "res.partner", "ids": self.ids})
                self.assertEqual((answer["moves"], answer["refused"]), (6, 0))
                self.assertFalse(self.owners())
                done = self.call_as(kind, RUN, "accept", [answer["assignment_id"]])
                self.assertEqual((done["done"], done["refused"], done["waiting"]), (6, 0, 0))
                self.assertEqual(self.owners(), self.users["rep"])
                self.assertEqual(self.call_as(kind, RUN, "undo", [answer["assignment_id"]])["done"], 6)
                self.assertFalse(self.owners())

    def test_reps_and_clerks_do_not(self):
        run = self.call_as("manager", RUN, "dry_run", {"model": "res.partner", "ids": self.ids})["assignment_id"]
        for kind in ("rep", "plain"):
            with self.subTest(kind):
                self.fault(kind, RUN, "dry_run", {"model": "res.partner", "ids": self.ids})
                for method in ("accept", "dismiss", "undo", "action_open_lines"):
                    self.fault(kind, RUN, method, [run])
                self.fault(kind, RUN, "read", [run], ["summary"])
                self.fault(kind, LINE, "search_read", [], ["record_name"])
                self.fault(kind, "field.visit.map", "assign_selection", "res.partner", self.ids)
        self.assertFalse(self.owners())

    def test_nobody_writes_the_records_of_assignment(self):
        run = self.call_as("manager", RUN, "dry_run", {"model": "res.partner", "ids": self.ids})["assignment_id"]
        line = self.call_as("manager", LINE, "search", [["assignment_id", "=", run]])
        for kind in ("leader", "manager", "admin"):
            with self.subTest(kind):
                self.fault(kind, RUN, "write", [run], {"decided_by_id": self.users["admin"].id})
                self.fault(kind, RUN, "create", {"cause": "chosen"})
                self.fault(kind, RUN, "unlink", [run])
                self.fault(kind, LINE, "write", line, {"from_user_id": self.users["rep"].id})
                self.fault(kind, LINE, "create", {"assignment_id": run})

    def test_a_leader_sees_the_proposals_of_his_areas_only(self):
        other = self.env["field.visit.territory"].create({
            "name": "North", "company_id": self.company.id, "user_id": self.users["admin"].id})
        for area in (self.area, other):
            run = self.env[RUN].create({"cause": "map", "territory_id": area.id, "company_id": self.company.id})
            self.env[LINE].create({"assignment_id": run.id, "partner_id": self.ids[0], "record_name": "Kallio"})
        compat.flush(self.env[LINE])
        domain = [["cause", "=", "map"], ["territory_id", "in", [self.area.id, other.id]]]
        seen = {kind: self.call_as(kind, RUN, "search_count", domain) for kind in ("leader", "manager", "admin")}
        self.assertEqual(seen, {"leader": 1, "manager": 2, "admin": 2})
        rows = self.call_as("leader", LINE, "read_group", [["assignment_id.cause", "=", "map"]], ["record_name"], ["state"]) \
            if compat.SERIES < 19 else []
        self.assertEqual(sum(row["state_count"] for row in rows), len(rows) and 1)
        names = self.call_as("leader", LINE, "name_search", "Kallio")
        self.assertEqual(len(names), 1)

    def test_the_bar_of_the_map(self):
        names = {kind: [row["name"] for row in self.call_as(kind, "field.visit.map", "get_selection_actions", "res.partner")]
                 for kind in ("rep", "leader")}
        self.assertNotIn("assign_territory", names["rep"])
        self.assertIn("assign_territory", names["leader"])
        action = self.call_as("leader", "field.visit.map", "assign_selection", "res.partner", self.ids)
        self.assertEqual((action["res_model"], action["target"]), (RUN, "new"))
        read = self.call_as("leader", RUN, "read", [action["res_id"]], ["summary", "open_count", "unchanged_count"])[0]
        self.assertEqual((read["summary"], read["open_count"]), (
            "nobody → %s · customers: 6" % self.users["rep"].name, 6))

    def test_bad_requests_get_a_sentence(self):
        for vals in ({"model": "res.users", "ids": [1]}, {"model": "res.partner", "ids": "all"}, {"territory_ids": [0]},
                     {"x": 1}, 7):
            self.assertNotIn("Error:", self.fault("leader", RUN, "dry_run", vals))
