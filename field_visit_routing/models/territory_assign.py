"""To whom the customers and leads of a territory go: the rule of each area, and what follows when it changes."""
from collections import namedtuple

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

METHODS = [
    ("owner", "To the rep of the area"),
    ("round_robin", "To each in turn"),
    ("least_leads", "To whoever has the fewest open leads"),
    ("least_hours", "To whoever has the fewest visit hours"),
]
AUTO = [("on", "Follow at once"), ("off", "Ask first")]
#: What the rule of an area is made of: a change of one may change who its members belong to.
RULE_FIELDS = {"user_id", "team_id", "dealer_id", "assign_method", "assign_user_ids", "parent_id"}

#: ``area``: id of the area that decides; ``takers``: ids of the people among whom the method chooses;
#: ``team``: id of the team, 0 for none; ``members``: ids of the team's people.
Rule = namedtuple("Rule", "area method takers team members")


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    assign_method = fields.Selection(
        METHODS, "New Customers And Leads Go",
        help="Empty: as in the area this one is part of; an area with a rep of its own gives to that rep.")
    assign_user_ids = fields.Many2many(
        "res.users", "field_visit_territory_assign_rel", "territory_id", "user_id", "Share Among",
        domain=[("share", "=", False)], help="Empty: among the members of the sales team.")
    assign_auto = fields.Selection(
        AUTO, "When The Map Changes",
        help="Whether customers and leads change hands by themselves when areas are redrawn or get another owner. "
             "Empty: as in the area above, at the top as in the settings.")

    assign_rule_text = fields.Char("In Effect", compute="_compute_assign_rule_text")

    @api.depends("assign_method", "assign_user_ids", "assign_auto", "user_id", "team_id", "dealer_id", "parent_id")
    def _compute_assign_rule_text(self):
        for territory in self:
            territory.assign_rule_text = territory._assign_rule_sentence() if territory.id else False

    def _assign_rule_sentence(self):
        rule = self._assign_rule()
        # names of salespeople and teams are no secret
        takers = self.env["res.users"].sudo().browse(rule.takers).mapped("name")
        team = self.env["crm.team"].sudo().browse(rule.team or []).name
        if not takers and not team:
            return _("Nobody sells here: who has a customer keeps it.")
        method = dict(self._fields["assign_method"]._description_selection(self.env))[rule.method]
        names = _("the team %s", team) if not takers else ", ".join(takers)
        return names if rule.method == "owner" else "%s: %s" % (method, names)

    @api.constrains("assign_method", "assign_user_ids")
    def _check_assign_users(self):
        for territory in self:
            portal = territory.assign_user_ids.filtered("share")
            if portal:
                raise ValidationError(_(
                    'Territory "%(name)s": %(user)s is a portal user and gets no customers. Choose people of the company.',
                    name=territory.name, user=portal[0].name))

    def write(self, vals):
        if not RULE_FIELDS.intersection(vals) or self.env.context.get("visit_no_proposal"):
            return super().write(vals)
        parts = self._assign_parts()
        before = {part: part._assign_rule() for part in parts}
        result = super().write(vals)
        changed = parts.filtered(lambda part: part._assign_rule() != before[part])
        changed._assign_members_follow("owner")
        return result

    def _assign_parts(self):
        # areas below may be out of the user's reach, and follow all the same
        return self.sudo().with_context(active_test=False).search([("id", "child_of", self.ids)])

    # ---- the rule of an area --------------------------------------------------------------------
    def _assign_rule(self):
        """Return the ``Rule`` of this area; one without takers and team gives to nobody."""
        self.ensure_one()
        area = self.sudo()  # the areas above, the team and its people may be out of the user's reach
        team, user, _dealer = area.owner()
        decider = area._assign_decider()
        method = decider.assign_method or "owner"
        around = team or next((part.team_id for part in area.path() if part.team_id), team)
        members = area._assign_team_members(around)
        takers = user if method == "owner" else decider.assign_user_ids or members or user
        takers = takers.filtered(lambda taker: taker.active and not taker.share).sorted("id")
        return Rule(decider.id, method, tuple(takers.ids), team.id or 0, tuple(members.ids))

    def _assign_decider(self):
        """The nearest area upward with a method of its own, or with a rep; itself without any."""
        return next((area for area in self.path() if area.assign_method or area.user_id), self)

    @api.model
    def _assign_team_members(self, team):
        if not team:
            return team.member_ids
        reps = self.env["field.visit.rep"].search([("team_id", "=", team.id)])
        return team.member_ids | reps.user_id

    def _assign_follows_at_once(self):
        """Return whether members change hands by themselves when the map changes."""
        self.ensure_one()
        area = self.sudo()  # as for the rule
        choice = next((part.assign_auto for part in area.path() if part.assign_auto), "")
        company = area.company_id or self.env.company
        return choice == "on" if choice else company.visit_assign_auto

    def _assign_leader(self):
        """Return the user who decides about proposals for this area; empty when there is none.

        The leader of the team that owns it or an area above; else the manager at hand.
        """
        self.ensure_one()
        leaders = [area.team_id.user_id for area in self.sudo().path()] + [self.env.user]
        return next((user for user in leaders if user.active and user.has_group("field_visit_routing.group_leader")),
                    self.env["res.users"])

    # ---- members ----------------------------------------------------------------------------------
    def _assign_members_follow(self, cause):
        """Propose, or with automation on make, the change of hands of the members of exactly these areas."""
        for model in ("crm.lead", "res.partner"):
            # members follow the area, whoever may see them
            members = self.env[model].sudo().search([("territory_id", "in", self.ids)]) if self else None
            if members:
                self.env["field.visit.assignment"]._follow_map(members, cause)
        return True

    def action_assign_members(self):
        """Open the dry run of giving all members of this area and of its parts to whom they belong."""
        vals = {"territory_ids": self.ids}
        return self.env["field.visit.assignment"].browse(
            self.env["field.visit.assignment"].dry_run(vals)["assignment_id"]).action_open()

    def action_open_assignments(self):
        """Open the assignments of this area."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_assignments")
        return dict(action, domain=[("territory_id", "child_of", self.id)], context={})
