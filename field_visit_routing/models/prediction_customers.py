"""What was known of customers at a moment, and whether they bought afterwards."""
import numpy as np
from odoo import models

from .. import compat
from ..engine.scoring.history import QUARTER, YEAR, purchase_figures
from .prediction_rows import day_of, field_columns, named, read, tag_columns

LINKS = {"industry": ("industry_id", "res.partner.industry"), "country": ("country_id", "res.country"),
         "state": ("state_id", "res.country.state"), "territory": ("territory_id", "field.visit.territory"),
         "title": ("title", "res.partner.title")}
#: What happened with customers, other than purchases: feature of its count, how far back, and the events of ids.
HAPPENED = {
    "visits_year": (YEAR, """
        SELECT p.commercial_partner_id, extract(epoch FROM v.date::timestamp) / 86400
          FROM field_visit v JOIN res_partner p ON p.id = v.partner_id
         WHERE v.state = 'done' AND v.date <= %(now)s"""),
    "leads_year": (YEAR, """
        SELECT p.commercial_partner_id, extract(epoch FROM GREATEST(l.create_date, p.create_date)) / 86400
          FROM crm_lead l JOIN res_partner p ON p.id = l.partner_id WHERE l.create_date <= %(now)s"""),
    "mails_quarter": (QUARTER, """
        SELECT p.commercial_partner_id, extract(epoch FROM m.date) / 86400
          FROM mail_message m JOIN res_partner p ON p.id = m.author_id
         WHERE m.message_type IN ('email', 'comment') AND m.date > %(oldest)s AND m.date <= %(now)s
           AND p.id NOT IN (SELECT partner_id FROM res_users WHERE active)"""),
    "meetings_quarter": (QUARTER, """
        SELECT DISTINCT p.commercial_partner_id, extract(epoch FROM e.start) / 86400
          FROM calendar_event_res_partner_rel r JOIN calendar_event e ON e.id = r.calendar_event_id
          JOIN res_partner p ON p.id = r.res_partner_id
         WHERE e.active AND e.start > %(oldest)s AND e.start <= %(now)s"""),
}
FLUSHED = ("field.visit", "crm.lead", "mail.message", "calendar.event", "res.partner")


class FieldVisitPrediction(models.Model):
    _inherit = "field.visit.prediction"

    def _visit_customer_ids(self):
        """Return the ids (rising) of the customers to predict: whole companies and persons on their own."""
        members = self.env["field.visit.territory"]._visit_member_domain("res.partner")
        mine = [("company_id", "in", [self.company_id.id] + ([False] if self._visit_is_first() else []))]
        # predictions are facts about everybody
        rows = compat.search_rows(self.env["res.partner"].sudo(), compat.all_of(members, mine), ["id", "commercial_partner_id"])
        return np.array(sorted({row[1] or row[0] for row in rows}), dtype=np.int64)

    def _visit_customer_history(self, now, oldest, keys, ids=None):
        """Return what happened until ``now``, with everybody or these ids, for ``_visit_customer_columns``."""
        for model in FLUSHED:
            compat.flush(self.env[model])
        history = {"purchases": self._visit_purchases(now, ids)[0]}
        for key, (_days, statement) in HAPPENED.items():
            if key in keys or key == "visits_year" and "days_since_visit" in keys:
                history[key] = self._visit_events(statement, {"now": now, "oldest": oldest}, ids)
        return history

    def _visit_customer_columns(self, ids, moment, history, keys, fields, wanted=None):
        """Return what was known at ``moment`` (a day) of the customers ``ids`` (rising); see ``_visit_lead_columns``."""
        columns = {key: column for key, column in purchase_figures(history["purchases"], ids, moment).items() if key in keys}
        for key, (days, _statement) in HAPPENED.items():
            if key in keys:
                columns[key] = history[key].count(ids, moment - days, moment)
        if "days_since_visit" in keys:
            columns["days_since_visit"] = moment - history["visits_year"].bounds(ids, moment)[1]
        columns = {key: _cells(column) for key, column in columns.items()}
        numbers = ids.tolist()
        columns.update(self._visit_customer_facts(numbers, moment, keys))
        columns.update(field_columns(self.env, "res.partner", numbers, fields))
        defaults = dict.fromkeys(columns)
        if "tag" in keys:
            tags, usual = tag_columns(self.env, "res.partner", "category_id", numbers, wanted)
            columns.update(tags)
            defaults.update(usual)
        return columns, defaults

    def _visit_customer_facts(self, ids, moment, keys):
        """Columns of what stands on the customer itself."""
        chosen = {key: LINKS[key] for key in keys if key in LINKS and LINKS[key][0] in self.env["res.partner"]._fields}
        known = read(self.env, "res.partner", ids, [field for field, _model in chosen.values()] + [
            "create_date", "is_company", "lang"])
        columns = {key: named(self.env, model, known[field]) for key, (field, model) in chosen.items()}
        if "days_known" in keys:
            columns["days_known"] = [at and round(max(0.0, moment - day_of(at)), 1) for at in known["create_date"]]
        if "is_company" in keys:
            columns["is_company"] = [int(bool(value)) for value in known["is_company"]]
        if "language" in keys:
            columns["language"] = [value or None for value in known["lang"]]
        return columns


def _cells(column):
    """Return a NumPy column as a list, with None for what is not known."""
    return [None if value != value else round(value, 4) for value in column.tolist()]
