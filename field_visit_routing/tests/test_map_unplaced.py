"""Records without a position: listed with the reason, located, placed by hand."""
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..engine import geocoding
from .ground_case import HELSINKI, GroundCase


@tagged("post_install", "-at_install")
class TestUnplaced(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.visit_geocoder = cls.company.visit_geocoder = "gazetteer"
        cls.good = cls.customer(name="Good")
        cls.bad = cls.customer(name="Bad", city="Qwertyville")
        cls.bad.geocode_batch()
        cls.bare = cls.env["res.partner"].create({"name": "Bare"})
        cls.all = cls.good | cls.bad | cls.bare

    def places(self, user=None):
        return self.env["field.visit.map"].with_user(user or self.rep_user)

    def rows(self, user=None, model="res.partner", ids=None):
        return {row["name"]: row for row in self.places(user).get_unplaced(model, ids or self.all.ids)}

    def test_each_has_a_reason_with_the_remedy(self):
        rows = self.rows()
        self.assertIn("not been located yet", rows["Good"]["reason"])
        self.assertIn("not in the offline gazetteer", rows["Bad"]["reason"])
        self.assertIn("There is no address", rows["Bare"]["reason"])

    def test_what_can_be_done(self):
        rows = self.rows()
        self.assertEqual([rows[name]["can_locate"] for name in ("Good", "Bad", "Bare")], [True, True, False])
        self.assertTrue(all(row["can_place"] for row in rows.values()))

    def test_every_failure_of_a_provider_is_a_reason(self):
        for error in geocoding.GeocodingError.__subclasses__():
            self.bad.geo_failure = error.code
            self.assertGreater(len(self.rows()["Bad"]["reason"]), 30, error.code)

    def test_locate(self):
        answer = self.places().locate_unplaced("res.partner", self.all.ids)
        self.assertEqual(self.position(self.good), ("located",) + HELSINKI)
        self.assertIn("1 located", answer["message"])
        self.assertIn("2 not found", answer["message"])
        self.assertFalse(answer["action"])

    def test_many_become_a_job(self):
        many = self.env["res.partner"].create([
            {"name": "C%d" % i, "city": "Helsinki", "country_id": self.finland.id} for i in range(201)])
        answer = self.places().locate_unplaced("res.partner", many.ids)
        self.assertEqual(answer["action"]["tag"], "field_visit_job_progress")

    def test_put_by_hand_and_kept(self):
        self.assertTrue(self.places().set_place("res.partner", self.bad.id, 60.5, 24.5))
        self.assertEqual(self.position(self.bad), ("manual", 60.5, 24.5))
        self.bad.city = "Helsinki"
        self.places().locate_unplaced("res.partner", self.bad.ids)
        self.env["res.partner"]._cron_locate_queued(commit=False)
        self.assertEqual(self.position(self.bad), ("manual", 60.5, 24.5))
        self.assertEqual(self.bad.geo_source, "manual")

    def test_a_located_pin_is_corrected(self):
        self.good.geocode_batch()
        self.places().set_place("res.partner", self.good.id, 0.0, 0.0)
        self.assertEqual(self.position(self.good), ("manual", 0.0, 0.0))

    def test_bad_positions_are_refused_by_name(self):
        for lat, lon, words in ((91, 0, "Latitude: 91 is out of range"), (0, -181, "Longitude: -181 is out of range"),
                                (float("nan"), 0, "Latitude"), ("x", 0, "is not a number"),
                                (False, 0, "Latitude is missing")):
            self.assertRefused(words, self.places().set_place, "res.partner", self.good.id, lat, lon)
        self.assertEqual(self.good.geo_state, "none")

    def test_a_visit_is_as_its_customer(self):
        visit = self.env["field.visit"].create({"partner_id": self.bad.id, "company_id": self.company.id})
        row = self.rows(self.manager_user, "field.visit", visit.ids)[visit.name]
        self.assertIn("gazetteer", row["reason"])
        self.places(self.manager_user).set_place("field.visit", visit.id, 60.5, 24.5)
        self.assertEqual(self.position(self.bad), ("manual", 60.5, 24.5))
        self.assertTrue(visit.has_position)

    def test_a_visit_is_located_by_its_customer(self):
        visit = self.env["field.visit"].create({"partner_id": self.good.id, "company_id": self.company.id})
        self.places(self.manager_user).locate_unplaced("field.visit", visit.ids)
        self.assertEqual((round(visit.visit_latitude, 5), round(visit.visit_longitude, 5)), HELSINKI)

    def test_a_model_whose_coordinates_are_not_ours(self):
        ids = self.company.ids
        row = self.rows(model="res.company", ids=ids)[self.company.name]
        self.assertIn("enter them", row["reason"])
        self.assertFalse(row["can_locate"] or row["can_place"])
        self.assertRefused("cannot be set on the map", self.places().set_place, "res.company", ids[0], 60, 24)
        self.assertEqual(self.places().locate_unplaced("res.company", ids)["message"], "Nothing to locate")

    def test_the_restricted_user_sees_reasons_and_changes_nothing(self):
        reader = self.reader()
        rows = self.rows(reader)
        self.assertEqual(len(rows), 3)
        self.assertFalse(any(row["can_locate"] or row["can_place"] for row in rows.values()))
        for call in (lambda: self.places(reader).set_place("res.partner", self.good.id, 60, 24),
                     lambda: self.places(reader).locate_unplaced("res.partner", self.good.ids)):
            with self.assertRaises(AccessError):
                call()
        self.assertEqual(self.good.geo_state, "none")

    def test_hidden_records_are_neither_told_nor_moved(self):
        self.env["ir.rule"].create({
            "name": "Not this one", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.good.id})
        self.assertEqual(set(self.rows()), {"Bad", "Bare"})
        self.assertRefused("you may not see it", self.places().set_place, "res.partner", self.good.id, 60, 24)
        self.assertEqual(self.places().locate_unplaced("res.partner", self.good.ids)["message"], "Nothing to locate")
        with self.assertRaises(AccessError):
            self.places(self._user("stranger", extra=())).get_unplaced("crm.lead", [1])

    def test_bad_lists(self):
        for ids in (7, "7", None, ["7"], [True], [0], [-1], [2 ** 40], {"a": 1}):
            self.assertRefused("ids:", self.places().get_unplaced, "res.partner", ids)
            self.assertRefused("ids:", self.places().locate_unplaced, "res.partner", ids)
        self.assertRefused("at most 100", self.places().get_unplaced, "res.partner", list(range(1, 102)))
        self.assertRefused("no.such.model", self.places().get_unplaced, "no.such.model", [1])
        self.assertRefused("gone", self.places().set_place, "res.partner", 987654321, 60, 24)
