"""Areas from a file: the tree, what exists already, what is refused, and that a failed import changes nothing."""
import base64
import json
import xmlrpc.client
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import compat
from .area_file_case import BOW, AreaFileCase, collection, feature, square, zipped_shapes

#: Longitudes and latitudes of a block in Shanghai, as Amap writes them.
SHANGHAI = [[121.4943, 31.23], [121.5043, 31.23], [121.5043, 31.24], [121.4943, 31.23]]


@tagged("post_install", "-at_install")
class TestAreaImport(AreaFileCase):
    def test_a_file_makes_a_tree(self):
        answer = self.take(collection(
            feature(name="Kallio", code="091-11", parent="091"), feature(square(24.0, 60.0, 2.0), name="Helsinki", code="091")))
        kallio, town = self.env["field.visit.territory"].browse(answer["ids"])
        self.assertEqual((kallio.complete_name, kallio.code, kallio.kind), ("Helsinki / Kallio", "091-11", "administrative"))
        self.assertEqual(json.loads(kallio.boundary), {"type": "Polygon", "coordinates": [square()]})
        self.assertEqual((answer["created"], town.parent_id, town.company_id), (2, town.browse(), self.company))

    def test_the_same_file_again_changes_nothing_and_a_newer_one_its_outline(self):
        first = self.take(collection(feature(name="Kallio", code="1"), feature(square(26), name="Pasila")))
        stamp = self.areas().mapped("write_date")
        again = self.take(collection(feature(name="Kallio", code="1"), feature(square(26), name="Pasila")))
        self.assertEqual((again["same"], again["ids"], self.areas().mapped("write_date")), (2, [], stamp))
        newer = self.take(collection(feature(square(27), name="Berghäll", code="1")))
        self.assertEqual((newer["ids"], newer["changed"]), (first["ids"][:1], 1))
        self.assertEqual(self.areas().browse(newer["ids"]).name, "Berghäll")
        left = self.take(collection(feature(square(28), name="Kallio", code="1")), existing="skip")
        self.assertEqual((left["skipped"], left["ids"]), (1, []))

    def test_what_a_file_does_not_tell_is_kept(self):
        ids = self.take(collection(feature(name="Kallio", code="1")))["ids"]
        area = self.areas().browse(ids)
        area.write({"user_id": self.rep_user.id, "kind": "business", "color": 5})
        self.take(collection(feature(square(26), name="Kallio", code="1")))
        self.assertEqual((area.user_id, area.kind, area.color), (self.rep_user, "business", 5))

    def test_areas_come_below_a_chosen_one_and_move_when_the_file_says_so(self):
        town = self.env["field.visit.territory"].create({"name": "Helsinki", "company_id": self.company.id})
        ids = self.take(collection(feature(name="Kallio")), part_of=town.id)["ids"]
        kallio = self.areas().browse(ids)
        self.assertEqual(kallio.parent_id, town)
        self.take(collection(feature(name="Kallio", code="1"), feature(square(26), name="North", code="2")), part_of=town.id)
        self.take(collection(feature(name="Kallio", code="1", parent="2")))
        self.assertEqual(kallio.parent_id.name, "North")

    def test_customers_come_in_once_for_all_areas(self):
        kahvila = self.customer(partner_latitude=60.15, partner_longitude=24.95, geo_state="manual", company_id=self.company.id)
        town = self.take(collection(feature(square(24.0, 60.0, 2.0), name="Helsinki", code="091")))["ids"]
        self.assertEqual(kahvila.territory_id.ids, town)
        found = []
        model = type(self.env["field.visit.membership"])
        changes = model._visit_changes

        def counted(membership, *args, **kwargs):
            found.append(1)
            return changes(membership, *args, **kwargs)

        with patch.object(model, "_visit_changes", counted):
            ids = self.take(collection(feature(square(24.0, 60.0, 3.0), name="Helsinki", code="091"),
                                       feature(name="Kallio", code="1", parent="091"),
                                       feature(square(26), name="Pasila", code="2", parent="091")))["ids"]
        self.assertEqual((len(ids), len(found), kahvila.territory_id.name), (3, 1, "Kallio"))

    def test_a_dry_run_tells_and_writes_nothing(self):
        self.customer(partner_latitude=60.15, partner_longitude=24.95, geo_state="manual", company_id=self.company.id)
        answer = self.take(collection(feature(name="Kallio"), feature(BOW, name="Bow")), dry_run=True)
        good, bad = answer["areas"]
        self.assertEqual((answer["ids"], answer["created"], answer["bad"], self.areas().ids), ([], 1, 1, []))
        self.assertEqual((good["state"], good["customers"], good["corners"]), ("new", 1, 5))
        # 0.1° of latitude by 0.1° of longitude at 60.15° north
        self.assertAlmostEqual(good["size_km2"], 11.14 * 5.56, delta=0.5)
        self.assertIn("crosses itself", bad["message"])
        self.assertIn("crosses itself", xmlrpc.client.dumps((answer,)))

    def test_one_bad_area_refuses_everything_and_is_named_with_its_place(self):
        self.assertRefused("Area 2 Bow: Boundary (near latitude 60.5, longitude 24.5): the outline crosses itself",
                           self.take, collection(feature(name="Kallio"), feature(BOW, name="Bow")))
        self.assertFalse(self.areas())
        answer = self.take(collection(feature(name="Kallio"), feature(BOW, name="Bow")), leave_out=True)
        self.assertEqual(self.areas().mapped("name"), ["Kallio"])
        self.assertEqual((answer["created"], answer["bad"]), (1, 1))
        self.assertRefused("None of the areas can be used", self.take, collection(feature(BOW, name="Bow")), leave_out=True)

    def test_a_fault_in_the_middle_of_writing_takes_everything_back(self):
        self.take(collection(feature(name="Old", code="1")))
        # the dates are looked at by the model, when the first level of the tree is written already
        late = feature(square(27), name="New", parent="Old", date_from="2026-02-01", date_to="2026-01-01")
        changed = feature(square(26), name="Old", code="1")
        self.assertRefused("before it begins", self.take, collection(changed, late, field_visit_territories=1))
        self.assertEqual((self.areas().mapped("name"), json.loads(self.areas().boundary)["coordinates"]), (["Old"], [square()]))

    def test_all_areas_are_of_one_company(self):
        foreign = self.env["field.visit.territory"].create({"name": "Theirs", "company_id": self.other_company.id})
        self.manager_user.company_ids += self.other_company
        self.assertRefused("of another company", self.take, collection(feature(name="New")), part_of=foreign.id)
        ids = self.take(collection(feature(name="New")), part_of=foreign.id, company_id=self.other_company.id)["ids"]
        self.assertEqual(self.env["field.visit.territory"].browse(ids).complete_name, "Theirs / New")

    def test_a_loop_is_refused_with_its_chain(self):
        self.assertRefused("It would be part of itself: A → B → A", self.take, collection(
            feature(name="A", code="1", parent="2"), feature(name="B", code="2", parent="1")))

    def test_files_of_another_kind_and_damaged_ones(self):
        for content, text in (
                (b"hello", "no file of areas"), (b'{"type": "FeatureCollection",', "Line 1, column"),
                (b'{"type": "Topology"}', "TopoJSON"), (b"PK\x03\x04rubbish", "damaged or cut off"), (b"", "no file of areas"),
                (b'<?xml version="1.0"?><kml><Document>', "no valid KML"),
                ('{"type": "Feature", "properties": {"name": "Töölö"}}'.encode("latin-1"), "line or record 1: the text is not"),
        ):
            self.assertRefused(text, self.take, base64.b64encode(content))
        for nothing in ("%%%", 5, None):
            self.assertRefused("", self.take, nothing)

    def test_coordinates_that_are_no_degrees_or_exchanged(self):
        metres = [[385000, 6671000], [386000, 6671000], [386000, 6672000], [385000, 6671000]]
        self.assertRefused("Area 1 Kallio begins at 385000.0, 6671000.0: these are no degrees", self.take,
                           collection(feature(metres, name="Kallio")))
        far = [[-33.8, 151.2], [-33.8, 151.3], [-33.9, 151.3], [-33.8, 151.2]]
        self.assertRefused("there is no such latitude", self.take, collection(feature(far, name="Sydney")))
        self.customer(partner_latitude=60.15, partner_longitude=24.95, geo_state="manual", company_id=self.company.id)
        swapped = collection(feature([[lat, lon] for lon, lat in square()], name="Kallio"))
        self.assertRefused("Choose the order", self.take, swapped)
        self.assertEqual(self.take(swapped, order="lat_lon")["created"], 1)
        self.assertEqual(json.loads(self.areas().boundary)["coordinates"], [square()])

    def test_a_shapefile_without_prj_and_one_in_another_projection(self):
        from pyproj import CRS
        ring = [(385000.0, 6671000.0), (385000.0, 6672000.0), (386000.0, 6672000.0), (385000.0, 6671000.0)]
        self.assertRefused("areas.shp has no .prj", self.take, zipped_shapes("Kallio", ring))
        tm35_text = CRS(3067).to_wkt("WKT1_ESRI")
        tm35 = zipped_shapes("Kallio", ring, tm35_text)
        # how the projection is called differs between releases of PROJ
        self.assertRefused("in another projection: %s EPSG:3067" % CRS(tm35_text).name, self.take, tm35)
        self.assertEqual(self.take(tm35, convert=True)["created"], 1)
        self.assertAlmostEqual(json.loads(self.areas().boundary)["coordinates"][0][0][1], 60.16, places=2)
        broken = zipped_shapes("黄浦", [(24.9, 60.1), (24.9, 60.2), (25.0, 60.2), (24.9, 60.1)], CRS(4326).to_wkt(), "gbk")
        self.assertRefused("areas.dbf, line or record 1: the text is not in the encoding utf-8", self.take, broken)
        self.assertEqual(self.take(broken, encoding="gb18030")["areas"][0]["name"], "黄浦")

    def test_two_million_corners(self):
        ring = json.dumps(square() * 5000)
        row = '{"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "Polygon", "coordinates": [%s]}}' % ring
        content = '{"type": "FeatureCollection", "features": [%s]}' % ",".join([row] * 80)
        self.assertRefused("at most 500000 are kept. Choose “Simplify”", self.take, base64.b64encode(content.encode()))

    def test_maps_of_china_ask_for_their_datum(self):
        content = collection(feature(SHANGHAI, name="黄浦区", adcode=310101))
        self.assertRefused("Choose where the coordinates come", self.take, content)
        self.take(content, datum="gcj02")
        self.assertEqual(self.areas().code, "310101")
        self.assertLess(json.loads(self.areas().boundary)["coordinates"][0][0][0], 121.491)

    def test_the_columns_can_be_told(self):
        content = collection(feature(name="wrong", label="Kallio", nr="5"))
        self.take(content, name_field="label", code_field="nr")
        self.assertEqual((self.areas().name, self.areas().code), ("Kallio", "5"))
        self.assertRefused('name_field: the file has no "titel". It has: name, label, nr', self.take, content, name_field="titel")

    def test_options_that_make_no_sense(self):
        content = collection(feature(name="Kallio"))
        for options, text in (
                ({"colour": 1}, "colour is no field"), ({"existing": "maybe"}, "existing: 'maybe' is unknown"),
                ({"order": "xy"}, "order"), ({"kind": "x"}, "kind"), ({"simplify_m": "x"}, "simplify_m"),
                ({"simplify_m": -1}, "simplify_m"), ({"part_of": 10**9}, "there is no record with id"),
                ({"part_of": "x"}, "not a list of ids"), ({"crs": 3067}, "asked for by a text"),
                ({"company_id": self.other_company.id}, "none of your companies"),
        ):
            self.assertRefused(text, self.take, content, **options)
        self.assertRefused("asked for by a dictionary", self.territories.import_areas, content, "", "x")

    def test_only_who_may_create_territories_imports(self):
        for user in (self.plain_user, self.rep_user):
            with self.assertRaises(AccessError):
                self.take(collection(feature(name="Kallio")), user=user)
        self.assertEqual(self.take(collection(feature(name="Kallio")), user=self.admin_user)["created"], 1)


