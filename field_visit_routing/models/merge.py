"""Merging customers or leads keeps the best position, one set of visiting hours, and a score that a person has set."""
from odoo import models

from .located_position import FOUND_KEY, MERGED
from .visit_wishes import WISHES

#: Goes together: a score, and that a person has set it.
SCORE = ("visit_score", "visit_score_fixed")


class MergePartners(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        everything = dst_partner | src_partners
        everything._visit_keep_one_set_of_hours(dst_partner)
        # core would hand what is known of any of them to the kept one
        everything._visit_merge_changes(dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _update_values(self, src_partners, dst_partner):
        """Core fills fields one by one and takes 0.0 for empty: a position moves as a whole."""
        everything = dst_partner | src_partners
        position, choice = everything._visit_best_position(), everything._visit_best_choice()
        score = everything._visit_best_score()
        result = super()._update_values(src_partners, dst_partner.with_context(**{FOUND_KEY: MERGED}))
        dst_partner._visit_restore_position(position)
        # also for the leads that followed the merged ones: core moves them without telling anybody
        dst_partner.write(dict(choice, **score))
        dst_partner._visit_find_followers()
        return result


class MergeLeads(models.Model):
    _inherit = "crm.lead"

    def merge_dependences(self, opportunities):
        """Called by core in 14.0."""
        self._visit_take_over(opportunities)
        return super().merge_dependences(opportunities)

    def _merge_dependences(self, opportunities):
        """Called by core from 15.0 on."""
        self._visit_take_over(opportunities)
        return super()._merge_dependences(opportunities)

    def _visit_take_over(self, leads):
        """Take position, hours and wishes of the leads that are merged into this one."""
        everything = self | leads
        choice = everything._visit_best_choice()
        everything._visit_merge_changes(self)
        self._visit_restore_position(everything._visit_best_position())
        self.write(dict(choice, **everything._visit_best_score()))
        everything._visit_keep_one_set_of_hours(self)
        leads.visit_hours_ids.write({"lead_id": self.id})
        for name in WISHES:
            if name not in SCORE and not self[name]:
                self[name] = next((lead[name] for lead in leads if lead[name]), self[name])
        self.visit_crew_size = max(everything.mapped("visit_crew_size"))


class LocatedMerge(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _visit_best_placed(self):
        """Return the record whose position is worth keeping when these become one, empty when none has any."""
        placed = self.filtered(lambda r: r.has_position())
        return placed.sorted(lambda r: (r.geo_state != "manual", r.geo_stale))[:1]

    def _visit_merge_changes(self, kept):
        # who may merge need not read who moved them
        self.env["field.visit.place.change"].sudo()._merge(self, kept, self._visit_best_placed())

    def _visit_best_position(self):
        """Return the position values worth keeping when these records become one, or {}."""
        placed = self._visit_best_placed()
        names = ("partner_latitude", "partner_longitude", "geo_state", "geo_stale", "geo_source", "geo_precision",
                 "geo_located_at", "geo_failure")
        return {name: placed[name] for name in names} if placed else {}

    def _visit_best_choice(self):
        """Return the territory that a person chose for the first of these records that has such; else it is found."""
        chosen = next((record for record in self if record.territory_manual), self.browse())
        return {"territory_id": chosen.territory_id.id, "territory_manual": bool(chosen)}

    def _visit_best_score(self):
        """Return the score that a person has set for the first of these records that has such; else it is computed.

        Core copies a computed score like any other number, which makes it look as if it had been set.
        """
        fixed = next((record for record in self if record.visit_score_fixed), None)
        if fixed is None:
            return {"visit_score_fixed": False}
        return {"visit_score": fixed.visit_score, "visit_score_fixed": True}

    def _visit_restore_position(self, position):
        if position:
            self.with_context(**{FOUND_KEY: MERGED}).write(dict(
                position, geo_queued=position["geo_stale"] and position["geo_state"] != "manual"))

    def _visit_keep_one_set_of_hours(self, kept):
        """Drop the hours of all but one record: two sets would overlap."""
        owner = kept if kept.visit_hours_ids else next((r for r in self if r.visit_hours_ids), kept)
        (self - owner).visit_hours_ids.unlink()
