"""Owners change through one place: written, noted with the reason, without mail, and given back."""
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .ground_case import GroundCase


@tagged("post_install", "-at_install")
class TestGive(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead_record = cls.lead(company_id=cls.company.id, user_id=cls.other_rep_user.id, team_id=False)
        cls.nobody = cls.env["res.users"]

    def give(self, records, user=None, team=None, reason="Because of the area."):
        loud = records.with_env(self.env(context={"lang": "en_US"}))
        return loud._visit_give(self.nobody if user is None else user, team, reason)

    def note(self, record):
        return record.message_ids.sorted("id")[-1:].body or ""

    def test_a_lead_gets_salesperson_and_team_and_one_note(self):
        notes = self.lead_record.message_ids
        mails = self.env["mail.mail"].search_count([])
        noted = self.env["mail.notification"].search_count([])
        before = self.give(self.lead_record, self.rep_user, self.team)
        self.assertEqual((self.lead_record.user_id, self.lead_record.team_id), (self.rep_user, self.team))
        self.assertEqual(before[self.lead_record.id]["user_id"], self.other_rep_user.id)
        self.assertEqual(len(self.lead_record.message_ids - notes), 1)
        self.assertIn("Other Rep → Rep", self.note(self.lead_record))
        self.assertIn("Because of the area.", self.note(self.lead_record))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.env["mail.notification"].search_count([]), noted)

    def test_given_back_as_it_was(self):
        before = self.give(self.lead_record, self.rep_user, self.team)
        meanwhile = self.lead_record._visit_give_back(before, "Undone.")
        self.assertEqual((self.lead_record.user_id, self.lead_record.team_id), (self.other_rep_user, self.team.browse()))
        self.assertEqual(meanwhile[self.lead_record.id]["user_id"], self.rep_user.id)
        self.assertIn("Undone.", self.note(self.lead_record))

    def test_customers_of_several_owners_come_back_to_each(self):
        mine, theirs = self.customer(name="Mine", user_id=self.rep_user.id), self.customer(name="Nobody's")
        both = mine | theirs
        before = self.give(both, self.other_rep_user)
        self.assertEqual(both.user_id, self.other_rep_user)
        both._visit_give_back(before, "Undone.")
        self.assertEqual((mine.user_id, theirs.user_id), (self.rep_user, self.nobody))

    def test_what_is_theirs_already_is_left_alone(self):
        mine = self.customer(user_id=self.rep_user.id)
        notes = len(mine.message_ids)
        self.assertEqual(self.give(mine, self.rep_user), {})
        self.assertEqual(len(mine.message_ids), notes)

    def test_contacts_with_the_salesperson_of_their_company_go_with_it(self):
        company = self.customer(user_id=self.rep_user.id)
        along, own = [self.customer(name=name, parent_id=company.id, is_company=False, type="contact", user_id=user.id)
                      for name, user in (("Aino", self.rep_user), ("Eino", self.leader_user))]
        before = self.give(company, self.other_rep_user)
        self.assertEqual(list(before), company.ids)
        self.assertEqual((along.user_id, own.user_id), (self.other_rep_user, self.leader_user))
        company._visit_give_back(before, "Undone.")
        self.assertEqual((along.user_id, own.user_id), (self.rep_user, self.leader_user))

    def test_to_nobody(self):
        mine = self.customer(user_id=self.rep_user.id)
        self.give(mine)
        self.assertFalse(mine.user_id)
        self.assertIn("Rep → nobody", self.note(mine))

    def test_the_reason_is_text_and_no_markup(self):
        self.give(self.lead_record, self.rep_user, self.team, "<b>Area</b> & more")
        self.assertIn("&lt;b&gt;Area&lt;/b&gt; &amp; more", self.note(self.lead_record))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_with_the_rights_of_the_user(self):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.lead_record.with_user(self.plain_user)._visit_give(self.rep_user, None, "Mine now.")
        self.assertEqual(self.lead_record.user_id, self.other_rep_user)
