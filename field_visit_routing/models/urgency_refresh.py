"""Wanted intervals, urgency and states of everybody at once.

A day that passes changes them without any event: an hourly look refreshes the customers of a company when its
day has changed.  This is bookkeeping, the same for everybody: it reads and writes the tables themselves, only
what differs, and in batches.
"""
from datetime import timedelta

import pytz
from odoo import api, fields, models
from psycopg2 import sql
from psycopg2.extras import execute_values

from .. import compat
from ..engine.scoring import Standing, judge
from .located_mixin import PLACED
from .urgency_fields import URGENCY_FIELDS, WANTED_FIELDS

BATCH = 20000
MODELS = ("res.partner", "crm.lead")
COLUMNS = ("visit_interval_days", "visit_grade", "last_visit_date", "next_visit_date") + WANTED_FIELDS + URGENCY_FIELDS
WRITTEN = WANTED_FIELDS + URGENCY_FIELDS + ("next_visit_date",)
TYPES = ("int", "varchar", "numeric", "varchar", "date", "int", "numeric", "date")
#: The table's row; whether anybody would go there; whether rules of frequency hold for it.
SELECT = {
    "res.partner": """
        SELECT r.id, COALESCE(r.company_id, 0), 0, r.active,
               r.active AND r.type IN ('contact', 'delivery', 'other')
               AND (r.parent_id IS NULL OR r.is_company OR r.type <> 'contact' AND r.geo_state IN %(placed)s)
               AND r.id <> ALL(%(others)s), {columns}
          FROM res_partner r""",
    "crm.lead": """
        SELECT r.id, COALESCE(r.company_id, 0), COALESCE(r.stage_id, 0), r.active AND s.is_won IS NOT TRUE,
               r.active AND s.is_won IS NOT TRUE, {columns}
          FROM crm_lead r LEFT JOIN crm_stage s ON s.id = r.stage_id""",
}
VISITS = """SELECT {link}, min(date) FILTER (WHERE state = 'planned'), bool_or(state = 'in_progress'),
                   min(date)
              FROM field_visit
             WHERE state IN ('planned', 'in_progress') AND date IS NOT NULL AND is_waypoint IS NOT TRUE
                   AND {link} = ANY(%s)
             GROUP BY {link}"""
SIGNALS = {
    "res.partner": "SELECT partner_id, since, raised FROM field_visit_signal WHERE partner_id = ANY(%s)",
    "crm.lead": """SELECT lead_id, since, raised FROM field_visit_signal WHERE lead_id = ANY(%s)
                    UNION ALL
                   SELECT l.id, s.since, s.raised FROM crm_lead l JOIN res_partner p ON p.id = l.partner_id
                     JOIN field_visit_signal s ON s.partner_id IN (p.id, p.commercial_partner_id)
                    WHERE l.id = ANY(%s)""",
}


