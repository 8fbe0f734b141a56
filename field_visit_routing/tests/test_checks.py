"""Check-ins are judged as they are made; leaders judge otherwise; better positions are proposed."""
import math
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .. import compat
from ..engine.geo import EARTH_RADIUS_M
from ..models.visit_check_words import sentences
from .access_case import QUIET
from .field_case import FieldByPrograms, FieldCase
from .test_visit_picture import picture


class CheckCase(FieldCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # so long ago that all steps of a test lie in the past
        cls.now = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=12)
        cls.customer = cls.customers[0]
        cls.company.visit_check_dwell_min = 5

    def vals(self, metres=20, minutes=0, **changes):
        """A step so many metres north of the customer, so many minutes after the test's now."""
        at = self.now + timedelta(minutes=minutes)
        values = {
            "at": at, "position_at": at, "accuracy_m": 12, "longitude": self.customer.partner_longitude,
            "latitude": self.customer.partner_latitude + math.degrees(metres / EARTH_RADIUS_M)}
        values.update(changes)
        return {name: value for name, value in values.items() if value is not None}

    def as_rep(self, visit=None):
        return (visit or self.visit).with_user(self.users["rep"])

    def check_in(self, *arguments, visit=None, **changes):
        self.as_rep(visit).check_in(self.vals(*arguments, **changes))
        return (visit or self.visit).check_ids.sorted("id")[-1]

    def check_out(self, *arguments, visit=None, **changes):
        self.as_rep(visit).check_out(self.vals(*arguments, **changes))
        return (visit or self.visit).check_ids.sorted("id")[-1]


