"""Check-ins are whereabouts too: taken along and forgotten together with the person's trail."""
from odoo import api, models

EXPORTED = ("at", "kind", "result", "has_position", "latitude", "longitude", "accuracy_m", "distance_m", "radius_m",
            "reason_text")


class FieldVisitCheck(models.Model):
    _name = "field.visit.check"
    _inherit = ["field.visit.check", "field.visit.noted.mixin"]

    @api.model
    def _noted_fields(self):
        return frozenset(("latitude", "longitude"))


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def export_tracking(self):
        """As before, with "checks": where the rep's phone was at check-ins and check-outs, and what was made of it."""
        exported = super().export_tracking()
        checks = self.env["field.visit.check"].search([("rep_id", "=", self.id)])
        return dict(exported, checks=self._export_rows_of(checks, EXPORTED))

    def erase_tracking(self):
        """As before; check-ins lose their positions too, their results stay as part of the visits."""
        count = super().erase_tracking()
        # nobody writes check-ins, but the person may have everything of his own forgotten: the call above decides
        checks = self.env["field.visit.check"].sudo().search([("rep_id", "=", self.id), ("has_position", "=", True)])
        checks._forget()
        return count + len(checks)
