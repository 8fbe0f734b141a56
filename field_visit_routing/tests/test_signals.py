"""Signals without any app, what breaks a rule, the agenda of a visit, and candidates by prize."""
from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from .planning_case import PlanningCase
from .test_urgency import UrgencyCase


class SignalCase(UrgencyCase):
    def rule(self, **values):
        return self.env["field.visit.signal.rule"].create(dict(
            {"name": "Reason", "kind": "filter", "company_id": self.company.id, "raise_by": 0.5}, **values))

    def only_cafe(self, **values):
        return self.rule(domain="[('id', '=', %d)]" % self.cafe.id, **values)


class TestSignals(SignalCase):
    def test_a_filter_of_customers_raises_their_urgency(self):
        rule = self.only_cafe(name="Asked for a visit")
        self.assertEqual((self.cafe.visit_urgency, self.cafe.visit_due_state, self.cafe.visit_signal_raise), (1.0, "due", 0.5))
        self.assertEqual([item["text"] for item in self.cafe.get_signals()], ["Asked for a visit"])
        self.assertEqual(self.told(self.cafe), self.refreshed(self.cafe))
        rule.raise_by = 0.1
        self.assertEqual((self.cafe.visit_urgency, self.cafe.visit_due_state), (0.6, "none"))
        rule.unlink()
        self.assertEqual((self.cafe.visit_urgency, self.cafe.visit_signal_count), (0.0, 0))

    def test_what_was_talked_about_rests(self):
        self.only_cafe()
        self.visited(self.cafe, 0)
        self.assertEqual((self.cafe.visit_signal_count, self.cafe.visit_due_state), (0, "visited"))
        self.company.visit_signal_rest_days = 0
        self.assertEqual((self.cafe.visit_signal_count, self.cafe.visit_due_state), (1, "due"))

    def test_a_lead_has_its_customers_signals_too(self):
        self.only_cafe(name="Asked for a visit")
        lead = self.lead(partner_id=self.cafe.id, company_id=self.company.id)
        self.assertEqual(lead.visit_signal_count, 1)
        self.assertEqual([item["text"] for item in lead.get_signals()], ["Asked for a visit"])
        self.assertEqual(self.told(lead), self.refreshed(lead))

    def test_a_date_that_comes_near_is_a_signal_of_any_model(self):
        lead = self.lead(type="opportunity", company_id=self.company.id, date_deadline=self.today + timedelta(days=5))
        rule = self.rule(name="Closing", kind="ending", res_model="crm.lead", date_field="date_deadline", days=4,
                         domain="[('id', '=', %d)]" % lead.id)
        self.assertFalse(rule.signal_ids)
        rule.days = 5
        self.assertEqual((rule.signal_ids.lead_id, rule.signal_ids.day), (lead, lead.date_deadline))
        self.assertEqual(lead.get_signals()[0]["text"], "Closing: Interest, in 5 days")
        self.assertEqual(lead.visit_due_state, "due")

    def test_open_records_of_any_model_are_complaints(self):
        meeting = self.env["mail.activity.type"].search([], limit=1)
        self.assertTrue(meeting)
        lead = self.lead(partner_id=self.cafe.id, company_id=self.company.id, name="Coffee was cold")
        rule = self.rule(name="Complaint", kind="complaint", res_model="crm.lead", days=0, domain="[('id', '=', %d)]" % lead.id)
        self.assertEqual(rule.signal_ids.lead_id, lead)
        self.assertIn("Coffee was cold", lead.get_signals()[0]["text"])

    def test_a_broken_rule_says_why_keeps_what_it_found_and_stops_no_other(self):
        kept = self.only_cafe()
        kept.write({"domain": "[('nothing_such', '=', 1)]"})
        self.assertIn("the filter", kept.failure)
        self.assertEqual(kept.signal_ids.partner_id, self.cafe)
        for broken in ({"kind": "ending", "res_model": "gone.app"}, {"kind": "ending", "date_field": "name"},
                       {"kind": "ending", "res_model": "crm.stage", "date_field": "create_date"},
                       {"kind": "filter", "res_model": "crm.stage"}, {"kind": "complaint", "res_model": "gone.app"}):
            self.assertIn("Reason", self.rule(**broken).failure, broken)
        shop = self.customer(name="Kauppa", company_id=self.company.id)
        other = self.rule(domain="[('id', '=', %d)]" % shop.id)
        self.env["field.visit.urgency"]._visit_refresh_all()
        self.assertEqual((other.failure, shop.visit_signal_count), (False, 1))
        kept.domain = "[('id', '=', %d)]" % shop.id
        self.assertEqual((kept.failure, kept.signal_ids.partner_id, self.cafe.visit_signal_count), (False, shop, 0))

    def test_rules_for_apps_that_are_not_there_find_nothing_and_do_not_fail(self):
        for kind in ("quotation", "invoice", "purchase", "complaint"):
            rule = self.rule(kind=kind)
            self.assertEqual((bool(rule.failure), len(rule.signal_ids)), (False, 0), kind)

    def test_only_managers_see_the_rows_and_change_the_rules(self):
        rule = self.only_cafe()
        self.assertEqual(rule.with_user(self.manager_user).signal_ids.text, "Reason")
        with self.assertRaises(AccessError):
            self.env["field.visit.signal"].with_user(self.rep_user).search([])
        for act in (lambda: rule.with_user(self.leader_user).write({"days": 3}), rule.with_user(self.rep_user).action_find):
            with self.assertRaises(AccessError):
                act()
        self.assertEqual(self.cafe.with_user(self.rep_user).visit_signal_text, "Reason")


