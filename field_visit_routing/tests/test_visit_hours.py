"""Visiting hours, score, grade and the company's thresholds."""
from odoo.tests import Form, tagged

from .ground_case import GroundCase


@tagged("post_install", "-at_install")
class TestVisitHours(GroundCase):
    def hours(self, owner, *windows):
        field = "partner_id" if owner._name == "res.partner" else "lead_id"
        return self.env["field.visit.hours"].create([
            {field: owner.id, "weekday": day, "start_s": int(start * 3600), "end_s": int(end * 3600)}
            for day, start, end in windows])

    def test_several_windows_a_day_and_touching_ones(self):
        customer = self.customer()
        self.hours(customer, ("0", 13, 17), ("0", 9, 12), ("0", 12, 13), ("6", 0, 24))
        self.assertEqual(customer.visit_opening_hours(), {
            0: [(32400, 43200), (43200, 46800), (46800, 61200)], 6: [(0, 86400)]})

    def test_clock_and_seconds_agree(self):
        hours = self.env["field.visit.hours"].create(
            {"partner_id": self.customer().id, "start_time": 9.5, "end_time": 24})
        self.assertEqual((hours.start_s, hours.end_s), (34200, 86400))
        hours.write({"start_time": 10.25})
        self.assertEqual((hours.start_s, hours.end_time), (36900, 24.0))

    def test_end_before_start_is_refused(self):
        self.assertRefused("Tuesday: the window 17:00–09:00 ends before it starts", self.hours,
                           self.customer(), ("1", 17, 9))
        self.assertRefused("ends before it starts", self.hours, self.customer(), ("1", 9, 9))

    def test_overlap_is_refused(self):
        customer = self.customer()
        self.hours(customer, ("0", 9, 12))
        self.assertRefused("Monday: the windows 09:00–12:00 and 11:30–13:00 overlap", self.hours,
                           customer, ("0", 11.5, 13))
        lead = self.lead()
        self.assertRefused("overlap", self.hours, lead, ("0", 9, 12), ("0", 9, 12))

    def test_bad_numbers_are_refused(self):
        customer = self.customer()
        for name, value in (("start_s", -1), ("end_s", 90000), ("start_time", "noon"), ("end_time", float("nan"))):
            with self.subTest(name=name):
                label = self.env["field.visit.hours"]._visit_label(name)
                self.assertRefused(label, self.env["field.visit.hours"].create,
                                   {"partner_id": customer.id, name: value})

    def test_hours_belong_to_somebody(self):
        Hours = self.env["field.visit.hours"]
        self.assertRefused("one customer or one lead", Hours.create, {"weekday": "0"})
        self.assertRefused("one customer or one lead", Hours.create,
                           {"partner_id": self.customer().id, "lead_id": self.lead().id})

    def test_hours_go_with_their_owner(self):
        customer = self.customer()
        hours = self.hours(customer, ("0", 9, 12))
        customer.unlink()
        self.assertFalse(hours.exists())

    def test_form_of_a_customer(self):
        with Form(self.env["res.partner"].with_user(self.admin_user)) as form:
            form.name = "Form Shop"
            with form.visit_hours_ids.new() as line:
                line.weekday = "2"
                line.start_time = 8.0
                line.end_time = 16.5
            form.visit_score = 85
        customer = form.save()
        self.assertEqual(customer.visit_opening_hours(), {2: [(28800, 59400)]})
        self.assertEqual(customer.visit_grade, "A")
        self.assertEqual(customer.geo_state, "none")


@tagged("post_install", "-at_install")
class TestGrades(GroundCase):
    def test_grade_follows_the_score(self):
        customer = self.customer(company_id=self.company.id)
        for score, grade in ((0, "D"), (39.9, "D"), (40, "C"), (60, "B"), (79.99, "B"), (80, "A"), (100, "A")):
            customer.visit_score = score
            self.assertEqual(customer.visit_grade, grade)

    def test_new_thresholds_grade_anew(self):
        mine = self.customer(company_id=self.company.id, visit_score=75)
        theirs = self.customer(company_id=self.other_company.id, visit_score=75)
        lead = self.lead(company_id=self.company.id, visit_score=75)
        self.company.visit_grade_a = 70
        self.assertEqual((mine + theirs).mapped("visit_grade"), ["A", "B"])
        self.assertEqual(lead.visit_grade, "A")

    def test_thresholds_fall(self):
        self.assertRefused("Make A greater than B", self.company.write, {"visit_grade_a": 50})
        self.assertRefused("Grade A From Score: 120 is out of range", self.company.write, {"visit_grade_a": 120})

    def test_settings_page(self):
        self.env["res.config.settings"].with_company(self.company).create({
            "visit_speed_kmh": 55, "visit_detour_factor": 1.4, "visit_default_duration_min": 20,
        }).execute()
        self.assertEqual(self.company.visit_speed_kmh, 55)
        self.assertEqual(self.customer(company_id=self.company.id).visit_service_s(), 1200)
        self.assertEqual(self.customer(visit_duration_min=45).visit_service_s(), 2700)
