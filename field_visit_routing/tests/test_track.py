"""Positions on duty: what is stored, once, and what is not."""
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..models import plan_request
from .track_case import STEP_DEG, TrackCase

#: Steps that nobody makes in minutes, but in an hour: 111 kilometres.
FAR = 1110


class TestPositions(TrackCase):

    def test_each_step_of_the_way_is_kept(self):
        answer = self.track(*[self.place(300 - 30 * number, number) for number in range(10)])
        self.assertEqual(answer, {"taken": 10, "kept": 10, "dropped": {}})
        self.assertEqual(self.stored().mapped("duty_id"), self.duty)

    def test_standing_still_prolongs_the_last_one(self):
        self.track(self.place(200), self.place(100))
        answer = self.track(self.place(10))
        self.assertEqual((answer["taken"], answer["kept"]), (1, 0))
        kept = self.stored()
        self.assertEqual([fields.Datetime.to_string(kept.at), fields.Datetime.to_string(kept.until_at)],
                         [self.ago(200), self.ago(10)])

    def test_a_batch_sent_twice_is_stored_once(self):
        batch = [self.place(300 - 30 * number, number % 3) for number in range(8)]
        kept = self.track(*batch)["kept"]
        before = self.stored().read(["at", "until_at", "latitude"])
        self.assertEqual(self.track(*batch)["kept"], 0)
        self.assertEqual((len(self.stored()), self.stored().read(["at", "until_at", "latitude"])), (kept, before))

    def test_an_altered_copy_changes_nothing(self):
        self.track(self.place(100), self.place(50, 2))
        names = ["at", "until_at", "latitude", "longitude"]
        before = self.stored().read(names), self.rep.last_latitude
        self.track(self.place(100, 1), self.place(50, 3))
        self.assertEqual((self.stored().read(names), self.rep.last_latitude), before)

    def test_a_clock_that_is_ahead_is_put_right_and_stored_once(self):
        now = fields.Datetime.now()
        batch = {"sent_at": fields.Datetime.to_string(now + timedelta(hours=3)), "positions": [
            self.place(20 - 3 * 3600), self.place(10 - 3 * 3600, 2)]}
        inbox = self.env["field.visit.position"].with_user(self.users["rep"])
        self.assertEqual(inbox.receive(batch)["kept"], 2)
        # sent again, slower: the drift seems another, the positions are the same
        later = dict(batch, sent_at=fields.Datetime.to_string(now + timedelta(hours=3, seconds=-2)))
        self.assertEqual(inbox.receive(later)["kept"], 0)
        self.assertTrue(all(abs((position.at - self.now).total_seconds()) < 60 for position in self.stored()))

    def test_a_batch_long_on_its_way_keeps_its_times(self):
        """A busy server or a bad network is no wrong clock: moved times would fall among those of the next batch."""
        batch = {"sent_at": self.ago(70), "positions": [self.place(100), self.place(85, 2)]}
        self.assertEqual(self.env["field.visit.position"].with_user(self.users["rep"]).receive(batch)["kept"], 2)
        self.assertEqual([fields.Datetime.to_string(row.at) for row in self.stored().sorted("at")],
                         [self.ago(100), self.ago(85)])

    def test_the_rep_is_shown_where_he_was_last(self):
        self.track(self.place(100), self.place(50, 1))
        self.track(self.place(80, 5))  # a late one is no news
        self.assertEqual(fields.Datetime.to_string(self.rep.last_position_at), self.ago(50))
        self.assertAlmostEqual(self.rep.last_latitude, 60.17 + STEP_DEG, 6)

    def test_what_cannot_be_believed_is_dropped_by_reason(self):
        answer = self.track(
            self.place(-600), self.place(100, latitude=0, longitude=0, accuracy_m=10), self.place(100, accuracy_m=5000),
            self.place(100, latitude=91), {"at": "soon"}, "no position", self.place(100, latitude=float("nan")),
            self.place(8000), self.place(3700), self.place(90, 1), self.place(60, 3000), self.place(30, 2))
        self.assertEqual(answer["dropped"], {
            "future": 1, "no_fix": 1, "imprecise": 1, "unreadable": 4, "old": 1, "off_duty": 1, "impossible": 1})
        self.assertEqual((answer["taken"], len(self.stored())), (2, 2))

    def test_one_far_away_alone_is_dropped(self):
        self.track(self.place(20))
        self.assertEqual(self.track(self.place(10, 3000)), {"taken": 0, "kept": 0, "dropped": {"impossible": 1}})

    def test_what_is_in_doubt_is_the_person_s_and_kept_for_the_duty_alone(self):
        def doubt():
            self.track(self.place(40), self.place(30, 3000))
            self.assertAlmostEqual(self.own._doubted_told()["latitude"], 60.17 + 3000 * STEP_DEG, 6)

        doubt()
        self.assertEqual(self.own.export_tracking()["doubted"]["at"], self.ago(30))
        for kind in ("rep", "leader", "manager"):
            with self.assertRaises(AccessError):
                self.rep.with_user(self.users[kind]).read(["doubted_position"])
        self.env["field.visit.position"]._cron_forget()
        self.assertEqual(self.own.export_tracking()["doubted"], {})
        for forget in (self.own.erase_tracking, self.own.end_duty):
            doubt()
            forget()
            self.assertFalse(self.own._doubted_told() or self.rep.sudo().doubted_position)

    def test_a_step_in_doubt_keeps_its_mark(self):
        self.track(self.place(60))
        self.own._take_positions("step", [self.place(30, 3000, mark="check_in")])
        self.assertEqual(self.track(self.place(20, 3002)), {"taken": 1, "kept": 2, "dropped": {}})
        self.assertEqual([(row.source, row.mark) for row in self.stored()],
                         [("app", False), ("step", "check_in"), ("app", False)])

    def test_a_batch_sent_again_confirms_nothing(self):
        batch = [self.place(60), self.place(30, 3000)]
        for _again in range(3):
            self.assertEqual(self.track(*batch)["dropped"], {"impossible": 1})
        self.assertEqual(len(self.stored()), 1)

    def test_a_late_one_is_no_reason_to_believe_what_is_in_doubt(self):
        self.track(self.place(3500))
        self.track(self.place(30))
        self.assertEqual(self.track(self.place(10, FAR))["dropped"], {"impossible": 1})
        self.assertEqual(self.track(self.place(3490)), {"taken": 1, "kept": 0, "dropped": {}})
        self.assertEqual([fields.Datetime.to_string(row.at) for row in self.stored()], [self.ago(3500), self.ago(30)])
        # it waits for the next one as before
        self.assertEqual(self.track(self.place(5, FAR)), {"taken": 1, "kept": 1, "dropped": {}})
        self.assertEqual(fields.Datetime.to_string(self.stored()[-1].at), self.ago(10))

    def test_a_late_one_that_is_impossible_is_forgotten(self):
        self.track(self.place(3500))
        self.track(self.place(60, 20))
        self.assertEqual(self.track(self.place(3495, FAR))["dropped"], {"impossible": 1})
        # far too far for the minute since the newest one, though not for the hour since the oldest
        self.assertEqual(self.track(self.place(10, FAR))["dropped"], {"impossible": 1})
        self.assertEqual(self.track(self.place(5, 20)), {"taken": 1, "kept": 0, "dropped": {}})
        self.assertEqual([fields.Datetime.to_string(row.until_at) for row in self.stored()], [self.ago(3500), self.ago(5)])

    def test_what_came_while_standing_is_late_as_well(self):
        self.track(*[self.place(seconds) for seconds in range(3500, 59, -215)])
        self.assertEqual(len(self.stored()), 1)
        self.assertEqual(self.track(self.place(1800, 3000))["dropped"], {"impossible": 1})
        self.assertEqual(self.track(self.place(10, 3000))["dropped"], {"impossible": 1})
        self.assertEqual(len(self.stored()), 1)

    def test_zero_zero_with_five_kilometres_is_nothing(self):
        self.track(self.place(10, latitude=0, longitude=0, accuracy_m=5000))
        self.assertFalse(self.stored() or self.rep.last_position_at)

    def test_the_equator_is_a_place(self):
        self.assertEqual(self.track(self.place(10, latitude=0.0, longitude=32.5))["kept"], 1)

    def test_ten_megabytes_are_refused(self):
        with self.assertRaisesRegex(UserError, "at most 500"):
            self.track(*[self.place(10)] * 100_000)
        for batch in ({"positions": "x"}, {"positions": [], "more": 1}, {"positions": [], "sent_at": "soon"},
                      {"positions": [], "user": self.users["manager"].id}, []):
            with self.assertRaises(UserError):
                self.env["field.visit.position"].with_user(self.users["rep"]).receive(batch)

    def test_who_is_no_rep_is_not_tracked(self):
        with self.assertRaisesRegex(UserError, "no rep"):
            self.track(self.place(10), user=self.users["admin"])

    def test_a_step_of_a_visit_is_a_position(self):
        self.track(self.place(5))
        receipt, = self.receive(self.event("check_in", latitude=60.1701, longitude=24.94, accuracy_m=8))
        self.assertEqual(receipt["state"], "done")
        self.assertEqual(self.stored().mapped("mark"), [False, "check_in"])

    def test_others_are_told_of_each_batch(self):
        with patch.object(type(self.rep), "_tracked") as told:
            self.track(self.place(100), self.place(50, 1))
            self.track(self.place(10, 1))
        self.assertEqual([len(call.args[0]) for call in told.call_args_list], [2, 0])


