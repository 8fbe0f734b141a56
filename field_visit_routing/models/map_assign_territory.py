"""Assignment by territory from the bar of the records chosen on the map."""
from odoo import api, models

from .. import compat
from .field_visit_assignment_make import MODELS


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def _select_other_actions(self, target):
        names = super()._select_other_actions(target)
        return ["assign_territory"] * self._select_assigns_by_territory(target) + names

    @api.model
    def _select_assigns_by_territory(self, target):
        return target._name in MODELS and compat.has_access(self.env["field.visit.assignment"], "read")

    @api.model
    def assign_selection(self, model, ids):
        """Return the action that opens the dry run of giving the chosen records to whom their territories belong.

        :param model: ``"res.partner"`` or ``"crm.lead"``
        :param ids: list of ids; those that the user may not see are left out
        :raises UserError: for another model, or ids that are none
        :raises AccessError: for users who are no team leaders
        """
        runs = self.env["field.visit.assignment"]
        answer = runs.dry_run({"model": model, "ids": ids})
        return runs.browse(answer["assignment_id"]).action_open()
