"""The inbox of phones: each event once, in order, in time; altered, foreign and broken ones harm nobody."""
import uuid
from datetime import timedelta
from unittest import mock

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .. import compat
from .field_case import FieldCase

INBOX = "odoo.addons.field_visit_routing.models.visit_event"


class TestEventOnce(FieldCase):

    def test_texts_that_no_database_holds_are_put_right(self):
        """JavaScript cuts an emoji in halves; a NUL comes from who tries."""
        self.receive(self.event("check_in"))
        receipt, = self.receive(self.event("save_report", note="Good\0 news \ud83d"))
        self.assertEqual(receipt["state"], "done")
        self.assertEqual(self.visit.note, "Good news")

    def states(self, *events, **more):
        return [receipt["state"] for receipt in self.receive(*events, **more)]

    def test_an_altered_copy_is_refused_and_noted(self):
        event = self.event("check_in", accuracy_m=10)
        self.assertEqual(self.states(event), ["done"])
        altered = dict(event, data=dict(event["data"], accuracy_m=1))
        with self.assertLogs(INBOX, "WARNING") as log:
            receipt, = self.receive(altered)
        self.assertEqual(receipt["state"], "refused")
        self.assertNotIn("accuracy", "".join(log.output))
        kept = self.env["field.visit.event"].search([("uuid", "=", event["uuid"])])
        self.assertTrue(kept.altered_at)
        self.assertIn("10", kept.data)
        self.assertEqual(self.states(event), ["done"], "the true copy still gets its answer")

    def test_the_same_twice_in_one_batch(self):
        event = self.event("check_in")
        self.assertEqual(self.states(event, event), ["done", "done"])
        self.assertEqual(self.env["field.visit.event"].search_count([("uuid", "=", event["uuid"])]), 1)

    @mute_logger(INBOX)
    def test_an_event_of_somebody_else_is_not_told(self):
        event = self.event("check_in")
        self.receive(event)
        receipt, = self.receive(event, user=self.users["manager"])
        self.assertEqual((receipt["state"], receipt["server"]), ("refused", {}))

    def test_events_are_done_in_the_order_of_their_numbers(self):
        into, out = self.event("check_in"), self.event("check_out")
        into["number"], out["number"] = 7, 8
        receipts = self.receive(out, into)
        self.assertEqual({receipt["state"] for receipt in receipts}, {"done"})
        self.assertEqual(self.visit.state, "done")

    def test_events_of_another_store_are_not_taken(self):
        inbox = self.env["field.visit.event"].with_user(self.users["rep"])
        answer = inbox.receive(dict(self.batch(self.event("check_in")), store="999-other"))
        self.assertEqual((answer["other_user"], answer["receipts"]), (True, []))
        self.assertEqual(self.visit.state, "planned")
        own = self.env["field.visit.app"].with_user(self.users["rep"]).load({})["user"]["store"]
        self.assertFalse(inbox.receive(dict(self.batch(self.event("check_in")), store=own))["other_user"])
        self.assertEqual(self.visit.state, "in_progress")

    def test_two_phones_of_one_rep(self):
        self.assertEqual(self.states(self.event("check_in")), ["done"])
        receipt, = self.receive(self.event("check_in"))
        self.assertEqual((receipt["state"], receipt["server"]["state"]), ("conflict", "in_progress"))


