from odoo import fields, models


class FieldVisitPlaceWizard(models.TransientModel):
    """Asks for the rest of a customer or lead whose place was chosen on the map."""

    _name = "field.visit.place.wizard"
    _description = "New Customer or Lead on the Map"

    kind = fields.Selection([("customer", "Customer"), ("lead", "Lead")], "Kind", required=True, readonly=True)
    name = fields.Char("Name")
    phone = fields.Char("Phone")
    email = fields.Char("E-mail")
    street = fields.Char("Street")
    zip = fields.Char("Postcode")
    city = fields.Char("City")
    state_id = fields.Many2one("res.country.state", "State", domain="[('country_id', '=?', country_id)]")
    country_id = fields.Many2one("res.country", "Country")
    latitude = fields.Float("Latitude", digits=(10, 7), readonly=True)
    longitude = fields.Float("Longitude", digits=(10, 7), readonly=True)

    def action_create(self):
        """Create the record and close; the map is told which one it was."""
        record = self._created()
        return {"type": "ir.actions.act_window_close",
                "infos": {"id": record.id, "model": record._name, "name": record.display_name}}

    def action_create_open(self):
        """Create the record and open it."""
        record = self._created()
        return {"type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id,
                "view_mode": "form", "views": [[False, "form"]], "target": "current"}

    def _created(self):
        self.ensure_one()
        places = self.env["field.visit.map"]
        record_id = places.create_place(self.kind, self.latitude, self.longitude, self._values())
        return places._created_model(self.kind).browse(record_id)

    def _values(self):
        values = {name: self[name] for name in ("name", "phone", "street", "zip", "city") if self[name]}
        values.update({name: self[name].id for name in ("state_id", "country_id") if self[name]})
        if self.kind == "customer":
            return dict(values, email=self.email, is_company=True)
        return dict(values, email_from=self.email, partner_name=self.name)
