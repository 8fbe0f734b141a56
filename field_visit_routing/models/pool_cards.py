"""What a pool's card and form show: numbers, the user's own quota, and the lists behind them."""
from datetime import datetime

from odoo import _, api, fields, models

from .. import compat
from .field_visit_pool import HELD_STATES


class FieldVisitPool(models.Model):
    _inherit = "field.visit.pool"

    waiting_count = fields.Integer("Waiting", compute="_compute_lead_counts", help="Leads that you could claim.")
    held_count = fields.Integer("Held", compute="_compute_lead_counts")
    proposed_count = fields.Integer("Proposed Returns", compute="_compute_lead_counts")
    my_count = fields.Integer("Held By Me", compute="_compute_quota")
    quota_left = fields.Integer("Claims Left", compute="_compute_quota")
    quota_text = fields.Char("Quota", compute="_compute_quota")

    def _compute_lead_counts(self):
        """Leads are counted as far as the user sees them."""
        kinds = {"waiting_count": [("visit_pool_state", "=", "unassigned")],
                 "held_count": [("visit_pool_state", "in", HELD_STATES)],
                 "proposed_count": [("visit_pool_proposed", "=", True)]}
        for name, domain in kinds.items():
            counts = compat.count_by(self.env["crm.lead"], [("visit_pool_id", "in", self.ids)] + domain, "visit_pool_id")
            for pool in self:
                pool[name] = counts.get(pool.id, 0)

    @api.depends_context("uid")
    def _compute_quota(self):
        for pool in self:
            quota = pool._quota_of(self.env.user)
            pool.my_count = quota["held"]
            pool.quota_left = quota["claims_left"]
            pool.quota_text = self._quota_sentence(quota)

    @api.model
    def _quota_sentence(self, quota):
        cap = quota["holding_cap"]
        held = _("You hold %(held)d of %(cap)d", held=quota["held"], cap=cap) if cap else _(
            "You hold %d") % quota["held"]
        if quota["claims_left"] < 0:
            return held
        return held + " · " + _("%d more today") % quota["claims_left"]

    # ---- lists -----------------------------------------------------------------------------------------
    def _open_leads(self, action, domain):
        self.ensure_one()
        values = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing." + action)
        return dict(values, name=self.name, context={"visit_pool_help": 1},
                    domain=compat.all_of([("visit_pool_id", "=", self.id)], domain))

    def action_open_waiting(self):
        """Open the leads of this pool that wait to be claimed."""
        return self._open_leads("action_pool_waiting", [("visit_pool_state", "=", "unassigned")])

    def action_open_mine(self):
        """Open the leads of this pool that the user at hand holds."""
        return self._open_leads(
            "action_pool_mine", [("user_id", "=", self.env.uid), ("visit_pool_state", "in", list(HELD_STATES))])

    def action_open_held(self):
        """Open the leads of this pool that somebody holds."""
        return self._open_leads("action_pool_leads", [("visit_pool_state", "in", list(HELD_STATES))])

    def action_open_proposed(self):
        """Open the leads that the job proposes to return."""
        return self._open_leads("action_pool_proposed", [("visit_pool_proposed", "=", True)])

    def action_open_due(self):
        """Open the leads that the rules would take back now; nothing is written."""
        # a domain that the browser gets holds texts, not moments
        due = [tuple(fields.Datetime.to_string(part) if isinstance(part, datetime) else part for part in term)
               if not isinstance(term, str) else term for term in self._due_domain(self.env["crm.lead"]._pool_now())]
        return self._open_leads("action_pool_proposed", due)

    def action_open_moves(self):
        """Open the history of this pool."""
        self.ensure_one()
        values = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_pool_moves")
        return dict(values, domain=[("pool_id", "=", self.id)])

    def action_accept_returns(self):
        """Return what is due in this pool, as proposed; returns an action for the web client."""
        outcome = self.accept_returns()
        return self.env["crm.lead"]._pool_told(outcome, _("Returned to the pool"))


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def action_pool_accept(self):
        """Return these leads as far as their time is up; returns an action for the web client."""
        outcome = self.mapped("visit_pool_id").accept_returns(self.ids)
        return self._pool_told(outcome, _("Returned to the pool"))

    @api.model
    def get_empty_list_help(self, help):  # noqa: A002  (named so by Odoo)
        """The sales app replaces the help of every list of leads by an invitation to create one."""
        if self.env.context.get("visit_pool_help"):
            return help
        return super().get_empty_list_help(help)
