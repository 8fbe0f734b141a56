"""What is known of leads on the day they come in, and what became of them.

A lead is described as it was created: what Odoo has logged as changed later is taken back, and of its address only
what happened before counts.
"""
from bisect import bisect_left

import numpy as np
import pytz
from odoo import models
from sklearn.neighbors import BallTree

from .. import compat
from .located_mixin import PLACED
from .prediction_rows import as_created, day_of, field_columns, named, read, tag_columns

EARTH_KM = 6371.0088
#: Customers that are looked at around a lead for one that was there before it.
NEIGHBOURS = 24
#: Mail domains of private persons: an address there says nothing of a company.
FREE_MAIL = frozenset("""gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com
me.com aol.com gmx.de gmx.net web.de t-online.de proton.me protonmail.com mail.com zoho.com yandex.ru mail.ru qq.com 163.com
126.com sina.com foxmail.com hotmail.fr orange.fr free.fr laposte.net libero.it wanadoo.fr luukku.com kolumbus.fi""".split())
LINKS = {"source": ("source_id", "utm.source"), "medium": ("medium_id", "utm.medium"),
         "campaign": ("campaign_id", "utm.campaign"), "country": ("country_id", "res.country"),
         "state": ("state_id", "res.country.state"), "territory": ("territory_id", "field.visit.territory"),
         "team": ("team_id", "crm.team"), "language": ("lang_id", "res.lang"), "title": ("title", "res.partner.title")}
#: Of the links, those whose changes Odoo logs.
LOGGED = ("team",)
OF_CLOCK = ("hour", "weekday", "month")
OF_ADDRESS = ("earlier_leads", "earlier_won", "earlier_customer", "earlier_purchases")
EXAMPLES = """
    SELECT l.id, extract(epoch FROM l.create_date) / 86400,
           CASE WHEN s.is_won AND l.active
                 AND COALESCE(l.date_closed, l.date_last_stage_update, l.create_date)
                     <= l.create_date + %(horizon)s * interval '1 day' THEN 1 ELSE 0 END
      FROM crm_lead l LEFT JOIN crm_stage s ON s.id = l.stage_id
     WHERE l.create_date >= %(oldest)s AND l.create_date + %(horizon)s * interval '1 day' <= %(now)s
       AND (l.company_id = %(company)s OR l.company_id IS NULL AND %(is_first)s)
     ORDER BY l.create_date DESC, l.id DESC LIMIT %(most)s"""
EARLIER = """
    WITH wanted AS (SELECT DISTINCT email_normalized AS key FROM crm_lead WHERE id = ANY(%(ids)s) AND email_normalized <> ''),
    known AS (SELECT o.id, o.email_normalized AS key, o.create_date, o.date_closed, s.is_won AND o.active AS won
                FROM crm_lead o JOIN wanted w ON w.key = o.email_normalized LEFT JOIN crm_stage s ON s.id = o.stage_id),
    happened AS (SELECT key, create_date AS at, id, 1 AS lead, 0 AS won FROM known
                 UNION ALL SELECT key, date_closed, NULL, 0, 1 FROM known WHERE won AND date_closed IS NOT NULL),
    counted AS (SELECT id, SUM(lead) OVER until_then AS leads, SUM(won) OVER until_then AS won FROM happened
                WINDOW until_then AS (PARTITION BY key ORDER BY at, id NULLS LAST ROWS UNBOUNDED PRECEDING))
    SELECT id, leads - 1, won FROM counted WHERE id = ANY(%(ids)s)"""
CUSTOMER = """
    SELECT l.id, MIN(p.commercial_partner_id) FROM crm_lead l JOIN res_partner p
        ON p.email_normalized = l.email_normalized AND p.create_date < l.create_date
     WHERE l.id = ANY(%(ids)s) AND l.email_normalized <> '' GROUP BY l.id"""


