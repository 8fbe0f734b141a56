"""The map's answer: columns, positions by state, access as for any search."""
import json
from unittest.mock import patch
from xmlrpc.client import dumps

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import HttpCase
from odoo.tools import mute_logger

from .. import compat
from .ground_case import HELSINKI, GroundCase

LAT, LON = "partner_latitude", "partner_longitude"


class MapCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cafe = cls.customer(name="Cafe", visit_score=85, company_id=cls.company.id,
                                partner_latitude=HELSINKI[0], partner_longitude=HELSINKI[1])
        cls.zero = cls.customer(name="Null Island", visit_score=10, company_id=cls.company.id)
        cls.zero.set_position(0.0, 0.0)
        cls.nowhere = cls.customer(name="Nowhere", company_id=cls.company.id)
        cls.all = cls.cafe | cls.zero | cls.nowhere
        cls.domain = [("id", "in", cls.all.ids)]

    def ask(self, user=None, **change):
        options = dict({"domain": self.domain, "lat": LAT, "lon": LON}, **change)
        model = options.pop("model", "res.partner")
        return self.env["field.visit.map"].with_user(user or self.env.user).get_map_data(
            model, **options)


class TestColumns(MapCase):
    """What comes back for records with, without and at the zero of positions."""

    def test_a_record_at_zero_zero_is_on_the_map(self):
        answer = self.ask()
        self.assertEqual(answer["ids"], [self.cafe.id, self.zero.id])
        self.assertEqual(answer["lat"][1], 0.0)
        self.assertEqual(answer["lon"][1], 0.0)

    def test_records_without_position_are_counted_and_named_by_id(self):
        answer = self.ask()
        self.assertEqual(answer["count"], 3)
        self.assertEqual(answer["missing"], {"count": 1, "ids": [self.nowhere.id]})

    def test_columns_are_as_long_as_ids(self):
        answer = self.ask(fields=["city", "country_id", "visit_grade", "create_date"])
        for name, column in answer["columns"].items():
            self.assertEqual(len(column), 2, name)
        self.assertEqual(answer["columns"]["city"], ["Helsinki", "Helsinki"])
        self.assertEqual(answer["popup"], ["city", "country_id", "visit_grade", "create_date"])

    def test_values_of_many2one_and_selection_are_named(self):
        answer = self.ask(fields=["country_id"], color="visit_grade")
        self.assertEqual(answer["fields"]["country_id"]["values"],
                         {str(self.finland.id): self.finland.display_name})
        self.assertEqual(answer["columns"]["visit_grade"], ["A", "D"])
        self.assertEqual(answer["fields"]["visit_grade"]["values"]["A"], "A")
        self.assertEqual(answer["color"], "visit_grade")

    def test_names_are_the_display_names(self):
        child = self.customer(name="Till", is_company=False, parent_id=self.cafe.id, type="other",
                              partner_latitude=60.2, partner_longitude=24.9)
        answer = self.ask(domain=[("id", "=", child.id)])
        self.assertEqual(answer["names"], [child.display_name])

    def test_unsaved_changes_are_on_the_map(self):
        self.cafe.write({LAT: 61.5})
        self.assertEqual(self.ask()["lat"][0], 61.5)

    def test_a_failed_address_is_no_position(self):
        self.nowhere.write({"geo_state": "failed"})
        self.assertEqual(self.ask()["missing"]["ids"], [self.nowhere.id])

    def test_nothing_found_is_an_empty_answer(self):
        answer = self.ask(domain=[("id", "=", 0)], fields=["city", "country_id"], color="visit_grade")
        self.assertEqual((answer["ids"], answer["count"], answer["missing"]["count"]), ([], 0, 0))
        self.assertEqual(answer["columns"]["city"], [])

    def test_archived_records_come_when_asked_for(self):
        self.zero.active = False
        self.assertEqual(self.ask()["ids"], [self.cafe.id])
        domain = self.domain + [("active", "=", False)]
        self.assertEqual(self.ask(domain=domain)["ids"], [self.zero.id])

    def test_times_are_the_user_s(self):
        self.zero.geo_located_at = "2026-01-15 08:00:00"
        answer = self.ask(user=self.rep_user, fields=["geo_located_at"],
                          domain=[("id", "=", self.zero.id)])
        self.assertEqual(answer["columns"]["geo_located_at"], [
            "2026-01-15 %02d:00" % (8 + 2 * (self.rep_user.tz == "Europe/Helsinki"))])

    def test_the_answer_fits_xml_rpc_and_json(self):
        answer = self.ask(fields=["city", "phone", "country_id", "last_visit_date"], color="visit_grade")
        self.assertTrue(dumps((answer,)))
        self.assertEqual(json.loads(json.dumps(answer)), answer)

    def test_a_model_without_a_state_takes_any_number(self):
        companies = self.env["res.company"].search([], limit=1)
        answer = self.ask(model="res.company", domain=[("id", "in", companies.ids)],
                          lat="visit_speed_kmh", lon="visit_detour_factor")
        self.assertEqual(answer["ids"], companies.ids)


