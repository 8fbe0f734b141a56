"""Deleting territories: what becomes of their members and parts is decided, never by accident."""
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import compat
from .ground_case import GroundCase


@tagged("post_install", "-at_install")
class TestTerritoryDelete(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.city, cls.other = cls.area("City"), cls.area("Other")
        cls.district = cls.area("District", cls.city)
        cls.block = cls.area("Block", cls.district)
        cls.inside = cls.customer(company_id=cls.company.id, territory_id=cls.block.id)
        cls.prospect = cls.lead(company_id=cls.company.id, territory_id=cls.block.id, active=False)

    @classmethod
    def area(cls, name, parent=None, **values):
        return cls.env["field.visit.territory"].create(dict({
            "name": name, "parent_id": parent.id if parent else False, "company_id": cls.company.id}, **values))

    def members(self):
        compat.invalidate(self.env["res.partner"])
        return self.inside.territory_id, self.prospect.territory_id

    def test_members_stop_a_deletion_and_are_counted(self):
        self.assertRefused('"City / District / Block" cannot be deleted, because it has members: '
                           "1 customers and contacts and 1 leads", self.block.unlink)
        self.assertRefused("delete_areas", self.block.with_user(self.manager_user).unlink)
        self.assertEqual(self.members(), (self.block, self.block))

    def test_members_of_other_companies_count_too(self):
        shared = self.area("Shared", company_id=False)
        self.customer(company_id=self.other_company.id, territory_id=shared.id)
        self.assertRefused("it has members: 1 customers", shared.with_user(self.manager_user).unlink)

    def test_the_action_menu_offers_to_decide(self):
        action = self.env.ref("field_visit_routing.action_territory_delete")
        self.assertEqual(action.binding_model_id.model, "field.visit.territory")
        wizard = self.env[action.res_model].with_context(active_model="field.visit.territory",
                                                         active_ids=self.block.ids).create({})
        self.assertEqual(wizard.territory_ids, self.block)
        # Odoo's own entry, which cannot ask, is not offered beside it
        for view in ("list", "form", "kanban"):
            self.assertIn(' delete="0"', compat.view_arch(self.block, view).split(">")[0] + ">")

    def test_without_members_it_goes(self):
        empty = self.area("Empty", self.city)
        self.assertTrue(empty.with_user(self.manager_user).unlink())
        self.assertFalse(empty.exists())

    def test_members_go_to_the_area_above(self):
        answer = self.block.with_user(self.manager_user).delete_areas("above")
        self.assertEqual(answer, {"deleted": 1, "partners": 1, "leads": 1})
        self.assertFalse(self.block.exists())
        self.assertEqual(self.members(), (self.district, self.district))
        self.assertTrue(self.inside.territory_manual)

    def test_above_is_what_stays(self):
        (self.block + self.district).delete_areas("above")
        self.assertEqual(self.members(), (self.city, self.city))

    def test_nothing_is_above_the_top(self):
        self.customer(company_id=self.company.id, territory_id=self.city.id)
        self.assertRefused('"City" is part of no other area', self.city.delete_areas, "above")
        self.assertEqual(self.district.parent_id, self.city)
        # without members of its own it needs none
        self.other.delete_areas("above")

    def test_members_go_to_another_area(self):
        self.block.delete_areas("other", self.other.id)
        self.assertEqual(self.members(), (self.other, self.other))

    def test_members_are_left_without(self):
        self.block.delete_areas("none")
        self.assertFalse(any(self.members()))
        self.assertTrue(self.inside.territory_manual and self.prospect.territory_manual)

    def test_members_are_found_anew(self):
        self.block.delete_areas()
        self.assertFalse(self.inside.territory_id == self.block)
        self.assertFalse(self.inside.territory_manual or self.prospect.territory_manual)

    def test_parts_move_up_or_go_too(self):
        self.district.delete_areas(parts="above")
        self.assertEqual((self.block.parent_id, self.block.complete_name), (self.city, "City / Block"))
        self.assertEqual(self.members(), (self.block, self.block))
        answer = self.city.delete_areas("other", self.other.id, "delete")
        self.assertEqual(answer, {"deleted": 2, "partners": 1, "leads": 1})
        self.assertFalse((self.city + self.block).exists())
        self.assertEqual(self.members(), (self.other, self.other))

    def test_bad_choices_change_nothing(self):
        for arguments, sentence in (
                (("burn",), "members: burn is no choice. Choose one of find, above, other, none"),
                (("find", 0, "keep"), "parts: keep is no choice"),
                (("other",), "territory_id: there is no record with id 0"),
                (("other", 2**40), "there is no record with id"),
                (("other", "x"), "is not a list of ids"),
                (("other", self.block.id), "is deleted itself")):
            self.assertRefused(sentence, self.block.delete_areas, *arguments)
        self.assertEqual(self.members(), (self.block, self.block))

    def test_only_managers_delete(self):
        for user in (self.plain_user, self.rep_user, self.leader_user):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.block.with_user(user).delete_areas("find")
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.env["field.visit.territory.delete.wizard"].with_user(user).create({})
        self.assertTrue(self.block.exists())

    def test_the_dialog_counts_and_deletes(self):
        Wizard = self.env["field.visit.territory.delete.wizard"].with_user(self.manager_user)
        wizard = Wizard.with_context(active_model="field.visit.territory", active_ids=self.city.ids).create({})
        self.assertEqual((wizard.part_count, wizard.partner_count, wizard.lead_count), (2, 0, 0))
        wizard.parts = "delete"
        self.assertEqual((wizard.partner_count, wizard.lead_count), (1, 1))
        wizard.members = "other"
        self.assertRefused("Choose the area", wizard.action_delete)
        wizard.target_id = self.other
        self.assertEqual(wizard.action_delete()["res_model"], "field.visit.territory")
        self.assertFalse(self.city.exists())
        self.assertEqual(self.members(), (self.other, self.other))
