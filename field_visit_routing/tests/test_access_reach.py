"""In which territories each kind of user may act, and which teams are his."""
from odoo.tests import tagged

from .. import compat
from .access_case import AccessCase

ALL = {"Country", "North", "Harbour", "Hill", "Wood", "West", "Coast", "Island"}


@tagged("post_install", "-at_install")
class TestReach(AccessCase):
    def test_a_rep_has_his_own_areas_and_those_of_his_team_without_a_rep(self):
        self.assertEqual(self.reach(self.rep_user), {"Harbour", "North", "Wood"})
        self.assertEqual(self.reach(self.other_rep_user), {"Hill", "North", "Wood"})
        self.assertEqual(self.reach(self.west_rep), {"Coast", "West"})

    def test_parts_nobody_else_owns_belong_to_the_rep_above(self):
        pier = self.area("Pier", self.harbour)
        self.assertIn("Pier", self.reach(self.rep_user))
        pier.user_id = self.west_rep
        self.assertNotIn("Pier", self.reach(self.rep_user))
        self.assertIn("Pier", self.reach(self.west_rep))
        pier.write({"user_id": False, "dealer_id": self.dealer.id})
        self.assertNotIn("Pier", self.reach(self.rep_user) | self.reach(self.west_rep))

    def test_a_leader_has_everything_below_his_teams(self):
        self.assertEqual(self.reach(self.leader_user), {"North", "Harbour", "Hill", "Wood"})
        self.assertEqual(self.reach(self.west_leader), {"West", "Coast"})
        inner = self.area("Inner", self.wood, team_id=self.west.id)
        self.assertIn("Inner", self.reach(self.leader_user) & self.reach(self.west_leader))
        self.assertEqual(set(self.leader_user.visit_led_team_ids()), set((self.team | self.west).ids))
        inner.unlink()
        self.assertEqual(self.leader_user.visit_led_team_ids(), self.team.ids)

    def test_a_leader_has_the_areas_of_his_teams_members(self):
        self.area("Alone", user_id=self.rep_user.id)
        self.assertIn("Alone", self.reach(self.leader_user))
        self.team.member_ids = self.other_rep_user
        self.assertNotIn("Alone", self.reach(self.leader_user))

    def test_a_manager_has_his_companies_and_nobody_else_has_anything(self):
        foreign = self.area("Foreign", company_id=self.other_company.id, user_id=self.rep_user.id)
        self.assertEqual(self.reach(self.manager_user), ALL)
        self.assertEqual(self.reach(self.plain_user), set())
        for user in (self.manager_user, self.rep_user):
            self.assertNotIn(foreign.id, user.visit_territory_ids())
        user = self.rep_user
        user.company_ids |= self.other_company
        self.assertIn(foreign.id, user.visit_territory_ids())

    def test_it_follows_every_change_of_the_organisation(self):
        self.reach(self.rep_user)
        self.wood.team_id = self.west
        self.assertEqual(self.reach(self.rep_user), {"Harbour", "North"})
        self.team.member_ids = self.other_rep_user
        self.assertEqual(self.reach(self.rep_user), {"Harbour"})
        self.harbour.parent_id = self.coast
        self.harbour.user_id = False
        self.assertEqual(self.reach(self.rep_user), set())
        self.assertIn("Harbour", self.reach(self.west_rep))
        self.west.user_id = self.leader_user
        self.assertEqual(self.reach(self.leader_user), ALL - {"Country", "Island"})

    def test_a_field_rep_of_a_team_counts_as_its_member(self):
        self.team.member_ids = self.other_rep_user
        self.env["field.visit.rep"].create({
            "user_id": self.rep_user.id, "company_id": self.company.id, "team_id": self.team.id})
        self.assertEqual(self.reach(self.rep_user), {"Harbour", "North", "Wood"})

    def test_the_strictest_company_decides(self):
        self.assertEqual(self.rep_user.visit_access_mode(), "forbid")
        self.company.visit_access_mode = "off"
        self.assertEqual(self.rep_user.visit_access_mode(), "off")
        self.rep_user.company_ids |= self.other_company
        self.other_company.visit_access_mode = "warn"
        self.assertEqual(self.rep_user.visit_access_mode(), "warn")
        self.assertEqual(self.plain_user.visit_access_mode(), "off")

    def test_roles(self):
        for user, role in ((self.rep_user, "rep"), (self.leader_user, "leader"), (self.manager_user, "manager"),
                           (self.admin_user, "manager"), (self.plain_user, "")):
            self.assertEqual(user.visit_access_role(), role)
        compat.set_groups(self.rep_user, "base.group_user", "field_visit_routing.group_leader")
        self.assertEqual(self.rep_user.visit_access_role(), "leader")
