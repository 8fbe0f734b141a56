"""What people do with the leads of a pool; buttons, the phone and programs call the same methods."""
from odoo import _, models
from odoo.exceptions import AccessError, UserError

from .. import compat
from .lead_pool_checks import LEADER, local_day
from .lead_pool_events import OPEN_STATES

#: Reasons that a refusal of everything names.
NAMED = 5


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def pool_claim(self):
        """Take these leads, which nobody holds, for the user at hand.

        :return: ``{"done": [ids], "refused": [{"id", "name", "reason"}]}``
        :raises UserError: when no lead could be claimed, with the reasons
        """
        return self._pool_each(lambda lead: lead._pool_claim())

    def _pool_claim(self):
        self._pool_check_in_pool()
        holder = self.sudo().user_id
        if holder:
            raise UserError(_('"%s" is held already. Choose another lead.') % self.sudo().name)
        self._pool_under("claim", _("Claimed"))._visit_give(self.env.user, None, _("Claimed from the pool"))

    def pool_return(self, reason):
        """Give these leads back: nobody holds them any more; returns as ``pool_claim``.

        :param str reason: why, for the history
        """
        reason = self._pool_reason(reason)
        return self._pool_each(lambda lead: lead._pool_give_back(reason))

    def _pool_give_back(self, reason):
        self._pool_check_in_pool()
        if not self.sudo().user_id:
            raise UserError(_('Nobody holds "%s": it is in the pool already.') % self.sudo().name)
        self._pool_under("return", reason)._visit_give(self.env["res.users"], None, reason)

    def pool_assign(self, user_id, reason="", force=False):
        """Give these leads to a salesperson, for leaders; returns as ``pool_claim``.

        :param int user_id: who gets them
        :param bool force: beyond the holding cap, for managers
        """
        if not self.env.user.has_group(LEADER):
            raise AccessError(_("Only leaders assign leads of a pool. Claim it for yourself instead."))
        if force and not self.env.user.has_group("field_visit_routing.group_manager"):
            raise AccessError(_("Only managers assign beyond the holding cap. Ask one of them."))
        user = self._visit_known("user_id", "res.users", [user_id])
        reason = str(reason or "").strip() or _("Assigned from the pool")
        return self._pool_each(lambda lead: lead._pool_assign(user, reason, bool(force)))

    def _pool_assign(self, user, reason, force):
        self._pool_check_in_pool()
        if user.share or not user.active:
            raise UserError(_("%s is no active internal user. Choose a colleague.") % user.name)
        self._pool_check_state()
        self._pool_under("assign", reason, free=force)._visit_give(user, None, reason)

    def pool_invalidate(self, reason, revisit_on=False):
        """These leads are worth nothing now: lost, and back in the pool on ``revisit_on``; returns as ``pool_claim``.

        :param str reason: why, for the history
        :param revisit_on: date ("YYYY-MM-DD") on which the lead is worth a visit again, or False
        """
        reason = self._pool_reason(reason)
        day = self._visit_day("revisit_on", revisit_on) if revisit_on else False
        if day and day <= local_day(self, self._pool_now()):
            raise UserError(_("revisit_on: %s is not in the future. Choose a later day.") % day)
        return self._pool_each(lambda lead: lead._pool_invalidate(reason, day))

    def _pool_invalidate(self, reason, day):
        self._pool_check_in_pool()
        self._pool_check_mine()
        if self.visit_pool_state not in OPEN_STATES:
            raise UserError(_('"%(lead)s" is marked as %(state)s already.') % {
                "lead": self.name, "state": self._pool_state_name(self.visit_pool_state).lower()})
        self._pool_under("invalidate", reason).action_set_lost()
        self._pool_set({"visit_pool_revisit_on": day})

    def pool_void(self, reason):
        """These leads are no leads at all (a test, a joke): nobody holds them, only the administrator restores them.

        For leaders; returns as ``pool_claim``.
        """
        reason = self._pool_reason(reason)
        if not self.env.user.has_group(LEADER):
            raise AccessError(_("Only leaders declare a lead void. Mark it as invalid instead."))
        return self._pool_each(lambda lead: lead._pool_void(reason))

    def _pool_void(self, reason):
        self._pool_check_in_pool()
        if self.visit_pool_state in ("void", "converted"):
            raise UserError(_('"%(lead)s" is marked as %(state)s already.') % {
                "lead": self.name, "state": self._pool_state_name(self.visit_pool_state).lower()})
        self._pool_under("return", reason, free=True)._visit_give(self.env["res.users"], None, reason)
        lead = self._pool_under("void", reason, free=True)
        if self.sudo().active:
            lead.action_set_lost()
        else:
            # what is invalid and archived already only changes its state
            lead.sudo()._pool_log_state("void", [(lead.sudo(), "void", None)])

    def pool_restore(self, reason=""):
        """Bring invalid or void leads back: to their holder if there is one, with the clock as it was; else to the pool.

        Void ones only by the administrator; returns as ``pool_claim``.
        """
        reason = str(reason or "").strip() or _("Restored")
        return self._pool_each(lambda lead: lead._pool_restore(reason))

    def _pool_restore(self, reason):
        self._pool_check_in_pool()
        if self.visit_pool_state not in ("invalid", "void"):
            raise UserError(_('"%s" is neither invalid nor void.') % self.name)
        self._pool_under("restore", reason).action_unarchive()

    # ---- what they share ---------------------------------------------------------------------------------
    def _pool_each(self, work):
        """Do ``work`` with each lead in a savepoint of its own and say what came of it."""
        done, refused = [], []
        for lead in self._visit_known("ids", self._name, self.ids):
            try:
                with self.env.cr.savepoint():
                    lead._pool_lock()
                    work(lead)
                done.append(lead.id)
            except UserError as error:
                # its name is for those who may read it
                name = lead.name if compat.has_access(lead, "read") else str(lead.id)
                refused.append({"id": lead.id, "name": name, "reason": str(error.args[0])})
        if refused and not done:
            raise UserError("\n".join(line["reason"] for line in refused[:NAMED]))
        return {"done": done, "refused": refused}

    def _pool_lock(self):
        """Two at once: the database refuses the second, Odoo runs it again, and it sees what the first did."""
        compat.check_access(self, "write")
        compat.flush(self.browse())
        self.env.cr.execute("SELECT id FROM crm_lead WHERE id = %s FOR UPDATE", [self.id])

    def _pool_check_in_pool(self):
        if not self.sudo().visit_pool_id:
            raise UserError(_('"%s" is in no pool. A pool takes the leads of its territories.') % self.name)

    def _pool_check_mine(self):
        """Refuse unless the user holds the lead, or leads."""
        if self.user_id != self.env.user and not self._pool_is_led():
            raise AccessError(_('"%s" is not yours. Ask its salesperson or a leader.') % self.name)

    def _pool_reason(self, reason):
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(_("reason: say why in a few words, for the history of the lead."))
        return reason

    # ---- buttons -------------------------------------------------------------------------------------------
    def action_pool_claim(self):
        """Claim from a button or a list; returns an action for the web client."""
        return self._pool_told(self.pool_claim(), _("Claimed"))

    def _pool_told(self, outcome, title):
        """Return True, or a note when some of several were refused."""
        if not outcome["refused"] and len(outcome["done"]) == 1:
            return True
        lines = [_("%d leads done.") % len(outcome["done"])]
        lines += ["%s: %s" % (line["name"], line["reason"]) for line in outcome["refused"][:NAMED]]
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"title": title, "type": "warning" if outcome["refused"] else "success",
                       "sticky": bool(outcome["refused"]), "message": "\n".join(lines),
                       "next": {"type": "ir.actions.client", "tag": "reload"}},
        }

    def action_pool_ask(self):
        """Open the dialog that asks for what ``pool_action`` of the context needs."""
        return {
            "type": "ir.actions.act_window", "name": _("Lead Pool"), "target": "new", "view_mode": "form",
            "res_model": "field.visit.pool.wizard",
            "context": {"default_lead_ids": [(6, 0, self.ids)],
                        "default_action": self.env.context.get("pool_action", "return")},
        }
