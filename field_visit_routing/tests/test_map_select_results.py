"""Chosen records go on as a list, a plan or a file."""
import csv
import io
import json
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .test_map_select import LAT, LON, SelectCase


@tagged("post_install", "-at_install")
class TestResults(SelectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exporter = cls._user("exporter", "group_leader", extra=(
            "base.group_partner_manager", "base.group_allow_export"))

    def export(self, records=None, user=None, **change):
        records = self.inside | self.nowhere if records is None else records
        options = dict({"fields": ["city", "visit_grade", "country_id", "visit_score"], "lat": LAT, "lon": LON}, **change)
        return self.tool(user or self.exporter).export_selection("res.partner", records.ids, **options)

    def table(self, answer):
        return list(csv.reader(io.StringIO(answer["content"].lstrip("\ufeff"), newline="")))

    def test_the_list_shows_who_was_chosen(self):
        action = self.tool().open_selection("res.partner", [self.inside.id, 2**31 - 1])
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.inside)
        self.assertEqual([mode for _id, mode in action["views"]][1], "form")

    def test_a_week_is_planned_with_them(self):
        action = self.tool().plan_selection("res.partner", (self.inside | self.rim).ids)
        wizard = Form(self.env[action["res_model"]].with_user(self.manager_user).with_context(**action["context"]))
        self.assertEqual(wizard.source, "selected")
        self.assertEqual(wizard.partner_ids[:], self.inside | self.rim)
        self.assertFalse(wizard.mandatory_partner_ids[:])

    def test_a_route_visits_all_of_them_in_one_day(self):
        action = self.tool().plan_selection("res.partner", (self.inside | self.rim).ids, "plan_route")
        json.dumps(action)
        wizard = Form(self.env[action["res_model"]].with_user(self.manager_user).with_context(**action["context"]))
        self.assertEqual(wizard.mandatory_partner_ids[:], self.inside | self.rim)
        self.assertEqual(wizard.date_from, wizard.date_to)

    def test_leads_are_planned_as_leads(self):
        lead = self.lead(company_id=self.company.id)
        action = self.tool().plan_selection("crm.lead", lead.ids)
        self.assertEqual(action["context"]["default_lead_ids"], [(6, 0, lead.ids)])

    def test_planning_needs_somebody_and_the_right(self):
        self.assertRefused("no customer", self.tool().plan_selection, "res.partner", [])
        self.assertRefused("cannot be done", self.tool().plan_selection, "res.company", [1])
        self.assertRefused("fly", self.tool().plan_selection, "res.partner", self.inside.ids, "fly")
        with self.assertRaises(AccessError):
            self.tool(self.plain_user).plan_selection("res.partner", self.inside.ids)

    def test_csv(self):
        self.inside.visit_score = 41
        answer = self.export()
        self.assertEqual((answer["name"], answer["count"]), ("res-partner.csv", 2))
        head, inside, nowhere = self.table(answer)
        self.assertEqual(head[0:3], ["id", "Name", "City"])
        self.assertEqual(inside, [str(self.inside.id), "Inside", "Helsinki", "C", self.finland.display_name, "41.0",
                                  "60.5", "24.5"])
        self.assertEqual(nowhere[-2:], ["", ""])

    def test_no_name_becomes_a_formula(self):
        evil = self.placed('=HYPERLINK("http://evil","Bar")', -33.5, -70.5, city="@SUM(A1)")
        row = self.table(self.export(evil))[1]
        self.assertEqual(row[1:3], ['\'=HYPERLINK("http://evil","Bar")', "'@SUM(A1)"])
        self.assertEqual(row[-2:], ["-33.5", "-70.5"])

    def test_geojson(self):
        answer = self.export(kind="geojson")
        self.assertEqual(answer["name"], "res-partner.geojson")
        inside, nowhere = json.loads(answer["content"])["features"]
        self.assertEqual(inside["geometry"], {"type": "Point", "coordinates": [24.5, 60.5]})
        self.assertEqual((inside["properties"]["name"], inside["properties"]["city"]), ("Inside", "Helsinki"))
        self.assertIsNone(nowhere["geometry"])

    def test_who_may_not_see_a_record_does_not_get_it(self):
        self.env["ir.rule"].create({
            "name": "No Rim", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.rim.id})
        self.assertEqual(self.export(self.inside | self.rim)["count"], 1)

    def test_odoo_s_right_to_export_is_needed(self):
        self.assertNotIn("export", str(self.tool().get_selection_actions("res.partner")))
        self.assertIn("export", str(self.tool(self.exporter).get_selection_actions("res.partner")))
        with self.assertRaises(AccessError):
            self.export(user=self.manager_user)

    def test_closed_fields_are_left_out(self):
        with patch.object(self.env["res.partner"]._fields["city"], "groups", "base.group_system"):
            self.assertNotIn("Helsinki", self.export()["content"])

    def test_bad_questions(self):
        self.assertRefused("pdf", self.export, kind="pdf")
        self.assertRefused("shoe_size", self.export, fields=["shoe_size"])
        self.assertRefused("lat and lon", self.export, lat="")
