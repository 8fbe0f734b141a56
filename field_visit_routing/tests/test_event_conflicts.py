"""What became of a visit while the phone had no network, and doing it anyway."""
from datetime import timedelta
from unittest import mock

from odoo import fields
from odoo.exceptions import AccessError

from .. import compat
from .field_case import FieldCase


class ConflictCase(FieldCase):

    def seen(self, **changes):
        return dict({"date": str(self.today), "start": "%s 08:00:00" % self.today, "partner_id": self.customers[0].id,
                     "lead_id": 0, "customer": self.customers[0].name, "state": "planned"}, **changes)

    def on_phone(self, kind, anyway=False, **data):
        return dict(self.event(kind, **data), seen=self.seen(), anyway=anyway)

    def one(self, event, **more):
        receipt, = self.receive(event, **more)
        return receipt

    def anyway(self, *kinds):
        return [self.one(self.on_phone(kind, anyway=True))["state"] for kind in kinds]


class TestConflicts(ConflictCase):

    def test_cancelled_meanwhile(self):
        self.visit.action_cancel()
        receipt = self.one(self.on_phone("check_in"))
        self.assertEqual((receipt["state"], receipt["can_force"]), ("conflict", True))
        self.assertEqual(receipt["server"]["state"], "cancelled")
        self.assertEqual(self.anyway("check_in", "check_out"), ["done", "done"])
        self.assertEqual(self.visit.state, "done")

    def test_moved_to_another_day(self):
        self.visit.action_reschedule({"planned_start": "%s 09:00:00" % (self.today + timedelta(days=3))})
        receipt = self.one(self.on_phone("check_in"))
        self.assertEqual(receipt["state"], "conflict")
        self.assertIn("another day", receipt["message"])
        self.assertEqual(self.visit.state, "planned")
        self.assertEqual(self.anyway("check_in", "check_out"), ["done", "done"])
        self.assertEqual((self.visit.state, self.visit.date, self.visit.route_id), ("done", self.today, self.route))

    def test_given_to_another_rep(self):
        self.visit.rep_id = self.other_rep
        receipt = self.one(self.on_phone("check_in"))
        self.assertEqual((receipt["state"], receipt["server"]), ("conflict", {}))
        self.assertIn("somebody else", receipt["message"])

    def test_a_visit_that_another_rep_has_now_gets_one_of_ones_own(self):
        self.visit.rep_id = self.other_rep
        self.assertEqual(self.anyway("check_in"), ["done"])
        self.assertEqual(self.one(self.on_phone("check_out"))["state"], "done", "what follows finds the new visit")
        self.assertEqual(self.visit.state, "planned")
        made = self.env["field.visit"].search([("partner_id", "=", self.customers[0].id), ("rep_id", "=", self.rep.id)])
        self.assertEqual((made.state, made.route_id), ("done", self.route))

    def test_deleted_meanwhile(self):
        event = self.on_phone("check_in")
        self.visit.unlink()
        receipt = self.one(event)
        self.assertEqual(receipt["state"], "conflict")
        self.assertIn("deleted", receipt["message"])
        self.assertTrue(receipt["can_force"])

    def test_a_deleted_visit_is_planned_anew(self):
        event = self.on_phone("check_in", anyway=True)
        self.visit.unlink()
        self.assertEqual(self.one(event)["state"], "done")
        made = self.env["field.visit"].search([("partner_id", "=", self.customers[0].id), ("rep_id", "=", self.rep.id)])
        self.assertEqual(made.state, "in_progress")

    def test_nobody_gets_a_visit_to_a_customer_he_may_not_see(self):
        hidden = self.env["res.company"].create({"name": "Other"})
        stranger = self.env["res.partner"].create({"name": "Secret", "company_id": hidden.id})
        event = dict(self.on_phone("check_in", anyway=True, visit_id=10 ** 8), seen=self.seen(partner_id=stranger.id))
        self.assertEqual(self.one(event)["state"], "conflict")
        self.assertFalse(self.env["field.visit"].search([("partner_id", "=", stranger.id)]))

    def test_done_by_another_phone(self):
        self.visit.check_in()
        self.visit.check_out()
        receipt = self.one(self.on_phone("check_in"))
        self.assertEqual((receipt["state"], receipt["can_force"], receipt["server"]["state"]), ("conflict", False, "done"))

    def test_others_may_not_force_anything(self):
        with self.assertRaises(AccessError):
            self.one(self.on_phone("check_in", anyway=True), user=self.users["plain"])
        receipt = self.one(self.on_phone("check_in", anyway=True), user=self.users["manager"])
        self.assertEqual((receipt["state"], self.visit.state), ("done", "planned"), "the manager has a visit of his own")

    def test_the_answer_of_the_rep_is_noted(self):
        self.visit.action_cancel()
        event = self.on_phone("check_in")
        self.one(event)
        kept = self.env["field.visit.event"].search([("uuid", "=", event["uuid"])])
        self.assertIn(kept, self.env["field.visit.event"].search([("is_open", "=", True)]))
        self.one(self.event("settle", uuid=event["uuid"], how="understood", visit_id=None), user=self.users["manager"])
        self.assertFalse(kept.resolution, "only the own events are answered")
        answer = self.event("settle")
        answer["data"] = {"uuid": event["uuid"], "how": "understood"}
        self.assertEqual(self.one(answer)["state"], "done")
        self.assertEqual(kept.resolution, "understood")
        self.assertNotIn(kept, self.env["field.visit.event"].search([("is_open", "=", True)]))


