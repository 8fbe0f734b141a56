from odoo import api, fields, models

from .located_position import COORDINATES


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "field.visit.located.mixin"]

    # Core rounds to 5 digits, about a metre: too coarse for a doorway. And in one series its geolocation
    # module computes them from the address, which would replace what a person has set.
    # the index finds who is near
    partner_latitude = fields.Float("Latitude", digits=(10, 7), compute=None, store=True, readonly=False, copy=True, index=True)
    partner_longitude = fields.Float("Longitude", digits=(10, 7), compute=None, store=True, readonly=False, copy=True)
    visit_hours_ids = fields.One2many("field.visit.hours", "partner_id", "Visiting Hours", copy=True, groups="base.group_user")

    def write(self, vals):
        """Complete a single coordinate before other modules see it.

        Core's geolocation module (16.0 and later) zeroes both coordinates when an address is written
        without both of them.
        """
        given = [name for name in COORDINATES if name in vals]
        if len(given) != 1:
            return super().write(vals)
        for partner in self:
            own = {name: partner[name] for name in COORDINATES} if partner.has_position() else {}
            super(ResPartner, partner).write(dict(own, **vals))
        return True

    def _visit_origin(self):
        # core keeps the address of a contact equal to its company's; other address types have their own
        return self.parent_id if self.type == "contact" else self.browse()

    @api.model
    def _visit_origin_fields(self):
        return ("parent_id", "type")

    def _visit_followers(self):
        # a follower's position is bookkeeping of this addon, whoever may edit that record
        partners = self.sudo()
        leads = partners.env["crm.lead"].search([("partner_id", "in", partners.ids)])
        return [partners.child_ids.filtered(lambda c: c.type == "contact"), leads]

    @api.model
    def _visit_adopt_positions(self):
        """Take over coordinates that are older than this addon; called once, at installation."""
        self.env.cr.execute("""
            UPDATE res_partner
               SET geo_state = 'located', geo_source = 'earlier'
             WHERE COALESCE(geo_state, 'none') = 'none'
               AND partner_latitude BETWEEN -90 AND 90 AND partner_longitude BETWEEN -180 AND 180
               AND (partner_latitude <> 0 OR partner_longitude <> 0)""")
