import json

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine import geocoding

#: An online provider answers once a second; the offline one takes a moment for the whole job.
SECONDS_EACH = {False: 0.01, True: 2.0}
DEADLINE_BASE_S = 120
MODELS = ("res.partner", "crm.lead")


class FieldVisitGeocodeJob(models.Model):
    """Many addresses located outside the server's requests."""

    _name = "field.visit.geocode.job"
    _inherit = "field.visit.job.mixin"
    _description = "Geocoding Job"
    _order = "id desc"

    name = fields.Char("Name", required=True, readonly=True)
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Started By", required=True, readonly=True)
    res_model = fields.Char("Kind Of Records", required=True, readonly=True)
    record_ids_json = fields.Text("Records", readonly=True)
    provider = fields.Char("Provider", readonly=True)
    client_reference = fields.Char("Client Reference", readonly=True, index=True)
    record_count = fields.Integer("Addresses", readonly=True)
    located_count = fields.Integer("Located", readonly=True)
    failed_count = fields.Integer("Not Found", readonly=True)
    kept_count = fields.Integer("Kept", readonly=True)
    waiting_count = fields.Integer("Waiting", readonly=True)

    def init(self):
        compat.unique_index(
            self, ["company_id", "user_id", "client_reference"], where="client_reference IS NOT NULL")

    @api.model
    def _job_closed_fields(self):
        """All of them: the job writes with the rights of the user that it names."""
        return set(self._fields)

    @api.model
    def submit(self, model, ids, client_reference=""):
        """Locate many records of ``model`` ("res.partner" or "crm.lead") by a job; return its id."""
        if model not in MODELS:
            raise UserError(_('Records of "%s" cannot be located. Give res.partner or crm.lead.') % model)
        records = self.env[model].browse(ids)._visit_existing()
        compat.check_access(records, "write")
        return (self._find(client_reference) or self._submit_for(records, client_reference)).id

    @api.model
    def _find(self, client_reference):
        if not client_reference:
            return self.browse()
        return self.search([
            ("client_reference", "=", client_reference), ("company_id", "=", self.env.company.id),
            ("user_id", "=", self.env.user.id)], limit=1)

    @api.model
    def _submit_for(self, records, client_reference=""):
        """Create the job; what its process needs to know is asked from the records here."""
        company = self.env.company
        company._visit_make_geocoder()  # says at once when a setting is missing
        records = records.filtered(lambda r: r.geo_state != "manual")
        provider = company.visit_geocoder
        # jobs are the server's own records: users see them, but only this method makes them
        job = self.sudo().create({
            "name": _("%(count)d addresses of %(kind)s") % {
                "count": len(records), "kind": records._visit_kind()},
            "company_id": company.id, "user_id": self.env.user.id, "res_model": records._name,
            "record_ids_json": json.dumps(records.ids), "provider": provider,
            "client_reference": client_reference or False, "record_count": len(records),
        })
        job._job_submit(job._request(records, company), job._deadline_s())
        return self.browse(job.id)

    def _request(self, records, company):
        cache = self.env["field.visit.geocode.cache"]
        queries = records._visit_queries()
        known = cache.known(self.provider, queries)
        return {
            "schema": 1, "kind": "geocode", "provider": self.provider, "options": company._visit_geocoder_options(),
            "queries": [query for query in queries if query["id"] not in known], "known": list(known.values()),
            "deadline_s": self._deadline_s(),
        }

    def _deadline_s(self):
        return int(DEADLINE_BASE_S + self.record_count * SECONDS_EACH[geocoding.is_online(self.provider)])

    def action_show_progress(self):
        """Show the progress of this job; the web client polls ``job_status``."""
        self.ensure_one()
        return {
            "type": "ir.actions.client", "tag": "field_visit_job_progress", "name": self.name,
            "params": {"model": self._name, "res_id": self.id},
        }

    def action_open_records(self):
        """Open the records of this job."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": self.res_model,
            "view_mode": compat.view_mode("list,form"),
            "domain": [("id", "in", json.loads(self.record_ids_json or "[]"))],
        }

    # ---- results (run as superuser by the job mixin) ----------------------------------------------
    def _job_on_done(self, result):
        self._apply(result)

    def _job_on_cancelled(self, result):
        self._apply(result)

    def _apply(self, result):
        """Write the answers as the user who asked: what that user may no longer write stays as it is."""
        request = json.loads(self.job_request or "{}")
        fresh = {answer["id"]: answer for answer in result.get("answers", [])}
        self.env["field.visit.geocode.cache"].learn(self.provider, request.get("queries", []), fresh)
        answers = {answer["id"]: answer for answer in request.get("known", [])}
        answers.update(fresh)
        records = self._writable_records()
        outcome = records._visit_apply_answers(answers)
        self.write({key + "_count": len(found) for key, found in outcome.items()})

    def _writable_records(self):
        ids = json.loads(self.record_ids_json or "[]")
        model = self.env[self.res_model].with_user(self.user_id).with_company(self.company_id)
        # search drops what was deleted, merged or closed to the user meanwhile
        records = model.with_context(active_test=False).search([("id", "in", ids)])
        if compat.has_access(records, "write"):  # one query for all, not one for each
            return records
        return records.filtered(lambda r: compat.has_access(r, "write"))
