"""Dialogs of segments: combine some into a new one, and what distinguishes one from everybody."""
from odoo import _, api, fields, models

from .. import compat
from ..models.field_visit_segment import MEMBERS


class FieldVisitSegmentCombine(models.TransientModel):
    _name = "field.visit.segment.combine"
    _description = "Combine Segments"

    name = fields.Char("Name", required=True)
    operation = fields.Selection(
        [("union", "In at least one of them"), ("intersection", "In all of them"),
         ("difference", "In the first, and in none of the others")], "Who Is In", default="union", required=True)
    first_id = fields.Many2one("field.visit.segment", "First Segment", required=True)
    other_ids = fields.Many2many("field.visit.segment", "field_visit_segment_combine_rel", string="Other Segments")
    frozen = fields.Boolean("Keep The Members Of Today", help="A fixed segment. Else the new one follows the others.")

    @api.model
    def default_get(self, fields_list):
        """The segments chosen in the list, the first of them first."""
        values = super().default_get(fields_list)
        ids = self.env.context.get("active_ids") or []
        if self.env.context.get("active_model") == "field.visit.segment" and ids:
            values.update(first_id=ids[0], other_ids=[(6, 0, ids[1:])])
        return values

    def action_combine(self):
        """Make the new segment and open it."""
        self.ensure_one()
        segments = self.env["field.visit.segment"]
        number = segments.combine(self.operation, [self.first_id.id, *self.other_ids.ids], self.name)
        if self.frozen:
            made = segments.browse(number)
            number = made.freeze(self.name)
            made.unlink()
        return segments._segment_action(number)


class FieldVisitSegmentProfile(models.TransientModel):
    _name = "field.visit.segment.profile"
    _description = "Profile Of A Segment"

    segment_id = fields.Many2one("field.visit.segment", required=True, readonly=True, ondelete="cascade")
    model = fields.Selection([("res.partner", "Customers"), ("crm.lead", "Leads")], "Compared With All", required=True)
    summary = fields.Char("Members", readonly=True)
    line_ids = fields.One2many("field.visit.segment.trait", "profile_id", "What Distinguishes Them", readonly=True)

    @api.model
    def _segment_open(self, segment, model):
        """Compute the profile for the user at hand and show it."""
        told = segment.get_profile(model)
        number = self.create({
            "segment_id": segment.id, "model": model,
            "summary": _("%(members)d of %(everybody)d", members=told["members"], everybody=told["everybody"]),
            "line_ids": [(0, 0, self._segment_line(trait)) for trait in told["traits"]]}).id
        return {"type": "ir.actions.act_window", "name": _("Profile of a Segment"), "res_model": self._name,
                "res_id": number, "view_mode": "form", "views": compat.views(("form", False)), "target": "new"}

    @api.model
    def _segment_line(self, trait):
        line = {name: trait[name] for name in ("label", "value", "inside", "everybody", "count", "effect", "sure", "text")}
        return dict(line, unit={"share": "%", "days": _("days ago"), "number": ""}[trait["kind"]])

    def action_other(self):
        """Show the same for the other model."""
        self.ensure_one()
        other, = [model for model in MEMBERS if model != self.model]
        return self._segment_open(self.segment_id, other)


class FieldVisitSegmentTrait(models.TransientModel):
    _name = "field.visit.segment.trait"
    _description = "What Distinguishes A Segment"

    profile_id = fields.Many2one("field.visit.segment.profile", required=True, ondelete="cascade")
    label = fields.Char("What")
    value = fields.Char("Is")
    inside = fields.Float("Members", digits=(16, 1))
    everybody = fields.Float("All", digits=(16, 1))
    unit = fields.Char("Unit")
    effect = fields.Float("Effect", digits=(6, 2), help="Size of the difference: 0.2 is small, 0.5 medium, 0.8 large.")
    count = fields.Integer("Of How Many")
    sure = fields.Boolean("Hardly Chance")
    text = fields.Char("In Words")
