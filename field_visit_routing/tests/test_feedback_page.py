"""The public page: a customer without a login answers; whoever guesses, replays or floods gets nowhere."""
import base64
import re
import time
from unittest.mock import patch
from xmlrpc.client import Fault

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .. import compat
from ..controllers.feedback import COOKIE
from ..models import feedback_page
from .access_case import QUIET
from .feedback_case import Customers
from .field_case import FieldByPrograms

PAGE = "/field_visit_routing/feedback/"


class TestFeedbackPage(Customers, FieldByPrograms):

    def setUp(self):
        super().setUp()
        self.set_up_customers()
        self.env["field.visit.rate.limit"].search([]).unlink()

    def get(self, token, path="", **headers):
        self.opener.headers.update(headers)
        self.write_down()
        return self.url_open(PAGE + token + path)

    def post(self, token, path="", **form):
        self.write_down()
        return self.url_open(PAGE + token + path, data=form or {"x": ""}, allow_redirects=True)

    def write_down(self):
        compat.flush(self.env["field.visit"])

    def step(self, answer):
        return re.search(r'data-step="(\w+)"', answer.text).group(1)

    def read(self, feedback):
        compat.invalidate(feedback)
        return feedback

    # ---- the way of a customer ---------------------------------------------------------------
    def test_one_tap_then_words(self):
        token = self.token()
        answer = self.get(token)
        self.assertEqual((answer.status_code, self.step(answer)), (200, "ask"))
        self.assertIn(self.rep.name, answer.text)
        answer = self.post(token, rating="5")
        feedback = self.read(self.visit.feedback_ids)
        self.assertEqual((feedback.state, feedback.rating, feedback.channel), ("answered", 5, "email"))
        self.assertEqual(self.step(answer), "add")
        answer = self.post(token, comment="Very <b>kind</b> <script>alert(1)</script>", call_back="1", call_number="040 1")
        self.assertEqual(self.step(answer), "thanks")
        feedback = self.read(feedback)
        self.assertEqual(feedback.comment, "Very <b>kind</b> <script>alert(1)</script>")
        self.assertTrue(feedback.call_back)
        self.assertNotIn("<script", answer.text)
        note = self.visit.activity_ids.note
        self.assertNotIn("<script", note)

    def test_nothing_to_add(self):
        token = self.token()
        self.post(token, rating="5")
        self.assertEqual(self.step(self.post(token, comment="", said_by="", call_number="")), "thanks")

    def test_opening_the_link_of_a_mail_answers_nothing(self):
        # programs that check mails open every link
        token = self.token()
        self.assertIn("chosen", self.get(token + "?rating=1").text)
        self.assertEqual(self.read(self.visit.feedback_ids).state, "sent")

    def test_a_link_answers_once(self):
        token = self.token()
        self.post(token, rating="4")
        self.post(token, rating="1", comment="First")
        self.post(token, comment="Second")
        feedback = self.read(self.visit.feedback_ids)
        self.assertEqual((len(feedback), feedback.rating, feedback.comment), (1, 4, "First"))
        self.later(feedback, minutes=61)
        self.assertEqual(self.step(self.get(token)), "thanks")

    def test_a_link_ends(self):
        token = self.token()
        self.later(self.visit.feedback_ids, days=15)
        answer = self.post(token, rating="5")
        self.assertEqual((answer.status_code, self.step(answer)), (410, "closed"))
        self.assertEqual(self.read(self.visit.feedback_ids).rating, 0)
        self.feedback._cron_feedback()
        self.assertEqual(self.get(token).status_code, 404)

    def test_what_is_no_rating_is_asked_for_again(self):
        token = self.token()
        for rating in ("0", "6", "five", "", "5; DROP TABLE", "5" * 500):
            answer = self.post(token, rating=rating)
            self.assertEqual((answer.status_code, self.step(answer)), (400, "ask"), rating)
        self.assertEqual(self.read(self.visit.feedback_ids).state, "sent")

    def test_long_words_are_cut(self):
        token = self.token()
        self.post(token, rating="3")
        self.post(token, comment="x" * 100_000)
        self.assertEqual(len(self.read(self.visit.feedback_ids).comment), 2000)

    def test_other_fields_of_the_form_do_nothing(self):
        token = self.token()
        self.post(token, rating="3", state="waiting", company_id="1", rep_id="1", is_low="1")
        self.assertEqual(self.read(self.visit.feedback_ids).rep_id, self.rep)
        self.assertFalse(self.visit.feedback_ids.is_low)

    # ---- forged links ------------------------------------------------------------------------
    def test_forged_links_tell_and_change_nothing(self):
        token = self.token()
        signed = self.visit._feedback_link().rsplit("/", 1)[1]
        other = "v%d-%s" % (self.visits[1].id, signed.split("-", 1)[1])
        self.done(self.visits[1])
        for forged in ("m" + "a" * 43, token[:-1] + ("a" if token[-1] != "a" else "b"), other, "x" * 44, "v1-short",
                       "v99999999999-" + "a" * 32, "%27%20OR%201=1--", "c" + "a" * 43):
            answer = self.post(forged, rating="5")
            self.assertEqual(answer.status_code, 404, forged)
            self.assertNotIn(self.rep.name, answer.text)
        self.assertFalse(self.read(self.visits[1]).rating_value)

    def test_guessing_is_slowed_down(self):
        kind, most, _seconds = feedback_page.FORGED
        codes = [self.get("m" + "a" * 42 + chr(65 + number % 26)).status_code for number in range(most + 1)]
        self.assertEqual((codes[0], codes[-1]), (404, 429))

    def test_too_many_answers_from_one_address(self):
        token = self.token()
        codes = {self.post(token, rating="9").status_code for _number in range(21)}
        self.assertEqual(codes, {400, 429})
        limits = self.env["field.visit.rate.limit"].search([])
        self.assertFalse(any("127.0.0.1" in limit.bucket for limit in limits), "addresses are not kept")

    def test_the_page_may_load_nothing_and_is_not_found_by_search_engines(self):
        answer = self.get(self.token())
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        self.assertIn("noindex", answer.headers["X-Robots-Tag"])
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertNotIn("<script", answer.text)
        self.assertNotIn(self.customer.email, answer.text)

    # ---- no more, please ---------------------------------------------------------------------
    def test_opting_out_takes_a_tap(self):
        token = self.token()
        self.assertEqual(self.step(self.get(token, "/stop")), "stop")
        self.assertFalse(self.read(self.customer).visit_feedback_opt_out)
        self.assertEqual(self.step(self.post(token, "/stop")), "stopped")
        self.assertTrue(self.read(self.customer).visit_feedback_opt_out)
        self.assertEqual(self.post("m" + "a" * 43, "/stop").status_code, 404)

    # ---- QR codes ----------------------------------------------------------------------------
    def test_the_code_on_the_phone_of_the_rep(self):
        url = self.call_as("rep", "field.visit", "get_feedback_link", self.visit.ids)
        token = url.rsplit("/", 1)[1]
        self.assertEqual(self.step(self.post(token, rating="5")), "early")
        self.visit.check_in({})
        self.assertEqual(self.step(self.post(token, rating="2")), "add")
        feedback = self.read(self.visit).feedback_ids
        self.assertEqual((feedback.channel, feedback.rating, feedback.state), ("counter", 2, "answered"))
        self.assertTrue(feedback.complaint_ids)
        self.post(token, rating="5")
        self.assertEqual(self.read(feedback).rating, 2)

    def test_a_code_on_a_counter_serves_everybody(self):
        link = self.env["field.visit.feedback.link"].create({"name": "Shop", "company_id": self.company.id})
        for rating in ("4", "1"):
            answer = self.post(link.token, rating=rating)
            self.assertEqual(self.step(answer), "add")
            own = answer.url.rsplit("/", 1)[1]
            self.assertTrue(own.startswith("m"))
            self.post(own, comment="Said %s" % rating, said_by="Aino")
        rows = self.feedback.search([("channel", "=", "counter")], order="id")
        self.assertEqual(rows.mapped("rating"), [4, 1])
        self.assertEqual(rows.mapped("comment"), ["Said 4", "Said 1"])
        old = link.token
        link.action_renew()
        self.assertEqual(self.get(old).status_code, 404)
        self.assertEqual(base64.b64decode(link.code)[1:4], b"PNG")

    def test_a_code_on_a_customers_counter_answers_for_the_visit_there(self):
        link = self.env["field.visit.feedback.link"].create({
            "name": "Kallio", "company_id": self.company.id, "partner_id": self.customer.id})
        self.visit.check_in({})
        self.post(link.token, rating="5")
        self.assertEqual(self.read(self.visit).rating_value, 5)

    # ---- answers that do not count -------------------------------------------------------------
    def signed(self):
        """The code on the phone of the rep, at the customer's."""
        self.visit.check_in({})
        return self.visit._feedback_link().rsplit("/", 1)[1]

    def test_who_is_signed_in_as_staff_is_no_customer(self):
        token = self.signed()
        self.authenticate("fv_rep", "fv_rep_pw1")
        self.assertIn("does not count", self.get(token).text)
        answer = self.post(token, rating="1")
        self.assertEqual(self.step(answer), "add")
        self.assertIn("does not count", self.post(answer.url.rsplit("/", 1)[1], comment="Just trying").text)
        own = self.read(self.visit).feedback_ids
        self.assertEqual((own.not_counted, own.rating, own.comment, own.entered_by_id, own.is_low),
                         ("staff", 1, "Just trying", self.users["rep"], False))
        self.assertFalse(own.complaint_ids or own.rating_id)
        compat.invalidate(self.customer)
        self.assertEqual((self.visit.rating_value, self.customer.visit_rating_count, self.customer.visit_signal_raise), (0, 0, 0))

    def test_the_customer_answers_after_staff_tried(self):
        token = self.signed()
        self.authenticate("fv_rep", "fv_rep_pw1")
        self.post(token, rating="5")
        self.authenticate(None, None)
        answer = self.post(token, rating="2")
        self.assertEqual(self.step(answer), "add")
        self.assertNotIn("does not count", answer.text)
        self.assertEqual(self.read(self.visit).rating_value, 2)
        compat.invalidate(self.customer)
        self.assertEqual((self.customer.visit_rating_avg, self.customer.visit_rating_count), (2.0, 1))
        self.authenticate("fv_rep", "fv_rep_pw1")
        self.assertEqual(self.step(self.post(token, comment="I was great")), "thanks")
        self.assertFalse(self.read(self.visit.feedback_ids._feedback_counted()).comment, "the words are the customer's")

    def test_staff_on_the_link_of_a_mail_leaves_it_open(self):
        token = self.token()
        self.authenticate("fv_leader", "fv_leader_pw1")
        self.post(token, rating="5")
        asked = self.read(self.visit.feedback_ids).filtered(lambda feedback: not feedback.not_counted)
        self.assertEqual((asked.state, len(self.visit.feedback_ids)), ("sent", 2))
        self.authenticate(None, None)
        self.post(token, rating="3")
        self.assertEqual((self.read(asked).state, self.read(self.visit).rating_value), ("answered", 3))

    def test_customers_with_a_login_count(self):
        self.env["res.users"].with_context(no_reset_password=True).create({
            "name": "Aino", "login": "fv_portal", "password": "fv_portal_pw1", compat.USER_GROUPS: [
                (6, 0, self.env.ref("base.group_portal").ids)]})
        token = self.signed()
        self.authenticate("fv_portal", "fv_portal_pw1")
        self.post(token, rating="4")
        self.assertEqual(self.read(self.visit).rating_value, 4)

    # ---- devices at a counter ------------------------------------------------------------------
    def counter(self, most=3):
        return self.env["field.visit.feedback.link"].create({
            "name": "Shop", "company_id": self.company.id, "partner_id": self.customer.id, "device_most": most})

    def cookies(self, name=COOKIE):
        return [cookie for cookie in self.opener.cookies if cookie.name == name]

    def other_device(self):
        """The next phone: of the same kind, behind the same address, without what this one was given."""
        for cookie in self.cookies():
            self.opener.cookies.clear(cookie.domain, cookie.path, cookie.name)

    def doubts(self, link):
        """Why the answers at this counter do not count, in the order in which they came."""
        compat.invalidate(self.customer)
        return self.feedback.search([("partner_id", "=", link.partner_id.id)], order="id").mapped("not_counted")

    def test_one_device_at_a_counter(self):
        link = self.counter()
        for rating in ("5", "4", "3", "5"):
            self.get(link.token)
            answer = self.post(link.token, rating=rating)
        self.assertIn("Several answers came from this device today", answer.text)
        self.assertEqual(self.doubts(link), [False, False, False, "often"])
        self.assertEqual((self.customer.visit_rating_avg, self.customer.visit_rating_count), (4.0, 3))
        link.device_most = 0
        self.assertNotIn("does not count", self.post(link.token, rating="5").text)
        with self.assertRaises(UserError):
            link.device_most = -1

    def test_phones_of_one_kind_behind_one_address_all_count(self):
        link = self.counter(1)
        for rating in ("5", "4", "3", "1"):
            self.other_device()
            self.get(link.token, **{"User-Agent": "Mozilla/5.0 (Linux; Android 10; K)"})
            self.assertNotIn("does not count", self.post(link.token, rating=rating).text)
        self.assertEqual(self.doubts(link), [False] * 4)
        self.assertEqual(self.env["field.visit.complaint"].search([("partner_id", "=", self.customer.id)]).rating, 1)

    def test_browsers_without_cookies(self):
        link = self.counter(1)
        with patch.object(feedback_page, "CROWD", 4):
            for forged in (None, None, "x", "ab" * 40, None, None):
                self.opener.cookies.set(COOKIE, forged, path="/")
                answer = self.post(link.token, rating="2")
        self.assertIn("Many answers came from here today", answer.text)
        self.assertNotIn("this device", answer.text)
        self.assertEqual(self.doubts(link), [False] * 4 + ["many"] * 2)
        self.opener.headers["User-Agent"] = "Another"
        self.assertNotIn("does not count", self.post(link.token, rating="5").text)

    def test_the_cookie_tells_nothing_and_stays_at_its_counter(self):
        self.get(self.token())
        self.post("c" + "a" * 43, rating="5")
        self.assertFalse(self.cookies(), "the link of a mail is one person's anyway")
        link, other = self.counter(), self.counter()
        given = self.get(link.token).headers["Set-Cookie"]
        cookie, = self.cookies()
        self.assertRegex(given, "HttpOnly")
        self.assertRegex(given, "SameSite=Lax")
        self.assertRegex(cookie.value, r"^[\w-]{22}$")
        self.assertEqual(cookie.path, PAGE + link.token)
        self.assertLessEqual(cookie.expires - time.time(), 86400)
        self.get(link.token)
        self.assertEqual([one.value for one in self.cookies()], [cookie.value], "the same for a day")
        self.get(other.token)
        self.assertEqual(len({one.value for one in self.cookies()}), 2)
        self.post(link.token, rating="5")
        self.assertFalse(self.env["field.visit.rate.limit"].search([("bucket", "like", cookie.value)]))

    def test_what_comes_too_often_is_looked_after_but_not_counted(self):
        link = self.counter(1)
        self.get(link.token)
        self.post(link.token, rating="5")
        self.post(self.post(link.token, rating="1").url.rsplit("/", 1)[1], comment="Really")
        low = self.feedback.search([("not_counted", "=", "often")])
        complaint = low.complaint_ids
        self.assertEqual((low.is_low, complaint.description, bool(complaint.activity_ids)), (True, "Really", True))
        leader = low._feedback_leader()
        leader.email = "leader@example.com"
        self.assertIn(low, self.company._feedback_alert_rows(1)[leader])
        compat.invalidate(self.customer)
        self.assertEqual((self.customer.visit_rating_avg, self.customer.visit_signal_raise), (5.0, 0))
        self.assert_complaint_raises(complaint, False)
        low.not_counted = False
        self.assert_complaint_raises(complaint, True)

    def assert_complaint_raises(self, complaint, raises):
        """Whether an old open complaint makes the next visit due earlier, and counts in the score."""
        compat.flush(complaint)
        compat.flush(self.feedback)
        self.env.cr.execute("UPDATE field_visit_complaint SET create_date = create_date - interval '3 days'")
        compat.invalidate(complaint)
        rule = self.env.ref("field_visit_routing.signal_visit_complaint")
        self.assertEqual([row["res_id"] for row in rule._signal_rows_complaint()], complaint.ids if raises else [])
        score = self.env["field.visit.score.rule"].create({"name": "Complaints", "kind": "visit_complaints"})
        found = score._score_values("res.partner", self.customer.ids)
        self.assertEqual(found.get(self.customer.id, 0), 1 if raises else 0)

    # ---- language ----------------------------------------------------------------------------
    def test_the_page_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        token = self.token()
        self.assertIn('lang="zh-CN"', self.get(token).text)
        link = self.env["field.visit.feedback.link"].create({"name": "Shop", "company_id": self.company.id})
        answer = self.get(link.token, **{"Accept-Language": "zh;q=0.9,de;q=0.8"})
        self.assertIn('lang="zh-CN"', answer.text)

    # ---- who may see what, over RPC -----------------------------------------------------------
    def test_reads_of_each_kind_of_user(self):
        self.answered(2, comment="secret words")
        self.answered(5, self.visits[1])
        self.visits[1].feedback_ids.write({"rep_id": self.other_rep.id})
        self.other_rep.team_id = self.env["crm.team"].create({"name": "North"})
        compat.flush(self.feedback)
        counts = {kind: self.call_as(kind, "field.visit.feedback", "search_count", [["state", "=", "answered"]])
                  for kind in ("rep", "leader", "manager")}
        self.assertEqual(counts, {"rep": 1, "leader": 1, "manager": 2})
        for kind in ("rep", "leader", "manager"):
            for method, arguments in (("create", [{"company_id": self.company.id, "rating": 5}]),
                                      ("write", [self.visit.feedback_ids.ids, {"rating": 5}]),
                                      ("unlink", [self.visit.feedback_ids.ids])):
                with mute_logger(*QUIET), self.assertRaises(Fault, msg=(kind, method)):
                    self.call_as(kind, "field.visit.feedback", method, *arguments)
            with mute_logger(*QUIET), self.assertRaises(Fault):
                self.call_as(kind, "field.visit.feedback", "read", self.visit.feedback_ids.ids, ["token_hash"])
        with mute_logger(*QUIET), self.assertRaises(Fault):
            self.call_as("plain", "field.visit.feedback", "search_count", [])
        with mute_logger(*QUIET), self.assertRaises(Fault):
            self.call_as("rep", "field.visit.feedback.link", "search_read", [], ["token"])