class TestJudging(CheckCase):

    def test_a_check_in_at_the_customer_is_verified(self):
        check = self.check_in(20)
        self.assertEqual((check.result, check.distance_m, check.radius_m), ("verified", 20, 150))
        self.assertEqual(self.visit.check_result, "verified")
        self.assertIn("20 m from the customer", check.reason_text)

    def test_a_good_position_elsewhere_is_invalid_and_says_what_was_measured(self):
        check = self.check_in(3000)
        self.assertEqual(check.result, "invalid")
        self.assertIn("3.0 km", check.reason_text)
        self.assertIn("Perhaps the customer is not where the map has it", check.reason_text)
        self.assertEqual(self.visit.check_result, "invalid")

    def test_without_a_position_it_stays_open(self):
        check = self.check_in(latitude=None, longitude=None)
        self.assertEqual((check.result, check.has_position), ("unverified", False))
        self.assertIn("usual in buildings", check.reason_text)

    def test_zero_degrees_with_five_kilometres_prove_nothing(self):
        check = self.check_in(latitude=0.0, longitude=0.0, accuracy_m=5000)
        self.assertEqual(check.result, "unverified")

    def test_the_radius_follows_the_precision_and_the_customer(self):
        self.customer.with_context(visit_position_source="x").set_position(
            self.customer.partner_latitude, self.customer.partner_longitude, source="nominatim", precision="city")
        self.assertEqual(self.customer._visit_radius_m(), 150, "a position set by hand stays")
        self.customer.clear_position()
        self.assertEqual(self.customer._visit_radius_m(), 0)
        self.customer.set_position(60.0, 24.0, source="nominatim", precision="city")
        self.assertEqual(self.customer._visit_radius_m(), 10_000)
        self.customer.visit_radius_m = 700
        self.assertEqual(self.customer._visit_radius_m(), 700)

    def test_a_customer_without_a_position(self):
        self.customer.clear_position()
        check = self.check_in(20, latitude=60.18, longitude=24.95)
        self.assertEqual((check.result, check.has_place, check.is_exact), ("unverified", False, True))

    def test_a_stay_too_short_is_open_and_long_enough_verified(self):
        self.check_in(20)
        check = self.check_out(20, minutes=1)
        self.assertEqual((check.result, self.visit.check_result), ("unverified", "unverified"))
        self.assertIn("60 s", check.reason_text)

    def test_a_check_out_before_the_check_in_is_a_short_stay(self):
        self.check_in(20, minutes=10)
        check = self.check_out(20, minutes=5)
        self.assertEqual((check.result, check.dwell_s), ("unverified", 0))

    def test_one_good_position_is_enough(self):
        self.check_in(latitude=None, longitude=None)
        self.check_out(30, minutes=20)
        self.assertEqual(self.visit.check_result, "verified")

    def test_impossible_speed_since_the_visit_before(self):
        self.check_in(20)
        self.check_out(20, minutes=10)
        self.customer = self.customers[1]
        self.customer.set_position(65.0, 25.5)
        self.as_rep(self.visits[1]).check_in(self.vals(20, minutes=15))
        check = self.visits[1].check_ids
        self.assertEqual(check.result, "invalid")
        self.assertIn("km/h", check.reason_text)

    def test_the_clock_of_the_phone(self):
        check = self.check_in(20, drift_s=7200, position_at=self.now + timedelta(hours=2))
        self.assertEqual(check.result, "unverified")
        self.assertIn("2.0 h", check.reason_text)
        self.assertEqual(check.speed_kmh, 0)

    def test_a_position_that_is_none_is_refused_with_the_remedy(self):
        for changes, word in (({"latitude": 95}, "out of range"), ({"longitude": "x"}, "not a number"),
                              ({"accuracy_m": -5}, "accuracy_m"), ({"accuracy_m": float("nan")}, "accuracy_m"),
                              ({"accuracy_m": [3]}, "accuracy_m"), ({"drift_s": "late"}, "drift_s"),
                              ({"drift_s": 1e300}, "drift_s"), ({"latitude": [60]}, "not a number"),
                              ({"position_at": "tomorrow"}, "position_at")):
            with self.assertRaisesRegex(UserError, word), self.cr.savepoint():
                self.check_in(20, **changes)
        self.assertEqual(self.visit.state, "planned")

    def test_every_reason_has_a_sentence_and_none_accuses(self):
        texts = sentences(self.env, [])
        self.assertEqual(texts, [])
        checks = [self.check_in(20), self.check_out(9000, minutes=1, is_mocked=True, drift_s=-9000)]
        text = " ".join(check.reason_text for check in checks).lower()
        for word in ("fraud", "cheat", "fake", "lie ", "false"):
            self.assertNotIn(word, text)
        self.assertEqual(len(checks[1].reason_text.splitlines()), len(checks[1]._reasons()))

    def test_waypoints_are_not_judged(self):
        self.visit.is_waypoint = True
        self.as_rep().check_in(self.vals(20))
        self.assertFalse(self.visit.check_ids)
        self.assertEqual(self.visit.check_result, "none")

    def test_an_event_of_the_phone_is_judged_and_comes_back_with_the_day(self):
        now = fields.Datetime.to_string(fields.Datetime.now())
        self.receive(self.event("check_in", accuracy_m=10, position_at=now, latitude=self.customer.partner_latitude,
                                longitude=self.customer.partner_longitude))
        load = self.env["field.visit.app"].with_user(self.users["rep"]).load({})
        stop = load["route"]["stops"][0]
        self.assertEqual((stop["check"]["result"], stop["radius_m"]), ("verified", 150))
        self.assertEqual(stop["check"]["steps"][0]["kind"], "check_in")

    def test_positions_are_forgotten_results_stay(self):
        check = self.check_in(20)
        self.company.visit_check_keep_days = 30
        check.at = self.now - timedelta(days=31)
        self.env["field.visit.check"]._forget_positions()
        self.assertEqual((check.latitude, check.longitude, check.has_position), (0.0, 0.0, False))
        self.assertEqual((check.result, check.distance_m), ("verified", 20))


    def test_the_person_takes_them_along_and_has_them_forgotten(self):
        check = self.check_in(20)
        rep = self.rep.with_user(self.users["rep"])
        row, = rep.export_tracking()["checks"]
        self.assertEqual((row["result"], row["distance_m"]), ("verified", 20))
        photo = self.env["field.visit.picture"].browse(self.visit.with_user(self.users["rep"]).add_photo(
            {"content": picture(), "latitude": 60.17, "longitude": 24.94})["picture_id"])
        late, = self.receive(self.event("start_travel", latitude=60.17, longitude=24.94))
        event = self.env["field.visit.event"].search([("uuid", "=", late["uuid"])])
        self.assertIn("60.17", event.data)
        self.assertAlmostEqual(rep.export_tracking()["photos"][0]["latitude"], 60.17)
        rep.erase_tracking()
        self.assertNotIn("60.17", event.data)
        self.assertEqual((photo.has_position, photo.latitude, rep.export_tracking()["photos"]), (False, 0.0, []))
        self.assertEqual((check.has_position, check.latitude, check.result), (False, 0.0, "verified"))
        with self.assertRaises(AccessError):
            self.rep.with_user(self.users["leader"]).erase_tracking()