class TestEventBroken(FieldCase):

    def refused(self, event, words):
        receipts = self.receive(event, self.event("check_in"))
        self.assertEqual([receipt["state"] for receipt in receipts], ["refused", "done"])
        self.assertIn(words, receipts[0]["message"])

    def test_a_kind_that_is_not_known(self):
        self.refused(self.event("fly"), "does not know")
        self.assertEqual(self.receive(self.event("receipt"))[0]["state"], "refused")

    def test_data_that_is_none(self):
        self.refused(dict(self.event("start_travel"), data=["x"]), "dictionary")

    def test_times_that_are_none(self):
        for at in ("", "yesterday", 7, ["x"]):
            with self.subTest(at=at):
                receipt, = self.receive(dict(self.event("start_travel"), at=at))
                self.assertEqual(receipt["state"], "refused")

    def test_what_is_older_than_the_inbox_remembers(self):
        self.refused(self.event("start_travel", at="1999-12-31 23:59:59"), "60 days ago")

    def test_ten_megabytes_in_one_event(self):
        event = self.event("start_travel", positions=["60.17,24.94"] * 25_000)
        self.refused(event, "256 kB")

    def test_ten_megabytes_in_one_batch(self):
        events = [self.event("start_travel", positions="x" * 6_000_000) for _number in range(2)]
        with self.assertRaisesRegex(UserError, "10 MB"):
            self.receive(*events)

    def test_a_picture_that_is_too_large(self):
        self.refused(self.event("start_travel", content="x" * 8_100_000), "lower resolution")

    def test_no_batch_at_all(self):
        inbox = self.env["field.visit.event"].with_user(self.users["rep"])
        for batch in (None, [], {"events": "x"}, {"events": [{}]}, {"events": [{"uuid": "1"}]}, {"events": [7]},
                      {"events": [self.event("check_in")] * 201}, {"events": [], "user_id": 1},
                      {"events": [], "sent_at": "soon"}):
            with self.subTest(batch=str(batch)[:60]), self.assertRaises(UserError):
                inbox.receive(batch)

    @mute_logger(INBOX)
    def test_what_nobody_foresaw_holds_up_nothing(self):
        with mock.patch.object(type(self.env["field.visit.event"]), "_event_settle", side_effect=KeyError("how")):
            self.refused(self.event("settle", uuid=str(uuid.uuid4()), how="understood"), "could not read")

    def test_the_log_does_not_say_what_was_entered(self):
        broken = mock.patch.object(type(self.visit), "check_in", side_effect=ValueError("Aino has no money"))
        with broken, self.assertLogs(INBOX, "ERROR") as log:
            self.assertEqual(self.receive(self.event("check_in"))[0]["state"], "refused")
        self.assertIn("ValueError", "".join(log.output))
        self.assertNotIn("Aino", "".join(log.output))

    def test_characters_that_no_database_holds(self):
        batch = self.batch(self.event("check_in"), self.event("save_report", note="Fine \ud83d\x00!"),
                           self.event("a\x00\ud800"), self.event("check_out", accuracy_m="a\x00b", latitude=1, longitude=1),
                           self.event("open_complaint", name="Late\x00"), self.event("add_lead", visit_id=self.visit.id))
        batch["events"][-1]["data"] = {"name": "Bakery\ud83d", "note": "\x00"}
        for number, event in enumerate(batch["events"]):
            event["number"] = number
        receipts = self.env["field.visit.event"].with_user(self.users["rep"]).receive(dict(batch, device="phone\x00"))["receipts"]
        self.assertEqual([receipt["state"] for receipt in receipts],
                         ["done", "done", "refused", "conflict", "done", "done"], receipts)
        self.assertEqual(self.visit.note, "Fine !")

    def test_visits_that_are_none(self):
        for visit in ("x", -1, 2 ** 40, None, True, [1], 10 ** 8):
            with self.subTest(visit=visit):
                receipt, = self.receive(self.event("check_in", visit_id=visit))
                self.assertEqual(receipt["state"], "conflict")


class TestEventTime(FieldCase):

    def moment(self, hours):
        return fields.Datetime.to_string(fields.Datetime.now() + timedelta(hours=hours))

    def received(self, event, sent_at):
        inbox = self.env["field.visit.event"].with_user(self.users["rep"])
        inbox.receive(dict(self.batch(event), sent_at=sent_at))
        return self.env["field.visit.event"].search([("uuid", "=", event["uuid"])])

    def assert_hours_ago(self, hours, moment):
        self.assertAlmostEqual((fields.Datetime.now() - moment).total_seconds() / 3600, hours, delta=0.1)

    def test_a_clock_that_is_three_hours_ahead(self):
        event = self.received(self.event("check_in", at=self.moment(2)), self.moment(3))
        self.assert_hours_ago(1, event.happened_at)
        self.assert_hours_ago(1, self.visit.actual_start)
        self.assertAlmostEqual(event.drift_s, 3 * 3600, delta=60)

    def test_a_batch_that_was_a_minute_on_its_way(self):
        now, at = fields.Datetime.now(), self.moment(-2)
        event = self.received(self.event("check_in", at=at), fields.Datetime.to_string(now - timedelta(seconds=60)))
        self.assertEqual(fields.Datetime.to_string(event.happened_at), at)
        self.assertEqual((event.drift_s, fields.Datetime.to_string(self.visit.actual_start)), (0, at))

    def test_a_clock_that_was_put_right_before_sending(self):
        event = dict(self.event("check_in", at=self.moment(2)), since=self.moment(-4), ahead_s=3 * 3600)
        self.assert_hours_ago(1, self.received(event, self.moment(0)).happened_at)

    def test_nothing_happens_in_the_future(self):
        event = self.received(self.event("check_in", at=self.moment(5)), self.moment(0))
        self.assert_hours_ago(0, event.happened_at)
        self.assertEqual(event.state, "done")

    def test_clocks_at_the_ends_of_the_calendar(self):
        for at, sent in (("9999-12-31 23:59:59", "0001-01-01 00:00:00"), ("0001-01-01 00:00:00", "9999-12-31 23:59:59")):
            with self.subTest(at=at):
                self.assertIn(self.received(self.event("start_travel", at=at), sent).state, ("done", "refused"))


