"""Rules beside apps that are not installed: one that needs them fails with a sentence, the others do without."""
from datetime import date

from .. import compat
from .ground_case import GroundCase
from .kinds_case import KindsMixin


class TestKindsWithoutApps(KindsMixin, GroundCase):
    def missing(self, kind):
        return [name for name in kind.needs if name not in self.env]

    def test_a_kind_whose_app_is_missing_says_so(self):
        cafe = self.customer(name="Kahvila")
        lacking = [key for key, kind in self.env["field.visit.score.rule"]._score_kinds().items() if self.missing(kind)]
        self.assertLessEqual({"complaints"}, set(lacking))
        for key in lacking:
            self.assertRefused("the app is not installed", self.value_of, cafe, key)

    def test_every_kind_has_words_and_a_part_and_gives_numbers(self):
        cafe, lead = self.customer(name="Kahvila"), self.lead()
        model = self.env["field.visit.score.rule"]
        parts = dict(model._fields["part"].selection)
        for key, kind in model._score_kinds().items():
            if self.missing(kind) or key == "field":
                continue
            rule = self.rule(key, **self.example(key))
            self.assertIn(kind.part, parts, key)
            for record in (cafe, lead):
                self.assertTrue(all(isinstance(value, float) for value in self.values(rule, record).values()), key)
            self.assertTrue(getattr(rule, "_score_text_" + key)(3.0), key)
            if key != "domain":
                self.assertTrue(key in rule._score_documents() or hasattr(rule, "_score_changed_" + key)
                                or hasattr(rule, "_score_fields_" + key), key)

    def example(self, key):
        if key == "industry":
            return {"industry_ids": [(6, 0, self.env["res.partner.industry"].create({"name": "Food"}).ids)]}
        return {"source_ids": [(6, 0, self.env["utm.source"].create({"name": "Fair"}).ids)]} if key == "origin" else {}

    def test_years_without_documents_are_those_since_it_was_entered(self):
        if "sale.order" in self.env or "account.move" in self.env:
            return  # tests/apps has the answer there
        cafe = self.customer(name="Kahvila")
        compat.flush(cafe)
        self.env.cr.execute("UPDATE res_partner SET create_date = %s WHERE id = %s", [date(2020, 1, 1), cafe.id])
        self.assertGreater(self.value_of(cafe, "years"), 5.0)

    def test_a_kind_brings_its_usual_settings(self):
        rule = self.env["field.visit.score.rule"].new({"name": "Near", "kind": "neighbours"})
        rule._onchange_kind()
        self.assertEqual((rule.effect, rule.scale, rule.high), ("add", "linear", 20.0))
        rule.kind = "complaints"
        rule._onchange_kind()
        self.assertEqual((rule.effect, rule.high), ("subtract", 3.0))
