"""Window actions may open the map."""
from odoo import fields, models

from .ir_ui_view import MAP


class ActWindowView(models.Model):
    _inherit = "ir.actions.act_window.view"

    view_mode = fields.Selection(selection_add=[(MAP, "Map")], ondelete={MAP: "cascade"})


class ActWindowClose(models.Model):
    _inherit = "ir.actions.act_window_close"

    def _get_readable_fields(self):
        # What a dialog tells the map when it closes; from 15.0 on Odoo knows it by itself.
        return super()._get_readable_fields() | {"infos"}
