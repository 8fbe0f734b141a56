"""The view type: what is accepted, what is refused, and how the web client gets it."""
from unittest.mock import patch

from lxml import etree
from odoo.exceptions import ValidationError

from .. import compat
from .ground_case import GroundCase

GOOD = '<field_visit_map lat="partner_latitude" lon="partner_longitude"><field name="city"/></field_visit_map>'


class TestMapView(GroundCase):
    def create_view(self, arch, model="res.partner"):
        return self.env["ir.ui.view"].create({
            "name": "a map", "model": model, "type": "field_visit_map", "arch": arch})

    def assertViewRefused(self, arch, *texts):
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            self.create_view(arch)
        for text in texts:
            self.assertIn(text, str(caught.exception))

    def test_a_good_view(self):
        self.assertEqual(self.create_view(GOOD).type, "field_visit_map")

    def test_a_view_on_any_model_with_two_numbers(self):
        arch = '<field_visit_map lat="visit_speed_kmh" lon="visit_detour_factor"/>'
        self.assertTrue(self.create_view(arch, model="res.company"))

    def test_a_view_may_show_what_belongs_to_its_records(self):
        arch = ('<field_visit_map records="field.visit" link="route_id" popup="state,phone" lat="visit_latitude" '
                'lon="visit_longitude"/>')
        self.assertTrue(self.create_view(arch, model="field.visit.route"))
        for bad in (arch.replace("field.visit\"", "field.visits\""), arch.replace('link="route_id"', ""),
                    arch.replace("route_id", "rep_id"), arch.replace("phone", "shoe"),
                    arch.replace("popup=", "only='[[\"shoe\", \"=\", 1]]' popup="),
                    arch.replace("popup=", "only='nothing' popup=")):
            with self.subTest(bad), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.create_view(bad, model="field.visit.route")

    def test_without_coordinates(self):
        self.assertViewRefused('<field_visit_map lat="partner_latitude"/>', "a map", "lon")

    def test_unknown_field(self):
        self.assertViewRefused(GOOD.replace('lat="partner_latitude"', 'lat="latitude"'), "latitude")
        self.assertViewRefused(GOOD.replace("<field_visit_map ", '<field_visit_map color="shoe" '),
                               "color", "shoe")

    def test_unknown_field_in_the_popup(self):
        self.assertViewRefused(GOOD.replace("city", "shoe_size"), "shoe_size")

    def test_coordinates_are_numbers(self):
        self.assertViewRefused(GOOD.replace("partner_latitude", "name"), "name", "float")

    def test_only_fields_inside(self):
        self.assertViewRefused(GOOD.replace("<field ", "<group/><field "), "group")

    def test_the_web_client_gets_every_map_view_of_the_addon(self):
        routes = etree.fromstring(compat.view_arch(self.env["field.visit.route"], "field_visit_map"))
        self.assertEqual((routes.get("records"), routes.get("link")), ("field.visit", "route_id"))
        for model in ("res.partner", "crm.lead", "field.visit", "field.visit.plan.stop"):
            arch = etree.fromstring(compat.view_arch(self.env[model], "field_visit_map"))
            self.assertEqual(arch.tag, "field_visit_map", model)
            self.assertIn(arch.get("lat"), self.env[model]._fields)
            self.assertTrue(arch.findall("field"), model)

    def test_fields_closed_to_the_user_are_not_in_the_popup(self):
        view = self.create_view(GOOD)
        partners = self.env["res.partner"].with_user(self.rep_user)
        with patch.object(partners._fields["city"], "groups", "base.group_system"):
            arch = etree.fromstring(compat.view_arch(partners, "field_visit_map", view.id))
        self.assertEqual(arch.findall("field"), [])

    def test_actions_open_the_map(self):
        for name in ("action_customers", "action_leads", "action_this_week", "action_visits"):
            action = self.env.ref("field_visit_routing." + name)
            self.assertIn("field_visit_map", [mode for _view, mode in action.views], name)
