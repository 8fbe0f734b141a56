"""What no phone of ours sends: broken texts, the ends of the calendar, nested brackets, moments to come, a swapped customer."""
import json
import xmlrpc.client
from datetime import datetime, timedelta
from unittest.mock import Mock, patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .. import compat
from ..controllers import track as routes
from ..models import plain_text, track_clients
from .access_case import QUIET
from .field_case import FieldByPrograms, FieldCase
from .test_visit_picture import picture
from .track_case import TrackCase

BROKEN = "Pocket\x00 \ud83d"
ENDS = ("0001-01-01 00:00:00", "9999-12-31 23:59:59")
THERE = {"latitude": 60.1841, "longitude": 24.9497, "accuracy_m": 9}


class TestTexts(TrackCase):

    def test_texts_that_no_database_holds_are_put_right_by_every_method(self):
        """Programs call the methods directly, past the inbox that puts right what phones send."""
        rep, visit = self.users["rep"], self.visit.with_user(self.users["rep"])
        self.own.create_track_token(BROKEN)
        self.own.end_duty()
        self.own.withdraw_consent({"device": BROKEN})
        self.own.give_consent({"version": self.company.visit_consent()["version"], "device": BROKEN})
        self.own.start_duty({"device": BROKEN})
        self.track({"at": self.ago(0), "latitude": 60.2, "longitude": 24.9, "mark": BROKEN})
        visit.check_in(dict(THERE, device=BROKEN))
        visit.open_complaint({"name": BROKEN, "description": BROKEN})
        self.visit.with_user(self.users["manager"]).override_check({"result": "verified", "reason": BROKEN})
        compat.flush(self.visit)
        devices = [self.visit.check_ids.device, self.env["field.visit.track.token"].search([], limit=1).name,
                   self.env["field.visit.consent"].search([("rep_id.user_id", "=", rep.id)], limit=1).device,
                   self.visit.check_override_reason, self.env["field.visit.complaint"].search([], limit=1).name]
        self.assertEqual(devices, ["Pocket"] * 5)

    def test_what_json_has_no_form_for(self):
        self.assertEqual(plain_text.storable({"at": datetime(2026, 1, 2), 7: (1, b"x")}),
                         {"at": "2026-01-02 00:00:00", "7": [1, "b'x'"]})

    def test_messages_of_tracking_apps_at_the_ends_of_numbers(self):
        huge = 10 ** 400
        nonsense = [
            *track_clients.owntracks_items({"_type": "location", "tst": huge, "lat": huge, "lon": 1, "vel": huge}),
            *track_clients.traccar_items({"timestamp": "0001-01-01T00:00:00+14:00", "lat": "1", "lon": "1"}),
            *track_clients.traccar_items({"timestamp": "9999-12-31T23:59:59-14:00", "lat": "1", "lon": "1"}),
            *track_clients.traccar_items({"timestamp": "inf", "lat": "1", "lon": "1"}),
            *track_clients.traccar_json_items({"location": {"timestamp": {}, "coords": {"latitude": huge}}})]
        self.assertEqual(self.own._take_positions("traccar", nonsense)["dropped"], {"unreadable": 5})

    def test_brackets_within_brackets(self):
        request = Mock()
        request.httprequest.content_length = 15_000
        request.httprequest.get_data.return_value = b"[" * 15_000
        with patch.object(routes, "request", request):
            self.assertEqual(routes._body(), {})


