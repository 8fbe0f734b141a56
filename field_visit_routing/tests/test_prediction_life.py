"""Groups of a tree as segments in any language, and what becomes of predictions when a prediction changes or goes."""
import json
from unittest.mock import patch

from odoo.tools import mute_logger

from .prediction_case import PredictionCase


class TestPredictionLeaf(PredictionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finland = cls.env.ref("base.fi")
        cls.state = cls.env["res.country.state"].create({"name": "Uusi", "code": "UU", "country_id": cls.finland.id})
        cls.version = cls.env["field.visit.prediction.version"].sudo().create({
            "prediction_id": cls.prediction.id, "number": 1, "name": "Version", "state": "candidate"})
        cls.inside = cls.open_lead("Fair", country_id=cls.finland.id, state_id=cls.state.id)
        cls.nowhere = cls.open_lead("Fair", country_id=False, state_id=False)

    def leaf(self, *conditions):
        keys = ("feature", "operator", "value")
        return self.env["field.visit.prediction.leaf"].create({"version_id": self.version.id, "conditions_json": json.dumps(
            [dict(zip(keys, condition)) for condition in conditions])})

    def members(self, *conditions):
        segment = self.env["field.visit.segment"].browse(self.leaf(*conditions).create_segment("Group"))
        self.assertEqual(segment.kind, "dynamic")
        return segment.lead_ids & (self.inside | self.nowhere)

    def test_a_record_that_is_shown_by_more_than_its_name(self):
        self.assertEqual(self.state.display_name, "Uusi (FI)")
        self.assertEqual(self.members(("state", "=", "Uusi (FI)")), self.inside)

    def test_who_has_none_is_not_one_of_that_name(self):
        self.assertEqual(self.members(("state", "!=", "Uusi (FI)")), self.nowhere)
        self.assertEqual(self.members(("state", "!=", "Uusi (FI)"), ("source", "=", "Test Fair")), self.nowhere)

    def test_what_a_country_is_called_by_the_reader_does_not_matter(self):
        self.env["res.lang"]._activate_lang("fi_FI")
        self.finland.with_context(lang="fi_FI").name = "Suomi"
        self.env.user.lang = "fi_FI"
        self.assertEqual(self.members(("country", "=", "Finland")), self.inside)

    def test_what_no_filter_can_say_is_counted_out(self):
        self.assertEqual(self.leaf(("source", "=", "Test Fair"), ("hour", ">", 5))._visit_filter(), [])
        self.assertEqual(self.leaf(("source", "=", "Renamed since"))._visit_filter(), [])


class TestPredictionLife(PredictionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls.history()
        cls.only(cls.prediction, "source", "tag")
        cls.sources["Fair"].name = "<b>Fair</b>"
        tags = cls.env["crm.tag"].create([{"name": "<i>Tag %d" % number} for number in range(2)])
        cls.leads.write({"tag_ids": [(6, 0, tags.ids)]})
        cls.fair = cls.open_lead("Fair")
        cls.version = cls.learned()

    def test_what_was_typed_is_shown_as_it_is(self):
        tree, card = str(self.version.tree_html), str(self.version.card_html)
        self.assertIn("&lt;b&gt;Fair", tree)
        self.assertIn("&lt;i&gt;Tag", card)
        for html in (tree, card):
            self.assertNotIn("<b>Fair", html)
            self.assertNotIn("<i>Tag", html)

    def test_what_has_learned_stays_what_it_is(self):
        self.assertRefused("has learned already", self.prediction.write, {"target": "buy"})
        other = self.env["res.company"].create({"name": "Other Ltd"})
        self.assertRefused("has learned already", self.prediction.write, {"company_id": other.id})
        self.assertTrue(self.prediction.write({"target": "convert", "horizon_days": 40}))

    def test_the_live_version_is_not_deleted(self):
        self.assertEqual(self.version.state, "live", self.version.verdict)
        self.assertRefused("is live", self.version.unlink)
        self.prediction.action_switch_off()
        self.assertTrue(self.version.unlink())

    def test_what_a_prediction_has_said_goes_with_it(self):
        self.assertTrue(self.fair.visit_learned_date)
        self.prediction.unlink()
        self.assertFalse(self.version.exists())
        self.assertEqual((self.fair.visit_learned_percent, self.fair.visit_learned_date), (0.0, False))

    def test_one_that_breaks_stops_no_other(self):
        other = self.prediction.copy({"name": "Other", "target": "buy", "retrain": "month"})
        self.prediction.retrain = "month"
        seen = []

        def breaks(prediction, *_arguments):
            seen.append(prediction.id)
            raise ZeroDivisionError("broken")

        kind = type(self.prediction)
        with mute_logger("odoo.addons.field_visit_routing.models.prediction"), patch.object(kind, "_visit_train", breaks):
            kind._cron_train(self.prediction)
        self.assertLessEqual({self.prediction.id, other.id}, set(seen))
        self.assertEqual((other.version_ids.state, other.version_ids.failure), ("failed", "broken"))
        with mute_logger("odoo.addons.field_visit_routing.models.prediction_scoring"), patch.object(
                kind, "_visit_predict", breaks):
            kind._cron_predict(self.prediction)
        self.assertTrue(self.fair.visit_learned_date, "the old prediction stays")
