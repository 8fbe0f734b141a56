"""Window actions may open the map."""
from odoo import fields, models

from .ir_ui_view import MAP


class ActWindowView(models.Model):
    _inherit = "ir.actions.act_window.view"

    view_mode = fields.Selection(selection_add=[(MAP, "Map")], ondelete={MAP: "cascade"})