class TestOverride(CheckCase):

    def judge(self, kind="leader", visit=None, **vals):
        (visit or self.visit).with_user(self.users[kind]).override_check(vals)

    def test_a_leader_judges_and_it_is_noted(self):
        self.check_in(3000)
        self.judge(result="verified", reason="The customer <b>confirmed</b> it")
        self.assertEqual(self.visit.check_result, "verified")
        self.assertEqual(self.visit.check_override_uid, self.users["leader"])
        body = self.visit.message_ids[0].body
        self.assertIn("Invalid → Verified", body)
        self.assertNotIn("<b>confirmed", body)
        self.judge(result="", reason="A mistake")
        self.assertEqual(self.visit.check_result, "invalid")

    def test_it_needs_a_reason_and_a_result_that_exists(self):
        for vals in ({"result": "verified", "reason": " "}, {"result": "fine", "reason": "x"}, {"what": 1}):
            with self.assertRaises(UserError):
                self.judge(**vals)

    def test_reps_do_not_judge_and_nobody_judges_the_own_visit(self):
        self.check_in(3000)
        with self.assertRaises(AccessError):
            self.judge("rep", result="verified", reason="x")
        self.visit.rep_id = self.other_rep
        with self.assertRaises(AccessError):
            self.judge("manager", result="verified", reason="x")
        self.judge("admin", result="verified", reason="x")

    def test_nobody_writes_the_result(self):
        for values in ({"check_result": "verified"}, {"check_override": "verified"}):
            with self.assertRaises(AccessError):
                self.as_rep().write(values)
            with self.assertRaises(AccessError):
                self.env["field.visit"].with_user(self.users["manager"]).create(
                    dict(values, partner_id=self.customer.id))

    def test_a_rep_does_not_widen_the_circle(self):
        with self.assertRaises(AccessError):
            self.customer.with_user(self.users["rep"]).visit_radius_m = 5000
        self.customer.with_user(self.users["leader"]).visit_radius_m = 20
        for wider in (0, False):  # that of the precision, which is larger
            with self.assertRaises(AccessError):
                self.customer.with_user(self.users["rep"]).write({"visit_radius_m": wider})
        self.customer.with_user(self.users["rep"]).write({"visit_radius_m": 20, "comment": "Ring twice"})
        self.assertEqual(self.customer._visit_radius_m(), 20)

    def test_the_dialog(self):
        self.check_in(3000)
        action = self.visit.with_user(self.users["leader"]).action_open_override()
        wizard = self.env[action["res_model"]].with_user(self.users["leader"]).with_context(**action["context"]).create(
            {"reason": "Seen there", "result": "verified"})
        wizard.action_judge()
        self.assertEqual(self.visit.check_result, "verified")

    def test_which_visits_count(self):
        self.check_in(3000)
        self.check_out(3000, minutes=30)
        expected = {"done": True, "not_invalid": False, "verified": False}
        for wanted, counts in expected.items():
            self.company.visit_check_counts = wanted
            self.assertEqual(self.visit._is_verified(), counts, wanted)
        self.judge(result="verified", reason="Seen there")
        self.assertTrue(self.visit._is_verified())


