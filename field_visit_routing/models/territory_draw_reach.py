"""Where a person may draw: managers everywhere, team leaders inside the areas of their teams.

Whoever draws a deeper area over the ground of others takes their customers. So leaders have no right to write
territories: what they draw is checked here, and only then written for them.
"""
import shapely
from odoo import _, api, models
from odoo.exceptions import AccessError

from .. import compat
from ..engine.geo.polygons import parse_area

#: Borders drawn by hand on the rim of the area above stick out a little.
RIM = 0.005


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    @api.model
    def _draw_as_leader(self):
        """Whether the user may not write territories and leads teams that own some."""
        return not compat.has_access(self.browse(), "write") and self.env.user.visit_access_role() == "leader" \
            and bool(self.env.user.visit_territory_ids())

    @api.model
    def _draw_may(self):
        """Whether the user may draw new areas somewhere."""
        return compat.has_access(self.browse(), "create") or self._draw_as_leader()

    def _draw_may_redraw(self):
        """Whether the user may give this territory another outline."""
        self.ensure_one()
        if compat.has_access(self, "write"):
            return True
        return self._draw_as_leader() and compat.has_access(self, "read") and self._draw_is_inside()

    def _draw_is_inside(self):
        """Whether it is part of an area of the leader's teams: their outermost areas are a manager's matter."""
        reach = set(self.env.user.visit_territory_ids())
        path = [int(number) for number in (self.parent_path or "").split("/") if number]
        return self.id in reach and len(path) > 1 and path[-2] in reach

    def _draw_admitted(self, written):
        """Return this territory, or the model, with the right to write these values.

        :raises AccessError: when the user may not, in a sentence that tells why
        """
        operation = "write" if self else "create"
        if not self._draw_as_leader():
            compat.check_access(self, operation)
            return self
        if self:
            compat.check_access(self, "read")
        if self and not self._draw_is_inside():
            raise AccessError(_('"%s" is not part of an area of your teams. Ask a manager to redraw it.') % self.sudo().name)
        self._draw_check_reach(written)
        # leaders write nothing but what was checked here
        return self.sudo()

    def _draw_check_reach(self, written):
        """Refuse a leader what is not his: the place in the tree, the owner, the ground."""
        parent = self.browse(written["parent_id"]) if "parent_id" in written else self.parent_id
        if parent.id not in self.env.user.visit_territory_ids():
            raise AccessError(_("You may draw parts of your teams' areas only. Choose one of these as the area above."))
        if written.get("company_id", parent.company_id.id) != parent.company_id.id:
            raise AccessError(_("An area that you draw is of the company of the area above. Leave the company out."))
        teams, people = self._draw_own_people()
        if written.get("team_id") and written["team_id"] not in teams.ids:
            raise AccessError(_("You may give areas to teams that you lead only. Choose one of these."))
        if written.get("user_id") and written["user_id"] not in people.ids:
            raise AccessError(_("You may give areas to members of your teams only. Choose one of these."))
        if written.get("boundary"):
            self._draw_check_ground(parent, written["boundary"])
            self._draw_check_precedence(written)

    @api.model
    def _draw_own_people(self):
        """Return the leader's teams, and their members with himself."""
        user = self.env.user
        # who is in the teams that he leads is no secret for a leader
        teams = self.env["crm.team"].sudo().browse(user.visit_led_team_ids())
        reps = self.env["field.visit.rep"].sudo().search([("team_id", "in", teams.ids)])
        return teams, teams.member_ids | reps.user_id | user

    @api.model
    def _draw_domain(self, field):
        """Return the domain of what an area may be part of or be given to."""
        domain = [("share", "=", False), ("company_ids", "in", self.env.companies.ids)] if field == "user_id" else []
        if not self._draw_as_leader():
            return domain
        teams, people = self._draw_own_people()
        reach = {"parent_id": self.env.user.visit_territory_ids(), "team_id": teams.ids, "user_id": people.ids}
        return domain + [("id", "in", reach[field])]

    def _draw_check_ground(self, parent, boundary):
        """Refuse an outline that leaves the ground of the nearest area above that has an outline."""
        reach = set(self.env.user.visit_territory_ids())
        # the areas up to the leader's outermost one; what they are called is no secret
        ground = next((area for area in parent.sudo().path() if area.boundary and area.id in reach), None)
        if ground is None:
            raise AccessError(_('"%s" has no outline itself. Ask a manager to draw one, then you can divide it.')
                              % parent.sudo().name)
        shape = parse_area(boundary).shape
        outside = shapely.difference(shape, parse_area(ground.boundary).shape)
        if outside.area > RIM * shape.area:
            raise AccessError(_('The outline leaves "%s", the area of your teams. Draw inside of it.') % ground.name)

    def _draw_check_precedence(self, written):
        """Refuse a leader to go before areas of others that reach into the ground of his."""
        if written.get("precedence", 0) <= self._draw_precedence():
            return
        reach = set(self.env.user.visit_territory_ids())
        shape = parse_area(written["boundary"]).shape
        # all areas there; only the name of one is told
        overlaps, _holders = self.sudo()._draw_neighbours(shape, written)
        foreign = next((area for area in overlaps if area.id not in reach), None)
        if foreign:
            raise AccessError(_('"%s" lies there too and is not of your teams. Ask a manager which of both goes first.')
                              % foreign.name)
