"""What follows in the pool when a lead's salesperson, stage or being active has been written."""
from odoo import models

from .field_visit_pool import HELD_STATES

OPEN_STATES = ("unassigned",) + HELD_STATES
#: A lead that nobody holds has no clock.
NO_CLOCK = dict.fromkeys((
    "visit_pool_held_at", "visit_pool_followed_at", "visit_pool_idle_since", "visit_pool_warned_for",
    "visit_pool_proposed"), False)


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # ---- salesperson -----------------------------------------------------------------------------------
    def _pool_after_user_id(self, before):
        # the history of a lead is kept whoever gave it away
        leads = self.sudo()
        changed = leads.filtered(lambda lead: lead.user_id != before[lead.id]["user_id"])
        taken = changed.filtered(lambda lead: lead.user_id and not before[lead.id]["user_id"])
        freed = changed.filtered(lambda lead: not lead.user_id)
        changed._pool_forget_warning()
        taken._pool_start_clock()
        freed._pool_set(NO_CLOCK)
        self._pool_log_users(taken, "to_process", before)
        self._pool_log_users(freed, "unassigned", before)
        self._pool_log_users(changed - taken - freed, None, before)

    def _pool_start_clock(self):
        now = self._pool_now()
        self._pool_set(dict(NO_CLOCK, visit_pool_held_at=now, visit_pool_idle_since=now))

    def _pool_log_users(self, leads, state, before):
        """Note who got or lost ``leads``, which come into ``state`` if somebody could work on them."""
        leads = leads.filtered("visit_pool_id")
        moved = leads.filtered(lambda lead: state and lead.visit_pool_state in OPEN_STATES)
        rows = [(lead, self._pool_user_kind(before[lead.id]["user_id"], lead.user_id), before[lead.id]["user_id"])
                for lead in leads]
        moved._pool_log_state(state, rows)
        (leads - moved)._pool_log_state(None, rows)

    def _pool_user_kind(self, old, new):
        move = self._pool_move()
        if move:
            return move.kind
        if not new:
            return "return"
        if old:
            return "transfer"
        return "claim" if not self.env.su and new.id == self.env.uid else "assign"

    # ---- archived and brought back -----------------------------------------------------------------------
    def _pool_after_active(self, before):
        # see above
        leads = self.sudo().filtered(lambda lead: lead.visit_pool_id and lead.active != before[lead.id]["active"])
        gone = leads.filtered(lambda lead: not lead.active and lead.visit_pool_state in OPEN_STATES)
        back = leads.filtered(lambda lead: lead.active and lead.visit_pool_state in ("invalid", "void"))
        void = self._pool_move() and self._pool_move().kind == "void"
        gone._pool_forget_warning()
        gone._pool_log_state("void" if void else "invalid", [(lead, self._pool_kind("invalidate"), None) for lead in gone])
        back._pool_set({"visit_pool_revisit_on": False})
        for state, some in back._pool_by_state():
            some._pool_log_state(state, [(lead, self._pool_kind("restore"), None) for lead in some])

    def _pool_kind(self, usual):
        return self._pool_move().kind if self._pool_move() else usual

    def _pool_by_state(self):
        """Return ``[(state, leads)]``: the state that each active lead has by what it is now."""
        groups = {}
        for lead in self:
            groups.setdefault(lead._pool_state_now(), []).append(lead.id)
        return [(state, self.browse(ids)) for state, ids in groups.items()]

    def _pool_state_now(self):
        if self.stage_id.is_won:
            return "converted"
        if not self.active:
            return "invalid"
        if not self.user_id:
            return "unassigned"
        return "in_progress" if self.visit_pool_followed_at else "to_process"

    # ---- stage -------------------------------------------------------------------------------------------
    def _pool_after_stage_id(self, before):
        # see above
        leads = self.sudo().filtered(lambda lead: lead.stage_id != before[lead.id]["stage_id"])
        pooled = leads.filtered("visit_pool_id")
        won = pooled.filtered(lambda lead: lead.stage_id.is_won and lead.visit_pool_state in OPEN_STATES)
        again = pooled.filtered(lambda lead: not lead.stage_id.is_won and lead.visit_pool_state == "converted")
        won._pool_forget_warning()
        won._pool_log_state("converted", [(lead, "convert", None) for lead in won])
        for state, some in again._pool_by_state():
            some._pool_log_state(state, [(lead, "reopen", None) for lead in some])
        if self._pool_by_person():
            leads._pool_followed("count_stages")

    # ---- history -----------------------------------------------------------------------------------------
    def _pool_log_state(self, state, rows):
        """Bring these leads into ``state`` (None: it stays) and note the moves ``[(lead, kind, former user)]``."""
        before = {lead.id: lead.visit_pool_state for lead in self}
        if state:
            self._pool_set({"visit_pool_state": state})
        reason = self._pool_move().reason if self._pool_move() else ""
        self.env["field.visit.pool.move"]._log([
            lead._pool_row(kind, reason, former, before[lead.id]) for lead, kind, former in rows if lead.id in before])

    def _pool_row(self, kind, reason, former, state_before):
        """Return a row of the history; ``former`` is the user who had the lead when it changed hands."""
        return {
            "lead_id": self.id, "pool_id": self.visit_pool_id.id, "kind": kind, "date": self._pool_now(),
            "from_user_id": (self.user_id if former is None else former).id, "to_user_id": self.user_id.id,
            "from_state": state_before, "to_state": self.visit_pool_state, "reason": reason}

    def _pool_state_name(self, state):
        return dict(self.fields_get(["visit_pool_state"])["visit_pool_state"]["selection"]).get(state, "")

    def _pool_forget_warning(self):
        """What was announced no longer holds: remove the activities and the proposal."""
        kind = self.env.ref("field_visit_routing.activity_pool_return", raise_if_not_found=False)
        warned = self.filtered("visit_pool_warned_for")
        if warned and kind:
            # the activity is the pool's, whoever has followed up
            self.env["mail.activity"].sudo().search([
                ("res_model", "=", "crm.lead"), ("res_id", "in", warned.ids),
                ("activity_type_id", "=", kind.id)]).unlink()
        told = warned | self.filtered("visit_pool_proposed")
        told._pool_set({"visit_pool_warned_for": False, "visit_pool_proposed": False})

