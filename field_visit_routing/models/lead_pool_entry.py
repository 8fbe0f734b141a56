"""How leads come into a pool: created, imported, copied, merged, moved to another territory."""
from odoo import api, models

from .field_visit_pool_move import COLUMNS
from .lead_pool import CLOCK


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _pool_begin(self):
        """Start the clock of new leads that somebody holds, and bring them into their pools."""
        # what a new lead goes through is noted whoever creates it
        held = self.sudo().filtered(lambda lead: lead.user_id and not lead.visit_pool_held_at)
        if held:
            now = self._pool_now()
            held._pool_set({"visit_pool_held_at": now, "visit_pool_idle_since": now})
        self._pool_enter()
        if self.env.su:
            return
        for lead in self.sudo().filtered(lambda lead: lead.visit_pool_id and lead.user_id):
            lead.visit_pool_id.with_env(self.env)._refuse_over_cap(lead.user_id, 0, 0)

    def _pool_enter(self):
        """Bring these leads into the pools of their territories.

        A lead leaves its pool for another pool only: otherwise moving it for a day would stop its clock.
        """
        find = self.env["field.visit.pool"]._finder()
        groups = {}
        # membership is a fact of the territory, whoever changes it
        for lead in self.sudo().with_context(active_test=False):
            pool = find(lead.company_id, lead.territory_id)
            if pool and pool != lead.visit_pool_id:
                state = lead.visit_pool_state or lead._pool_state_now()
                starts = bool(lead.user_id and not lead.visit_pool_held_at)
                groups.setdefault((pool.id, state, starts), []).append(lead.id)
        for (pool_id, state, starts), ids in groups.items():
            self.browse(ids).sudo()._pool_put(pool_id, state, starts)

    def _pool_put(self, pool_id, state, starts):
        """Put these leads into a pool; ``starts``: their holders' time begins now."""
        now = self._pool_now()
        old = {lead.id: (lead.visit_pool_state, lead.visit_pool_id.name) for lead in self}
        vals = {"visit_pool_id": pool_id, "visit_pool_state": state, "visit_pool_proposed": False}
        if starts:
            vals.update(visit_pool_held_at=now, visit_pool_idle_since=now)
        self._pool_set(vals)
        self.env["field.visit.pool.move"]._log([
            lead._pool_row(lead._pool_entry_kind(*old[lead.id]), old[lead.id][1], None, old[lead.id][0])
            for lead in self])

    def _pool_entry_kind(self, state, pool_name):
        """What coming into the pool means: one's own new lead, or one that was there before."""
        if state or pool_name or not self.user_id:
            return "enter"
        return "own" if self.user_id.id == self.env.uid else "enter"

    def _visit_territory_changed(self, before, cause):
        """A new lead that nobody holds waits in a pool that keeps new leads; nobody is given it at once."""
        self._pool_enter()
        # see above
        waiting = self.sudo().filtered(
            lambda lead: not lead.user_id and lead.visit_pool_id.keep_new and lead.visit_pool_state == "unassigned")
        rest = self - waiting.with_env(self.env)
        return super(CrmLead, rest)._visit_territory_changed(before, cause)

    # ---- no more time by copying, merging, importing -----------------------------------------------------
    def copy_data(self, default=None):
        """A copy that its salesperson keeps goes on with the clock of the original."""
        copies = super().copy_data(default)
        for lead, vals in zip(self.sudo(), copies):
            if lead.user_id and vals.get("user_id") == lead.user_id.id:
                vals.update({name: lead[name] for name in CLOCK if lead[name]}, visit_pool_id=lead.visit_pool_id.id)
        return copies

    def _pool_stay(self, pool_id):
        """A copy whose territory has no pool stays in that of the original."""
        # a fact of the original, whoever copies it
        lead = self.sudo()
        if not pool_id or lead.visit_pool_id:
            return
        pool = lead._visit_known("visit_pool_id", "field.visit.pool", [pool_id])
        if lead.company_id in (pool.company_id, pool.company_id.browse()):
            lead._pool_put(pool.id, lead._pool_state_now(), False)

    def _visit_take_over(self, leads):
        """Merged leads of one salesperson are held since the first of them was."""
        result = super()._visit_take_over(leads)
        # histories of all the leads come together, whoever merges them
        kept, merged = self.sudo(), leads.sudo()
        same = (kept | merged).filtered(lambda lead: lead.user_id == kept.user_id and lead.visit_pool_held_at)
        if kept.user_id and same:
            kept._pool_set({"visit_pool_held_at": min(same.mapped("visit_pool_held_at")),
                            "visit_pool_idle_since": max(same.mapped("visit_pool_idle_since"))})
        kept._pool_take_history(merged)
        return result

    def _pool_take_history(self, merged):
        """What happened to the merged leads stays on the one that is kept."""
        pooled = merged.filtered("visit_pool_id")
        if pooled and not self.visit_pool_id:
            self._pool_put(pooled[0].visit_pool_id.id, self._pool_state_now(), False)
        moves = self.env["field.visit.pool.move"].search([("lead_id", "in", merged.ids)])
        moves._log([dict({name: moves._fields[name].convert_to_write(move[name], move) for name in COLUMNS},
                         lead_id=self.id) for move in moves])

    @api.model
    def load(self, fields, data):  # pylint: disable=redefined-outer-name
        """Import: rows without a salesperson's column are nobody's where new leads wait in a pool.

        What an import writes is no follow-up.
        """
        context = {"visit_pool_import": True}
        columns = {name.split("/")[0] for name in fields}
        # whether a pool waits for new leads is no secret
        if "user_id" not in columns and self.env["field.visit.pool"].sudo().search(
                [("company_id", "=", self.env.company.id), ("keep_new", "=", True)], limit=1):
            context["default_user_id"] = False
        return super(CrmLead, self.with_context(**context)).load(fields, data)
