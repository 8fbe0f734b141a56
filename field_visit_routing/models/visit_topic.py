"""Products that were talked about at a visit, and notes of orders."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import call_values, plain_text

LINE_KEYS = {"product_id", "name", "quantity", "note"}
MAX_LINES = 100
MAX_QUANTITY = 1e9
#: Texts of a line → characters they may have.
TEXTS = {"name": 200, "note": 500}


class FieldVisitTopic(models.Model):
    _name = "field.visit.topic"
    _description = "Product of a Visit"
    _inherit = "field.visit.checked.mixin"
    _order = "visit_id, sequence, id"

    visit_id = fields.Many2one("field.visit", "Visit", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("Product", required=True)
    # products are an app that need not be there, so no link
    product_ref = fields.Integer("Product's Number", readonly=True, index=True, help="Of the product in Odoo; 0: none.")
    quantity = fields.Float(digits=(16, 3))
    note = fields.Char()

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), quantity=(0, MAX_QUANTITY))

    @api.model
    def _visit_checked(self, vals):
        vals = super()._visit_checked(vals)
        for name, limit in TEXTS.items():
            if vals.get(name):
                vals[name] = plain_text.clean(self.env, name, vals[name], limit)
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.visit_id._refuse_closed_report()
        return lines

    def write(self, vals):
        self.visit_id._refuse_closed_report()
        result = super().write(vals)
        if "visit_id" in vals and not self.env.su:
            # record rules look at lines as they were before the write
            compat.check_access(self, "write")
            self.visit_id._refuse_closed_report()
        return result

    def unlink(self):
        self.visit_id._refuse_closed_report()
        return super().unlink()

    def action_open_product(self):
        """Open the product.

        :raises UserError: for a line that was typed
        """
        self.ensure_one()
        if not self.product_ref or "product.product" not in self.env:
            raise UserError(_("%s was typed and is no product of Odoo's list.") % self.name)
        return {"type": "ir.actions.act_window", "res_model": "product.product", "res_id": self.product_ref,
                "name": self.name, "views": [(False, "form")], "view_mode": "form"}

    @api.model
    def _lines_of(self, lines):
        """Return the values of the lines of a report.

        :raises UserError: for what is no list of lines, or for a line without a product and a name
        """
        if not isinstance(lines, list) or len(lines) > MAX_LINES:
            raise UserError(_("lines: this is a list of at most %s products.") % MAX_LINES)
        return [self._line_of(number, line) for number, line in enumerate(lines)]

    @api.model
    def _line_of(self, number, line):
        call_values.check_keys(self.env, line, LINE_KEYS)
        product = self._product_of(line.get("product_id"))
        name = product.display_name if product else plain_text.clean(self.env, "name", line.get("name"), TEXTS["name"])
        if not name:
            raise UserError(_("lines: line %s has neither a product nor a name. Give one of them.") % (number + 1))
        note = plain_text.clean(self.env, "note", line.get("note"), TEXTS["note"])
        return {"sequence": number, "product_ref": product.id if product else 0, "name": name,
                "quantity": line.get("quantity") or 0, "note": note}

    @api.model
    def _product_of(self, value):
        """The product with this id, which the user has to be able to read; None without one."""
        if not value or "product.product" not in self.env:
            return None
        products = self.env["product.product"]
        found = products.search([("id", "=", call_values.record_id(value))], limit=1)
        if not found:
            raise UserError(_("lines: there is no product with the number %r, or you may not see it. Give its name "
                              "instead.") % value)
        return found

    def _to_dict(self):
        return {"product_id": self.product_ref, "name": self.name, "quantity": self.quantity, "note": self.note or ""}
