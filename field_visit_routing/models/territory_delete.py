"""Deleting a territory asks what becomes of its members and of its parts."""
from odoo import _, models
from odoo.exceptions import UserError

from .. import compat

#: What becomes of the members, and of the parts.
MEMBERS = ("find", "above", "other", "none")
PARTS = ("above", "delete")
MODELS = ("res.partner", "crm.lead")
#: Key of the context: somebody has decided about the members.
DECIDED = "visit_members_decided"
#: Odoo's own key: the addon is uninstalled, and every table of it goes.
UNINSTALL = "_force_unlink"


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    def unlink(self):
        """Delete territories that have neither members nor parts that stay.

        :raises UserError: naming how many members there are, or a part, and what to do
        """
        if not self.env.context.get(UNINSTALL):
            self._visit_refuse_parts()
            if not self.env.context.get(DECIDED):
                self._visit_refuse_members()
        return super().unlink()

    def delete_areas(self, members="find", territory_id=0, parts="above"):
        """Delete territories and decide what becomes of their members and parts.

        Members that the user may not see are found anew, whatever was chosen for the others.

        :param str members: ``"find"``: each is found anew by its place; ``"above"``: they go to the area
            that this one is part of; ``"other"``: to ``territory_id``; ``"none"``: they stay without a
            territory.  All but the first are marked as chosen by hand
        :param int territory_id: for ``"other"``
        :param str parts: ``"above"``: parts become parts of the area above; ``"delete"``: they are
            deleted as well, and what is chosen for the members holds for theirs too
        :return: ``{"deleted", "partners", "leads"}``: numbers of areas and of members decided about
        :raises UserError: for a choice that cannot be made, with the remedy
        :raises AccessError: when the user may not delete the areas, or not change their members
        """
        compat.check_access(self, "unlink")
        areas = self._visit_to_delete(members, parts)
        goals = areas._visit_goals(members, territory_id)
        counts = dict.fromkeys(MODELS, 0)
        for model in MODELS:
            for goal, inside in goals.items():
                records = self.env[model].with_context(active_test=False).search([("territory_id", "in", inside)])
                counts[model] += len(records)
                records._visit_leave_area(members, goal)
        deleted = len(areas)
        # a mark "chosen by hand" of an area that is no more must not keep a place from being found
        for model in MODELS:
            areas._visit_all_members(model).filtered("territory_manual").write({"territory_manual": False})
        areas.with_context(**{DECIDED: True}).unlink()
        return {"deleted": deleted, "partners": counts["res.partner"], "leads": counts["crm.lead"]}

    # ---- what is deleted, and where its members go ---------------------------------------------
    def _visit_to_delete(self, members, parts):
        """Return the areas to delete; parts that stay have moved up."""
        for name, value, known in (("members", members, MEMBERS), ("parts", parts, PARTS)):
            if value not in known:
                raise UserError(_("%(name)s: %(value)s is no choice. Choose one of %(known)s.") % {
                    "name": name, "value": value, "known": ", ".join(known)})
        if parts == "delete":
            return self._visit_parts()
        below = self.with_context(active_test=False).search([("parent_id", "in", self.ids), ("id", "not in", self.ids)])
        for part in below:
            part.parent_id = part.parent_id._visit_staying(self)
        return self

    def _visit_staying(self, leaving):
        """Return the nearest area upward that is not one of ``leaving``; none above the top."""
        return next((area for area in self.path() if area not in leaving), self.browse())

    def _visit_goals(self, members, territory_id):
        """Return ``{id of the members' new area, 0 for none: ids of the areas they leave}``."""
        if members == "other":
            return {self._visit_checked_goal(territory_id).id: self.ids}
        if members != "above":
            return {0: self.ids}
        goals = {}
        for area in self:
            above = area._visit_staying(self)
            if not above and area._visit_member_counts() != (0, 0):
                raise UserError(_(
                    '"%s" is part of no other area that its members could go to. Choose an area for them, or let them '
                    "be found anew.") % area.complete_name)
            goals.setdefault(above.id or 0, []).append(area.id)
        return goals

    def _visit_checked_goal(self, territory_id):
        goal = self.env["field.visit.checked.mixin"]._visit_known("territory_id", self._name, [territory_id])
        if goal in self:
            raise UserError(_('"%s" is deleted itself. Choose another area for the members.') % goal.complete_name)
        return goal

    # ---- refusals ------------------------------------------------------------------------------
    def _visit_refuse_parts(self):
        parts = self.with_context(active_test=False).search([("parent_id", "in", self.ids)]) - self
        if parts:
            raise UserError(_(
                '"%(whole)s" cannot be deleted, because "%(part)s" is part of it. Delete its parts first, or move '
                'them to another territory.'
            ) % {"whole": parts[0].parent_id.complete_name, "part": parts[0].name})

    def _visit_refuse_members(self):
        for territory in self:
            partners, leads = territory._visit_member_counts()
            if partners or leads:
                raise UserError(_(
                    '"%(name)s" cannot be deleted, because it has members: %(partners)s customers and contacts and '
                    "%(leads)s leads. Choose Delete Territories in the Action menu, which asks what becomes of "
                    "them (for programs: delete_areas).",
                    name=territory.complete_name, partners=partners, leads=leads))

    def _visit_member_counts(self):
        """Return how many partners and leads have just this territory, all of them."""
        self.ensure_one()
        return tuple(len(self._visit_all_members(model)) for model in MODELS)

    def _visit_all_members(self, model):
        # all members are let go with the area, also those that the user does not see
        members = self.env[model].sudo().with_context(active_test=False)
        return members.search([("territory_id", "in", self.ids)])


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _visit_leave_area(self, members, goal):
        """Do what was decided about the members of an area that is to be deleted."""
        if members == "none":
            # chosen by hand is also to have none
            self.write({"territory_id": False, "territory_manual": True})
        elif goal:
            self.write({"territory_id": goal, "territory_manual": True})
