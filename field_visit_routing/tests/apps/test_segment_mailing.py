"""A segment as a mailing list of Odoo's e-mail marketing: in step with its members, and opting out is respected."""
from odoo.addons.field_visit_routing import compat

from .apps_case import AppsCase


class TestSegmentMailing(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cafe.email, cls.shop.email = "Cafe@example.com", "shop@example.com"
        cls.bar = cls.customer(name="Baari", email="bar@example.com")
        cls.silent = cls.customer(name="Ilman")
        cls.twin = cls.customer(name="Sama", email="cafe@EXAMPLE.com")
        cls.segment = cls.env["field.visit.segment"].create({
            "name": "Everybody", "company_id": cls.company.id,
            "partner_ids": [(6, 0, (cls.cafe | cls.shop | cls.bar | cls.silent | cls.twin).ids)]})
        names = ("mailing.subscription", "mailing.contact.subscription")
        cls.subscriptions = cls.env[next(name for name in names if name in cls.env)]

    def rows(self):
        """``{address: opted out}`` of everybody on the list."""
        found = self.subscriptions.search([("list_id", "=", self.segment.mailing_list_number)])
        return {row.contact_id.email_normalized: row.opt_out for row in found}

    def test_members_become_recipients_each_once(self):
        done = self.segment.sync_mailing_list()
        self.assertEqual({name: done[name] for name in ("added", "removed", "opted_out", "left_out")},
                         {"added": 3, "removed": 0, "opted_out": 0, "left_out": 1})
        self.assertEqual(self.rows(), {"cafe@example.com": False, "shop@example.com": False, "bar@example.com": False})
        self.assertEqual(self.segment.sync_mailing_list()["added"], 0)
        self.assertTrue(self.segment.has_mailing)

    def test_a_known_contact_is_used(self):
        known = self.env["mailing.contact"].create({"name": "Known", "email": "SHOP@example.com"})
        self.segment.sync_mailing_list()
        self.assertEqual(self.env["mailing.contact"].search_count([("email_normalized", "=", "shop@example.com")]), 1)
        self.assertIn(known, self.subscriptions.search([("list_id", "=", self.segment.mailing_list_number)]).contact_id)

    def test_whoever_leaves_is_taken_off_and_whoever_opted_out_stays_so(self):
        self.segment.sync_mailing_list()
        self.subscriptions.search([("list_id", "=", self.segment.mailing_list_number), (
            "contact_id.email_normalized", "=", "bar@example.com")]).write({"opt_out": True})
        self.segment.remove_members("res.partner", (self.bar | self.shop).ids)
        self.assertEqual(self.segment.sync_mailing_list()["removed"], 1)
        self.assertEqual(self.rows(), {"cafe@example.com": False, "bar@example.com": True})
        self.segment.add_members("res.partner", self.bar.ids)
        done = self.segment.sync_mailing_list()
        self.assertEqual((done["added"], done["opted_out"]), (0, 1))
        self.assertTrue(self.rows()["bar@example.com"])

    def test_a_blocked_address_is_not_added(self):
        self.env["mail.blacklist"].create({"email": "shop@example.com"})
        self.assertEqual(self.segment.sync_mailing_list()["left_out"], 2)
        self.assertNotIn("shop@example.com", self.rows())

    def test_a_deleted_list_is_made_anew_and_opened(self):
        first = self.segment.sync_mailing_list()["list_id"]
        self.env["mailing.list"].browse(first).unlink()
        action = self.segment.action_mailing_list()
        self.assertNotEqual(action["res_id"], first)
        self.assertEqual(len(self.rows()), 3)

    def test_who_may_not_use_mailings_sees_no_button(self):
        compat.set_groups(self.rep_user, "base.group_user", "field_visit_routing.group_rep")
        self.assertFalse(self.segment.with_user(self.rep_user).has_mailing)