class TestDuty(TrackCase):

    def test_nothing_is_stored_off_duty(self):
        self.own.end_duty({"at": self.ago(60)})
        answer = self.track(self.place(100), self.place(30, 1))
        self.assertEqual((answer["kept"], answer["dropped"]), (1, {"off_duty": 1}))

    def test_what_came_after_the_end_is_forgotten(self):
        self.track(self.place(200), self.place(100, 1), self.place(20, 2))
        self.own.end_duty({"at": self.ago(150)})  # the phone was offline when the rep switched it off
        self.assertEqual([fields.Datetime.to_string(kept.at) for kept in self.stored()], [self.ago(200)])

    def test_only_the_rep_switches_it(self):
        self.own.end_duty()
        for kind in ("leader", "manager", "admin"):
            rep = self.rep.with_user(self.users[kind])
            for method, args in (("start_duty", [{}]), ("end_duty", [{}]), ("give_consent", [{"version": "x"}]),
                                 ("withdraw_consent", []), ("erase_tracking", []), ("export_tracking", []),
                                 ("create_track_token", ["x"])):
                with self.subTest(kind=kind, method=method), self.assertRaises(AccessError):
                    getattr(rep, method)(*args)

    def test_a_duty_that_lasts_is_not_started_twice(self):
        self.assertEqual(self.own.start_duty()["duty_id"], self.duty.id)

    def test_it_ends_by_itself(self):
        self.duty.limit_at = self.now - timedelta(minutes=5)
        self.env["field.visit.duty"]._cron_end()
        self.assertEqual((self.duty.end_at, self.duty.end_kind), (self.duty.limit_at, "limit"))
        self.assertEqual(self.track(self.place(10))["dropped"], {"off_duty": 1})

    def test_an_end_that_arrives_late_counts(self):
        self.duty.limit_at = self.now - timedelta(minutes=5)
        self.env["field.visit.duty"]._cron_end()
        self.own.end_duty({"at": self.ago(1800)})
        self.assertEqual((fields.Datetime.to_string(self.duty.end_at), self.duty.end_kind), (self.ago(1800), "rep"))

    def test_working_hours_are_the_limit(self):
        self.own.end_duty()
        self.company.write({"visit_track_limit": "calendar", "visit_track_leeway_min": 30})
        monday = self.next_monday() - timedelta(days=7)
        at = fields.Datetime.to_datetime("%s 06:00:00" % monday)
        with patch.object(fields.Datetime, "now", lambda *args: at):
            started = self.own.start_duty()
        start, end = self.own._duty_hours(at)
        self.assertEqual(started["limit_at"], fields.Datetime.to_string(end))
        # 8 to 17 in Helsinki (UTC+2), half an hour around
        self.assertEqual((start.strftime("%H:%M"), end.strftime("%H:%M")), ("05:30", "15:30"))

    def test_outside_of_working_hours_it_does_not_start(self):
        self.own.end_duty()
        self.company.visit_track_limit = "calendar"
        sunday = self.next_monday() - timedelta(days=1)
        for text, says in (("%s 02:00:00" % self.next_monday(), "from 07:30 to 17:30"),
                           ("%s 10:00:00" % sunday, "no working day")):
            at = fields.Datetime.to_datetime(text)
            with patch.object(fields.Datetime, "now", lambda *args, at=at: at), self.assertRaisesRegex(UserError, says):
                self.own.start_duty()

    def test_the_phone_switches_by_events(self):
        self.receive(self.event("end_duty", at=self.ago(30)))
        self.assertEqual(self.duty.end_kind, "rep")
        receipt, = self.receive(self.event("start_duty"))
        self.assertEqual(receipt["state"], "done", receipt)
        self.receive(self.event("withdraw_consent"))
        receipt, = self.receive(self.event("start_duty"))
        self.assertEqual(receipt["state"], "conflict")
        self.assertIn("consent", receipt["message"])


