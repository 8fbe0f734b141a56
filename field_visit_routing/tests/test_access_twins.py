"""A customer of others is not created twice: over XML-RPC and import, in batches, without a word of its data."""
from odoo.exceptions import RedirectWarning
from odoo.tests import tagged

from .. import compat
from .access_case import AccessByPrograms, AccessCase

HELD = {"name": "Café Aino Oy", "phone": "+358 50 123 4567", "vat": "FI12345671", "street": "Rantatie 5",
        "zip": "00200", "city": "Turku"}
PLACE = {"partner_latitude": 60.4518, "partner_longitude": 22.2666, "geo_state": "manual"}


class TwinCase:
    def hold(self, **more):
        """The customer that ``west rep`` holds, out of the reach of ``rep``."""
        held = self.member("res.partner", "", False, self.west_rep.id, is_company=True,
                           country_id=self.finland.id, **dict(HELD, **PLACE, **more))
        self.assertFalse(self.env["res.partner"].with_user(self.rep_user).search([("id", "=", held.id)]))
        return held


@tagged("post_install", "-at_install")
class TestTwins(TwinCase, AccessCase):
    def partners(self, user):
        return self.env["res.partner"].with_user(user)

    def refused(self, *values, user=None):
        before = self.env["res.partner"].search_count([])
        partners = self.partners(user or self.rep_user)
        self.assertRefused("another team holds", partners.create, [dict(vals) for vals in values])
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_the_same_name_phone_tax_number_or_place_is_caught(self):
        self.hold()
        for vals in ({"name": "CAFE AINO"}, {"name": "x", "phone": "050 1234567", "country_id": self.finland.id},
                     {"name": "x", "vat": "fi 1234567-1"}, {"name": "x", "street": "rantatie  5", "zip": "00200"},
                     dict(PLACE, name="x"), dict(PLACE, name="Aino", partner_latitude=60.4521)):
            with self.subTest(vals):
                self.refused(vals)

    def test_another_customer_is_created(self):
        self.hold()
        for vals in ({"name": "Café Anna"}, {"name": "x", "phone": "050 1234568"},
                     {"name": "x", "street": "Rantatie 6", "zip": "00200"},
                     dict(PLACE, name="Flower Shop", partner_latitude=60.4521),
                     dict(PLACE, name="Café Aina", partner_latitude=60.46)):
            with self.subTest(vals):
                self.assertTrue(self.partners(self.rep_user).create(vals))

    def test_nothing_of_it_is_told(self):
        held = self.hold(email="secret@aino.example", function="Sesame")
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.partners(self.rep_user).create({"name": "x", "phone": "050 1234567", "country_id": self.finland.id})
        said = str(caught.exception)
        for secret in ("Aino", "FI1234", "Rantatie", "Turku", "Sesame", "secret", self.west_rep.name, self.west.name,
                       str(held.id)):
            self.assertNotIn(secret, said)

    def test_one_in_a_batch_refuses_the_batch(self):
        self.hold()
        self.refused({"name": "New one"}, {"name": "Cafe Aino"}, {"name": "New two"})

    def test_renaming_into_it_is_caught(self):
        self.hold()
        own = self.partners(self.rep_user).create({"name": "Harmless"})
        for vals in ({"name": "Cafe Aino"}, {"vat": "FI12345671"}, dict(PLACE)):
            self.assertRefused("another team holds", own.write, vals)

    def test_what_a_write_leaves_alone_is_not_compared(self):
        own = self.member("res.partner", "", False, self.rep_user.id, **HELD)
        self.hold()
        own = self.partners(self.rep_user).browse(own.id)
        self.assertTrue(own.write({"phone": "+358 50 7777777", "name": own.name}))
        self.assertRefused("phone number", own.write, {"phone": HELD["phone"]})

    def test_import_says_it_line_by_line(self):
        self.hold()
        answer = self.partners(self.rep_user).with_context(import_file=True).load(
            ["name", "phone"], [["New one", ""], ["Cafe Aino", ""]])
        self.assertFalse(answer["ids"])
        self.assertIn("another team holds", str(answer["messages"]))

    def test_leads_of_a_customer_of_others(self):
        self.hold()
        leads = self.env["crm.lead"].with_user(self.rep_user)
        for vals in ({"name": "Fair", "partner_name": "Cafe Aino"},
                     {"name": "Fair", "phone": "+358501234567"}):
            self.assertRefused("another team holds", leads.create, vals)
        self.assertTrue(leads.create({"name": "Fair", "partner_name": "Other"}))

    def test_copying_names_and_quick_creation(self):
        self.hold()
        self.assertRefused("another team holds", self.partners(self.rep_user).name_create, "Café Aino")

    def test_whoever_sees_it_decides_himself(self):
        self.hold()
        for user in (self.west_leader, self.manager_user, self.plain_user):
            self.assertTrue(self.partners(user).create({"name": "Cafe Aino", "user_id": self.west_rep.id}))

    def test_contacts_may_be_called_alike(self):
        self.hold()
        own = self.partners(self.rep_user).create({"name": "Own", "is_company": True})
        self.assertTrue(self.partners(self.rep_user).create({"name": "Café Aino", "parent_id": own.id}))

    def test_customers_of_another_company_and_archived_ones_do_not_count(self):
        self.hold().active = False
        self.env["res.partner"].create({"name": "Café Aino", "company_id": self.other_company.id})
        self.assertTrue(self.partners(self.rep_user).create({"name": "Cafe Aino"}))

    def test_off_and_warn_let_it_pass(self):
        self.hold()
        for mode in ("off", "warn"):
            self.company.visit_access_mode = mode
            self.assertTrue(self.partners(self.rep_user).create({"name": "Cafe Aino"}))

    def test_asking_for_it(self):
        held = self.hold()
        partners = self.partners(self.rep_user)
        self.assertEqual(partners.visit_ask_for({"name": "Cafe Aino"}, "Met <b>them</b> at a fair"), {"asked": 1})
        activity = held.activity_ids
        self.assertEqual((activity.user_id, activity.summary),
                         (self.west_leader, "Rep asks for this customer"))
        self.assertIn("&lt;b&gt;", activity.note)
        self.assertEqual(partners.visit_ask_for({"phone": "050 1234567"})["asked"], 0)  # no country, no such number
        self.assertEqual(partners.visit_ask_for({"vat": "FI12345671"})["asked"], 1)
        self.assertEqual(len(held.activity_ids), 1)
        self.assertEqual(partners.visit_ask_for({"name": "Nobody knows"}), {"asked": 0})

    def test_asking_with_bad_values(self):
        partners = self.partners(self.rep_user)
        for bad in ("name", {"id": 5}, {"name": 5}, {"name": ["x"]}, {"partner_latitude": 91, "partner_longitude": 0},
                    {"partner_latitude": "x", "partner_longitude": 0}):
            with self.subTest(bad):
                self.assertRefused("", partners.visit_ask_for, bad)

    def test_the_dialog_asks(self):
        held = self.hold()
        wizard = self.env["field.visit.ask.wizard"].with_user(self.rep_user).create({"name": "Cafe Aino", "note": "Why"})
        self.assertEqual(wizard.action_ask()["params"]["type"], "success")
        self.assertEqual(len(held.activity_ids), 1)

    def test_a_thousand_at_once(self):
        self.hold()
        rows = [{"name": "Shop %d" % number, "phone": "040 %07d" % number} for number in range(1000)]
        made = self.partners(self.rep_user).create(rows)
        self.assertEqual(len(made), 1000)

    def test_the_web_client_gets_a_button(self):
        self.hold()
        own = self.partners(self.rep_user).create({"name": "Harmless"})
        action = own._visit_ask_action(own)
        self.assertEqual(action["context"]["default_name"], "Harmless")
        self.assertTrue(issubclass(RedirectWarning, Exception))


@tagged("post_install", "-at_install")
class TestTwinsByPrograms(TwinCase, AccessByPrograms):
    def test_a_sentence_for_programs(self):
        self.hold()
        compat.flush(self.env["res.partner"])
        said = self.fault("rep", "res.partner", "create", {"name": "cafe aino"})
        self.assertIn("another team holds", said)
        self.assertNotIn("Turku", said)
        self.assertEqual(self.call_as("rep", "res.partner", "visit_ask_for", {"name": "cafe aino"}), {"asked": 1})
