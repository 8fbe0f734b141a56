"""A lead that a rep adds on the spot: where he stands, what he was told, and a photo of the card."""
import base64

from odoo import _, api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import plaintext2html

from ..engine.geo import CoordinateError, check_pair
from . import call_values
from .plain_text import storable

#: Texts of a new lead on the phone and their fields.
TEXTS = {"name": "name", "company_name": "partner_name", "contact_name": "contact_name", "phone": "phone",
         "email": "email_from", "street": "street", "zip": "zip", "city": "city", "note": "description"}
LEAD_KEYS = {*TEXTS, "latitude", "longitude", "accuracy_m", "content"}
#: Longest side of the photo of a card: its small print stays readable.
CARD_PX = 1600
LONGEST, LONGEST_NOTE = 200, 5000
#: A place measured this exactly (metres) is as good as a building, a street or a postcode.
PRECISIONS = ((50, "rooftop"), (200, "street"), (2000, "postcode"), (20_000, "city"))
#: A place that is less exact says nothing.
VAGUE_M = 20_000


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    @api.model
    def add_lead(self, vals):
        """Create a lead of the user's where he stands; return its id.

        :param dict vals: ``name`` or ``company_name`` is needed; ``contact_name``, ``phone``, ``email``, ``street``,
            ``zip``, ``city``, ``note`` (plain text); ``latitude`` and ``longitude`` in degrees with ``accuracy_m``;
            ``content``: photo of the card, a JPEG, PNG or WebP in base64
        :raises UserError: without a name, for an unknown key, numbers that are no position, and what is no picture
        :raises AccessError: when the user may not create leads
        """
        call_values.check_keys(self.env, vals, LEAD_KEYS)
        values = self._app_lead_texts(vals)
        photo = self._app_lead_photo(vals["content"]) if vals.get("content") else None
        lead = self.env["crm.lead"].create(dict(values, **self._app_lead_place(vals)))
        if photo:
            self.env["ir.attachment"].create({
                "name": _("Card of %s") % lead.name + ".jpg", "datas": base64.b64encode(photo.content),
                "res_model": lead._name, "res_id": lead.id})
        return lead.id

    @api.model
    def _app_lead_photo(self, content):
        """The photo written anew by the company's rules for photos of visits."""
        visit = self.env["field.visit"].new({"company_id": self.env.company.id})
        return visit._picture_of(content, CARD_PX)

    @api.model
    def _app_lead_texts(self, vals):
        values = {field: storable(str(vals.get(key) or "")).strip()[:LONGEST_NOTE if key == "note" else LONGEST]
                  for key, field in TEXTS.items()}
        values["name"] = values["name"] or values["partner_name"]
        if not values["name"]:
            raise UserError(_("The lead needs a name: enter that of the company or of the person."))
        # the note is text whatever it looks like; Odoo's field holds HTML from 15.0 on
        is_html = self.env["crm.lead"]._fields["description"].type == "html"
        if is_html:
            values["description"] = plaintext2html(values["description"])
        return dict({field: text for field, text in values.items() if text}, user_id=self.env.uid)

    @api.model
    def _app_lead_place(self, vals):
        """Where the phone was, when it knew that well enough."""
        if vals.get("latitude") is None or vals.get("longitude") is None:
            return {}
        try:
            lat, lon = check_pair(vals["latitude"], vals["longitude"])
            accuracy_m = float(vals.get("accuracy_m") or 0)
        except CoordinateError as error:
            raise ValidationError(self.env["res.partner"]._visit_coordinate_sentence(error)) from None
        except (OverflowError, TypeError, ValueError):
            raise UserError(_("accuracy_m: %r is no number of metres.") % vals["accuracy_m"]) from None
        if not accuracy_m <= VAGUE_M:
            return {}
        precision = next(name for most, name in PRECISIONS if accuracy_m <= most)
        stamp = self.env["crm.lead"]._visit_stamp("manual", "phone", precision)
        return dict(stamp, partner_latitude=lat, partner_longitude=lon)