class TestConsent(TrackCase):

    def test_nothing_is_stored_without_consent(self):
        self.own.withdraw_consent()
        self.assertEqual(self.duty.end_kind, "consent")
        self.assertEqual(self.track(self.place(10)), {"taken": 0, "kept": 0, "dropped": {"no_consent": 1}})
        with self.assertRaisesRegex(UserError, "consent"):
            self.own.start_duty()

    def test_other_words_ask_anew(self):
        self.company.visit_track_keep_days = 90
        self.assertEqual(self.track(self.place(10))["dropped"], {"no_consent": 1})
        with self.assertRaisesRegex(UserError, "words"):
            self.own.give_consent({"version": "old"})
        self.agree(self.own)
        self.assertEqual(self.track(self.place(10))["kept"], 1)

    def test_it_is_the_person_s_and_goes_to_nobody_with_the_record(self):
        for kind in ("leader", "manager"):
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, "Archive it"):
                self.rep.with_user(self.users[kind]).write({"user_id": self.users[kind].id})
        self.assertEqual(self.rep.user_id, self.users["rep"])
        self.rep.with_user(self.users["leader"]).write({"user_id": self.users["rep"].id, "color": 3})
        free = self._make_rep(self.users["plain"])
        free.user_id = self.users["admin"]  # nothing is known of this one yet

    def test_each_decision_is_kept_in_its_words(self):
        self.own.withdraw_consent()
        rows = self.env["field.visit.consent"].search([("rep_id", "=", self.rep.id)])
        self.assertEqual(rows.mapped("state"), ["withdrawn", "given"])
        self.assertIn("30 days", rows[0].text)

    def test_nothing_from_before_the_consent(self):
        self.own.withdraw_consent()
        self.own.give_consent({"version": self.company.visit_consent()["version"]})
        self.assertEqual(self.track(self.place(60))["dropped"], {"old": 1})


