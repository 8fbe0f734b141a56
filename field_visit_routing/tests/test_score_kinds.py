"""Rules that need no other app: known answers of each kind."""
from datetime import timedelta

from odoo import fields
from odoo.tools import mute_logger

from .. import compat
from .ground_case import GroundCase
from .kinds_case import KindsMixin


class KindsCase(KindsMixin, GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cafe = cls.customer(name="Kahvila")
        cls.shop = cls.customer(name="Kauppa", city="Espoo")
        cls.branch = cls.customer(name="Kahvila Satama", parent_id=cls.cafe.id, type="delivery", is_company=False)
        cls.cook = cls.customer(name="Cook", parent_id=cls.cafe.id, type="contact", is_company=False)

    def message(self, record, days_ago, author, **values):
        return self.env["mail.message"].create(dict({
            "model": record._name, "res_id": record.id, "date": self.ago(days=days_ago), "author_id": author.id,
            "message_type": "email", "body": "Hello"}, **values))


class TestKindsOfLeads(KindsCase):
    def opportunity(self, amount, probability, **values):
        lead = self.lead(**dict({"type": "opportunity", "expected_revenue": amount, "company_id": self.company.id}, **values))
        lead.probability = probability
        return lead

    def test_open_opportunities_count_by_probability(self):
        mine = self.opportunity(1000, 40, partner_id=self.cook.id)
        self.opportunity(200, 50, partner_id=self.cafe.id)
        self.opportunity(9000, 50, partner_id=self.cafe.id).active = False
        self.opportunity(9000, 50, partner_id=self.shop.id, company_id=self.other_company.id)
        won = self.env["crm.stage"].create({"name": "Signed", "is_won": True})
        self.opportunity(9000, 100, partner_id=self.cafe.id).stage_id = won
        rule = self.rule("opportunities")
        self.assertEqual(self.values(rule, self.cafe | self.branch | self.cook | self.shop), {
            self.cafe.id: 500.0, self.branch.id: 500.0, self.cook.id: 500.0})
        self.assertEqual(self.values(rule, mine), {mine.id: 500.0}, "those of its customer, itself among them once")

    def test_a_lead_without_customer_counts_for_itself(self):
        lead = self.opportunity(300, 10)
        enquiry = self.lead(expected_revenue=100, partner_id=self.cafe.id)
        enquiry.probability = 50
        rule = self.rule("opportunities")
        self.assertEqual(self.values(rule, lead | enquiry), {lead.id: 30.0, enquiry.id: 50.0})

    def test_amounts_are_in_the_currency_of_the_rules_company(self):
        yen = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "JPY")])
        yen.active = True
        own = self.company.currency_id
        self.env["res.currency.rate"].search([("currency_id", "in", (yen | own).ids)]).unlink()
        for company in (self.company, self.other_company):
            self.env["res.currency.rate"].create({
                "currency_id": yen.id, "rate": 100.0, "company_id": company.id, "name": "2020-01-01"})
        self.other_company.currency_id = yen
        self.opportunity(5000, 100, partner_id=self.cafe.id, company_id=self.other_company.id).probability = 50
        self.opportunity(10, 50, partner_id=self.cafe.id)
        self.assertEqual(self.value_of(self.cafe, "opportunities"), 5.0)
        first = self.env["res.company"]._visit_first_company()
        rate = own._convert(1.0, first.currency_id, first, fields.Date.today(), round=False)
        yens = yen._convert(1.0, first.currency_id, first, fields.Date.today(), round=False)
        everybody = self.value_of(self.cafe, "opportunities", company_id=False)
        self.assertAlmostEqual(everybody, 2500.0 * yens + 5.0 * rate, 4)

    def test_expected_revenue_of_the_lead_itself(self):
        lead = self.opportunity(700, 10, partner_id=self.cafe.id)
        self.assertEqual(self.value_of(lead, "expected_revenue"), 700.0)
        self.assertIsNone(self.value_of(self.cafe, "expected_revenue"))

    def test_stage_is_the_way_to_a_sale(self):
        stages = self.env["crm.stage"]
        stages.search([]).write({"sequence": 900})
        plain = stages.search([("is_won", "=", False)])
        teams = "team_ids" if "team_ids" in stages._fields else "team_id"
        elsewhere = self.env["crm.team"].create({"name": "Elsewhere"})
        plain.write({teams: [(6, 0, elsewhere.ids)] if teams == "team_ids" else elsewhere.id})
        first, second, third, won = (stages.create({"name": "Stage", "sequence": number, "is_won": number == 4})
                                     for number in range(1, 5))
        leads = [self.lead(stage_id=stage.id, team_id=self.team.id) for stage in (first, second, third, won)]
        rule = self.rule("stage")
        values = rule._score_values("crm.lead", [lead.id for lead in leads])
        self.assertEqual([round(values[lead.id], 1) for lead in leads[:3]], [33.3, 66.7, 100.0])
        self.assertNotIn(leads[3].id, values)

    def test_origin_by_source_and_medium(self):
        fair, phone = (self.env["utm.source"].create({"name": name}) for name in ("Trade fair A", "Phone book B"))
        mail = self.env["utm.medium"].create({"name": "Letter C"})
        came = self.lead(source_id=fair.id, medium_id=mail.id, partner_id=self.cook.id)
        other = self.lead(source_id=phone.id, medium_id=mail.id)
        came.active = False
        rule = self.rule("origin", source_ids=[(6, 0, fair.ids)], medium_ids=[(6, 0, mail.ids)])
        self.assertEqual(self.values(rule, came | other), {came.id: 1.0})
        self.assertEqual(self.values(rule, self.cafe | self.shop), {self.cafe.id: 1.0})
        self.assertEqual(rule._score_text_origin(1.0), "Came by Letter C, Trade fair A")
        either = self.rule("origin", source_ids=[(6, 0, (fair | phone).ids)])
        self.assertEqual(self.values(either, came | other), {came.id: 1.0, other.id: 1.0})
        self.assertRefused("names no campaign", self.value_of, self.cafe, "origin")


