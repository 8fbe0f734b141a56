"""The search box of the map: what is found, in which order, and for whom."""
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import compat
from .ground_case import HELSINKI, GroundCase
from .test_map_data import LAT, LON


@tagged("post_install", "-at_install")
class TestMapSearch(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.env["res.partner.category"].create({"name": "Zwieback"})
        cls.cafe = cls.customer(
            name="Zebra Cafe", phone="+358 40 765 4321", street="Zinnstrasse 5", category_id=[(6, 0, cls.tag.ids)])
        cls.cafe.set_position(*HELSINKI)
        cls.bar = cls.customer(name="Bar Zebra", street="Other 1", city="Zwolle")
        cls.bar.set_position(0.0, 0.0)
        cls.lost = cls.customer(name="Zebra Lost", street="", city="", zip="")

    def find(self, text, user=None, model="res.partner", **options):
        options = dict({"lat": LAT, "lon": LON}, **options)
        return self.env["field.visit.map"].with_user(user or self.rep_user).search_records(model, text, **options)

    def names(self, *args, **options):
        return [row["name"] for row in self.find(*args, **options)]

    def test_names_that_begin_so_come_first(self):
        self.assertEqual(self.names("zebra"), ["Zebra Cafe", "Zebra Lost", "Bar Zebra"])

    def test_every_word_must_occur_somewhere(self):
        self.assertEqual(self.names("zinnstrasse, zebra"), ["Zebra Cafe"])
        self.assertEqual(self.names("zwolle zebra"), ["Bar Zebra"])
        self.assertEqual(self.names("zebra qwerty"), [])

    def test_words_of_tags(self):
        self.assertEqual(self.names("zwieback"), ["Zebra Cafe"])

    def test_phone_numbers_however_they_are_spaced(self):
        for text in ("0407654321", "040 765 4321", "+358407654321", "00358 40 7654321", "7654321", "765-4321"):
            self.assertEqual(self.names(text), ["Zebra Cafe"], text)
        self.assertEqual(self.names("0407654322"), [])

    def test_what_is_told(self):
        row = self.find("zebra cafe")[0]
        self.assertEqual((row["id"], round(row["lat"], 5), round(row["lon"], 5)), (self.cafe.id,) + HELSINKI)
        self.assertEqual(row["detail"], "Zinnstrasse 5, 00100 Helsinki · +358 40 765 4321")
        self.assertFalse(row["outside"])

    def test_zero_zero_is_a_position_and_none_is_none(self):
        self.assertEqual([(row["lat"], row["lon"]) for row in self.find("zebra")[1:]], [(False, False), (0.0, 0.0)])
        self.assertIs(self.find("zebra lost")[0]["lat"], False)

    def test_the_present_filter_comes_first(self):
        domain = [("id", "=", self.bar.id)]
        self.assertEqual(self.names("zebra", domain=domain), ["Bar Zebra"])
        found = self.find("zinnstrasse", domain=domain)
        self.assertEqual([(row["name"], row["outside"]) for row in found], [("Zebra Cafe", True)])

    def test_patterns_of_the_database_are_letters(self):
        for text in ("%%", "__", "%ebra", "\\\\"):
            self.assertEqual(self.find(text), [], text)

    def test_too_short_and_limited(self):
        self.assertEqual(self.find("z"), [])
        self.assertEqual(self.find("  "), [])
        self.assertEqual(len(self.find("zebra", limit=1)), 1)

    def test_leads(self):
        lead = self.lead(name="Zebra fair", contact_name="Zoe", user_id=self.rep_user.id, company_id=self.company.id)
        self.assertEqual([row["id"] for row in self.find("zoe", model="crm.lead")], [lead.id])

    def test_visits_are_found_by_their_customer(self):
        visit = self.env["field.visit"].create({"partner_id": self.cafe.id, "company_id": self.company.id})
        places = {"model": "field.visit", "lat": "visit_latitude", "lon": "visit_longitude",
                  "domain": [("id", "=", visit.id)]}
        for text in ("zebra", "zinnstrasse", "zwieback", "0407654321"):
            found = self.find(text, user=self.manager_user, **places)
            self.assertEqual([row["id"] for row in found], [visit.id], text)
        self.assertIn("Zinnstrasse 5", found[0]["detail"])

    def test_nobody_finds_what_a_list_would_not_show(self):
        self.env["ir.rule"].create({
            "name": "No zebra", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.cafe.id})
        self.assertEqual(self.names("zinnstrasse"), [])
        self.assertEqual(self.names("0407654321"), [])
        with self.assertRaises(AccessError):
            self.find("zoe", user=self._user("stranger", extra=()), model="crm.lead")

    def test_tags_closed_to_the_user_are_no_obstacle(self):
        """Whoever may read leads, but not their tags, finds them by name."""
        lead = self.lead(name="Zebra fair", company_id=self.company.id)
        # series differ in who may read leads without being a salesperson
        self.env["ir.model.access"].create({
            "name": "readers of leads", "model_id": self.env.ref("crm.model_crm_lead").id, "perm_read": True,
            "group_id": self.env.ref("base.group_user").id})
        self.assertFalse(compat.has_access(self.env["crm.tag"].with_user(self.plain_user), "read"))
        self.assertEqual([row["id"] for row in self.find("zebra", self.plain_user, "crm.lead")], [lead.id])

    def test_bad_questions_get_sentences(self):
        self.assertRefused("text: give the words", self.find, 5)
        self.assertRefused("no.such.model", self.find, "zebra", model="no.such.model")
        self.assertRefused("shoe_size", self.find, "zebra", lat="shoe_size")
        for limit in (0, -1, 51, "8", True, None):
            self.assertRefused("limit:", self.find, "zebra", limit=limit)
        for domain in (7, [("shoe_size", "=", 43)], ["&"], "[]x"):
            self.assertRefused("domain:", self.find, "zebra", domain=domain)

    def test_other_models_with_coordinates(self):
        found = self.find(
            self.company.name, model="res.company", lat="visit_speed_kmh", lon="visit_detour_factor")
        self.assertEqual([row["id"] for row in found], [self.company.id])
