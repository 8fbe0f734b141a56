"""Asks for a customer that another team holds."""
from odoo import _, fields, models

VALUES = ("name", "partner_name", "phone", "mobile", "vat", "street", "zip", "city")


class FieldVisitAskWizard(models.TransientModel):
    _name = "field.visit.ask.wizard"
    _description = "Ask for a customer of others"

    name = fields.Char("Name")
    partner_name = fields.Char("Company")
    phone = fields.Char("Phone")
    mobile = fields.Char("Mobile")
    vat = fields.Char("Tax ID")
    street = fields.Char("Street")
    zip = fields.Char("Postcode")
    city = fields.Char("City")
    partner_latitude = fields.Float("Latitude", digits=(10, 7))
    partner_longitude = fields.Float("Longitude", digits=(10, 7))
    note = fields.Text("Why You Ask")

    def action_ask(self):
        """Put the question to the team leader of whoever holds the customer; close and say so."""
        self.ensure_one()
        values = {name: self[name] for name in VALUES if self[name]}
        if self.partner_latitude or self.partner_longitude:
            values.update(partner_latitude=self.partner_latitude, partner_longitude=self.partner_longitude)
        asked = self.env["res.partner"].visit_ask_for(values, self.note or "")["asked"]
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "title": _("Ask for a Customer of Others"), "type": "success" if asked else "warning", "sticky": False,
                "message": _("The team leader was asked.") if asked
                else _("Nobody else holds this customer any more. Try again to create it."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