class TestPerson(TrackCase):

    def setUp(self):
        super().setUp()
        self.track(self.place(1500), self.place(1400, 2), self.place(300, 12), self.place(200, 13))

    def test_the_trail_shows_gaps_as_gaps(self):
        trail = self.own.get_track({})
        self.assertEqual([place["after_gap"] for place in trail["positions"]], [False, False, True, False])
        self.assertAlmostEqual(trail["distance_m"], 1300, delta=15)
        self.assertAlmostEqual(trail["gap_m"], 1000, delta=15)

    def test_the_route_tells_how_far_it_really_was(self):
        self.route.date = plan_request.local_now(plan_request.rep_timezone(self.rep)).date()
        self.own.end_duty()
        self.assertAlmostEqual(self.route.real_distance_km, 1.3, delta=0.02)
        self.assertAlmostEqual(self.route.real_gap_km, 1.0, delta=0.02)
        self.own.erase_tracking()
        self.assertTrue(self.route.real_distance_m)

    def test_a_lasting_duty_is_measured_as_well(self):
        self.route.date = plan_request.local_now(plan_request.rep_timezone(self.rep)).date()
        self.env["field.visit.duty"]._cron_end()
        self.assertTrue(self.route.real_distance_m)

    def test_what_is_too_old_is_deleted(self):
        self.stored()[0].write({"until_at": self.now - timedelta(days=31)})
        self.env["field.visit.position"]._cron_forget()
        self.assertEqual(len(self.stored()), 3)
        self.rep.last_position_at = self.now - timedelta(days=31)
        self.env["field.visit.position"]._cron_forget()
        self.assertFalse(self.rep.last_position_at)

    def test_all_of_it_can_be_taken_along(self):
        told = self.own.export_tracking()
        self.assertEqual(len(told["positions"]), 4)
        self.assertEqual([len(told[key]) for key in ("consents", "duties")], [1, 1])
        self.assertAlmostEqual(told["last"]["last_latitude"], 60.17 + 13 * STEP_DEG, 5)

    def test_all_of_it_can_be_deleted(self):
        self.assertEqual(self.own.erase_tracking(), 4)
        self.assertFalse(self.stored() or self.rep.last_position_at)
        self.assertEqual(self.env["field.visit.look"].search([("rep_id", "=", self.rep.id)]).way, "erase")
        self.assertEqual(self.env["field.visit.consent"].search_count([("rep_id", "=", self.rep.id)]), 1)

    def test_the_phone_gets_the_same(self):
        part = self.env["field.visit.app"].with_user(self.users["rep"]).load({})["track"]
        self.assertEqual(part["positions"], self.own.get_track({})["positions"])
        self.assertTrue(part["duty"]["on"] and part["consent"]["given"])
