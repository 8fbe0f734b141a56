import json
import logging
from datetime import timedelta

import psycopg2
from odoo import api, fields, models
from odoo.tools import mute_logger

from .. import compat
from ..engine import geocoding

_logger = logging.getLogger(__name__)
#: An answer is taken from the cache for so long; a failure sooner asks again.
ANSWER_DAYS, FAILURE_DAYS = 365, 30


class FieldVisitGeocodeCache(models.Model):
    """Answers of online providers, so that no address is paid for twice.

    The key is a digest of provider and address: the table shows nobody's address.
    """

    _name = "field.visit.geocode.cache"
    _description = "Geocoding Cache"
    _rec_name = "key"

    key = fields.Char("Digest", required=True)
    provider = fields.Char("Provider", required=True)
    answer = fields.Text("Answer", required=True)
    expires_on = fields.Datetime("Expires On", required=True, index=True)

    def init(self):
        compat.unique_index(self, ["key"])

    @api.model
    def known(self, provider, queries):
        """Return ``{query id: answer}`` for the queries that were answered before."""
        if not geocoding.is_online(provider):
            return {}
        keys = {query["id"]: _key(provider, query) for query in queries}
        rows = self.search([("key", "in", list(set(keys.values()))), ("expires_on", ">", fields.Datetime.now())])
        answers = {row.key: json.loads(row.answer) for row in rows}
        return {i: dict(answers[key], id=i) for i, key in keys.items() if key in answers}

    @api.model
    def learn(self, provider, queries, answers):
        """Remember the answers to these queries; refusals of the provider are not remembered."""
        if not geocoding.is_online(provider):
            return
        lasting = {_key(provider, query): answers[query["id"]] for query in queries
                   if query["id"] in answers and not answers[query["id"]].get("retry")}
        self.search([("key", "in", list(lasting))]).unlink()
        rows = [self._row(provider, key, answer) for key, answer in lasting.items()]
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.create(rows)
        except psycopg2.IntegrityError:
            # Another transaction has just learnt one of these: what was located counts, not the cache.
            _logger.info("%d answers of %s are not remembered: others came first", len(rows), provider)

    @api.model
    def _row(self, provider, key, answer):
        days = FAILURE_DAYS if answer.get("failure") else ANSWER_DAYS
        kept = {name: value for name, value in answer.items() if name not in ("id", "label")}
        return {
            "key": key, "provider": provider, "answer": json.dumps(kept, sort_keys=True),
            "expires_on": fields.Datetime.now() + timedelta(days=days),
        }

    @api.autovacuum
    def _gc_expired(self):
        self.search([("expires_on", "<", fields.Datetime.now())], limit=10000).unlink()


def _key(provider, query):
    return geocoding.Query.from_dict(query).cache_key(provider)
