"""Wanted intervals, urgency and due states of customers and leads; one by one and all at once."""
from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError

from .. import compat
from .ground_case import GroundCase

READ = ("visit_wanted_days", "visit_wanted_from", "visit_urgency", "visit_due_state", "visit_due_date",
        "visit_signal_count", "visit_signal_raise", "next_visit_date")


class UrgencyCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._visit_today()
        cls.rep = cls.env["field.visit.rep"].create({"user_id": cls.rep_user.id, "company_id": cls.company.id})
        cls.cafe = cls.customer(name="Kahvila", company_id=cls.company.id, visit_score=85)

    def visited(self, customer, days_ago, state="done"):
        link = "partner_id" if customer._name == "res.partner" else "lead_id"
        visit = self.env["field.visit"].create({
            link: customer.id, "company_id": self.company.id, "rep_id": self.rep.id,
            "date": self.today - timedelta(days=days_ago)})
        visit.state = "planned"
        if state != "planned":
            visit.state = state
        return visit

    def frequency(self, **values):
        return self.env["field.visit.frequency"].create(dict({"company_id": self.company.id, "interval_days": 30}, **values))

    def told(self, record):
        return tuple(record[name] for name in READ)

    def refreshed(self, record):
        """What everybody's refresh makes of a record whose columns hold nonsense."""
        table = record._table
        compat.flush(record)
        self.env.cr.execute('UPDATE "%s" SET visit_wanted_days = 999, visit_urgency = 99, visit_due_state = NULL, '
                            "visit_due_date = '1999-01-01', visit_signal_count = 9, visit_signal_raise = 9, "
                            "next_visit_date = '1999-01-01' WHERE id = %%s" % table, [record.id])
        record.env["field.visit.urgency"]._visit_refresh(record._name, record.ids)
        return self.told(record)


class TestWantedInterval(UrgencyCase):
    def test_the_customers_own_interval_comes_first_then_segment_then_grade(self):
        self.frequency(basis="grade", grade="A", interval_days=14)
        self.assertEqual((self.cafe.visit_wanted_interval(), self.cafe.visit_wanted_from), (14, "grade"))
        segment = self.env["field.visit.segment"].create({"name": "Key", "company_id": self.company.id})
        self.frequency(basis="segment", segment_id=segment.id, interval_days=7)
        segment.add_members("res.partner", self.cafe.ids)
        self.assertEqual((self.cafe.visit_wanted_interval(), self.cafe.visit_wanted_from), (7, "segment"))
        self.cafe.visit_interval_days = 3
        self.assertEqual((self.cafe.visit_wanted_interval(), self.cafe.visit_wanted_from), (3, "own"))
        self.cafe.visit_interval_days = 0
        segment.remove_members("res.partner", self.cafe.ids)
        self.assertEqual(self.cafe.visit_wanted_interval(), 14)

    def test_members_of_a_segment_by_a_rule_follow_when_they_join_and_leave(self):
        segment = self.env["field.visit.segment"].create({
            "name": "Espoo", "company_id": self.company.id, "kind": "dynamic", "domain": "[('city', '=', 'Espoo')]"})
        self.frequency(basis="segment", segment_id=segment.id, interval_days=7)
        self.assertEqual(self.cafe.visit_wanted_days, 0)
        self.cafe.city = "Espoo"
        segment._segment_refresh()
        self.assertEqual(self.cafe.visit_wanted_days, 7)
        self.cafe.city = "Helsinki"
        segment._segment_refresh()
        self.assertEqual(self.cafe.visit_wanted_days, 0)

    def test_a_lead_follows_its_stage_before_its_grade_and_a_won_one_nothing(self):
        new, won = self.env["crm.stage"].create([{"name": "New"}, {"name": "Won", "is_won": True}])
        self.frequency(basis="grade", grade="D", interval_days=60)
        rule = self.frequency(basis="stage", stage_id=new.id, interval_days=10)
        lead = self.lead(stage_id=new.id, company_id=self.company.id)
        self.assertEqual((lead.visit_wanted_days, lead.visit_wanted_from), (10, "stage"))
        rule.interval_days = 20
        self.assertEqual(lead.visit_wanted_days, 20)
        rule.unlink()
        self.assertEqual((lead.visit_wanted_days, lead.visit_wanted_from), (60, "grade"))
        lead.stage_id = won
        self.assertEqual((lead.visit_wanted_days, lead.visit_due_state), (0, "none"))

    def test_sequence_decides_between_rules_of_a_kind_and_0_wants_none(self):
        segments = self.env["field.visit.segment"].create([
            {"name": name, "company_id": self.company.id} for name in ("One", "Two")])
        for segment in segments:
            segment.add_members("res.partner", self.cafe.ids)
        self.frequency(basis="segment", segment_id=segments[0].id, interval_days=9, sequence=2)
        first = self.frequency(basis="segment", segment_id=segments[1].id, interval_days=5, sequence=1)
        self.assertEqual(self.cafe.visit_wanted_days, 5)
        first.interval_days = 0
        self.assertEqual(self.cafe.visit_wanted_days, 0, "the rules below are not asked")

    def test_contacts_colleagues_and_other_companies_take_no_rules(self):
        self.frequency(basis="grade", grade="D", interval_days=30)
        person = self.customer(name="Aino", parent_id=self.cafe.id, is_company=False, type="contact")
        address = self.customer(name="Store", parent_id=self.cafe.id, is_company=False, type="delivery")
        stranger = self.customer(name="South", company_id=self.other_company.id)
        shared = self.customer(name="Shared")
        self.assertEqual([record.visit_wanted_days for record in (
            person, address, self.rep_user.partner_id, self.company.partner_id, stranger, shared)], [0, 0, 0, 0, 0, 30])
        address.set_position(60.2, 24.9)
        self.assertEqual(address.visit_wanted_days, 30)
        for record in person | address | self.rep_user.partner_id | stranger | shared:
            self.assertEqual(self.told(record), self.refreshed(record), record.name)

    def test_a_rule_says_whom_it_is_for(self):
        for broken in ({"basis": "grade", "grade": False}, {"basis": "segment"}, {"basis": "stage"}):
            with self.assertRaises(ValidationError):
                self.frequency(**broken)
        with self.assertRaises(ValidationError):
            self.frequency(grade="A", interval_days=-1)

    def test_only_managers_change_rules(self):
        rule = self.frequency(basis="grade", grade="A")
        rule.with_user(self.manager_user).interval_days = 12
        for user in (self.rep_user, self.leader_user):
            self.assertEqual(rule.with_user(user).interval_days, 12)
            with self.assertRaises(AccessError):
                rule.with_user(user).interval_days = 13


