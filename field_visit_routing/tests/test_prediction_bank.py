"""The public leads of a bank as leads of Odoo: the learned model beats Odoo's own predictive scoring on its time split.

The same figures stand in ``make bench-score CLASSES=bank``.
"""
import json
from pathlib import Path

from .. import compat
from . import bank_leads
from .prediction_case import PredictionCase

SHARED = Path(__file__).resolve().parents[3] / "shared"


class TestPredictionBank(PredictionCase):
    def test_it_beats_odoos_scoring_without_a_leaking_column(self):
        bank_leads.let_odoo_look(self.env, compat.SERIES < 15)
        rows = bank_leads.read(SHARED)
        ids = bank_leads.load(self.env, rows, self.company, self.won_stage, self.first_stage)
        self.assertEqual(len(ids), len(rows))
        self.prediction.horizon_days = 1
        self.only(self.prediction, "tag")
        version = self.learned()
        own, odoo = self.figure(version, "blend"), self.figure(version, "odoo")
        self.assertEqual(odoo.row_count, own.row_count, odoo.note)
        self.assertAlmostEqual(own.row_count, len(rows) / 4, delta=5)
        self.assertGreater(own.average_precision, odoo.average_precision)
        self.assertLess(own.brier, odoo.brier)
        logistic = self.figure(version, "logistic")
        self.assertGreater(own.average_precision, logistic.average_precision)
        self.assertLess(own.brier, logistic.brier)
        looked_at = [feature["name"] for feature in json.loads(version.card_json)["features"]]
        self.assertTrue(looked_at)
        self.assertNotIn("tag:duration", looked_at)
        self.assertFalse({"tag:age", "tag:marital"} & set(looked_at), "personal attributes are left out")
        self.assertEqual(version.state, "live", version.verdict)
