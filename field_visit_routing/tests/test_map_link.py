"""Links that reopen a view of the map."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests.common import HttpCase

from ..models.map_link import KEEP_DAYS
from .ground_case import GroundCase

VIEW = {"lat": 60.17, "lon": 24.94, "zoom": 12, "base": "3", "overlays": ["4"]}
DOMAIN = [["city", "=", "Helsinki"]]


class TestLink(GroundCase):
    def setUp(self):
        super().setUp()
        self.Link = self.env["field.visit.map.link"].with_user(self.rep_user)

    def token(self, **change):
        values = dict({"model": "res.partner", "domain": DOMAIN, "view": VIEW}, **change)
        return self.Link.create_link(**values).rsplit("/", 1)[1]

    def test_a_colleague_opens_the_same_view(self):
        action = self.Link.with_user(self.leader_user).open_link(self.token())
        self.assertEqual((action["res_model"], action["domain"]), ("res.partner", DOMAIN))
        view = action["context"]["field_visit_map_view"]
        self.assertEqual({key: view[key] for key in VIEW}, VIEW)
        again = self.Link.open_link(self.token())["context"]["field_visit_map_view"]
        self.assertNotEqual(view["opening"], again["opening"])
        self.assertEqual(action["views"][0][1], "field_visit_map")

    def test_colours_come_with_it(self):
        action = self.Link.open_link(self.token(view=dict(VIEW, look={"color": "visit_grade"})))
        self.assertEqual(action["context"]["field_visit_map_look"], {"color": "visit_grade"})

    def test_the_same_view_has_one_link(self):
        self.assertEqual(self.token(), self.token())
        self.assertNotEqual(self.token(), self.token(view=dict(VIEW, zoom=13)))

    def test_a_link_opens_no_model_that_the_user_may_not_read(self):
        self.Link = self.env["field.visit.map.link"]
        token = self.token(model="ir.config_parameter", domain=[])
        with self.assertRaises(AccessError):
            self.Link.with_user(self.rep_user).open_link(token)
        with self.assertRaises(AccessError):
            self.Link.with_user(self.rep_user).create_link("ir.config_parameter", [], {})

    def test_links_of_others_cannot_be_listed(self):
        self.token()
        with self.assertRaises(AccessError):
            self.Link.search([])

    def test_what_cannot_be_kept(self):
        self.assertRefused("no.such.model", self.Link.create_link, "no.such.model", [], {})
        self.assertRefused("a list", self.Link.create_link, "res.partner", "city", {})
        self.assertRefused("a dictionary", self.Link.create_link, "res.partner", [], "view")
        self.assertRefused("cannot be used", self.Link.create_link, "res.partner", [["no_field", "=", 1]], {})
        self.assertRefused("numbers", self.Link.create_link, "res.partner", [], {"lat": float("nan")})
        self.assertRefused("too long", self.Link.create_link, "res.partner", [], {"note": "x" * 60_000})

    def test_a_link_that_never_was(self):
        for token in ("", "abc", "%", False):
            self.assertRefused("does not exist", self.Link.open_link, token)

    def test_links_are_forgotten_after_a_year(self):
        old, new = self.token(), self.token(domain=[])
        links = self.Link.sudo().search([("token", "in", [old, new])])
        past = fields.Datetime.now() - timedelta(days=KEEP_DAYS + 1)
        self.env.cr.execute("UPDATE field_visit_map_link SET create_date = %s WHERE token = %s", [past, old])
        links._gc_links()
        self.assertEqual(links.exists().mapped("token"), [new])


class TestLinkAddress(HttpCase):
    def test_it_leads_to_the_web_client(self):
        self.authenticate("admin", "admin")
        answer = self.url_open("/field_visit_routing/map/open/a%26b", allow_redirects=False)
        self.assertIn(answer.status_code, (302, 303))
        self.assertTrue(answer.headers["Location"].endswith("/web#action=field_visit_map_link&token=a%26b"))

    def test_strangers_sign_in_first_and_get_there_then(self):
        answer = self.url_open("/field_visit_routing/map/open/abc", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertIn("map%2Fopen%2Fabc", answer.headers["Location"])
