"""Base maps: what may be set up, and what which user's browser is told."""
import base64
import json
import os

from odoo.exceptions import AccessError, ValidationError
from odoo.tools import config

from .. import compat
from .ground_case import GroundCase

TEMPLATE = "https://tile.example.com/{z}/{x}/{y}.png"
PMTILES = b"PMTiles\x03" + b"\x00" * 119
KEYED = TEMPLATE + "?key={key}"


class BasemapCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Basemap = cls.env["field.visit.basemap"]
        cls.Basemap.search([]).write({"is_offered": False})

    @classmethod
    def basemap(cls, **values):
        return cls.Basemap.create(dict({"name": "Streets", "url": TEMPLATE, "is_offered": True}, **values))

    def offered(self, user=None):
        """What a user's browser is told, by name."""
        config_model = self.env["field.visit.map.config"].with_user(user or self.rep_user)
        return {info["name"]: info for info in config_model.get_map_config()["baseMaps"]}


class TestSources(BasemapCase):
    """Wrong addresses and files are refused in a sentence that says what to do."""

    def assertInvalid(self, text, **values):
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            self.basemap(**values)
        self.assertIn(text, str(caught.exception))

    def test_addresses_that_cannot_be_used(self):
        self.assertInvalid("https://", url="tile.example.com/{z}/{x}/{y}")
        self.assertInvalid("{y}", url="https://tile.example.com/{z}/{x}")
        self.assertInvalid("{secret}", url=TEMPLATE + "?a={secret}")
        self.assertInvalid("sub-domains", url="https://{s}.example.com/{z}/{x}/{y}")
        self.assertInvalid("no source", url=False)
        self.assertInvalid("no key is given", url=KEYED)

    def test_a_key_written_into_the_address_is_asked_into_its_field(self):
        self.assertInvalid("{key}", url=TEMPLATE + "?access_token=pk.123")

    def test_figures_out_of_range(self):
        self.assertInvalid("Finest Zoom", max_zoom=0)
        self.assertInvalid("Finest Zoom", max_zoom=23)
        self.assertInvalid("Fetched Again After", refresh_min=-1)
        self.assertInvalid("Attribution Page", attribution_url="javascript:alert(1)")

    def test_what_is_no_pmtiles_file(self):
        text = base64.b64encode(b"<html>not a map</html>")
        self.assertInvalid("no PMTiles file", kind="pmtiles", url=False, pmtiles_file=text)
        for name in ("../odoo.conf", "/etc/passwd", "city.txt"):
            self.assertInvalid("no name of a PMTiles file", kind="pmtiles", url=False, pmtiles_name=name)
        self.assertInvalid("Copy it there first", kind="pmtiles", url=False, pmtiles_name="absent.pmtiles")

    def test_a_key_of_a_remote_file_cannot_stay_on_the_server(self):
        url = "https://maps.example.com/city.pmtiles?key={key}"
        self.assertInvalid("cannot stay here", kind="pmtiles", url=url, api_key="k")
        self.assertTrue(self.basemap(kind="pmtiles", url=url, api_key="k", is_key_in_browser=True))

    def test_entries_that_come_with_the_addon_are_complete_and_not_offered(self):
        for name in ("osm", "amap", "amap_satellite", "amap_names"):
            basemap = self.env.ref("field_visit_routing.basemap_" + name)
            basemap.is_offered = True
            self.assertTrue(basemap.attribution, name)
            self.assertEqual(basemap.datum, "wgs84" if name == "osm" else "gcj02")
        self.assertEqual(set(self.offered()), set(self.Basemap.search([("is_offered", "=", True)]).mapped("name")))


