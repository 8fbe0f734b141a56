"""Results kept by the hash of what was asked: the same input gives the same answer, at once."""
import functools
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import psycopg2
from odoo import api, fields, models
from odoo.tools import mute_logger

from .. import compat

#: A result that nobody asked for in so many days is forgotten.
KEEP_DAYS = 30
#: Most results of a company; the one that was not asked for longest goes first.
KEEP_COUNT = 200
ENGINE = Path(__file__).resolve().parent.parent / "engine"


@functools.lru_cache
def _program():
    """Hash of the engine's source, read once by each server process."""
    digest = hashlib.sha256()
    for path in sorted(ENGINE.rglob("*.py")):
        digest.update(path.relative_to(ENGINE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


class FieldVisitJobResult(models.Model):
    """A result as its process wrote it.

    It belongs to the company that asked: its request names records of that company.  Only
    computations that ended by themselves are kept, none that was cancelled or failed.
    """

    _name = "field.visit.job.result"
    _description = "Kept result of a computation"
    _order = "used_at desc, id desc"

    digest = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade")
    source = fields.Char("Computed as", readonly=True)
    computed_at = fields.Datetime("Computed", readonly=True)
    used_at = fields.Datetime("Last asked for", readonly=True, index=True)
    use_count = fields.Integer("Asked for again", readonly=True)
    result_json = fields.Text(readonly=True)

    def init(self):
        compat.unique_index(self, ["digest", "company_id"])

    @api.model
    def _digest(self, request):
        """SHA-256 of the request in canonical JSON and of the program that would answer it.

        A newer program may answer the same request better.
        """
        document = json.dumps([_program(), request], sort_keys=True, separators=(",", ":"),
                              ensure_ascii=False)
        return hashlib.sha256(document.encode()).hexdigest()

    @api.model
    def _find(self, digest, company):
        return self.search([("digest", "=", digest), ("company_id", "=", company.id)], limit=1)

    def _take(self):
        """Return the result and note that it was asked for."""
        self.ensure_one()
        self.write({"used_at": fields.Datetime.now(), "use_count": self.use_count + 1})
        return json.loads(self.result_json)

    @api.model
    def _keep(self, job, result):
        """Keep the result of a job, unless the same is kept already."""
        if self._find(job.job_digest, job.company_id):
            return
        now = fields.Datetime.now()
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.create({
                    "digest": job.job_digest, "company_id": job.company_id.id,
                    "source": job.display_name, "computed_at": now, "used_at": now,
                    "result_json": json.dumps(result, separators=(",", ":"))})
        except psycopg2.IntegrityError:
            pass  # another node has kept the same at this moment

    @api.autovacuum
    def _forget_unused(self):
        """Forget what nobody asks for any more, and what is too much."""
        oldest = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search([("used_at", "<", oldest)]).unlink()
        for company in self.env["res.company"].search([]):
            self.search([("company_id", "=", company.id)], offset=KEEP_COUNT).unlink()