class TestBadQuestions(MapCase):
    """A sentence that names what was wrong and what to do."""

    def test_unknown_model(self):
        self.assertRefused("no.such.model", self.ask, model="no.such.model")

    def test_abstract_model(self):
        self.assertRefused("mail.thread", self.ask, model="mail.thread")

    def test_unknown_field(self):
        self.assertRefused("shoe_size", self.ask, fields=["shoe_size"])
        self.assertRefused("shoe_size", self.ask, color="shoe_size")
        self.assertRefused("shoe_size", self.ask, lat="shoe_size")

    def test_binary_field(self):
        self.assertRefused("image_1920", self.ask, fields=["image_1920"])

    def test_no_coordinates(self):
        self.assertRefused("lat and lon", self.ask, lat="")

    def test_field_in_domain_that_does_not_exist(self):
        self.assertRefused("domain", self.ask, domain=[("shoe_size", "=", 43)])

    def test_domain_that_only_the_database_refuses(self):
        self.assertRefused("domain", self.ask, domain=[("color", "=", "red")])


class TestAccess(MapCase):
    """Nobody sees a point, nor a count of points, that a list would not show."""

    def test_another_company_s_customer_is_neither_shown_nor_counted(self):
        rule = self.env.ref("base.res_partner_rule")
        rule.active = True
        foreign = self.customer(name="Foreign", company_id=self.other_company.id)
        placed = self.customer(name="Placed", company_id=self.other_company.id,
                               partner_latitude=60.0, partner_longitude=24.0)
        domain = [("id", "in", (self.all | foreign | placed).ids)]
        answer = self.ask(user=self.rep_user, domain=domain)
        self.assertEqual(answer["count"], 3)
        self.assertEqual(answer["missing"]["ids"], [self.nowhere.id])

    def test_a_rule_that_hides_records_hides_their_points(self):
        self.env["ir.rule"].create({
            "name": "No Null Island", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.zero.id})
        self.assertEqual(self.ask(user=self.rep_user)["ids"], [self.cafe.id])

    def test_without_read_access_there_is_no_answer(self):
        with self.assertRaises(AccessError):
            self.ask(user=self.plain_user, model="field.visit.rep", domain=[],
                     lat="home_latitude", lon="home_longitude")

    def test_fields_closed_to_the_user_are_left_out(self):
        field = self.env["res.partner"]._fields["phone"]
        with patch.object(field, "groups", "base.group_system"):
            answer = self.ask(user=self.rep_user, fields=["city", "phone"], color="phone")
        self.assertEqual(answer["popup"], ["city"])
        self.assertEqual(answer["color"], "")
        self.assertNotIn("phone", answer["columns"])

    def test_private_meetings_stay_private(self):
        """The calendar hides their values when it is read; its table has them."""
        event = self.env["calendar.event"].create({
            "name": "Doctor", "location": "Clinic", "privacy": "private",
            "start": "2026-01-12 09:00:00", "stop": "2026-01-12 10:00:00",
            "user_id": self.env.user.id})
        compat.flush(event)
        compat.invalidate(event)  # in life another request has made it, and nothing is cached
        answer = self.ask(
            user=self.rep_user, model="calendar.event", domain=[("id", "=", event.id)],
            lat="duration", lon="duration", fields=["name", "location", "user_id"])
        self.assertNotIn("Doctor", json.dumps(answer))
        self.assertNotIn("Clinic", json.dumps(answer))

    def test_coordinates_closed_to_the_user_are_refused(self):
        field = self.env["res.partner"]._fields[LAT]
        closed = patch.object(field, "groups", "base.group_system")
        with closed, self.assertRaises(AccessError):
            self.ask(user=self.rep_user)


@tagged("post_install", "-at_install")
class TestRoute(HttpCase):
    """The JSON route answers as the method does."""

    def call(self, path, **params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        answer = self.url_open("/field_visit_routing/map/" + path, data=body, headers={
            "Content-Type": "application/json"})
        return answer.json()

    def test_data(self):
        self.authenticate("admin", "admin")
        partner = self.env["res.partner"].create({
            "name": "Cafe", "partner_latitude": 60.1, "partner_longitude": 24.9})
        answer = self.call("data", model="res.partner", domain=[["id", "=", partner.id]],
                           lat=LAT, lon=LON, user_context={"tz": "Asia/Shanghai"})
        self.assertEqual(answer["result"]["ids"], [partner.id])

    @mute_logger("odoo.http")
    def test_an_error_is_a_sentence(self):
        self.authenticate("admin", "admin")
        answer = self.call("data", model="no.such.model", lat=LAT, lon=LON)
        self.assertIn("no.such.model", answer["error"]["data"]["message"])

    def test_a_stranger_gets_nothing(self):
        self.assertIn("error", self.call("data", model="res.partner", lat=LAT, lon=LON))

    def test_config_names_files_that_exist(self):
        self.env["ir.config_parameter"].set_param(
            "field_visit_routing.basemap_layers", "/a/streets.json, javascript:alert(1)")
        self.authenticate("admin", "admin")
        config = self.call("config")["result"]
        for key in ("script", "style", "world", "places"):
            self.assertEqual(self.url_open(config[key]).status_code, 200, key)
        self.assertEqual(config["layers"], ["/a/streets.json"])
        self.assertIn("open", config["labels"])
