"""A lead pool (公海): leads that nobody holds, and the rules by which reps take and lose them."""
from datetime import datetime, time

import pytz
from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import compat
from ..engine.territory.pool import PoolRules

#: States in which somebody works on a lead: they count against the holding cap, and the clock runs.
HELD_STATES = ("to_process", "in_progress")
#: What the pools' membership depends on.
PLACING = ("territory_ids", "active", "company_id")
DAYS = (0, 3650)


class FieldVisitPool(models.Model):
    _name = "field.visit.pool"
    _inherit = "field.visit.checked.mixin"
    _description = "Lead Pool"
    _order = "sequence, name, id"

    name = fields.Char("Name", required=True, translate=True)
    active = fields.Boolean("Active", default=True)
    sequence = fields.Integer("Sequence", default=10)
    company_id = fields.Many2one(
        "res.company", "Company", required=True, index=True, default=lambda self: self.env.company)
    territory_ids = fields.Many2many(
        "field.visit.territory", string="Territories",
        help="Leads of these territories and their parts come into this pool. Empty: all leads that no other pool takes.")
    team_ids = fields.Many2many(
        "crm.team", string="Teams That Claim", help="Empty: every rep who may work on the lead.")
    idle_days = fields.Integer(
        "Without Follow-Up For (Days)", default=14, help="Then the lead goes back. 0: never.")
    deal_days = fields.Integer(
        "Without Deal For (Days)", default=90, help="Then the lead goes back, whatever the follow-ups. 0: never.")
    warn_days = fields.Integer(
        "Warning Before (Days)", default=3, help="The salesperson gets an activity so many days before; 0: none.")
    holding_cap = fields.Integer(
        "Leads Held By One Rep", default=50, help="To process and in progress; 0: as many as one likes.")
    claim_cap = fields.Integer("Claims Of One Rep A Day", default=10, help="0: as many as one likes.")
    bar_days = fields.Integer(
        "Former Owner Barred For (Days)", default=30,
        help="Who had a lead cannot claim it again for so long; a leader may decide otherwise. 0: at once.")
    automatic = fields.Boolean(
        "Return By Itself", help="Otherwise the nightly job only proposes what goes back, and a leader accepts it.")
    keep_new = fields.Boolean(
        "New Leads Wait Here", default=True,
        help="A new lead without salesperson waits to be claimed. Otherwise it is assigned as its territory says.")
    count_visits = fields.Boolean("A Visit Made", default=True)
    count_activities = fields.Boolean("An Activity Done", default=True)
    count_messages = fields.Boolean("A Message Or Note", default=True)
    count_stages = fields.Boolean("A Change Of Stage", default=True)
    last_run_at = fields.Datetime("Last Run", readonly=True, copy=False)
    last_run_text = fields.Char("Result Of The Last Run", readonly=True, copy=False)

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), idle_days=DAYS, deal_days=DAYS, warn_days=DAYS, bar_days=DAYS,
                    holding_cap=(0, 1000000), claim_cap=(0, 100000))

    # ---- rules ---------------------------------------------------------------------------------------
    @api.constrains("idle_days", "deal_days", "warn_days")
    def _check_warning(self):
        for pool in self:
            limits = [days for days in (pool.idle_days, pool.deal_days) if days]
            if limits and pool.warn_days >= min(limits):
                raise ValidationError(_(
                    'Pool "%(pool)s" would warn %(warn)d days before, but leads go back after %(limit)d days. '
                    "Enter fewer days of warning.") % {
                        "pool": pool.name, "warn": pool.warn_days, "limit": min(limits)})

    @api.constrains("territory_ids", "company_id", "active")
    def _check_territories(self):
        for pool in self.filtered("active"):
            for other in self.search([("company_id", "=", pool.company_id.id), ("id", "!=", pool.id)]):
                pool._refuse_shared(other)
            foreign = pool.territory_ids.filtered(lambda t: t.company_id not in (pool.company_id, t.company_id.browse()))
            if foreign:
                raise ValidationError(_('Territory "%(territory)s" is of another company than pool "%(pool)s". '
                                        "Leave it out.") % {"territory": foreign[0].complete_name, "pool": pool.name})

    def _refuse_shared(self, other):
        shared = self.territory_ids & other.territory_ids
        if shared:
            raise ValidationError(_(
                'Territory "%(territory)s" belongs to pool "%(other)s" already. Remove it there first.') % {
                    "territory": shared[0].complete_name, "other": other.name})
        if not self.territory_ids and not other.territory_ids:
            raise ValidationError(_(
                'Pool "%s" takes all leads that no other pool takes already. Choose territories for this one.'
            ) % other.name)

    def rules(self):
        """Return the days of this pool as ``engine.territory.pool.PoolRules``."""
        self.ensure_one()
        return PoolRules(self.idle_days, self.deal_days, self.warn_days)

    # ---- which leads ---------------------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        pools = super().create(vals_list)
        pools._take_leads()
        return pools

    def write(self, vals):
        result = super().write(vals)
        if set(PLACING).intersection(vals):
            self._take_leads()
        return result

    def unlink(self):
        """Delete pools that hold no lead.

        :raises UserError: naming the pool and its number of leads
        """
        for pool in self:
            # leads out of the user's reach count too
            held = self.env["crm.lead"].sudo().with_context(active_test=False).search_count(
                [("visit_pool_id", "=", pool.id)])
            if held:
                raise UserError(_(
                    'Pool "%(pool)s" has %(count)d leads and their history, and cannot be deleted. Archive it instead.'
                ) % {"pool": pool.name, "count": held})
        return super().unlink()

    def _take_leads(self):
        """Bring the leads of the companies at hand into the pools that they belong to now."""
        # membership is a fact of the territory, whoever changes the pool
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        leads.search([("company_id", "in", self.company_id.ids + [False])])._pool_enter()

    @api.model
    def _finder(self):
        """Return a function ``(company, territory) -> pool``; the nearest area upward with a pool counts."""
        # reps need not see the pool of another team to have their leads come into it
        pools = self.sudo().search([])
        by_area = {(pool.company_id.id, area.id): pool for pool in pools for area in pool.territory_ids}
        general = {pool.company_id.id: pool for pool in pools if not pool.territory_ids}
        known = {}

        def find(company, territory):
            key = ((company or territory.company_id).id, territory.id)
            if key not in known:
                path = territory.sudo().path() if territory else territory
                found = [by_area[key[0], area.id] for area in path if (key[0], area.id) in by_area]
                known[key] = found[0] if found else general.get(key[0], self.browse())
            return known[key]
        return find

    # ---- caps ----------------------------------------------------------------------------------------
    def quota(self):
        """Return what the user at hand holds of this pool and may still claim today.

        :return: ``{"held", "holding_cap", "claimed_today", "claim_cap", "claims_left"}``; a cap of 0 is none,
            ``claims_left`` is then -1
        """
        self.ensure_one()
        compat.check_access(self, "read")
        return self._quota_of(self.env.user)

    def _quota_of(self, user):
        # all that the user holds counts, also what the one who asks cannot see
        pool = self.sudo()
        held = pool.env["crm.lead"].search_count([
            ("visit_pool_id", "=", self.id), ("user_id", "=", user.id), ("visit_pool_state", "in", HELD_STATES)])
        claimed = pool.env["field.visit.pool.move"].search_count([
            ("pool_id", "=", self.id), ("kind", "=", "claim"), ("to_user_id", "=", user.id),
            ("date", ">=", self._day_start(user))])
        room = [cap - used for cap, used in ((pool.holding_cap, held), (pool.claim_cap, claimed)) if cap]
        return {"held": held, "holding_cap": pool.holding_cap, "claimed_today": claimed, "claim_cap": pool.claim_cap,
                "claims_left": max(0, min(room)) if room else -1}

    def _day_start(self, user):
        """The naive UTC moment at which the user's day began."""
        zone = pytz.timezone(user.tz or self.env.user.tz or "UTC")
        today = pytz.utc.localize(self.env["crm.lead"]._pool_now()).astimezone(zone).date()
        return zone.localize(datetime.combine(today, time.min)).astimezone(pytz.utc).replace(tzinfo=None)

    def _refuse_over_cap(self, user, count, claims):
        """Refuse that the user gets ``count`` more leads of this pool, ``claims`` of them by claiming."""
        self.ensure_one()
        self.env["field.visit.pool.holder"]._reserve(self, user, count)
        quota = self._quota_of(user)
        names = {"user": user.name, "pool": self.sudo().name}
        if quota["holding_cap"] and quota["held"] + count > quota["holding_cap"]:
            raise UserError(_(
                '%(user)s holds %(held)d leads of pool "%(pool)s", and nobody may hold more than %(cap)d. '
                "Return one to the pool first.") % dict(names, held=quota["held"], cap=quota["holding_cap"]))
        if claims and quota["claim_cap"] and quota["claimed_today"] + claims > quota["claim_cap"]:
            raise UserError(_(
                '%(user)s has claimed %(claimed)d leads of pool "%(pool)s" today, and %(cap)d a day are allowed. '
                "Claim it tomorrow, or ask a leader to assign it.") % dict(
                    names, claimed=quota["claimed_today"], cap=quota["claim_cap"]))
