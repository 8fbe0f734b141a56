"""Figures of many customers at once, from the documents of Odoo's apps: one statement, whatever their number.

A customer's documents are those of its *entity*: the commercial partner and everybody below it. They are read from
the tables themselves, for figures are the same whoever asks; who may see them is decided where they are shown.
"""
from collections import namedtuple

from dateutil.relativedelta import relativedelta
from odoo import fields

from .. import compat

#: One kind of document: its model, how a member ``m`` of an entity leads to its rows ``d`` (further tables may
#: be joined), its company's column, its day, its amount in the currency of that company, and which rows count.
#: ``own`` joins the rows of a lead ``l`` itself, where there are such; ``also`` are the models of further tables.
Documents = namedtuple("Documents", "model link company day amount where own also")
Documents.__new__.__defaults__ = ("", "", "", "0", "TRUE", "", ())

ORDERS = Documents(
    "sale.order", "JOIN sale_order d ON d.partner_id = m.id", "d.company_id", "d.date_order",
    # an order is in the currency of its price list
    "d.amount_untaxed / COALESCE(NULLIF(d.currency_rate, 0), 1)", "d.state IN ('sale', 'done')")
INVOICES = Documents(
    "account.move", "JOIN account_move d ON d.partner_id = m.id", "d.company_id", "d.invoice_date",
    "d.amount_untaxed_signed", "d.state = 'posted' AND d.move_type IN ('out_invoice', 'out_refund')")
#: Tables that hold which entity each record belongs to.
ENTITIES = {
    "res.partner": """SELECT r.id, COALESCE(r.commercial_partner_id, r.id) FROM unnest(%(ids)s::int[]) AS w(id)
                        JOIN res_partner r ON r.id = w.id""",
    "crm.lead": """SELECT l.id, p.commercial_partner_id FROM unnest(%(ids)s::int[]) AS w(id)
                     JOIN crm_lead l ON l.id = w.id JOIN res_partner p ON p.id = l.partner_id""",
}
MEMBERS = """SELECT m.commercial_partner_id AS id, {columns} FROM unnest(%(entities)s::int[]) AS e(id)
               JOIN res_partner m ON m.commercial_partner_id = e.id {link} WHERE {where} {group}"""
OF_LEADS = """SELECT l.id, {columns} FROM unnest(%(ids)s::int[]) AS w(id) JOIN crm_lead l ON l.id = w.id
                JOIN res_partner p ON p.id = l.partner_id
                JOIN res_partner m ON m.commercial_partner_id = p.commercial_partner_id {link} WHERE {where}"""
OWN = "SELECT l.id, {columns} FROM unnest(%(ids)s::int[]) AS w(id) JOIN crm_lead l ON l.id = w.id {own} WHERE {where}"
#: Records whose entity has one of the rows ``d``.
TOUCHED = {
    "res.partner": "SELECT id FROM res_partner WHERE commercial_partner_id IN (SELECT m.commercial_partner_id {rows})",
    "crm.lead": """SELECT l.id FROM crm_lead l JOIN res_partner p ON p.id = l.partner_id
                    WHERE p.commercial_partner_id IN (SELECT m.commercial_partner_id {rows})""",
}