@tagged("post_install", "-at_install")
class TestAreaExport(AreaFileCase):
    def setUp(self):
        super().setUp()
        self.manager_user.write({compat.USER_GROUPS: [(4, self.env.ref("base.group_allow_export").id)]})
        self.state = self.env["res.country.state"].search([("country_id", "=", self.env.ref("base.us").id)], limit=1)

    def tree(self):
        hole = square(24.94, 60.14, 0.01)
        town = self.env["field.visit.territory"].create({
            "name": "Helsinki", "code": "091", "company_id": self.company.id, "kind": "administrative", "color": 3})
        return town | self.env["field.visit.territory"].create([{
            "name": "Kallio", "parent_id": town.id, "company_id": self.company.id, "precedence": 7, "priority_percent": 150,
            "boundary": {"type": "Polygon", "coordinates": [square(), hole]}, "date_from": "2026-01-01",
            "zips": "00500-00599", "cities": "Helsinki",
        }, {
            "name": "Abroad", "parent_id": town.id, "company_id": self.company.id, "user_id": self.rep_user.id,
            "country_ids": [(6, 0, [self.env.ref("base.us").id])], "state_ids": [(6, 0, self.state.ids)],
            "boundary": {"type": "MultiPolygon", "coordinates": [[square(170.123456789)], [square(-171.0)]]}}])

    def facts(self, areas):
        names = ("complete_name", "code", "kind", "color", "boundary", "cities", "zips", "precedence", "priority_percent",
                 "date_from", "date_to", "country_ids", "state_ids")
        return sorted([str([area[name] for name in names]) for area in areas])

    def test_what_is_exported_is_imported_elsewhere_as_it_was(self):
        town = self.tree()[0]
        made = town.with_user(self.manager_user).export_areas()
        self.assertEqual((made["name"], made["count"], made["outlines"]), ("Helsinki.geojson", 3, 2))
        self.manager_user.company_ids += self.other_company
        answer = self.take(base64.b64encode(made["content"].encode()), company_id=self.other_company.id)
        there = self.env["field.visit.territory"].browse(answer["ids"])
        self.assertEqual(self.facts(there), self.facts(self.areas()))
        # who sells somewhere else sells not there
        self.assertFalse(there.mapped("user_id"))
        again = self.take(base64.b64encode(made["content"].encode()))
        self.assertEqual((again["same"], again["created"], again["changed"]), (3, 0, 0))

    def test_a_part_finds_its_place_again(self):
        areas = self.tree()
        made = areas[1].with_user(self.manager_user).export_areas()
        areas[1].unlink()
        self.take(base64.b64encode(made["content"].encode()))
        self.assertEqual(self.areas().filtered(lambda a: a.name == "Kallio").parent_id, areas[0])

    def test_chosen_ones_without_their_parts(self):
        made = self.tree()[0].with_user(self.manager_user).export_areas(parts=False)
        self.assertEqual((made["count"], made["outlines"]), (1, 0))
        document = json.loads(made["content"])
        self.assertEqual(document["features"][0]["properties"]["name"], "Helsinki")

    def test_bad_values_of_our_own_form_are_told(self):
        def own(**properties):
            return collection(feature(**dict({"name": "Kallio"}, **properties)), field_visit_territories=1)
        for properties, text in (({"countries": "XX"}, 'country with the code "XX"'),
                                 ({"states": "US-??"}, '"US-??" is no state'),
                                 ({"precedence": "high"}, "no whole number"), ({"precedence": "5000"}, "out of range"),
                                 ({"zips": "9-1"}, "Postcodes"), ({"date_from": "soon"}, "no date")):
            self.assertRefused(text, self.take, own(**properties))
        self.assertFalse(self.areas())

    def test_exporting_needs_the_right_to_export(self):
        areas = self.tree()
        with self.assertRaises(AccessError):
            areas.with_user(self.rep_user).export_areas()
        self.assertRefused("no territory to export", self.territories.export_areas)
        with self.assertRaises(AccessError):
            self.env["field.visit.territory"].create({"name": "x", "company_id": self.other_company.id}).with_user(
                self.manager_user).export_areas()

    def test_the_action_hands_the_file_to_the_browser(self):
        action = self.tree()[0].with_user(self.manager_user).action_export()
        record = self.env["field.visit.area.export"].search([], order="id desc", limit=1)
        self.assertIn("/web/content/field.visit.area.export/%d/file" % record.id, action["url"])
        self.assertIn(b"FeatureCollection", base64.b64decode(record.file))


