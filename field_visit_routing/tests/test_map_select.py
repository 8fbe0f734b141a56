"""The server decides who is inside what was drawn, with the user's access rights."""
import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .ground_case import GroundCase

LAT, LON = "partner_latitude", "partner_longitude"
SQUARE = {"type": "Polygon", "coordinates": [[[24, 60], [25, 60], [25, 61], [24, 61], [24, 60]]]}
BOW_TIE = {"type": "Polygon", "coordinates": [[[24, 60], [26, 62], [26, 60], [24, 62], [24, 60]]]}
FIJI = {"type": "Polygon", "coordinates": [[[179, -1], [181, -1], [181, 1], [179, 1], [179, -1]]]}


class SelectCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inside = cls.placed("Inside", 60.5, 24.5)
        cls.rim = cls.placed("Rim", 60.0, 24.5)
        cls.outside = cls.placed("Outside", 61.5, 24.5)
        cls.east, cls.west = cls.placed("East", 0, 179.5), cls.placed("West", 0.0, -179.5)
        cls.nowhere = cls.customer(name="Nowhere", company_id=cls.company.id)
        cls.all = cls.inside | cls.rim | cls.outside | cls.east | cls.west | cls.nowhere

    @classmethod
    def placed(cls, name, lat, lon, **values):
        partner = cls.customer(**dict({"name": name, "company_id": cls.company.id}, **values))
        partner.set_position(lat, lon)
        return partner

    def tool(self, user=None):
        return self.env["field.visit.map"].with_user(user or self.manager_user)

    def ask(self, shape, user=None, method="select_in_shape", **change):
        options = dict({"domain": [("id", "in", self.all.ids)], "lat": LAT, "lon": LON}, **change)
        model = options.pop("model", "res.partner")
        return getattr(self.tool(user), method)(model, shape, **options)


@tagged("post_install", "-at_install")
class TestSelect(SelectCase):
    def test_inside_and_on_the_rim(self):
        answer = self.ask(SQUARE)
        self.assertEqual(answer["ids"], (self.inside | self.rim).ids)
        self.assertEqual((answer["count"], answer["note"]), (2, ""))
        self.assertEqual(self.ask(json.dumps(SQUARE))["ids"], answer["ids"])

    def test_both_sides_of_the_antimeridian(self):
        self.assertEqual(self.ask(FIJI)["ids"], (self.east | self.west).ids)

    def test_nobody_without_a_position(self):
        world = {"type": "Circle", "coordinates": [0, 0], "radius_m": 20_015_000}
        self.assertEqual(self.ask(world)["ids"], (self.all - self.nowhere).ids)

    def test_a_circle_with_its_radius(self):
        circle = {"type": "Circle", "coordinates": [24.5, 60.5], "radius_m": 55_000}
        self.assertEqual(self.ask(circle)["ids"], self.inside.ids)
        self.assertEqual(self.ask(dict(circle, radius_m=56_000))["ids"], (self.inside | self.rim).ids)

    def test_minutes_by_car_follow_the_company_s_travel_model(self):
        self.company.write({"visit_speed_kmh": 60, "visit_detour_factor": 1.5})
        drive = {"type": "Drive", "coordinates": [24.5, 60.5], "minutes": 84}
        answer = self.ask(drive)
        self.assertEqual(answer["shape"], {"type": "Circle", "coordinates": [24.5, 60.5], "radius_m": 56_000})
        self.assertEqual(answer["ids"], (self.inside | self.rim).ids)
        self.assertIn("56.0 km", answer["note"])
        self.company.visit_speed_kmh = 30
        self.assertEqual(self.ask(drive)["ids"], self.inside.ids)

    def test_the_filter_applies(self):
        self.assertEqual(self.ask(SQUARE, domain=[("id", "=", self.rim.id)])["ids"], self.rim.ids)

    def test_leads_and_visits_can_be_chosen(self):
        lead = self.lead(company_id=self.company.id)
        lead.set_position(60.5, 24.5)
        answer = self.ask(SQUARE, model="crm.lead", domain=[("id", "=", lead.id)])
        self.assertEqual(answer["ids"], lead.ids)
        self.assertEqual(self.ask(SQUARE, model="field.visit", domain=[("id", "=", 0)], lat="visit_latitude",
                                  lon="visit_longitude")["ids"], [])


@tagged("post_install", "-at_install")
class TestSelectFaults(SelectCase):
    def test_a_crossing_is_refused_with_its_place(self):
        self.assertRefused("crosses or touches itself at 61.00000, 25.00000", self.ask, BOW_TIE)
        fault = self.ask(BOW_TIE, method="get_selection")["fault"]
        self.assertEqual((fault["code"], fault["place"]), ("crosses_itself", [61.0, 25.0]))
        self.assertIn("61.00000, 25.00000", fault["message"])

    def test_a_place_beyond_the_antimeridian_is_told_as_people_know_it(self):
        knot = {"type": "Polygon", "coordinates": [[[180, 0], [182, 2], [182, 0], [180, 2], [180, 0]]]}
        self.assertRefused("1.00000, -179.00000", self.ask, knot)

    def test_a_good_shape_is_no_fault(self):
        self.assertEqual(self.ask(SQUARE, method="get_selection"), self.ask(SQUARE))

    def test_what_is_no_shape(self):
        circle = {"type": "Circle", "coordinates": [24.5, 60.5], "radius_m": 1}
        for shape, text in (
                ("{", "cannot be read"), (False, "cannot be read"), ({"type": "Point"}, "cannot be read"),
                (dict(circle, radius_m=0), "radius_m"), (dict(circle, radius_m=float("nan")), "finite"),
                (dict(circle, radius_m="far"), "radius_m"), (dict(circle, coordinates=[24.5, 91]), "91.00000"),
                ({"type": "Drive", "coordinates": [0, 0], "minutes": 0}, "minutes"),
                ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}, "not closed")):
            with self.subTest(shape):
                self.assertRefused(text, self.ask, shape)
                self.assertIn(text, self.ask(shape, method="get_selection")["fault"]["message"])

    def test_unknown_names(self):
        self.assertRefused("no.such.model", self.ask, SQUARE, model="no.such.model")
        self.assertRefused("shoe_size", self.ask, SQUARE, lat="shoe_size")
        self.assertRefused("domain", self.ask, SQUARE, domain=[("shoe_size", "=", 43)])


@tagged("post_install", "-at_install")
class TestSelectAccess(SelectCase):
    def test_who_is_hidden_is_neither_chosen_nor_counted(self):
        self.env["ir.rule"].create({
            "name": "No Rim", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.rim.id})
        answer = self.ask(SQUARE, user=self.rep_user)
        self.assertEqual((answer["ids"], answer["count"]), (self.inside.ids, 1))

    def test_without_read_access_there_is_no_answer(self):
        for method in ("select_in_shape", "get_selection"):
            with self.assertRaises(AccessError):
                self.ask(SQUARE, user=self.plain_user, method=method, model="field.visit.rep", domain=[],
                         lat="home_latitude", lon="home_longitude")
