"""The ways of many reps on the live map: the right day, gaps as gaps, for those only who may see them, and noted."""
import json
import xmlrpc.client
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .. import compat
from ..models import live_days
from .planning_case import OFFICE
from .test_live import QUIET, LiveDayCase
from .track_case import STEP_DEG, TrackByPrograms


class TestTrails(LiveDayCase):

    def trails(self, kind="manager", **vals):
        answer = self.env["field.visit.live"].with_user(self.users[kind]).get_live_trails(vals)
        return {row["rep_id"]: row["pieces"] for row in answer["trails"]}

    def looks(self, kind, rep=None):
        return self.env["field.visit.look"].search(
            [("rep_id", "=", (rep or self.rep).id), ("user_id", "=", self.users[kind].id)]).mapped("way")

    def stored_at(self, rep, at, steps=0):
        self.env["field.visit.position"].create({
            "rep_id": rep.id, "at": at, "until_at": at, "measured_at": at, "latitude": OFFICE[0] + STEP_DEG * steps,
            "longitude": OFFICE[1], "accuracy_m": 5, "speed": -1, "source": "app"})

    def test_a_way_with_a_gap_is_two_pieces(self):
        day = self.rep._track_span(self.local_today())[0]
        for minutes, steps in ((1, 0), (3, 4), (5, 8), (40, 12), (42, 16)):
            self.stored_at(self.rep, day + timedelta(minutes=minutes), steps)
        lats = [[lat for lat, _lon in piece] for piece in self.trails()[self.rep.id]]
        self.assertEqual([len(piece) for piece in lats], [2, 2])  # straight: the place between is no corner
        self.assertAlmostEqual(lats[0][1], OFFICE[0] + 8 * STEP_DEG, 4)
        self.assertAlmostEqual(lats[1][0], OFFICE[0] + 12 * STEP_DEG, 4)

    def test_only_today_on_the_clock_of_each_rep(self):
        self.other_rep.tz = "Pacific/Auckland"
        for rep in (self.rep, self.other_rep):
            start = rep._track_span(live_days.today_of(rep, self.now))[0]
            self.stored_at(rep, start - timedelta(minutes=1), 50)
            self.stored_at(rep, start, 1)
        found = self.trails()
        for rep in (self.rep, self.other_rep):
            self.assertEqual([[round(lat - OFFICE[0], 4) for lat, _lon in piece] for piece in found[rep.id]], [[0.0009]])

    def test_who_has_none_is_told_without(self):
        self.assertEqual(self.trails(rep_ids=self.rep.ids), {self.rep.id: []})
        json.dumps(self.trails())

    def test_by_kind_of_user(self):
        self.other_rep.team_id = self.env["crm.team"].create({"name": "West"})
        for rep in (self.rep, self.other_rep):
            self.stored_at(rep, self.now)
        both = {self.rep.id, self.other_rep.id}
        for kind, seen in (("manager", both), ("leader", {self.rep.id}), ("rep", {self.rep.id})):
            self.assertEqual(both & set(self.trails(kind)), seen, kind)
            self.assertEqual(set(self.trails(kind, rep_ids=list(both))), seen, kind)
        self.assertFalse(self.looks("leader", self.other_rep))
        with mute_logger(*QUIET), self.assertRaises(AccessError):
            self.trails("plain")

    def test_looks_are_noted_for_those_who_have_positions(self):
        self.stored_at(self.rep, self.now)
        self.trails("leader")
        self.assertEqual(self.looks("leader"), ["trail"])
        self.trails("manager", rep_ids=self.other_rep.ids)
        self.assertEqual(self.looks("manager"), [])
        self.trails("rep")
        self.assertEqual(self.looks("rep"), [])

    def test_many_reps_take_no_more_queries_than_few(self):
        users = [new_test_user(self.env, login="trail_%d" % number, groups="field_visit_routing.group_rep")
                 for number in range(6)]
        reps = self.env["field.visit.rep"].browse(self._make_rep(user).id for user in users)
        for rep in reps:
            self.stored_at(rep, self.now)
        self.trails()
        self.assertLessEqual(self.queries(reps.ids), self.queries(reps[:2].ids))

    def queries(self, rep_ids):
        compat.flush(self.env["field.visit"])
        for model in ("field.visit.rep", "res.users", "field.visit.position"):
            compat.invalidate(self.env[model])
        before = self.env.cr.sql_log_count
        self.trails(rep_ids=rep_ids)
        return self.env.cr.sql_log_count - before

    def test_a_long_day_is_told_in_few_corners(self):
        start = self.rep._track_span(self.local_today())[0]
        self.env["field.visit.position"].create([{
            "rep_id": self.rep.id, "at": at, "until_at": at, "measured_at": at, "latitude": OFFICE[0] + number % 7 * 0.01,
            "longitude": OFFICE[1] + number % 11 * 0.01, "accuracy_m": 5, "speed": -1, "source": "app"}
            for number, at in ((number, start + timedelta(seconds=30 * number)) for number in range(600))])
        piece, = self.trails(rep_ids=self.rep.ids)[self.rep.id]
        self.assertLessEqual(len(piece), 120)

    def test_what_is_no_question(self):
        for vals in ({"since": "x"}, {"rep_ids": "1"}, {"rep_ids": [2**31 - 1]}, {"rep_ids": [None]}):
            with self.assertRaises(UserError, msg=vals):
                self.trails(**vals)


class TestTrailsByPrograms(TrackByPrograms):

    def test_over_rpc_by_kind_of_user(self):
        self.track(self.place(200), self.place(100, 2))
        compat.flush(self.env["field.visit.position"])
        for kind in ("rep", "leader", "manager", "admin"):
            with self.subTest(kind):
                answer = self.call_as(kind, "field.visit.live", "get_live_trails", {"rep_ids": self.rep.ids})
                self.assertEqual([row["rep_id"] for row in answer["trails"]], self.rep.ids)
        for kind, vals in (("plain", {}), ("manager", {"rep_ids": ["x"]}), ("rep", "all")):
            with self.subTest(kind), mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault) as caught:
                self.call_as(kind, "field.visit.live", "get_live_trails", vals)
            self.assertNotIn("Traceback", caught.exception.faultString)

    def test_the_day_of_another_team_is_no_trail(self):
        stranger = self.env["res.users"].create({
            "name": "West Leader", "login": "fv_stranger", "password": "fv_stranger_pw1", "tz": "UTC"})
        compat.set_groups(stranger, "base.group_user", "field_visit_routing.group_leader")
        self.users["stranger"] = stranger
        self.track(self.place(100, 2))
        compat.flush(self.env["res.users"])
        answer = self.call_as("stranger", "field.visit.live", "get_live_trails", {"rep_ids": self.rep.ids})
        self.assertEqual(answer["trails"], [])