class FieldVisitUrgency(models.AbstractModel):
    _name = "field.visit.urgency"
    _description = "Urgency of visits"

    # ---- for everybody ---------------------------------------------------------------------
    @api.model
    def _cron_urgency(self, commit=True):
        """Look for signals and refresh the states, when the day of a company has changed since the last time."""
        companies = self.env["res.company"].sudo().search([])  # the day changes for all of them
        stale = companies.filtered(lambda company: company.visit_urgency_day != company._visit_today())
        if stale:
            self._visit_refresh_all(commit)
            for company in stale:
                company.visit_urgency_day = company._visit_today()
        return True

    @api.model
    def _visit_refresh_all(self, commit=False):
        """Find all signals anew, then refresh customers and leads.  Return how many changed."""
        self.env["field.visit.signal.rule"]._visit_find_all(commit=commit)
        changed = sum(self._visit_refresh(model, commit=commit) for model in MODELS)
        self.env["field.visit"]._visit_refresh_agendas()
        return changed

    @api.model
    def _visit_refresh(self, model, ids=None, commit=False):
        """Refresh the customers or leads of these ids, all without them.  Return how many changed."""
        compat.flush(self.env["field.visit"])
        compat.flush(self.env[model])
        if ids is None:
            self.env.cr.execute(sql.SQL("SELECT id FROM {} ORDER BY id").format(
                sql.Identifier(self.env[model]._table)))
            ids = [row[0] for row in self.env.cr.fetchall()]
        changed = 0
        for start in range(0, len(ids), BATCH):
            changed += self._visit_refresh_batch(model, ids[start:start + BATCH])
            if commit:
                # what is done stays done when the cron is stopped
                self.env.cr.commit()  # pylint: disable=invalid-commit
        return changed

    # ---- one batch -------------------------------------------------------------------------
    @api.model
    def _visit_refresh_batch(self, model, ids):
        table = self.env["field.visit.frequency"]._visit_table(model)
        memberships = table.memberships(self.env, model, ids)
        visits, signals = self._visit_visits(model, ids), self._visit_signals(model, ids)
        settings = self._visit_settings()
        changes = []
        for row in self._visit_rows(model, ids):
            number, company, stage, is_open, by_rules = row[:5]
            own, grade, last, _next = row[5:9]
            wanted = (0, None)
            if is_open and (own or 0) > 0:
                wanted = (own, "own")
            elif by_rules and not table.is_empty:
                wanted = table.wanted(company, memberships.get(number, ()), stage, grade)
            planned, in_visit, first = visits.get(number, (None, False, None))
            standing = self._visit_standing(
                wanted[0], last, planned, in_visit, signals.get(number, ()) if is_open else ())
            new = _values(wanted, judge(standing, *(settings.get(company) or settings[0])), first, last)
            if new != _normal(row[9:] + (row[8],)):
                changes.append((number,) + new)
        self._visit_write(model, changes)
        return len(changes)

    @api.model
    def _visit_rows(self, model, ids):
        columns = sql.SQL(", ").join(sql.SQL("r.{}").format(sql.Identifier(name)) for name in COLUMNS)
        statement = sql.SQL(SELECT[model] + " WHERE r.id = ANY(%(ids)s) ORDER BY r.id").format(columns=columns)
        self.env.cr.execute(statement, {
            "ids": list(ids), "placed": PLACED, "others": self._visit_no_customers() if model == "res.partner" else []})
        return self.env.cr.fetchall()

    @api.model
    def _visit_no_customers(self):
        """Partners that are the own companies, colleagues or competitors: a fact, the same for everybody."""
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        own = self.env["res.company"].sudo().search([]).mapped("partner_id")
        users = self.env["res.users"].sudo().search([]).mapped("partner_id")
        return list(set((own | users | partners.search([("is_competitor", "=", True)])).ids))

    @api.model
    def _visit_visits(self, model, ids):
        """``{id: (first day planned, whether somebody is there now, first day planned or under way)}``."""
        link = sql.Identifier("partner_id" if model == "res.partner" else "lead_id")
        self.env.cr.execute(sql.SQL(VISITS).format(link=link), [list(ids)])
        return {row[0]: row[1:] for row in self.env.cr.fetchall()}

    @api.model
    def _visit_signals(self, model, ids):
        """``{id: ((since, raise), …)}`` of the signals; of a lead also those of its customer."""
        if not ids:
            return {}
        statement = SIGNALS[model]
        self.env.cr.execute(statement, [list(ids)] * statement.count("%s"))
        found = {}
        for number, since, extra in self.env.cr.fetchall():
            found[number] = found.get(number, ()) + ((since, float(extra or 0)),)
        return found

    @api.model
    def _visit_settings(self, companies=None):
        """``{company: (today, share from which a visit is due, rest days)}``; 0 is the first company's.

        :param companies: those that are asked for, all when left out
        """
        # settings of the companies of all records
        companies = self.env["res.company"].sudo().search([]) if companies is None else companies.sudo()
        first = companies._visit_first_company()
        found = {company.id: (company._visit_today(), company.visit_due_percent / 100.0 or 0.01,
                              company.visit_signal_rest_days) for company in companies | first}
        found[0] = found[first.id]
        return found

    @api.model
    def _visit_standing(self, wanted, last, planned, in_visit, signals):
        return Standing(wanted, last, planned, bool(in_visit), tuple(signals))

    @api.model
    def _visit_write(self, model, changes):
        """Write the values that differ; nobody's write date changes: nobody has edited anything."""
        if not changes:
            return
        target = self.env[model]
        pairs = sql.SQL(", ").join(
            sql.SQL("{0} = v.{0}::" + kind).format(sql.Identifier(name)) for name, kind in zip(WRITTEN, TYPES))
        names = sql.SQL(", ").join(map(sql.Identifier, WRITTEN))
        statement = sql.SQL("UPDATE {} r SET {} FROM (VALUES %s) AS v (id, {}) WHERE r.id = v.id").format(
            sql.Identifier(target._table), pairs, names)
        execute_values(self.env.cr._obj, statement.as_string(self.env.cr._obj), changes, page_size=5000)
        compat.invalidate(target, list(WRITTEN))


def _values(wanted, judged, first, last):
    """The written columns of a row."""
    days, origin = wanted
    following = first or (last + timedelta(days=days) if last and days else None)
    return (days, origin or None, round(judged.urgency, 2), judged.state, judged.due_date, judged.signal_count,
            round(judged.raised, 2), following)


def _normal(row):
    """A row as the table holds it, as comparable values."""
    return (row[0] or 0, row[1], round(float(row[2] or 0), 2), row[3], row[4], row[5] or 0, round(float(row[6] or 0), 2),
            row[7])


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_signal_rest_days = fields.Integer(
        "Signals Rest After A Visit (Days)", default=14,
        help="A signal that was there at the last visit raises the urgency again after so many days.", groups="base.group_user")
    visit_urgency_day = fields.Date("States Are Of", readonly=True, copy=False, groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), visit_signal_rest_days=(0, 3650))

    def _visit_today(self):
        """The date at the company's place."""
        self.ensure_one()
        zone = self.sudo().resource_calendar_id.tz or self.sudo().partner_id.tz or "UTC"  # no secret to its people
        return pytz.utc.localize(fields.Datetime.now()).astimezone(pytz.timezone(zone)).date()

    def write(self, vals):
        result = super().write(vals)
        if {"visit_due_percent", "visit_signal_rest_days"}.intersection(vals):
            for model in MODELS:
                self.env["field.visit.urgency"]._visit_refresh(model)
        return result


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_signal_rest_days = fields.Integer(related="company_id.visit_signal_rest_days", readonly=False)
