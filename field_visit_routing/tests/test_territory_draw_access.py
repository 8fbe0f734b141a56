"""Who may draw where: managers everywhere, leaders inside the areas of their teams, reps and others nowhere."""
import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .access_case import AccessCase


def square(west, south, east, north):
    return {"type": "Polygon", "coordinates": [
        [[west, south], [east, south], [east, north], [west, north], [west, south]]]}


NORTH = square(24.0, 60.0, 25.0, 61.0)
INSIDE = square(24.1, 60.1, 24.2, 60.2)
ACROSS = square(24.9, 60.1, 25.1, 60.2)


@tagged("post_install", "-at_install")
class TestDrawingRights(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north.boundary = json.dumps(NORTH)
        cls.hill.boundary = json.dumps(INSIDE)

    def drawn(self, user, **vals):
        areas = self.env["field.visit.territory"].with_user(user)
        answer = areas.draw_area(dict({"name": "Quay", "boundary": INSIDE, "parent_id": self.north.id}, **vals))
        return areas.browse(answer["id"])

    def assertForbidden(self, text, call, *arguments, **values):
        with self.assertRaises(AccessError) as caught, self.env.cr.savepoint():
            call(*arguments, **values)
        self.assertIn(text, str(caught.exception))

    def test_a_leader_divides_the_area_of_his_team(self):
        area = self.drawn(self.leader_user, user_id=self.rep_user.id, team_id=self.team.id)
        self.assertEqual((area.parent_id, area.user_id, area.company_id), (self.north, self.rep_user, self.company))
        self.assertTrue(area.area_card()["edit"])
        area.redraw_area(square(24.1, 60.1, 24.3, 60.2))
        area.undo_redraw()
        self.assertEqual(json.loads(area.boundary), INSIDE)

    def test_but_not_over_the_ground_of_others(self):
        self.assertForbidden('leaves "North"', self.drawn, self.leader_user, boundary=ACROSS)
        hill = self.hill.with_user(self.leader_user)
        self.assertForbidden('leaves "North"', hill.redraw_area, ACROSS)
        self.hill.redraw_area(ACROSS)
        self.hill.redraw_area(INSIDE)
        self.assertForbidden('leaves "North"', hill.undo_redraw)
        self.assertEqual(json.loads(hill.boundary), INSIDE)

    def test_nor_where_others_sell_nor_for_them(self):
        for text, vals in (
                ("your teams' areas only", {"parent_id": self.westland.id}),
                ("your teams' areas only", {"parent_id": self.country.id}),
                ("your teams' areas only", {"parent_id": False}),
                ("teams that you lead", {"team_id": self.west.id}),
                ("members of your teams", {"user_id": self.west_rep.id}),
                ("Leave the company out", {"company_id": self.other_company.id})):
            with self.subTest(text):
                self.assertForbidden(text, self.drawn, self.leader_user, **vals)
        self.assertForbidden("Ask a manager", self.north.with_user(self.leader_user).redraw_area, INSIDE)
        self.assertForbidden("Ask a manager", self.coast.with_user(self.leader_user).redraw_area, INSIDE)
        self.assertForbidden("has no outline itself", self.drawn, self.west_leader, parent_id=self.westland.id)
        self.assertFalse(self.north.with_user(self.leader_user).area_card()["edit"])

    def test_nor_before_an_area_of_others_that_reaches_into_his(self):
        self.coast.boundary = json.dumps(ACROSS)
        inside = square(24.92, 60.1, 24.98, 60.2)
        self.assertForbidden('"Coast" lies there too', self.drawn, self.leader_user, boundary=inside, precedence=11)
        self.assertEqual(self.drawn(self.leader_user, boundary=inside).precedence, 10)
        self.assertEqual(self.drawn(self.leader_user, precedence=11).precedence, 11)

    def test_a_leader_writes_no_territory_in_another_way(self):
        mine = self.hill.with_user(self.leader_user)
        for values in ({"boundary": json.dumps(INSIDE)}, {"zips": "0*"}, {"user_id": self.leader_user.id}):
            with self.assertRaises(AccessError):
                mine.write(values)

    def test_choices_are_his_own(self):
        areas = self.env["field.visit.territory"].with_user(self.leader_user)
        names = {row["name"] for row in areas.get_draw_choices("parent_id")}
        self.assertIn("Country / North / Hill", names)
        self.assertNotIn("Country / West", names)
        self.assertEqual([row["id"] for row in areas.get_draw_choices("team_id")], self.team.ids)
        people = {row["id"] for row in areas.get_draw_choices("user_id")}
        self.assertEqual(people, {self.rep_user.id, self.other_rep_user.id, self.leader_user.id})

    def test_who_has_the_tool(self):
        tools = {user: self.env["field.visit.territory"].with_user(user).get_draw_tools()["create"] for user in (
            self.rep_user, self.plain_user, self.leader_user, self.manager_user, self.admin_user)}
        self.assertEqual(list(tools.values()), [False, False, True, True, True])

    def test_a_manager_draws_everywhere(self):
        area = self.drawn(self.manager_user, parent_id=self.westland.id, boundary=ACROSS)
        self.assertEqual(area.parent_id, self.westland)

    def test_reps_draw_nowhere(self):
        with self.assertRaises(AccessError):
            self.drawn(self.rep_user)
        with self.assertRaises(AccessError):
            self.hill.with_user(self.rep_user).redraw_area(INSIDE)
