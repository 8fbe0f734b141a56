"""Who sells in a territory: its own team, rep or dealer, or that of the area it is part of."""
from odoo import _, api, fields, models


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    dealer_id = fields.Many2one(
        "res.partner", "Dealer", ondelete="restrict", help="A partner who sells here for the company.")
    owner_name = fields.Char("Sold By", compute="_compute_owner_name", recursive=True,
                             help="Rep, team or dealer of this area, or of the nearest one above that has any.")

    @api.depends("team_id", "user_id", "dealer_id", "parent_id.owner_name")
    def _compute_owner_name(self):
        for territory in self:
            # who sells is told to everybody who sees the area; the owner may be set on one out of reach
            area = territory.sudo()._visit_owning_area()
            name = area._visit_seller()
            inherited = name and area != territory.sudo()
            territory.owner_name = _("%(owner)s (of %(area)s)", owner=name, area=area.name) if inherited else name

    def _visit_seller(self):
        """Return who sells here by this area's own fields: rep and dealer, else the team; "" for nobody."""
        people = ", ".join(name for name in (self.user_id.name, self.dealer_id.name) if name)
        return people or (_("Team %s", self.team_id.name) if self.team_id else "")

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
        area = self._visit_owning_area()
        return area.team_id, area.user_id, area.dealer_id

    def _visit_owning_area(self):
        """The nearest area upward, this one included, that has a team, rep or dealer."""
        return next((area for area in self.path() if area.team_id or area.user_id or area.dealer_id), self.browse())
