"""A saved group of customers and leads."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat

#: Field with the members of each model.
MEMBERS = {"res.partner": "partner_ids", "crm.lead": "lead_ids"}


class FieldVisitSegment(models.Model):
    _name = "field.visit.segment"
    _description = "Segment"
    _order = "name, id"

    name = fields.Char("Name", required=True)
    company_id = fields.Many2one("res.company", "Company", index=True, default=lambda self: self.env.company,
                                 help="Empty: for all companies.")
    user_id = fields.Many2one("res.users", "Responsible", default=lambda self: self.env.user)
    note = fields.Text("Note")
    active = fields.Boolean("Active", default=True)
    partner_ids = fields.Many2many("res.partner", "field_visit_segment_partner_rel", "segment_id", "partner_id",
                                   "Customers")
    lead_ids = fields.Many2many("crm.lead", "field_visit_segment_lead_rel", "segment_id", "lead_id", "Leads")
    partner_count = fields.Integer("Number of customers", compute="_compute_counts")
    lead_count = fields.Integer("Number of leads", compute="_compute_counts")

    @api.depends("partner_ids", "lead_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        """Members are counted as the user sees them."""
        for segment in self:
            segment.partner_count = self.env["res.partner"].search_count([("id", "in", segment.partner_ids.ids)])
            segment.lead_count = self.env["crm.lead"].search_count([("id", "in", segment.lead_ids.ids)])

    def add_members(self, model, ids):
        """Add customers or leads.

        :param model: ``"res.partner"`` or ``"crm.lead"``
        :param ids: list of ids; members already are left as they are
        :return: how many are new
        :raises UserError: for another model, an unknown id or a record of another company
        """
        self.ensure_one()
        name = self._member_field(model)
        records = self.env["field.visit.checked.mixin"]._visit_known("ids", model, ids)
        compat.check_access(records, "read")
        for record in records:
            reason = self._refusal(record)
            if reason:
                raise UserError("%s: %s" % (record.display_name, reason))
        new = records - self[name]
        self.write({name: [(4, record.id) for record in new]})
        return len(new)

    def remove_members(self, model, ids):
        """Take customers or leads out of the segment; nothing else of them changes.

        :return: ``True``
        """
        self.ensure_one()
        name = self._member_field(model)
        members = set(self[name].ids)
        self.write({name: [(3, number) for number in ids if number in members]})
        return True

    def action_open_customers(self):
        """Show the customers of the segment on the map."""
        return self._action_open("action_customers", "partner_ids")

    def action_open_leads(self):
        """Show the leads of the segment on the map."""
        return self._action_open("action_leads", "lead_ids")

    def _action_open(self, action, name):
        self.ensure_one()
        values = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing." + action)
        return dict(values, name=self.name, domain=[("id", "in", self[name].ids)], context={})

    @api.model
    def _member_field(self, model):
        if model not in MEMBERS:
            raise UserError(_('model: a segment holds customers and leads, no "%s". Give res.partner or crm.lead.', model))
        return MEMBERS[model]

    def _refusal(self, record):
        """Why the record cannot be a member, as a sentence; "" when it can."""
        if self.company_id and record.company_id and record.company_id != self.company_id:
            return _('the segment belongs to %(company)s, the record to %(other)s.', company=self.company_id.name,
                     other=record.company_id.display_name)
        return ""