class TestKindsOfCompanies(KindsCase):
    def test_employees_of_the_company_else_of_the_lead(self):
        self.cafe.visit_employees = 40
        mine, own = self.lead(partner_id=self.cook.id), self.lead(partner_id=self.cook.id, visit_employees=7)
        rule = self.rule("employees")
        self.assertEqual(self.values(rule, self.cafe | self.branch | self.shop), {self.cafe.id: 40.0, self.branch.id: 40.0})
        self.assertEqual(self.values(rule, mine | own), {mine.id: 40.0, own.id: 7.0})
        with self.assertRaises(Exception), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.cafe.visit_employees = -1

    def test_a_customer_made_of_a_lead_has_its_employees(self):
        values = self.lead(partner_name="New", visit_employees=12)._prepare_customer_values("New", is_company=True)
        self.assertEqual(values["visit_employees"], 12)

    def test_industry(self):
        food = self.env["res.partner.industry"].create({"name": "Restaurants"})
        self.cafe.industry_id = food
        lead = self.lead(partner_id=self.cafe.id)
        rule = self.rule("industry", industry_ids=[(6, 0, food.ids)])
        self.assertEqual(self.values(rule, self.cafe | self.branch | self.shop), {self.cafe.id: 1.0, self.branch.id: 1.0})
        self.assertEqual(self.values(rule, lead), {lead.id: 1.0})
        self.assertEqual(rule._score_text_industry(1.0), "In one of the industries: Restaurants")
        self.assertRefused("names no industry", self.value_of, self.cafe, "industry")


