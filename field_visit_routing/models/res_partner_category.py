"""Competitors: contacts with a tag that says so, or with a tag below such a one."""
from odoo import api, fields, models

from .. import compat


class ResPartnerCategory(models.Model):
    _inherit = "res.partner.category"

    is_competitor = fields.Boolean(
        "Competitor", help="Contacts with this tag, or one below it, are a layer of their own on the map "
                           "and none of the customers.")

    @api.model
    def _visit_competitor_tags(self):
        """Return every tag that makes a contact a competitor."""
        # which tags mean a competitor is no secret; which contacts have them is searched as the user
        Tag = self.sudo().with_context(active_test=False)
        return Tag.search([("id", "child_of", Tag.search([("is_competitor", "=", True)]).ids)])


class ResPartner(models.Model):
    _inherit = "res.partner"

    is_competitor = fields.Boolean(
        "Is a Competitor", compute="_compute_is_competitor", search="_search_is_competitor", groups="base.group_user")

    @api.depends("category_id")
    def _compute_is_competitor(self):
        tags = self.env["res.partner.category"]._visit_competitor_tags()
        for partner in self:
            partner.is_competitor = bool(partner.category_id & tags)

    @api.model
    def _search_is_competitor(self, operator, value):
        self._visit_refuse_closed(["is_competitor"])
        tags = self.env["res.partner.category"]._visit_competitor_tags()
        wanted = compat.search_flag(operator, value)
        # by ids: a condition on tags would let a contact pass for a second, harmless tag
        found = self.with_context(active_test=False).search([("category_id", "in", tags.ids)])
        return [("id", "in" if wanted else "not in", found.ids)]
