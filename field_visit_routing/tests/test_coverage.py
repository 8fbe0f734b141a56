"""Coverage of territories: ours and theirs, distances to the nearest, threats and white spots, as each user sees them."""
import json
import xmlrpc.client

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .ground_case import GroundCase

#: North to south, in degrees of latitude per kilometre.
KM = 1 / 111.195
SOUTH, WEST = 60.0, 25.0


class CoverageCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        square = [[WEST, SOUTH], [WEST + 0.2, SOUTH], [WEST + 0.2, SOUTH + 0.1], [WEST, SOUTH + 0.1], [WEST, SOUTH]]
        cls.town = cls.env["field.visit.territory"].create({
            "name": "Town", "company_id": cls.company.id, "boundary": {"type": "Polygon", "coordinates": [square]}})
        tag = cls.env["res.partner.category"].create({"name": "Rivals", "is_competitor": True})
        cls.rival = cls.at("Rival", 2, category_id=[(4, tag.id)], threat_radius_m=1500)

    @classmethod
    def at(cls, name, north_km, model="customer", **values):
        """A customer or lead so many kilometres north of the town's southern border, nobody's."""
        return getattr(cls, model)(**dict({
            "name": name, "partner_latitude": SOUTH + north_km * KM, "partner_longitude": WEST + 0.1, "geo_state": "manual",
            "company_id": cls.company.id, "user_id": False}, **values))


@tagged("post_install", "-at_install")
class TestCoverage(CoverageCase):
    def row(self, user=None, territory=None, **options):
        areas = (territory or self.town).with_user(user or self.manager_user)
        return areas.get_coverage(**options)[0]

    def test_who_is_counted(self):
        self.at("Ours", 1)
        self.at("Theirs", 3, competitor_id=self.rival.id)
        self.at("Hoped", 5, model="lead", competitor_id=self.rival.id)
        self.at("Lead", 6, model="lead")
        self.at("Abroad", 300)
        self.at("Nowhere", 1, geo_state="none")
        row = self.row()
        self.assertEqual((row["customers"], row["leads"], row["their_customers"], row["their_sites"]), (1, 1, 2, 1))

    def test_the_nearest_of_each(self):
        self.at("First", 1)
        self.at("Second", 3)
        self.at("Lead", 7, model="lead")
        row = self.row()
        # to the other customer 2 km, 2 km, and 4 km from the lead; to the rival 1, 1 and 5 km
        self.assertAlmostEqual(row["own_median_m"], 2000, delta=5)
        self.assertAlmostEqual(row["own_mean_m"], 8000 / 3, delta=5)
        self.assertAlmostEqual(row["their_median_m"], 1000, delta=5)
        self.assertAlmostEqual(row["their_mean_m"], 7000 / 3, delta=5)

    def test_without_anybody_to_be_near_to(self):
        self.rival.geo_state = "none"
        self.at("Alone", 1)
        row = self.row()
        self.assertEqual((row["own_median_m"], row["their_mean_m"]), (-1.0, -1.0))

    def test_the_threat_radius_is_each_site_s_own(self):
        self.at("Near", 3)
        self.at("Far", 4)
        self.assertEqual(self.row()["threatened"], 1)
        self.rival.threat_radius_m = 2500
        self.assertEqual(self.row()["threatened"], 2)
        self.rival.threat_radius_m = 0
        self.assertEqual(self.row()["threatened"], 0)

    def test_white_spots_and_white_space(self):
        self.at("Ours", 5)
        near, far = self.at("Near lead", 5.9, model="lead"), self.at("Far lead", 7.5, model="lead")
        theirs = self.at("Theirs", 2.5, competitor_id=self.rival.id)
        row = self.row()
        self.assertEqual((row["white_spots"], row["white_lead_ids"], row["white_partner_ids"]), (2, far.ids, theirs.ids))
        self.assertNotIn(near.id, row["white_lead_ids"])
        self.assertAlmostEqual(row["area_km2"] - row["white_km2"], 3.14159, delta=0.05)
        self.assertEqual(row["white_outline"]["type"], "Polygon")
        wide = self.row(white_km=30.0)
        self.assertEqual((wide["white_spots"], wide["white_km2"], wide["white_outline"]), (0, 0.0, {}))
        self.assertIn("white_outline", xmlrpc.client.dumps(([row, wide],)))

    def test_an_area_counts_without_its_parts(self):
        half = [[WEST, SOUTH], [WEST + 0.2, SOUTH], [WEST + 0.2, SOUTH + 0.05], [WEST, SOUTH + 0.05], [WEST, SOUTH]]
        part = self.env["field.visit.territory"].create({
            "name": "South", "parent_id": self.town.id, "company_id": self.company.id,
            "boundary": {"type": "Polygon", "coordinates": [half]}})
        self.at("In the part", 1)
        self.at("In the rest", 8)
        both = (self.town | part).with_user(self.manager_user).get_coverage()
        self.assertEqual([row["customers"] for row in both], [1, 1])
        self.assertAlmostEqual(both[0]["area_km2"], both[1]["area_km2"], delta=0.5)

    def test_places_in_no_territory_have_a_row_when_all_are_asked_for(self):
        self.at("Abroad", 300)
        rows = self.env["field.visit.territory"].with_user(self.manager_user).get_coverage()
        self.assertIn("In no territory", [row["name"] for row in rows if not row["territory_id"]])
        self.assertIn(self.town.id, [row["territory_id"] for row in rows])

    def test_another_company_s_customers_cover_nothing(self):
        self.manager_user.company_ids += self.other_company
        self.at("Lead", 5, model="lead")
        self.at("Theirs abroad", 5, company_id=self.other_company.id, territory_id=False)
        both = dict(self.env.context, allowed_company_ids=(self.company | self.other_company).ids)
        row = self.town.with_user(self.manager_user).with_context(**both).get_coverage()[0]
        self.assertEqual((row["customers"], row["white_spots"], row["own_median_m"]), (0, 1, -1.0))

    def test_everybody_counts_what_he_may_see(self):
        self.at("Mine", 1, user_id=self.rep_user.id)
        self.at("Another's", 3, user_id=self.other_rep_user.id)
        self.assertEqual(self.row()["customers"], 2)
        seen = self.env["res.partner"].with_user(self.rep_user).search_count([
            ("territory_id", "=", self.town.id), ("is_competitor", "=", False)])
        self.assertEqual(self.row(self.rep_user)["customers"], seen)

    def test_distances_that_make_no_sense(self):
        for value in (0, -1, "far", True, None, 5000):
            self.assertRefused("white_km", self.row, white_km=value)

    def test_reach_and_supplier_are_checked(self):
        for value, text in ((-1, "out of range"), ("x", "not a number"), (10**9, "out of range")):
            self.assertRefused(text, self.rival.write, {"threat_radius_m": value})
        self.assertRefused("cannot buy from itself", self.rival.write, {"competitor_id": self.rival.id})

    def test_the_map_knows_the_reach(self):
        sites = self.env["field.visit.map"].with_user(self.manager_user).get_map_layers("res.partner")["competitors"]
        self.assertEqual([site["radius_m"] for site in sites if site["id"] == self.rival.id], [1500])