class TestKindsOfEngagement(KindsCase):
    def test_mails_of_the_customers_people_in_the_months(self):
        for days in (1, 20, 400):
            self.message(self.cafe, days, self.cook)
        self.message(self.cafe, 1, self.cafe, message_type="comment")
        self.message(self.cafe, 1, self.env.user.partner_id)
        rule = self.rule("mails")
        self.assertEqual(self.values(rule, self.cafe | self.shop), {self.cafe.id: 2.0})
        self.assertEqual(rule._score_text_mails(2.0), "Mails received in 12 months: 2")
        self.assertEqual(self.value_of(self.cafe, "mails", months=24), 3.0)
        self.assertLessEqual({self.cafe.id, self.branch.id}, self.changed(rule, "res.partner", self.since))
        self.assertNotIn(self.shop.id, self.changed(rule, "res.partner", self.since))

    def test_mails_of_a_lead_and_of_its_customer_count_once(self):
        lead, stranger = self.lead(partner_id=self.cafe.id), self.customer(name="Stranger")
        self.message(lead, 1, self.cook)
        self.message(lead, 1, stranger)
        self.message(self.cafe, 1, self.cook)
        self.message(lead, 1, self.rep_user.partner_id)  # a colleague who answers from his mail program
        alone = self.lead()
        self.message(alone, 1, stranger)
        rule = self.rule("mails")
        self.assertEqual(self.values(rule, lead | alone), {lead.id: 3.0, alone.id: 1.0})
        self.assertLessEqual({lead.id, alone.id}, self.changed(rule, "crm.lead", self.since))

    def meeting(self, days_ago, partners, **values):
        start = self.ago(days=days_ago)
        return self.env["calendar.event"].with_context(**compat.NO_INVITATION).create(dict({
            "name": "Talk", "start": start, "stop": start + timedelta(hours=1),
            "partner_ids": [(6, 0, partners.ids)]}, **values))

    def test_meetings_that_were_held(self):
        lead = self.lead(partner_id=self.cafe.id)
        self.meeting(3, self.cook | self.cafe, opportunity_id=lead.id)
        self.meeting(-3, self.cook)
        self.meeting(500, self.cook)
        self.meeting(4, self.env.user.partner_id, opportunity_id=lead.id)
        rule = self.rule("meetings")
        self.assertEqual(self.values(rule, self.cafe | self.shop), {self.cafe.id: 1.0})
        self.assertEqual(self.values(rule, lead), {lead.id: 2.0})
        self.assertIn(self.cafe.id, self.changed(rule, "res.partner", self.since))

    def test_activities_that_were_done(self):
        call = self.env.ref("mail.mail_activity_data_call")
        lead = self.lead(partner_id=self.cafe.id)
        for record in (self.cook, lead, self.shop):
            activity = self.env["mail.activity"].create({
                "res_model_id": self.env["ir.model"]._get(record._name).id, "res_id": record.id,
                "activity_type_id": call.id, "user_id": self.env.user.id})
            if record != self.shop:
                activity.action_feedback(feedback="Done")
        rule = self.rule("activities")
        self.assertEqual(self.values(rule, self.cafe | self.shop), {self.cafe.id: 2.0})
        self.assertEqual(self.values(rule, lead), {lead.id: 2.0})
        self.assertIn(self.cafe.id, self.changed(rule, "res.partner", self.since))


class TestKindsOfPlaces(KindsCase):
    def test_territory_counts_by_its_priority(self):
        area = self.env["field.visit.territory"].create({"name": "Harbour", "company_id": self.company.id,
                                                         "priority_percent": 150})
        self.cafe.territory_id = area
        self.shop.territory_id = False
        rule = self.rule("territory")
        self.assertEqual(self.values(rule, self.cafe | self.shop), {self.cafe.id: 150.0, self.shop.id: 100.0})
        changed = self.changed(rule, "res.partner", self.since)
        self.assertIn(self.cafe.id, changed)
        self.assertNotIn(self.shop.id, changed)

    def place(self, record, latitude, longitude=24.0):
        record.set_position(latitude, longitude)
        return record

    def test_neighbours_are_other_customers_within_the_radius(self):
        # far from every other customer of the database
        for latitude, record in ((-50.00, self.cafe), (-50.01, self.shop), (-50.10, self.customer(name="Far"))):
            self.place(record, latitude)
        lead = self.place(self.lead(company_id=self.company.id), -50.005)
        nowhere = self.customer(name="Nowhere")
        rule = self.rule("neighbours", radius_km=2)
        self.assertEqual(self.values(rule, self.cafe | nowhere), {self.cafe.id: 1.0})
        self.assertEqual(self.values(rule, lead), {lead.id: 2.0})
        self.assertEqual(rule._score_text_neighbours(2.0), "Customers within 2 km: 2")
        self.assertEqual(self.value_of(self.cafe, "neighbours", radius_km=20), 2.0)

    def test_neighbours_score(self):
        self.place(self.cafe, -50.00).visit_score = 10
        self.place(self.shop, -50.01).visit_score = 80
        self.assertEqual(self.value_of(self.cafe, "neighbour_score", radius_km=2), 80.0)
        self.assertIsNone(self.value_of(self.cafe, "neighbour_score", radius_km=0.5))
