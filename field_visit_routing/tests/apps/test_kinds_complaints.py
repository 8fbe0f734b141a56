"""Complaints come from whichever help desk is installed; here orders stand for its tickets."""
from unittest.mock import patch

from odoo.addons.field_visit_routing.models import score_kinds_risk

from ..kinds_case import KindsMixin
from .apps_case import AppsCase


class TestKindsOfComplaints(KindsMixin, AppsCase):
    def test_the_first_model_that_is_installed_counts(self):
        self.order(self.cafe, 10)
        self.order(self.cafe, 10, confirmed=False)
        with patch.object(score_kinds_risk, "COMPLAINTS", ("helpdesk.ticket", "sale.order")):
            rule = self.rule("complaints")
            self.assertEqual(self.values(rule, self.cafe | self.shop), {self.cafe.id: 2.0})
            self.assertIn(self.cafe.id, self.changed(rule, "res.partner", self.since))

    def test_without_one_the_rule_says_what_it_lacks(self):
        self.assertRefused("needs helpdesk.ticket: the app is not installed", self.value_of, self.cafe, "complaints")
