"""Whom a published design leaves with the present salesperson: the new areas do not propose them again."""
from odoo import api, models

#: While a design is being published it is approved still.
IN_FORCE = ("approved", "published")


class FieldVisitAssignment(models.Model):
    _inherit = "field.visit.assignment"

    @api.model
    def _follow_map(self, records, cause, before=None):
        """A person has decided about those of a design who are "not handed over"; nobody is asked about them again."""
        kept = self._kept_by_design(records)
        self.sudo()._forget_open_lines(kept)  # what was proposed before is decided by it; the lines are the server's own
        return super()._follow_map(records - kept, cause, before)

    @api.model
    def _kept_by_design(self, records):
        """Those of these customers whom a design leaves with their salesperson, in the area of the rep it is about.

        Another rep in the area, or another area, is a new question.
        """
        if records._name != "res.partner":
            return records.browse()
        # what a manager decided holds whoever changes the map
        lines = self.env["field.visit.territory.scenario.line"].sudo().search([
            ("partner_id", "in", records.ids), ("state", "=", "kept"), ("design_id.state", "in", IN_FORCE)])
        kept = lines.filtered(lambda line: line.partner_id.user_id == line.former_user_id
                              and line.partner_id.territory_id.owner()[1] == line.rep_id.user_id)
        return records.browse(kept.partner_id.ids)
