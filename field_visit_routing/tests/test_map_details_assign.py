"""Giving a customer or lead to somebody: the popup's button, its dialog and programs."""
from odoo.exceptions import AccessError

from .. import compat
from .test_map_details import DetailsCase


class TestAssign(DetailsCase):
    """Giving a customer to somebody."""

    def test_a_manager_assigns_person_and_team(self):
        lead = self.env["crm.lead"].create({"name": "Fair", "company_id": self.shop.company_id.id})
        # 18.0 and later know no team of a customer
        places = [lead] + [self.shop] * ("team_id" in self.shop._fields)
        for place in places:
            given = place.with_user(self.users["manager"])
            given.visit_assign({"user_id": self.users["leader"].id, "team_id": self.team.id})
            self.assertEqual((place.user_id, place.team_id), (self.users["leader"], self.team))
            given.visit_assign({"user_id": 0})
            self.assertEqual((place.user_id.ids, place.team_id), ([], self.team))

    def test_the_dialog_does_the_same(self):
        action = self.shop.with_user(self.users["rep"]).action_open_assign()
        wizard = self.env[action["res_model"]].with_user(self.users["rep"]).with_context(
            **action["context"]).create({})
        self.assertEqual((wizard.partner_id, wizard.user_id), (self.shop, self.users["rep"]))
        wizard.user_id = self.users["manager"]
        self.assertEqual(wizard.action_assign()["type"], "ir.actions.act_window_close")
        self.assertEqual(self.shop.sudo().user_id, self.users["manager"])
        with self.assertRaises(AccessError):
            compat.check_access(self.shop.with_user(self.users["rep"]), "read")  # given away

    def test_a_clerk_may_not(self):
        shop = self.shop.with_user(self.users["plain"])
        for call in (shop.action_open_assign, lambda: shop.visit_assign({"user_id": 0})):
            with self.assertRaises(AccessError):
                call()

    def test_bad_values(self):
        for bad in ({}, None, {"name": "x"}, {"user_id": 987654321}, {"user_id": "x"}, [1]):
            with self.subTest(bad):
                self.assertRefused("", self.shop.visit_assign, bad)
