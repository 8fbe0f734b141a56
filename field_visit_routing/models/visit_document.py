"""Sales documents that reps take along: chosen by managers, kept on the phone, shown without a network."""
import base64
import binascii
import hashlib

from odoo import _, api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype

#: What a phone shows or hands on, and what can do no harm there: no HTML, no SVG.
SHOWN = ("application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif")
HANDED_ON = (
    "text/plain", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
)
#: One document (bytes), and all that a phone takes along.
LARGEST = 15 * 1024 * 1024
MOST_BYTES = 100 * 1024 * 1024


class FieldVisitDocument(models.Model):
    _name = "field.visit.document"
    _description = "Sales Document"
    _order = "sequence, name, id"

    name = fields.Char("Title", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean("Taken Along", default=True)
    company_id = fields.Many2one("res.company", "Company", index=True, help="Empty: for the reps of all companies.",
                                 default=lambda self: self.env.company)
    file = fields.Binary("File", required=True, attachment=True)
    file_name = fields.Char("File Name")
    mimetype = fields.Char("Type", readonly=True)
    size = fields.Integer("Size (bytes)", readonly=True)
    # the phone fetches a document again when this changes
    checksum = fields.Char(readonly=True)
    tag_ids = fields.Many2many("res.partner.category", string="For Customers With The Tags",
                               help="Empty: for all customers. A document is offered first at the customers it is for.")
    note = fields.Char("What It Is For")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._document_vals(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._document_vals(vals))

    @api.model
    def _document_vals(self, vals):
        """What the server knows of a file is read from the file, never believed."""
        vals = {name: value for name, value in vals.items() if name not in ("mimetype", "size", "checksum")}
        if not vals.get("file"):
            return vals
        content = self._document_content(vals["file"])
        kind = guess_mimetype(content, default="application/octet-stream")
        if kind not in SHOWN + HANDED_ON:
            raise ValidationError(_("%s cannot be taken along. Choose a PDF, a picture (PNG, JPEG, WebP, GIF), plain text "
                                    "or an Office document.") % (vals.get("file_name") or kind))
        if len(content) > LARGEST:
            raise ValidationError(_("%(file)s has %(size)s: too much for a phone. Make it smaller than %(most)s.") % {
                "file": vals.get("file_name") or vals.get("name") or "", "size": tools.human_size(len(content)),
                "most": tools.human_size(LARGEST)})
        return dict(vals, mimetype=kind, size=len(content), checksum=hashlib.sha256(content).hexdigest()[:16])

    @api.model
    def _document_content(self, content):
        try:
            return base64.b64decode(content)
        except (binascii.Error, TypeError, ValueError):
            raise UserError(_("file: give the content of the file as base64.")) from None

    def _app_document(self):
        return {"id": self.id, "name": self.name, "file_name": self.file_name or self.name, "note": self.note or "",
                "mimetype": self.mimetype or "", "size": self.size, "is_shown": self.mimetype in SHOWN,
                "tags": self.tag_ids.sudo().mapped("display_name"),  # the document is for whoever reads it
                "url": "/web/content/field.visit.document/%d/file?unique=%s" % (self.id, self.checksum)}


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    @api.model
    def _app_parts(self):
        return super()._app_parts() + ["documents"]

    @api.model
    def _app_part_documents(self, rep, today):
        """The documents to take along, in their order, as far as a phone has room for them."""
        taken, total = [], 0
        for document in self.env["field.visit.document"].search([]) if rep else []:
            total += document.size
            if total <= MOST_BYTES:
                taken.append(document._app_document())
        return taken
