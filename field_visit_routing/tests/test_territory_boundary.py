"""Outlines of territories: what is taken, what is refused and why."""
import json

from odoo.tests import tagged

from .ground_case import GroundCase

SQUARE = [[24.9, 60.1], [25.0, 60.1], [25.0, 60.2], [24.9, 60.2], [24.9, 60.1]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}


@tagged("post_install", "-at_install")
class TestBoundary(GroundCase):
    def territory(self, **values):
        return self.env["field.visit.territory"].create(
            dict({"name": "Harbour", "company_id": self.company.id}, **values))

    def ring(self, *corners):
        return json.dumps({"type": "Polygon", "coordinates": [list(map(list, corners))]})

    def test_text_of_a_file_and_a_program_s_dict_are_kept_alike(self):
        feature = {"type": "Feature", "properties": {"a": 1}, "geometry": POLYGON}
        for source in (json.dumps(feature, indent=2), feature, POLYGON):
            self.assertEqual(json.loads(self.territory(boundary=source).boundary), POLYGON)

    def test_an_outline_can_be_taken_away(self):
        area = self.territory(boundary=POLYGON)
        area.boundary = ""
        self.assertFalse(area.boundary)

    def test_a_crossing_is_refused_where_it_is(self):
        self.assertRefused("Boundary (near latitude 60.5, longitude 24.5): the outline crosses itself", self.territory,
                           boundary=self.ring((24, 60), (25, 61), (25, 60), (24, 61), (24, 60)))

    def test_every_mistake_has_its_sentence(self):
        for source, text in (
                ("{", "no GeoJSON"), ("[]", "a Polygon or MultiPolygon is needed"),
                ({"type": "Point", "coordinates": [1, 2]}, "a Polygon or MultiPolygon is needed"),
                ({"type": "Polygon", "coordinates": []}, "no corners"),
                (self.ring((24, 60), (25, 60), (25, 61)), "(near latitude 60, longitude 24): an outline is not closed"),
                (self.ring((24, 60), (25, 60), (24, 60)), "at least three"),
                (self.ring((24, 60), (24, 99), (25, 61), (24, 60)), "latitude 99, longitude 24): a corner is no place"),
                (self.ring(("x", 60), (24, 99), (25, 61), ("x", 60)), "is no position"),
                (self.ring((float("nan"), 60), (24, 99), (25, 61), (24, 60)), "no finite number"),
                (self.ring((24, 60), (25, 60), (26, 60), (24, 60)), "latitude 60"),
                (json.dumps({"type": "Polygon", "coordinates": [SQUARE, [[1, 1], [2, 1], [2, 2], [1, 1]]]}), "hole"),
        ):
            self.assertRefused(text, self.territory, boundary=source)
            self.assertRefused(text, self.territory().write, {"boundary": source})

    def test_the_owner_may_be_above(self):
        free = self.territory()
        town = self.territory(name="Town", team_id=self.team.id)
        part = self.territory(name="Part", parent_id=town.id)
        own = self.territory(name="Own", user_id=self.rep_user.id)
        self.assertEqual([area.has_owner() for area in (free, town, part, own)], [False, True, True, True])
