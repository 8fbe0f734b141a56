"""The pools' job: leads whose time is up go back or are proposed for it, holders are warned, invalid leads return.

It works in batches, each in a transaction of its own, so that a killed worker loses one batch; a record that fails is
noted and left alone, the others go on; and two runs never meet.
"""
import contextlib
import logging
import time
from datetime import datetime, timedelta

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import compat
from ..engine.territory.pool import IDLE, NO_DEAL
from .field_visit_pool import HELD_STATES
from .lead_pool_checks import LEADER

_logger = logging.getLogger(__name__)

#: Number of the database's advisory lock, ours alone.
LOCK = 5570831
BATCH = 500
#: A scheduled job is ended after two minutes by default; the next run goes on.
CRON_SECONDS = 90
#: Most leads that one call returns; a program calls again.
ACCEPT_LIMIT = 2000
DRY_RUN_LIMIT = 500


class FieldVisitPool(models.Model):
    _inherit = "field.visit.pool"

    # ---- the scheduled job -------------------------------------------------------------------------------
    @api.model
    def _cron_recycle(self, commit=True, seconds=CRON_SECONDS):
        """Run the rules of all pools; return False when another run is under way."""
        end = time.monotonic() + seconds
        with self._recycle_lock() as alone:
            if not alone:
                return False
            # the one that has waited longest comes first: time may not last for all
            for pool in self.search([]).sorted(lambda pool: (pool.last_run_at or datetime.min, pool.id)):
                pool._recycle(end, commit)
        if time.monotonic() > end:
            compat.trigger_cron(self.env.ref("field_visit_routing.cron_pool"))
        return True

    @contextlib.contextmanager
    def _recycle_lock(self):
        """Hold the lock on a connection of its own, for the batches commit; it goes when the process does."""
        with self.pool.cursor() as cr:
            cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            yield cr.fetchone()[0]

    def _recycle(self, end, commit):
        """Run the rules of this pool until ``end`` (of the monotonic clock)."""
        self.ensure_one()
        now = self.env["crm.lead"]._pool_now()
        work = [("revisit", self._revisit_domain(now), "_pool_revisit")]
        if self.automatic:
            work.append(("recycle", self._due_domain(now), "_pool_take_back"))
        else:
            work.append(("propose", self._due_domain(now) + [("visit_pool_proposed", "=", False)], "_pool_propose"))
        if self.warn_days:
            work.append(("warn", self._due_domain(now + timedelta(days=self.warn_days)) + [
                ("visit_pool_warned_for", "=", False), ("visit_pool_proposed", "=", False)], "_pool_warn"))
        counts, failed = {}, []
        for kind, domain, method in work:
            counts[kind] = self._recycle_all(domain, method, end, commit, failed)
        self.write({"last_run_at": now, "last_run_text": self._run_sentence(counts, failed)})
        if commit:
            self.env.cr.commit()  # pylint: disable=invalid-commit

    def _recycle_all(self, domain, method, end, commit, failed):
        """Call ``method`` with all leads of ``domain``, batch by batch; return how many there were."""
        done, last_id = 0, 0
        leads = self.env["crm.lead"].with_context(active_test=False)
        while time.monotonic() < end:
            batch = leads.search(domain + [("id", ">", last_id)], order="id", limit=BATCH)
            if not batch:
                break
            last_id = batch[-1:].id
            done += len(batch) - len(batch._pool_try(method, failed))
            if commit:
                self.env.cr.commit()  # pylint: disable=invalid-commit
            compat.invalidate(leads.browse())
        return done

    def _run_sentence(self, counts, failed):
        words = {"revisit": _("%d to revisit"), "recycle": _("%d returned"), "propose": _("%d proposed"),
                 "warn": _("%d warned")}
        parts = [words[kind] % count for kind, count in counts.items()]
        if failed:
            parts.append(_("%(count)d failed, the first: %(what)s") % {"count": len(failed), "what": failed[0]})
        return ", ".join(parts)

    # ---- which leads -------------------------------------------------------------------------------------
    def _due_domain(self, now):
        """The leads whose time is up at ``now``; none for a pool that lets everybody keep them."""
        self.ensure_one()
        ends = []
        if self.idle_days:
            ends.append([("visit_pool_idle_since", "<=", now - timedelta(days=self.idle_days))])
        if self.deal_days:
            ends.append([("visit_pool_held_at", "<=", now - timedelta(days=self.deal_days))])
        if not ends:
            return [("id", "=", 0)]
        return compat.all_of([
            ("visit_pool_id", "=", self.id), ("visit_pool_state", "in", HELD_STATES), ("active", "in", [True, False]),
            ("user_id", "!=", False)], compat.any_of(*ends))

    def _revisit_domain(self, now):
        return [("visit_pool_id", "=", self.id), ("visit_pool_state", "=", "invalid"), ("active", "in", [True, False]),
                ("visit_pool_revisit_on", "<=", fields.Date.to_string(now.date()))]

    # ---- dry run and acceptance --------------------------------------------------------------------------
    def dry_run(self):
        """Say what the rules would take back now, as far as the user at hand sees the leads; nothing is written.

        :return: ``{"count", "leads": [{"id", "name", "user", "held_since", "idle_since", "reason"}]}``, at most 500
            leads, the longest idle first
        """
        self.ensure_one()
        compat.check_access(self, "read")
        domain = self._due_domain(self.env["crm.lead"]._pool_now())
        leads = self.env["crm.lead"].search(domain, order="visit_pool_idle_since, id", limit=DRY_RUN_LIMIT)
        return {"count": self.env["crm.lead"].search_count(domain), "leads": [{
            "id": lead.id, "name": lead.name, "user": lead.user_id.name,
            "held_since": fields.Datetime.to_string(lead.visit_pool_held_at),
            "idle_since": fields.Datetime.to_string(lead.visit_pool_idle_since),
            "reason": lead._pool_due_reason()} for lead in leads]}

    def accept_returns(self, lead_ids=None):
        """Return what is due in these pools, for leaders: all leads, or those of ``lead_ids``.

        At most 2,000 at a call; the answer says how many are left.

        :return: ``{"done": [ids], "refused": [{"id", "name", "reason"}], "left": number}``
        """
        if not self.env.user.has_group(LEADER):
            raise AccessError(_("Only leaders accept what the pool proposes."))
        now = self.env["crm.lead"]._pool_now()
        domain = compat.any_of(*[pool._due_domain(now) for pool in self] or [[("id", "=", 0)]])
        if lead_ids is not None:
            wanted = self._visit_known("lead_ids", "crm.lead", lead_ids)
            domain = compat.all_of(domain, [("id", "in", wanted.ids)])
        due = self.env["crm.lead"].search(domain, order="id", limit=ACCEPT_LIMIT)
        refused = due._pool_try("_pool_take_back")
        return {"done": [number for number in due.ids if number not in refused], "refused": [
            {"id": number, "name": due.browse(number).name, "reason": reason} for number, reason in refused.items()],
            "left": self.env["crm.lead"].search_count(domain) - len(refused)}


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _pool_try(self, method, failed=None):
        """Call ``method`` for all of these leads at once; when that fails, for each alone.

        :return: ``{id: reason}`` of the leads that fail alone; their names and reasons are added to ``failed``
        """
        if not self:
            return {}
        try:
            with self.env.cr.savepoint():
                getattr(self, method)()
            return {}
        except Exception:  # one bad record, whatever is wrong with it, holds nobody up
            _logger.info("%s of %d leads: tried one by one", method, len(self), exc_info=True)
        refused = {}
        for lead in self:
            reason = lead._pool_try_alone(method)
            if reason:
                refused[lead.id] = reason
        if failed is not None:
            failed += ["%s: %s" % (self.browse(number).name, reason) for number, reason in refused.items()]
        return refused

    def _pool_try_alone(self, method):
        """Return why ``method`` fails for this lead, "" when it does not."""
        try:
            with self.env.cr.savepoint():
                getattr(self, method)()
            return ""
        except Exception as error:
            _logger.info("%s of lead %d failed", method, self.id, exc_info=True)
            words = str(error.args[0] if isinstance(error, UserError) else error).strip() or type(error).__name__
            reason = words.splitlines()[0]
        with self.env.cr.savepoint():
            self.sudo()._pool_under("failed", reason[:200])._pool_log_state(None, [(self.sudo(), "failed", None)])
        return reason

    def _pool_due_reason(self):
        """Say why this lead goes back."""
        end, pool = self._pool_deadline(), self.visit_pool_id.sudo()
        if end and end.reason == NO_DEAL:
            return _("No deal within %d days") % pool.deal_days
        return _("No follow-up for %d days") % pool.idle_days

    def _pool_take_back(self):
        """The time of these leads is up: nobody holds them any more."""
        groups = {}
        for lead in self:
            groups.setdefault(lead._pool_due_reason(), []).append(lead.id)
        for reason, ids in groups.items():
            leads = self.browse(ids)._pool_under("recycle", reason, free=True)
            leads._visit_give(self.env["res.users"], None, reason)

    def _pool_propose(self):
        """The time of these leads is up: a leader is asked."""
        # the mark is the pool's own
        leads = self.sudo()
        leads._pool_set({"visit_pool_proposed": True})
        for lead in leads:
            reason = lead._pool_due_reason()
            lead._pool_under("propose", reason)._pool_log_state(None, [(lead, "propose", None)])

    def _pool_warn(self):
        """Tell the holders until when something has to happen: an activity each, and no mail."""
        kind = self.env.ref("field_visit_routing.activity_pool_return")
        model = self.env["ir.model"]._get("crm.lead")
        days = {}
        for lead in self:
            day = lead.with_context(tz=lead.user_id.tz)._pool_return_day()
            days.setdefault(day, []).append(lead.id)
        for day, ids in days.items():
            leads = self.browse(ids)
            # the activity is the server's, for whoever holds the lead
            self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True, **compat.NO_LOG).create([{
                "activity_type_id": kind.id, "res_model_id": model.id, "res_id": lead.id, "user_id": lead.user_id.id,
                "date_deadline": day, "automated": True, "summary": lead._pool_warning()} for lead in leads])
            leads._pool_set({"visit_pool_warned_for": day})

    def _pool_return_day(self):
        return fields.Datetime.context_timestamp(self, self.visit_pool_return_at).date()

    def _pool_warning(self):
        """The sentence of the warning, in the language of who reads it."""
        lead = self.with_context(lang=self.user_id.lang or self.env.lang)
        return lead._pool_warning_sentence(lead._pool_deadline().reason == IDLE)

    def _pool_warning_sentence(self, idle):
        if idle:
            return _("Goes back to the pool without a follow-up")
        return _("Goes back to the pool without a deal")

    def _pool_revisit(self):
        """Invalid leads whose day has come wait in the pool again."""
        leads = self._pool_under("revisit", _("The day to visit it again has come"), free=True)
        leads.action_unarchive()
        leads._visit_give(self.env["res.users"], None, _("The day to visit it again has come"))