class TestEventKept(FieldCase):

    def test_old_events_are_deleted_when_the_company_says_so(self):
        old, new = self.event("start_travel"), self.event("check_in")
        self.receive(old, new)
        events = self.env["field.visit.event"]
        self.env.cr.execute("UPDATE field_visit_event SET create_date = create_date - interval '100 days' "
                            "WHERE uuid = %s", [old["uuid"]])
        compat.invalidate(events)
        self.env["field.visit.event"]._cron_forget_events()
        self.assertEqual(events.search_count([("uuid", "in", [old["uuid"], new["uuid"]])]), 2)
        self.company.visit_event_keep_days = 90
        self.env["field.visit.event"]._cron_forget_events()
        self.assertEqual(events.search([("uuid", "in", [old["uuid"], new["uuid"]])]).mapped("uuid"), [new["uuid"]])

    def test_where_the_phone_was_is_not_kept_a_second_time(self):
        there = {"latitude": 60.17, "longitude": 24.94, "accuracy_m": 10}
        done, late = self.event("check_in", **there), self.event("start_travel", **there)
        self.assertEqual([receipt["state"] for receipt in self.receive(done, late)], ["done", "conflict"])
        events = [self.env["field.visit.event"].search([("uuid", "=", event["uuid"])]) for event in (done, late)]
        self.assertNotIn("itude", events[0].data)
        self.assertIn("accuracy_m", events[0].data)
        self.assertEqual(self.receive(done)[0]["state"], "done", "a copy is still known")
        self.assertIn("latitude", events[1].data, "nothing of a conflict is dropped")
        self.env["field.visit.event"]._cron_forget_events()
        self.assertIn("latitude", events[1].data)
        self.env.cr.execute("UPDATE field_visit_event SET create_date = create_date - interval '31 days'")
        compat.invalidate(events[1])
        self.company.visit_check_keep_days = 30
        self.env["field.visit.event"]._cron_forget_events()
        self.assertNotIn("itude", events[1].data)
        self.assertIn("accuracy_m", events[1].data)

    def test_who_is_no_rep_fills_no_inbox(self):
        portal = self.env["res.users"].create({"name": "Portal", "login": "fv_portal"})
        compat.set_groups(portal, "base.group_portal")
        event = self.event("check_in")
        for user in (portal, self.users["plain"]):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.receive(event, user=user)
        self.assertFalse(self.env["field.visit.event"].search([("uuid", "=", event["uuid"])]))

    def test_who_sees_events(self):
        self.receive(self.event("check_in"))
        def seen(kind):
            return self.env["field.visit.event"].with_user(self.users[kind]).search_count([("user_id", "=",
                                                                                            self.users["rep"].id)])
        self.assertEqual([seen(kind) for kind in ("rep", "leader", "manager", "admin")], [1, 1, 1, 1])
        self.team.user_id = self.users["admin"]
        self.assertEqual(seen("leader"), 0)

    def test_what_the_desk_sees_of_a_conflict(self):
        self.visit.action_cancel()
        self.receive(self.event("check_in"))
        event = self.env["field.visit.event"].search([("visit_id", "=", self.visit.id)]).with_user(self.users["leader"])
        self.assertTrue(event.is_open)
        self.assertEqual(event.kind_text, "Check in")
        self.assertIn("Cancelled", event.found)
