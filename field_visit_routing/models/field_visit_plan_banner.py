"""What a plan shows of itself: comparison with the present order, and the time line."""
from odoo import _, api, fields, models

from .. import compat
from . import plan_result, plan_timeline


class FieldVisitPlan(models.Model):
    _inherit = "field.visit.plan"

    baseline_kind = fields.Selection(
        [("present", "Planned visits as they stand"), ("given", "Candidates in the given order")],
        readonly=True)
    plan_km = fields.Float("Distance (km)", digits=(16, 1), readonly=True)
    present_km = fields.Float("Distance before (km)", digits=(16, 1), readonly=True)
    plan_hours = fields.Float("Working hours", readonly=True)
    present_hours = fields.Float("Working hours before", readonly=True)
    plan_driving_hours = fields.Float("Driving hours", readonly=True)
    present_driving_hours = fields.Float("Driving hours before", readonly=True)
    plan_visits = fields.Integer("Visits", readonly=True)
    present_visits = fields.Integer("Visits before", readonly=True)
    plan_a_count = fields.Integer("A-customers", readonly=True)
    present_a_count = fields.Integer("A-customers before", readonly=True)
    plan_score = fields.Float("Score reached", digits=(16, 1), readonly=True)
    present_score = fields.Float("Score before", digits=(16, 1), readonly=True)
    best_objective_final = fields.Float("Objective reached", readonly=True)
    backend = fields.Char("Solver", readonly=True)
    compute_s = fields.Float("Computed in (s)", digits=(16, 1), readonly=True)
    speed_kmh = fields.Float("Speed (km/h)", readonly=True)
    detour_factor = fields.Float("Detour factor", readonly=True)
    how_computed = fields.Char(compute="_compute_how")
    baseline_text = fields.Char(compute="_compute_how")
    nights_text = fields.Text("Nights away", compute="_compute_nights_text")
    timeline_html = fields.Html(compute="_compute_timeline_html", sanitize=False)

    @api.depends("compute_s", "backend", "seed", "speed_kmh", "detour_factor", "baseline_kind")
    def _compute_how(self):
        texts = {
            "present": _("the planned visits of these days in their present order."),
            "given": _("the candidates in the order given, filled into the days one after "
                       "another."),
        }
        for plan in self:
            plan.how_computed = plan_result.summary(plan)
            plan.baseline_text = texts.get(plan.baseline_kind, "")

    @api.depends("result_json")
    def _compute_timeline_html(self):
        for plan in self:
            plan.timeline_html = plan_timeline.render(plan)

    @api.depends("result_json")
    def _compute_nights_text(self):
        for plan in self:
            names = [_("%(rep)s, night after %(day)s: %(place)s") % {
                "rep": plan.env["field.visit.rep"].browse(rep_id).name, "day": day,
                "place": waypoint.sudo().name}  # the name of a hotel is no secret
                for rep_id, day, waypoint in plan_result.nights(plan)]
            plan.nights_text = "\n".join(names)

    def action_open_stops(self):
        """Open the plan's stops on the map, as a calendar or a list."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": _("Stops of %s") % self.name,
            "res_model": "field.visit.plan.stop", "view_mode": compat.view_mode("field_visit_map,calendar,list"),
            "domain": [("plan_id", "=", self.id)],
            "context": {"initial_date": fields.Date.to_string(self.date_from)},
        }

    def action_open_routes(self):
        """Open the routes that applying this plan made."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": _("Routes of %s") % self.name,
            "res_model": "field.visit.route", "view_mode": compat.view_mode("list,calendar,form"),
            "domain": [("rep_id", "in", self.rep_ids.ids), ("date", ">=", self.date_from),
                       ("date", "<=", self.date_to)],
        }
