"""One number first: what users and programs are told of a score, and what is kept from whom."""
import json
from unittest.mock import patch

from odoo.exceptions import AccessError

from .. import compat
from ..models.score_fields import COMPUTED
from .ground_case import GroundCase

EVIL = "<img src=x onerror=alert(1)>"


class TestScoreReasons(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cafe = cls.customer(name="Kahvila")
        rules = cls.env["field.visit.score.rule"].create([
            {"name": name, "company_id": cls.company.id, "weight": weight, "effect": effect, "domain": "[]"}
            for name, weight, effect in (("In town", 50, "add"), ("Large", 50, "add"), (EVIL, 20, "subtract"))])
        cls.town, cls.large, cls.away = rules
        cls.scored(cls.cafe, [(cls.town, 50.0, "fits the filter"), (cls.large, 0.0, ""), (cls.away, -8.0, "late")], 42.0)

    @classmethod
    def scored(cls, record, parts, score, **values):
        record.with_context(**{COMPUTED: True}).write(dict({
            "visit_score": score, "visit_score_rules": score, "visit_score_from": "rules",
            "visit_score_date": "2026-03-02 08:00:00", "visit_score_parts": json.dumps({"parts": [
                {"rule_id": rule.id, "name": rule.name, "part": "other", "points": points, "value": 1.0, "text": text}
                for rule, points, text in parts]})}, **values))

    def told(self, record=None, user=None):
        record = record if record is not None else self.cafe
        return (record.with_user(user) if user else record).get_score_reasons()

    def test_the_used_number_and_its_reasons(self):
        told = self.told()
        self.assertEqual((told["score"], told["grade"], told["used"]), (42.0, "C", "rules"))
        self.assertEqual(told["used_sentence"], "Plans use the score by the rules of the company.")
        self.assertEqual([(reason["name"], reason["points"], reason["text"]) for reason in told["reasons"]], [
            ("In town", 50.0, "fits the filter"), (EVIL, -8.0, "fits the filter"), ("Large", 0.0, "fits the filter")])
        self.assertEqual(told["reasons"][0]["part_label"], "Other")

    def test_numbers_stand_beside_one_another_the_used_one_first(self):
        lead = self.lead()
        self.scored(lead, [(self.town, 50.0, "")], 30.0, visit_score_rules=50.0, visit_score_from="learned",
                    visit_learned_percent=30.0, visit_learned_date="2026-03-03 08:00:00")
        self.company.visit_score_use_lead = "learned"
        numbers = self.told(lead)["numbers"]
        self.assertEqual([(number["key"], number["used"]) for number in numbers],
                         [("learned", True), ("rules", False), ("odoo", False)])
        self.assertEqual((numbers[0]["value"], numbers[0]["unit"], numbers[0]["date"]), (30.0, "%", "2026-03-03 08:00:00"))
        self.assertEqual((numbers[2]["value"], numbers[2]["date"]), (round(lead.probability, 1), ""))

    def test_a_score_set_by_hand_is_named_so_and_the_computed_one_stays_beside_it(self):
        self.cafe.visit_score = 77
        told = self.told()
        self.assertEqual((told["score"], told["used"], told["used_label"]), (77.0, "manual", "Set by hand"))
        self.assertEqual([(number["key"], number["value"]) for number in told["numbers"]], [("manual", 77.0), ("rules", 42.0)])

    def test_a_prediction_that_is_wanted_and_missing_is_said(self):
        self.cafe.company_id = self.company
        self.company.visit_score_use = "learned"
        self.assertIn("there is no prediction here yet", self.told()["used_sentence"])

    def test_before_any_computation(self):
        told = self.told(self.customer(name="New"))
        self.assertEqual((told["score"], told["used"], told["numbers"], told["reasons"]), (0.0, "", [], []))
        self.assertIn("No score has been computed yet", told["used_sentence"])

    def test_a_rule_that_is_gone_is_told_as_such(self):
        self.town.unlink()
        self.assertEqual(self.told()["reasons"][0]["name"], "A rule that was deleted")

    def test_a_contact_has_the_reasons_of_its_company(self):
        contact = self.env["res.partner"].create({"name": "Maria", "parent_id": self.cafe.id})
        self.assertEqual(len(self.told(contact)["reasons"]), 3)

    def test_details_are_kept_from_who_may_not_read_the_documents(self):
        rule_model = self.env["field.visit.score.rule"]
        kinds = rule_model._score_kinds()
        closed = dict(kinds, domain=kinds["domain"]._replace(needs=("ir.config_parameter",)))
        with patch.object(type(rule_model), "_score_kinds", lambda self: closed):
            told = self.told(user=self.rep_user)["reasons"]
        self.assertEqual({reason["text"] for reason in told}, {"Details are for those who may read the documents behind it."})
        self.assertEqual(told[0]["points"], 50.0)
        self.assertEqual(self.told()["reasons"][0]["text"], "fits the filter")

    def test_a_closed_field_is_kept_from_who_may_not_read_it(self):
        self.town.write({"kind": "field", "field_name": "color"})
        hidden = "Details are for those who may read the documents behind it."
        with patch.object(self.cafe._fields["color"], "groups", "base.group_system"):
            texts = {reason["name"]: reason["text"] for reason in self.told(user=self.rep_user)["reasons"]}
        self.assertEqual(texts["In town"], hidden)
        self.assertNotEqual(self.told()["reasons"][0]["text"], hidden)

    def test_the_stored_parts_with_their_amounts_are_closed_to_users(self):
        for user in (self.rep_user, self.leader_user, self.manager_user):
            with self.assertRaises(AccessError):
                self.cafe.with_user(user).read(["visit_score_parts"])
            self.assertEqual(len(self.told(user=user)["reasons"]), 3)

    def test_who_may_not_see_the_customer_is_told_nothing(self):
        self.company.visit_access_mode = "forbid"
        self.cafe.user_id = self.other_rep_user
        with self.assertRaises(AccessError):
            self.told(user=self.rep_user)

    def test_the_form_shows_it_escaped(self):
        html = self.cafe.with_user(self.rep_user).visit_score_html
        self.assertIn("+50", html)
        self.assertIn("−8", html)
        self.assertNotIn("<img", html)
        self.assertNotIn("beside one another", html, "one number is not compared with itself")

    def test_the_form_names_the_used_number_among_others(self):
        self.cafe.visit_score = 77
        html = self.cafe.with_user(self.rep_user).visit_score_html
        self.assertEqual(html.count("used by plans"), 1)
        self.assertIn("beside one another", html)

    def test_a_visit_shows_the_reasons_of_its_customer(self):
        visit = self.env["field.visit"].create({"partner_id": self.cafe.id, "company_id": self.company.id})
        self.assertIn("In town", visit.visit_score_html)
        self.assertFalse(self.env["field.visit"].new({}).visit_score_html)

    def test_programs_get_values_only(self):
        from xmlrpc.client import dumps
        for record in (self.cafe, self.lead(user_id=self.rep_user.id, company_id=self.company.id), self.customer(name="New")):
            self.assertTrue(dumps((self.told(record, self.rep_user),)))

    def test_views_of_the_three_forms(self):
        for model in ("res.partner", "crm.lead", "field.visit"):
            view = self.env.ref({"res.partner": "base.view_partner_form", "crm.lead": "crm.crm_lead_view_form",
                                 "field.visit": "field_visit_routing.visit_form"}[model])
            self.assertIn("visit_score_html", compat.view_arch(self.env[model].with_user(self.rep_user), "form", view.id))
