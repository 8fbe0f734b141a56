"""Customers and leads whose salesperson is not one of those who sell in their territory."""
from odoo import api, fields, models

from .. import compat

STRANGERS = """SELECT id FROM "%s" WHERE user_id IS NOT NULL AND territory_id = ANY(%%s::int[]) AND NOT EXISTS (
    SELECT 1 FROM unnest(%%s::int[], %%s::int[]) AS seller(territory, person)
     WHERE seller.territory = territory_id AND seller.person = user_id)"""


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    def _visit_sellers(self):
        """Return the users who may hold customers in this area.

        Its rep, without one its team and that one's leader; and those it assigns customers to. No users where
        nobody sells: there anybody may.
        """
        self.ensure_one()
        # who sells somewhere is known to everybody who reads the area; teams may be out of reach
        area = self.sudo()
        team, user, _dealer = area.owner()
        sellers = user | user.browse(area._assign_rule().takers)
        return sellers if user or not team else sellers | area._assign_team_members(team) | team.user_id

    @api.model
    def _visit_seller_pairs(self):
        """Return the ids of all areas that somebody sells in, and pairs of area and seller as two lists."""
        everybody = self.sudo().with_context(active_test=False).search([])
        sellers = {area.id: area._visit_sellers().ids for area in everybody}
        pairs = [(area, person) for area, people in sellers.items() for person in people]
        return ([area for area, people in sellers.items() if people],
                [area for area, _person in pairs], [person for _area, person in pairs])


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    territory_stranger = fields.Boolean(
        "Salesperson Of Another Territory", compute="_compute_territory_stranger", search="_search_territory_stranger",
        help="The salesperson is none of those who sell in the territory.", groups="base.group_user")

    @api.depends("territory_id", "user_id")
    def _compute_territory_stranger(self):
        sellers = {area: area._visit_sellers() for area in self.territory_id}
        for record in self:
            allowed = sellers.get(record.territory_id)
            record.territory_stranger = bool(allowed and record.user_id and record.user_id not in allowed)

    @api.model
    def _search_territory_stranger(self, operator, value):
        self._visit_refuse_closed(["territory_stranger"])
        compat.flush(self, ["territory_id", "user_id"])
        self.env.cr.execute(STRANGERS % self._table, self.env["field.visit.territory"]._visit_seller_pairs())
        strangers = [row[0] for row in self.env.cr.fetchall()]
        # the rules of access are added to this domain by the search that asks for it
        return [("id", "in" if compat.search_flag(operator, value) else "not in", strangers)]
