"""Merging customers and leads loses no position and no hours."""
from odoo.tests import tagged

from .. import compat
from .ground_case import GroundCase


@tagged("post_install", "-at_install")
class TestMerge(GroundCase):
    def merge(self, kept, *others):
        partners = kept.browse([kept.id] + [other.id for other in others])
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, kept)

    def test_position_moves_as_a_whole(self):
        kept, other = self.customer(), self.customer()
        kept.set_position(0.0, 9.45)
        other.set_position(60.2, 24.9, source="nominatim")
        self.merge(kept, other)
        self.assertEqual(self.position(kept), ("manual", 0.0, 9.45))

    def test_position_of_the_merged_customer_is_kept(self):
        kept, other = self.customer(), self.customer()
        other.set_position(60.2, 24.9)
        self.merge(kept, other)
        self.assertEqual(self.position(kept), ("manual", 60.2, 24.9))
        self.assertEqual(kept.geo_source, "manual")

    def test_hours_are_kept_once(self):
        kept, other = self.customer(), self.customer()
        for partner, start in ((kept, 3600), (other, 1800)):
            partner.visit_hours_ids = [(0, 0, {"weekday": "0", "start_s": start, "end_s": 7200})]
        self.merge(kept, other)
        compat.invalidate(kept)
        self.assertEqual(kept.visit_opening_hours(), {0: [(3600, 7200)]})

    def test_leads(self):
        kept = self.lead(type="opportunity")
        other = self.lead(type="opportunity", visit_score=90, visit_interval_days=14)
        other.set_position(60.2, 24.9)
        other.visit_hours_ids = [(0, 0, {"weekday": "0", "start_s": 3600, "end_s": 7200})]
        merged = (kept + other).merge_opportunity()
        self.assertEqual(self.position(merged), ("manual", 60.2, 24.9))
        self.assertEqual((merged.visit_score, merged.visit_grade, merged.visit_interval_days), (90, "A", 14))
        self.assertEqual(merged.visit_opening_hours(), {0: [(3600, 7200)]})
