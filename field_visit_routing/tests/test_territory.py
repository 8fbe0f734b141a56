from odoo.exceptions import AccessError
from odoo.tests import tagged

from .ground_case import GroundCase


@tagged("post_install", "-at_install")
class TestTerritory(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Territory = cls.env["field.visit.territory"]
        cls.city = Territory.create({"name": "City", "company_id": cls.company.id})
        cls.district = Territory.create({"name": "Harbour", "parent_id": cls.city.id, "company_id": cls.company.id})
        cls.block = Territory.create({"name": "Pier", "parent_id": cls.district.id, "company_id": cls.company.id})

    def test_names_follow_the_tree(self):
        self.assertEqual(self.block.complete_name, "City / Harbour / Pier")
        self.assertEqual([area.tree_name.count("\u2003") for area in self.city + self.district + self.block], [0, 1, 2])
        self.assertEqual(self.block.tree_name.strip(), "Pier")
        self.city.name = "Town"
        self.assertEqual(self.block.display_name, "Town / Harbour / Pier")

    def test_loop_is_refused(self):
        self.assertRefused('"City" cannot be part of "City / Harbour / Pier"', self.city.write,
                           {"parent_id": self.block.id})
        self.assertRefused("cannot be part of", self.city.write, {"parent_id": self.city.id})
        self.assertFalse(self.city.parent_id)

    def test_parent_of_another_company_is_refused(self):
        self.assertRefused("Choose one company for both", self.env["field.visit.territory"].create, {
            "name": "Foreign", "parent_id": self.city.id, "company_id": self.other_company.id})

    def test_members_are_counted_and_opened(self):
        self.customer(territory_id=self.district.id)
        self.lead(territory_id=self.district.id, company_id=self.company.id)
        for territory, counts in ((self.city, (1, 1)), (self.district, (1, 1)), (self.block, (0, 0))):
            self.assertEqual((territory.partner_count, territory.lead_count), counts)
        found = self.env["res.partner"].search(self.city.action_open_members()["domain"])
        self.assertEqual(len(found), 1)

    def test_deleting_a_territory_with_parts_is_refused(self):
        self.assertRefused('"City" cannot be deleted, because "Harbour" is part of it', self.city.unlink)
        self.block.unlink()
        self.assertFalse(self.block.exists())

    def test_reps_read_and_managers_write(self):
        self.assertTrue(self.city.with_user(self.rep_user).name)
        for user in (self.plain_user, self.rep_user, self.leader_user):
            with self.assertRaises(AccessError):
                self.city.with_user(user).write({"name": "x"})
        self.city.with_user(self.manager_user).write({"name": "Mine"})

    def test_other_companys_territory_is_out_of_reach(self):
        foreign = self.env["field.visit.territory"].create({"name": "F", "company_id": self.other_company.id})
        shared = self.env["field.visit.territory"].create({"name": "S", "company_id": False})
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager_user).read(["name"])
        self.assertTrue(shared.with_user(self.manager_user).read(["name"]))
