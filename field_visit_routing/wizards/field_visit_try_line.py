"""Columns and rows of a table that is being tried."""
import json

from odoo import _, api, fields, models

from ..engine import importing


class FieldVisitTryColumn(models.Model):
    """One column of the table and what it means."""

    _name = "field.visit.try.column"
    _description = "Column Of A Table Of Customers"
    _order = "position"
    _rec_name = "header"

    batch_id = fields.Many2one("field.visit.try.batch", "Table", required=True, index=True, ondelete="cascade")
    position = fields.Integer("Position", readonly=True)
    header = fields.Char("Column", readonly=True)
    sample = fields.Char("Example", readonly=True)
    target = fields.Selection("_target_selection", "Means", help="Empty: the column is left out.")

    @api.model
    def _target_selection(self):
        labels = {
            "name": _("Name"), "street": _("Address"), "street2": _("Address, second line"), "city": _("City"),
            "zip": _("Postcode"), "state": _("State or province"), "country": _("Country"), "phone": _("Phone"),
            "email": _("Email"), "website": _("Website"), "latitude": _("Latitude"), "longitude": _("Longitude"),
            "position": _("Position (both coordinates)"), "score": _("Visit score"),
            "duration": _("Visit duration (minutes)"), "interval": _("Visit every (days)"), "comment": _("Note"),
        }
        return [(target, labels[target]) for target in importing.TARGETS]


class FieldVisitTryLine(models.Model):
    """One row of the table: usable, with a problem, a duplicate, or a customer by now."""

    _name = "field.visit.try.line"
    _description = "Row Of A Table Of Customers"
    _order = "number, id"

    batch_id = fields.Many2one("field.visit.try.batch", "Table", required=True, index=True, ondelete="cascade")
    number = fields.Integer("Line", readonly=True)
    name = fields.Char("Customer", readonly=True)
    state = fields.Selection(
        [("ok", "Usable"), ("bad", "Problem"), ("duplicate", "Duplicate"), ("created", "Created")], "State",
        readonly=True, required=True,
    )
    field_label = fields.Char("Field", readonly=True)
    value = fields.Char("Value", readonly=True)
    message = fields.Char("Problem", readonly=True)
    cells_json = fields.Text("Row As Given", readonly=True)
    values_json = fields.Text("Row As Read", readonly=True)
    partner_id = fields.Many2one("res.partner", "Created Customer", readonly=True, ondelete="set null")
    twin_partner_id = fields.Many2one("res.partner", "Existing Customer", readonly=True, ondelete="set null")

    def _values(self):
        return json.loads(self.values_json)["values"]

    def _partner_vals(self, countries, states):
        """Return the values of the new customer; ``states`` remembers what was looked up."""
        self.ensure_one()
        values, position = self._values(), json.loads(self.values_json)["position"]
        batch = self.batch_id
        country = countries.get(values.get("country")) or batch.country_id.id
        result = {
            "is_company": True, "company_id": batch.company_id.id, "visit_try_batch_id": batch.id,
            "country_id": country, "state_id": self._state_id(values.get("state"), country, states),
            "visit_score": values.get("score") or 0.0, "visit_duration_min": int(values.get("duration") or 0),
            "visit_interval_days": int(values.get("interval") or 0),
        }
        for name in ("name", "street", "street2", "city", "zip", "phone", "email", "website", "comment"):
            result[name] = values.get(name) or False
        if position:
            result.update(partner_latitude=position[0], partner_longitude=position[1])
        return result

    def _state_id(self, text, country, states):
        if text and (text, country) not in states:
            domain = [("country_id", "=", country), "|", ("name", "=ilike", text), ("code", "=ilike", text)]
            states[text, country] = self.env["res.country.state"].search(domain, limit=1).id
        return states.get((text, country), False)
