"""Asks what becomes of the members and parts of territories that are to be deleted."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

MEMBERS = [("find", "Find each anew by its place"), ("above", "Give them to the area above"),
           ("other", "Give them to another area"), ("none", "Leave them without a territory")]
PARTS = [("above", "They become parts of the area above"), ("delete", "Delete them as well")]


class FieldVisitTerritoryDeleteWizard(models.TransientModel):
    _name = "field.visit.territory.delete.wizard"
    _description = "Delete territories"

    territory_ids = fields.Many2many("field.visit.territory", string="Territories", required=True)
    partner_count = fields.Integer("Customers and Contacts", compute="_compute_counts")
    lead_count = fields.Integer("Leads", compute="_compute_counts")
    part_count = fields.Integer("Number of Parts", compute="_compute_counts")
    members = fields.Selection(MEMBERS, "Members", required=True, default="find")
    parts = fields.Selection(PARTS, "Parts", required=True, default="above")
    target_id = fields.Many2one("field.visit.territory", "Another Area")

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        if self.env.context.get("active_model") == "field.visit.territory" and not values.get("territory_ids"):
            values["territory_ids"] = [(6, 0, self.env.context.get("active_ids") or [])]
        return values

    @api.depends("territory_ids", "parts")
    def _compute_counts(self):
        for wizard in self:
            areas = wizard.territory_ids._origin or wizard.territory_ids
            below = areas._visit_parts() - areas
            leaving = areas + below if wizard.parts == "delete" else areas
            wizard.part_count = len(below)
            wizard.partner_count = len(leaving._visit_all_members("res.partner"))
            wizard.lead_count = len(leaving._visit_all_members("crm.lead"))

    def action_delete(self):
        """Delete the territories as decided and go back to their list, or to the map that asked."""
        self.ensure_one()
        if self.members == "other" and not self.target_id:
            raise UserError(_("Choose the area that the members are given to."))
        self.territory_ids.delete_areas(self.members, self.target_id.id or 0, self.parts)
        if self.env.context.get("field_visit_stay"):
            return {"type": "ir.actions.act_window_close"}
        return dict(self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_territories"), target="main")
