"""What may colour and shape the points, and how its values come: fields, tags, days."""
import json
from unittest.mock import patch
from xmlrpc.client import dumps

from odoo import fields
from odoo.exceptions import AccessError

from .test_map_data import LAT, MapCase


class TestChoice(MapCase):
    """The fields that are offered."""

    def offered(self, user=None, model="res.partner", shown=()):
        target = self.env["field.visit.map"].with_user(user or self.env.user)
        return target.get_map_fields(model, shown)

    def names(self, **options):
        return [field["name"] for field in self.offered(**options)]

    def test_what_a_manager_asks_for_comes_first(self):
        first = ["visit_grade", "visit_score", "visit_due_state", "visit_score_from", "territory_id", "user_id"]
        self.assertEqual(self.names()[:7], first + ["next_visit_date"])
        self.assertEqual(self.names(model="crm.lead")[:7], first + ["stage_id"])

    def test_every_kind_that_can_be_told_apart_is_offered(self):
        kinds = {field["name"]: field["kind"] for field in self.offered()}
        for name, kind in (("visit_score", "number"), ("country_id", "many2one"), ("is_company", "boolean"),
                           ("category_id", "many2many"), ("last_visit_date", "date"), ("type", "selection")):
            self.assertEqual(kinds[name], kind)

    def test_texts_are_offered_when_the_view_shows_them(self):
        self.assertNotIn("city", self.names())
        self.assertIn("city", self.names(shown=["city"]))

    def test_coordinates_and_bookkeeping_are_not_offered(self):
        self.assertFalse({LAT, "id", "color", "write_date", "image_1920"} & set(self.names()))

    def test_every_field_offered_can_be_shown(self):
        for model in ("res.partner", "crm.lead"):
            for name in self.names(model=model):
                answer = self.ask(model=model, domain=[], color=name)
                self.assertEqual(len(answer["columns"][name]), len(answer["ids"]), name)

    def test_fields_closed_to_the_user_are_not_offered(self):
        field = self.env["res.partner"]._fields["visit_score"]
        with patch.object(field, "groups", "base.group_system"):
            self.assertNotIn("visit_score", self.names(user=self.rep_user))

    def test_without_read_access_there_is_no_answer(self):
        with self.assertRaises(AccessError):
            self.offered(user=self.plain_user, model="field.visit.rep")

    def test_unknown_names_are_refused(self):
        self.assertRefused("no.such.model", self.offered, model="no.such.model")
        self.assertRefused("shoe_size", self.offered, shown=["shoe_size"])


class TestMarks(MapCase):
    """Fields that shape the points come with the answer."""

    def test_shape_and_icon_come_along_without_being_in_the_popup(self):
        answer = self.ask(fields=["city"], shape="visit_grade", icon="is_company")
        self.assertEqual((answer["shape"], answer["icon"], answer["popup"]),
                         ("visit_grade", "is_company", ["city"]))
        self.assertEqual(answer["columns"]["is_company"], [True, True])

    def test_a_shape_closed_to_the_user_is_left_out(self):
        field = self.env["res.partner"]._fields["phone"]
        with patch.object(field, "groups", "base.group_system"):
            answer = self.ask(user=self.rep_user, shape="phone")
        self.assertEqual(answer["shape"], "")
        self.assertNotIn("phone", answer["columns"])

    def test_an_unknown_shape_is_refused(self):
        self.assertRefused("shoe_size", self.ask, shape="shoe_size")

    def test_today_is_the_user_s(self):
        with patch.object(fields.Date, "context_today", return_value=fields.Date.to_date("2026-03-01")):
            self.assertEqual(self.ask()["today"], "2026-03-01")


class TestTags(MapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tags = cls.env["res.partner.category"].create([{"name": "Coffee"}, {"name": "Cake"}])
        cls.cafe.category_id = cls.tags

    def test_tags_come_as_ids_and_their_names_once(self):
        answer = self.ask(color="category_id")
        coffee, cake = self.tags.ids
        self.assertEqual(answer["columns"]["category_id"], ["%d,%d" % (coffee, cake), False])
        self.assertEqual(answer["fields"]["category_id"]["kind"], "many2many")
        self.assertEqual(answer["fields"]["category_id"]["values"],
                         {str(coffee): "Coffee", str(cake): "Cake"})
        self.assertTrue(dumps((answer,)) and json.dumps(answer))

    def test_unsaved_tags_are_on_the_map(self):
        self.zero.category_id = self.tags[0]
        self.assertEqual(self.ask(color="category_id")["columns"]["category_id"][1], str(self.tags[0].id))

    def test_a_tag_that_the_user_may_not_see_is_not_named(self):
        self.env["ir.rule"].create({
            "name": "No cake", "model_id": self.env.ref("base.model_res_partner_category").id,
            "domain_force": "[('name', '!=', 'Cake')]"})
        answer = self.ask(user=self.rep_user, color="category_id")
        self.assertEqual(answer["columns"]["category_id"], [str(self.tags[0].id), False])
        self.assertNotIn("Cake", json.dumps(answer))

    def test_tags_of_a_model_that_hides_values_come_by_reading(self):
        event = self.env["calendar.event"].create({
            "name": "Fair", "start": "2026-01-12 09:00:00", "stop": "2026-01-12 10:00:00"})
        answer = self.ask(model="calendar.event", domain=[("id", "=", event.id)],
                          lat="duration", lon="duration", color="partner_ids")
        self.assertEqual(answer["columns"]["partner_ids"],
                         [",".join(str(number) for number in event.partner_ids.ids) or False])
