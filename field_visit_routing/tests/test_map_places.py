"""Places that are no record yet: looked up, described, created, refused."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..engine import geocoding
from ..engine.geocoding import Address
from ..models import map_places
from .ground_case import HELSINKI, GroundCase

ADDRESS = Address("nominatim", "rooftop", label="Mannerheimintie 1, Helsinki", street="Mannerheimintie 1",
                  zip="00100", city="Helsinki", state="California", state_code="CA", country_code="US")


class FakeProvider:
    """Stands for an online provider: answers what it is told to, and counts."""

    name = "nominatim"

    def __init__(self, outcome):
        self.outcome, self.asked = outcome, []
        self.countries = None

    def reverse(self, lat, lon):
        self.asked.append((lat, lon))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def locate(self, query):
        self.asked.append(query)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        if self.countries is not None and query.country_code not in self.countries:
            raise geocoding.NotFound()
        return geocoding.Answer(60.5, 24.5, "street", self.name, "A street")


class PlaceCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.visit_geocoder = "gazetteer"

    def places(self, user=None):
        return self.env["field.visit.map"].with_user(user or self.rep_user)

    def online(self, outcome):
        self.company.write({"visit_geocoder": "nominatim", "visit_nominatim_email": "us@example.com"})
        provider, make = FakeProvider(outcome), geocoding.make
        fake = patch.object(geocoding, "make", lambda name, **options: (
            provider if name == "nominatim" else make(name, **options)))
        fake.start()
        self.addCleanup(fake.stop)
        return provider


@tagged("post_install", "-at_install")
class TestFindAddress(PlaceCase):
    def test_a_town_by_the_offline_gazetteer(self):
        answer = self.places().find_address("Some street 5, 33100 Tampere")
        self.assertTrue(answer["found"])
        self.assertEqual((round(answer["lat"], 1), round(answer["lon"], 1)), (61.5, 23.8))
        self.assertEqual(answer["precision"], "city")
        self.assertIn("Drag the marker", answer["note"])
        self.assertEqual(answer["address"], {"street": "Some street 5", "zip": "33100"})

    def test_the_company_s_country_is_assumed(self):
        self.assertIn("FI", self.places().find_address("Espoo")["label"])

    def test_other_countries_are_looked_at_next(self):
        self.assertEqual(self.places().find_address("Berlin")["label"], "Berlin, DE")
        provider = self.online(None)
        provider.countries = {""}
        self.assertTrue(self.places().find_address("Hauptstraße 1, Berlin")["found"])
        self.assertEqual([query.country_code for query in provider.asked][0], "FI")

    def test_a_position_as_copied_from_a_map(self):
        answer = self.places().find_address("60°10'12\"N 24°56'18\"E")
        self.assertEqual((round(answer["lat"], 5), round(answer["lon"], 5)), (60.17, 24.93833))
        self.assertEqual(answer["label"], "60.17000, 24.93833")
        zero = self.places().find_address("0, 0")
        self.assertEqual((zero["found"], zero["lat"], zero["lon"]), (True, 0.0, 0.0))

    def test_nothing_found_says_what_helps(self):
        for text, words in (("Qwertyville", "gazetteer"), ("", "more of the address"), ("91.5, 10", "out of range")):
            answer = self.places().find_address(text)
            self.assertFalse(answer["found"])
            self.assertIn(words, answer["reason"])

    def test_an_online_provider(self):
        provider = self.online(None)
        answer = self.places().find_address("Mannerheimintie 1, Helsinki")
        self.assertEqual((answer["lat"], answer["lon"], answer["label"]), (60.5, 24.5, "A street"))
        self.assertEqual(len(provider.asked), 1)

    def test_a_provider_that_fails(self):
        for error, words in ((geocoding.ProviderUnreachable(), "did not answer"), (geocoding.NotFound(), "no such place")):
            self.online(error)
            self.assertIn(words, self.places().find_address("Mannerheimintie 1, Helsinki")["reason"])

    def test_a_provider_without_its_settings(self):
        self.company.write({"visit_geocoder": "nominatim", "visit_nominatim_email": False, "email": False})
        self.assertRefused("Complete its settings", self.places().find_address, "Helsinki")

    def test_a_busy_provider_is_not_waited_for(self):
        provider = self.online(ADDRESS)
        with patch.object(map_places.FieldVisitMapPlaces, "_has_the_line", lambda self: False):
            self.assertIn("busy", self.places().find_address("Mannerheimintie 1, Helsinki")["reason"])
            self.assertIn("busy", self.places().describe_place(*HELSINKI)["note"])
        self.assertEqual(provider.asked, [])

    def test_the_line_is_held_by_one_transaction(self):
        self.online(ADDRESS)
        with self.registry.cursor() as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [map_places.ONLINE_LOCK])
            self.assertFalse(self.places()._has_the_line())
        self.assertTrue(self.places()._has_the_line())

    def test_only_reps_may_ask(self):
        with self.assertRaises(AccessError):
            self.places(self.plain_user).find_address("Helsinki")
        with self.assertRaises(AccessError):
            self.places(self.plain_user).describe_place(*HELSINKI)

    def test_no_text(self):
        self.assertRefused("text: give the words", self.places().find_address, {"a": 1})


@tagged("post_install", "-at_install")
class TestDescribePlace(PlaceCase):
    def test_offline_the_nearest_town_is_told(self):
        answer = self.places().describe_place(*HELSINKI)
        self.assertEqual(answer["label"], "Near Helsinki, %s" % self.finland.name)
        self.assertEqual(answer["address"]["city"], "Helsinki")
        self.assertEqual(answer["address"]["country_code"], "FI")
        self.assertIn("nearest town", answer["note"])

    def test_far_from_every_town(self):
        answer = self.places().describe_place(0.0, 0.0)
        self.assertEqual((answer["found"], answer["label"]), (True, "0.00000, 0.00000"))
        self.assertIn("No town", answer["note"])

    def test_an_online_provider_knows_the_street(self):
        self.online(ADDRESS)
        answer = self.places().describe_place(*HELSINKI)
        self.assertEqual(answer["label"], "Mannerheimintie 1, Helsinki")
        self.assertEqual(answer["address"]["street"], "Mannerheimintie 1")
        self.assertEqual(answer["note"], "")

    def test_the_town_stands_in_for_a_provider_that_fails(self):
        self.online(geocoding.ProviderUnreachable())
        answer = self.places().describe_place(*HELSINKI)
        self.assertEqual(answer["address"]["city"], "Helsinki")
        self.assertIn("did not answer", answer["note"])

    def test_what_is_no_position_is_refused_by_name(self):
        for lat, lon, words in ((91, 0, "Latitude: 91 is out of range"), (0, 181, "Longitude: 181 is out of range"),
                                (float("nan"), 0, "Latitude"), (0, float("inf"), "Longitude"),
                                ("north", 0, "is not a number"), (None, 0, "Latitude is missing"),
                                (True, 0, "is not a number"), ([1], 0, "is not a number")):
            self.assertRefused(words, self.places().describe_place, lat, lon)
            self.assertRefused(words, self.places().create_place, "customer", lat, lon, {"name": "x"})
            self.assertRefused(words, self.places().open_create_place, "customer", lat, lon)


@tagged("post_install", "-at_install")
class TestCreatePlace(PlaceCase):
    def create(self, kind="customer", lat=60.2, lon=24.9, user=None, **values):
        model = {"customer": "res.partner", "lead": "crm.lead"}[kind]
        return self.env[model].browse(
            self.places(user).create_place(kind, lat, lon, dict({"name": "New Kiosk"}, **values)))

    def test_a_customer_stands_where_the_map_was_clicked(self):
        customer = self.create(city="Helsinki", country_id=self.finland.id)
        self.assertEqual(self.position(customer), ("manual", 60.2, 24.9))
        self.assertEqual(customer.geo_source, "manual")
        self.assertFalse(customer.geo_queued)

    def test_no_later_geocoding_moves_it(self):
        customer = self.create(city="Helsinki", country_id=self.finland.id)
        customer.write({"city": "Tampere"})
        customer.geocode_batch()
        customer.action_queue_locate()
        self.env["res.partner"]._cron_locate_queued(commit=False)
        self.assertEqual(self.position(customer), ("manual", 60.2, 24.9))

    def test_zero_zero_is_a_place(self):
        for kind in ("customer", "lead"):
            self.assertEqual(self.position(self.create(kind, 0.0, 0.0)), ("manual", 0.0, 0.0))

    def test_a_lead_belongs_to_who_made_it(self):
        lead = self.create("lead")
        self.assertEqual(self.position(lead), ("manual", 60.2, 24.9))
        self.assertEqual(lead.user_id, self.rep_user)

    def test_refusals(self):
        self.assertRefused("name is missing", self.places().create_place, "customer", 60, 24, {})
        self.assertRefused("name is missing", self.places().create_place, "customer", 60, 24, "x")
        self.assertRefused("kind:", self.places().create_place, "invoice", 60, 24, {"name": "x"})
        self.assertRefused("kind:", self.places().create_place, [], 60, 24, {"name": "x"})

    def test_the_restricted_user(self):
        """May look at the map, and neither create, move nor locate."""
        reader = self.reader()
        tools = self.places(reader).get_place_tools("res.partner")
        self.assertEqual(tools, {"create": ["lead"], "move": False, "locate": False})
        with self.assertRaises(AccessError):
            self.create(user=reader)
        with self.assertRaises(AccessError):
            self.places(reader).open_create_place("customer", 60, 24, {})
        self.assertEqual(self.places(self.plain_user).get_place_tools("res.partner")["create"], [])

    def test_tools_of_other_models(self):
        everything = {"create": ["customer", "lead"], "move": True, "locate": True}
        for model in ("res.partner", "crm.lead"):
            self.assertEqual(self.places().get_place_tools(model), everything)
        self.assertEqual(self.places().get_place_tools("field.visit"), dict(everything, move=False))
        self.assertEqual(self.places().get_place_tools("res.company"), dict(everything, move=False, locate=False))
        self.assertRefused("no.such.model", self.places().get_place_tools, "no.such.model")


@tagged("post_install", "-at_install")
class TestDialog(PlaceCase):
    def wizard(self, kind="customer", address=None, user=None):
        places = self.places(user)
        action = places.open_create_place(kind, 60.2, 24.9, address)
        self.assertEqual((action["res_model"], action["target"]), ("field.visit.place.wizard", "new"))
        return places.env[action["res_model"]].browse(action["res_id"])

    def test_the_dialog_knows_place_and_address(self):
        us = self.env.ref("base.us")
        wizard = self.wizard(address={
            "street": "1 Main Street", "city": "Springfield", "zip": "9", "state_code": "CA", "country_code": "us"})
        self.assertEqual((wizard.street, wizard.city, wizard.country_id), ("1 Main Street", "Springfield", us))
        self.assertEqual(wizard.state_id.name, "California")
        self.assertEqual((round(wizard.latitude, 7), round(wizard.longitude, 7)), (60.2, 24.9))

    def test_what_was_written_is_completed(self):
        """An address that was looked up names a street; town and country come from the place."""
        wizard = self.wizard(address={"street": "Some street 5"})
        self.assertEqual((wizard.street, wizard.city, wizard.country_id),
                         ("Some street 5", "Helsinki", self.finland))

    def test_creating_tells_the_map_which_one(self):
        form = Form(self.wizard())
        form.name = "New Kiosk"
        form.phone = "123"
        infos = form.save().action_create()["infos"]
        customer = self.env["res.partner"].browse(infos["id"])
        self.assertEqual((infos["model"], infos["name"]), ("res.partner", "New Kiosk"))
        self.assertEqual((customer.phone, customer.is_company, customer.city), ("123", True, "Helsinki"))
        self.assertEqual(self.position(customer), ("manual", 60.2, 24.9))

    def test_a_lead_and_open_it(self):
        wizard = self.wizard("lead")
        wizard.write({"name": "New Kiosk", "email": "a@example.com"})
        action = wizard.action_create_open()
        lead = self.env["crm.lead"].browse(action["res_id"])
        self.assertEqual((action["res_model"], lead.name, lead.partner_name), ("crm.lead", "New Kiosk", "New Kiosk"))
        self.assertEqual(lead.email_from, "a@example.com")
        self.assertEqual(self.position(lead), ("manual", 60.2, 24.9))

    def test_without_a_name(self):
        self.assertRefused("name is missing", self.wizard().action_create)

    def test_a_bad_address(self):
        self.assertRefused("address:", self.places().open_create_place, "customer", 60, 24, "Main Street")
        with self.assertRaises(UserError):
            self.places().open_create_place("customer", 60, 24, [1])