class Figures:
    """Reads documents on behalf of one company, or of all of them."""

    def __init__(self, env, company=None):
        """
        :param company: whose documents count, and in whose currency amounts are; all companies' without one
        """
        self.env, self.company = env, company or env["res.company"]
        # settings and rates of the company are no secret to a computation
        self.payer = (self.company or env["res.company"]._visit_first_company()).sudo()
        self.today = fields.Date.context_today(env.user)

    def entities(self, model, ids):
        """Return ``{id: entity}``; leads without a customer are left out."""
        compat.flush(self.env["res.partner"], ["commercial_partner_id", "parent_id"])
        if model == "crm.lead":
            compat.flush(self.env[model], ["partner_id"])
        return dict(self.rows(ENTITIES[model], ids=list(ids)))

    def months_ago(self, months):
        """Return the day ``months`` months before today."""
        return self.today - relativedelta(months=months)

    # ---- figures of entities -------------------------------------------------------------------
    def sums(self, documents, entities, since=None, until=None):
        """Return ``{entity: amount}`` of documents from the day ``since`` on and before ``until``."""
        rows = self._of_entities(documents, entities, "%s, SUM(%s)" % (documents.company or "NULL", documents.amount),
                                 "GROUP BY 1, 2", since, until)
        return self.in_currency(rows)

    def counts(self, documents, entities, since=None):
        """Return ``{entity: number}`` of documents from a day on."""
        return dict(self._of_entities(documents, entities, "COUNT(DISTINCT d.id)", "GROUP BY 1", since))

    def newest(self, documents, entities):
        """Return ``{entity: day}`` of the last document."""
        return dict(self._of_entities(documents, entities, "MAX(%s)::date" % documents.day, "GROUP BY 1"))

    def oldest(self, documents, entities):
        """Return ``{entity: day}`` of the first document."""
        return dict(self._of_entities(documents, entities, "MIN(%s)::date" % documents.day, "GROUP BY 1"))

    def _of_entities(self, documents, entities, columns, group, since=None, until=None):
        self._flush(documents)
        statement = MEMBERS.format(columns=columns, link=documents.link, where=self._where(documents, since, until), group=group)
        return self.rows(statement, entities=sorted(entities), since=since, until=until)

    # ---- figures of leads, which have documents of their own beside those of their customers -------
    def lead_counts(self, documents, ids, since=None):
        """Return ``{lead: number}`` of documents of each lead and of its customer, none counted twice."""
        self._flush(documents)
        where = self._where(documents, since)
        pairs = " UNION ".join((OF_LEADS.format(columns="d.id AS document", link=documents.link, where=where),
                                OWN.format(columns="d.id AS document", own=documents.own, where=where)))
        return dict(self.rows("SELECT id, COUNT(*) FROM (%s) pairs GROUP BY 1" % pairs, ids=list(ids), since=since))

    # ---- what has changed ------------------------------------------------------------------------
    def touched(self, model, documents, since):
        """Return ids of records of ``model`` whose documents were written after the UTC time ``since``.

        Any row counts, for one that has just been cancelled changes figures too; deleted ones are gone.
        """
        self._flush(documents)
        written = "FROM res_partner m %s WHERE d.write_date > %%(since)s" % documents.link
        statement = TOUCHED[model].format(rows=written)
        if model == "crm.lead" and documents.own:
            statement += " UNION SELECT l.id FROM crm_lead l %s WHERE d.write_date > %%(since)s" % documents.own
        return [row[0] for row in self.rows(statement, since=since)]

    # ---- pieces ------------------------------------------------------------------------------------
    def rows(self, statement, **values):
        """Return the rows of a statement."""
        self.env.cr.execute(statement, values)
        return self.env.cr.fetchall()

    def rate(self, company_id):
        """Return how much one unit of a company's currency is in the currency of these figures, today."""
        # what currency a company has is no secret
        company = self.env["res.company"].sudo().browse(company_id) if company_id else self.payer
        return company.currency_id._convert(1.0, self.payer.currency_id, self.payer, self.today, round=False)

    def in_currency(self, rows):
        """Return ``{key: amount}`` of rows of key, company id and amount in that company's currency."""
        rates, totals = {}, {}
        for key, company_id, amount in rows:
            if company_id not in rates:
                rates[company_id] = self.rate(company_id)
            totals[key] = totals.get(key, 0.0) + float(amount or 0.0) * rates[company_id]
        return totals

    def _flush(self, documents):
        compat.flush(self.env["res.partner"], ["commercial_partner_id", "parent_id"])
        for model in {documents.model, *documents.also, *(("crm.lead",) if documents.own else ())}:
            compat.flush(self.env[model])

    def _where(self, documents, since=None, until=None):
        parts = [documents.where]
        if since:
            parts.append(documents.day + " >= %(since)s")
        if until:
            parts.append(documents.day + " < %(until)s")
        if self.company and documents.company:
            # what belongs to no company counts in each; an id, not a text of somebody
            parts.append("COALESCE(%s, %d) = %d" % (documents.company, self.company.id, self.company.id))
        return " AND ".join(parts)


def spread(entities, figures):
    """Return ``{id: figure}`` of the records whose entity has one."""
    return {number: figures[entity] for number, entity in entities.items() if entity in figures}
