"""Ways round the rules: links, forms, defaults, merging, messages, calendars, the developer mode, and warnings."""
from contextlib import suppress

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET, AccessCase

SECRET = {"name": "Sesame", "phone": "+358 40 7654321", "street": "Secret Street 1"}


@tagged("post_install", "-at_install")
class TestPaths(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hidden = cls.member("res.partner", "", cls.coast.id, cls.west_rep.id, **SECRET)
        cls.hidden_lead = cls.member("crm.lead", "", cls.coast.id, cls.west_rep.id, **SECRET)
        cls.own = cls.member("res.partner", "own", cls.harbour.id, cls.rep_user.id, is_company=True)
        cls.own_lead = cls.member("crm.lead", "own", cls.harbour.id, cls.rep_user.id)

    def as_rep(self, record):
        return record.with_user(self.rep_user)

    def denied(self, call, *arguments, **keywords):
        with mute_logger(*QUIET), self.assertRaises(AccessError) as caught, self.env.cr.savepoint():
            call(*arguments, **keywords)
        self.assertNotIn("Sesame", str(caught.exception))

    def test_links_to_hidden_customers(self):
        lead, partner = self.as_rep(self.own_lead), self.as_rep(self.own)
        for call, vals in ((lead.write, {"partner_id": self.hidden.id}),
                           (lead.create, {"name": "x", "partner_id": self.hidden.id}),
                           (partner.write, {"parent_id": self.hidden.id}),
                           (partner.create, {"name": "x", "parent_id": self.hidden.id})):
            with self.subTest(vals):
                self.denied(call, vals)

    def test_links_by_defaults(self):
        for name, model in (("partner_id", "crm.lead"), ("parent_id", "res.partner"), ("partner_id", "field.visit")):
            records = self.as_rep(self.env[model]).with_context(**{"default_" + name: self.hidden.id})
            self.denied(records.create, {"name": "x"} if model != "field.visit" else {"company_id": self.company.id})

    def test_forms_fill_in_nothing_from_hidden_customers(self):
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            form = Form(self.as_rep(self.env["crm.lead"]))
            form.partner_id = self.hidden
            self.assertFalse(form.phone)
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            Form(self.as_rep(self.env["crm.lead"]).with_context(default_partner_id=self.hidden.id))

    def test_a_record_that_is_linked_already_stays_usable(self):
        self.own_lead.partner_id = self.hidden
        self.own_lead.user_id = self.other_rep_user  # seen by its territory, the customer is not
        lead = self.as_rep(self.own_lead)
        with Form(lead) as form:
            form.name = "Changed"
        self.assertEqual(self.own_lead.name, "Changed")
        lead.write({"partner_id": self.hidden.id, "name": "Again"})

    def test_visits_of_hidden_customers(self):
        rep = self.env["field.visit.rep"].create({"user_id": self.rep_user.id, "company_id": self.company.id})
        visits = self.as_rep(self.env["field.visit"])
        for link in ({"partner_id": self.hidden.id}, {"lead_id": self.hidden_lead.id}):
            self.denied(visits.create, dict(link, rep_id=rep.id, company_id=self.company.id))
            own = visits.create({"partner_id": self.own.id, "rep_id": rep.id, "company_id": self.company.id})
            self.denied(own.write, link)
        self.assertFalse(self.as_rep(self.env["res.partner"]).search([("id", "=", self.hidden.id)]))

    def test_merging(self):
        self.denied(self.as_rep(self.own_lead | self.hidden_lead).merge_opportunity)
        wizard = self.as_rep(self.env["base.partner.merge.automatic.wizard"])
        with mute_logger(*QUIET), self.assertRaises(Exception), self.env.cr.savepoint():
            wizard._merge([self.own.id, self.hidden.id], self.as_rep(self.own))
        self.assertTrue(self.hidden.exists() and self.hidden_lead.exists())

    def test_messages_followers_and_copies(self):
        hidden = self.as_rep(self.hidden)
        self.denied(hidden.message_post, body="x")
        with mute_logger(*QUIET), suppress(AccessError), self.env.cr.savepoint():
            self.assertFalse(hidden.message_subscribe(self.rep_user.partner_id.ids))
        self.assertNotIn(self.rep_user.partner_id, self.hidden.message_partner_ids)
        self.denied(hidden.copy)
        self.denied(hidden.toggle_active if hasattr(hidden, "toggle_active") else hidden.action_archive)
        self.denied(hidden.activity_schedule, "mail.mail_activity_data_todo", user_id=self.rep_user.id)
        self.denied(self.as_rep(self.hidden_lead).message_post, body="x")

    def test_lists_that_show_customers_by_a_link(self):
        hours = {"weekday": "0", "start_s": 28800, "end_s": 36000}
        self.env["field.visit.hours"].create([
            dict(hours, partner_id=self.hidden.id), dict(hours, lead_id=self.hidden_lead.id),
            dict(hours, partner_id=self.own.id)])
        seen = self.as_rep(self.env["field.visit.hours"]).search([])
        self.assertEqual(seen.partner_id, self.own)
        self.assertFalse(seen.lead_id & self.hidden_lead)
        bank = self.env["res.partner.bank"].create({"acc_number": "FI123", "partner_id": self.hidden.id})
        self.assertFalse(self.as_rep(self.env["res.partner.bank"]).search([("id", "=", bank.id)]))
        segment = self.env["field.visit.segment"].create({
            "name": "All", "partner_ids": [(6, 0, (self.hidden | self.own).ids)], "company_id": self.company.id})
        compat.invalidate(self.env["field.visit.segment"])
        self.assertEqual(self.as_rep(segment).read(["partner_ids"])[0]["partner_ids"], self.own.ids)

    def test_activities_of_hidden_leads(self):
        self.hidden_lead.message_post(body="Call", subtype_xmlid="mail.mt_note")
        report = self.as_rep(self.env["crm.activity.report"])
        self.assertFalse(report.search([("lead_id", "=", self.hidden_lead.id)]))

    def test_searching_through_links_finds_nothing(self):
        self.own_lead.partner_id = self.hidden
        self.own_lead.user_id = self.other_rep_user
        leads = self.as_rep(self.env["crm.lead"])
        self.assertFalse(leads.search([("id", "=", self.own_lead.id), ("partner_id.phone", "like", "7654321")]))

    def test_the_developer_mode_names_nobody(self):
        compat.set_groups(self.rep_user, "base.group_user", "base.group_partner_manager", "base.group_no_one",
                          "field_visit_routing.group_rep")
        self.denied(self.as_rep(self.hidden).read, ["name"])
        self.denied(self.as_rep(self.hidden_lead).write, {"name": "x"})

    def test_a_customer_in_an_area_of_others_is_not_created(self):
        partners = self.as_rep(self.env["res.partner"])
        for vals in ({"name": "New", "territory_id": self.coast.id}, {"name": "New", "user_id": self.west_rep.id}):
            self.denied(partners.create, vals)
        self.assertTrue(partners.create({"name": "New", "territory_id": self.harbour.id}))

    def test_a_customer_may_be_handed_over(self):
        for record in (self.own, self.own_lead):
            record.write({"territory_id": self.coast.id})
            record.write({"user_id": self.rep_user.id})
            self.assertTrue(self.as_rep(record).write({"user_id": self.west_rep.id}))
            self.assertEqual(record.user_id, self.west_rep)
            self.denied(self.as_rep(record).write, {"user_id": self.rep_user.id})

    def test_a_leader_is_kept_to_his_subtree(self):
        partners = self.env["res.partner"].with_user(self.leader_user)
        self.denied(partners.create, {"name": "New", "territory_id": self.coast.id})
        self.assertTrue(partners.create({"name": "New", "territory_id": self.hill.id}))
        self.denied(self.hidden.with_user(self.leader_user).write, {"name": "x"})
        self.assertTrue(self.own.with_user(self.leader_user).write({"user_id": self.other_rep_user.id}))

    def test_warn_notes_what_is_done_in_an_area_of_others(self):
        self.company.visit_access_mode = "warn"
        # a lead of others is closed to a salesperson by Odoo's own rules, not to a team leader
        for record, user in ((self.hidden, self.rep_user), (self.hidden, self.leader_user),
                             (self.hidden_lead, self.leader_user)):
            count = len(record.message_ids)
            record.with_user(user).write({"function": "Buyer"})
            self.assertEqual(len(record.message_ids), count + 1)
            self.assertIn("outside of the own territories", record.message_ids[0].body)
        count = len(self.own.message_ids)
        self.as_rep(self.own).write({"function": "Buyer"})
        self.assertEqual(len(self.own.message_ids), count)
        new = self.as_rep(self.env["res.partner"]).create({"name": "New", "territory_id": self.coast.id})
        self.assertIn("outside of the own territories", new.sudo().message_ids[0].body)

    def test_off_notes_nothing(self):
        self.company.visit_access_mode = "off"
        count = len(self.hidden.message_ids)
        self.as_rep(self.hidden).write({"function": "Buyer"})
        self.assertEqual(len(self.hidden.message_ids), count)

    def test_calendar_entries_of_visits_are_busy_to_others(self):
        rep = self.env["field.visit.rep"].create({"user_id": self.west_rep.id, "company_id": self.company.id})
        visit = self.env["field.visit"].create({
            "partner_id": self.hidden.id, "rep_id": rep.id, "company_id": self.company.id, "state": "planned",
            "planned_start": "2031-05-05 08:00:00", "service_s": 1800})
        visit._sync_calendar()
        event = visit.calendar_event_id
        self.assertTrue(event)
        compat.invalidate(self.env["calendar.event"])
        shown = event.with_user(self.rep_user).read(["name", "location"])[0]
        self.assertNotIn("Sesame", str(shown))
        self.assertNotIn("Secret Street", str(shown))
        # the calendar writes "Busy" into the cache, which all users of a transaction share
        compat.invalidate(self.env["calendar.event"])
        self.assertIn("Sesame", event.with_user(self.west_rep).read(["name"])[0]["name"])