class TestFollowUp(CheckCase):

    def test_a_lead_is_followed_up_by_what_counts(self):
        self.company.visit_check_counts = "verified"
        lead = self.env["crm.lead"].create({
            "name": "Shop", "user_id": self.users["rep"].id, "company_id": self.company.id,
            "partner_latitude": self.customer.partner_latitude, "partner_longitude": self.customer.partner_longitude})
        lead.sudo()._pool_set({"visit_pool_held_at": self.now - timedelta(days=9)})
        self.visit.write({"partner_id": False, "lead_id": lead.id})
        self.check_in(3000)
        self.check_out(3000, minutes=30)
        self.assertFalse(lead.visit_pool_followed_at)
        self.visit.with_user(self.users["leader"]).override_check({"result": "verified", "reason": "Seen there"})
        self.assertTrue(lead.visit_pool_followed_at)


class TestBetterPlaces(CheckCase):

    def setUp(self):
        super().setUp()
        self.customer.clear_position()
        self.customer.set_position(60.18, 24.94, source="nominatim", precision="postcode")
        self.customer.geo_located_at = self.now - timedelta(days=90)

    def visits_at(self, count, metres=600, spread=8):
        """Visits whose check-ins lie around a door, so many metres from the known position."""
        for number in range(count):
            visit = self.env["field.visit"].create(dict(
                self._visit_values(5, self.customer), route_id=False, state="planned"))
            self.check_in(metres + spread * number, visit=visit, minutes=-60 * (number + 1))

    def proposals(self):
        return self.env["field.visit.better.place"].search([("partner_id", "=", self.customer.id)])

    def test_check_ins_that_agree_propose_and_a_person_accepts(self):
        self.visits_at(2)
        self.assertFalse(self.proposals())
        self.visits_at(1, 610)
        proposal = self.proposals()
        self.assertEqual((proposal.check_count, proposal.state, proposal.precision), (3, "open", "Postcode"))
        self.assertAlmostEqual(proposal.distance_m, 608, delta=12)
        proposal.with_user(self.users["rep"]).accept()
        self.assertEqual(self.customer.geo_source, "check-ins")
        self.assertEqual((self.customer.geo_state, self.customer.geo_precision), ("manual", "rooftop"))
        self.assertAlmostEqual(self.customer.partner_latitude, proposal.latitude, places=6)
        self.assertEqual((proposal.state, proposal.decided_uid), ("accepted", self.users["rep"]))
        with self.assertRaisesRegex(UserError, "decided already"):
            proposal.with_user(self.users["leader"]).decline()

    def test_what_was_declined_is_not_proposed_by_the_same_check_ins(self):
        self.visits_at(3)
        self.proposals().with_user(self.users["leader"]).decline()
        self.visits_at(1)
        self.assertEqual(self.proposals().mapped("state"), ["declined"])

    def test_check_ins_that_disagree_propose_nothing(self):
        self.visits_at(4, spread=500)
        self.assertFalse(self.proposals())

    def test_a_building_and_a_position_set_by_hand_stay(self):
        self.customer.set_position(60.18, 24.94)
        self.visits_at(3, metres=20, spread=1)
        self.assertFalse(self.proposals())

    def test_a_customer_whom_nobody_has_located(self):
        self.customer.clear_position()
        self.customer.city = False
        self.visits_at(3)
        self.assertEqual(self.proposals().check_count, 3)

    def test_who_may_not_change_the_customer_accepts_nothing(self):
        self.visits_at(3)
        with self.assertRaises(AccessError):
            self.proposals().with_user(self.users["plain"]).accept()


