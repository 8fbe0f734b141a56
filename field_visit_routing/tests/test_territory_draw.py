"""Territories drawn on the map: saved, redrawn, given back; what is refused and what is told before."""
import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .ground_case import GroundCase


def square(west, south, east, north):
    return {"type": "Polygon", "coordinates": [
        [[west, south], [east, south], [east, north], [west, north], [west, south]]]}


CENTRE = square(24.90, 60.15, 25.00, 60.20)
EAST = square(25.00, 60.15, 25.10, 60.20)
BOTH = square(24.90, 60.15, 25.10, 60.20)
PLACE = {"partner_latitude": 60.17, "partner_longitude": 24.95}
BOW_TIE = {"type": "Polygon", "coordinates": [[[24, 60], [26, 62], [26, 60], [24, 62], [24, 60]]]}


@tagged("post_install", "-at_install")
class TestDrawing(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.areas = cls.env["field.visit.territory"].with_user(cls.manager_user)

    def drawn(self, **vals):
        answer = self.areas.draw_area(dict({"name": "Centre", "boundary": CENTRE}, **vals))
        return self.areas.browse(answer["id"])

    # ---- saving -------------------------------------------------------------------------------------
    def test_a_new_territory_with_all_it_may_have(self):
        town = self.drawn(name="Town", boundary=BOTH)
        area = self.drawn(name="  Centre ", kind="business", parent_id=town.id, team_id=self.team.id,
                          user_id=self.rep_user.id, color=7)
        self.assertEqual((area.name, area.kind, area.parent_id, area.color), ("Centre", "business", town, 7))
        self.assertEqual((area.team_id, area.user_id, area.company_id), (self.team, self.rep_user, self.company))
        self.assertEqual(json.loads(area.boundary), CENTRE)

    def test_over_the_antimeridian_it_is_divided(self):
        area = self.drawn(boundary=square(179, -18, 181, -16))
        self.assertEqual(json.loads(area.boundary)["type"], "MultiPolygon")

    def test_what_is_refused(self):
        for text, vals in (
                ("no name", {"name": "  "}), ("no outline", {"boundary": False}), ("kind", {"kind": "secret"}),
                ("color", {"color": 12}), ("color", {"color": "red"}), ("parent_id", {"parent_id": 99999999}),
                ("user_id", {"user_id": "Anna"}), ("no field", {"active": False}),
                ("near latitude 61, longitude 25", {"boundary": BOW_TIE}), ("no GeoJSON", {"boundary": "{"})):
            with self.subTest(text):
                self.assertRefused(text, self.drawn, **vals)
        self.assertRefused("dictionary", self.areas.draw_area, "Centre")

    def test_only_those_with_the_right(self):
        area = self.drawn()
        for user in (self.rep_user, self.plain_user):
            mine = area.with_user(user)
            with self.assertRaises(AccessError):
                mine.draw_area({"name": "Mine", "boundary": EAST})
            with self.assertRaises(AccessError):
                mine.redraw_area(EAST)
            with self.assertRaises(AccessError):
                mine.undo_redraw()
            self.assertEqual((mine.get_draw_tools()["create"], mine.area_card()["edit"]), (False, False))

    def test_redrawing_keeps_the_former_outline(self):
        area = self.drawn()
        answer = area.redraw_area(EAST, {"name": "East"})
        self.assertEqual((answer["undo"], area.name, json.loads(area.boundary)), (True, "East", EAST))
        area.redraw_area(BOTH)
        self.assertFalse(area.redraw_area(BOTH)["undo"])
        self.assertEqual(area.undo_redraw()["left"], 1)
        self.assertEqual(json.loads(area.boundary), EAST)
        self.assertEqual(area.undo_redraw()["left"], 0)
        self.assertEqual(json.loads(area.boundary), CENTRE)
        self.assertRefused("no earlier outline", area.undo_redraw)

    def test_an_outline_drawn_for_one_without_is_taken_away_again(self):
        area = self.areas.create({"name": "Later"})
        area.redraw_area(CENTRE)
        area.undo_redraw()
        self.assertFalse(area.boundary)

    def test_only_the_newest_outlines_are_kept(self):
        area = self.drawn()
        for number in range(25):
            area.redraw_area(square(24.9, 60.15, 25.0 + number / 100, 60.2), {})
        self.assertEqual(len(area.sudo().outline_ids), 20)
        self.assertEqual(area.sudo().outline_ids[0].user_id, self.manager_user)

    # ---- while it is drawn ---------------------------------------------------------------------------
    def test_pieces(self):
        change = self.areas.change_outline
        self.assertEqual(len(change(CENTRE, "cut", square(24.94, 60.16, 24.96, 60.18))["boundary"]["coordinates"]), 2)
        self.assertEqual(change(CENTRE, "add", EAST)["corners"], 6)
        self.assertEqual(change(CENTRE, "check")["boundary"], CENTRE)
        self.assertLess(change(CENTRE, "simplify", None, 50)["corners"], 5)
        self.assertEqual(change(CENTRE, "cut", BOTH)["fault"]["code"], "nothing_left")
        self.assertEqual(change(BOW_TIE, "check")["fault"]["place"], [61.0, 25.0])
        self.assertEqual(change(CENTRE, "add", None)["fault"]["code"], "not_a_polygon")
        self.assertRefused("unknown", change, CENTRE, "erase")
        for metres in (0, -1, "far", float("nan"), 1e9, True):
            self.assertRefused("tolerance_m", change, CENTRE, "simplify", None, metres)

    def test_choices(self):
        self.drawn(name="Town")
        names = [row["name"] for row in self.areas.get_draw_choices("parent_id", "tow")]
        self.assertEqual(names, ["Town"])
        users = [row["id"] for row in self.areas.get_draw_choices("user_id")]
        self.assertIn(self.rep_user.id, users)
        self.assertRefused("company_id", self.areas.get_draw_choices, "company_id")

    def test_who_comes_leaves_and_would_change_owner(self):
        area = self.drawn(user_id=self.rep_user.id)
        here = self.customer(name="Here", company_id=self.company.id, **PLACE)
        self.customer(name="Chosen by hand", company_id=self.company.id, territory_id=area.id, **PLACE)
        east = self.customer(name="East", company_id=self.company.id, partner_latitude=60.17, partner_longitude=25.05)
        (here | east).user_id = self.other_rep_user
        self.assertEqual(here.territory_id, area)
        told = self.areas.preview_area(EAST, area.id)
        self.assertEqual([told[key]["names"] for key in ("come", "leave", "owners")], [["East"], ["Here"], ["East"]])
        both = self.areas.preview_area(BOTH, area.id, {"user_id": self.leader_user.id})
        self.assertEqual((both["come"]["count"], both["leave"]["count"], both["owners"]["count"]), (1, 0, 3))
        east.user_id = self.rep_user
        self.assertEqual(self.areas.preview_area(EAST, area.id)["owners"]["count"], 0)
        self.assertEqual((json.loads(area.boundary), here.territory_id), (CENTRE, area))

    def test_who_belongs_elsewhere_stays_there(self):
        area = self.drawn()
        self.customer(name="Here", company_id=self.company.id, **PLACE)
        self.assertEqual(self.areas.preview_area(BOTH)["come"]["count"], 0)
        told = self.areas.preview_area(square(24.93, 60.16, 24.97, 60.18), 0, {"parent_id": area.id})
        self.assertEqual(told["come"]["names"], ["Here"])
        self.assertRefused("no field", self.areas.preview_area, BOTH, 0, {"zips": "0*"})

    def test_what_lies_round_it(self):
        self.drawn(name="Country", boundary=square(20, 59, 30, 66))
        town = self.drawn(name="Town", boundary=square(24.8, 60.1, 25.2, 60.3))
        self.drawn(name="Neighbour", boundary=EAST, parent_id=town.id)
        told = self.areas.preview_area(CENTRE)
        self.assertEqual((told["parent"]["id"], told["overlaps"]), (town.id, ["Country", "Town"]))
        part = {"parent_id": town.id}
        self.assertEqual(self.areas.preview_area(CENTRE, 0, part)["overlaps"], [])
        told = self.areas.preview_area(square(24.9, 60.15, 25.05, 60.2), 0, part)
        self.assertEqual((told["overlaps"], told["before"]), (["Neighbour"], 11))
        self.assertEqual(self.areas.preview_area(BOW_TIE)["fault"]["code"], "crosses_itself")
        self.assertRefused("territory_id", self.areas.preview_area, CENTRE, 99999999)

    def test_who_sells_to_those_who_came_in_is_proposed(self):
        self.company.visit_assign_auto = False
        east = self.customer(name="East", company_id=self.company.id, user_id=self.other_rep_user.id,
                             partner_latitude=60.17, partner_longitude=25.05)
        area = self.drawn(user_id=self.rep_user.id)
        review, = area.redraw_area(BOTH)["actions"]
        self.assertIn("Centre: 1", review["label"])
        self.assertEqual(east.user_id, self.other_rep_user)
        self.env[review["model"]].with_user(self.manager_user).browse(review["id"]).accept()
        self.assertEqual(east.user_id, self.rep_user)
        self.assertEqual(area.redraw_area(BOTH, {"name": "Same"})["actions"], [])

    def test_among_equals_the_older_area_keeps_its_ground(self):
        self.customer(name="Here", company_id=self.company.id, **PLACE)
        self.assertEqual(self.areas.preview_area(BOTH)["come"]["names"], ["Here"])
        older = self.drawn()
        self.assertEqual(self.areas.preview_area(BOTH)["come"]["count"], 0)
        newer = self.drawn(name="Newer", boundary=BOTH)
        self.assertEqual((older.partner_count, newer.partner_count), (1, 0))
        told = self.areas.preview_area(BOTH, newer.id)
        self.assertEqual((told["overlaps"], told["before"]), (["Centre"], 11))
        self.assertEqual(self.areas.preview_area(BOTH, newer.id, {"precedence": 11})["come"]["names"], ["Here"])
        newer.redraw_area(BOTH, {"precedence": 11})
        self.assertEqual(self.areas.preview_area(BOTH, newer.id)["before"], 0)

    # ---- looking -------------------------------------------------------------------------------------
    def test_the_card_names_the_owner_of_the_area_above(self):
        town = self.drawn(name="Town", boundary=BOTH, user_id=self.rep_user.id)
        card = self.drawn(parent_id=town.id).area_card()
        facts = {fact["label"]: fact["text"] for fact in card["facts"]}
        self.assertEqual((facts["Part of"], facts["Customers"]), ("Town", "0"))
        self.assertIn(self.rep_user.name, facts["Sold by"])
        self.assertEqual(card["values"]["parent_id"], {"id": town.id, "name": "Town"})
        self.assertEqual((card["values"]["user_id"], card["edit"], card["undo"]), (False, True, False))

    def test_the_map_opens_at_the_territory(self):
        area = self.drawn()
        action = area.action_show_on_map()
        self.assertEqual(action["context"]["field_visit_territory"]["id"], area.id)
        bare = self.areas.create({"name": "Bare"})
        self.assertTrue(bare.action_show_on_map())
        self.assertRefused("no outline", bare.with_user(self.rep_user).action_show_on_map)

    def test_pins_have_the_colours_of_their_territories(self):
        area = self.drawn(color=10)
        place = self.customer(name="Here", company_id=self.company.id, **PLACE)
        answer = self.env["field.visit.map"].with_user(self.manager_user).get_map_data(
            "res.partner", [["id", "=", place.id]], "partner_latitude", "partner_longitude", [], "territory_id")
        info = answer["fields"]["territory_id"]
        self.assertEqual((info["values"], info["colors"]), ({str(area.id): "Centre"}, {str(area.id): "#30C381"}))