@tagged("post_install", "-at_install")
class TestCoverageReport(CoverageCase):
    def report(self, user=None, **values):
        report = self.env["field.visit.coverage.report"].with_user(user or self.manager_user).create(values)
        action = report.action_show()
        return self.env["field.visit.coverage"].with_user(user or self.manager_user).search(action["domain"])

    def test_rows_lead_to_their_white_spots(self):
        lead = self.at("Lead", 7.5, model="lead")
        theirs = self.at("Theirs", 2.5, competitor_id=self.rival.id)
        row = self.report(territory_id=self.town.id)
        self.assertEqual((row.name, row.own_known, row.their_known, row.white_percent), ("Town", False, True, 100.0))
        self.assertEqual(row.action_white_leads()["domain"], [("id", "in", lead.ids)])
        self.assertEqual(row.action_white_customers()["domain"], [("id", "in", theirs.ids)])
        self.assertEqual(row.action_map()["res_model"], "res.partner")

    def test_white_areas_are_a_layer_of_whoever_asked(self):
        layers = self.env["field.visit.map"].with_user(self.manager_user).get_map_layers
        self.assertEqual(layers("res.partner")["whites"], [])
        self.report(territory_id=self.town.id)
        (white,) = layers("res.partner")["whites"]
        self.assertEqual((white["id"], white["name"], white["geometry"]["type"]), (self.town.id, "Town", "Polygon"))
        self.assertIn("within 1 km", white["note"])
        other = self.env["field.visit.map"].with_user(self.admin_user).get_map_layers("res.partner")
        self.assertEqual(other["whites"], [])

    def test_a_report_is_its_owner_s(self):
        rows = self.report(territory_id=self.town.id)
        with self.assertRaises(AccessError):
            rows.with_user(self.leader_user).read(["name"])
        self.assertFalse(self.env["field.visit.coverage"].with_user(self.leader_user).search([("id", "in", rows.ids)]))
        with self.assertRaises(AccessError):
            self.env["field.visit.coverage.report"].with_user(self.rep_user).create({})
        self.assertTrue(self.env["field.visit.map"].with_user(self.rep_user).get_map_layers("res.partner"))

    def test_asked_again_it_has_new_rows(self):
        report = self.env["field.visit.coverage.report"].with_user(self.manager_user).create({"territory_id": self.town.id})
        report.action_show()
        report.white_km = 30.0
        self.at("Ours", 5)
        report.action_show()
        self.assertEqual((len(report.line_ids), report.line_ids.white_km2), (1, 0.0))
        self.assertFalse(json.loads(report.line_ids.white_outline or "null"))
