"""Who holds the whole customer that a contact belongs to, kept with each partner.

Record rules ask for it on every row: looked up through ``commercial_partner_id`` each question is a search
of its own through all partners, which takes longer than the list itself.
"""
from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    user_id = fields.Many2one(index=True)  # looked up by every record rule
    visit_lead_ids = fields.One2many("crm.lead", "partner_id", "Leads Of This Customer", groups="base.group_user")
    visit_parent_user_id = fields.Many2one(
        "res.users", "Salesperson Of The Contact Above", related="parent_id.user_id", store=True, index=True,
        groups="base.group_user")
    visit_whole_user_id = fields.Many2one(
        "res.users", "Salesperson Of The Whole Customer", compute="_compute_visit_whole", store=True, index=True,
        groups="base.group_user")
    visit_whole_team_id = fields.Many2one(
        "crm.team", "Team Of The Whole Customer", compute="_compute_visit_whole", store=True, groups="base.group_user")
    visit_whole_territory_id = fields.Many2one(
        "field.visit.territory", "Territory Of The Whole Customer", compute="_compute_visit_whole", store=True,
        index=True, ondelete="set null", groups="base.group_user")

    @api.model
    def _visit_whole_names(self):
        """What is kept of the whole customer; in some series a partner has no team."""
        return [name for name in ("user_id", "team_id", "territory_id") if name in self._fields]

    @api.depends(lambda self: ["commercial_partner_id.%s" % name for name in self._visit_whole_names()])
    def _compute_visit_whole(self):
        names = self._visit_whole_names()
        self.visit_whole_team_id = False
        for partner in self:
            for name in names:
                partner["visit_whole_" + name] = partner.commercial_partner_id[name]
