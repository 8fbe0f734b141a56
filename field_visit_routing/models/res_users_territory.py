"""In which territories a person may act, and which teams are his: the one place all record rules ask.

Ownership comes from the nearest area upward that has an owner (``territory.owner``).  A rep acts in the
areas that are his own, and in those of his teams that have no rep; a team leader in everything below
the areas of himself, of the teams he leads and of their members; a manager in his companies.
Answers are cached for all workers; ``visit_access_cache`` forgets them when what they rest on changes.
"""
from collections import namedtuple

from odoo import fields, models, tools

from .. import compat

MODES = [("off", "Off: everybody works everywhere"),
         ("warn", "Warn: everybody sees everything, work in an area of others is noted"),
         ("forbid", "Forbid: nobody sees or works in an area of others")]
STRICTNESS = [mode for mode, _label in MODES]

#: A territory with its owner: ``path`` are the ids from the top down to itself; ``user``, ``team`` and
#: ``dealer`` are its own, 0 without; ``owned_by`` is ``(team, user, dealer)`` of the nearest above.
Area = namedtuple("Area", "id path company team user dealer owned_by")


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_access_mode = fields.Selection(
        MODES, "Areas of Others", required=True, default="forbid",
        help="What happens when a rep or team leader looks at or changes a customer or lead that is not his.",
        groups="base.group_user")
    visit_access_nobodys = fields.Boolean(
        "Reps See What Nobody Holds", default=True,
        help="Customers and leads without a salesperson, in no territory that has an owner. "
             "Without this only team leaders and managers see them.", groups="base.group_user")


class ResUsers(models.Model):
    _inherit = "res.users"

    # ---- public -----------------------------------------------------------------------------------
    def visit_access_mode(self):
        """Return "off", "warn" or "forbid": the strictest setting of the user's companies.

        Users outside the groups of this app are never restricted: "off".
        """
        self.ensure_one()
        return self._visit_access()["mode"]

    def visit_access_role(self):
        """Return "manager", "leader" or "rep"; "" for users outside the groups of this app."""
        self.ensure_one()
        return self._visit_access()["role"]

    def visit_territory_ids(self):
        """Return the ids of the territories in which the user may act, those of ended areas among them."""
        self.ensure_one()
        return list(self._visit_access()["territories"])

    def visit_led_team_ids(self):
        """Return the ids of the user's teams: those he leads, and those that own an area in his subtree.

        A manager has all teams of his companies, a rep has none.
        """
        self.ensure_one()
        return list(self._visit_access()["led_teams"])

    def visit_member_team_ids(self):
        """Return the ids of the teams the user is a member of."""
        self.ensure_one()
        return list(self._visit_access()["member_teams"])

    # ---- the work -----------------------------------------------------------------------------------
    @tools.ormcache("self.id")
    def _visit_access(self):
        """Return all the answers about one user; they are the same whoever asks."""
        user = self.sudo()  # who leads and owns what is needed to decide what may be read
        role = user._visit_role()
        companies = user.company_ids
        modes = companies.mapped("visit_access_mode") or ["off"]
        answer = {"role": role, "mode": max(modes, key=STRICTNESS.index) if role else "off",
                  "member_teams": tuple(user._visit_member_teams().ids), "led_teams": (), "territories": (),
                  "people": (user.id,)}
        if role:
            answer.update(getattr(user, "_visit_reach_of_" + role)(user._visit_areas_of_companies()))
        return answer

    def _visit_role(self):
        for role in ("manager", "leader", "rep"):
            if self.has_group("field_visit_routing.group_" + role):
                return role
        return ""

    def _visit_member_teams(self):
        reps = self.env["field.visit.rep"].search([("user_id", "=", self.id)])
        return compat.teams_of(self) | reps.team_id

    def _visit_areas_of_companies(self):
        reach = set(self.company_ids.ids) | {0}
        return [area for area in self.env["field.visit.territory"]._visit_areas() if area.company in reach]

    def _visit_reach_of_rep(self, areas):
        return {"territories": tuple(area.id for area in areas if self._visit_sells_in(area))}

    def _visit_sells_in(self, area):
        """Whether an area is this rep's: his own, or one of his teams that has no rep."""
        team, user, _dealer = area.owned_by
        return user == self.id or (not user and team in self._visit_member_teams().ids)

    def _visit_reach_of_leader(self, areas):
        led = self.env["crm.team"].with_context(active_test=False).search([("user_id", "=", self.id)])
        people, teams = {self.id, *self._visit_members_of(led.ids).ids}, set(led.ids)
        tops = {area.id for area in areas if area.user in people or area.team in teams}
        subtree = [area for area in areas if tops.intersection(area.path)]
        own = set(self._visit_reach_of_rep(areas)["territories"])
        teams |= {area.team for area in subtree if area.team}
        return {"territories": tuple(sorted(own | {area.id for area in subtree})), "led_teams": tuple(sorted(teams)),
                "people": tuple(sorted({self.id, *self._visit_members_of(teams).ids}))}

    def _visit_members_of(self, team_ids):
        """Return the users who are members or field reps of these teams."""
        reps = self.env["field.visit.rep"].search([("team_id", "in", list(team_ids))])
        return self.env["crm.team"].browse(team_ids).member_ids | reps.user_id

    def _visit_reach_of_manager(self, areas):
        teams = self.env["crm.team"].with_context(active_test=False).search(
            ["|", ("company_id", "=", False), ("company_id", "in", self.company_ids.ids)])
        return {"territories": tuple(area.id for area in areas), "led_teams": tuple(teams.ids)}


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    @tools.ormcache()
    def _visit_areas(self):
        """Return all territories as a tuple of ``Area``, archived ones too, parents before their parts."""
        everybody = self.sudo().with_context(active_test=False)  # owners are the same for all users
        # from the table: 14.0 keeps a former path in its cache when a parent has changed
        rows = compat.search_rows(everybody, [], [
            "id", "parent_path", "company_id", "team_id", "user_id", "dealer_id", "parent_id"])
        areas = {}
        for number, text, company, *own in sorted(rows, key=lambda row: row[1].count("/")):
            path = tuple(int(part) for part in text.split("/") if part)
            own = tuple(owner or 0 for owner in own[:3])
            above = areas[path[-2]].owned_by if len(path) > 1 else (0, 0, 0)
            areas[number] = Area(number, path, company or 0, *own, owned_by=own if any(own) else above)
        return tuple(areas.values())

    @tools.ormcache()
    def _visit_owned_ids(self):
        """Return the ids of the territories in which a team, a rep or a dealer sells."""
        return tuple(area.id for area in self._visit_areas() if any(area.owned_by))
