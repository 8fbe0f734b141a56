"""Tracking apps post positions with a personal token; nobody else gets in, and logs do not tell."""
import json
import logging
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import config, mute_logger

from .. import compat
from ..controllers import track as routes
from ..models import track_clients
from .track_case import TrackByPrograms, TrackCase

ROOT = "/field_visit_routing/track"


class TestMessages(TrackCase):

    def test_owntracks(self):
        item, = track_clients.owntracks_items({
            "_type": "location", "lat": 60.1, "lon": 24.9, "tst": 1700000000, "acc": 12, "vel": 36, "batt": 80})
        self.assertEqual((str(item["at"]), item["latitude"], item["accuracy_m"]), ("2023-11-14 22:13:20", 60.1, 12))
        self.assertAlmostEqual(item["speed"], 10)
        self.assertEqual(track_clients.owntracks_items({"_type": "waypoint", "lat": 1, "lon": 1}), [])

    def test_traccar_in_each_of_its_ways(self):
        for stamp in ("1700000000", "1700000000000", "2023-11-14T22:13:20Z", "2023-11-14T22:13:20.123456Z",
                      "2023-11-15T00:13:20.5+02:00"):
            item, = track_clients.traccar_items({
                "timestamp": stamp, "lat": "60.1", "lon": "24.9", "speed": "10", "accuracy": "5"})
            self.assertEqual(str(item["at"]), "2023-11-14 22:13:20", stamp)
            self.assertAlmostEqual(item["speed"], 5.144, 3)
        item, = track_clients.traccar_items({"timestamp": "1700000000", "location": "60.1,24.9"})
        self.assertEqual((item["latitude"], item["longitude"]), ("60.1", "24.9"))
        item, = track_clients.traccar_json_items({"device_id": "x", "location": {
            "timestamp": "2023-11-14T22:13:20.000Z", "coords": {"latitude": 60.1, "longitude": 24.9, "speed": -1}}})
        self.assertEqual(item["speed"], -1)

    def test_nonsense_is_dropped(self):
        nonsense = [
            *track_clients.owntracks_items({"_type": "location", "tst": 1e300, "lat": [], "lon": {}}),
            *track_clients.traccar_items({"timestamp": "yesterday", "lat": "x"}), *track_clients.traccar_items({}),
            *track_clients.traccar_json_items({"location": {"timestamp": None, "coords": {}}}),
            *track_clients.traccar_json_items({"location": "here"})]
        answer = self.own._take_positions("traccar", nonsense)
        self.assertEqual(answer, {"taken": 0, "kept": 0, "dropped": {"unreadable": 4}})


class TestTokens(TrackCase):

    def test_only_a_hash_is_kept(self):
        told = self.own.create_track_token("Pocket")
        token = self.env["field.visit.track.token"].search([("rep_id", "=", self.rep.id)])
        self.assertNotIn(told["token"], json.dumps(token.read()[0], default=str))
        self.assertEqual(token._rep_of(told["token"]), self.rep)
        for text in ("", False, None, told["token"][:-1], token.token_hash):
            self.assertFalse(token._rep_of(text))

    def test_the_rep_revokes_it(self):
        told = self.own.create_track_token("Pocket")
        self.env["field.visit.track.token"].with_user(self.users["rep"]).search([]).revoke()
        self.assertFalse(self.env["field.visit.track.token"]._rep_of(told["token"]))

    def test_it_dies_with_the_rep(self):
        told = self.own.create_track_token("Pocket")
        self.rep.active = False
        self.assertFalse(self.env["field.visit.track.token"]._rep_of(told["token"]))

    def test_there_are_not_many(self):
        for number in range(5):
            self.own.create_track_token("Phone %d" % number)
        with self.assertRaisesRegex(UserError, "5 tokens"):
            self.own.create_track_token("One more")
        with self.assertRaises(UserError):
            self.own.create_track_token(" ")


