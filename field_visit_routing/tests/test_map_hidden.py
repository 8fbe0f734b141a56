"""What the map tells is the same whether records that the user may not see exist or not: no point, no count."""
import json

from odoo.exceptions import AccessError, UserError

from .ground_case import HELSINKI
from .test_map_data import LAT, LON, MapCase

CIRCLE = {"type": "Circle", "coordinates": [HELSINKI[1], HELSINKI[0]], "radius_m": 5_000}
SECRET = "Sesame"


class HiddenCase(MapCase):
    """A rep who sees the records of ``self.all``, and what ``hide`` makes is out of reach."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.env["res.partner.category"].create({"name": "Rivals", "is_competitor": True})
        cls.cafe.category_id = cls.tag

    def hide(self, **values):
        """Make a customer with a position, one without and a rival, all of them named the same."""
        position = {LAT: HELSINKI[0], LON: HELSINKI[1]}
        return self.env["res.partner"].create([
            dict(values, name=SECRET, is_company=True, visit_score=99, phone="+358 555 55555", **more)
            for more in (position, {"street": "Secret Street 1"},
                         dict(position, category_id=[(6, 0, self.tag.ids)]))])

    def tool(self, method, *arguments, **options):
        return getattr(self.env["field.visit.map"].with_user(self.rep_user), method)(*arguments, **options)

    def everything(self, ids):
        """What the map's questions are answered to the rep, as one text; ``ids`` may be guessed ones."""
        among = [("id", "in", self.all.ids + ids)]
        place = {"domain": among, "lat": LAT, "lon": LON}
        answers = [
            self.tool("get_map_data", "res.partner", fields=["phone", "category_id", "company_id"],
                      color="visit_score", shape="country_id", **place),
            self.tool("get_map_weights", "res.partner", domain=among, weight="score"),
            self.tool("get_map_layers", "res.partner"),
            self.tool("search_records", "res.partner", SECRET, lat=LAT, lon=LON),
            self.tool("search_records", "res.partner", "55555", **place),
            self.tool("get_selection", "res.partner", CIRCLE, **place),
            self.tool("get_unplaced", "res.partner", ids),
        ]
        return json.dumps(answers, sort_keys=True, default=str)

    def assert_not_told(self, hidden, nobody):
        """The answers with ``hidden`` are those to ids that nobody has, and name none of them."""
        told = self.everything(hidden.ids)
        self.assertEqual(told, nobody)
        self.assertNotIn(SECRET, told)
        for record in hidden:
            with self.assertRaises(UserError) as caught:
                self.tool("get_details", "res.partner", record.id)
            self.assertNotIn(SECRET, str(caught.exception))


class TestHidden(HiddenCase):
    def test_the_questions_do_find_what_may_be_seen(self):
        self.assertIn(SECRET, self.everything(self.hide(company_id=self.company.id).ids))

    def test_a_rule_hides_points_and_counts(self):
        nobody = self.everything([2 ** 30, 2 ** 30 + 1])
        hidden = self.hide(company_id=self.company.id)
        self.env["ir.rule"].create({
            "name": "No secrets", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('name', '!=', %r)]" % SECRET})
        self.assert_not_told(hidden, nobody)

    def test_another_company_hides_points_and_counts(self):
        self.env.ref("base.res_partner_rule").active = True
        nobody = self.everything([2 ** 30, 2 ** 30 + 1])
        self.assert_not_told(self.hide(company_id=self.other_company.id), nobody)

    def test_a_model_out_of_reach_answers_nothing(self):
        for method, arguments in (
                ("get_map_data", ["field.visit.rep", [], "home_latitude", "home_longitude"]),
                ("search_records", ["field.visit.rep", SECRET, [], "home_latitude", "home_longitude"]),
                ("select_in_shape", ["field.visit.rep", CIRCLE, [], "home_latitude", "home_longitude"]),
                ("get_unplaced", ["field.visit.rep", [1]])):
            with self.assertRaises(AccessError, msg=method):
                getattr(self.env["field.visit.map"].with_user(self.plain_user), method)(*arguments)


class TestBadArguments(MapCase):
    """Arguments of the wrong kind, as programs send them, are refused in a sentence."""

    def test_kinds_of_arguments(self):
        for change, word in (
                ({"fields": 5}, "fields"), ({"fields": "city"}, "fields"), ({"fields": [5]}, "fields"),
                ({"fields": [["city"]]}, "fields"), ({"fields": {"city": 1}}, "fields"),
                ({"color": ["city"]}, "fields"), ({"color": 7}, "fields"), ({"shape": {"a": 1}}, "fields"),
                ({"lat": [LAT]}, "fields"), ({"lat": 60.1}, "fields"), ({"lat": "name"}, "lat and lon"),
                ({"lon": "country_id"}, "lat and lon"), ({"lat": None}, "lat and lon"),
                ({"domain": 5}, "domain"), ({"domain": "city"}, "domain"), ({"domain": [5]}, "domain"),
                ({"domain": {"city": "Helsinki"}}, "domain"), ({"domain": [["id", "in"]]}, "domain"),
                ({"domain": [["id", "=", "; drop table res_partner"]]}, "domain"),
                ({"model": ["res.partner"]}, "model"),
                ({"model": 5}, "model"), ({"model": ""}, "model"), ({"options": "later"}, "options"),
                ({"route": [1]}, "fields"), ({"route": "route_id", "order": 9}, "")):
            with self.subTest(change):
                self.assertRefused(word, self.ask, **change)

    def test_an_id_beyond_all_ids_finds_nobody(self):
        """From 19.0 on Odoo compares it; before, the database refuses the number."""
        try:
            self.assertEqual(self.ask(domain=[["id", "=", 10 ** 30]])["ids"], [])
        except UserError as error:
            self.assertIn("domain", str(error))

    def test_numbers_that_are_no_place_on_earth_are_counted_as_missing(self):
        """Of a model that nobody checks; JSON has no word for them."""
        companies = self.env["res.company"].create([{"name": "Place %d" % i} for i in range(6)])
        statement = 'UPDATE res_company SET visit_speed_kmh = %s, visit_detour_factor = %s WHERE id = %s'
        pairs = ((0.0, 0.0), (90.0, -180.0), (91.0, 0.0), (0.0, 181.0), ("NaN", 0.0), (0.0, "NaN"))
        for company, pair in zip(companies, pairs):
            self.env.cr.execute(statement, [*pair, company.id])
        answer = self.ask(model="res.company", domain=[("id", "in", companies.ids)],
                          lat="visit_speed_kmh", lon="visit_detour_factor", fields=["visit_speed_kmh"])
        self.assertEqual(answer["ids"], companies[:2].ids)
        self.assertEqual(answer["missing"], {"count": 4, "ids": companies[2:].ids})
        json.dumps(answer, allow_nan=False)
