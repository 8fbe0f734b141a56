"""Customers and leads that were merged into others: phones that know them by their old number still find them."""
from odoo import _, api, fields, models

from .. import compat
from . import call_values

MODELS = {"partner_id": "res.partner", "lead_id": "crm.lead"}


class FieldVisitMerged(models.Model):
    _name = "field.visit.merged"
    _description = "Merged Customer or Lead"

    model = fields.Char(required=True, readonly=True)
    old_id = fields.Integer(required=True, readonly=True)
    old_name = fields.Char(readonly=True)
    new_id = fields.Integer(required=True, readonly=True, index=True)

    def init(self):
        compat.unique_index(self, ["model", "old_id"])

    @api.model
    def _note(self, gone, kept):
        """Remember that the records ``gone`` are merged into ``kept``, also those that had been merged into them."""
        gone -= kept
        self.search([("model", "=", kept._name), ("new_id", "in", gone.ids)]).write({"new_id": kept.id})
        known = self.search([("model", "=", kept._name), ("old_id", "in", gone.ids)]).mapped("old_id")
        self.create([{"model": kept._name, "old_id": record.id, "old_name": record.display_name, "new_id": kept.id}
                     for record in gone if record.id not in known])


class MergePartners(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # merging is the right of few; that it was done is noted for everybody's phones
        self.env["field.visit.merged"].sudo()._note(src_partners.sudo(), dst_partner.sudo())
        return super()._update_foreign_keys(src_partners, dst_partner)


class MergeLeads(models.Model):
    _inherit = "crm.lead"

    def _visit_take_over(self, leads):
        # as above
        self.env["field.visit.merged"].sudo()._note(leads.sudo(), self.sudo())
        return super()._visit_take_over(leads)


class FieldVisitEvent(models.Model):
    _inherit = "field.visit.event"

    @api.model
    def _event_customers(self, data):
        """Return ``data`` with the present numbers of a customer and a lead that were merged, and a note of it."""
        note = ""
        named = data.get("customer")
        if isinstance(named, dict):
            # "customer": {"kind": "partner", "id": 7} is the same as "partner_id": 7
            found, note = self._event_customers({"%s_id" % named.get("kind"): named.get("id")})
            data = dict(data, customer=dict(named, id=list(found.values())[0]))
        for key, model in MODELS.items():
            number = call_values.record_id(data.get(key))
            if not number or self.env[model].browse(number).exists():
                continue
            merged = self._event_merged(model, number)
            if merged:
                data, note = dict(data, **{key: merged.new_id}), self._event_merged_note(merged)
        return data, note

    @api.model
    def _event_merged(self, model, number):
        # where a customer went may be asked by everybody who knew its number
        return self.env["field.visit.merged"].sudo().search([("model", "=", model), ("old_id", "=", number)], limit=1)

    @api.model
    def _event_merged_note(self, merged):
        present = self.env[merged.model].browse(merged.new_id).exists()
        if not present or not compat.has_access(present, "read"):
            # the name that it had is as little for everybody who tries a number
            return _("This customer was merged with another one meanwhile. What you entered is there.")
        return _("%(old)s was merged with %(new)s meanwhile. What you entered is there.") % {
            "old": merged.old_name, "new": present.display_name}

    @api.model
    def _event_customer_note(self, visit, seen):
        """A note when the visit's customer was merged since the phone saw it; "" else."""
        for key, model in MODELS.items():
            number = call_values.record_id(seen.get(key))
            if number and visit[key].id != number:
                merged = self._event_merged(model, number)
                if merged:
                    return self._event_merged_note(merged)
        return ""
