"""Locating by button, job and schedule."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..engine import geocoding
from ..models import job_process, located_geocoding
from .ground_case import HELSINKI, GroundCase


class FakeProvider:
    """Stands for an online provider: counts what it is asked."""

    name = "nominatim"

    def __init__(self, outcome):
        self.outcome = outcome
        self.asked = []

    def locate(self, query):
        self.asked.append(query)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


ROOFTOP = geocoding.Answer(60.5, 24.5, "rooftop", "nominatim", "A house")


@tagged("post_install", "-at_install")
class TestLocate(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.visit_geocoder = "gazetteer"

    def online(self, outcome):
        """Let the company use a provider that answers ``outcome``."""
        self.env.company.write({"visit_geocoder": "nominatim", "visit_nominatim_email": "us@example.com"})
        provider = FakeProvider(outcome)
        patcher = patch.object(geocoding, "make", lambda *args, **kwargs: provider)
        patcher.start()
        self.addCleanup(patcher.stop)
        return provider

    def test_gazetteer_finds_the_city_and_says_so(self):
        customer = self.customer()
        self.assertIs(customer.action_locate(), True)
        self.assertEqual(self.position(customer), ("located",) + HELSINKI)
        self.assertEqual((customer.geo_precision, customer.geo_source), ("city", "gazetteer"))
        self.assertTrue(customer.geo_located_at)
        self.assertFalse(customer.geo_queued)

    def test_chinese_names(self):
        china = self.env.ref("base.cn").id
        for values in ({"city": "上海市"}, {"city": "上海"}, {"city": "Shanghai"},
                       {"street": "上海市浦东新区世纪大道1号", "city": False}):
            customer = self.customer(**dict({"country_id": china, "street": False, "zip": False}, **values))
            customer.action_locate()
            self.assertEqual(self.position(customer), ("located", 31.22222, 121.45806), values)

    def test_each_failure_has_a_reason_and_a_remedy(self):
        us = self.env.ref("base.us").id
        cases = [
            ({"street": False, "zip": False, "city": False, "country_id": False}, "no_address", "Enter at least a city"),
            ({"street": False, "zip": False, "city": False}, "no_city", "Enter the city"),
            ({"city": "Qwertyville"}, "city_unknown", "Check its spelling"),
            ({"city": "Springfield", "country_id": us}, "ambiguous", "Enter the country and the state"),
        ]
        for values, code, remedy in cases:
            with self.subTest(code=code):
                customer = self.customer(**values)
                outcome = customer.geocode_batch()
                self.assertEqual(outcome["failed"], 1)
                self.assertEqual((customer.geo_state, customer.geo_failure), ("failed", code))
                self.assertIn(remedy, customer.geo_failure_message)
                self.assertFalse(customer.geo_queued)

    def test_every_code_of_the_engine_has_a_sentence(self):
        sentences = self.env["res.partner"]._visit_failure_sentences()
        codes = {error.code for error in geocoding.GeocodingError.__subclasses__()}
        self.assertEqual(codes - set(sentences), set())

    def test_failure_keeps_a_stale_position(self):
        customer = self.customer()
        customer.action_locate()
        customer.city = "Qwertyville"
        customer.action_locate()
        self.assertEqual(self.position(customer), ("located",) + HELSINKI)
        self.assertTrue(customer.geo_stale)
        self.assertEqual(customer.geo_failure, "city_unknown")
        customer.city = "Tampere"
        customer.action_locate()
        self.assertFalse(customer.geo_failure or customer.geo_stale)

    def test_batch_reports_what_came_of_it(self):
        good, bad, manual = self.customer(), self.customer(city="Qwertyville"), self.customer()
        manual.set_position(61.0, 25.0)
        outcome = (good + bad + manual).geocode_batch()
        self.assertEqual(outcome, {
            "located": 1, "failed": 1, "kept": 1, "waiting": 0, "job_id": 0, "state": "done"})
        action = (good + bad + manual).action_locate()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("1 not found", action["params"]["message"])

    def test_two_equal_customers(self):
        first, second = self.customer(), self.customer()
        self.assertEqual((first + second).geocode_batch()["located"], 2)
        self.assertEqual(self.position(first), self.position(second))

    def test_coarse_finding_does_not_replace_an_exact_one(self):
        customer = self.customer()
        customer.set_position(60.2, 24.9, source="nominatim", precision="rooftop")
        self.assertEqual(customer.geocode_batch()["kept"], 1)
        self.assertEqual(self.position(customer), ("located", 60.2, 24.9))

    def test_cron_works_the_queue_off(self):
        good, bad = self.customer(), self.customer(city="Qwertyville")
        lead = self.lead(city="Tampere", country_id=self.finland.id)
        self.env["res.partner"]._cron_locate_queued(commit=False)
        self.env["crm.lead"]._cron_locate_queued(commit=False)
        self.assertEqual((good.geo_state, bad.geo_state, lead.geo_state), ("located", "failed", "located"))
        self.assertFalse(self.env["res.partner"].search([("geo_queued", "=", True)]))

    def test_answers_are_remembered(self):
        provider = self.online(ROOFTOP)
        first, second = self.customer(), self.customer(name="Neighbour")
        first.action_locate()
        second.action_locate()
        (first + second).write({"geo_queued": True})
        (first + second).action_locate()
        self.assertEqual(self.position(second), ("located", 60.5, 24.5))
        self.assertEqual(len(provider.asked), 1)

    def test_failures_are_remembered_too(self):
        provider = self.online(geocoding.NotFound())
        customer = self.customer()
        customer.action_locate()
        customer.action_locate()
        self.assertEqual(customer.geo_failure, "not_found")
        self.assertEqual(len(provider.asked), 1)

    def test_refusal_keeps_the_address_waiting(self):
        for refusal, code in ((geocoding.QuotaExceeded(retry_after=60), "quota"),
                              (geocoding.ProviderUnreachable(), "provider_unreachable"),
                              (geocoding.ProviderBlocked(), "provider_blocked")):
            provider = self.online(refusal)
            customer = self.customer()
            self.assertEqual(customer.geocode_batch()["waiting"], 1)
            self.assertEqual((customer.geo_state, customer.geo_queued, customer.geo_failure), ("none", True, code))
            self.assertTrue(customer.geo_failure_message)
            provider.outcome = ROOFTOP
            customer.action_locate()
            self.assertEqual(customer.geo_state, "located")
            self.env["field.visit.geocode.cache"].search([]).unlink()

    def test_cron_leaves_a_refusing_provider_in_peace(self):
        provider = self.online(geocoding.QuotaExceeded())
        for number in range(10):
            self.customer(street="Street %d" % number)
        self.env["res.partner"]._cron_locate_queued(commit=False)
        self.assertLessEqual(len(provider.asked), 3)

    def test_cache_shows_nobodys_address(self):
        self.online(ROOFTOP)
        self.customer().action_locate()
        row = self.env["field.visit.geocode.cache"].search([])
        self.assertEqual(len(row), 1)
        self.assertNotIn("Mannerheim", row.key + row.answer)

    def test_missing_contact_is_said(self):
        self.env.company.write({"visit_geocoder": "nominatim", "visit_nominatim_email": False, "email": False})
        self.assertRefused("Complete its settings", self.customer().action_locate)

    def test_schedule_takes_small_batches_when_one_company_of_several_asks_online(self):
        """A batch of the offline size would outlive the time that a scheduled action has."""
        self.other_company.visit_geocoder = "nominatim"
        (self.customer() | self.customer()).action_queue_locate()
        sizes = []
        locate = patch.object(type(self.env["res.partner"]), "_visit_locate_now",
                              lambda records: sizes.append(len(records)) or {})
        with patch.dict(located_geocoding.CRON_BATCH, {True: 1, False: 50}), locate:
            self.env["res.partner"]._cron_locate_queued(commit=False)
        self.assertEqual(set(sizes), {1})

    def test_two_at_once_may_learn_the_same_address(self):
        """Neither sees the row of the other before it is written: the second one goes without."""
        cache = self.env["field.visit.geocode.cache"]
        query = self.customer()._visit_queries()[0]
        answers = {query["id"]: {"id": query["id"], "failure": "not_found"}}
        cache.learn("nominatim", [query], answers)
        with patch.object(type(cache), "search", lambda *args, **kwargs: cache.browse()):
            cache.learn("nominatim", [query], answers)
        self.assertEqual(cache.known("nominatim", [query])[query["id"]]["failure"], "not_found")

    def test_unknown_id(self):
        self.assertRefused("no such record", self.env["res.partner"].browse(987654321).geocode_batch)

    def test_open_map(self):
        customer = self.customer()
        self.assertRefused("has no position yet", customer.action_open_map)
        customer.action_locate()
        self.assertIn("mlat=60.1695200&mlon=24.9354500", customer.action_open_map()["url"])


@tagged("post_install", "-at_install")
class TestGeocodingJob(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"]
        for number in range(4):
            cls.customers |= cls.customer(name="Customer %d" % number)

    def submit(self, **kwargs):
        with patch.dict(located_geocoding.AT_ONCE, {False: 2}):
            return self.customers.geocode_batch(**kwargs)

    def answers(self, job, **changes):
        return {"status": "done", "answers": [
            dict({"id": i, "lat": 60.0, "lon": 24.0, "precision": "city", "source": "gazetteer"}, **changes)
            for i in self.customers.ids]}

    def test_many_records_become_a_job(self):
        outcome = self.submit()
        job = self.env["field.visit.geocode.job"].browse(outcome["job_id"])
        self.assertEqual((outcome["state"], job.record_count), ("queued", 4))
        self.assertEqual(set(self.customers.mapped("geo_state")), {"none"})
        job._job_on_done(self.answers(job))
        self.assertEqual(set(self.customers.mapped("geo_state")), {"located"})
        self.assertEqual(job.located_count, 4)

    def test_same_reference_gives_the_same_job(self):
        first, second = self.submit(client_reference="import-7"), self.submit(client_reference="import-7")
        self.assertEqual(first["job_id"], second["job_id"])
        self.assertNotEqual(self.submit(client_reference="import-8")["job_id"], first["job_id"])

    def test_button_shows_progress(self):
        with patch.dict(located_geocoding.AT_ONCE, {False: 2}):
            action = self.customers.action_locate()
        self.assertEqual(action["tag"], "field_visit_job_progress")
        self.assertEqual(action["params"]["model"], "field.visit.geocode.job")

    def test_cancelled_job_keeps_what_was_found(self):
        job = self.env["field.visit.geocode.job"].browse(self.submit()["job_id"])
        result = self.answers(job)
        result["answers"] = result["answers"][:1]
        job._job_on_cancelled(result)
        self.assertEqual(self.customers.mapped("geo_state").count("located"), 1)
        self.assertEqual((job.located_count, job.waiting_count), (1, 3))

    def test_records_set_by_hand_or_gone_meanwhile_are_left_alone(self):
        job = self.env["field.visit.geocode.job"].browse(self.submit()["job_id"])
        result = self.answers(job)
        self.customers[0].set_position(61.0, 25.0)
        self.customers[1].unlink()
        job._job_on_done(result)
        self.assertEqual(self.position(self.customers[0]), ("manual", 61.0, 25.0))
        self.assertEqual((job.located_count, job.kept_count), (2, 1))

    def test_users_see_their_own_jobs(self):
        Job = self.env["field.visit.geocode.job"]
        with patch.dict(located_geocoding.AT_ONCE, {False: 2}):
            customers = self.customers.with_user(self.rep_user)
            job = Job.browse(customers.geocode_batch()["job_id"])
        with patch.object(job_process, "has_free_slot", lambda: False):
            self.assertEqual(job.with_user(self.rep_user).job_status()[0]["state"], "queued")
            self.assertTrue(job.with_user(self.manager_user).job_status())
        with self.assertRaises(AccessError):
            job.with_user(self.other_rep_user).job_status()

    def test_who_started_a_job_cancels_it_and_nobody_writes_it(self):
        """Its fields name a folder that the server removes and a user whose rights it takes."""
        with patch.dict(located_geocoding.AT_ONCE, {False: 2}):
            customers = self.customers.with_user(self.rep_user)
            job = self.env["field.visit.geocode.job"].browse(customers.geocode_batch()["job_id"])
        for user in (self.rep_user, self.manager_user):
            for values in ({"job_spool": "/srv"}, {"job_state": "done"}, {"user_id": 1}, {"record_ids_json": "[]"}):
                with self.assertRaises(UserError):
                    job.with_user(user).write(values)
        with self.assertRaises(AccessError):
            job.with_user(self.other_rep_user).job_cancel()
        job.with_user(self.rep_user).job_cancel()
        self.assertEqual(job.job_state, "cancelled")

    def test_job_of_a_foreign_model_is_refused(self):
        self.assertRefused("cannot be located", self.env["field.visit.geocode.job"].submit, "res.users", [1])
