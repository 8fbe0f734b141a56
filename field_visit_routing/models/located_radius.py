"""How far from its known position a customer may be met."""
from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from .res_company_trust import RADII

LEADERS = "field_visit_routing.group_leader"


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    visit_radius_m = fields.Integer(
        "Check-In Radius (m)", copy=False,
        help="Within so many metres of its position this customer is met; 0: by the precision of the position.",
        groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), visit_radius_m=(0, 100_000))

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("visit_radius_m") for vals in vals_list):
            self._visit_refuse_radius()
        return super().create(vals_list)

    def write(self, vals):
        # 0 widens it as well: that of the precision is larger than the one of a single door
        if "visit_radius_m" in vals and any(record.visit_radius_m != (vals["visit_radius_m"] or 0) for record in self):
            self._visit_refuse_radius()
        return super().write(vals)

    @api.model
    def _visit_refuse_radius(self):
        """A rep does not widen the circle that his own check-ins are judged by."""
        if not (self.env.su or self.env.user.has_group(LEADERS)):
            raise AccessError(_("The check-in radius of a customer is set by team leaders and managers. Ask yours."))

    def _visit_radius_m(self):
        """The radius in metres that holds for check-ins here; 0 when the position says nothing."""
        self.ensure_one()
        own = self.visit_radius_m or self._visit_origin().visit_radius_m
        if own or not self.has_position():
            return own
        # a position of unknown precision is about as good as a street
        name = RADII.get(self.geo_precision or "street")
        return self._visit_company()[name] if name else 0
