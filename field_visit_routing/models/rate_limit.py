"""Limits on calls: so many of a kind from one address, rep or user in so many seconds, whichever process serves them.

Who called is kept as a keyed hash of the day only, one row for each kind of call, and forgotten after the day.
"""
import hashlib
import hmac
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import compat


def database_key(env):
    """Return the key of this database, which never leaves the server."""
    key = env["ir.config_parameter"].sudo().get_param("database.secret")
    if not key:
        raise UserError(compat.translator(env)(
            "This database has no secret key (database.secret among the system parameters). Restore it from a backup, or "
            "let an administrator enter a long random text."))
    return key.encode()


class FieldVisitRateLimit(models.Model):
    _name = "field.visit.rate.limit"
    _description = "Counted calls"
    _log_access = False

    bucket = fields.Char(required=True)
    calls = fields.Integer(default=1)
    since = fields.Datetime(required=True, help="Beginning of the span in which the calls were counted.")

    def init(self):
        compat.unique_index(self, ["bucket"])

    @api.model
    def _limit_allows(self, kind, who, most, seconds):
        """Count one call; tell whether ``who`` stays within ``most`` calls of ``kind`` in a span of ``seconds``.

        :param str kind: which page
        :param str who: an address of the network or whatever tells callers apart; it is not kept as it is
        """
        # one row for each caller, whatever the number of spans: phones call all day long
        self.env.cr.execute("""
            INSERT INTO field_visit_rate_limit AS counted (bucket, calls, since) VALUES (%s, 1, %s)
            ON CONFLICT (bucket) DO UPDATE SET since = EXCLUDED.since,
                calls = CASE WHEN counted.since = EXCLUDED.since THEN counted.calls + 1 ELSE 1 END
            RETURNING calls""", [self._limit_bucket(kind, who), _span_begin(seconds)])
        return self.env.cr.fetchone()[0] <= most

    @api.model
    def _limit_is_spent(self, kind, who, most, seconds):
        """Tell whether the next call would be refused, without counting one."""
        self.env.cr.execute("SELECT calls FROM field_visit_rate_limit WHERE bucket = %s AND since = %s",
                            [self._limit_bucket(kind, who), _span_begin(seconds)])
        counted = self.env.cr.fetchone()
        return bool(counted) and counted[0] >= most

    @api.model
    def _limit_allows_at_once(self, kind, who, most, seconds):
        """Like :meth:`_limit_allows`, and the call counts even if what it asks for fails.

        For the beginning of a request: what was written before is committed.
        """
        # a count that a crash loses does no harm: nobody waits for the disk because of it
        self.env.cr.execute("SET LOCAL synchronous_commit = off")
        allowed = self._limit_allows(kind, who, most, seconds)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return allowed

    @api.model
    def _limit_bucket(self, kind, who):
        text = "%s/%s" % (fields.Date.today(), who)
        digest = hmac.new(database_key(self.env), text.encode(), hashlib.sha256).hexdigest()
        return "%s/%s" % (kind, digest[:32])

    @api.model
    def _limit_forget(self):
        """Delete the counts of past days."""
        self.env.cr.execute("DELETE FROM field_visit_rate_limit WHERE since < %s",
                            [fields.Datetime.now() - timedelta(days=1)])


def _span_begin(seconds):
    """When the present span began; spans of a day begin at midnight, UTC."""
    now = fields.Datetime.now()
    return now - timedelta(seconds=int((now - datetime(1970, 1, 1)).total_seconds()) % seconds)