@tagged("post_install", "-at_install")
class TestAreaImportDialog(AreaFileCase):
    def dialog(self, content, **values):
        return self.env["field.visit.area.import"].with_user(self.manager_user).create(dict({
            "file": content, "file_name": "areas.geojson", "company_id": self.company.id}, **values))

    def test_check_then_import(self):
        dialog = self.dialog(collection(feature(name="Kallio", code="1"), feature(BOW, name="Bow", code="2")))
        dialog.action_check()
        self.assertEqual((dialog.state, dialog.new_count, dialog.bad_count, self.areas().ids), ("checked", 1, 1, []))
        self.assertEqual({column.name: column.meaning for column in dialog.column_ids}, {"name": "name", "code": "code"})
        self.assertIn("crosses itself", dialog.bad_ids.message)
        self.assertRefused("nothing was imported", dialog.action_import)
        dialog.leave_out = True
        dialog.action_import()
        self.assertEqual((dialog.state, dialog.territory_ids.mapped("name")), ("done", ["Kallio"]))
        self.assertEqual(dialog.action_open()["domain"], [("id", "in", self.areas().ids)])

    def test_other_columns_are_taken_at_the_next_check(self):
        dialog = self.dialog(collection(feature(name="wrong", label="Kallio")))
        dialog.action_check()
        dialog.column_ids.filtered(lambda c: c.name == "name").meaning = False
        dialog.column_ids.filtered(lambda c: c.name == "label").meaning = "name"
        dialog.action_check()
        self.assertEqual(dialog.line_ids.name, "Kallio")

    def test_questions_hold_up_the_import_until_they_are_answered(self):
        dialog = self.dialog(collection(feature(SHANGHAI, name="Bund")))
        dialog.action_check()
        self.assertTrue(dialog.datum_asked)
        self.assertRefused("Choose where the coordinates come", dialog.action_import)
        dialog.datum = "wgs84"
        dialog.action_import()
        self.assertEqual(dialog.state, "done")

    def test_no_file_and_another_file(self):
        dialog = self.dialog(False)
        self.assertRefused("no file yet", dialog.action_check)
        dialog.file = collection(feature(name="Kallio"))
        dialog.action_check()
        dialog.action_back()
        self.assertEqual((dialog.state, dialog.column_ids.ids, dialog.line_ids.ids), ("draft", [], []))

    def test_reps_do_not_get_in(self):
        with self.assertRaises(AccessError):
            self.env["field.visit.area.import"].with_user(self.rep_user).create({"file": collection(feature(name="x"))})
