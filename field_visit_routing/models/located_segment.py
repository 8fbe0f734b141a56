"""Customers and leads know their segments; members are changed at the segment, where its rights hold."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from .field_visit_segment import gives_links
from .field_visit_segment_move import REASON

NAME = "visit_segment_ids"


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._visit_segment_vals(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._visit_segment_vals(vals))

    @api.model
    def _visit_segment_vals(self, vals):
        """Segments cannot be written from their members: the segment's own rights would not be asked."""
        if NAME not in vals:
            return vals
        if gives_links(vals[NAME]):
            raise UserError(_("Segments: members are added and taken out at the segment itself. Open the segment, or choose "
                              "the records on the map."))
        return {name: value for name, value in vals.items() if name != NAME}


class ResPartner(models.Model):
    _inherit = "res.partner"

    visit_segment_ids = fields.Many2many("field.visit.segment", "field_visit_segment_partner_rel", "partner_id", "segment_id",
                                         "Segments", readonly=True, copy=False, groups="base.group_user")


class CrmLead(models.Model):
    _inherit = "crm.lead"

    visit_segment_ids = fields.Many2many("field.visit.segment", "field_visit_segment_lead_rel", "lead_id", "segment_id",
                                         "Segments", readonly=True, copy=False, groups="base.group_user")

    def _merge_data(self, *args, **kwargs):
        """The kept lead takes the places of the others in fixed segments, whoever merges them."""
        # also places in segments that the user does not see
        segments = self.sudo().with_context(active_test=False).visit_segment_ids.filtered(lambda s: s.kind == "fixed")
        if segments:
            segments.with_context(**{REASON: _("Merged")}).write({"lead_ids": [(4, self[:1].id)]})
        return super()._merge_data(*args, **kwargs)


class MergePartnerWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """The entries of the others end, so that nobody is noted twice when core hands them over."""
        moves = self.env["field.visit.segment.move"]
        compat.flush(moves)
        self.env.cr.execute("UPDATE field_visit_segment_move SET is_current = false WHERE partner_id = ANY(%s) AND is_current",
                            [src_partners.ids])
        compat.invalidate(moves)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Core moves members by SQL: whoever is a member now is noted."""
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        kept = self.env["res.partner"].browse(partner_ids).exists()
        self.env["field.visit.segment"]._segment_forget("res.partner")
        # whoever merges customers, all of their segments know
        segments = kept.sudo().with_context(active_test=False).visit_segment_ids
        segments.with_context(**{REASON: _("Merged")})._segment_log_changes()
        return result
