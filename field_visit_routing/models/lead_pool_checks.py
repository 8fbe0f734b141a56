"""What the rules of a pool forbid, asked before a lead's salesperson or its being active is written."""
from datetime import timedelta

from odoo import _, fields, models
from odoo.exceptions import AccessError, UserError

from .field_visit_pool import HELD_STATES

LEADER, ADMIN = "field_visit_routing.group_leader", "field_visit_routing.group_admin"


def local_day(record, moment):
    """Return the date of a naive UTC moment on the clock of the user at hand."""
    return fields.Datetime.context_timestamp(record, moment).date()


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _pool_check_write(self, vals):
        """Refuse what the rules of the leads' pools forbid.

        :raises UserError: naming the lead, the rule and the way out
        """
        move = self._pool_move()
        if move and move.free:
            return
        # the rules look at the leads as they are; who may write them at all is decided by the write
        leads = self.sudo().filtered("visit_pool_id").with_env(self.env)
        if vals.get("active"):
            leads._pool_check_restore()
        if "user_id" in vals:
            user = self.env["res.users"].browse(vals["user_id"] or ())
            leads.filtered(lambda lead: lead.sudo().user_id != user)._pool_check_give(user)

    def _pool_check_give(self, user):
        """Refuse to give these leads to ``user``, or to nobody, in the name of the user at hand."""
        for lead in self:
            lead._pool_check_state()
            lead._pool_check_right(user)
        if not user:
            return
        held = self.sudo().filtered(lambda lead: lead.visit_pool_state in HELD_STATES + ("unassigned",))
        for pool in held.visit_pool_id:
            leads = held.filtered(lambda lead, pool=pool: lead.visit_pool_id == pool)
            claims = len([lead for lead in leads.with_env(self.env) if lead._pool_is_claim(user)])
            pool._refuse_over_cap(user, len(leads), claims)

    def _pool_is_claim(self, user):
        """Whether the user at hand takes a lead that nobody holds for himself."""
        return not self.env.su and user.id == self.env.uid and not self.sudo().user_id

    def _pool_is_led(self):
        """Whether a leader acts; what the server does by itself is none of a rep's."""
        return self.env.su or self.env.user.has_group(LEADER)

    def _pool_check_state(self):
        lead = self.sudo()
        if lead.visit_pool_state in ("invalid", "void"):
            raise UserError(_('"%(lead)s" is marked as %(state)s. Restore it first.') % {
                "lead": lead.name, "state": lead._pool_state_name(lead.visit_pool_state).lower()})

    def _pool_check_right(self, user):
        """Reps take for themselves and hand on what they have; the rest is for leaders."""
        lead, led = self.sudo(), self._pool_is_led()
        mine = lead.user_id.id == self.env.uid
        if self._pool_is_claim(user):
            self._pool_check_team(user)
        elif not led and not mine:
            raise AccessError(_(
                '"%(lead)s" is in pool "%(pool)s", and only a leader may assign it. Claim it for yourself while nobody '
                "holds it.") % {"lead": lead.name, "pool": lead.visit_pool_id.name})
        if user and (not led or self._pool_is_claim(user)):
            self._pool_check_bar(user)

    def _pool_check_team(self, user):
        lead = self.sudo()
        teams = lead.visit_pool_id.team_ids
        if teams and not teams.filtered(lambda team: user in team.member_ids | team.user_id):
            raise AccessError(_('"%(lead)s" is for the teams of pool "%(pool)s": %(teams)s. Ask a leader to assign it.') % {
                "lead": lead.name, "pool": lead.visit_pool_id.name, "teams": ", ".join(teams.mapped("name"))})

    def _pool_check_bar(self, user):
        """Refuse a lead to somebody who had it not long ago."""
        lead = self.sudo()
        days = lead.visit_pool_id.bar_days
        if not days:
            return
        last = lead.env["field.visit.pool.move"].search([
            ("lead_id", "=", lead.id), ("from_user_id", "=", user.id), ("to_user_id", "!=", user.id),
            ("date", ">", self._pool_now() - timedelta(days=days))], limit=1)
        if last:
            raise UserError(_(
                '%(user)s had "%(lead)s" until %(date)s and may claim it again from %(free)s on. '
                "Ask a leader to assign it before.") % {
                    "user": user.name, "lead": lead.name, "date": local_day(self, last.date),
                    "free": local_day(self, last.date + timedelta(days=days))})

    def _pool_check_restore(self):
        """Refuse to bring back what is void, or somebody else's, or beyond its holder's cap."""
        for lead in self.filtered(lambda lead: not lead.sudo().active):
            record = lead.sudo()
            if record.visit_pool_state == "void" and not self.env.user.has_group(ADMIN):
                raise AccessError(_('"%s" is void. Only an administrator of field visits restores it.') % record.name)
            if record.visit_pool_state == "invalid" and record.user_id:
                lead._pool_check_right(record.user_id)
                record.visit_pool_id.with_env(self.env)._refuse_over_cap(record.user_id, 1, 0)
