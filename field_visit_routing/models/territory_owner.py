"""Who sells in a territory: its own team, rep or dealer, or that of the area it is part of."""
from odoo import fields, models


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    dealer_id = fields.Many2one(
        "res.partner", "Dealer", ondelete="restrict", help="A partner who sells here for the company.")

    def path(self):
        """Return the territory and the areas it is part of, itself first."""
        self.ensure_one()
        # not by parent_path: 14.0 keeps the former one in its cache when a parent has changed
        area, ids = self, []
        while area:
            ids.append(area.id)
            area = area.parent_id
        return self.browse(ids)

    def owner(self):
        """Return ``(team, user, dealer)`` of the nearest area upward that has any; empty recordsets without."""
        self.ensure_one()
        nobody = self.browse()
        area = next((area for area in self.path() if area.team_id or area.user_id or area.dealer_id), nobody)
        return area.team_id, area.user_id, area.dealer_id
