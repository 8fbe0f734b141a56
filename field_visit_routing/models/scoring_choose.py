"""From the numbers that are known of a customer or lead to the one that plans use, for many at once.

This is bookkeeping that is the same whoever sets it off, so it reads and writes the tables themselves. A score that
a person has set stays. Contacts show the score of their company, visits that of whom they visit.
"""
from odoo import api, fields, models
from psycopg2 import sql

from .. import compat

#: Columns that are read or written here.
COLUMNS = ("visit_score", "visit_score_fixed", "visit_score_from", "visit_grade", "visit_score_rules", "visit_score_parts",
           "visit_score_date", "visit_learned_percent", "visit_learned_date", "company_id")
OWN_COLUMNS = {"res.partner": ("parent_id", "type", "is_company"), "crm.lead": ("probability",)}
SETTINGS = ("visit_score_use", "visit_score_use_lead", "visit_grade_a", "visit_grade_b", "visit_grade_c")
#: Which number a company uses, and Odoo's own.
USE = {"res.partner": ("visit_score_use", "NULL::numeric"), "crm.lead": ("visit_score_use_lead", "r.probability")}
#: Who shows the score of another record.
FOLLOWS = {"res.partner": """r.parent_id IS NOT NULL AND r.type = 'contact' AND r.is_company IS NOT TRUE
                             AND r.visit_score_fixed IS NOT TRUE""", "crm.lead": "FALSE"}
#: Contacts of contacts are few levels deep; a loop of records must not become one of ours.
MOST_LEVELS = 20
GRADE = """CASE WHEN {score} >= c.visit_grade_a THEN 'A' WHEN {score} >= c.visit_grade_b THEN 'B'
                WHEN {score} >= c.visit_grade_c THEN 'C' ELSE 'D' END"""
CHOOSE = """
    WITH given AS (SELECT * FROM unnest(%(ids)s::int[], %(scores)s::numeric[], %(parts)s::text[]) AS g(id, rules, parts)),
    known AS (
        SELECT r.id, r.company_id, COALESCE(r.visit_score, 0) AS own, r.visit_score_from AS own_source,
               r.visit_grade AS own_grade, r.visit_learned_percent AS learned, {odoo} AS odoo,
               COALESCE(g.rules, r.visit_score_rules) AS rules, COALESCE(g.parts, r.visit_score_parts) AS parts,
               CASE WHEN g.rules IS NULL OR (r.visit_score_date IS NOT NULL AND g.rules = r.visit_score_rules
                                             AND g.parts = r.visit_score_parts)
                    THEN r.visit_score_date ELSE %(now)s END AS date,
               CASE WHEN r.visit_score_fixed THEN 'manual'
                    WHEN c.{use} = 'learned' AND r.visit_learned_date IS NOT NULL THEN 'learned'
                    WHEN c.{use} = 'odoo' THEN 'odoo'
                    WHEN g.rules IS NOT NULL OR r.visit_score_date IS NOT NULL THEN 'rules' END AS source
          FROM given g JOIN {table} r ON r.id = g.id JOIN res_company c ON c.id = COALESCE(r.company_id, %(first)s)
         WHERE NOT ({follows})),
    chosen AS (
        SELECT *, ROUND(LEAST(100, GREATEST(0, COALESCE(CASE source WHEN 'learned' THEN learned WHEN 'odoo' THEN odoo
                                                        WHEN 'rules' THEN rules ELSE own END, 0)))::numeric, 2) AS score
          FROM known),
    graded AS (
        SELECT n.*, {grade} AS grade
          FROM chosen n JOIN res_company c ON c.id = COALESCE(n.company_id, %(first)s))
    UPDATE {table} r
       SET visit_score_rules = n.rules, visit_score_parts = n.parts, visit_score_date = n.date, visit_score = n.score,
           visit_score_from = n.source, visit_grade = n.grade
      FROM graded n
     WHERE r.id = n.id AND (n.rules, n.parts, n.date, n.score, n.source, n.grade) IS DISTINCT FROM (
           r.visit_score_rules, r.visit_score_parts, r.visit_score_date, r.visit_score, r.visit_score_from, r.visit_grade)
    RETURNING r.id, (n.score, n.source, n.grade) IS DISTINCT FROM (n.own, n.own_source, n.own_grade)"""
#: Persons that are asked for, and those of the companies that are.
FOLLOW = """
    UPDATE res_partner r
       SET visit_score = COALESCE(p.visit_score, 0), visit_grade = p.visit_grade, visit_score_from = p.visit_score_from
      FROM res_partner p
     WHERE p.id = r.parent_id AND (r.id = ANY(%(ids)s) OR r.parent_id = ANY(%(ids)s)) AND {follows}
       AND (r.visit_score, r.visit_grade, r.visit_score_from) IS DISTINCT FROM (
           COALESCE(p.visit_score, 0), p.visit_grade, p.visit_score_from)
    RETURNING r.id"""
