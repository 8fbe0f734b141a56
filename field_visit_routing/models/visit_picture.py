"""Photos and signatures of a visit: only what really is a picture, written anew, with its time and place.

Rows are made by ``add_photo`` and ``add_signature`` alone; nobody may write or create them directly.
"""
import base64
import binascii
import glob
import os

import reportlab
from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from .. import compat
from ..engine.field import pictures
from . import call_values, plain_text

KINDS = [("photo", "Photo"), ("signature", "Signature")]
PLACE_KEYS = {"at", "latitude", "longitude", "accuracy_m", "position_at", "device", "drift_s", "event_uuid"}
PHOTO_KEYS = {"content", "name"} | PLACE_KEYS
MAX_PICTURES = 30
SIGNATURE_PX = 1000
#: Where systems keep fonts; the first that has all letters is taken.
FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSans*-Regular.ttf", "/usr/share/fonts/truetype/wqy/*.ttc",
    "/usr/share/fonts/**/*CJK*Regular*.ttc", "/usr/share/fonts/**/*CJK*Regular*.otf",
    os.path.join(os.path.dirname(reportlab.__file__), "fonts", "Vera.ttf"))


class FieldVisitPicture(models.Model):
    _name = "field.visit.picture"
    _description = "Picture of a Visit"
    _order = "taken_at desc, id desc"

    visit_id = fields.Many2one("field.visit", "Visit", required=True, readonly=True, index=True, ondelete="cascade")
    kind = fields.Selection(KINDS, required=True, readonly=True, default="photo")
    name = fields.Char("Title", readonly=True, help="Of a photo; of a signature the name of who signed.")
    image = fields.Image(readonly=True, attachment=True)
    image_256 = fields.Image("Small", related="image", max_width=256, max_height=256, store=True)
    width = fields.Integer("Width (px)", readonly=True)
    height = fields.Integer("Height (px)", readonly=True)
    taken_at = fields.Datetime("Taken", readonly=True)
    latitude = fields.Float(digits=(10, 7), readonly=True)
    longitude = fields.Float(digits=(10, 7), readonly=True)
    has_position = fields.Boolean(readonly=True)
    has_watermark = fields.Boolean("Written On", readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True)

    def _to_dict(self):
        return {"id": self.id, "kind": self.kind, "name": self.name or "", "width": self.width, "height": self.height,
                "taken_at": fields.Datetime.to_string(self.taken_at) or "",
                "url": "/web/image/field.visit.picture/%d/image" % self.id}

    @api.model
    @ormcache("letters", "own")
    def _font_for(self, letters, own):
        """Return the file of a font that has all ``letters``, "" for none; ``own`` is the setting."""
        for pattern in filter(None, (own,) + FONTS):
            for path in sorted(glob.glob(pattern, recursive=True)):
                try:
                    if pictures.draws(path, letters):
                        return path
                except OSError:  # no font after all
                    continue
        return ""


