"""The ways of many reps on the live map: the right day, gaps as gaps, for those only who may see them, and noted."""
import json
import random
import xmlrpc.client
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .. import compat
from ..engine.field import trail
from ..models import live_days, live_trails
from .planning_case import OFFICE
from .test_live import QUIET, LiveDayCase
from .track_case import STEP_DEG, TrackByPrograms


class TrailsCase(LiveDayCase):

    def ask(self, kind="manager", **vals):
        return self.env["field.visit.live"].with_user(self.users[kind]).get_live_trails(vals)

    def trails(self, kind="manager", **vals):
        return {row["rep_id"]: trail.whole([trail.Stretch(*part) for part in row["stretches"]])
                for row in self.ask(kind, **vals)["trails"]}

    def looks(self, kind, rep=None):
        return self.env["field.visit.look"].search(
            [("rep_id", "=", (rep or self.rep).id), ("user_id", "=", self.users[kind].id)]).mapped("way")

    def stored_at(self, rep, at, steps=0):
        return self.env["field.visit.position"].create({
            "rep_id": rep.id, "at": at, "until_at": at, "measured_at": at, "latitude": OFFICE[0] + STEP_DEG * steps,
            "longitude": OFFICE[1], "accuracy_m": 5, "speed": -1, "source": "app"})


class TestTrails(TrailsCase):

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
                 for number in range(50)]
        reps = self.env["field.visit.rep"].browse(self._make_rep(user).id for user in users)
        for rep in reps:
            self.stored_at(rep, self.now)
        self.queries(reps[:1].ids)  # what is asked for once in a process
        today = reps[0]._track_span(live_days.today_of(reps[0], self.now))[0]
        for more in ({}, {"since": live_days.iso(today + timedelta(seconds=2 * live_trails.LATE_S))}):
            self.assertLessEqual(self.queries(reps.ids, **more), self.queries(reps[:5].ids, **more), more)

    def queries(self, rep_ids, **more):
        compat.flush(self.env["field.visit"])
        for model in ("field.visit.rep", "res.users", "field.visit.position"):
            compat.invalidate(self.env[model])
        before = self.env.cr.sql_log_count
        self.trails(rep_ids=rep_ids, **more)
        return self.env.cr.sql_log_count - before

    def test_what_is_asked_for_every_few_seconds_reads_no_whole_table(self):
        self.env.cr.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'field_visit_position'")
        indexes = [definition for definition, in self.env.cr.fetchall()]
        for name in ("create_date", "until_at"):
            self.assertTrue([one for one in indexes if one.endswith("(%s)" % name)], name)

    def test_a_long_day_is_told_in_few_corners(self):
        start = self.rep._track_span(self.local_today())[0]
        self.env["field.visit.position"].create([{
            "rep_id": self.rep.id, "at": at, "until_at": at, "measured_at": at, "latitude": OFFICE[0] + number % 7 * 0.01,
            "longitude": OFFICE[1] + number % 11 * 0.01, "accuracy_m": 5, "speed": -1, "source": "app"}
            for number, at in ((number, start + timedelta(seconds=30 * number)) for number in range(600))])
        piece, = self.trails(rep_ids=self.rep.ids)[self.rep.id]
        self.assertLessEqual(len(piece), trail.MOST_CORNERS * 21)

    def test_what_is_no_question(self):
        for vals in ({"since": "x"}, {"since": 5}, {"since": ["2026-01-01"]}, {"until": "2026-01-01"}, {"rep_ids": "1"},
                     {"rep_ids": [2**31 - 1]}, {"rep_ids": [None]}):
            with self.assertRaises(UserError, msg=vals):
                self.trails(**vals)


