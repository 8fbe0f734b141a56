"""Plans the members of segments, or leaves them out."""
from odoo import api, fields, models

SEGMENTS = ("segment_ids", "excluded_segment_ids")


class FieldVisitPlanWizard(models.TransientModel):
    _inherit = "field.visit.plan.wizard"

    source = fields.Selection(selection_add=[("segment", "Members of segments")], ondelete={"segment": "set default"})
    segment_ids = fields.Many2many("field.visit.segment", "field_visit_plan_wizard_segment_rel", string="Segments")
    excluded_segment_ids = fields.Many2many(
        "field.visit.segment", "field_visit_plan_wizard_excluded_segment_rel", string="Except members of",
        help="Nobody of these segments is planned unless he must be visited.")

    @api.depends(*SEGMENTS)
    def _compute_preview(self):
        return super()._compute_preview()

    def _prepare_request(self):
        return dict(super()._prepare_request(), excluded_segment_ids=self.excluded_segment_ids._origin.ids)

    def _prepare_candidates(self):
        if self.source == "segment":
            return {"segment_ids": self.segment_ids._origin.ids}
        return super()._prepare_candidates()

    @api.model
    def create_from_request(self, vals):
        action = super().create_from_request(vals)
        context = action["context"]
        context.update({"default_" + name: [(6, 0, vals[name])] for name in SEGMENTS if vals.get(name)})
        if vals.get("segment_ids"):
            context["default_source"] = "segment"
        return action


class FieldVisitSegment(models.Model):
    _inherit = "field.visit.segment"

    def action_plan(self):
        """Open the planning wizard with the members of these segments."""
        return self.env["field.visit.plan.wizard"]._action({"source": "segment", "segment_ids": [(6, 0, self.ids)]})
