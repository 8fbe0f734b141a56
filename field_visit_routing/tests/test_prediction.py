"""Learning from leads: examples, a version with its card, going live, roll-back, refusals."""
import json

from odoo import fields

from .. import compat
from .prediction_case import RATES, PredictionCase


class TestPredictionLearned(PredictionCase):
    """One version is learned for all of these."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls.history()
        cls.only(cls.prediction, "source", "has_phone", "language")
        cls.fair, cls.listed = cls.open_lead("Fair", expected_revenue=1000.0), cls.open_lead("List")
        cls.version = cls.learned()

    def test_a_version_learns_goes_live_and_predicts_open_leads(self):
        version = self.version
        self.assertEqual(version.state, "live", version.verdict)
        self.assertGreater(version.auc, 0.75)
        self.assertGreater(version.average_precision, self.figure(version, "base_rate").average_precision)
        self.assertAlmostEqual(self.fair.visit_learned_percent, 100 * RATES["Fair"], delta=20)
        self.assertAlmostEqual(self.listed.visit_learned_percent, 100 * RATES["List"], delta=15)
        self.assertTrue(self.fair.visit_learned_date)
        self.assertFalse(self.leads[0].visit_learned_date, "a closed lead is predicted no more")

    def test_a_new_lead_is_predicted_at_once(self):
        lead = self.open_lead("Fair")
        self.assertGreater(lead.visit_learned_percent, 50)

    def test_the_reasons_name_what_was_learned(self):
        lead = self.fair
        reasons = lead.get_learned_reasons()
        self.assertEqual(reasons[0]["feature"], "source")
        self.assertEqual(reasons[0]["value"], "Test Fair")
        self.assertGreater(reasons[0]["points"], 10)
        self.assertEqual(lead.with_context(bin_size=True).get_learned_reasons(), reasons, "as forms read it")

    def test_the_card_tells_data_features_figures_and_the_tree(self):
        version = self.version
        card = version.get_card()
        self.assertEqual(card["card"]["rows"], version.row_count)
        self.assertIn("source", [feature["name"] for feature in card["card"]["features"]])
        self.assertIn("blend", [row["key"] for row in card["figures"]])
        self.assertIn("<svg", version.tree_html)
        self.assertIn("Source", version.tree_html)
        self.assertIn("later ones", str(version.card_html))
        best, worst = version.leaf_ids[0], version.leaf_ids[-1]
        self.assertIn("Source = Test Fair", best.name)
        self.assertGreater(best.percent, 65)
        self.assertLess(worst.percent, 20)

    def test_held_out_rows_are_later_than_all_that_was_learned_from(self):
        version = self.version
        held = self.held(version)
        begin = min(held["day"])
        known = json.loads(version.card_json)["split"]
        self.assertLessEqual(known["until"] + self.prediction.horizon_days, begin + 1e-6,
                             "the end of what is learned from was known when the held-out period began")

    def test_a_group_becomes_a_segment(self):
        version = self.version
        if not hasattr(self.env["field.visit.segment"], "create_from_conditions"):
            self.assertIn(self.fair.id, version.leaf_ids[0]._visit_members())
            return
        segment = self.env["field.visit.segment"].browse(version.leaf_ids[0].create_segment())
        self.assertIn(self.fair, segment.lead_ids)
        self.assertNotIn(self.listed, segment.lead_ids)
        self.assertIn("examples", segment.note)

    def test_expected_amounts(self):
        lead = self.fair
        self.assertAlmostEqual(lead.visit_learned_amount, 10 * lead.visit_learned_percent, delta=0.1)


class TestPrediction(PredictionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls.history()
        cls.only(cls.prediction, "source", "weekday")

    def test_plans_use_the_learned_number_when_the_company_wants_it(self):
        self.company.visit_score_use_lead = "learned"
        lead = self.open_lead("Fair")
        self.learned()
        self.assertEqual((lead.visit_score_from, lead.visit_score), ("learned", lead.visit_learned_percent))
        self.prediction.action_switch_off()
        self.assertFalse(lead.visit_learned_date)
        self.assertNotEqual(lead.visit_score_from, "learned")

    def test_odoos_own_scoring_is_compared_on_the_same_rows_and_left_as_it_was(self):
        frequencies = self.env["crm.lead.scoring.frequency"]
        self.env["ir.config_parameter"].set_param("crm.pls_start_date", "2000-01-01")
        self.env["ir.config_parameter"].set_param("crm.pls_fields", "source_id")
        before = frequencies.search_read([], ["variable", "value", "won_count", "lost_count"], order="id")
        stages = self.leads.mapped("stage_id")
        version = self.learned()
        odoo = self.figure(version, "odoo")
        self.assertFalse(odoo.note)
        self.assertEqual(odoo.row_count, version.test_count)
        self.assertGreater(odoo.auc, 0.7, "it knows the source as well")
        compat.invalidate(frequencies)
        self.assertEqual(frequencies.search_read([], ["variable", "value", "won_count", "lost_count"], order="id"), before)
        compat.invalidate(self.env["crm.lead"])
        self.assertEqual(self.leads.mapped("stage_id"), stages)

    def test_the_rules_are_compared_too(self):
        self.env["field.visit.score.rule"].create({
            "name": "Lists", "company_id": self.company.id, "kind": "domain", "applies_to": "crm.lead",
            "domain": "[('source_id.name', '=', 'Test List')]"})
        version = self.learned()
        rules = self.figure(version, "rules")
        self.assertEqual(rules.row_count, version.test_count, rules.note)
        self.assertLess(rules.auc, 0.4, "this rule prefers those that fail")
        self.assertEqual(version.state, "live")

    def test_a_version_that_is_worse_than_the_live_one_is_refused(self):
        good = self.learned()
        self.prediction.feature_ids.filtered(lambda row: row.key != "weekday").used = False
        poor = self.learned()
        self.assertEqual((good.state, poor.state), ("live", "refused"))
        self.assertTrue(poor.verdict)
        self.assertRefused("stays out", poor.action_go_live)
        self.assertEqual(self.prediction.live_version_id, good)

    def test_a_version_that_is_worse_than_a_rule_is_refused(self):
        self.env["field.visit.score.rule"].create({
            "name": "Fairs", "company_id": self.company.id, "kind": "domain", "applies_to": "crm.lead",
            "domain": "[('source_id.name', '=', 'Test Fair')]"})
        self.prediction.feature_ids.filtered(lambda row: row.key != "weekday").used = False
        version = self.learned()
        self.assertEqual(version.state, "refused")
        self.assertFalse(self.prediction.live_version_id)

    def test_rolling_back_makes_the_former_version_live_again(self):
        first = self.learned()
        self.assertFalse(self.prediction.can_roll_back)
        self.assertRefused("no earlier version", self.prediction.action_roll_back)
        second = self.learned()
        self.assertEqual((first.state, second.state), ("retired", "live"), second.verdict)
        self.assertTrue(self.prediction.can_roll_back)
        self.prediction.action_roll_back()
        self.assertEqual((first.state, second.state), ("live", "retired"))
        second.action_go_live()
        self.assertEqual((first.state, second.state), ("retired", "live"))

    def test_it_waits_for_a_person_when_the_company_wants_that(self):
        self.prediction.auto_live = False
        version = self.learned()
        self.assertEqual(version.state, "candidate")
        version.action_go_live()
        self.assertEqual(version.state, "live")

    def test_a_changed_model_is_never_read(self):
        version = self.learned()
        other = self.learned()
        other.sudo().artifact = version.sudo().artifact
        self.assertRefused("not as this database wrote it", other._visit_loaded)

    def test_personal_attributes_are_used_only_when_switched_on(self):
        keys = {feature.key for feature in self.prediction._visit_used_features()}
        self.assertFalse(keys & {"language", "position", "title"})
        self.prediction.feature_ids.write({"used": True})
        self.assertFalse({feature.key for feature in self.prediction._visit_used_features()} & {"language", "position", "title"})
        self.prediction.personal = True
        self.assertLessEqual({"language", "position", "title"}, {f.key for f in self.prediction._visit_used_features()})

    def test_personal_fields_that_somebody_adds_wait_for_the_switch_too(self):
        self.prediction.field_ids = self.env["ir.model.fields"].search([
            ("model", "=", "crm.lead"), ("name", "in", ("function", "partner_name"))])
        self.assertEqual(self.prediction._visit_further_fields(), ["partner_name"])
        self.assertNotIn("field:function", self.prediction._visit_examples(1000).columns)
        self.prediction.personal = True
        self.assertIn("field:function", self.prediction._visit_examples(1000).columns)


class TestPredictionRefused(PredictionCase):
    def test_too_few_examples(self):
        self.history(20)
        self.assertRefused("20 examples whose end is known, and 50 are needed", self.prediction.submit_training)

    def test_all_ended_the_same_way(self):
        leads = self.history(60)
        self.close([(lead.id, 500 - at, False) for at, lead in enumerate(leads)])
        self.assertRefused("ended the same way", self.prediction.submit_training)

    def test_a_failure_of_learning_is_a_sentence(self):
        sentence = self.env["field.visit.prediction.version"]._job_error_message(
            {"code": "too_few_of_a_class", "params": {"rows": 3, "wanted": 10}})
        self.assertIn("Only 3 examples", sentence)

    def test_nothing_to_look_at(self):
        self.history(60)
        self.prediction.feature_ids.write({"used": False})
        self.assertRefused("looks at nothing", self.prediction.submit_training)

    def test_one_prediction_of_a_kind_and_company(self):
        with self.assertRaisesRegex(Exception, "already"), self.env.cr.savepoint():
            self.prediction.copy({"name": "Twin"})

    def test_the_scheduled_run_notes_why_nothing_was_learned(self):
        self.prediction.write({"retrain": "month", "next_training": fields.Date.today()})
        self.env["field.visit.prediction"]._cron_train()
        version = self.prediction.version_ids
        self.assertEqual(version.state, "failed")
        self.assertIn("are needed", version.failure)
        self.assertGreater(self.prediction.next_training, fields.Date.today())

    def test_versions_are_written_by_the_server_only(self):
        self.history(80)
        version = self.env["field.visit.prediction.version"].browse(self.prediction.submit_training()["version_id"])
        self.assertRefused("cannot be written", version.with_user(self.manager_user).write, {"state": "live"})
        self.assertRefused("being learned", self.prediction.submit_training)