class TestMoments(FieldByPrograms):

    def fault(self, *call):
        with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault, msg=call) as caught:
            self.call_as("rep", *call)
        self.assertNotIn("Traceback", caught.exception.faultString)
        return caught.exception.faultString

    def test_the_ends_of_the_calendar(self):
        visit = self.visit.ids
        self.company.visit_photo_watermark = True
        compat.flush(self.company)
        move = self.env["field.visit.outcome"].create({"name": "Later", "step": "move"}).id
        compat.flush(self.env["field.visit.outcome"])
        for end in ENDS:
            for call in (
                ("field.visit", "check_in", visit, dict(THERE, at=end)),
                ("field.visit", "check_in", visit, dict(THERE, position_at=end, drift_s=-9000)),
                ("field.visit", "add_photo", visit, {"content": picture(), "at": end}),
                ("field.visit", "move_visit", visit, {"date": end[:10], "outcome_id": move}),
                ("field.visit", "move_visit", visit, {"planned_start": end, "outcome_id": move}),
                ("field.visit", "write", visit, {"actual_start": end}),
                ("field.visit.rep", "get_track", self.rep.ids, {"date": end[:10]}),
                ("field.visit.live", "get_live_day", {"rep_id": self.rep.id, "date": end[:10]}),
                ("field.visit.route", "ask_replan", self.route.ids, {
                    "what": "overrun", "visit_id": self.visit.id, "minutes": 5, "at": end}),
            ):
                with self.subTest(call=call[1], end=end):
                    self.assertIn("is no date", self.fault(*call))
        self.assertEqual((self.visit.state, self.visit.picture_ids.ids), ("planned", []))

    def test_a_step_is_not_made_in_the_future(self):
        later = fields.Datetime.to_string(fields.Datetime.now() + timedelta(hours=2))
        skip = self.env["field.visit.outcome"].create({"name": "Closed", "step": "skip"}).id
        compat.flush(self.env["field.visit.outcome"])
        for method, vals in (("start_travel", {}), ("check_in", THERE), ("skip_visit", {"outcome_id": skip})):
            self.assertIn("still to come", self.fault("field.visit", method, self.visit.ids, dict(vals, at=later)))
        self.assertEqual(self.visit.state, "planned")
        self.call_as("rep", "field.visit", "add_photo", self.visit.ids, {"content": picture(), "at": later})
        self.assertLessEqual(self.visit.picture_ids.taken_at, fields.Datetime.now())

    def test_lists_and_dictionaries_where_a_word_is_expected(self):
        for call in (("field.visit.overview", "get_overview", {"period": [1]}),
                     ("field.visit.route", "ask_replan", self.route.ids, {"what": {"x": 1}}),
                     ("field.visit.app", "get_customer", [], 1), ("field.visit.app", "get_customer", "partner", [{}]),
                     ("field.visit.app", "find_customers", {"text": ["x"]}),
                     ("field.visit", "check_in", self.visit.ids, {"at": [], "latitude": [1], "longitude": {}}),
                     ("field.visit", "check_in", self.visit.ids, [["at", 1]]),
                     ("field.visit", "move_visit", self.visit.ids, {"outcome_id": [], "date": {}}),
                     ("field.visit", "skip_visit", self.visit.ids, {"outcome_id": {"id": 1}}),
                     ("field.visit.route", "answer_replan", self.route.ids, {"plan_id": [1], "accept": []})):
            with self.subTest(call=call[1:]):
                self.fault(*call)
        self.call_as("rep", "field.visit", "check_in", self.visit.ids, {})
        for vals in ({"next_step": {"kind": [], "date": "2027-01-01"}}, {"next_step": [1]}, {"outcome_id": [1]}, {"lines": [[]]},
                     {"lines": [{"product_id": {}, "name": []}]}, {"note": ["x"]}, {"opportunity": {"lead_id": [1]}},
                     {"opportunity": {"name": {"x": 1}}}, {"next_step": {"kind": "call", "date": [], "user_id": {}}}):
            with self.subTest(vals=vals):
                self.fault("field.visit", "save_report", self.visit.ids, vals)
        for vals in ({"rating": [5]}, {"rating": {"x": 5}}, {"rating": 5, "channel": []}, [5], {"rating": 1e300}):
            with self.subTest(vals=vals):
                self.fault("field.visit", "enter_feedback", self.visit.ids, vals)

    def test_moments_and_bytes_of_xml_rpc_in_an_event(self):
        event = self.event("save_report", note=xmlrpc.client.DateTime("20260102T03:04:05"), more=xmlrpc.client.Binary(b"x"))
        good = self.event("start_travel")
        receipts = self.call_as("rep", "field.visit.event", "receive", self.batch(event, good))["receipts"]
        self.assertEqual([receipt["state"] for receipt in receipts], ["conflict", "done"])


class TestEvents(FieldCase):

    def test_nested_without_end(self):
        nested = []
        for _number in range(400):
            nested = [nested]
        bad, good = self.event("start_travel", deep=nested), self.event("start_travel", visit_id=self.visits[1].id)
        receipts = self.receive(dict(bad, seen={"date": nested}), good)
        self.assertEqual([receipt["state"] for receipt in receipts], ["conflict", "done"])
        stored = self.env["field.visit.event"].search([("uuid", "=", bad["uuid"])])
        self.assertLess(stored.data.count("["), 60)
        self.assertTrue(stored.wanted is not None and json.loads(stored.data))


class TestProof(FieldCase):
    """A check-in proves one visit, of who made it, at one customer."""

    def setUp(self):
        super().setUp()
        self.own = self.visit.with_user(self.users["rep"])
        place = {"latitude": self.visit.visit_latitude, "longitude": self.visit.visit_longitude, "accuracy_m": 9}
        self.own.check_in(place)
        self.assertEqual(self.visit.check_result, "verified")

    def test_it_is_not_carried_to_another_customer(self):
        for user in ("rep", "leader", "manager"):
            visit = self.visit.with_user(self.users[user])
            with self.assertRaisesRegex(UserError, "another customer"):
                visit.partner_id = self.customers[4]
            with self.assertRaisesRegex(UserError, "another customer"):
                visit.write({"partner_id": False, "lead_id": self.env["crm.lead"].create({"name": "Kiosk"}).id})
        self.own.write({"partner_id": self.visit.partner_id.id, "note": "The same customer"})
        self.visits[1].with_user(self.users["rep"]).partner_id = self.customers[4]  # nobody has checked in there

    def test_who_made_it_does_not_judge_it_after_giving_the_visit_away(self):
        leader = self.users["leader"]
        compat.set_groups(self.users["rep"], "base.group_user", "field_visit_routing.group_manager")
        self.visit.rep_id = self.other_rep
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            self.visit.with_user(self.users["rep"]).override_check({"result": "verified", "reason": "I was there"})
        self.visit.rep_id = self.rep
        self.assertTrue(self.visit.with_user(leader).override_check({"result": "unverified", "reason": "To be asked"}))