class TestTrailsSince(TrailsCase):
    """A page that has the ways asks for what is new; it is about noon where the reps are."""

    def setUp(self):
        super().setUp()
        (self.rep | self.other_rep).write({"tz": "Etc/GMT%+d" % (self.now.hour - 12)})
        self.start = self.rep._track_span(live_days.today_of(self.rep, self.now))[0]
        self.page, self.since = {}, False

    def stored_now(self, rep, minutes, steps, age_s=0):
        """A position of today that was written so many seconds ago; all the others were long ago."""
        one = self.stored_at(rep, self.start + timedelta(minutes=minutes), steps)
        compat.flush(one)
        self.env.cr.execute("UPDATE field_visit_position SET create_date = %s WHERE id = %s",
                            [fields.Datetime.now() - timedelta(seconds=age_s), one.id])
        return one

    def all_old(self):
        compat.flush(self.env["field.visit.position"])
        self.env.cr.execute("UPDATE field_visit_position SET create_date = create_date - interval '1 hour'")

    def follow(self):
        """Ask as the page does, and put the answer in the place of what was there."""
        answer = self.ask(rep_ids=(self.rep | self.other_rep).ids, since=self.since)
        self.since = answer["at"]
        for row in answer["trails"]:
            before = [part for part in self.page.get(row["rep_id"], []) if part[0] < row["from"]]
            self.page[row["rep_id"]] = before + row["stretches"]
        return answer

    def whole(self):
        answer = self.ask(rep_ids=(self.rep | self.other_rep).ids)
        return {row["rep_id"]: row["stretches"] for row in answer["trails"]}

    def test_nothing_is_lost_or_twice_in_whatever_order_it_comes(self):
        self.follow()
        chance = random.Random(4)
        minutes = [minute for minute in range(0, 700, 4) if not 200 < minute < 260]
        chance.shuffle(minutes)
        while minutes:
            batch, minutes = minutes[:25], minutes[25:]
            for minute in batch:
                rep = chance.choice((self.rep, self.other_rep))
                self.stored_now(rep, minute, minute % 7 * minute % 11)
            self.follow()
            self.assertEqual(self.page, self.whole())
            self.all_old()
        self.assertTrue(all(len(parts) > 9 for parts in self.page.values()))

    def test_what_stood_still_goes_on(self):
        self.stored_now(self.rep, 10, 0).until_at = self.start + timedelta(minutes=179)
        self.follow()
        self.all_old()
        self.stored_now(self.rep, 181, 1)
        self.follow()
        self.assertEqual(self.page, self.whole())
        self.assertEqual([part[1] for part in self.page[self.rep.id]], [False, True])

    def test_only_who_has_moved_is_told_and_looked_at(self):
        for rep in (self.rep, self.other_rep):
            self.stored_now(rep, 10, 0)
        self.follow()
        self.all_old()
        self.env["field.visit.look"].search([]).unlink()
        self.assertEqual(self.follow()["trails"], [])
        self.assertEqual(self.looks("manager") + self.looks("manager", self.other_rep), [])
        self.stored_now(self.rep, 20, 9)
        self.assertEqual([row["rep_id"] for row in self.follow()["trails"]], self.rep.ids)
        self.assertEqual((self.looks("manager"), self.looks("manager", self.other_rep)), (["trail"], []))

    def test_a_batch_that_was_being_written_meanwhile(self):
        self.follow()
        self.stored_now(self.rep, 10, 0, age_s=live_trails.LATE_S - 2)
        self.follow()
        self.assertEqual(self.page, self.whole())

    def test_one_who_was_without_network_makes_nobody_elses_answer_longer(self):
        moment = (self.now - self.start).total_seconds() / 60
        for minute in (10, 60, moment - 1):
            self.stored_now(self.rep, minute, 0)
            self.stored_now(self.other_rep, minute + 0.5, 0)
        self.follow()
        self.all_old()
        self.stored_now(self.rep, 20, 1)
        self.stored_now(self.other_rep, moment, 1)
        told = {row["rep_id"]: len(row["stretches"]) for row in self.follow()["trails"]}
        self.assertEqual(self.page, self.whole())
        self.assertEqual(told[self.rep.id], 3)
        self.assertLessEqual(told[self.other_rep.id], 2)

    def test_as_a_phone_sends_it(self):
        self.follow()
        self.all_old()
        self.track(self.place(200), self.place(100, 5))
        self.assertEqual([row["rep_id"] for row in self.follow()["trails"]], self.rep.ids)
        self.assertAlmostEqual(self.page[self.rep.id][-1][2][-1][-1][0], OFFICE[0] + 5 * STEP_DEG, 4)

    def test_another_day_is_told_whole(self):
        self.stored_now(self.rep, 10, 0)
        self.page = {self.rep.id: [[1, False, [[[1, 1]]]]], self.other_rep.id: [[1, False, [[[2, 2]]]]]}
        self.since = live_days.iso(self.start - timedelta(minutes=1))
        self.assertEqual([row["from"] for row in self.follow()["trails"]], [0, 0])
        self.assertEqual(self.page, self.whole())

    def test_what_is_new_is_for_those_who_may_see_it(self):
        self.other_rep.team_id = self.env["crm.team"].create({"name": "West"})
        both = self.rep | self.other_rep
        for rep in both:
            self.stored_now(rep, 10, 0)
        since = live_days.iso(self.now)
        for kind, seen in (("manager", both), ("leader", self.rep), ("rep", self.rep)):
            told = self.ask(kind, rep_ids=both.ids, since=since)["trails"]
            self.assertEqual({row["rep_id"] for row in told}, set(seen.ids), kind)
        with mute_logger(*QUIET), self.assertRaises(AccessError):
            self.ask("plain", since=since)


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
