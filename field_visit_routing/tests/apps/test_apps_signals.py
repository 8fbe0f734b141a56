"""Signals from quotations, invoices and orders: known answers, words by what the reader may see, the visit's agenda."""
from datetime import timedelta

from odoo.addons.field_visit_routing import compat

from .apps_case import AppsCase


class TestAppsSignals(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["field.visit.signal.rule"].search([]).unlink()
        cls.rep = cls.env["field.visit.rep"].create({"user_id": cls.rep_user.id, "company_id": cls.company.id})
        cls.day = cls.company._visit_today()

    def rule(self, kind, **values):
        """A rule of this company; it looks at once."""
        values = dict({"name": kind.title(), "kind": kind, "company_id": self.company.id, "days": 7, "raise_by": 0.5}, **values)
        return self.env["field.visit.signal.rule"].create(values)

    def found(self, rule):
        rule.action_find()
        self.assertFalse(rule.failure)
        return rule.signal_ids

    def quotation(self, valid_in, amount=100.0, partner=None):
        order = self.order(partner or self.cafe, amount, confirmed=False)
        order.validity_date = self.day + timedelta(days=valid_in)
        return order

    # ---- kinds -----------------------------------------------------------------------------
    def test_quotations_near_their_end_are_found_until_they_are_orders(self):
        rule = self.rule("quotation", least_amount=50)
        self.quotation(8), self.quotation(-8), self.quotation(3, amount=20)
        offer = self.quotation(3)
        signal = self.found(rule)
        self.assertEqual((signal.partner_id, signal.res_id, signal.day), (self.cafe, offer.id, offer.validity_date))
        self.assertIn("%s over" % offer.name, signal.text)
        self.assertIn("in 3 days", signal.text)
        self.assertEqual((self.cafe.visit_signal_count, self.cafe.visit_due_state, self.cafe.visit_urgency), (1, "due", 1.0))
        offer.action_confirm()
        self.assertFalse(self.found(rule))
        self.assertEqual((self.cafe.visit_signal_count, self.cafe.visit_due_state), (0, "none"))

    def test_overdue_invoices_of_a_customer_are_one_signal(self):
        rule = self.rule("invoice", days=5)
        self.invoice(self.cafe, 50.0, days_ago=40, due_days_ago=5)
        self.assertFalse(self.found(rule), "5 days past are not more than 5")
        old = self.invoice(self.cafe, 100.0, days_ago=60, due_days_ago=30)
        second = self.invoice(self.cafe, 20.0, days_ago=60, due_days_ago=20)
        signal = self.found(rule)
        self.assertEqual((signal.amount, signal.number, signal.res_id), (120.0, 2.0, old.id))
        self.assertIn("in 2 invoices, the oldest for 30 days", signal.text)
        self.pay(old)
        self.assertEqual((self.found(rule).amount, self.found(rule).res_id), (20.0, second.id))
        self.pay(second)
        self.assertFalse(self.found(rule))

    def test_the_next_order_is_expected_by_the_median_gap(self):
        rule = self.rule("purchase")
        for days in (100, 70, 42):  # gaps of 30 and 28 days
            self.order(self.cafe, 10.0, days_ago=days)
        self.order(self.shop, 10.0, days_ago=30), self.order(self.shop, 10.0, days_ago=1)
        signal = self.found(rule)
        self.assertEqual((signal.partner_id, signal.number), (self.cafe, 29.0), "one gap alone is no rhythm")
        self.assertEqual(signal.day, self.days_ago(13))
        self.assertIn("expected 13 days ago, the usual gap is 29 days", signal.text)
        self.order(self.cafe, 10.0, days_ago=0)
        self.assertFalse(self.found(rule), "the next one is 30 days away")

    def test_who_has_left_long_ago_has_no_rhythm(self):
        rule = self.rule("purchase")
        for days in (300, 290, 280):
            self.order(self.cafe, 10.0, days_ago=days)
        self.assertFalse(self.found(rule))

    def test_a_contacts_document_belongs_to_its_company_and_a_branch_keeps_its_own(self):
        person = self.customer(name="Aino", parent_id=self.cafe.id, is_company=False, type="contact")
        branch = self.customer(name="Branch", parent_id=self.cafe.id, is_company=False, type="delivery")
        branch.set_position(60.2, 24.9)
        self.quotation(3, partner=person), self.quotation(3, partner=branch)
        self.assertEqual(self.found(self.rule("quotation")).partner_id, self.cafe | branch)

    # ---- who is told what ------------------------------------------------------------------
    def test_without_rights_to_the_document_only_the_reason_is_told(self):
        self.rule("invoice", name="Invoice overdue")
        self.invoice(self.cafe, 100.0, days_ago=60, due_days_ago=30)
        self.env["field.visit.signal.rule"].search([]).action_find()
        told = self.cafe.with_user(self.rep_user).get_signals()
        self.assertEqual([(item["text"], item["model"], item["id"]) for item in told], [("Invoice overdue", "", 0)])
        self.assertIn("100", self.cafe.get_signals()[0]["text"])
        reasons = self.cafe.with_user(self.rep_user).get_score_reasons()
        self.assertEqual(reasons["signals"][0]["text"], "Invoice overdue")

    def test_signals_become_the_visits_agenda_and_go_with_it(self):
        rule = self.rule("invoice", name="Invoice overdue")
        bill = self.invoice(self.cafe, 100.0, days_ago=60, due_days_ago=30)
        rule.action_find()
        visit = self.env["field.visit"].create({
            "partner_id": self.cafe.id, "rep_id": self.rep.id, "company_id": self.company.id})
        self.assertIn("100", visit.get_agenda()[0]["text"])
        seen = visit.with_user(self.rep_user)
        self.assertEqual(seen.get_agenda()[0]["text"], "Invoice overdue", "the amount is told to who may read it")
        offer = self.quotation(3)
        self.rule("quotation").action_find()
        self.assertEqual(len(visit.agenda_ids), 2, "what comes up later is added")
        seen.agenda_ids.filtered(lambda line: line.rule_id == rule).is_done = True
        self.pay(bill), offer.action_confirm()
        self.env["field.visit.signal.rule"].search([]).action_find()
        compat.invalidate(visit)
        self.assertEqual(visit.agenda_ids.mapped("is_done"), [True], "done stays, what is over goes")

    def test_a_rule_that_is_switched_off_finds_nothing_any_more(self):
        self.quotation(3)
        rule = self.rule("quotation")
        self.assertEqual(self.cafe.visit_signal_count, 1)
        rule.active = False
        self.assertEqual((len(rule.signal_ids), self.cafe.visit_signal_count), (0, 0))
