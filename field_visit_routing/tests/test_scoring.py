"""What rules give, what is written, and which of the known numbers plans use."""
from unittest.mock import patch

import numpy as np
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from .score_case import ScoreCase

SHEET_LOG = "odoo.addons.field_visit_routing.models.scoring_sheet"


@tagged("post_install", "-at_install")
class TestScoring(ScoreCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cafe = cls.customer(name="Cafe", color=4)
        cls.bar = cls.customer(name="Bar", color=10, city="Espoo")

    def test_score_grade_and_source_follow_from_the_rules(self):
        self.rule(weight=3)
        self.rule(name="Espoo", kind="domain", domain="[('city', '=', 'Espoo')]", weight=1)
        self.assertEqual(self.score(self.cafe, self.bar), [(30.0, "D", "rules"), (100.0, "A", "rules")])
        self.assertEqual([(part["points"], part["value"]) for part in self.parts(self.bar)], [(75.0, 10.0), (25.0, 1.0)])
        self.assertEqual([part["points"] for part in self.parts(self.cafe)], [30.0])
        self.assertTrue(self.cafe.visit_score_date)

    def test_a_rule_takes_points_away_and_never_below_nothing(self):
        self.rule()
        self.rule(name="Risk", effect="subtract", kind="domain", domain="[('city', '=', 'Espoo')]", weight=5)
        self.assertEqual(self.score(self.bar), [(50.0, "C", "rules")])
        self.bar.color = 2
        self.assertEqual(self.bar.visit_score, 0)

    def test_a_number_is_ranked_among_all_once_all_are_computed(self):
        self.rule(scale="quantile")
        for number in range(1, 10):
            self.customer(color=number)
        preview = self.scoring._visit_preview("res.partner")
        found = dict(zip(preview.ids.tolist(), preview.scores))
        self.assertEqual(found[self.bar.id], 100)
        self.assertAlmostEqual(found[self.cafe.id], 100 * 4 / 11, delta=10)

    def test_a_rule_of_another_company_does_not_count(self):
        self.rule()
        self.rule(name="Theirs", company_id=self.other_company.id, weight=90)
        self.rule(name="Everybody's", company_id=False, kind="domain", domain="[]", weight=10)
        theirs = self.customer(color=5, company_id=self.other_company.id)
        self.assertEqual(self.score(self.cafe, theirs), [(70.0, "B", "rules"), (55.0, "C", "rules")])

    def test_a_rule_that_no_record_of_the_kind_can_have_costs_nothing(self):
        self.rule(applies_to="both", field_name="expected_revenue")
        self.rule()
        self.assertEqual(self.score(self.cafe), [(40.0, "C", "rules")])

    def test_a_broken_rule_is_named_and_the_others_count(self):
        self.rule()
        broken = self.rule(name="Broken", weight=1000)
        with mute_logger(SHEET_LOG):
            broken.write({"kind": "domain", "domain": "[('no_such', '=', 1)]"})
            self.assertIn("Broken: the filter", broken.failure)
            result = self.scoring._visit_score("res.partner", self.cafe.ids)
        self.assertEqual(list(result["failures"]), broken.ids)
        self.assertEqual(self.cafe.visit_score, 40)
        broken.domain = "[]"
        self.assertFalse(broken.failure)

    def test_a_broken_rule_loses_nothing_that_waits_to_be_written(self):
        with mute_logger(SHEET_LOG):
            self.rule(kind="domain", domain="[('no_such', '=', 1)]")
            self.other_company.name = "Renamed"
            self.scoring._visit_score("res.partner", self.cafe.ids)
        compat.invalidate(self.other_company, ["name"])
        self.assertEqual(self.other_company.name, "Renamed")

    def test_whatever_a_rule_raises_spoils_nothing(self):
        self.rule()
        bad = self.rule(name="Bad")

        def divide(rule, model, ids):
            if rule.name == "Bad":
                rule.env.cr.execute("SELECT 1/0")
            return dict.fromkeys(ids, 5.0)

        with patch.object(type(bad), "_score_values_field", divide), mute_logger(SHEET_LOG):
            result = self.scoring._visit_score("res.partner", self.cafe.ids)
        self.assertIn("division by zero", result["failures"][bad.id])
        self.assertEqual(self.cafe.visit_score, 50)

    def test_without_weights_the_old_score_stays(self):
        rule = self.rule()
        self.score(self.cafe)
        rule.weight = 0
        self.assertEqual(self.scoring._visit_score("res.partner", self.cafe.ids)["left"], 1)
        self.assertEqual((self.cafe.visit_score, self.cafe.visit_score_from), (40.0, "rules"))

    def test_a_fixed_score_stays_until_it_is_left_to_the_rules(self):
        self.rule()
        self.cafe.visit_score = 77
        self.score(self.cafe)
        self.assertEqual((self.cafe.visit_score, self.cafe.visit_score_rules, self.cafe.visit_score_from), (77, 40, "manual"))
        self.cafe.action_visit_score_release()
        self.assertEqual((self.cafe.visit_score, self.cafe.visit_score_from, self.cafe.visit_score_fixed),
                         (40, "rules", False))
        self.assertRefused("Nobody has set", self.cafe.action_visit_score_release)

    def test_the_company_chooses_the_learned_number_where_there_is_one(self):
        self.rule()
        self.score(self.cafe, self.bar)
        self.company.visit_score_use = "learned"
        self.computed(self.cafe, visit_learned_percent=85.5, visit_learned_date="2026-01-01 10:00:00")
        self.computed(self.bar, visit_learned_percent=1)
        self.assertEqual((self.cafe.visit_score, self.cafe.visit_grade, self.cafe.visit_score_from), (85.5, "A", "learned"))
        self.assertEqual((self.bar.visit_score, self.bar.visit_score_from), (100, "rules"), "no date, no prediction")

    def test_odoos_own_probability_counts_for_leads_where_it_is_chosen(self):
        self.rule(applies_to="crm.lead", kind="domain", field_name=False, domain="[]")
        lead = self.lead(company_id=self.company.id, team_id=self.team.id)
        lead.probability = 12.5
        self.assertEqual((lead.visit_score, lead.visit_score_from), (100, "rules"))
        self.company.visit_score_use_lead = "odoo"
        self.scoring._visit_choose("crm.lead", lead.ids)
        self.assertEqual((lead.visit_score, lead.visit_grade, lead.visit_score_from), (12.5, "D", "odoo"))

    def test_persons_and_visits_follow(self):
        self.rule()
        self.score(self.cafe)
        person = self.customer(name="Person", parent_id=self.cafe.id, is_company=False, type="contact")
        visit = self.env["field.visit"].create({"partner_id": person.id, "company_id": self.company.id})
        self.assertEqual((person.visit_score, person.visit_score_from), (40, "rules"))
        self.cafe.color = 9
        compat.flush(self.env["field.visit"])
        self.assertEqual((person.visit_score, person.visit_grade), (90, "A"))
        self.assertEqual((visit.visit_score, visit.visit_grade), (90, "A"))
        self.cafe.visit_score = 10
        self.assertEqual((person.visit_score, visit.visit_grade), (10, "D"))
        self.assertEqual(person.get_score_reasons()["reasons"], self.cafe.get_score_reasons()["reasons"])

    def test_a_person_scored_by_hand_is_his_own(self):
        self.rule()
        person = self.customer(name="Person", parent_id=self.cafe.id, is_company=False, type="contact", visit_score=66)
        self.cafe.color = 9
        self.assertEqual(person.visit_score, 66)

    def test_who_is_archived_won_or_no_customer_keeps_the_last_score(self):
        rule = self.rule()
        self.score(self.cafe)
        self.cafe.active = False
        rule.high = 4
        self.score(self.cafe)
        self.assertEqual(self.cafe.visit_score, 40)
        self.assertNotIn(self.company.partner_id.id, self.scoring._visit_preview("res.partner").ids.tolist())

    def test_thresholds_grade_everybody_anew(self):
        self.rule()
        self.score(self.cafe)
        self.company.write({"visit_grade_a": 40, "visit_grade_b": 30, "visit_grade_c": 20})
        self.assertEqual(self.cafe.visit_grade, "A")

    def test_a_preview_writes_nothing(self):
        rule = self.rule()
        other = self.rule(name="Espoo", kind="domain", domain="[('city', '=', 'Espoo')]")
        self.score(self.cafe, self.bar)
        ids = (self.cafe | self.bar).ids
        preview = self.scoring._visit_preview("res.partner", ids, {rule.id: {"weight": 30, "high": 5}})
        self.assertEqual(preview.rule_ids, [rule.id, other.id])
        np.testing.assert_allclose(preview.points, [[60, 0], [75, 25]])
        np.testing.assert_allclose(preview.scores, [60, 100])
        less = self.scoring._visit_preview("res.partner", ids, {other.id: {"active": False}})
        np.testing.assert_allclose(less.scores, [40, 100])
        self.assertEqual((rule.weight, self.cafe.visit_score), (10, 20))
        new = self.env["field.visit.score.rule"].new({
            "name": "New", "kind": "domain", "domain": "[('city', '=', 'Helsinki')]", "weight": 1,
            "company_id": self.company.id, "applies_to": "res.partner"})
        np.testing.assert_allclose(self.scoring._visit_preview("res.partner", ids, new).scores, [100, 0])


@tagged("post_install", "-at_install")
class TestScoreTakenOver(ScoreCase):
    """Merged, converted, copied: a computed score is computed anew, one that a person has set stays his."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule()
        cls.kept = cls.customer(name="Kept", color=4)
        cls.other = cls.customer(name="Other", color=8)

    def merge(self):
        self.env["base.partner.merge.automatic.wizard"]._merge((self.kept | self.other).ids, self.kept)
        compat.invalidate(self.kept)
        return self.kept.visit_score, self.kept.visit_score_fixed, self.kept.visit_score_from

    def test_merged_customers_are_computed(self):
        self.assertEqual(self.merge(), (40, False, "rules"))

    def test_the_fixed_score_of_a_merged_customer_is_kept(self):
        self.other.visit_score = 77
        self.assertEqual(self.merge(), (77, True, "manual"))

    def test_ones_own_fixed_score_goes_before_anothers(self):
        self.kept.visit_score = 0
        self.other.visit_score = 77
        self.assertEqual(self.merge(), (0, True, "manual"))

    def test_merged_leads(self):
        leads = self.lead(type="opportunity") | self.lead(type="opportunity")
        self.computed(leads, visit_score=30, visit_score_rules=30, visit_score_date="2026-01-01 10:00:00")
        self.assertEqual(leads.mapped("visit_score"), [30, 30])
        merged = leads.merge_opportunity()
        self.assertEqual((merged.visit_score, merged.visit_score_fixed, merged.visit_score_from), (30, False, "rules"))

    def test_a_customer_made_of_a_lead(self):
        lead = self.lead(company_id=self.company.id, team_id=self.team.id)
        self.computed(lead, visit_score=30, visit_score_rules=30, visit_score_date="2026-01-01 10:00:00")
        for typed in (False, True):
            if typed:
                lead.visit_score = 66
            values = dict(lead._prepare_customer_values("Shop", is_company=True), color=2, company_id=self.company.id)
            shop = self.env["res.partner"].create(values)
            self.assertEqual((shop.visit_score, shop.visit_score_fixed), (66 if typed else 20, typed))

    def test_a_copy(self):
        self.assertFalse(self.kept.copy().visit_score_fixed)
        self.assertEqual(self.kept.copy({"color": 3}).visit_score, 30)
        self.kept.visit_score = 11
        self.assertEqual(self.kept.copy().visit_score_from, "manual")
