"""Another rep's visit: every step over XML-RPC and every kind of event of a phone is refused and changes nothing."""
import xmlrpc.client

from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET
from .field_case import FieldByPrograms
from .test_visit_picture import picture

#: Kinds of events that name no visit; each has tests of its own.
OTHER_KINDS = {"settle", "start_duty", "end_duty", "give_consent", "withdraw_consent", "add_lead", "add_to_today", "set_language",
               "ask_replan", "answer_replan"}
KEPT = ["state", "note", "outcome", "actual_start", "actual_end", "travel_started_at", "planned_start", "date", "rep_id",
        "route_id", "check_result", "rating_value", "next_step_kind", "moved_count", "message_ids"]
MADE = ("field.visit.check", "field.visit.picture", "field.visit.feedback", "field.visit.complaint", "field.visit.topic")


class TestStrangers(FieldByPrograms):

    def setUp(self):
        super().setUp()
        portal = self.env["res.users"].create({"name": "Portal", "login": "fv_portal", "password": "fv_portal_pw1"})
        compat.set_groups(portal, "base.group_portal")
        self.users["portal"] = portal
        self.skip, self.move = self.env["field.visit.outcome"].create([
            {"name": "Closed", "step": "skip"}, {"name": "Later", "step": "move"}])
        self.visit.rep_id = self.other_rep
        self.begun = self.visits[1]
        self.begun.write({"rep_id": self.other_rep.id, "state": "in_progress"})
        self.point = self.env["field.visit.agenda"].create({"visit_id": self.begun.id, "name": "Prices"})
        for model in ("res.users", "field.visit", "field.visit.outcome", "field.visit.agenda"):
            compat.flush(self.env[model])
        self.known = self.whole()

    def whole(self):
        """All that a step could leave behind."""
        compat.invalidate(self.env["field.visit"])
        visits = self.visit | self.begun
        return visits.read(KEPT), self.point.is_done, [
            self.env[model].search_count([("visit_id", "in", visits.ids)]) for model in MADE]

    def steps(self):
        """``(method, visit, values)`` that its rep could do."""
        place = {"latitude": 60.17, "longitude": 24.94, "accuracy_m": 10}
        day = {"date": str(self.monday), "outcome_id": self.move.id}
        return [
            ("start_travel", self.visit, place), ("check_in", self.visit, place), ("check_out", self.begun, place),
            ("save_report", self.begun, {"note": "I was here"}), ("add_photo", self.begun, {"content": picture()}),
            ("add_signature", self.begun, {"content": picture(drawn=True), "name": "Aino"}),
            ("skip_visit", self.visit, {"outcome_id": self.skip.id}), ("move_visit", self.visit, day),
            ("enter_feedback", self.begun, {"rating": 5}), ("open_complaint", self.begun, {"name": "Late"})]

    def desk_steps(self):
        """What only the desk calls."""
        return [("correct_visit", self.begun, {"reason": "Mine", "state": "planned"}),
                ("override_check", self.begun, {"result": "verified", "reason": "Mine"}),
                ("action_reschedule", self.visit, {"planned_start": "%s 09:00:00" % self.monday}),
                ("write", self.begun, {"note": "I was here"})]

    def test_over_xml_rpc(self):
        bare = [(name, self.visit, None) for name in (
            "action_start", "action_missed", "action_cancel", "get_feedback_link", "unlink")]
        for kind in ("rep", "plain", "portal"):
            for method, visit, vals in self.steps() + self.desk_steps() + bare:
                with self.subTest(kind=kind, method=method), mute_logger(*QUIET):
                    arguments = [visit.ids] if vals is None else [visit.ids, vals]
                    with self.assertRaises(xmlrpc.client.Fault) as caught:
                        self.call_as(kind, "field.visit", method, *arguments)
                    self.assertNotIn("Traceback", caught.exception.faultString)
        self.assertEqual(self.whole(), self.known)

    def test_by_every_kind_of_event(self):
        events = [self.event(method, visit_id=visit.id, **vals) for method, visit, vals in self.steps()]
        events.append(self.event("tick_agenda", visit_id=self.begun.id, agenda_id=self.point.id, done=True))
        # a kind that is added has to be added here, or above with a test of its own
        self.assertEqual({event["kind"] for event in events} | OTHER_KINDS, self.env["field.visit.event"]._event_kinds())
        for event in events:
            with self.subTest(kind=event["kind"]):
                receipt, = self.receive(event)
                self.assertEqual((receipt["state"], receipt["server"]), ("conflict", {}))
                self.assertIn("not yours", receipt["message"])
        self.assertEqual(self.whole(), self.known)

    def test_the_rep_himself_can(self):
        """The calls above fail for whose visit it is, not for what they say."""
        mine = self.visit | self.begun
        mine.write({"rep_id": self.rep.id})
        compat.flush(mine)
        for method, visit, vals in self.steps():
            if method in ("check_out", "skip_visit", "move_visit"):  # the steps before them have changed the visit
                continue
            with self.subTest(method=method):
                self.assertTrue(self.call_as("rep", "field.visit", method, visit.ids, vals))
