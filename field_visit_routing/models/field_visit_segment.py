"""A saved group of customers and leads: fixed members, or those that a rule finds.

``partner_ids`` and ``lead_ids`` always hold the present members, so that filters, map and plans need to know nothing
else. Where the rule is: segment_rule.py; what segments make of other segments: segment_sets.py; how members are found
and written: segment_refresh.py; who came and went, when and why: field_visit_segment_move.py.
"""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat

#: Field with the members of each model.
MEMBERS = {"res.partner": "partner_ids", "crm.lead": "lead_ids"}
#: Who may read leads at all, and so the lists of them.
OF_LEADS = "sales_team.group_sale_salesman"
FIXED, DYNAMIC = "fixed", "dynamic"
KINDS = [(FIXED, "Fixed: members are chosen"), (DYNAMIC, "Dynamic: a rule finds the members")]


def gives_links(commands):
    """Tell whether what is written to a many2many field, by whom and in what form ever, links anything."""
    return any(not isinstance(item, (list, tuple)) or any(item[1:]) for item in commands or ())


class FieldVisitSegment(models.Model):
    _name = "field.visit.segment"
    _description = "Segment"
    _inherit = "field.visit.checked.mixin"
    _order = "name, id"

    name = fields.Char("Name", required=True)
    kind = fields.Selection(KINDS, "Members", default=FIXED, required=True)
    company_id = fields.Many2one("res.company", "Company", index=True, default=lambda self: self.env.company,
                                 help="Empty: for all companies.")
    user_id = fields.Many2one("res.users", "Responsible", default=lambda self: self.env.user)
    note = fields.Text("Note")
    active = fields.Boolean("Active", default=True)
    partner_ids = fields.Many2many("res.partner", "field_visit_segment_partner_rel", "segment_id", "partner_id",
                                   "Customers")
    lead_ids = fields.Many2many("crm.lead", "field_visit_segment_lead_rel", "segment_id", "lead_id", "Leads",
                                groups=OF_LEADS)
    partner_count = fields.Integer("Number of customers", compute="_compute_counts")
    lead_count = fields.Integer("Number of leads", compute="_compute_counts")

    @api.depends("partner_ids", "lead_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        """Members are counted as the user sees them."""
        for segment in self:
            segment.partner_count = segment._segment_count("res.partner")
            segment.lead_count = segment._segment_count("crm.lead")

    def _segment_count(self, model):
        if not self.ids or not compat.has_access(self.env[model], "read"):
            return 0
        return self.env[model].search_count([("visit_segment_ids", "in", self.ids)])

    # ---- members -------------------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        segments = super().create(vals_list)
        segments._segment_log_changes()
        return segments

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in MEMBERS.values()):
            self._segment_log_changes()
        return result

    def add_members(self, model, ids):
        """Add customers or leads.

        :param model: ``"res.partner"`` or ``"crm.lead"``
        :param ids: list of ids; members already are left as they are
        :return: how many are new
        :raises UserError: for another model, an unknown id, a record of another company, or a segment with a rule
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

        Out of a segment with a rule they are kept: they come onto its excluded list.

        :return: ``True``
        """
        self.ensure_one()
        name = self._member_field(model)
        members = set(self[name].ids)
        gone = [number for number in ids if number in members]
        if self.kind == DYNAMIC:
            self._segment_exclude(model, gone)
        else:
            self.write({name: [(3, number) for number in gone]})
        return True

    def action_open_customers(self):
        """Show the customers of the segment on the map."""
        return self._action_open("action_customers")

    def action_open_leads(self):
        """Show the leads of the segment on the map."""
        return self._action_open("action_leads")

    def _action_open(self, action):
        self.ensure_one()
        values = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing." + action)
        return dict(values, name=self.name, domain=[("visit_segment_ids", "in", self.ids)], context={})

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
