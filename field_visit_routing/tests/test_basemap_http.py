"""The routes of tiles: pictures with the key kept here, and parts of a PMTiles file."""
import base64

from odoo.tests.common import HttpCase

from .. import compat
from .tile_service import TileService, png

CONTENT = b"PMTiles\x03" + bytes(range(256)) * 40


class TestTiles(HttpCase):
    def setUp(self):
        super().setUp()
        self.Basemap = self.env["field.visit.basemap"]
        self.authenticate("admin", "admin")

    def ask(self, basemap, path="3/4/2"):
        return self.url_open("/field_visit_routing/map/tile/%d/%s" % (basemap.id, path))

    def keyed(self, service):
        return self.Basemap.create({
            "name": "Streets", "is_offered": True, "api_key": "top-secret",
            "url": service.url + "/{z}/{x}/{y}?key={key}"})

    def test_a_picture_comes_through_and_its_key_does_not(self):
        with TileService() as service:
            answer = self.ask(self.keyed(service))
        self.assertEqual((answer.status_code, answer.content), (200, png()))
        self.assertEqual(answer.headers["Content-Type"], "image/png")
        self.assertIn("max-age", answer.headers["Cache-Control"])
        [(path, referer)] = service.asked
        self.assertEqual(path, "/3/4/2?key=top-secret")
        self.assertTrue(referer.startswith("http"))
        self.assertNotIn("top-secret", str(answer.headers))

    def test_traffic_is_kept_as_long_as_it_is_fresh(self):
        with TileService() as service:
            basemap = self.keyed(service)
            basemap.refresh_min = 5
            self.assertIn("max-age=300", self.ask(basemap).headers["Cache-Control"])

    def test_what_the_service_refuses_is_no_picture(self):
        for status, expected in ((403, 502), (500, 502), (404, 404)):
            with TileService(status=status) as service:
                answer = self.ask(self.keyed(service))
            self.assertEqual(answer.status_code, expected)
            self.assertNotIn("top-secret", answer.text)

    def test_a_page_instead_of_a_picture_does_not_come_through(self):
        with TileService(content=b"<script>alert(1)</script>", kind="text/html") as service:
            answer = self.ask(self.keyed(service))
        self.assertEqual(answer.status_code, 502)
        self.assertNotIn("<script>", answer.text)

    def test_tiles_that_do_not_exist_are_not_asked_for(self):
        with TileService() as service:
            basemap = self.keyed(service)
            for path in ("3/8/0", "30/0/0"):
                self.assertEqual(self.ask(basemap, path).status_code, 404)
            self.assertEqual(service.asked, [])

    def test_base_maps_that_do_not_pass_through_are_no_open_door(self):
        with TileService() as service:
            basemap = self.keyed(service)
            basemap.write({"api_key": False, "url": service.url + "/{z}/{x}/{y}"})
            self.assertEqual(self.ask(basemap).status_code, 404)
            basemap.write({"is_via_server": True, "is_offered": False})
            self.assertEqual(self.ask(basemap).status_code, 404)
            basemap.unlink()
            self.assertEqual(self.ask(basemap).status_code, 404)
            self.assertEqual(service.asked, [])

    def test_strangers_and_users_of_the_portal_get_nothing(self):
        portal = self.env["res.users"].create({
            "name": "Portal", "login": "tiles-portal", "password": "tiles-portal"})
        compat.set_groups(portal, "base.group_portal")
        with TileService() as service:
            basemap = self.keyed(service)
            self.authenticate("tiles-portal", "tiles-portal")
            self.assertEqual(self.ask(basemap).status_code, 404)
            self.authenticate(None, None)
            self.assertNotEqual(self.ask(basemap).headers.get("Content-Type"), "image/png")
            self.assertEqual(service.asked, [])


class TestPmtiles(HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate("admin", "admin")
        self.basemap = self.env["field.visit.basemap"].create({
            "name": "City", "kind": "pmtiles", "is_offered": True, "pmtiles_file": base64.b64encode(CONTENT)})

    def ask(self, part=None, **headers):
        headers = dict(headers, **({"Range": part} if part else {}))
        return self.url_open("/field_visit_routing/map/pmtiles/%d" % self.basemap.id, headers=headers)

    def test_a_part(self):
        answer = self.ask("bytes=8-15")
        self.assertEqual((answer.status_code, answer.content), (206, CONTENT[8:16]))
        self.assertEqual(answer.headers["Content-Range"], "bytes 8-15/%d" % len(CONTENT))
        self.assertEqual(answer.headers["Content-Length"], "8")

    def test_a_part_beyond_the_end_is_cut(self):
        answer = self.ask("bytes=10000-99999")
        self.assertEqual((answer.status_code, answer.content), (206, CONTENT[10000:]))

    def test_no_part_of_it(self):
        answer = self.ask("bytes=99999-100000")
        self.assertEqual(answer.status_code, 416)

    def test_the_whole_and_what_the_browser_has_already(self):
        answer = self.ask()
        self.assertEqual((answer.status_code, answer.content), (200, CONTENT))
        self.assertEqual(answer.headers["Accept-Ranges"], "bytes")
        again = self.ask(**{"If-None-Match": answer.headers["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))

    def test_a_stranger_gets_no_file(self):
        self.authenticate(None, None)
        self.assertNotIn(b"PMTiles", self.ask().content)
