"""How far a rep really went on the day of a route, by the positions of duty."""
from datetime import timedelta

import pytz
from odoo import api, fields, models

from .plan_request import rep_timezone


class FieldVisitRoute(models.Model):
    _inherit = "field.visit.route"

    real_distance_m = fields.Integer("Really Driven (m)", readonly=True, copy=False)
    real_gap_m = fields.Integer("Of These Without Signal (m)", readonly=True, copy=False,
                                help="Straight lines across times of which nothing is known: the real way is longer.")
    real_distance_km = fields.Float("Really Driven (km)", compute="_compute_real_km", digits=(16, 1))
    real_gap_km = fields.Float("Of These Without Signal (km)", compute="_compute_real_km", digits=(16, 1))

    @api.model
    def _measured_fields(self):
        return super()._measured_fields() | {"real_distance_m", "real_gap_m"}

    @api.depends("real_distance_m", "real_gap_m")
    def _compute_real_km(self):
        for route in self:
            route.real_distance_km = route.real_distance_m / 1000.0
            route.real_gap_km = route.real_gap_m / 1000.0

    def _measure_way(self):
        """Write what the positions say; it stays when they are deleted."""
        for route in self:
            found = route.rep_id._track_positions(route.date)
            if found["positions"]:
                route.write({"real_distance_m": found["distance_m"], "real_gap_m": found["gap_m"]})


class FieldVisitDuty(models.Model):
    _inherit = "field.visit.duty"

    @api.model
    def _cron_end(self):
        result = super()._cron_end()
        for duty in self.search([("end_at", "=", False)]):
            duty.rep_id._measure_routes(duty)
        return result


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def _duty_ended(self, duty):
        result = super()._duty_ended(duty)
        self._measure_routes(duty)
        return result

    def _measure_routes(self, duty):
        """Measure the routes and the visits of the days on which ``duty`` is."""
        timezone = rep_timezone(self)
        first, last = (pytz.utc.localize(moment).astimezone(timezone).date()
                       for moment in (duty.start_at, duty.end_at or fields.Datetime.now()))
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        # figures of the day, written whoever ends the duty
        self.env["field.visit.route"].sudo().search(
            [("rep_id", "=", self.id), ("date", "in", days)])._measure_way()
        for day in days:
            self._measure_legs(day, lasts=not duty.end_at)