class TestAgenda(SignalCase):
    def visit(self, **values):
        return self.env["field.visit"].create(dict(
            {"partner_id": self.cafe.id, "rep_id": self.rep.id, "company_id": self.company.id}, **values))

    def test_signals_fill_it_in_and_people_add_to_it(self):
        rule = self.only_cafe(name="Asked for a visit")
        visit = self.visit()
        mine = visit.with_user(self.rep_user)
        self.assertEqual([item["text"] for item in mine.get_agenda()], ["Asked for a visit"])
        mine.write({"agenda_ids": [(0, 0, {"text": "Bring samples"})]})
        self.assertEqual(mine.agenda_text, "Asked for a visit\nBring samples")
        mine.agenda_ids[0].is_done = True
        self.assertEqual(mine.agenda_text, "Bring samples")
        rule.unlink()
        self.env["field.visit"]._visit_refresh_agendas()
        self.assertIn("Bring samples", mine.agenda_text)

    def test_likely_next_products_are_on_it(self):
        from ..models.score_fields import COMPUTED
        self.cafe.with_context(**{COMPUTED: True}).visit_learned_next = (
            '[{"product_id": 7, "name": "Filters", "reason": "bought with coffee by 60 %"}]')
        self.assertEqual(self.visit().agenda_text, "Offer Filters: bought with coffee by 60 %")

    def test_another_customer_has_another_agenda_and_visits_that_are_over_keep_theirs(self):
        self.only_cafe()
        visit, done = self.visit(), self.visit(date=self.today)
        done.state = "planned"
        done.action_done()
        visit.partner_id = self.customer(name="Kauppa", company_id=self.company.id)
        self.assertFalse(visit.agenda_ids)
        self.env["field.visit"]._visit_refresh_agendas()
        self.assertEqual(len(done.agenda_ids), 1)

    def test_nobody_reaches_the_agenda_of_others(self):
        self.only_cafe()
        line = self.visit().agenda_ids
        with self.assertRaises(AccessError):
            line.with_user(self.other_rep_user).read(["text"])
        with self.assertRaises(AccessError):
            line.with_user(self.other_rep_user).write({"is_done": True})
        other = self.env["field.visit.rep"].create({"user_id": self.other_rep_user.id, "company_id": self.company.id})
        theirs = self.visit(rep_id=other.id)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            line.with_user(self.rep_user).write({"visit_id": theirs.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.env["field.visit.agenda"].with_user(self.rep_user).create({"visit_id": theirs.id, "text": "Mine"})

    def test_programs_cannot_forge_what_the_server_fills_in(self):
        rule = self.only_cafe()
        forged = self.env["field.visit.agenda"].with_user(self.rep_user).create({
            "visit_id": self.visit().id, "rule_id": rule.id, "origin": "signal/1", "text": "Typed"})
        self.assertFalse(forged.rule_id or forged.origin)

    def test_the_route_sheet_and_the_popup_tell_it(self):
        self.only_cafe(name="Asked for a visit")
        visit = self.visit()
        self.assertEqual(visit.sheet_agenda(), ["Asked for a visit"])
        details = self.env["field.visit.map"].get_details("field.visit", visit.id)
        self.assertEqual([item["text"] for item in details["agenda"]], ["Asked for a visit"])
        customer = self.env["field.visit.map"].get_details("res.partner", self.cafe.id)
        self.assertEqual(customer["agenda"], [{"text": "Asked for a visit", "done": False}])


class TestCandidates(PlanningCase):
    def test_candidates_by_prize_with_the_planners_own_numbers(self):
        first, second = self.customers[:2]  # scores 90 and 70
        second.visit_interval_days = 30
        self.env["field.visit.signal.rule"].create({
            "name": "Asked", "kind": "filter", "raise_by": 0.5, "domain": "[('id', '=', %d)]" % second.id})
        rows = self.env["field.visit.plan"].preview_candidates(self.request(partner_ids=(first | second).ids))
        self.assertEqual([(row["partner_id"], row["urgency"], row["prize"]) for row in rows],
                         [(second.id, 1.5, 140), (first.id, 0.5, 90)])
        self.assertEqual((rows[0]["signals"], rows[0]["state"], rows[0]["wanted_days"]), (["Asked"], "due", 30))
        plan = self.plan_of(partner_ids=(first | second).ids)
        self.assertIn('"prize": 140', plan.sudo().job_request)
        figures = self.env["field.visit.plan"].preview_plan(self.request(partner_ids=(first | second).ids))
        self.assertEqual([row["partner_id"] for row in figures["best"]], [second.id, first.id])

    def test_the_limit_is_checked(self):
        with self.assertRaises(UserError):
            self.env["field.visit.plan"].preview_candidates(self.request(), 0)
        self.assertEqual(len(self.env["field.visit.plan"].preview_candidates(self.request(), 2)), 2)

    def test_all_due_takes_the_share_and_signals_and_leaves_whom_somebody_visits_later(self):
        first, second, third = self.customers[:3]
        first.visit_interval_days = third.visit_interval_days = 10
        today = self.company._visit_today()
        visits = self.env["field.visit"].create([
            {"partner_id": first.id, "rep_id": self.rep.id, "date": today - timedelta(days=1)},
            {"partner_id": third.id, "rep_id": self.rep.id, "date": self.monday + timedelta(days=20)}])
        visits.write({"state": "planned"})
        visits[0].state = "done"
        self.env["field.visit.signal.rule"].create({
            "name": "Asked", "kind": "filter", "raise_by": 0.5, "domain": "[('id', '=', %d)]" % second.id})
        wanted = self.request(partner_ids=None, all_due=True, date_from=str(today + timedelta(days=1)))

        def due(day):
            rows = self.env["field.visit.plan"].preview_candidates(dict(wanted, date_to=str(day)))
            return {row["partner_id"] for row in rows} & set(self.customers.ids)
        self.assertEqual(due(today + timedelta(days=5)), {second.id}, "6 of 10 days are not yet 70 %")
        self.assertEqual(due(today + timedelta(days=6)), {first.id, second.id})

    def test_the_wizard_shows_whom_it_would_plan_first(self):
        wizard = self.env["field.visit.plan.wizard"].create({
            "source": "selected", "partner_ids": [(6, 0, self.customers.ids)], "rep_ids": [(6, 0, self.rep.ids)],
            "date_from": self.monday, "date_to": self.monday})
        self.customers[0].name = "<b>Kallio</b>"
        html = str(wizard.preview_best)
        self.assertIn("&lt;b&gt;Kallio&lt;/b&gt;", html)
        self.assertLess(html.index("Kallio"), html.index("Vallila"), "the highest prize first")
