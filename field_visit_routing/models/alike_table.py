"""What customers and leads are compared by, read for all of them at once and as the user may read it."""
from dateutil.relativedelta import relativedelta
from odoo import api, fields, models

from .. import compat
from ..engine.scoring import alike
from .located_mixin import PLACED

COLUMNS = {
    "res.partner": ("id", "commercial_partner_id", "industry_id", "country_id", "state_id", "is_company", "geo_state",
                    "partner_latitude", "partner_longitude", "visit_score", "visit_grade", "visit_employees",
                    "last_visit_date"),
    "crm.lead": ("id", "partner_id", "source_id", "country_id", "state_id", "partner_name", "geo_state",
                 "partner_latitude", "partner_longitude", "visit_score", "visit_grade", "visit_employees",
                 "expected_revenue"),
}
#: Traits and what each counts.
WEIGHTS = {"industry": 3, "value": 3, "tags": 2, "place": 2, "area": 1, "kind": 1, "employees": 2, "size": 1,
           "revenue": 1, "source": 1}
SALES_MONTHS = 12


class FieldVisitAlikeTable(models.AbstractModel):
    _name = "field.visit.alike.table"
    _description = "What customers and leads are compared by"

    @api.model
    def _alike_table(self, domains):
        """Return the records of the user in ``domains`` and their traits.

        :param dict domains: ``{model: domain}``
        :return: dict of columns as long as all records: ``model``, ``id``, ``whole`` (id of the whole customer, 0
            without), ``score``, ``grade``, ``visited``, and one for each trait; what is not known is None, 0, "" or ()
        """
        parts = []
        for model, domain in domains.items():
            rows = compat.search_rows(self.env[model], domain, COLUMNS[model])
            columns = dict(zip(COLUMNS[model], zip(*rows))) if rows else dict.fromkeys(COLUMNS[model], ())
            parts.append(self._alike_common(model, columns))
        table = {name: [value for part in parts for value in part[name]] for name in parts[0]}
        self._alike_wholes(table)
        self._alike_industries(table)
        table["size"] = self._alike_sizes(table)
        table["value"] = self._alike_sales(table)
        return table

    @api.model
    def _alike_common(self, model, columns):
        """Return what both models have, under one name."""
        is_partner, count = model == "res.partner", len(columns["id"])
        placed = [state in PLACED for state in columns["geo_state"]]
        return {
            "model": [model] * count, "id": columns["id"],
            "whole": [number or 0 for number in columns["commercial_partner_id" if is_partner else "partner_id"]],
            "score": columns["visit_score"], "grade": columns["visit_grade"],
            "visited": columns["last_visit_date"] if is_partner else [None] * count,
            "industry": columns["industry_id"] if is_partner else [0] * count,
            "kind": [("company" if value else "person") for value in columns["is_company" if is_partner else "partner_name"]],
            "employees": [value or None for value in columns["visit_employees"]],
            "source": [0] * count if is_partner else columns["source_id"],
            "revenue": [None] * count if is_partner else [value or None for value in columns["expected_revenue"]],
            "area": [tuple(filter(None, (country and ("country", country), state and ("state", state))))
                     for country, state in zip(columns["country_id"], columns["state_id"])],
            "tags": self._alike_tags(model, columns["id"]),
            "lat": [lat if known else None for lat, known in zip(columns["partner_latitude"], placed)],
            "lon": [lon if known else None for lon, known in zip(columns["partner_longitude"], placed)],
        }

    @api.model
    def _alike_tags(self, model, ids):
        """Names of the tags in small letters: those of customers and of leads are different records."""
        field = self.env[model]._fields["category_id" if model == "res.partner" else "tag_ids"]
        names = {tag.id: (tag.name or "").lower() for tag in self.env[field.comodel_name].search([])}
        # the records were found as the user; a table of links holds nothing but ids
        self.env.cr.execute('SELECT %s, %s FROM "%s" WHERE %s = ANY(%%s)' % (
            field.column1, field.column2, field.relation, field.column1), [list(ids)])
        tags = {}
        for number, tag in self.env.cr.fetchall():
            if tag in names:
                tags.setdefault(number, []).append(names[tag])
        return [tuple(tags.get(number, ())) for number in ids]

    @api.model
    def _alike_wholes(self, table):
        """The customer of a lead may be a person: the whole customer counts."""
        wholes = dict(compat.search_rows(
            self.env["res.partner"].with_context(active_test=False),
            [("id", "in", list({whole for model, whole in zip(table["model"], table["whole"]) if model == "crm.lead"}))],
            ["id", "commercial_partner_id"]))
        table["whole"] = [wholes.get(whole, whole) or 0 for whole in table["whole"]]

    @api.model
    def _alike_industries(self, table):
        """A lead is in the industry of its customer."""
        own = {number: industry for model, number, industry in zip(table["model"], table["id"], table["industry"])
               if model == "res.partner"}
        table["industry"] = [(industry or own.get(whole) or 0) for industry, whole in zip(table["industry"], table["whole"])]

    @api.model
    def _alike_sizes(self, table):
        """How many people are known of a company: small shops have one buyer."""
        people = compat.count_by(self.env["res.partner"], [
            ("parent_id", "!=", False), ("type", "=", "contact"), ("is_company", "=", False)], "parent_id")
        return [people.get(number, 0) if model == "res.partner" and kind == "company" else None
                for model, number, kind in zip(table["model"], table["id"], table["kind"])]

    @api.model
    def _alike_sales(self, table):
        """Sold in 12 months, of customers, where the user may read orders or invoices; None otherwise."""
        since = fields.Date.to_string(fields.Date.context_today(self) - relativedelta(months=SALES_MONTHS))
        sources = (
            ("sale.report", "price_subtotal", [("state", "in", ("sale", "done")), ("date", ">=", since)]),
            ("account.move", "amount_untaxed_signed", [
                ("state", "=", "posted"), ("move_type", "in", ("out_invoice", "out_refund")), ("invoice_date", ">=", since)]),
        )
        for model, amount, domain in sources:
            if model in self.env and compat.has_access(self.env[model], "read"):
                sums = compat.sum_by(self.env[model], domain, "commercial_partner_id", amount)
                return [sums.get(whole, (0.0,))[0] if kind == "res.partner" else None
                        for kind, whole in zip(table["model"], table["whole"])]
        return [None] * len(table["id"])

    @api.model
    def _alike_traits(self, table, without=()):
        """Return the engine's traits of a table."""
        makers = {
            "industry": alike.of_categories, "kind": alike.of_categories, "source": alike.of_categories,
            "tags": alike.of_sets, "area": alike.of_sets,
            "value": alike.of_numbers, "size": alike.of_numbers, "employees": alike.of_numbers,
            "revenue": alike.of_numbers,
        }
        return [maker(key, WEIGHTS[key], table[key]) for key, maker in makers.items() if key not in without] + [
            alike.of_places("place", WEIGHTS["place"], table["lat"], table["lon"])]
