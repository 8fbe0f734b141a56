"""Reps: start and end, privacy of the home, rights of each kind of user."""
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .ground_case import HELSINKI, GroundCase


@tagged("post_install", "-at_install")
class TestRep(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Rep = cls.env["field.visit.rep"]
        cls.rep = Rep.create({
            "user_id": cls.rep_user.id, "company_id": cls.company.id, "team_id": cls.team.id,
            "office_id": cls.company.partner_id.id, "home_address": "Mannerheimintie 1, 00100 Helsinki"})
        cls.other_rep = Rep.create({"user_id": cls.other_rep_user.id, "company_id": cls.company.id})

    def as_user(self, user, rep=None):
        return (rep or self.rep).with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def test_start_and_end(self):
        self.rep.write({"start_kind": "first_stop", "end_kind": "last_stop"})
        self.assertIsNone(self.rep.start_position())
        self.assertIsNone(self.rep.end_position())
        self.rep.set_home_text("60.2, 24.9")
        self.rep.write({"start_kind": "home", "end_kind": "home"})
        self.assertEqual([round(degrees, 7) for degrees in self.rep.start_position()], [60.2, 24.9])
        self.company.partner_id.set_position(*HELSINKI)
        self.rep.end_kind = "office"
        self.assertEqual(self.rep.end_position(), HELSINKI)

    def test_missing_start_is_said_with_the_remedy(self):
        self.rep.start_kind = "home"
        self.assertRefused("press Locate", self.rep.start_position)
        self.rep.start_kind = "office"
        self.company.partner_id.clear_position()
        self.assertRefused("has no position. Open that contact and press Locate", self.rep.start_position)
        self.rep.office_id = False
        self.assertRefused("has no office", self.rep.start_position)

    def test_home_at_zero_is_a_home(self):
        self.rep.write({"home_latitude": 0.0, "home_longitude": 9.45, "start_kind": "home"})
        self.assertEqual(self.rep.start_position(), (0.0, 9.45))
        self.rep.write({"home_latitude": 1.5})
        self.rep.write({"home_latitude": 0.0})
        self.assertEqual(self.rep.start_position(), (0.0, 9.45))

    def test_half_a_home_is_refused(self):
        self.assertRefused("Longitude is missing", self.rep.write, {"home_latitude": 60.2})
        self.assertEqual(self.rep.home_state, "none")
        self.rep.write({"home_latitude": 0.0, "home_longitude": 0.0})
        self.assertEqual(self.rep.home_state, "none")

    def test_locate_home(self):
        self.rep.action_locate_home()
        self.assertEqual((self.rep.home_state, self.rep.home_latitude), ("located", HELSINKI[0]))
        self.rep.home_address = "Hämeenkatu 1, Tampere, Finland"
        self.assertEqual(self.rep.home_state, "none")
        self.rep.action_locate_home()
        self.assertAlmostEqual(self.rep.home_latitude, 61.49911, 4)
        self.rep.home_address = "Somewhere"
        self.assertRefused('Home address "Somewhere": The city is not in the offline gazetteer',
                           self.rep.action_locate_home)
        self.rep.home_address = False
        self.assertRefused("There is no address", self.rep.action_locate_home)

    def test_home_set_by_hand_is_kept(self):
        self.rep.set_home_text("60.2, 24.9")
        self.assertRefused("set by hand and is kept", self.rep.action_locate_home)

    def test_bad_home_coordinates(self):
        self.assertRefused("Home Latitude: 91 is out of range", self.rep.write, {"home_latitude": 91})
        self.assertRefused('Home Longitude: "abc"', self.rep.write, {"home_longitude": "abc"})
        self.assertRefused("no position", self.rep.set_home_text, "x")

    def test_speed_and_zone_default_to_company_and_user(self):
        self.assertEqual(self.rep.speed(), (40.0, 1.3))
        self.rep.write({"speed_kmh": 25, "detour_factor": 1.5})
        self.assertEqual(self.rep.speed(), (25.0, 1.5))
        self.assertRefused("Speed (km/h): 100000000.0 is out of range", self.rep.write, {"speed_kmh": 1e8})
        self.assertEqual(self.rep.timezone(), "Europe/Helsinki")
        self.rep.tz = "Asia/Shanghai"
        self.assertEqual(self.rep.timezone(), "Asia/Shanghai")

    def test_one_rep_per_user_and_company(self):
        values = {"user_id": self.rep_user.id, "company_id": self.company.id}
        sentence = "Rep is a field rep of North Sales already"
        self.assertRefused(sentence, self.env["field.visit.rep"].create, values)
        self.rep.active = False
        self.assertRefused(sentence, self.env["field.visit.rep"].create, values)
        self.assertRefused(sentence, self.other_rep.write, {"user_id": self.rep_user.id})
        self.env["field.visit.rep"].create(dict(values, company_id=self.other_company.id))

    def test_form(self):
        form = Form(self.env["field.visit.rep"].with_user(self.manager_user).with_company(self.company))
        form.user_id = self.leader_user
        form.start_kind = "home"
        form.home_address = "Helsinki"
        rep = form.save()
        self.assertEqual((rep.name, rep.home_state), (self.leader_user.name, "none"))

    # ---- who may do what ---------------------------------------------------------------------
    def test_who_reads_which_rep(self):
        expected = {
            self.rep_user: self.rep, self.other_rep_user: self.other_rep, self.leader_user: self.rep,
            self.manager_user: self.rep + self.other_rep, self.admin_user: self.rep + self.other_rep,
        }
        for user, reps in expected.items():
            found = self.as_user(user, self.env["field.visit.rep"]).search([("company_id", "=", self.company.id)])
            self.assertEqual(found, reps.with_user(user), user.name)

    def test_home_is_private(self):
        for user in (self.other_rep_user, self.plain_user):
            with self.assertRaises(AccessError):
                self.as_user(user).read(["home_address", "home_latitude"])
            with self.assertRaises(AccessError):
                self.as_user(user).write({"home_address": "x"})
        with self.assertRaises(AccessError):
            self.as_user(self.leader_user, self.other_rep).read(["home_latitude"])

    def test_plain_user_sees_no_rep(self):
        with self.assertRaises(AccessError):
            self.as_user(self.plain_user, self.env["field.visit.rep"]).search([])

    def test_rep_changes_own_start_but_not_own_team(self):
        mine = self.as_user(self.rep_user)
        mine.write({"start_kind": "home", "home_address": "Helsinki"})
        mine.action_locate_home()
        self.assertEqual(self.rep.home_state, "located")
        for values in ({"team_id": False}, {"user_id": self.plain_user.id}, {"speed_kmh": 90}, {"active": False}):
            with self.assertRaisesRegex(AccessError, "Only leaders and managers"):
                mine.write(values)
        self.as_user(self.leader_user).write({"speed_kmh": 60})

    def test_only_managers_create_and_delete(self):
        values = {"user_id": self.plain_user.id, "company_id": self.company.id}
        for user in (self.rep_user, self.leader_user):
            with self.assertRaises(AccessError):
                self.as_user(user, self.env["field.visit.rep"]).create(values)
            with self.assertRaises(AccessError):
                self.as_user(user).unlink()
        self.as_user(self.manager_user, self.env["field.visit.rep"]).create(values).unlink()

    def test_other_company_is_out_of_reach(self):
        foreign = self.env["field.visit.rep"].create(
            {"user_id": self.admin_user.id, "company_id": self.other_company.id})
        with self.assertRaises(AccessError):
            self.as_user(self.manager_user, foreign).read(["name"])
