"""Where work changes hands across the borders of access: visits without a rep, slips undone, teams of the subtree."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET, AccessByPrograms, AccessCase

POSITION = ("partner_latitude", "partner_longitude")


@tagged("post_install", "-at_install")
class TestHandOver(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_members()
        cls.reps = {user: cls.env["field.visit.rep"].create({"user_id": user.id, "company_id": cls.company.id})
                    for user in (cls.rep_user, cls.west_rep)}

    def visit(self, name, **values):
        customer = self.records["res.partner"][name]
        return self.env["field.visit"].create(dict({"partner_id": customer.id, "company_id": self.company.id}, **values))

    def denied(self, call, *arguments):
        with mute_logger(*QUIET), self.assertRaises(AccessError), self.env.cr.savepoint():
            call(*arguments)

    # ---- visits -------------------------------------------------------------------------------
    def test_a_visit_that_waits_for_a_rep_is_its_leaders(self):
        north, west = self.visit("hill"), self.visit("coast")
        lead = self.env["field.visit"].create({
            "lead_id": self.records["crm.lead"]["wood"].id, "company_id": self.company.id})
        waiting = [("id", "in", (north | west | lead).ids)]
        for user, seen in ((self.leader_user, north | lead), (self.west_leader, west), (self.rep_user, lead.browse()),
                           (self.manager_user, north | west | lead)):
            self.assertEqual(self.env["field.visit"].with_user(user).search(waiting), seen, user.name)
        self.denied(west.with_user(self.leader_user).write, {"rep_id": self.reps[self.rep_user].id})
        north.with_user(self.leader_user).rep_id = self.reps[self.rep_user]
        self.assertEqual(self.env["field.visit"].with_user(self.rep_user).search(waiting), north)

    def test_a_visit_with_a_rep_stays_its_teams(self):
        visit = self.visit("hill", rep_id=self.reps[self.west_rep].id)
        self.denied(visit.with_user(self.leader_user).write, {"service_s": 60})

    def test_teams_that_own_an_area_in_the_subtree(self):
        south = self.env["crm.team"].create({"name": "South", "company_id": self.company.id})
        user = self._user("south rep", "group_rep")
        rep = self.env["field.visit.rep"].create({"user_id": user.id, "company_id": self.company.id, "team_id": south.id})
        rep.write({"last_latitude": 60.2, "last_longitude": 24.9, "last_position_at": fields.Datetime.now()})
        records = [rep, self.visit("hill", rep_id=rep.id), self.env["field.visit.route"].create({
            "rep_id": rep.id, "date": fields.Date.today(), "company_id": self.company.id})]
        for record in records:
            self.denied(record.with_user(self.leader_user).read, ["company_id"])
        self.wood.team_id = south
        self.assertAlmostEqual(rep.with_user(self.leader_user).last_latitude, 60.2)
        for record in records:
            self.assertTrue(record.with_user(self.leader_user).read(["company_id"]))
            self.denied(record.with_user(self.west_leader).read, ["company_id"])
            self.denied(record.with_user(self.rep_user).read, ["company_id"])

    # ---- slips --------------------------------------------------------------------------------
    def given(self, record, user, to):
        return self.env["field.visit.map"].with_user(user).act_on_selection(
            record._name, record.ids, "assign_user", to.id)["change_id"]

    def undo(self, user, change):
        return self.env["field.visit.map.change"].with_user(user).undo(change)

    def test_a_slip_on_the_map_is_taken_back_from_another_team(self):
        for model in self.records:
            mine = self.records[model]["mine"]
            change = self.given(mine, self.leader_user, self.west_rep)
            self.denied(mine.with_user(self.leader_user).read, ["name"])
            with self.assertRaises(UserError):
                self.undo(self.rep_user, change)
            self.assertEqual(self.undo(self.leader_user, change)["done"], 1)
            self.assertEqual(mine.user_id, self.rep_user)

    def test_but_not_what_others_changed_since(self):
        mine = self.records["res.partner"]["mine"]
        change = self.given(mine, self.leader_user, self.west_rep)
        mine.user_id = self.west_leader
        answer = self.undo(self.leader_user, change)
        self.assertEqual((answer["done"], len(answer["refused"])), (0, 1))
        self.assertEqual(mine.user_id, self.west_leader)

    def accepted(self):
        """A customer of the North in an area of the West, given there by the leader of the North."""
        runs = self.env["field.visit.assignment"].with_user(self.leader_user)
        mine = self.records["res.partner"]["mine"]
        run = runs.browse(runs.dry_run({"model": "res.partner", "ids": mine.ids})["assignment_id"])
        self.assertEqual(run.accept()["done"], 1)
        self.assertEqual(mine.user_id, self.west_rep)
        return run, mine

    def test_who_accepted_may_undo_what_lies_out_of_his_reach_by_that(self):
        run, mine = self.accepted()
        self.assertEqual(run.undo()["refused"], 0)
        self.assertEqual((run.state, mine.user_id), ("undone", self.rep_user))
        self.assertEqual(mine.message_ids[0].author_id, self.leader_user.partner_id)

    def test_but_not_weeks_later(self):
        run, mine = self.accepted()
        run.sudo().decided_at -= timedelta(days=8)
        self.assertEqual(run.undo()["refused"], 1)
        self.assertEqual(mine.user_id, self.west_rep)


@tagged("post_install", "-at_install")
class TestMapOfHidden(AccessByPrograms):
    def test_no_route_of_the_map_reaches_a_customer_of_others(self):
        hidden, tool = self.records["res.partner"]["coast"], "field.visit.map"
        hidden.write({"partner_latitude": 60.12, "partner_longitude": 24.92})
        self.rep_user.write({compat.USER_GROUPS: [(4, self.env.ref("base.group_allow_export").id)]})
        for model in ("res.partner", "res.users"):
            compat.flush(self.env[model])
        calls = [
            ("open_selection", []), ("get_unplaced", []), ("locate_unplaced", []),
            ("act_on_selection", ["assign_user", self.rep_user.id]), ("act_on_selection", ["tag", "Mine"]),
            ("act_on_selection", ["segment", "Mine"]), ("export_selection", ["csv", ["name"], *POSITION])]
        for method, rest in calls:
            with self.subTest(method=method):
                answer = self.call_as("rep", tool, method, "res.partner", hidden.ids, *rest)
                self.assertNotIn(hidden.name, str(answer))
                self.assertFalse(answer.get("done") if isinstance(answer, dict) else answer)
        for method, rest in (("plan_selection", [hidden.ids]), ("set_place", [hidden.id, 60.2, 24.9]),
                             ("get_details", [hidden.id])):
            with self.subTest(method=method):
                self.assertNotIn(hidden.name, self.fault("rep", tool, method, "res.partner", *rest))
        self.assertEqual(self.call_as("rep", tool, "get_map_weights", "res.partner", [["id", "=", hidden.id]])["ids"], [])
        for method, rest in (("add_to_today", [{}]), ("action_find_today", []),
                             ("visit_assign", [{"user_id": self.rep_user.id}])):
            with self.subTest(method=method):
                self.assertNotIn(hidden.name, self.fault("rep", "res.partner", method, hidden.ids, *rest))
        self.assertEqual((hidden.user_id, len(hidden.category_id)), (self.west_rep, 0))