class FieldVisit(models.Model):
    _inherit = "field.visit"

    picture_ids = fields.One2many("field.visit.picture", "visit_id", "Photos And Signatures", copy=False)
    photo_count = fields.Integer("Photos", compute="_compute_picture_counts")
    signature_count = fields.Integer("Signatures", compute="_compute_picture_counts")

    @api.depends("picture_ids")
    def _compute_picture_counts(self):
        for visit in self:
            visit.photo_count = len(visit.picture_ids.filtered(lambda one: one.kind == "photo"))
            visit.signature_count = len(visit.picture_ids) - visit.photo_count

    def _report_parts(self):
        return dict(super()._report_parts(), photo=bool(self.photo_count), signature=bool(self.signature_count))

    def _missing_depends(self):
        return super()._missing_depends() + ["picture_ids"]

    # ---- public --------------------------------------------------------------------------
    def add_photo(self, vals):
        """Add a photo to this visit, whatever has become of it: what was photographed is not lost.

        :param dict vals: ``content``: a JPEG, PNG or WebP in base64 (or as a data address); all others optional:
            ``name`` (a title), ``at`` (UTC), ``latitude``, ``longitude`` … as for ``start_travel``
        :return: ``{"picture_id", "width", "height"}``
        :raises UserError: for what is no picture (SVG and HTML are none), is too large, or is one too many
        """
        return self._add_picture("photo", vals, self.company_id.visit_photo_max_px)

    def add_signature(self, vals):
        """Add the signature of somebody; ``vals`` as for :meth:`add_photo`, ``name`` says who signed.

        :return: ``{"picture_id", "width", "height"}``
        :raises UserError: also without a name, and when nothing is drawn
        """
        return self._add_picture("signature", vals, SIGNATURE_PX)

    # ---- steps ---------------------------------------------------------------------------
    def _add_picture(self, kind, vals, max_side):
        self.ensure_one()
        call_values.check_keys(self.env, vals, PHOTO_KEYS)
        compat.check_access(self, "write")
        self._refuse_closed_report()
        if len(self.picture_ids) >= MAX_PICTURES:
            raise UserError(_("%(visit)s has %(count)s pictures already, that is enough.") % {
                "visit": self.name, "count": MAX_PICTURES})
        picture = self._picture_of(vals.get("content"), max_side)
        if kind == "signature":
            self._refuse_no_signature(picture, vals)
        values = self._picture_values(kind, vals, picture)
        # made here alone, of what was looked at; who may write the visit may add to it
        row = self.env["field.visit.picture"].sudo().create(values)
        return {"picture_id": row.id, "width": row.width, "height": row.height}

    def _picture_of(self, content, max_side):
        limit_mb = self.company_id.visit_photo_max_mb
        try:
            return pictures.read(self._picture_bytes(content, limit_mb), limit_mb * 2 ** 20, max_side)
        except pictures.PictureError as error:
            raise UserError(self._picture_sentence(error)) from None

    @api.model
    def _picture_bytes(self, content, limit_mb):
        if not isinstance(content, str) or not content:
            raise UserError(_("content: this is a picture in base64."))
        if content.startswith("data:"):
            content = content.partition(",")[2]
        if len(content) > limit_mb * 2 ** 20 * 3 // 2:
            raise pictures.PictureError("too_large", {"size": len(content) * 3 // 4, "limit": limit_mb * 2 ** 20})
        try:
            return base64.b64decode("".join(content.split()), validate=True)
        except (binascii.Error, ValueError):
            raise UserError(_("content: this is no base64. Encode the picture's bytes.")) from None

    @api.model
    def _picture_sentence(self, error):
        if error.code == "too_large":
            return _("This picture has %(size).1f MB and may have %(limit)s. Send it smaller.") % {
                "size": error.params["size"] / 2 ** 20, "limit": error.params["limit"] // 2 ** 20}
        return {
            "no_picture": _("This file is no picture that is taken here. Send a JPEG, PNG or WebP."),
            "too_many_pixels": _("This picture has more pixels than are taken here. Send it smaller."),
            "broken": _("This picture is broken and cannot be read to its end. Take it again."),
        }[error.code]

    def _refuse_no_signature(self, picture, vals):
        if not plain_text.clean(self.env, "name", vals.get("name"), 100):
            raise UserError(_("name: say who signed."))
        if pictures.is_blank(picture):
            raise UserError(_("Nothing is drawn on this signature. Let the customer sign again."))

    def _picture_values(self, kind, vals, picture):
        place = self._picture_place(vals)
        now = fields.Datetime.now()
        # no picture is lost for a clock that is ahead
        at = min(call_values.moment(self.env, vals, "at") or now, now)
        stamped = self._picture_stamped(picture, at, place) if kind == "photo" else picture
        return {
            "visit_id": self.id, "kind": kind, "name": plain_text.clean(self.env, "name", vals.get("name"), 100),
            "image": base64.b64encode(stamped.content), "width": stamped.width, "height": stamped.height,
            "taken_at": at, "user_id": self.env.uid, "has_watermark": stamped is not picture,
            "has_position": bool(place), "latitude": place[0] if place else 0.0, "longitude": place[1] if place else 0.0}

    def _picture_place(self, vals):
        """Return where the phone was, ``(latitude, longitude)``; None when it did not say."""
        if any(vals.get(name) in (None, False) for name in ("latitude", "longitude")):
            return None
        return tuple(self._visit_checked_number("visit_" + name, vals[name], -limit, limit)
                     for name, limit in (("latitude", 90), ("longitude", 180)))

    def _picture_stamped(self, picture, at, place):
        """The photo with time, place and customer on it, where the company wants that."""
        company = self.company_id
        if not company.visit_photo_watermark:
            return picture
        lines = [self.name, self._local(at).strftime("%Y-%m-%d %H:%M %Z")]
        if place:
            lines.append("%.5f, %.5f" % place)
        font = self.env["field.visit.picture"]._font_for("".join(sorted(set("".join(lines)))), company.visit_photo_font or "")
        if not font:  # no font of this server has the letters of the name: the rest is written all the same
            lines = [_("Visit %s") % self.id] + lines[1:]
            font = self.env["field.visit.picture"]._font_for("0123456789", "")
        return pictures.stamp(picture, lines, font) if font else picture
