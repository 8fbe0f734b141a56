"""Who may know where somebody was: over each way to read, by each kind of user, and every look is noted."""
import xmlrpc.client

from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET
from .track_case import TrackByPrograms

MODELS = ("field.visit.position", "field.visit.duty", "field.visit.consent")


class TestTrackAccess(TrackByPrograms):

    def setUp(self):
        super().setUp()
        # a leader of another team; the "leader" of this world leads the rep's
        self.stranger = self.env["res.users"].create({
            "name": "West Leader", "login": "fv_stranger", "password": "fv_stranger_pw1", "tz": "UTC"})
        compat.set_groups(self.stranger, "base.group_user", "field_visit_routing.group_leader")
        self.users["stranger"] = self.stranger
        self.other = self.env["res.users"].create({
            "name": "Other Rep", "login": "fv_other", "password": "fv_other_pw1", "tz": "UTC"})
        compat.set_groups(self.other, "base.group_user", "field_visit_routing.group_rep")
        self.users["other"] = self.other
        self._make_rep(self.other)
        self.track(self.place(200), self.place(100, 1))
        self.users["leader"].write({compat.USER_GROUPS: [(4, self.env.ref("base.group_allow_export").id)]})
        compat.flush(self.env["res.users"])

    def looks(self):
        compat.invalidate(self.env["field.visit.look"])
        return [(look.user_id.login, look.way) for look in self.env["field.visit.look"].search(
            [("rep_id", "=", self.rep.id)], order="id")]

    def fault(self, kind, *call):
        with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault, msg=(kind, call)) as caught:
            self.call_as(kind, *call)
        self.assertNotIn("Traceback", caught.exception.faultString)
        return caught.exception.faultString

    def group(self, kind, model):
        if compat.SERIES >= 19:
            return self.call_as(kind, model, "formatted_read_group", [], ["rep_id"], ["__count"])
        return self.call_as(kind, model, "read_group", [], ["rep_id"], ["rep_id"])

    def test_those_who_may(self):
        for kind in ("rep", "leader", "manager", "admin"):
            for model in MODELS:
                own = [("rep_id", "=", self.rep.id)]
                with self.subTest(kind=kind, model=model):
                    ids = self.call_as(kind, model, "search", own)
                    self.assertTrue(ids)
                    self.assertEqual(len(self.call_as(kind, model, "read", ids, ["rep_id"])), len(ids))
                    self.assertTrue(self.group(kind, model))

    def test_those_who_may_not(self):
        for kind in ("stranger", "other", "plain"):
            for model in MODELS:
                ids = self.env[model].search([("rep_id", "=", self.rep.id)]).ids
                with self.subTest(kind=kind, model=model):
                    if kind == "plain":
                        self.fault(kind, model, "search", [])
                        self.fault(kind, model, "read", ids, ["rep_id"])
                        self.assertRaises(xmlrpc.client.Fault, self.muted_group, kind, model)
                        continue
                    self.assertEqual(self.call_as(kind, model, "search", [("id", "in", ids)]), [])
                    self.fault(kind, model, "read", ids, ["rep_id"])
                    self.fault(kind, model, "export_data", ids, ["rep_id/name"])
                    self.assertFalse([row for row in self.group(kind, model) if row["rep_id"][0] == self.rep.id])
        for kind in ("stranger", "other", "plain"):
            self.fault(kind, "field.visit.rep", "get_track", self.rep.ids, {})
            self.fault(kind, "field.visit.rep", "read", self.rep.ids, ["last_latitude"])
        self.assertEqual(self.looks(), [])

    def muted_group(self, kind, model):
        with mute_logger(*QUIET):
            return self.group(kind, model)

    def test_nobody_writes(self):
        self.own.create_track_token("Pocket")
        self.own.with_user(self.users["leader"]).get_track({})
        for kind in ("rep", "leader", "manager", "admin"):
            for model in (*MODELS, "field.visit.look", "field.visit.track.token"):
                record = self.env[model].search([], limit=1)
                with self.subTest(kind=kind, model=model):
                    self.fault(kind, model, "create", {"rep_id": self.rep.id})
                    self.fault(kind, model, "write", record.ids, {"rep_id": self.rep.id})
                    self.fault(kind, model, "unlink", record.ids)

    def test_every_way_to_look_is_noted(self):
        ids = self.stored().ids
        ways = (
            ("field.visit.position", "read", ids, ["latitude"]), ("field.visit.position", "search_read", [], ["at"]),
            ("field.visit.rep", "read", self.rep.ids, ["last_longitude"]),
            ("field.visit.rep", "search_read", [("id", "=", self.rep.id)], ["last_latitude"]),
            ("field.visit.rep", "export_data", self.rep.ids, ["last_latitude"]),
            ("field.visit.position", "export_data", ids, ["at"]),
            ("field.visit", "export_data", self.visit.ids, ["rep_id/last_latitude"]),
            ("field.visit.rep", "get_track", self.rep.ids, {}),
        )
        for call in ways:
            self.env["field.visit.look"].search([]).unlink()
            compat.flush(self.env["field.visit.look"])
            with self.subTest(call=call[:2]):
                self.call_as("leader", *call)
                self.assertIn("fv_leader", [login for login, _way in self.looks()])
        self.env["field.visit.look"].search([]).unlink()
        compat.flush(self.env["field.visit.look"])
        self.group("manager", "field.visit.position")
        self.assertIn(("fv_manager", "figures"), self.looks())

    def test_what_tells_no_position_is_no_look(self):
        self.call_as("leader", "field.visit.rep", "search_read", [], ["name", "team_id"])
        self.call_as("leader", "field.visit", "read", self.visit.ids, ["rep_id", "state"])
        self.call_as("rep", "field.visit.position", "search_read", [], ["latitude"])
        self.call_as("rep", "field.visit.rep", "get_track", self.rep.ids, {})
        self.assertEqual(self.looks(), [])

    def test_looks_are_bundled_and_told_to_the_rep(self):
        for _number in range(3):
            self.call_as("leader", "field.visit.rep", "get_track", self.rep.ids, {})
        self.assertEqual(self.looks(), [("fv_leader", "trail")])
        told = self.call_as("rep", "field.visit.app", "load", {})["track"]["looks"]
        self.assertEqual([(look["who"], look["way"]) for look in told], [(self.users["leader"].name, "trail")])
        self.assertEqual(self.call_as("other", "field.visit.look", "search", []), [])

    def test_tokens_are_the_person_s_own(self):
        self.own.create_track_token("Pocket")
        token = self.env["field.visit.track.token"].search([])
        compat.flush(token)
        for kind in ("leader", "manager", "admin", "other"):
            self.assertEqual(self.call_as(kind, "field.visit.track.token", "search", []), [])
            self.fault(kind, "field.visit.track.token", "revoke", token.ids)
        self.assertTrue(self.call_as("rep", "field.visit.track.token", "revoke", token.ids))

    def test_bad_requests_are_refused_in_a_sentence(self):
        for call in (("field.visit.rep", "get_track", self.rep.ids, {"date": "soon"}),
                     ("field.visit.rep", "get_track", self.rep.ids, {"day": "2026-01-01"}),
                     ("field.visit.rep", "start_duty", self.rep.ids, {"at": "soon"}),
                     ("field.visit.rep", "give_consent", self.rep.ids, {}),
                     ("field.visit.position", "receive", {"positions": {}}),
                     ("field.visit.position", "receive", 7)):
            self.fault("rep", *call)
