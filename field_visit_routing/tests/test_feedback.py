"""Feedback is asked for once, not too often and of nobody who does not want it; what is said has consequences."""
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError

from .. import compat
from ..models import feedback_ask
from .feedback_case import Customers
from .field_case import FieldCase


class FeedbackCase(Customers, FieldCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_customers()


class TestAsking(FeedbackCase):

    def test_after_check_out_a_mail_waits_for_its_time(self):
        self.company.visit_feedback_delay_min = 90
        feedback = self.done()
        self.assertEqual(feedback.state, "waiting")
        self.assertEqual(feedback.send_at, self.visit.actual_end + timedelta(minutes=90))
        self.feedback._cron_feedback()
        self.assertEqual((feedback.state, len(self.mails())), ("waiting", 0))

    def test_who_was_not_visited_after_all_is_not_asked(self):
        self.company.visit_feedback_delay_min = 90
        self.done()
        self.visit.with_user(self.users["leader"]).correct_visit({"reason": "Wrong door", "state": "planned"})
        self.assertFalse(self.visit.feedback_ids)
        self.company.visit_feedback_delay_min = 0
        self.feedback._cron_feedback()
        self.assertFalse(self.mails())
        self.assertEqual((self.asked().state, len(self.mails())), ("sent", 1), "made later, it is asked about then")

    def test_one_mail_however_often_the_job_runs(self):
        feedback = self.asked()
        self.feedback._cron_feedback()
        feedback._feedback_ask()  # even when asked again by force, the gap holds
        self.assertEqual(len(self.mails()), 1)

    def test_the_mail_has_a_link_that_the_database_does_not_know(self):
        feedback = self.asked()
        token = self.link_of(self.mails()).rsplit("/", 1)[1]
        self.assertGreaterEqual(len(token), 43)
        stored = feedback.read()[0]
        self.assertNotIn(token, str(stored))
        self.assertEqual(self.feedback._feedback_find(token), feedback)
        self.assertTrue(self.mails().auto_delete)
        self.assertNotIn("kallio", self.link_of(self.mails()).lower())

    def test_the_mail_is_in_the_language_of_the_customer(self):
        words = self.asked().with_context(lang="zh_CN")._feedback_mail_words()
        self.assertEqual(set(words), {"subject", "greeting", "text", "until", "stop"})
        self.customer.lang = "zh_CN"
        self.assertEqual(self.visit.feedback_ids._feedback_lang(), "zh_CN")

    def test_not_more_often_than_the_settings_say(self):
        self.asked()
        self.visits[1].partner_id = self.customer
        again = self.asked(self.visits[1])
        self.assertEqual((again.state, again.reason, len(self.mails())), ("not_asked", "recent", 1))
        self.later(self.visit.feedback_ids, days=31)
        self.visits[2].partner_id = self.customer
        self.assertEqual(self.asked(self.visits[2]).state, "sent")

    def test_who_opted_out_is_not_asked(self):
        self.customer.visit_feedback_opt_out = True
        self.assertEqual((self.asked().reason, len(self.mails())), ("opted_out", 0))

    def test_the_black_list_of_odoo_counts(self):
        self.env["mail.blacklist"].create({"email": "Kallio@Example.com"})
        self.assertEqual((self.asked().reason, len(self.mails())), ("no_address", 0))

    def test_sms_is_off_until_it_is_switched_on(self):
        self.customer.write({"email": False, "phone": "+358 40 1234567", "country_id": self.env.ref("base.fi").id})
        self.assertFalse(self.env["res.company"].new({}).visit_feedback_sms)
        feedback = self.asked()
        self.assertEqual((feedback.state, feedback.reason), ("not_asked", "no_address"))

    def test_a_customer_without_address_is_asked_by_sms(self):
        self.customer.write({"email": False, "phone": "+358 40 1234567", "country_id": self.env.ref("base.fi").id})
        self.company.visit_feedback_sms = True
        feedback = self.asked()
        if "sms.sms" not in self.env:
            self.assertEqual((feedback.state, feedback.reason), ("not_asked", "no_sms"))
            return
        sms = self.env["sms.sms"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((feedback.state, feedback.channel, len(sms)), ("sent", "sms", 1))
        self.assertIn("/field_visit_routing/feedback/m", sms.body)
        self.assertEqual(sms.number.replace(" ", ""), "+358401234567")

    def test_history_is_not_asked_about(self):
        self.visit.write({"planned_start": "2020-01-02 08:00:00", "planned_end": "2020-01-02 09:00:00"})
        self.assertFalse(self.done())

    def test_switched_off_asks_nobody(self):
        self.company.visit_feedback_email = False
        self.assertFalse(self.done())

    def test_a_failure_stops_nobody_else(self):
        self.visits[1].partner_id.email = "toolo@example.com"
        first, second = self.done(), self.done(self.visits[1])
        broken = feedback_ask.FieldVisitFeedback._feedback_send_email

        def fail_once(feedback, url):
            if feedback.visit_id == self.visit:
                raise ValueError("no way to " + feedback.visit_id.partner_id.email)
            return broken(feedback, url)

        with patch.object(type(self.feedback), "_feedback_send_email", fail_once), self.assertLogs(
                feedback_ask.__name__, "WARNING") as log:
            self.feedback._cron_feedback()
        self.assertIn("ValueError", "".join(log.output))
        self.assertTrue(self.visit.partner_id.email)
        self.assertNotIn(self.visit.partner_id.email, "".join(log.output))
        self.assertEqual((first.state, first.reason, second.state), ("not_asked", "failed", "sent"))

    def test_links_end(self):
        feedback = self.asked()
        self.later(feedback, days=15)
        self.feedback._cron_feedback()
        self.assertEqual(feedback.state, "expired")


class TestAnswers(FeedbackCase):

    def test_entered_by_phone(self):
        feedback = self.answered(4, comment="Fine\n<b>really</b>", said_by="Ms Korhonen")
        self.assertEqual((feedback.state, feedback.channel, feedback.rating), ("answered", "phone", 4))
        self.assertEqual(feedback.comment, "Fine\n<b>really</b>")
        self.assertEqual(feedback.entered_by_id, self.users["rep"])
        self.assertEqual(self.visit.rating_value, 4)
        self.assertFalse(feedback.complaint_ids)
        self.feedback._cron_feedback()
        self.assertFalse(self.mails(), "who has answered is not asked")

    def test_one_answer_per_visit(self):
        self.answered(4)
        with self.assertRaisesRegex(UserError, "rated already"):
            self.visit.enter_feedback({"rating": 1})

    def test_bad_answers_are_refused(self):
        self.done()
        for rating in (0, 6, -1, "five", None, True, "²", "4.5", 10**9, [4]):
            with self.assertRaisesRegex(UserError, "rating"):
                self.visit.enter_feedback({"rating": rating})
        with self.assertRaisesRegex(UserError, "no field of this request"):
            self.visit.enter_feedback({"rating": 4, "state": "answered"})
        with self.assertRaisesRegex(UserError, "channel"):
            self.visit.enter_feedback({"rating": 4, "channel": "email"})
        with self.assertRaises(UserError):
            self.visit.enter_feedback([4])

    def test_nothing_before_the_visit(self):
        with self.assertRaisesRegex(UserError, "not been visited"):
            self.visit.enter_feedback({"rating": 4})

    def test_others_cannot_enter_for_my_visit(self):
        self.done()
        self.visit.rep_id = self.other_rep
        with self.assertRaises(AccessError):
            self.visit.with_user(self.users["rep"]).enter_feedback({"rating": 5})

    def test_a_low_rating_opens_a_complaint_and_an_activity_for_the_leader(self):
        feedback = self.answered(1, comment="Late <script>alert(1)</script>", call_back=True, call_number="040 1")
        complaint = feedback.complaint_ids
        self.assertEqual((complaint.state, complaint.responsible_id), ("new", self.users["leader"]))
        activity = complaint.activity_ids
        self.assertEqual((len(activity), activity.user_id), (1, self.users["leader"]))
        self.assertNotIn("<script>", activity.note)
        self.assertIn("040 1", activity.note)
        self.assertEqual(complaint.with_user(self.users["leader"]).description, feedback.comment)

    def test_without_a_leader_a_manager_looks_after_it(self):
        self.team.user_id = False
        responsible = self.answered(1).complaint_ids.responsible_id
        self.assertIn(responsible, compat.group_users(self.env.ref("field_visit_routing.group_manager")))
        self.company.visit_feedback_user_id = self.users["admin"]
        self.assertEqual(self.answered(2, self.visits[1]).complaint_ids.responsible_id, self.users["admin"])

    def test_who_asks_to_be_called_is_called_by_the_rep(self):
        self.answered(5, call_back=True)
        activity = self.visit.activity_ids
        self.assertEqual((len(activity), activity.user_id), (1, self.users["rep"]))

    def test_odoo_has_the_number_without_the_words(self):
        feedback = self.answered(2, comment="secret")
        rating = feedback.rating_id
        self.assertEqual((rating.rating, rating.partner_id, rating.consumed), (2, self.customer, True))
        self.assertFalse(rating.feedback)

    def test_nobody_writes_what_customers_said(self):
        self.answered(2)
        user = self.users["manager"]
        self.visit.with_user(user).write({"rating_value": 5})
        self.customer.with_user(user).write({"visit_rating_avg": 5.0, "visit_rating_count": 99})
        compat.flush(self.visit)
        compat.invalidate(self.visit)
        compat.invalidate(self.customer)
        self.assertEqual((self.visit.rating_value, self.customer.visit_rating_avg, self.customer.visit_rating_count), (2, 2.0, 1))

    def test_events_of_the_phone(self):
        receipts = self.receive(self.event("check_in"), self.event("check_out"),
                                self.event("enter_feedback", rating=5, channel="counter"),
                                self.event("open_complaint", name="Broken cup"))
        self.assertEqual([receipt["state"] for receipt in receipts], ["done"] * 4, receipts)
        self.assertEqual(self.visit.rating_value, 5)
        complaint = self.env["field.visit.complaint"].search([("visit_id", "=", self.visit.id)])
        self.assertEqual((complaint.name, complaint.responsible_id), ("Broken cup", self.users["leader"]))


class TestResults(FeedbackCase):

    def test_customer_rep_and_territory(self):
        territory = self.env["field.visit.territory"].create({"name": "North", "company_id": self.company.id})
        below = self.env["field.visit.territory"].create({"name": "Kallio", "parent_id": territory.id,
                                                          "company_id": self.company.id})
        self.customer.territory_id = below
        self.answered(2)
        self.answered(5, self.visits[1])
        self.assertEqual((self.customer.visit_rating_avg, self.customer.visit_rating_count), (2.0, 1))
        self.assertEqual((territory.visit_rating_avg, territory.visit_rating_count), (2.0, 1))
        for user, count in (("rep", 2), ("leader", 2), ("manager", 2)):
            rep = self.rep.with_user(self.users[user])
            compat.invalidate(rep)
            self.assertEqual((rep.visit_rating_count, rep.visit_rating_avg), (count, 3.5), user)

    def test_only_the_last_quarter_of_a_rep(self):
        feedback = self.answered(2)
        self.later(feedback, days=100)
        compat.invalidate(self.rep)
        self.assertEqual(self.rep.visit_rating_count, 0)
        self.assertEqual(self.customer.visit_rating_count, 1)

    def test_a_low_rating_makes_the_next_visit_due_earlier(self):
        self.customer.visit_interval_days = 100
        before = self.customer.visit_urgency
        feedback = self.answered(1)
        self.assertGreater(self.customer.visit_signal_raise, 0)
        self.assertGreaterEqual(self.customer.visit_urgency, before - 1 + 0.5)
        self.assertIn("Low rating", self.customer.visit_signal_text)
        self.later(feedback, days=61)
        self.env["field.visit.signal.rule"].search([("kind", "=", "rating")])._visit_find()
        self.assertNotIn("1 of 5", self.customer.visit_signal_text or "")

    def test_real_ratings_feed_the_score(self):
        rules = self.env["field.visit.score.rule"].create([
            {"name": kind, "kind": kind, "company_id": self.company.id} for kind in
            ("feedback", "bad_ratings", "visit_complaints")])
        self.answered(1)
        self.answered(5, self.visits[1])
        found = {rule.kind: rule._score_values("res.partner", self.customers.ids) for rule in rules}
        other = self.visits[1].partner_id
        self.assertEqual(found["feedback"], {self.customer.id: 1.0, other.id: 1.0})
        self.assertEqual(found["bad_ratings"], {self.customer.id: 1.0})
        self.assertEqual(found["visit_complaints"], {self.customer.id: 1.0})

    def test_feedback_of_a_lead_counts_for_the_lead(self):
        lead = self.env["crm.lead"].create({"name": "New cafe", "type": "lead", "user_id": self.users["rep"].id})
        self.visit.write({"partner_id": False, "lead_id": lead.id})
        self.answered(1)
        rule = self.env["field.visit.score.rule"].create({"name": "Bad", "kind": "bad_ratings"})
        self.assertEqual(rule._score_values("crm.lead", lead.ids), {lead.id: 1.0})
        self.assertEqual(lead.visit_rating_avg, 1.0)
        self.assertGreater(lead.visit_signal_raise, 0)

    def test_merged_customers_keep_their_answers(self):
        self.answered(2)
        self.answered(4, self.visits[1])
        kept = self.visits[1].partner_id
        self.env["base.partner.merge.automatic.wizard"]._merge((self.customer | kept).ids, kept)
        self.assertEqual((kept.visit_rating_count, kept.visit_rating_avg), (2, 3.0))


class TestSummaries(FeedbackCase):

    def test_none_by_default(self):
        self.assertEqual(self.env["res.company"].new({}).visit_feedback_alert, "off")
        self.users["leader"].email = "leader@example.com"  # without an address there would be none anyway
        self.answered(1)
        self.feedback._cron_feedback()
        self.assertFalse(self.mails("leader@example.com"))

    def test_one_mail_a_day_for_all_of_them(self):
        self.users["leader"].email = "leader@example.com"
        self.company.visit_feedback_alert = "daily"
        self.answered(1, comment="Late & <b>rude</b>")
        self.answered(2, self.visits[1])
        self.feedback._cron_feedback()
        self.feedback._cron_feedback()
        mail = self.mails("leader@example.com")
        self.assertEqual(len(mail), 1)
        self.assertIn("Kallio", mail.body_html)
        self.assertNotIn("<b>rude", mail.body_html)

    def test_figures_of_the_digest(self):
        self.answered(1)
        now = fields.Datetime.now()
        digest = self.env["digest.digest"].search([], limit=1)
        self.assertFalse(digest.kpi_field_visit_low)
        span = {"start_date": now.date() - timedelta(days=1), "end_date": now.date() + timedelta(days=1),
                "start_datetime": now - timedelta(days=1), "end_datetime": now + timedelta(days=1)}
        digest = digest.with_context(**span).with_company(self.company)
        self.assertEqual((digest.kpi_field_visit_feedback_value, digest.kpi_field_visit_low_value), (1, 1))
