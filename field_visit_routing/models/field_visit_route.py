"""One rep's ordered visits of one day, with start, end and legs."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import compat
from . import navigation


class FieldVisitRoute(models.Model):
    _name = "field.visit.route"
    _description = "Route of a rep's day"
    _inherit = ["mail.thread", "mail.activity.mixin", "field.visit.checked.mixin"]
    _order = "date desc, rep_id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    rep_id = fields.Many2one("field.visit.rep", "Rep", required=True, index=True,
                             check_company=True)
    user_id = fields.Many2one(related="rep_id.user_id", store=True, string="User", index=True)
    date = fields.Date(required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True,
                                 default=lambda self: self.env.company)
    plan_id = fields.Many2one("field.visit.plan", "Plan", readonly=True, copy=False)
    visit_ids = fields.One2many("field.visit", "route_id", "Stops")
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("in_progress", "Under way"),
         ("done", "Done")], default="draft", required=True, tracking=True, copy=False)
    start_latitude = fields.Float(digits=(10, 7))
    start_longitude = fields.Float(digits=(10, 7))
    end_latitude = fields.Float(digits=(10, 7))
    end_longitude = fields.Float(digits=(10, 7))
    has_start = fields.Boolean()
    has_end = fields.Boolean("Has an end place")
    start_at = fields.Datetime("Leaves at")
    end_at = fields.Datetime("Back at")
    distance_m = fields.Integer("Distance (m)", readonly=True)
    travel_s = fields.Integer("Driving (s)", readonly=True)
    wait_s = fields.Integer("Waiting (s)", readonly=True)
    service_s = fields.Integer("With customers (s)", readonly=True)
    end_leg_distance_m = fields.Integer("Last leg (m)", readonly=True)
    end_leg_travel_s = fields.Integer("Last leg (s)", readonly=True)
    distance_km = fields.Float("Distance (km)", compute="_compute_figures", digits=(16, 1))
    travel_h = fields.Float("Driving", compute="_compute_figures")
    service_h = fields.Float("With customers", compute="_compute_figures")
    wait_h = fields.Float("Waiting", compute="_compute_figures")
    night_id = fields.Many2one("field.visit.waypoint", "Night at", readonly=True, ondelete="set null",
                               help="The rep stays there overnight; the next day starts there.")
    visit_count = fields.Integer("Visits", compute="_compute_visit_count", store=True)
    done_count = fields.Integer("Done", compute="_compute_visit_count", store=True)
    nav_google = fields.Char("Google Maps", compute="_compute_navigation")
    nav_apple = fields.Char("Apple Maps", compute="_compute_navigation")
    nav_osm = fields.Char("OpenStreetMap", compute="_compute_navigation")
    nav_amap = fields.Char("Amap", compute="_compute_navigation")

    def init(self):
        compat.unique_index(self, ["rep_id", "date", "company_id"])

    @api.depends("rep_id.name", "date")
    def _compute_name(self):
        for route in self:
            route.name = "%s, %s" % (route.rep_id.name or _("New route"), route.date or "")

    @api.depends("distance_m", "travel_s", "service_s", "wait_s")
    def _compute_figures(self):
        for route in self:
            route.distance_km = route.distance_m / 1000.0
            route.travel_h = route.travel_s / 3600.0
            route.service_h = route.service_s / 3600.0
            route.wait_h = route.wait_s / 3600.0

    @api.depends("visit_ids.state", "visit_ids.is_waypoint")
    def _compute_visit_count(self):
        for route in self:
            # each step of a long day counts anew: whole columns are read, not record by record
            columns = zip(*map(route.visit_ids.mapped, ("state", "is_waypoint")))
            states = [state for state, is_waypoint in columns if state != "cancelled" and not is_waypoint]
            route.visit_count = len(states)
            route.done_count = states.count("done")

    @api.depends("visit_ids.visit_latitude", "visit_ids.visit_longitude", "end_latitude",
                 "end_longitude", "has_end")
    def _compute_navigation(self):
        """Links for the last leg, from the last stop to the route's end."""
        for route in self:
            stops = route._ordered_visits().filtered("has_position")
            links = {}
            if route.has_end and stops:
                origin = (stops[-1].visit_latitude, stops[-1].visit_longitude)
                links = navigation.links(
                    origin, (route.end_latitude, route.end_longitude), _("End of the day"))
            for provider in navigation.PROVIDERS:
                route["nav_" + provider] = links.get(provider, False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_twin(vals)
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("rep_id") and not self.env.su:
            # Record rules look at the route as it was, not at the rep it is given to.
            compat.check_access(self.env["field.visit.rep"].browse(int(vals["rep_id"])), "read")
        return super().write(vals)

    @api.model
    def _refuse_twin(self, vals):
        """The database refuses a second route of a rep and day; this says so in a sentence."""
        # Routes that the user may not see count as well.
        twin = self.sudo().search([
            ("rep_id", "=", vals.get("rep_id")), ("date", "=", vals.get("date")),
            ("company_id", "=", vals.get("company_id") or self.env.company.id)], limit=1)
        if twin:
            raise ValidationError(_("There is a route %s already. Add the visits to that one.")
                                  % twin.name)

    def _ordered_visits(self):
        return self.visit_ids.filtered(lambda v: v.state != "cancelled").sorted(
            lambda v: (v.sequence, v.planned_start or fields.Datetime.now(), v.id))

    def _update_state(self):
        """The route follows its visits: under way with the first, done with the last."""
        for route in self:
            states = set(route.visit_ids.mapped("state")) - {"cancelled"}
            if states and states <= {"done", "missed"}:
                route._follow("done")
            elif states & {"in_progress", "done", "missed"}:
                route._follow("in_progress")

    def _follow(self, state):
        if self.state != state:  # most steps of a day change nothing here
            self.state = state

    def action_publish(self):
        """The rep sees that the route is final.  Returns True."""
        for route in self.filtered(lambda r: r.state != "draft"):
            raise UserError(_("%s is already published.") % route.name)
        self.write({"state": "published"})
        return True

    @api.model
    def get_routes(self, date_from, date_to, rep_ids=()):
        """Routes with their stops, for programs.

        :param date_from: first day, "YYYY-MM-DD"
        :param date_to: last day, "YYYY-MM-DD"
        :param rep_ids: ids of ``field.visit.rep``; none means all that the user may see
        :return: list of dicts ``{"id", "rep_id", "rep", "date", "state", "distance_m",
            "travel_s", "start_at", "end_at", "stops": [...]}``; each stop has "visit_id",
            "sequence", "customer", "partner_id", "lead_id", "arrival", "start", "end",
            "latitude", "longitude", "leg_distance_m", "leg_travel_s", "wait_s", "state".
            Times are UTC; what is missing is "" or 0, never None.
        :raises UserError: for a day that is no date, or an unknown rep
        """
        domain = [("date", ">=", self._visit_day("date_from", date_from)),
                  ("date", "<=", self._visit_day("date_to", date_to))]
        if rep_ids:
            reps = self._visit_known("rep_ids", "field.visit.rep", rep_ids)
            domain.append(("rep_id", "in", reps.ids))
        return [route._to_dict() for route in self.search(domain, order="date, rep_id")]

    def _to_dict(self):
        to_string = fields.Datetime.to_string
        return {
            "id": self.id, "rep_id": self.rep_id.id, "rep": self.rep_id.name or "",
            "date": fields.Date.to_string(self.date), "state": self.state,
            "distance_m": self.distance_m, "travel_s": self.travel_s,
            "start_at": to_string(self.start_at) or "", "end_at": to_string(self.end_at) or "",
            "stops": [visit._to_dict() for visit in self._ordered_visits()],
        }


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _to_dict(self):
        """This visit as a stop of a route, for programs."""
        to_string = fields.Datetime.to_string
        return {
            "visit_id": self.id, "sequence": self.sequence, "customer": self.name or "",
            "partner_id": self.partner_id.id or 0, "lead_id": self.lead_id.id or 0,
            "start": to_string(self.planned_start) or "", "end": to_string(self.planned_end) or "",
            "latitude": self.visit_latitude, "longitude": self.visit_longitude,
            "leg_distance_m": self.leg_distance_m, "leg_travel_s": self.leg_travel_s,
            "wait_s": self.wait_s, "state": self.state, "is_waypoint": self.is_waypoint,
        }
