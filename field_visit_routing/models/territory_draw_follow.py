"""What follows from a drawn outline: proposals about who sells to those who came in, one click from the map."""
from odoo import _, api, models

from .. import compat

LINE = "field.visit.assignment.line"
#: More areas than this are looked at in the list of assignments.
SHOWN = 3


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    @api.model
    def _draw_last_line(self):
        """Return the id of the youngest line of any assignment, to know later which ones are new."""
        # only its number is used
        return self.env[LINE].sudo().search([], order="id desc", limit=1).id or 0

    @api.model
    def _draw_follow_up(self, last_line):
        """Return buttons for the proposals that the user's own change has made since, as far as he may see them."""
        if not compat.has_access(self.env[LINE], "read"):
            return []
        lines = self.env[LINE].search([
            ("id", ">", last_line), ("create_uid", "=", self.env.uid), ("state", "=", "proposed")])
        runs = lines.assignment_id.filtered(lambda run: run.state == "proposed").sorted("id")
        label = _("%(area)s: %(count)d to change hands")
        return [{
            "key": "review", "model": run._name, "id": run.id, "method": "action_open",
            # what an area is called is no secret
            "label": label % {"area": run.sudo().territory_id.name or "?", "count": run.open_count},
        } for run in runs[:SHOWN]]
