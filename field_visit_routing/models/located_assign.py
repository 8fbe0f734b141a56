"""What follows for the owner when a customer or lead comes into another territory, and assignment on request."""
from odoo import models

from .located_territory import PLACE_CAUSES

#: Why areas changed → the cause of the assignment.
MAP_CAUSES = {"boundary": "map", "tree": "map", "date": "map"}


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _visit_territory_changed(self, before, cause):
        """A place that moved goes to whom its new area belongs at once; for a changed map a person is asked."""
        result = super()._visit_territory_changed(before, cause)
        runs = self.env["field.visit.assignment"]
        placed = self.filtered("territory_id")
        runs.sudo()._forget_open_lines(self - placed)  # nobody is asked about places outside of all areas
        if placed and cause in PLACE_CAUSES:
            runs._follow_entering(placed, before)
        elif placed:
            runs._follow_map(placed, MAP_CAUSES.get(cause, "map"), before)
        return result

    def action_assign_by_territory(self):
        """Open the dry run of giving these customers or leads to whom their territories belong."""
        runs = self.env["field.visit.assignment"]
        answer = runs.dry_run({"model": self._name, "ids": self.ids})
        return runs.browse(answer["assignment_id"]).action_open()