class TestMerged(ConflictCase):

    def test_a_customer_that_was_merged_is_told(self):
        kept = self.env["res.partner"].create({"name": "Kept Ltd"})
        seen, merger = self.seen(), self.env["base.partner.merge.automatic.wizard"]
        merger._merge((kept + self.customers[0]).ids, kept)
        compat.invalidate(self.visit)
        receipt = self.one(dict(self.event("check_in"), seen=seen))
        self.assertEqual(receipt["state"], "done")
        self.assertIn("was merged with Kept Ltd", receipt["message"])
        self.assertEqual((self.visit.partner_id, self.visit.state), (kept, "in_progress"))

    def test_numbers_of_merged_customers_lead_to_the_last_one(self):
        first, second, third = self.env["res.partner"].create([{"name": "A"}, {"name": "B"}, {"name": "C"}])
        ids = (first.id, second.id)
        merger = self.env["base.partner.merge.automatic.wizard"]
        merger._merge([first.id, second.id], second)
        merger._merge([second.id, third.id], third)
        inbox = self.env["field.visit.event"].with_user(self.users["rep"])
        for number in ids:
            data, note = inbox._event_customers({"partner_id": number})
            self.assertEqual(data["partner_id"], third.id)
            self.assertIn("merged with C", note)
            data, note = inbox._event_customers({"customer": {"kind": "partner", "id": number}})
            self.assertEqual(data["customer"], {"kind": "partner", "id": third.id})
            self.assertTrue(note)

    def test_the_name_of_a_merged_customer_is_told_to_who_may_see_it(self):
        secret, kept = self.env["res.partner"].create([{"name": "Secret"}, {"name": "Kept"}])
        number = secret.id
        self.env["base.partner.merge.automatic.wizard"]._merge([secret.id, kept.id], kept)
        inbox = self.env["field.visit.event"].with_user(self.users["rep"])
        with mock.patch.object(compat, "has_access", return_value=False):
            _data, note = inbox._event_customers({"partner_id": number})
        self.assertIn("was merged with another one", note)
        self.assertNotIn("Secret", note)

    def test_leads(self):
        kept, gone = self.env["crm.lead"].create([
            {"name": "Kept", "type": "opportunity", "probability": 50}, {"name": "Gone", "type": "opportunity"}])
        visit = self.env["field.visit"].create({
            "lead_id": gone.id, "rep_id": self.rep.id, "state": "planned", "planned_start": fields.Datetime.now()})
        old = (kept.id, gone.id)
        merged = (kept + gone).merge_opportunity()
        lost = next(number for number in old if number != merged.id)
        event = dict(self.event("check_in", visit_id=visit.id), seen={"lead_id": lost, "partner_id": 0})
        receipt = self.one(event)
        self.assertEqual((receipt["state"], visit.lead_id), ("done", merged))
        self.assertIn("was merged", receipt["message"])
