"""Visits as figures: what was planned and what was made of it, a row per visit, to be summed by whatever.

Rows are read under rules of their own that are those of visits; nothing is kept, the query is the table.
"""
from odoo import fields, models

from .. import compat
from .field_visit import STATES
from .visit_driven import DRIVEN, WITHOUT_SIGNAL
from .visit_outcome import KINDS

MINUTES = "EXTRACT(EPOCH FROM (%s)) / 60.0"


class FieldVisitReport(models.Model):
    _name = "field.visit.report"
    _description = "Figures Of Visits"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "visit_id"
    _depends = {
        "field.visit": [
            "date", "rep_id", "user_id", "partner_id", "lead_id", "company_id", "state", "visit_grade", "outcome_id",
            "planned_start", "actual_start", "actual_end", "travel_started_at", "service_s", "leg_travel_s",
            "leg_distance_m", "has_real_leg", "real_leg_m", "real_leg_gap_m", "is_waypoint", "moved_count", "check_result",
            "rating_value"],
        "field.visit.outcome": ["kind"],
        "field.visit.rep": ["team_id"],
        "res.partner": ["territory_id"],
        "crm.lead": ["territory_id"],
    }

    visit_id = fields.Many2one("field.visit", "Visit", readonly=True)
    date = fields.Date("Day", readonly=True)
    rep_id = fields.Many2one("field.visit.rep", "Rep", readonly=True)
    user_id = fields.Many2one("res.users", "User", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("field.visit.territory", "Territory", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Lead", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    state = fields.Selection(STATES, "Status", readonly=True)
    grade = fields.Char("Grade", readonly=True)
    outcome_id = fields.Many2one("field.visit.outcome", "Outcome Or Reason", readonly=True)
    outcome_kind = fields.Selection(KINDS, "Kind Of Outcome", readonly=True)
    planned_count = fields.Integer("Planned Visits", readonly=True, help="Visits that had a time, whatever became of them.")
    done_count = fields.Integer("Made", readonly=True)
    verified_count = fields.Integer("Verified", readonly=True, help="Made, and the check-in proves it.")
    missed_count = fields.Integer("Missed", readonly=True)
    success_count = fields.Integer("Successful", readonly=True)
    moved_count = fields.Integer("Times Moved", readonly=True)
    planned_start = fields.Datetime("Start Planned", readonly=True)
    actual_start = fields.Datetime("Start", readonly=True)
    late_min = fields.Float("Later Than Planned (min)", readonly=True, digits=(16, 1), **compat.aggregator("avg"))
    planned_service_min = fields.Float("With Customers, Planned (min)", readonly=True, digits=(16, 1))
    service_min = fields.Float("With Customers (min)", readonly=True, digits=(16, 1))
    planned_driving_min = fields.Float("Driving, Planned (min)", readonly=True, digits=(16, 1))
    driving_min = fields.Float("Driving (min)", readonly=True, digits=(16, 1), help="From setting out to check-in.")
    distance_km = fields.Float("Way, Planned (km)", readonly=True, digits=(16, 1))
    done_km = fields.Float("Way To Visits Made, Planned (km)", readonly=True, digits=(16, 1))
    real_km = fields.Float("Driven (km)", readonly=True, digits=(16, 1), help=DRIVEN)
    real_gap_km = fields.Float("Of These Without Signal (km)", readonly=True, digits=(16, 1), help=WITHOUT_SIGNAL)
    measured_count = fields.Integer("Way Measured", readonly=True, help="Visits to which the way was recorded.")
    longer_km = fields.Float("Longer Than Planned (km)", readonly=True, digits=(16, 1),
                             help="Driven less planned, of the visits to which the way was planned and recorded.")
    rating = fields.Float("Rating", readonly=True, digits=(16, 2), **compat.aggregator("avg"))
    rated_count = fields.Integer("Rated", readonly=True)

    @property
    def _table_query(self):
        return "SELECT %s %s" % (", ".join(
            "%s AS %s" % (expression, name) for name, expression in self._columns_sql().items()), self._from_sql())

    def _columns_sql(self):
        """Return ``{column: SQL}``; ``v`` is the visit."""
        made = "v.state = 'done'"
        columns = {"id": "v.id", "visit_id": "v.id", "grade": "v.visit_grade", "team_id": "rep.team_id",
                   "territory_id": "COALESCE(partner.territory_id, lead.territory_id)", "outcome_kind": "outcome.kind"}
        columns.update({name: "v." + name for name in (
            "date", "rep_id", "user_id", "partner_id", "lead_id", "company_id", "state", "outcome_id", "moved_count",
            "planned_start", "actual_start")})
        columns.update({name: "CASE WHEN %s THEN 1 ELSE 0 END" % condition for name, condition in {
            "planned_count": "v.state IN ('planned', 'in_progress', 'done', 'missed')", "done_count": made,
            "verified_count": "%s AND v.check_result = 'verified'" % made, "missed_count": "v.state = 'missed'",
            "success_count": "%s AND outcome.kind = 'success'" % made, "rated_count": "v.rating_value > 0",
            "measured_count": "v.has_real_leg"}.items()})
        columns.update(self._measures_sql(made))
        return columns

    def _measures_sql(self, made):
        planned = "v.state IN ('planned', 'in_progress', 'done', 'missed')"
        way_s = "v.actual_start > v.travel_started_at"
        return {
            "late_min": MINUTES % "v.actual_start - v.planned_start",
            "planned_service_min": "CASE WHEN %s THEN v.service_s / 60.0 ELSE 0 END" % planned,
            "service_min": "CASE WHEN %s THEN %s ELSE 0 END" % (made, MINUTES % "v.actual_end - v.actual_start"),
            "planned_driving_min": "CASE WHEN %s THEN v.leg_travel_s / 60.0 ELSE 0 END" % planned,
            "driving_min": "CASE WHEN %s THEN %s ELSE 0 END" % (way_s, MINUTES % "v.actual_start - v.travel_started_at"),
            "distance_km": "CASE WHEN %s THEN v.leg_distance_m / 1000.0 ELSE 0 END" % planned,
            "done_km": "CASE WHEN %s THEN v.leg_distance_m / 1000.0 ELSE 0 END" % made,
            "real_km": "CASE WHEN v.has_real_leg THEN v.real_leg_m / 1000.0 ELSE 0 END",
            "real_gap_km": "CASE WHEN v.has_real_leg THEN v.real_leg_gap_m / 1000.0 ELSE 0 END",
            "longer_km": "CASE WHEN v.has_real_leg AND v.leg_distance_m > 0 THEN (v.real_leg_m - v.leg_distance_m) / 1000.0"
                         " ELSE 0 END",
            "rating": "NULLIF(v.rating_value, 0)::float",
        }

    def _from_sql(self):
        return """
            FROM field_visit v
            LEFT JOIN field_visit_rep rep ON rep.id = v.rep_id
            LEFT JOIN field_visit_outcome outcome ON outcome.id = v.outcome_id
            LEFT JOIN res_partner partner ON partner.id = v.partner_id
            LEFT JOIN crm_lead lead ON lead.id = v.lead_id
            WHERE v.is_waypoint IS NOT TRUE"""

    def action_open_visit(self):
        """Open the visit of this row."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "field.visit", "res_id": self.id,
                "views": [(False, "form")], "view_mode": "form"}
