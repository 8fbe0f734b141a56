"""Segments: saved groups whose members are counted as the user sees them."""
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .. import compat
from .ground_case import GroundCase


@tagged("post_install", "-at_install")
class TestSegment(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cafe = cls.customer(name="Cafe", company_id=cls.company.id)
        cls.bar = cls.customer(name="Bar", company_id=cls.company.id)
        cls.segment = cls.env["field.visit.segment"].create({
            "name": "Harbour", "company_id": cls.company.id, "user_id": cls.rep_user.id})

    def test_members_come_and_go(self):
        mine = self.segment.with_user(self.rep_user)
        self.assertEqual(mine.add_members("res.partner", (self.cafe | self.bar).ids), 2)
        self.assertEqual(mine.add_members("res.partner", self.cafe.ids), 0)
        lead = self.lead(company_id=self.company.id, user_id=self.rep_user.id)
        self.assertEqual(mine.add_members("crm.lead", lead.ids), 1)
        self.assertEqual((mine.partner_count, mine.lead_count), (2, 1))
        self.assertTrue(mine.remove_members("res.partner", self.bar.ids))
        self.assertEqual(mine.partner_ids, self.cafe)

    def test_members_are_counted_as_the_user_sees_them(self):
        self.segment.add_members("res.partner", (self.cafe | self.bar).ids)
        self.env["ir.rule"].create({
            "name": "No bar", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.bar.id})
        self.assertEqual(self.segment.with_user(self.rep_user).partner_count, 1)

    def test_who_may_change_it(self):
        for user in (self.leader_user, self.manager_user, self.admin_user):
            self.segment.with_user(user).note = user.name
        for user in (self.other_rep_user, self.plain_user):
            self.assertEqual(self.segment.with_user(user).name, "Harbour")
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.segment.with_user(user).add_members("res.partner", self.cafe.ids)
        self.segment.company_id = self.other_company
        compat.flush(self.segment)
        compat.invalidate(self.segment)  # in life another request reads it
        with self.assertRaises(AccessError):
            self.segment.with_user(self.rep_user).read(["name"])

    def test_refusals_are_sentences(self):
        self.assertRefused("res.users", self.segment.add_members, "res.users", [1])
        self.assertRefused("no record with id", self.segment.add_members, "res.partner", [2**31 - 1])
        foreign = self.customer(name="Foreign", company_id=self.other_company.id)
        self.assertRefused("Foreign: the segment belongs to North Sales", self.segment.add_members, "res.partner",
                           foreign.ids)

    def test_screens(self):
        form = Form(self.env["field.visit.segment"].with_user(self.rep_user))
        form.name = "By form"
        self.assertEqual(form.save().user_id, self.rep_user)
        self.segment.add_members("res.partner", self.cafe.ids)
        action = self.segment.with_user(self.rep_user).action_open_customers()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.cafe)
        self.assertEqual(self.segment.action_open_leads()["res_model"], "crm.lead")
