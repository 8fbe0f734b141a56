"""The score of a record, set by hand or computed, and the rules that need nothing but the record."""
from odoo.exceptions import ValidationError

from ..models.score_fields import COMPUTED
from .ground_case import GroundCase


class TestScoreBase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cafe = cls.customer(name="Kahvila")
        cls.shop = cls.customer(name="Kauppa", city="Espoo", color=7)

    def rule(self, **values):
        return self.env["field.visit.score.rule"].create(dict({"name": "Rule", "company_id": self.company.id}, **values))

    def values(self, rule):
        return rule._score_values("res.partner", (self.cafe | self.shop).ids)

    def test_a_score_given_by_a_person_is_fixed(self):
        self.assertFalse(self.cafe.visit_score_fixed)
        self.cafe.visit_score = 0
        self.assertEqual((self.cafe.visit_score_fixed, self.cafe.visit_score_from), (True, "manual"))
        self.assertTrue(self.customer(visit_score=40).visit_score_fixed)
        self.assertFalse(self.customer(visit_score=0).visit_score_fixed, "a form sends 0 for an empty field")

    def test_a_computed_score_is_not_fixed_and_programs_cannot_forge_one(self):
        self.cafe.with_context(**{COMPUTED: True}).write({"visit_score": 70, "visit_score_from": "rules"})
        self.assertEqual((self.cafe.visit_score, self.cafe.visit_score_fixed), (70.0, False))
        self.cafe.write({"visit_score_rules": 99, "visit_learned_percent": 99})
        self.assertEqual((self.cafe.visit_score_rules, self.cafe.visit_learned_percent), (0.0, 0.0))

    def test_a_filter_finds_its_records(self):
        rule = self.rule(kind="domain", domain="[('city', '=', 'Espoo')]")
        self.assertEqual(self.values(rule), {self.shop.id: 1.0})

    def test_a_filter_that_cannot_be_read_is_refused_with_the_rule_and_an_example(self):
        for broken in ("[('city', '=', ", "[('no_such', '=', 1)]", "[('id', '=', 'x')]", "nonsense()",
                       "__import__('os').getcwd()", "[('city', 'lik', 1)]", "[('city', '=')]",
                       "[('color', '=', 1 / 0)]", "5", "'city'", "{'city': 1}",
                       "[('city', '=', 'x' * 10 ** 18)]"):
            self.assertRefused("Rule: the filter", self.values, self.rule(kind="domain", domain=broken))

    def test_a_field_gives_its_number(self):
        self.assertEqual(self.values(self.rule(kind="field", field_name="color")), {self.cafe.id: 0.0, self.shop.id: 7.0})

    def test_a_missing_field_and_one_without_numbers_are_refused(self):
        self.assertRefused("does not have", self.values, self.rule(
            kind="field", field_name="gone", applies_to="res.partner"))
        self.assertRefused("holds no number", self.values, self.rule(kind="field", field_name="name"))

    def test_steps_are_checked(self):
        rule = self.rule(scale="steps", steps="1: 50, 10: 100")
        self.assertEqual(rule._score_steps(), ((1.0, 0.5), (10.0, 1.0)))
        for broken in ("", "a: b", "10: 100, 1: 50", "1: 120", "1"):
            with self.assertRaises(ValidationError):
                rule.steps = broken