VISITS = """
    UPDATE field_visit v SET visit_score = r.visit_score, visit_grade = r.visit_grade
      FROM {table} r
     WHERE r.id = v.{link} AND r.id = ANY(%(ids)s) AND {alone}
       AND (v.visit_score, v.visit_grade) IS DISTINCT FROM (r.visit_score::float8, r.visit_grade)
    RETURNING v.id"""
VISIT_LINKS = {"res.partner": ("partner_id", "TRUE"), "crm.lead": ("lead_id", "v.partner_id IS NULL")}
REGRADE = """
    UPDATE {table} r SET visit_grade = {grade}
      FROM res_company c
     WHERE c.id = COALESCE(r.company_id, %(first)s) AND c.id = ANY(%(companies)s)
       AND r.visit_grade IS DISTINCT FROM {grade}
    RETURNING r.id"""


class FieldVisitScoring(models.AbstractModel):
    _inherit = "field.visit.scoring"

    @api.model
    def _visit_choose(self, model, ids, computed=None):
        """Set score, grade and source of these records from the numbers that are known of them.

        Whatever computes a number calls this afterwards. A fixed score stays; what was never computed keeps its own.

        :param computed: ``(scores, parts)``, two lists as long as ``ids``: what rules have just given
        """
        if not ids:
            return
        records = self._visit_scored_model(model).browse(ids)
        compat.flush(records, list(COLUMNS + OWN_COLUMNS[model]))
        compat.flush(self.env["res.company"], list(SETTINGS))
        scores, parts = computed or ([None] * len(ids), [None] * len(ids))
        use, odoo = USE[model]
        written = self._visit_update(CHOOSE, model, {
            "ids": list(ids), "scores": scores, "parts": parts, "now": fields.Datetime.now(), "first": self._visit_first()},
            use=sql.Identifier(use), odoo=sql.SQL(odoo), follows=sql.SQL(FOLLOWS[model]), grade=_grade("n.score"))
        compat.invalidate(records.browse([row[0] for row in written]), list(COLUMNS))
        self._visit_spread(model, [number for number, is_other in written if is_other])

    @api.model
    def _visit_follow(self, ids):
        """Let persons among these records, and those of companies among them, show the score of their company.

        :return: ids of the persons whose score changed by that
        """
        found, level = [], list(ids)
        for _level in range(MOST_LEVELS):
            if not level:
                break
            level = [row[0] for row in self._visit_update(
                FOLLOW, "res.partner", {"ids": level}, follows=sql.SQL(FOLLOWS["res.partner"]))]
            found += level
        self._visit_announce("res.partner", found)
        return found

    @api.model
    def _visit_spread(self, model, ids):
        """Carry new scores to the persons of a company, to visits, and to what else extends ``_visit_score_changed``."""
        self._visit_announce(model, ids)
        if model == "res.partner":
            self._visit_follow(ids)

    @api.model
    def _visit_announce(self, model, ids):
        if ids:
            records = self.env[model].browse(ids)
            compat.invalidate(records, ["visit_score", "visit_grade", "visit_score_from"])
            records._visit_score_changed()

    @api.model
    def _visit_update(self, statement, model, values, **parts):
        """Run an UPDATE on the table of ``model``; return the rows that it returns."""
        table = sql.Identifier(self.env[model]._table)
        self.env.cr.execute(sql.SQL(statement).format(table=table, **parts), values)
        return self.env.cr.fetchall()

    @api.model
    def _visit_first(self):
        return self.env["res.company"]._visit_first_company().id

    @api.model
    def _visit_regrade(self, companies):
        """Grade the customers and leads of these companies anew, after a change of the thresholds."""
        compat.flush(companies, list(SETTINGS))
        for model in USE:
            compat.flush(self.env[model], ["visit_score", "visit_grade", "company_id"])
            graded = self._visit_update(
                REGRADE, model, {"first": self._visit_first(), "companies": companies.ids},
                grade=_grade("COALESCE(r.visit_score, 0)"))
            self._visit_spread(model, [row[0] for row in graded])


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _visit_score_changed(self):
        """These records have another score, grade or source than before: what is computed from it follows.

        Extend it where something else does; the tables were written past the ORM, and the cache knows of it.
        """
        link, alone = VISIT_LINKS[self._name]
        visits = self.env["field.visit"]
        compat.flush(visits, ["partner_id", "lead_id", "visit_score", "visit_grade"])
        changed = self.env["field.visit.scoring"]._visit_update(
            VISITS, self._name, {"ids": self.ids}, link=sql.Identifier(link), alone=sql.SQL(alone))
        compat.invalidate(visits.browse([row[0] for row in changed]), ["visit_score", "visit_grade"])


def _grade(score):
    return sql.SQL(GRADE).format(score=sql.SQL(score))
