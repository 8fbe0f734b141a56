"""A lead's place in a pool: its state and its clock.

The fields of the pool are written by the modules ``lead_pool*`` and by nobody else: not over RPC, not by an import, not
by an automation. A clock that could be set could be dodged.
"""
import calendar
from dataclasses import dataclass
from datetime import datetime, timezone

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from .. import compat
from ..engine.territory import pool as pool_engine
from .field_visit_pool import HELD_STATES
from .field_visit_pool_move import STATES

#: What a copy brings along: a clock given at creation can only be older than now, so it gains nobody time.
CLOCK = ("visit_pool_held_at", "visit_pool_idle_since")
#: Written by the pool alone.
OWN_FIELDS = frozenset(CLOCK + (
    "visit_pool_id", "visit_pool_state", "visit_pool_followed_at", "visit_pool_warned_for", "visit_pool_proposed",
    "visit_pool_revisit_on", "visit_pool_move_ids"))
#: Fields whose change moves a lead within its pool, and those that decide which pool is its own.
MOVING = ("user_id", "active", "stage_id")
PLACING = ("territory_id", "company_id")


@dataclass(frozen=True)
class PoolMove:
    """What is under way, in the context of a write: an object, which no caller from outside can send.

    ``free``: the rules have been asked, or do not matter.
    """

    kind: str
    reason: str = ""
    free: bool = False


def seconds(moment):
    """Return a naive UTC moment as seconds, None for none."""
    return calendar.timegm(moment.timetuple()) if moment else None


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # for employees: portals may open leads to resellers
    visit_pool_id = fields.Many2one(
        "field.visit.pool", "Lead Pool", readonly=True, copy=False, index=True, ondelete="restrict",
        groups="base.group_user")
    visit_pool_state = fields.Selection(
        STATES, "Pool State", readonly=True, copy=False, index=True, groups="base.group_user")
    visit_pool_held_at = fields.Datetime(
        "Held Since", readonly=True, copy=False, index=True, help="A hand-over does not begin it anew.",
        groups="base.group_user")
    visit_pool_followed_at = fields.Datetime("Last Follow-Up", readonly=True, copy=False, groups="base.group_user")
    visit_pool_idle_since = fields.Datetime(
        "Nothing Happened Since", readonly=True, copy=False, index=True, groups="base.group_user")
    visit_pool_warned_for = fields.Date("Warned Of The Return On", readonly=True, copy=False, groups="base.group_user")
    visit_pool_proposed = fields.Boolean(
        "Return Proposed", readonly=True, copy=False, index=True, groups="base.group_user")
    visit_pool_revisit_on = fields.Date("Revisit On", readonly=True, copy=False, groups="base.group_user")
    visit_pool_move_ids = fields.One2many(
        "field.visit.pool.move", "lead_id", "History In The Pool", readonly=True, groups="base.group_user")
    visit_pool_return_at = fields.Datetime("Returns On", compute="_compute_visit_pool_return", groups="base.group_user")
    visit_pool_return_text = fields.Char("Return", compute="_compute_visit_pool_return", groups="base.group_user")

    @api.model
    def _pool_now(self):
        """The clock of the pools."""
        return fields.Datetime.now()

    @api.depends("visit_pool_id", "visit_pool_state", "visit_pool_held_at", "visit_pool_followed_at")
    def _compute_visit_pool_return(self):
        now = self._pool_now()
        for lead in self:
            end = lead._pool_deadline()
            moment = end and datetime.fromtimestamp(end.at_s, timezone.utc).replace(tzinfo=None)
            lead.visit_pool_return_at = moment or False
            lead.visit_pool_return_text = moment and lead._pool_return_sentence(end.reason, (moment - now).days)

    def _pool_deadline(self):
        """Return the ``engine.territory.pool.Deadline`` of this lead, None when it may be kept."""
        self.ensure_one()
        if not self.visit_pool_id or self.visit_pool_state not in HELD_STATES or not self.visit_pool_held_at:
            return None
        # a rep may hold a lead of a pool that he cannot see
        rules = self.visit_pool_id.sudo().rules()
        return pool_engine.deadline(rules, seconds(self.visit_pool_held_at), seconds(self.visit_pool_followed_at))

    def _pool_return_sentence(self, reason, days):
        if days < 0:
            return _("goes back now")
        if days < 2:
            return _("goes back within a day") if days == 0 else _("goes back within two days")
        if reason == pool_engine.IDLE:
            return _("goes back in %d days without a follow-up") % days
        return _("goes back in %d days without a deal") % days

    # ---- what is written from outside ------------------------------------------------------------------
    @api.model
    def _checked_moments(self):
        return (*super()._checked_moments(), *CLOCK)

    @api.model_create_multi
    def create(self, vals_list):
        now = self._pool_now()
        vals_list = [self._visit_checked(vals) for vals in vals_list]
        for vals in vals_list:
            self._pool_refuse_own_fields(set(vals).difference(CLOCK + ("visit_pool_id",)))
            vals.update({name: min(vals[name], now) for name in CLOCK if vals.get(name)})
        pools = [vals.pop("visit_pool_id", False) for vals in vals_list]
        leads = super().create(vals_list)
        leads._pool_begin()
        for lead, pool_id in zip(leads, pools):
            lead._pool_stay(pool_id)
        return leads

    def write(self, vals):
        self._pool_refuse_own_fields(vals)
        moving = [name for name in MOVING if name in vals]
        before = self._pool_facts() if moving else {}
        if moving:
            self._pool_check_write(vals)
        result = super().write(vals)
        for name in moving:
            getattr(self, "_pool_after_" + name)(before)
        if any(name in vals for name in PLACING):
            self._pool_enter()
        return result

    def _pool_set(self, vals):
        """Write fields of the pool."""
        # the pool's own fields: a rep who gave a lead back may no longer write it
        return super(CrmLead, self.sudo().with_context(**compat.NO_LOG)).write(vals)

    @api.model
    def _pool_refuse_own_fields(self, names):
        foreign = sorted(OWN_FIELDS.intersection(names))
        if foreign:
            raise AccessError(_(
                '"%s" is kept by the lead pool and cannot be set. Claim, return or assign the lead instead.'
            ) % self._visit_label(foreign[0]))

    def _pool_facts(self):
        """Return ``{id: what matters of the lead before a write}``."""
        # what a lead went through is compared as it is, whoever writes it
        return {lead.id: {"user_id": lead.user_id, "active": lead.active, "stage_id": lead.stage_id}
                for lead in self.sudo()}

    def _pool_move(self):
        """Return the ``PoolMove`` that is under way, None for a write by hand."""
        move = self.env.context.get("visit_pool_move")
        return move if isinstance(move, PoolMove) else None

    def _pool_under(self, kind, reason="", free=False):
        """Return these leads in a context that names what is under way."""
        return self.with_context(visit_pool_move=PoolMove(kind, reason, free))
