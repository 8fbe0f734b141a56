"""What is known of a lead on the day it came in; access over XML-RPC is in test_prediction_access.py."""
from datetime import timedelta

from odoo import fields

from .. import compat
from ..models.prediction_leads import email_kind
from .prediction_case import PredictionCase


class TestPredictionLeads(PredictionCase):
    def columns(self, leads, *keys, extra=(), wanted=None):
        return self.prediction._visit_lead_columns(sorted(leads.ids), list(keys), list(extra), wanted)

    def made(self, lead, ago):
        compat.flush(self.env["crm.lead"])
        self.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = %s",
                            [fields.Datetime.now() - timedelta(days=ago), lead.id])
        compat.invalidate(self.env["crm.lead"])
        return lead

    def test_what_was_entered(self):
        lead = self.lead(name="Help", email_from="anna@firma.fi", phone="+358 9 1", source_id=self.sources["Web"].id)
        found, _defaults = self.columns(lead, "source", "email_kind", "has_phone", "name_length", "expected_revenue")
        self.assertEqual(found, {"source": ["Test Web"], "email_kind": ["company"], "has_phone": [1], "name_length": [4],
                                 "expected_revenue": [None]})

    def test_kinds_of_addresses(self):
        self.assertEqual([email_kind(text) for text in ("", "x", "Anna <anna@GMAIL.com>", "a@firma.fi")],
                         ["none", "none", "free", "company"])

    def test_tags_are_values_or_marks(self):
        tags = {name: self.env["crm.tag"].create({"name": name}) for name in ("Test size: 10", "Test size: 50", "Test hot")}
        leads = self.env["crm.lead"].browse()
        for _at in range(12):
            leads |= self.lead(tag_ids=[(6, 0, [tags["Test size: 10"].id, tags["Test hot"].id])])
        big, bare = self.lead(tag_ids=[(6, 0, tags["Test size: 50"].ids)]), self.lead()
        found, defaults = self.columns(leads | big | bare, "tag")
        self.assertEqual(found["tag:Test size"], [10.0] * 12 + [50.0, None])
        self.assertEqual(found["tag:Test hot"], [1] * 12 + [0, 0])
        self.assertEqual(self.columns(bare, "tag", wanted=defaults)[0], {"tag:Test size": [None], "tag:Test hot": [0]},
                         "the same columns when one lead is predicted")

    def test_what_was_logged_as_changed_later_is_taken_back(self):
        lead = self.env["crm.lead"].with_context(
            tracking_disable=False, mail_create_nolog=False, mail_notrack=False).create(
                {"name": "Log", "email_from": False, "expected_revenue": 100.0})
        compat.flush(self.env["crm.lead"])
        self.env.cr.precommit.run()  # later series log what was tracked at the end of the transaction
        lead.write({"email_from": "now@firma.fi", "expected_revenue": 900.0})
        compat.flush(self.env["crm.lead"])
        self.env.cr.precommit.run()
        found, _defaults = self.columns(lead, "email_kind", "expected_revenue")
        self.assertEqual(found, {"email_kind": ["none"], "expected_revenue": [100.0]})

    def test_only_customers_that_were_there_before_are_near(self):
        lead = self.made(self.lead(partner_latitude=60.17, partner_longitude=24.94, geo_state="manual"), 10)
        near = self.customer(name="Later", partner_latitude=60.171, partner_longitude=24.94, geo_state="manual")
        before = self.customer(name="Before", partner_latitude=60.26, partner_longitude=24.94, geo_state="manual")
        self.env.cr.execute("UPDATE res_partner SET create_date = %s WHERE id = %s",
                            [fields.Datetime.now() - timedelta(days=99), before.id])
        compat.invalidate(self.env["res.partner"])
        kilometres, = self.columns(lead, "nearest_customer_km")[0]["nearest_customer_km"]
        self.assertGreater(kilometres, 5)
        self.assertAlmostEqual(kilometres, 10, delta=0.2)
        self.assertTrue(near.exists())

    def test_earlier_leads_of_an_address_count_and_later_ones_do_not(self):
        first = self.made(self.lead(email_from="anna@firma.fi"), 50)
        self.close([(first.id, 50, True)])
        lead = self.made(self.lead(email_from="Anna@firma.fi"), 20)
        self.made(self.lead(email_from="anna@firma.fi"), 5)
        found, _defaults = self.columns(lead, "earlier_leads", "earlier_won", "earlier_customer")
        self.assertEqual(found, {"earlier_leads": [1], "earlier_won": [1], "earlier_customer": [0]})

    def test_a_customer_made_of_the_lead_does_not_tell_that_it_converted(self):
        lead = self.made(self.lead(email_from="anna@firma.fi"), 20)
        lead.partner_id = self.customer(name="Firma", email="anna@firma.fi")
        self.assertEqual(self.columns(lead, "earlier_customer")[0], {"earlier_customer": [0]})

    def test_further_fields(self):
        lead = self.lead(color=7, referred="Bert")
        self.assertEqual(self.columns(lead, extra=("color", "referred"))[0], {"field:color": [7.0], "field:referred": ["Bert"]})
        with self.assertRaisesRegex(Exception, "one stored value"), self.env.cr.savepoint():
            self.prediction.field_ids = self.env["ir.model.fields"]._get("crm.lead", "tag_ids")
