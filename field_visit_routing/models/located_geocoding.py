"""From the address to the position: at once for few records, as a job for many, by cron for the rest."""
import time

from odoo import _, api, models
from odoo.exceptions import UserError

from .. import compat
from ..engine import geocoding
from .located_position import FOUND, FOUND_KEY

#: What is located within the request; more becomes a job. Online providers take a second each.
AT_ONCE = {False: 200, True: 5}
CRON_BATCH = {False: 200, True: 20}
CRON_SECONDS = 45
#: Any number: whoever holds this lock is the one who asks an online provider.
ONLINE_LOCK = 714201


class LocatedGeocoding(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    # ---- public -----------------------------------------------------------------------------
    def action_locate(self):
        """Locate these records; positions set by hand stay.

        Up to 200 records (5 with an online provider) are located at once, more by a job.
        Returns an action for the web client.
        """
        outcome = self.geocode_batch()
        if outcome["job_id"]:
            return self.env["field.visit.geocode.job"].browse(outcome["job_id"]).action_show_progress()
        if len(self) == 1:
            return True
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "title": _("Locate on map"), "type": "warning" if outcome["failed"] else "success", "sticky": False,
                "message": self._visit_outcome_sentence(outcome),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_queue_locate(self):
        """Let the scheduled action locate these records; positions set by hand stay. Returns True."""
        self._visit_existing().filtered(lambda r: r.geo_state != "manual").write({"geo_queued": True})
        return True

    def geocode_batch(self, client_reference=""):
        """Locate these records and say what came of it.

        :param str client_reference: the caller's own name of the request; the same name gives the
            same job again instead of a second one
        :return: ``{"located", "failed", "kept", "waiting", "job_id", "state"}``: numbers of records
            (``kept``: positions set by hand or better than the finding; ``waiting``: the provider
            asked to come back later), the job's id or 0, and "done" or the job's state
        """
        records = self._visit_existing()
        compat.check_access(records, "write")
        outcome = {"located": 0, "failed": 0, "kept": 0, "waiting": 0, "job_id": 0, "state": "done"}
        job = self.env["field.visit.geocode.job"]._find(client_reference)
        if not job and len(records) > AT_ONCE[records._visit_geo_companies()._visit_asks_online()]:
            job = self.env["field.visit.geocode.job"]._submit_for(records, client_reference)
        if job:
            return dict(outcome, job_id=job.id, state=job.job_state)
        for key, found in records._visit_locate_now().items():
            outcome[key] += len(found)
        return outcome

    def action_open_map(self):
        """Show the position on openstreetmap.org."""
        self.ensure_one()
        if not self.has_position():
            raise UserError(_("%s has no position yet. Press Locate, or set the position by hand.") % self.display_name)
        where = "%.7f" % self.partner_latitude, "%.7f" % self.partner_longitude
        return {
            "type": "ir.actions.act_url", "target": "new",
            "url": "https://www.openstreetmap.org/?mlat=%s&mlon=%s#map=17/%s/%s" % (where * 2),
        }

    # ---- the work -----------------------------------------------------------------------------
    def _visit_existing(self):
        missing = self - self.exists()
        if missing:
            raise UserError(_("%(kind)s %(ids)s: no such record (any more). Reload the list and choose again.") % {
                "kind": self._visit_kind(), "ids": ", ".join(str(i) for i in missing.ids)})
        return self

    @api.model
    def _visit_kind(self):
        """What the user calls these records."""
        return self.env["ir.model"]._get(self._name).name

    def _visit_locate_now(self):
        """Locate these records within this transaction; return ``{outcome: records}``."""
        result = {"kept": self.filtered(lambda r: r.geo_state == "manual")}
        rest = self - result["kept"]
        result["kept"].filtered("geo_queued").write({"geo_queued": False})
        result["located"] = rest.filtered(lambda r: r._visit_follows())
        for record in result["located"]:
            # handed on by the system: whoever asks for it moves nothing
            record.with_context(**{FOUND_KEY: FOUND})._visit_take_position(record._visit_origin())
        rest -= result["located"]
        for company in rest._visit_geo_companies():
            part = rest.filtered(lambda r: r._visit_geo_company() == company)
            answers = part._visit_answers(company)
            for key, found in part._visit_apply_answers(answers).items():
                result[key] = result.get(key, found.browse()) | found
        return result

    def _visit_geo_company(self):
        return self.company_id or self.env.company

    def _visit_geo_companies(self):
        companies = self.env["res.company"]
        for record in self:
            companies |= record._visit_geo_company()
        return companies

    def _visit_queries(self):
        """The addresses of these records as plain data for the engine."""
        return [dict(record._visit_query(), id=record.id) for record in self]

    def _visit_query(self):
        # country and state names in English: providers and the cache know them by these
        record = self.with_context(lang="en_US")
        return {
            "street": ", ".join(part for part in (record.street, record.street2) if part),
            "city": record.city or "", "zip": record.zip or "",
            "state": record.state_id.name or "", "state_code": record.state_id.code or "",
            "country": record.country_id.name or "", "country_code": record.country_id.code or "",
        }

    def _visit_answers(self, company):
        """Return ``{record id: answer}``, from the cache as far as it reaches."""
        # the cache holds digests of addresses only; nobody but this code reads it
        cache = self.env["field.visit.geocode.cache"].sudo()
        provider = company.sudo().visit_geocoder
        queries = self._visit_queries()
        answers = cache.known(provider, queries)
        asked = [query for query in queries if query["id"] not in answers]
        geocoder = company._visit_make_geocoder()
        if asked and geocoding.is_online(provider):
            self.env.cr.execute("SELECT pg_advisory_xact_lock(%s)", [ONLINE_LOCK])
        fresh = {answer["id"]: answer for answer in geocoding.locate_many(geocoder, asked)}
        cache.learn(provider, asked, fresh)
        answers.update(fresh)
        return answers

    def _visit_apply_answers(self, answers):
        """Write answers to these records; return ``{outcome: records}``.

        Records with one answer (customers of one city) are written together.
        """
        result = {"located": self.browse(), "failed": self.browse(), "kept": self.browse(), "waiting": self.browse()}
        for (outcome, values), records in self._visit_group_answers(answers).items():
            records.with_context(**{FOUND_KEY: FOUND}).write(dict(values))
            result[outcome] |= records
        return result

    def _visit_group_answers(self, answers):
        groups = {}
        for record in self:
            outcome, values = record._visit_judge_answer(answers.get(record.id))
            key = outcome, tuple(sorted(values.items()))
            groups.setdefault(key, []).append(record.id)
        return {key: self.browse(ids) for key, ids in groups.items()}

    def _visit_judge_answer(self, answer):
        """Return ``(outcome, values to write)`` for the provider's answer, None when it gave none."""
        self.ensure_one()
        if self.geo_state == "manual":
            return "kept", {"geo_queued": False}
        if answer is None:
            return "waiting", {"geo_queued": True}
        if answer.get("failure"):
            return self._visit_judge_failure(answer)
        if self._visit_is_better_than(answer):
            return "kept", {"geo_queued": False, "geo_failure": False}
        stamp = self._visit_stamp("located", answer["source"], answer["precision"])
        return "located", dict(stamp, partner_latitude=answer["lat"], partner_longitude=answer["lon"])

    def _visit_judge_failure(self, answer):
        """Keep what there is; an address at fault leaves the queue, a provider at fault does not."""
        if answer.get("retry"):
            return "waiting", {"geo_failure": answer["failure"], "geo_queued": True}
        values = {"geo_failure": answer["failure"], "geo_queued": False}
        return "failed", values if self.has_position() else dict(values, geo_state="failed")

    def _visit_is_better_than(self, answer):
        """Whether a fresh position is known more exactly than a coarse provider can tell."""
        order = geocoding.PRECISIONS
        return bool(
            self.has_position() and not self.geo_stale and self.geo_precision in order
            and order.index(self.geo_precision) < order.index(answer["precision"]))

    @api.model
    def _visit_outcome_sentence(self, outcome):
        parts = [
            (outcome["located"], _("%d located")),
            (outcome["failed"], _("%d not found: see the reason and the remedy in the list of addresses not located")),
            (outcome["kept"], _("%d kept as they are")),
            (outcome["waiting"], _("%d waiting for the provider")),
        ]
        return "; ".join(text % number for number, text in parts if number) or _("Nothing to locate")

    # ---- the safety net -------------------------------------------------------------------------
    @api.model
    def _cron_locate_queued(self, commit=True):
        """Locate what waits, batch by batch, each in a transaction of its own."""
        end = time.monotonic() + CRON_SECONDS
        size = CRON_BATCH[self.env["res.company"].search([])._visit_asks_online()]
        last_id = 0
        while time.monotonic() < end:
            batch = self.search([("geo_queued", "=", True), ("id", ">", last_id)], order="id", limit=size)
            if not batch:
                break
            last_id = batch[-1:].id
            waiting = batch._visit_locate_now().get("waiting")
            if commit:
                self.env.cr.commit()  # pylint: disable=invalid-commit
            if waiting:
                break
