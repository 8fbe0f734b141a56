"""Whatever the rules are: a score lies within 0 and 100, is the sum of its reasons, and more of a good thing never lowers it."""
import random

from odoo.tests import tagged

from .score_case import ScoreCase

ROUNDS = 25


@tagged("post_install", "-at_install")
class TestScoreProperty(ScoreCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chance = random.Random(6)
        # ranks need somebody to be ranked among
        cls.places = cls.env["res.partner"].concat(*[
            cls.customer(name="C%d" % number, color=cls.chance.randint(0, 50), visit_duration_min=cls.chance.randint(0, 90))
            for number in range(12)])

    def random_rules(self):
        """Rules of any scale: what gives points does so for more, what takes them away for another field."""
        rules = self.env["field.visit.score.rule"]
        for number in range(self.chance.randint(1, 5)):
            takes = number > 0 and self.chance.random() < 0.4
            low = self.chance.uniform(-10, 30)
            rules |= self.rule(
                name="R%d" % number, weight=self.chance.choice((0.5, 3, 40, 1000)), effect="subtract" if takes else "add",
                field_name="visit_duration_min" if takes else "color", low=low, high=low + self.chance.choice((0, 1, 40)),
                scale=self.chance.choice(("linear", "quantile", "steps")), steps="-5: 10, 3: 20, 30: 100")
        return rules

    def check(self, record):
        self.assertTrue(0 <= record.visit_score <= 100, record.visit_score)
        points = sum(part["points"] for part in self.parts(record))
        self.assertAlmostEqual(record.visit_score, min(100, max(0, points)), delta=0.06)

    def test_scores_of_any_rules(self):
        for _round in range(ROUNDS):
            rules = self.random_rules()
            run = self.env["field.visit.score.run"].create({})
            run._go_on(commit=False)
            for place in self.places:
                self.check(place)
            one = self.chance.choice(self.places)
            before, number = one.visit_score, one.color
            one.color = number + self.chance.randint(1, 60)
            self.check(one)
            self.assertGreaterEqual(one.visit_score, before - 0.01, rules.read(["scale", "low", "high", "steps", "effect"]))
            one.color = number
            rules.unlink()