class TestDueState(UrgencyCase):
    def test_states_follow_the_visits(self):
        self.cafe.visit_interval_days = 20
        self.assertEqual(self.cafe.visit_due_state, "due", "never visited")
        self.visited(self.cafe, 30)
        self.assertEqual((self.cafe.visit_due_state, self.cafe.visit_urgency), ("overdue", 1.5))
        self.assertIn("(urgency 1.50)", self.cafe._score_told_urgency()["text"])
        visit = self.visited(self.cafe, 0, "planned")
        visit.action_start()
        self.assertEqual(self.cafe.visit_due_state, "in_visit")
        visit.action_done()
        self.assertEqual((self.cafe.visit_due_state, self.cafe.visit_urgency), ("visited", 0.0))
        self.assertNotIn("urgency", self.cafe._score_told_urgency()["text"], "a figure of nothing says nothing")
        self.assertEqual(self.cafe.visit_due_date, self.today + timedelta(days=14))

    def test_the_share_of_the_company_decides_from_when_a_visit_is_due(self):
        self.cafe.visit_interval_days = 20
        self.visited(self.cafe, 12)
        self.assertEqual(self.cafe.visit_due_state, "visited")
        self.company.visit_due_percent = 50
        self.assertEqual(self.cafe.visit_due_state, "due")

    def test_everybodys_refresh_says_the_same_as_the_single_records(self):
        self.frequency(basis="grade", grade="A", interval_days=14)
        lead = self.lead(company_id=self.company.id, visit_interval_days=10)
        others = [self.customer(name="N%d" % days, visit_interval_days=days) for days in (0, 10, 30)]
        self.visited(self.cafe, 12)
        self.visited(lead, 9, "in_progress")
        self.visited(others[1], 3, "planned")
        self.visited(others[2], 40)
        for record in [self.cafe, lead] + others:
            self.assertEqual(self.told(record), self.refreshed(record), record.name)

    def test_the_cron_refreshes_when_the_day_has_changed(self):
        self.cafe.visit_interval_days = 20
        self.visited(self.cafe, 21)
        compat.flush(self.cafe)
        self.env.cr.execute("UPDATE res_partner SET visit_due_state = 'visited' WHERE id = %s", [self.cafe.id])
        compat.invalidate(self.cafe)
        self.env["res.company"].search([]).write({"visit_urgency_day": self.today - timedelta(days=1)})
        self.env["field.visit.urgency"]._cron_urgency(commit=False)
        self.assertEqual(self.cafe.visit_due_state, "overdue")
        self.assertEqual(self.company.visit_urgency_day, self.today)

    def test_due_for_a_plan_by_the_share_and_not_when_somebody_goes_later(self):
        def due(day):
            return self.env["res.partner"].search(self.env["res.partner"]._visit_due_domain(day))
        self.cafe.visit_interval_days = 20
        self.assertIn(self.cafe, due(self.today))
        self.visited(self.cafe, 10)
        self.assertNotIn(self.cafe, due(self.today + timedelta(days=3)))
        self.assertIn(self.cafe, due(self.today + timedelta(days=4)))
