"""The way from the desk to the phone: the app's address as a QR code."""
from odoo import api, fields, models

from ..models.qr_code import qr_picture

APP = "/field_visit_routing/app"


class FieldVisitPhone(models.TransientModel):
    _name = "field.visit.phone"
    _description = "Phone App"

    # given at once: a dialog that is not saved yet shows no computed values without anything to depend on
    address = fields.Char(default=lambda self: self._phone_address(), readonly=True)
    code = fields.Binary("QR Code", default=lambda self: self._phone_code(), readonly=True, attachment=False)
    is_secure = fields.Boolean(default=lambda self: self._phone_address().startswith("https://"), readonly=True)

    @api.model
    def _phone_code(self):
        return qr_picture(self._phone_address())

    @api.model
    def _phone_address(self):
        # parameters of the system are closed to users; this one is the address they are looking at
        return (self.env["ir.config_parameter"].sudo().get_param("web.base.url") or "").rstrip("/") + APP

    def action_open_app(self):
        """Open the app in this browser."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": APP, "target": "new"}