class TestPosts(TrackByPrograms):

    def setUp(self):
        super().setUp()
        self.token = self.own.create_track_token("Pocket")["token"]
        compat.flush(self.env["field.visit.track.token"])

    def message(self, **more):
        at = fields.Datetime.now().timestamp()
        return dict({"_type": "location", "lat": 60.17, "lon": 24.94, "tst": int(at) - 5, "acc": 9}, **more)

    def owntracks(self, token, **more):
        return self.opener.post(self.address("/owntracks"), data=json.dumps(self.message(**more)), auth=("me", token),
                                headers={"Content-Type": "application/json"})

    def address(self, path):
        return "http://127.0.0.1:%d%s%s" % (config["http_port"], ROOT, path)

    def test_owntracks(self):
        answer = self.owntracks(self.token)
        self.assertEqual((answer.status_code, answer.text), (200, "[]"))
        self.assertEqual(self.stored().mapped("source"), ["owntracks"])
        self.assertEqual(self.owntracks("guess").status_code, 401)
        broken = self.opener.post(self.address("/owntracks"), data="{", headers={"Content-Type": "application/json"})
        self.assertIn(broken.status_code, (400, 401))

    def test_traccar(self):
        params = {"id": self.token, "lat": "60.17", "lon": "24.94", "timestamp": str(self.message()["tst"]), "speed": "1"}
        self.assertEqual(self.opener.post(self.address("/traccar"), params=params).status_code, 200)
        body = {"device_id": self.token, "location": {"timestamp": str(self.message()["tst"] + 2), "coords": {
            "latitude": 60.1705, "longitude": 24.94}}}
        self.assertEqual(self.opener.post(self.address("/traccar/json"), json=body).status_code, 200)
        self.assertEqual(self.opener.get(self.address("/traccar"), params=dict(params, id="guess")).status_code, 401)
        self.assertEqual(self.stored().mapped("source"), ["traccar", "traccar"])

    def test_single_positions_put_right_what_a_wrong_pair_said(self):
        now = int(fields.Datetime.now().timestamp())
        self.owntracks(self.token, lat=60.62, tst=now - 100)
        for second in (90, 80, 70, 60, 50):
            self.owntracks(self.token, lat=60.17 + second * 1e-4, tst=now - second)
        rows = [(round(row.latitude, 3), row.source) for row in self.stored()]
        self.assertEqual(rows, [(60.62, "owntracks")] + [
            (round(60.17 + second * 1e-4, 3), "owntracks") for second in (90, 80, 70, 60, 50)])
        self.assertFalse(self.doubted())

    def test_one_in_doubt_is_confirmed_by_another_one_alone(self):
        now = int(fields.Datetime.now().timestamp())
        self.owntracks(self.token, tst=now - 100)
        for _again in range(3):
            self.owntracks(self.token, lat=60.62, tst=now - 50)
        self.assertEqual((len(self.stored()), self.doubted()["latitude"]), (1, 60.62))
        params = {"id": self.token, "lat": "60.6201", "lon": "24.94", "timestamp": str(now - 40)}
        self.opener.post(self.address("/traccar"), params=params)
        self.assertEqual(self.stored().mapped("source"), ["owntracks", "owntracks"])  # the third was the same place
        self.assertFalse(self.doubted())

    def doubted(self):
        return self.own._doubted_told()

    def test_off_duty_nothing_is_stored(self):
        self.own.end_duty()
        compat.flush(self.env["field.visit.duty"])
        self.assertEqual(self.owntracks(self.token, tst=int(fields.Datetime.now().timestamp())).status_code, 200)
        self.assertFalse(self.stored().filtered(lambda row: row.at > self.duty.end_at))

    def limit(self, name, most):
        """Another limit for a test, counted over a whole day: no minute ends in between."""
        return patch.object(routes, name, (getattr(routes, name)[0], most, 86400))

    def counted(self):
        """``{kind: calls}`` in the database, which all processes of a server share."""
        rows = self.env["field.visit.rate.limit"].search_read([], ["bucket", "calls"])
        return {row["bucket"].split("/")[0]: row["calls"] for row in rows}

    def test_guessing_is_stopped(self):
        with self.limit("GUESSES", 3):
            codes = [self.owntracks("guess %d" % number).status_code for number in range(5)]
            self.assertEqual(codes, [401, 401, 401, 429, 429])
            self.assertEqual(self.owntracks(self.token).status_code, 429)
        self.assertEqual(self.counted(), {"track-guess": 3})

    def test_flooding_is_stopped(self):
        with self.limit("POSTS", 2):
            codes = [self.owntracks(self.token).status_code for _number in range(4)]
        self.assertEqual(codes, [200, 200, 429, 429])
        self.assertEqual(self.counted(), {"track-post": 4})
        self.assertEqual(self.owntracks(self.token, note="x" * 30_000).status_code, 413)

    def test_what_fails_counts_as_well(self):
        self.authenticate("fv_rep", "fv_rep_pw1")
        with self.limit("BATCHES", 2), mute_logger("odoo.http"):
            says = [self.posted(batch)["error"]["data"]["message"] for batch in ({"no": 1}, "nothing", {"positions": []})]
        self.assertIn("too often", says[2])
        self.assertNotIn("too often", says[0] + says[1])
        self.assertEqual(self.counted(), {"track-batch": 3})

    def test_the_log_says_neither_token_nor_place(self):
        for message, args in (('GET %s/traccar?id=secret&lat=60.1 HTTP/1.1' % ROOT, ()),
                              ('"%s" 200', ("POST %s/traccar?id=secret&lat=60.1 HTTP/1.1" % ROOT,))):
            record = logging.LogRecord("werkzeug", logging.INFO, "", 0, message, args, None)
            logging.getLogger("werkzeug").filter(record)
            self.assertNotIn("secret", record.getMessage())
            self.assertNotIn("60.1", record.getMessage())

    def test_the_app_s_own_route(self):
        self.assertEqual(self.posted({"positions": []})["error"]["code"], 100)  # not signed in
        self.authenticate("fv_rep", "fv_rep_pw1")
        self.assertEqual(self.posted({"positions": [self.place(10)]})["result"]["kept"], 1)
        for most, batch, says in ((0, {"positions": []}, "too often"), (9, {"positions": ["x" * 1_100_000]}, "too many")):
            with self.limit("BATCHES", most), mute_logger("odoo.http"):
                self.assertIn(says, self.posted(batch)["error"]["data"]["message"])

    def posted(self, batch):
        self.opener.headers["Content-Type"] = "application/json"
        return self.url_open("/field_visit_routing/app/track", data=json.dumps({"params": {"batch": batch}})).json()
