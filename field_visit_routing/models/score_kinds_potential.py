"""Rules about potential: how large a customer is, what it does, where it came from, how far a lead has come."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from .score_rule import BOTH, Kind
from .score_sql import Documents

LEADS = ("crm.lead",)
#: Fields of other modules that hold the number of employees, where ours is empty.
EMPLOYEE_FIELDS = ("employee_quantity",)
SIZES = """SELECT m.id, COALESCE({columns}) FROM unnest(%(entities)s::int[]) AS e(id) JOIN res_partner m ON m.id = e.id"""
INDUSTRIES = """SELECT m.id, 1.0 FROM unnest(%(entities)s::int[]) AS e(id) JOIN res_partner m ON m.id = e.id
                 WHERE m.industry_id = ANY(%(wanted)s)"""
#: Leads by where they came from; those of a customer may be won or lost by now.
ORIGINS = {
    "crm.lead": "SELECT DISTINCT l.id, 1.0 FROM unnest(%(ids)s::int[]) AS w(id) JOIN crm_lead l ON l.id = w.id WHERE ",
    "res.partner": """SELECT DISTINCT r.id, 1.0 FROM unnest(%(ids)s::int[]) AS w(id) JOIN res_partner r ON r.id = w.id
                        JOIN res_partner m ON m.commercial_partner_id = r.commercial_partner_id
                        JOIN crm_lead l ON l.partner_id = m.id WHERE """,
}
LEADS_OF = Documents("crm.lead", "JOIN crm_lead d ON d.partner_id = m.id")
#: How far a stage is among the stages of its team that lead to a won one.
STAGES = """SELECT l.id, 100.0 * (SELECT COUNT(*) FROM crm_stage s WHERE {open} AND (s.sequence, s.id) <= (own.sequence, own.id))
                   / (SELECT COUNT(*) FROM crm_stage s WHERE {open})
              FROM unnest(%(ids)s::int[]) AS w(id) JOIN crm_lead l ON l.id = w.id JOIN crm_stage own ON own.id = l.stage_id
             WHERE own.is_won IS NOT TRUE"""


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    visit_employees = fields.Integer(
        "Employees", help="How many people work there; 0 when it is not known.", groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), visit_employees=(0, 10_000_000))


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    def _score_kinds(self):
        return dict(
            super()._score_kinds(),
            employees=Kind(_("Number of employees"), "potential", BOTH, (), "count"),
            industry=Kind(_("Industry"), "potential", BOTH, (), ""),
            origin=Kind(_("Campaign, medium or source"), "potential", BOTH, (), ""),
            stage=Kind(_("Stage of the lead"), "potential", LEADS, LEADS, "percent"),
            expected_revenue=Kind(_("Expected revenue of the lead"), "potential", LEADS, LEADS, "amount"))

    def _score_kind_defaults(self):
        return dict(super()._score_kind_defaults(), employees={"high": 250.0}, stage={"high": 100.0},
                    expected_revenue={"scale": "quantile"})

    # ---- size ----------------------------------------------------------------------------------
    def _score_values_employees(self, model, ids):
        """Employees of the lead, else of the company."""
        found = self._score_of_entities(model, ids, self._score_sizes)
        if model == "crm.lead":
            rows = compat.search_rows(self._score_all(model), [("id", "in", ids), ("visit_employees", ">", 0)],
                                      ["id", "visit_employees"])
            found.update((number, float(size)) for number, size in rows)
        return found

    def _score_all(self, model):
        return self.env[model].with_context(active_test=False)

    def _score_sizes(self, figures, entities):
        """Return ``{entity: employees}`` of those whose number is known."""
        partners = self.env["res.partner"]
        names = ["visit_employees"] + [name for name in EMPLOYEE_FIELDS if name in partners._fields]
        compat.flush(partners, names)
        columns = ", ".join("NULLIF(m.%s, 0)" % name for name in names)
        rows = figures.rows(SIZES.format(columns=columns), entities=sorted(entities))
        return {entity: float(size) for entity, size in rows if size}

    def _score_text_employees(self, value):
        return _("%(number)s employees", number=int(value))

    def _score_fields_employees(self, model):
        return [name for name in ("visit_employees", *EMPLOYEE_FIELDS) if name in self.env[model]._fields]

    # ---- industry ------------------------------------------------------------------------------
    def _score_values_industry(self, model, ids):
        """1 for customers, and leads of customers, in one of the industries."""
        if not self.industry_ids:
            raise UserError(_('"%(rule)s" names no industry. Choose at least one.', rule=self.name))
        compat.flush(self.env["res.partner"], ["industry_id"])
        return self._score_of_entities(model, ids, lambda figures, entities: {
            entity: 1.0 for entity, _one in figures.rows(
                INDUSTRIES, entities=sorted(entities), wanted=self.industry_ids.ids)})

    def _score_text_industry(self, value):
        return _("In one of the industries: %(names)s", names=", ".join(self.industry_ids.mapped("name")))

    def _score_fields_industry(self, model):
        return ("industry_id",) if model == "res.partner" else ()

    # ---- origin --------------------------------------------------------------------------------
    def _score_values_origin(self, model, ids):
        """1 for leads from one of the campaigns, by one of the media, of one of the sources; for customers with such a lead."""
        wanted = {name: list(self[name + "s"].ids) for name in ("campaign_id", "medium_id", "source_id") if self[name + "s"]}
        if not wanted:
            raise UserError(_('"%(rule)s" names no campaign, medium or source. Choose at least one.', rule=self.name))
        figures = self._score_figures()
        for name in ("res.partner", "crm.lead"):
            compat.flush(self.env[name])
        where = " AND ".join("l.%s = ANY(%%(%s)s)" % (name, name) for name in sorted(wanted))
        return {number: 1.0 for number, _one in figures.rows(ORIGINS[model] + where, ids=list(ids), **wanted)}

    def _score_text_origin(self, value):
        chosen = [record.display_name for name in ("campaign_ids", "medium_ids", "source_ids") for record in self[name]]
        return _("Came by %(names)s", names=", ".join(chosen))

    def _score_changed_origin(self, model, since):
        if model == "res.partner":
            return self._score_touched(model, since, LEADS_OF)
        return self._score_written(model, since)

    def _score_fields_origin(self, model):
        return ("campaign_id", "medium_id", "source_id") if model == "crm.lead" else ()

    # ---- how far a lead has come ---------------------------------------------------------------
    def _score_values_stage(self, model, ids):
        """Percent of the way to a won stage: the first of four open stages is 25."""
        compat.flush(self.env["crm.lead"], ["stage_id", "team_id"])
        compat.flush(self.env["crm.stage"])
        statement = STAGES.format(open=self._score_open_stages())
        return {number: float(percent) for number, percent in self._score_figures().rows(statement, ids=list(ids))}

    def _score_open_stages(self):
        """SQL for the stages that a lead may pass through: its team's and everybody's."""
        if "team_ids" in self.env["crm.stage"]._fields:  # 19.0: a stage belongs to several teams
            teams = self.env["crm.stage"]._fields["team_ids"]
            return """s.is_won IS NOT TRUE AND (NOT EXISTS (SELECT 1 FROM {0} x WHERE x.{1} = s.id)
                      OR EXISTS (SELECT 1 FROM {0} x WHERE x.{1} = s.id AND x.{2} = l.team_id))""".format(
                          teams.relation, teams.column1, teams.column2)
        return "s.is_won IS NOT TRUE AND (s.team_id IS NULL OR s.team_id = l.team_id)"

    def _score_text_stage(self, value):
        return _("%(percent)s %% of the way to a sale", percent=round(value))

    def _score_fields_stage(self, _model):
        return ("stage_id", "team_id")

    def _score_values_expected_revenue(self, model, ids):
        rows = compat.search_rows(self._score_all(model), [("id", "in", ids)], ["id", "company_id", "expected_revenue"])
        return self._score_figures().in_currency(rows)

    def _score_text_expected_revenue(self, value):
        return _("Expected revenue: %(amount)s", amount=self._score_amount(value))

    def _score_fields_expected_revenue(self, _model):
        return ("expected_revenue",)