class FieldVisitPrediction(models.Model):
    _inherit = "field.visit.prediction"

    def _visit_lead_examples(self, now, oldest, most):
        """Return ``[(id, day, 1 or 0)]`` of leads of which it is known whether they were won in time, newest first."""
        compat.flush(self.env["crm.lead"])
        self.env.cr.execute(EXAMPLES, {
            "horizon": self.horizon_days, "oldest": oldest, "now": now, "company": self.company_id.id,
            "is_first": self._visit_is_first(), "most": most})
        return self.env.cr.fetchall()

    def _visit_lead_columns(self, ids, keys, fields, wanted=None):
        """Return what was known of the leads ``ids`` (rising) when they were created.

        :param keys: keys of features
        :param fields: names of further fields
        :param wanted: see ``tag_columns``
        :return: ``({column: list}, {column: default})``
        """
        compat.flush(self.env["crm.lead"])
        made = read(self.env, "crm.lead", ids, ["create_date"])["create_date"]
        columns = self._visit_lead_links(ids, keys)
        columns.update(self._visit_lead_texts(ids, keys))
        columns.update(self._visit_lead_clock(made, keys))
        if "nearest_customer_km" in keys:
            columns["nearest_customer_km"] = self._visit_nearest(ids, made)
        if set(keys).intersection(OF_ADDRESS):
            earlier = self._visit_lead_earlier(ids, made)
            columns.update({key: earlier[key] for key in OF_ADDRESS if key in keys})
        columns.update(field_columns(self.env, "crm.lead", ids, fields))
        defaults = dict.fromkeys(columns)
        if "tag" in keys:
            tags, usual = tag_columns(self.env, "crm.lead", "tag_ids", ids, wanted)
            columns.update(tags)
            defaults.update(usual)
        return columns, defaults

    def _visit_lead_links(self, ids, keys):
        chosen = {key: LINKS[key] for key in keys if key in LINKS and LINKS[key][0] in self.env["crm.lead"]._fields}
        known = read(self.env, "crm.lead", ids, [field for field, _model in chosen.values()])
        columns = {}
        for key, (field, model) in chosen.items():
            values = as_created(self.env, "crm.lead", ids, field, known[field]) if key in LOGGED else known[field]
            columns[key] = named(self.env, model, values)
        return columns

    def _visit_lead_texts(self, ids, keys):
        """Columns that follow from what was entered."""
        names = {"email_kind": "email_from", "has_phone": "phone", "has_company": "partner_name", "position": "function",
                 "name_length": "name", "text_length": "description", "expected_revenue": "expected_revenue"}
        makes = {"email_kind": email_kind, "has_phone": _there, "has_company": _there, "position": lambda value: value or None,
                 "name_length": _length, "text_length": _length, "expected_revenue": lambda value: float(value or 0) or None}
        chosen = [key for key in keys if key in names]
        known = read(self.env, "crm.lead", ids, [names[key] for key in chosen])
        return {key: list(map(makes[key], as_created(self.env, "crm.lead", ids, names[key], known[names[key]])))
                for key in chosen}

    def _visit_lead_clock(self, made, keys):
        zone = pytz.timezone(self.company_id.partner_id.tz or "UTC")
        local = [at and pytz.utc.localize(at).astimezone(zone) for at in made]
        makes = {"hour": lambda at: at.hour, "weekday": lambda at: at.weekday(), "month": lambda at: at.month}
        return {key: [at and makes[key](at) for at in local] for key in OF_CLOCK if key in keys}

    # ---- places ----------------------------------------------------------------------------
    def _visit_nearest(self, ids, made):
        """Return the km from each lead to the nearest of the customers that were there before it."""
        customers = self._visit_customer_places()
        known = read(self.env, "crm.lead", ids, ["partner_latitude", "partner_longitude", "geo_state"])
        places = np.array([(lat or 0.0, lon or 0.0) for lat, lon in zip(
            known["partner_latitude"], known["partner_longitude"])]).reshape(-1, 2)
        placed = np.flatnonzero([state in PLACED for state in known["geo_state"]])
        result = [None] * len(ids)
        if not len(placed) or not customers:
            return result
        tree = BallTree(np.radians([row[:2] for row in customers]), metric="haversine")
        far, near = tree.query(np.radians(places[placed]), k=min(NEIGHBOURS, len(customers)))
        for row, distances, others in zip(placed, far, near):
            before = [d for d, other in zip(distances, others) if customers[other][2] < made[row]]
            result[row] = round(float(before[0]) * EARTH_KM, 2) if before else None
        return result

    def _visit_customer_places(self):
        domain = self.env["field.visit.territory"]._visit_member_domain("res.partner")
        # how near the next customer is does not depend on who asks
        return compat.search_rows(
            self.env["res.partner"].sudo(), compat.all_of(domain, [("geo_state", "in", PLACED)]),
            ["partner_latitude", "partner_longitude", "create_date"])

    # ---- who wrote before --------------------------------------------------------------------
    def _visit_lead_earlier(self, ids, made):
        """Return the columns ``OF_ADDRESS``: found by the e-mail address, never by the link to a customer.

        That link is set when the lead converts, and would tell that it did.
        """
        compat.flush(self.env["res.partner"], ["email_normalized", "commercial_partner_id"])
        self.env.cr.execute(EARLIER, {"ids": list(ids)})
        earlier = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        self.env.cr.execute(CUSTOMER, {"ids": list(ids)})
        customers = dict(self.env.cr.fetchall())
        bought = self._visit_purchase_days(set(customers.values())) if customers else {}
        days = [at and day_of(at) for at in made]
        return {
            "earlier_leads": [int(earlier[number][0]) if number in earlier else None for number in ids],
            "earlier_won": [int(earlier[number][1]) if number in earlier else None for number in ids],
            "earlier_customer": [int(number in customers) for number in ids],
            "earlier_purchases": [bisect_left(bought.get(customers[number], ()), day) if number in customers else None
                                  for number, day in zip(ids, days)],
        }

    def _visit_purchase_days(self, customers):
        """Return ``{customer: days of the purchases, rising}``."""
        purchases, _model = self._visit_purchases("infinity", customers)
        found = {}
        for who, at in zip(purchases.who.tolist(), purchases.at.tolist()):
            found.setdefault(who, []).append(at)
        return {who: sorted(days) for who, days in found.items()}


def email_kind(address):
    """Return "none", "free" (a private person's mail) or "company"."""
    domain = (address or "").strip().strip(">").rpartition("@")[2].lower()
    if not domain or "@" not in (address or ""):
        return "none"
    return "free" if domain in FREE_MAIL else "company"


def _there(value):
    return int(bool(value))


def _length(value):
    return len(value or "")
