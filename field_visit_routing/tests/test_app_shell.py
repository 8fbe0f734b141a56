"""What the phone's day tells of each visit, and the frame around it."""
import base64
import json
from datetime import timedelta
from html.parser import HTMLParser
from unittest.mock import patch

from .. import compat
from ..wizards import phone_wizard
from .field_case import FieldByPrograms, FieldCase

APP = "/field_visit_routing/app"


class TestDay(FieldCase):

    def stop(self):
        load = self.env["field.visit.app"].with_user(self.users["rep"]).load({})
        return load["route"]["stops"][0]

    def test_the_hours_of_the_day(self):
        weekday = str(self.today.weekday())
        self.customers[0].visit_hours_ids = [
            (5, 0, 0), (0, 0, {"weekday": weekday, "start_s": 13 * 3600, "end_s": 17 * 3600}),
            (0, 0, {"weekday": weekday, "start_s": 8 * 3600, "end_s": 12 * 3600 + 1800})]
        self.assertEqual(self.stop()["hours"], "08:00–12:30, 13:00–17:00")
        self.assertFalse(self.stop()["is_closed"])

    def test_closed_on_this_day(self):
        other = str((self.today.weekday() + 1) % 7)
        self.customers[0].visit_hours_ids = [
            (5, 0, 0), (0, 0, {"weekday": other, "start_s": 8 * 3600, "end_s": 12 * 3600})]
        self.assertEqual((self.stop()["hours"], self.stop()["is_closed"]), ("", True))

    def test_hours_that_nobody_knows(self):
        self.customers[0].visit_hours_ids = [(5, 0, 0)]
        self.assertEqual((self.stop()["hours"], self.stop()["is_closed"]), ("", False))

    def test_the_agenda(self):
        self.env["field.visit.agenda"].create([
            {"visit_id": self.visit.id, "name": "Spare parts"},
            {"visit_id": self.visit.id, "name": "Price list", "is_done": True}])
        points = {point["text"]: point["done"] for point in self.stop()["agenda"]}
        self.assertEqual((points["Spare parts"], points["Price list"]), (False, True))


class TestWeek(FieldCase):

    def week(self, kind="rep"):
        return self.env["field.visit.app"].with_user(self.users[kind]).load({})["week"]

    def test_two_weeks_from_monday(self):
        days = self.week()
        monday = self.today - timedelta(days=self.today.weekday())
        self.assertEqual([day["date"] for day in days], [str(monday + timedelta(days=n)) for n in range(14)])
        today = next(day for day in days if day["date"] == str(self.today))
        self.assertEqual([visit["visit_id"] for visit in today["visits"]], self.visits.ids)
        self.assertEqual(today["state"], "published")

    def test_a_visit_without_a_route_is_there(self):
        self.visits.route_id = False
        self.route.unlink()
        today = next(day for day in self.week() if day["date"] == str(self.today))
        self.assertEqual((len(today["visits"]), today["state"]), (3, ""))

    def test_no_visits_of_others(self):
        self.visits[0].rep_id = self.other_rep
        ids = [visit["visit_id"] for day in self.week() for visit in day["visits"]]
        self.assertNotIn(self.visits[0].id, ids)

    def test_who_is_no_rep_has_no_week(self):
        self.assertEqual(self.week("admin"), [])


class TestLanguage(FieldCase):

    def test_the_rep_chooses_a_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        receipt, = self.receive(self.event("set_language", lang="fr_FR"))
        self.assertEqual(receipt["state"], "done")
        self.assertEqual(self.users["rep"].lang, "fr_FR")

    def test_no_language_of_this_database(self):
        before = self.users["rep"].lang
        receipt, = self.receive(self.event("set_language", lang="xx_XX"))
        self.assertEqual(receipt["state"], "conflict")
        self.assertIn("xx_XX", receipt["message"])
        self.assertEqual(self.users["rep"].lang, before)

    def test_the_page_speaks_the_language_of_the_browser(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        config = self.env["field.visit.app.config"]
        self.assertEqual(config.get_app_page(["fr"])["lang"], "fr-FR")
        self.assertEqual(config.get_app_page(["tlh", "fr_CA", "en"])["lang"], "fr-FR")
        self.assertEqual(config.get_app_page([])["lang"], "en-US")


class TestCode(FieldCase):

    def phone(self, address):
        self.env["ir.config_parameter"].set_param("web.base.url", address)
        return self.env["field.visit.phone"].with_user(self.users["rep"]).create({})

    def test_the_code_leads_to_the_app(self):
        with patch.object(phone_wizard, "qr_picture", return_value=base64.b64encode(b"png")) as draw:
            phone = self.phone("https://odoo.example.com/")
            self.assertEqual(phone.address, "https://odoo.example.com" + APP)
            self.assertEqual(base64.b64decode(phone.code), b"png")
        draw.assert_called_once_with("https://odoo.example.com" + APP)
        self.assertTrue(phone.is_secure)

    def test_the_code_is_a_picture(self):
        self.assertEqual(base64.b64decode(self.phone("https://odoo.example.com").code)[1:4], b"PNG")

    def test_the_dialog_shows_it_before_it_is_saved(self):
        self.env["ir.config_parameter"].set_param("web.base.url", "https://odoo.example.com")
        shown = self.env["field.visit.phone"].with_user(self.users["rep"]).default_get(["address", "code", "is_secure"])
        self.assertEqual((shown["address"], shown["is_secure"]), ("https://odoo.example.com" + APP, True))
        self.assertEqual(base64.b64decode(shown["code"])[1:4], b"PNG")

    def test_without_https_it_is_said(self):
        self.assertFalse(self.phone("http://odoo.example.com").is_secure)


class Page(HTMLParser):
    """Addresses in the page's head, by what they are for."""

    def __init__(self, text):
        super().__init__()
        self.links = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "link":
            self.links[known["rel"]] = known["href"]


class TestLanguageOfTheSession(FieldByPrograms):

    def test_a_language_chosen_after_the_login_counts(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.authenticate("fv_rep", "fv_rep_pw1")
        self.users["rep"].lang = "fr_FR"
        compat.flush(self.env["res.users"])
        self.opener.headers["Content-Type"] = "application/json"
        answer = self.url_open(APP + "/load", data=json.dumps({"params": {}})).json()
        self.assertEqual(answer["result"]["user"]["lang"], "fr_FR")


class TestInstall(FieldByPrograms):

    def size(self, address):
        """Width and height as the PNG itself says."""
        answer = self.url_open(address)
        self.assertEqual((answer.status_code, answer.content[1:4]), (200, b"PNG"))
        return tuple(int.from_bytes(answer.content[at:at + 4], "big") for at in (16, 20))

    def test_the_manifest_names_icons_of_the_sizes_that_phones_want(self):
        manifest = self.url_open(APP + "/manifest.webmanifest").json()
        self.assertEqual(manifest["start_url"], APP)
        self.assertEqual({(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]},
                         {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")})
        for icon in manifest["icons"]:
            self.assertEqual("%sx%s" % self.size(icon["src"]), icon["sizes"])

    def test_the_icon_of_iphones(self):
        links = Page(self.url_open(APP).text).links
        self.assertEqual(self.size(links["apple-touch-icon"]), (180, 180))
