"""Competitors' sites have a reach, and their customers a supplier."""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

#: Beyond half of the way round the earth there is nobody left to threaten; a site reaches a town or a region.
MAX_THREAT_M = 500_000


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    competitor_id = fields.Many2one(
        "res.partner", "Buys From", index=True, ondelete="set null", domain=[("is_competitor", "=", True)],
        help="The competitor who serves this customer or lead today. In the coverage report it is one of theirs.",
        groups="base.group_user")

    @api.constrains("competitor_id")
    def _check_competitor(self):
        for record in self:
            if record.competitor_id == record:
                raise ValidationError(_(
                    '"%s" cannot buy from itself. Choose the competitor who serves it.', record.display_name))


class ResPartner(models.Model):
    _inherit = "res.partner"

    threat_radius_m = fields.Integer(
        "Threat Radius (m)", help="How far this competitor's site reaches: customers of ours within this distance, as the "
                                  "crow flies, are threatened. The map shows it as a circle. 0: it threatens nobody.",
                                  groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), threat_radius_m=(0, MAX_THREAT_M))


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def _map_competitors(self):
        """Each with ``radius_m``, how far it reaches; 0 for none."""
        sites = super()._map_competitors()
        if not sites:
            return sites
        _records, columns = self._found(
            self.env["res.partner"], [("id", "in", [site["id"] for site in sites])], ["threat_radius_m"])
        reach = dict(zip(columns["id"], columns["threat_radius_m"]))
        return [dict(site, radius_m=reach.get(site["id"]) or 0) for site in sites]

    @api.model
    def get_map_layers(self, model):
        """Add ``whites``: what no customer of ours is near to, as the user last had it computed (``[{"id", "name",
        "color", "geometry", "note"}]``, ids of territories).
        """
        rows = self._map_readable("field.visit.coverage")
        latest = rows.search([("create_uid", "=", self.env.uid)], order="id desc", limit=1) if rows is not None else ()
        whites = latest.report_id.line_ids.filtered("white_outline") if latest else ()
        return dict(super().get_map_layers(model), whites=[row._visit_white_area() for row in whites])