class TestCheckAccess(FieldByPrograms):
    """Each kind of user over XML-RPC: positions of check-ins are read by who leads the rep, and written by nobody."""

    def setUp(self):
        super().setUp()
        self.team.user_id = self.users["leader"]
        other_team = self.env["crm.team"].create({"name": "North"})
        self.other_rep.team_id = other_team
        self.visit.with_user(self.users["rep"]).check_in({"latitude": 60.1841, "longitude": 24.9497, "accuracy_m": 9})
        self.visits[1].rep_id = self.other_rep
        self.visits[1].with_user(self.users["manager"]).check_in({"latitude": 60.17, "longitude": 24.92})
        self.own, self.foreign = self.visit.check_ids, self.visits[1].check_ids
        compat.flush(self.env["field.visit"])

    def seen(self, kind):
        rows = self.call_as(kind, "field.visit.check", "search_read", [("visit_id", "in", self.visits.ids)], ["latitude"])
        return sorted(row["id"] for row in rows)

    def test_who_reads(self):
        self.assertEqual(self.seen("rep"), self.own.ids)
        self.assertEqual(self.seen("leader"), self.own.ids)
        self.assertEqual(self.seen("manager"), sorted((self.own | self.foreign).ids))
        with mute_logger(*QUIET), self.assertRaisesRegex(Exception, "(?i)access|allowed"):
            self.seen("plain")

    def test_nothing_of_others_by_id_group_or_export(self):
        with mute_logger(*QUIET), self.assertRaisesRegex(Exception, "(?i)access|allowed|rule"):
            self.call_as("rep", "field.visit.check", "read", self.foreign.ids, ["latitude"])
        # who may export at all is refused for whose check-in it is
        self.users["rep"].write({compat.USER_GROUPS: [(4, self.env.ref("base.group_allow_export").id)]})
        compat.flush(self.env["res.users"])
        self.assertTrue(self.call_as("rep", "field.visit.check", "export_data", self.own.ids, ["latitude"])["datas"])
        with mute_logger(*QUIET), self.assertRaisesRegex(Exception, "(?i)access|allowed|rule|outside"):
            self.call_as("rep", "field.visit.check", "export_data", self.foreign.ids, ["latitude"])
        domain = [("visit_id", "in", self.visits.ids)]
        method, count = ("read_group", "result_count") if compat.SERIES < 19 else ("formatted_read_group", "__count")
        measures = ["distance_m:sum"], ["result"]
        arguments = measures if compat.SERIES < 19 else (["result"], ["distance_m:sum", "__count"])
        groups = self.call_as("rep", "field.visit.check", method, domain, *arguments)
        self.assertEqual(sum(group[count] for group in groups), 1)

    def test_a_look_at_where_somebody_was_is_noted(self):
        def looks():
            compat.invalidate(self.env["field.visit.look"])
            return self.env["field.visit.look"].search([("rep_id", "=", self.rep.id)]).mapped("user_id.login")
        self.call_as("leader", "field.visit.check", "read", self.own.ids, ["result", "distance_m"])
        self.call_as("leader", "field.visit", "read", self.visit.ids, ["check_text", "check_result"])
        self.call_as("rep", "field.visit.check", "read", self.own.ids, ["latitude"])
        self.assertEqual(looks(), [])
        self.call_as("leader", "field.visit.check", "search_read", [], ["longitude"])
        self.assertEqual(looks(), [self.users["leader"].login])

    def test_nobody_writes_a_check(self):
        for kind in ("rep", "leader", "manager"):
            with mute_logger(*QUIET), self.assertRaisesRegex(Exception, "(?i)access|allowed"):
                self.call_as(kind, "field.visit.check", "write", self.own.ids, {"result": "verified"})
            with mute_logger(*QUIET), self.assertRaisesRegex(Exception, "(?i)access|allowed"):
                self.call_as(kind, "field.visit.check", "unlink", self.own.ids)

    def test_override_over_rpc(self):
        vals = {"result": "unverified", "reason": "To be asked"}
        self.assertTrue(self.call_as("leader", "field.visit", "override_check", self.visit.ids, vals))
        with mute_logger(*QUIET), self.assertRaisesRegex(Exception, "(?i)outside of your"):
            self.call_as("leader", "field.visit", "override_check", self.visits[1].ids, vals)
