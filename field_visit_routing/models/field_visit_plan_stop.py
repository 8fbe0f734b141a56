"""A stop of a proposed plan: not yet a visit."""
from odoo import api, fields, models

from .. import compat


class FieldVisitPlanStop(models.Model):
    _name = "field.visit.plan.stop"
    _description = "Stop of a planned route"
    _order = "plan_id, date, rep_id, sequence"

    name = fields.Char(compute="_compute_name", store=True)
    plan_id = fields.Many2one("field.visit.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    rep_id = fields.Many2one("field.visit.rep", "Rep", required=True, index=True)
    date = fields.Date(required=True)
    sequence = fields.Integer("No.", **compat.aggregator(None))
    candidate_key = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead", ondelete="cascade")
    visit_id = fields.Many2one("field.visit", "Visit", ondelete="set null")
    is_waypoint = fields.Boolean("Way point", help="A place to pass or a meeting, no visit to a customer.")
    waypoint_id = fields.Many2one("field.visit.waypoint", "Way point of", ondelete="set null")
    meeting_id = fields.Many2one("calendar.event", "Meeting", ondelete="cascade")
    arrival = fields.Datetime()
    start = fields.Datetime("Starts")
    departure = fields.Datetime("Leaves")
    leg_distance_m = fields.Integer("Way (m)")
    leg_travel_s = fields.Integer("Way (s)")
    wait_s = fields.Integer("Wait (s)")
    leg_km = fields.Float("Way (km)", compute="_compute_figures", digits=(16, 1))
    leg_min = fields.Integer("Way (min)", compute="_compute_figures")
    wait_min = fields.Integer("Wait (min)", compute="_compute_figures")
    arrival_text = fields.Char("Arrives", compute="_compute_clock_texts",
                               help="On the rep's clock.")
    visit_text = fields.Char("Time", compute="_compute_clock_texts",
                             help="From and to on the rep's clock.")
    stop_latitude = fields.Float(digits=(10, 7))
    stop_longitude = fields.Float(digits=(10, 7))
    visit_score = fields.Float("Score", **compat.aggregator("avg"))
    visit_grade = fields.Char("Grade")
    is_mandatory = fields.Boolean("Mandatory")
    color = fields.Integer(related="rep_id.color")
    route_key = fields.Char(compute="_compute_route_key", store=True)

    @api.depends("partner_id.name", "lead_id.name", "waypoint_id.name")
    def _compute_name(self):
        for stop in self:
            stop.name = (stop.waypoint_id or stop.partner_id or stop.lead_id).display_name

    @api.depends("rep_id", "date")
    def _compute_route_key(self):
        for stop in self:
            stop.route_key = "%s %s" % (stop.rep_id.name, stop.date)

    @api.depends("leg_distance_m", "leg_travel_s", "wait_s")
    def _compute_figures(self):
        for stop in self:
            stop.leg_km = stop.leg_distance_m / 1000.0
            stop.leg_min = round(stop.leg_travel_s / 60.0)
            stop.wait_min = round(stop.wait_s / 60.0)

    @api.depends("arrival", "start", "departure", "rep_id")
    def _compute_clock_texts(self):
        for stop in self:
            zone = stop.with_context(tz=stop.rep_id.timezone())
            arrival, start, departure = (
                fields.Datetime.context_timestamp(zone, moment).strftime("%H:%M") if moment else ""
                for moment in (stop.arrival, stop.start, stop.departure))
            stop.arrival_text = arrival
            stop.visit_text = "%s–%s" % (start, departure)
