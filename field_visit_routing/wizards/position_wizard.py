from odoo import fields, models


class FieldVisitPositionWizard(models.TransientModel):
    """Asks for a position as people copy it from a map."""

    _name = "field.visit.position.wizard"
    _description = "Set Position By Hand"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Lead", readonly=True)
    rep_id = fields.Many2one("field.visit.rep", "Rep", readonly=True)
    coordinates = fields.Char("Latitude, Longitude", required=True)

    def action_apply(self):
        """Set the position of the record that the wizard was opened for."""
        self.ensure_one()
        if self.rep_id:
            return self.rep_id.set_home_text(self.coordinates)
        return (self.partner_id or self.lead_id).set_position_text(self.coordinates)