class TestBrowser(BasemapCase):
    """What the configuration of the map tells a browser."""

    def test_without_settings_there_is_the_built_in_map_alone(self):
        answer = self.env["field.visit.map.config"].with_user(self.rep_user).get_map_config()
        self.assertEqual((answer["baseMaps"], answer["baseMap"], answer["borders"]), ([], "", True))

    def test_the_company_s_base_map_comes_first_when_it_is_offered(self):
        basemap = self.basemap()
        self.company.visit_basemap_id = basemap
        Config = self.env["field.visit.map.config"].with_user(self.rep_user)
        self.assertEqual(Config.get_map_config()["baseMap"], str(basemap.id))
        basemap.is_offered = False
        self.assertEqual(Config.get_map_config()["baseMap"], "")

    def test_borders_are_the_company_s_choice(self):
        self.company.visit_basemap_borders = False
        answer = self.env["field.visit.map.config"].with_user(self.rep_user).get_map_config()
        self.assertIs(answer["borders"], False)

    def test_an_outline_of_one_s_own(self):
        Config = self.env["field.visit.map.config"].with_user(self.rep_user)
        shipped = Config.get_map_config()["world"]
        parameter = self.env["ir.config_parameter"]
        parameter.set_param("field_visit_routing.world_url", "/our_maps/static/world.json")
        self.assertEqual(Config.get_map_config()["world"], "/our_maps/static/world.json")
        parameter.set_param("field_visit_routing.world_url", "javascript:alert(1)")
        self.assertEqual(Config.get_map_config()["world"], shipped)

    def test_all_that_the_component_needs(self):
        self.basemap(name="Amap", datum="gcj02", attribution="© Somebody", attribution_url="https://example.com",
                     max_zoom=18, role="overlay", refresh_min=5)
        info = self.offered()["Amap"]
        self.assertEqual(
            {key: info[key] for key in ("kind", "role", "url", "datum", "maxZoom", "refresh_s", "attribution")},
            {"kind": "raster", "role": "overlay", "url": TEMPLATE, "datum": "gcj02", "maxZoom": 18,
             "refresh_s": 300, "attribution": "© Somebody"})

    def test_a_key_stays_on_the_server(self):
        basemap = self.basemap(url=KEYED, api_key="top-secret")
        info = self.offered()["Streets"]
        self.assertEqual(info["url"], "/field_visit_routing/map/tile/%d/{z}/{x}/{y}" % basemap.id)
        self.assertNotIn("top-secret", json.dumps(self.offered()))

    def test_a_key_may_be_told_to_employees_by_choice(self):
        self.basemap(url=KEYED, api_key="top-secret", is_key_in_browser=True)
        self.assertTrue(self.offered()["Streets"]["url"].endswith("?key=top-secret"))

    def test_users_of_the_portal_get_the_built_in_map(self):
        self.basemap(url=KEYED, api_key="top-secret", is_key_in_browser=True)
        portal = self._user("portal")
        compat.set_groups(portal, "base.group_portal")
        self.assertEqual(self.offered(portal), {})

    def test_another_company_s_base_map_is_not_offered(self):
        self.basemap(name="Theirs", company_id=self.other_company.id)
        self.basemap(name="Ours", company_id=self.company.id)
        self.assertEqual(set(self.offered()), {"Ours"})

    def test_pictures_may_pass_through_without_a_key(self):
        self.basemap(is_via_server=True)
        self.assertIn("/map/tile/", self.offered()["Streets"]["url"])


class TestAccess(BasemapCase):
    def test_only_system_administrators_read_addresses_and_keys(self):
        basemap = self.basemap(url=KEYED, api_key="top-secret")
        for user in (self.rep_user, self.manager_user, self.admin_user):
            own = basemap.with_user(user)
            self.assertEqual(own.name, "Streets")
            for name in ("url", "api_key", "pmtiles_file", "pmtiles_name"):
                with self.assertRaises(AccessError, msg=name):
                    own.read([name])

    def test_only_system_administrators_change_them(self):
        basemap = self.basemap()
        with self.assertRaises(AccessError):
            basemap.with_user(self.admin_user).write({"name": "Mine"})
        with self.assertRaises(AccessError):
            self.Basemap.with_user(self.manager_user).create({"name": "Mine", "url": TEMPLATE})


class TestFiles(BasemapCase):
    """A PMTiles file in the database's file store or in a folder of the server."""

    def put_file(self, name, content=PMTILES):
        folder = os.path.join(config["data_dir"], "field_visit_maps")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name)
        self.addCleanup(os.remove, path)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def test_an_uploaded_file(self):
        basemap = self.basemap(kind="pmtiles", url=False, pmtiles_file=base64.b64encode(PMTILES))
        file, size, stamp = basemap.with_user(self.rep_user)._open_pmtiles()
        with file:
            self.assertEqual((file.read(), size), (PMTILES, len(PMTILES)))
        self.assertIn(stamp, self.offered()["Streets"]["url"])

    def test_an_administrator_uploads_it(self):
        system = self._user("system", "group_admin", extra=("base.group_system",))
        basemap = self.Basemap.with_user(system).create({
            "name": "City", "kind": "pmtiles", "is_offered": True, "pmtiles_file": base64.b64encode(PMTILES)})
        self.assertIn("/map/pmtiles/%d?" % basemap.id, self.offered()["City"]["url"])

    def test_a_file_in_the_folder(self):
        self.put_file("test-city.pmtiles")
        basemap = self.basemap(kind="pmtiles", url=False, pmtiles_name="test-city.pmtiles")
        url = self.offered()["Streets"]["url"]
        self.assertTrue(url.startswith("/field_visit_routing/map/pmtiles/%d?v=" % basemap.id), url)
        path = self.put_file("test-gone.pmtiles")
        gone = self.basemap(name="Gone", kind="pmtiles", url=False, pmtiles_name="test-gone.pmtiles")
        os.rename(path, path + ".away")
        self.assertRefused("cannot be read", gone._open_pmtiles)
        os.rename(path + ".away", path)

    def test_a_file_that_is_not_offered_is_not_read(self):
        basemap = self.basemap(kind="pmtiles", url=False, pmtiles_file=base64.b64encode(PMTILES))
        basemap.is_offered = False
        self.assertRefused("no file", basemap.with_user(self.rep_user)._open_pmtiles)
