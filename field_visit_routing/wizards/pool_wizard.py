"""Asks for the reason, and for whom or until when, before leads of a pool are moved."""
from odoo import _, api, fields, models

ACTIONS = [("return", "Return to the pool"), ("assign", "Assign"), ("invalidate", "Mark as invalid"),
           ("restore", "Restore"), ("void", "Declare void")]


class FieldVisitPoolWizard(models.TransientModel):
    _name = "field.visit.pool.wizard"
    _description = "Move leads of a pool"

    action = fields.Selection(ACTIONS, "What", required=True, default="return")
    lead_ids = fields.Many2many("crm.lead", string="Leads", context={"active_test": False})
    lead_text = fields.Char("Which", compute="_compute_lead_text")
    user_id = fields.Many2one("res.users", "Salesperson", domain=[("share", "=", False)])
    force = fields.Boolean("Beyond The Holding Cap")
    may_force = fields.Boolean(compute="_compute_lead_text")
    reason = fields.Char("Why")
    revisit_on = fields.Date("Revisit On", help="On this day the lead waits in the pool again.")

    @api.depends("lead_ids")
    def _compute_lead_text(self):
        for wizard in self:
            leads = wizard.lead_ids
            wizard.lead_text = leads.name if len(leads) == 1 else _("%d leads") % len(leads)
            wizard.may_force = self.env.user.has_group("field_visit_routing.group_manager")

    def action_apply(self):
        """Do it and close; what some of several leads refuse is told."""
        self.ensure_one()
        leads = self.lead_ids
        reason = self.reason or ""
        calls = {
            "return": lambda: leads.pool_return(reason),
            "assign": lambda: leads.pool_assign(self.user_id.id, reason, self.force),
            "invalidate": lambda: leads.pool_invalidate(reason, fields.Date.to_string(self.revisit_on) or False),
            "restore": lambda: leads.pool_restore(reason),
            "void": lambda: leads.pool_void(reason),
        }
        titles = dict(self.fields_get(["action"])["action"]["selection"])
        told = leads._pool_told(calls[self.action](), titles[self.action])
        return {"type": "ir.actions.act_window_close"} if told is True else told
