"""The live map's server: who sees whom, what is said of a day, and whose bell rings."""
import json
import xmlrpc.client
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .. import compat
from .field_case import FieldByPrograms
from .planning_case import OFFICE
from .track_case import STEP_DEG, TrackCase

QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.models",
         "odoo.addons.base.models.ir_access")


class LiveDayCase(TrackCase):

    def setUp(self):
        super().setUp()
        self.route.date = self.local_today()
        for number, visit in enumerate(self.visits):
            start = self.now + timedelta(minutes=60 * number)
            visit.write({"planned_start": start, "planned_end": start + timedelta(minutes=30), "leg_travel_s": 600})

    def local_today(self):
        return fields.Datetime.context_timestamp(self.env.user.with_context(tz="Europe/Helsinki"), self.now).date()

    def live(self, kind="manager", **vals):
        return self.env["field.visit.live"].with_user(self.users[kind]).get_live(vals)

    def row(self, kind="manager", **vals):
        return next(row for row in self.live(kind, **vals)["reps"] if row["id"] == self.rep.id)

    def plan(self, visit, minutes):
        start = self.now + timedelta(minutes=minutes)
        visit.write({"planned_start": start, "planned_end": start + timedelta(minutes=30)})


class TestLive(LiveDayCase):

    def test_a_day_under_way(self):
        self.visits[0].check_in({})
        self.visits[0].check_out({})
        self.visits[1].start_travel({})
        row = self.row()
        self.assertEqual((row["state"], row["done"], row["total"]), ("travelling", 1, 3))
        self.assertEqual(row["next"]["visit_id"], self.visits[1].id)
        self.assertAlmostEqual(row["next"]["latitude"], self.visits[1].visit_latitude)
        self.assertEqual(row["route_id"], self.route.id)
        json.dumps(row)

    def test_cancelled_visits_and_way_points_do_not_count(self):
        self.visits[2].action_cancel()
        self.visits[1].is_waypoint = True
        self.assertEqual(self.row()["total"], 1)

    def test_late_to_a_customer_who_knows_the_time(self):
        self.plan(self.visits[0], -40)
        self.visits[0].check_in({"at": fields.Datetime.to_string(self.now)})
        self.plan(self.visits[1], 10)
        self.assertNotIn("late", [alert["code"] for alert in self.row()["alerts"]])
        self.visits[1].action_customer_informed()
        alert, = [alert for alert in self.row()["alerts"] if alert["code"] == "late"]
        self.assertEqual(alert["visit_ids"], self.visits[1].ids)
        self.assertIn(self.visits[1].name, alert["text"])

    def test_nobody_has_checked_in(self):
        self.plan(self.visits[0], -14)
        self.assertFalse(self.row()["alerts"])
        self.plan(self.visits[0], -20)
        self.assertEqual([alert["code"] for alert in self.row()["alerts"]], ["no_check_in"])
        self.company.visit_live_check_in_min = 30
        self.assertFalse(self.row()["alerts"])

    def test_where_somebody_is(self):
        self.assertEqual(self.row()["position"], {})
        self.track(self.place(60, 3, accuracy_m=12))
        position = self.row()["position"]
        self.assertAlmostEqual(position["latitude"], OFFICE[0] + 3 * STEP_DEG, 6)
        self.assertEqual(position["accuracy_m"], 12)
        self.assertRegex(position["at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_the_team(self):
        west = self.env["crm.team"].create({"name": "West"})
        self.rep.team_id = west
        self.assertEqual(self.row()["team"], {"id": west.id, "name": "West"})
        self.rep.team_id = False
        self.assertEqual(self.row()["team"], {})

    def test_on_duty(self):
        self.assertTrue(self.row()["on_duty"])
        self.own.end_duty()
        self.assertFalse(self.row()["on_duty"])

    def test_twice_off_the_route(self):
        away = 200 * STEP_DEG
        self.track(self.place(90, 0, latitude=OFFICE[0] + away))
        self.assertEqual(self.row()["alerts"], [])
        self.track(self.place(30, 0, latitude=OFFICE[0] + away + 2 * STEP_DEG))
        alert, = self.row()["alerts"]
        self.assertEqual((alert["code"], alert["visit_ids"]), ("off_route", []))
        self.assertGreater(alert["value"], 10_000)

    def test_the_way_so_far_is_what_the_rep_sees(self):
        # where it is noon now: the way of today began today
        self.rep.tz = "Etc/GMT%+d" % (fields.Datetime.now().hour - 12)
        self.track(self.place(3000, 0), self.place(2900, 4), self.place(200, 8))
        live = self.env["field.visit.live"].with_user(self.users["manager"])
        trail = live.get_live_day({"rep_id": self.rep.id})["trail"]
        own = self.own.get_track()["positions"]
        self.assertEqual([row["latitude"] for row in trail], [row["latitude"] for row in own])
        self.assertEqual([row["after_gap"] for row in trail], [False, False, True])

    def test_looks_are_noted_for_the_rep(self):
        self.live("leader")
        self.assertFalse(self.looks("leader"))  # there was nothing to look at
        self.track(self.place(60, 3))
        self.live("leader")
        self.assertEqual(self.looks("leader"), ["map"])
        self.live("rep")
        self.assertEqual(self.looks("rep"), [])
        self.env["field.visit.live"].with_user(self.users["leader"]).get_live_day({"rep_id": self.rep.id})
        self.assertEqual(self.looks("leader"), ["map", "trail"])

    def looks(self, kind):
        return sorted(self.env["field.visit.look"].search(
            [("rep_id", "=", self.rep.id), ("user_id", "=", self.users[kind].id)]).mapped("way"))

    def test_a_day_with_its_stops(self):
        self.visits[0].check_in({})
        day = self.env["field.visit.live"].with_user(self.users["leader"]).get_live_day({"rep_id": self.rep.id})
        self.assertEqual([stop["visit_id"] for stop in day["stops"]], self.visits.ids)
        self.assertEqual(day["stops"][0]["state"], "in_progress")
        self.assertTrue(day["stops"][0]["began"] and day["stops"][1]["arrival"])
        json.dumps(day)

    def test_a_day_without_a_route(self):
        day = self.env["field.visit.live"].with_user(self.users["leader"]).get_live_day(
            {"rep_id": self.rep.id, "date": "2001-02-03"})
        self.assertEqual((day["stops"], day["trail"], day["start"]), ([], [], {}))

    def test_many_reps_take_no_more_queries_than_few(self):
        users = [new_test_user(self.env, login="live_%d" % number, groups="field_visit_routing.group_rep")
                 for number in range(6)]
        reps = self.env["field.visit.rep"].browse(self._make_rep(user).id for user in users)
        routes = self.env["field.visit.route"].create([
            {"rep_id": rep.id, "date": self.local_today(), "company_id": self.company.id} for rep in reps])
        self.env["field.visit"].create([
            {"partner_id": self.customers[4].id, "rep_id": route.rep_id.id, "route_id": route.id, "state": "planned",
             "planned_start": self.now, "company_id": self.company.id} for route in routes])
        self.live()
        few = self.queries(rep_ids=reps[:2].ids)
        self.assertLessEqual(self.queries(rep_ids=reps.ids), few)

    def queries(self, **vals):
        compat.flush(self.env["field.visit"])
        for model in ("field.visit.rep", "field.visit", "res.users", "field.visit.live.watch"):
            compat.invalidate(self.env[model])
        before = self.env.cr.sql_log_count
        self.live(**vals)
        return self.env.cr.sql_log_count - before

    def test_what_is_no_question(self):
        live = self.env["field.visit.live"].with_user(self.users["manager"])
        for vals in ({"reps": [1]}, {"rep_ids": "1"}, {"rep_ids": [2**31 - 1]}, "all"):
            with self.assertRaises(UserError, msg=vals):
                live.get_live(vals)
        for vals in ({}, {"rep_id": "x"}, {"rep_id": self.rep.id, "date": "tomorrow"}):
            with self.assertRaises(UserError, msg=vals):
                live.get_live_day(vals)


class TestWhoSeesWhom(LiveDayCase):

    def names(self, kind, **vals):
        ours = {self.rep.id, self.other_rep.id}
        return {row["id"] for row in self.live(kind, **vals)["reps"]} & ours

    def test_by_kind_of_user(self):
        west = self.env["crm.team"].create({"name": "West"})
        self.other_rep.team_id = west
        self.assertEqual(self.names("manager"), {self.rep.id, self.other_rep.id})
        self.assertEqual(self.names("leader"), {self.rep.id})
        self.assertEqual(self.names("rep"), {self.rep.id})
        self.assertEqual(self.names("leader", rep_ids=[self.other_rep.id]), set())
        self.assertEqual(self.names("rep", rep_ids=[self.other_rep.id, self.rep.id]), {self.rep.id})

    def test_a_stranger_sees_nothing(self):
        with mute_logger(*QUIET), self.assertRaises(AccessError):
            self.live("plain")

    @mute_logger(*QUIET)
    def test_the_day_of_somebody_else(self):
        for kind in ("rep", "plain"):
            with self.assertRaises(AccessError, msg=kind):
                self.env["field.visit.live"].with_user(self.users[kind]).get_live_day({"rep_id": self.other_rep.id})


class TestBell(LiveDayCase):

    def setUp(self):
        super().setUp()
        self.settle()

    def settle(self):
        """What a commit does to what waits for it; a test's transaction has none."""
        self.env.cr.precommit.run()
        compat.run_after_commit(self.env)

    def bells(self, act):
        """The messages of the bus that ``act`` causes: ``[(user's partner id, rep ids)]``."""
        last = self.env["bus.bus"].search([], order="id desc", limit=1).id or 0
        act()
        self.settle()
        rows = self.env["bus.bus"].search([("id", ">", last)])
        found = [(json.loads(row.channel), json.loads(row.message)) for row in rows]
        return [(channel[-1], message.get("payload", message)["rep_ids"]) for channel, message in found
                if message["type"] == "field_visit_live"]

    def test_who_looks_is_told(self):
        self.live("manager")
        bells = self.bells(lambda: self.visits[0].start_travel({}))
        self.assertEqual(bells, [(self.users["manager"].partner_id.id, self.rep.ids)])

    def test_once_for_all_changes_of_a_transaction(self):
        self.live("manager")
        bells = self.bells(lambda: (self.visits[0].check_in({}), self.visits[0].check_out({}),
                                    self.track(self.place(10))))
        self.assertEqual(len(bells), 1)

    def test_duty_rings(self):
        self.live("manager")
        self.assertEqual(len(self.bells(lambda: self.own.end_duty())), 1)

    def test_who_does_not_look_is_left_alone(self):
        self.live("manager")
        self.env["field.visit.live.watch"].search([]).seen_at = self.now - timedelta(minutes=10)
        self.assertEqual(self.bells(lambda: self.visits[0].start_travel({})), [])

    def test_who_may_not_see_the_rep_hears_nothing(self):
        self.other_rep.team_id = self.env["crm.team"].create({"name": "West"})
        self.live("leader")
        self.live("rep")
        self.assertEqual(self.bells(self.other_rep._live_changed), [])

    def test_no_position_goes_over_the_bus(self):
        self.live("manager")
        last = self.env["bus.bus"].search([], order="id desc", limit=1).id or 0
        self.track(self.place(10, latitude=60.23456))
        self.settle()
        text = "".join(self.env["bus.bus"].search([("id", ">", last)]).mapped("message"))
        self.assertIn("field_visit_live", text)
        self.assertNotIn("60.2", text)

    def test_the_page_asks_whether_it_can_be_reached(self):
        bells = self.bells(lambda: self.live("leader", ring=True))
        self.assertEqual(bells, [(self.users["leader"].partner_id.id, [])])

    def test_changes_of_other_days_are_silent(self):
        self.live("manager")
        far = self.now + timedelta(days=9)
        visit = self.env["field.visit"].create({
            "partner_id": self.customers[4].id, "rep_id": self.rep.id, "planned_start": far, "state": "planned"})
        self.settle()
        self.assertEqual(self.bells(lambda: visit.action_cancel()), [])


class TestLiveByPrograms(FieldByPrograms):

    def test_over_rpc(self):
        for kind in ("rep", "leader", "manager", "admin"):
            with self.subTest(kind):
                self.assertIn("reps", self.call_as(kind, "field.visit.live", "get_live", {}))

    def test_refusals_over_rpc(self):
        other = self.other_rep.id
        calls = [("rep", "get_live_day", {"rep_id": other}), ("plain", "get_live", {}),
                 ("plain", "get_live_day", {"rep_id": other}), ("manager", "get_live", {"since": "x"})]
        for kind, method, vals in calls:
            with self.subTest(kind=kind, method=method), mute_logger(*QUIET), \
                    self.assertRaises(xmlrpc.client.Fault) as caught:
                self.call_as(kind, "field.visit.live", method, vals)
            self.assertNotIn("Traceback", caught.exception.faultString)

    def test_who_watches_is_for_administrators(self):
        self.call_as("manager", "field.visit.live", "get_live", {})
        for kind in ("rep", "leader", "plain"):
            with self.subTest(kind), mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault):
                self.call_as(kind, "field.visit.live.watch", "search_read", [], ["user_id"])
        with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault):
            self.call_as("manager", "field.visit.live.watch", "create", {"seen_at": "2026-01-01", "user_id": 2})
