from odoo import api, fields, models

from .located_position import FOUND, FOUND_KEY, POSITION_FIELDS


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "field.visit.located.mixin"]

    visit_hours_ids = fields.One2many("field.visit.hours", "lead_id", "Visiting Hours", copy=True, groups="base.group_user")

    def _visit_origin(self):
        return self.partner_id

    @api.model
    def _visit_origin_fields(self):
        return ("partner_id",)

    @api.model
    def _visit_origin_source(self):
        return "customer"

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        """The customer made of a lead stands where the lead stood."""
        values = super()._prepare_customer_values(partner_name, is_company=is_company, parent_id=parent_id)
        if self.has_position():
            values.update({name: self[name] for name in POSITION_FIELDS})
        values.update(self._visit_wish_values(self))
        if self.territory_manual:
            values.update(territory_id=self.territory_id.id, territory_manual=True)
        return values

    def _create_customer(self, *arguments, **keywords):
        """Making a customer of a lead moves nobody; series differ in what they hand over."""
        if not self.has_position():
            return super()._create_customer(*arguments, **keywords)
        lead = self.with_context(**{FOUND_KEY: FOUND})
        partner = self.env["res.partner"].browse(super(CrmLead, lead)._create_customer(*arguments, **keywords).ids)
        # who may make customers need not read who moved them
        self.env["field.visit.place.change"].sudo()._hand_on(self.sudo(), (partner | partner.parent_id).sudo())
        return partner
