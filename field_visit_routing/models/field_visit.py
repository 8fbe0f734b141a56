"""One call on one customer or prospect: planned window, service time, outcome."""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .. import compat
from . import navigation

STATES = [
    ("draft", "To plan"), ("planned", "Planned"), ("in_progress", "In progress"),
    ("done", "Done"), ("missed", "Missed"), ("cancelled", "Cancelled")]
#: From each state, the states that a visit may go to.
TRANSITIONS = {
    "draft": {"planned", "in_progress", "done", "cancelled"},
    "planned": {"draft", "in_progress", "done", "missed", "cancelled"},
    "in_progress": {"planned", "done", "missed", "cancelled"},
    "done": set(),
    "missed": {"draft", "planned", "cancelled"},
    "cancelled": {"draft", "planned"},
}
#: States in which the plan may still move the visit.
OPEN_STATES = ("draft", "planned")
DAY_S = 24 * 3600


class FieldVisit(models.Model):
    _name = "field.visit"
    _description = "Field visit"
    _inherit = ["mail.thread", "mail.activity.mixin", "field.visit.checked.mixin"]
    _order = "date desc, rep_id, sequence, planned_start, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", index=True, check_company=True, tracking=True,
        ondelete="restrict")
    lead_id = fields.Many2one(
        "crm.lead", "Lead", index=True, check_company=True, tracking=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company)
    rep_id = fields.Many2one(
        "field.visit.rep", "Rep", index=True, check_company=True, tracking=True)
    user_id = fields.Many2one(related="rep_id.user_id", store=True, string="User", index=True)
    route_id = fields.Many2one("field.visit.route", "Route", index=True, check_company=True)
    plan_id = fields.Many2one("field.visit.plan", "Planned by", readonly=True, copy=False)
    sequence = fields.Integer(default=10)
    state = fields.Selection(STATES, default="draft", required=True, index=True, tracking=True,
                             copy=False)
    date = fields.Date(compute="_compute_date", store=True, readonly=False, index=True)
    planned_start = fields.Datetime(tracking=True, copy=False)
    planned_end = fields.Datetime(copy=False)
    service_s = fields.Integer("Service time (s)")
    service_min = fields.Integer(
        "Service time (min)", compute="_compute_service_min", inverse="_inverse_service_min")
    leg_distance_m = fields.Integer("Way there (m)", readonly=True, copy=False)
    leg_travel_s = fields.Integer("Way there (s)", readonly=True, copy=False)
    wait_s = fields.Integer("Wait (s)", readonly=True, copy=False)
    leg_km = fields.Float("Way (km)", compute="_compute_leg_figures", digits=(16, 1))
    leg_min = fields.Integer("Way (min)", compute="_compute_leg_figures")
    actual_start = fields.Datetime(tracking=True, copy=False)
    actual_end = fields.Datetime(copy=False)
    is_mandatory = fields.Boolean("Must be planned")
    outcome = fields.Char(tracking=True, copy=False)
    note = fields.Text()
    visit_latitude = fields.Float(
        "Latitude", digits=(10, 7), compute="_compute_position", store=True)
    visit_longitude = fields.Float(
        "Longitude", digits=(10, 7), compute="_compute_position", store=True)
    has_position = fields.Boolean(compute="_compute_position", store=True)
    visit_score = fields.Float(compute="_compute_customer_value", store=True, string="Score",
                               **compat.aggregator("avg"))
    visit_grade = fields.Char(compute="_compute_customer_value", store=True, string="Grade")
    address = fields.Char(compute="_compute_address", string="Address")
    phone = fields.Char(compute="_compute_address")
    calendar_event_id = fields.Many2one(
        "calendar.event", readonly=True, copy=False, ondelete="set null")
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    clock_text = fields.Char("Time", compute="_compute_clock_text",
                             help="From and to on the rep's clock.")
    nav_google = fields.Char("Google Maps", compute="_compute_navigation")
    nav_apple = fields.Char("Apple Maps", compute="_compute_navigation")
    nav_osm = fields.Char("OpenStreetMap", compute="_compute_navigation")
    nav_amap = fields.Char("Amap", compute="_compute_navigation")

    # ---- computed ------------------------------------------------------------------------
    def _customer(self):
        """The record that is visited: the customer, or the lead while there is none."""
        self.ensure_one()
        return self.partner_id or self.lead_id

    def _place(self):
        """The record whose position counts: a lead may have one of its own."""
        self.ensure_one()
        # whoever makes the visit may be sent to a lead that he may not open
        if self.lead_id and self.lead_id.sudo().has_position():
            return self.lead_id
        return self._customer()

    @api.depends("partner_id.name", "partner_id.parent_id.name", "lead_id.name")
    def _compute_name(self):
        for visit in self:
            customer = visit._customer()
            visit.name = customer.display_name if customer else _("New visit")

    @api.depends("planned_start", "rep_id")
    def _compute_date(self):
        for visit in self:
            if visit.planned_start:
                visit.date = visit._local(visit.planned_start).date()

    def _local(self, moment):
        """The naive UTC ``moment`` on the rep's clock."""
        tz = self.rep_id.timezone() if self.rep_id else self.env.user.tz or "UTC"
        return fields.Datetime.context_timestamp(self.with_context(tz=tz), moment)

    @api.depends("service_s")
    def _compute_service_min(self):
        for visit in self:
            visit.service_min = visit.service_s // 60

    def _inverse_service_min(self):
        for visit in self:
            visit.service_s = visit.service_min * 60

    @api.depends("leg_distance_m", "leg_travel_s")
    def _compute_leg_figures(self):
        for visit in self:
            visit.leg_km = visit.leg_distance_m / 1000.0
            visit.leg_min = round(visit.leg_travel_s / 60.0)

    @api.depends("partner_id.partner_latitude", "partner_id.partner_longitude",
                 "partner_id.geo_state", "lead_id.partner_latitude",
                 "lead_id.partner_longitude", "lead_id.geo_state")
    def _compute_position(self):
        for visit in self:
            place = visit._place()
            visit.has_position = bool(place) and place.has_position()
            visit.visit_latitude = place.partner_latitude if visit.has_position else 0.0
            visit.visit_longitude = place.partner_longitude if visit.has_position else 0.0

    @api.depends("partner_id.visit_score", "partner_id.visit_grade",
                 "lead_id.visit_score", "lead_id.visit_grade")
    def _compute_customer_value(self):
        for visit in self:
            customer = visit._customer()
            visit.visit_score = customer.visit_score if customer else 0.0
            visit.visit_grade = customer.visit_grade if customer else False

    @api.depends("partner_id", "lead_id")
    def _compute_address(self):
        for visit in self:
            customer = visit._customer()
            visit.address = customer._visit_details_address(with_country=True) if customer else ""
            visit.phone = customer.phone if customer else False

    @api.depends("state", "planned_end")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.is_overdue = bool(
                visit.state == "planned" and visit.planned_end and visit.planned_end < now)

    @api.depends("planned_start", "planned_end", "rep_id")
    def _compute_clock_text(self):
        for visit in self:
            moments = [visit.planned_start, visit.planned_end]
            visit.clock_text = "–".join(
                visit._local(moment).strftime("%H:%M") for moment in moments if moment)

    @api.depends("visit_latitude", "visit_longitude", "has_position", "sequence", "route_id")
    def _compute_navigation(self):
        for visit in self:
            origin = visit._previous_position()
            target = (visit.visit_latitude, visit.visit_longitude)
            links = navigation.links(origin, target, visit.name) if visit.has_position else {}
            for provider in navigation.PROVIDERS:
                visit["nav_" + provider] = links.get(provider, False)

    def _previous_position(self):
        """Where the leg to this visit begins: the stop before it or the route's start."""
        earlier = self.route_id.visit_ids.filtered(
            lambda v: v.has_position and v.state != "cancelled"
            and v.sequence < self.sequence).sorted("sequence")
        if earlier:
            return earlier[-1].visit_latitude, earlier[-1].visit_longitude
        if self.route_id.has_start:
            return self.route_id.start_latitude, self.route_id.start_longitude
        return None

    # ---- rules ---------------------------------------------------------------------------
    # With a field that every creation has a value of: a visit of nobody names neither.
    @api.constrains("partner_id", "lead_id", "company_id")
    def _check_customer(self):
        for visit in self:
            if not visit._customer():
                raise ValidationError(_("A visit needs a customer or a lead: choose one of them."))

    @api.constrains("planned_start", "planned_end")
    def _check_planned(self):
        for visit in self:
            start, end = visit.planned_start, visit.planned_end
            if start and end and end < start:
                raise ValidationError(_(
                    "Planned end %(end)s of %(visit)s is before its planned start %(start)s. "
                    "Enter a later end.") % {"end": end, "visit": visit.name, "start": start})

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), service_s=(0, DAY_S), service_min=(0, DAY_S // 60))

    @api.model
    def _checked_moments(self):
        return ("planned_start", "planned_end", "actual_start", "actual_end")

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._visit_checked(vals) for vals in vals_list]
        for vals in vals_list:
            self._refuse_foreign_links(vals)
            self._complete_times(vals)
        return super().create(vals_list)

    @api.model
    def _refuse_foreign_links(self, vals):
        """Refuse what would reach beyond the user's own rights.

        The calendar follows the visit with the system's rights: a visit tied to somebody else's
        event would rewrite or delete it.  And record rules look at a visit as it was, not at the
        rep it is given to.
        """
        if self.env.su:
            return
        if vals.get("calendar_event_id"):
            raise AccessError(_("The calendar event of a visit is made by the visit itself and "
                                "cannot be chosen. Plan or reschedule the visit instead."))
        if vals.get("rep_id"):
            rep = self._visit_known("rep_id", "field.visit.rep", [vals["rep_id"]])
            compat.check_access(rep, "read")

    @api.model
    def _complete_times(self, vals):
        """A start and a service time give the end."""
        if vals.get("planned_start") and not vals.get("planned_end"):
            start = fields.Datetime.to_datetime(vals["planned_start"])
            service_s = vals.get("service_s") or 60 * (vals.get("service_min") or 0)
            vals["planned_end"] = start + timedelta(seconds=service_s)

    def write(self, vals):
        self._refuse_foreign_links(vals)
        if "state" in vals:
            self._check_transition(vals["state"])
        return super().write(vals)

    def _check_transition(self, state):
        names = dict(self._fields["state"]._description_selection(self.env))
        for visit in self:
            if state != visit.state and state not in TRANSITIONS[visit.state]:
                raise UserError(_("%(visit)s is %(old)s and cannot become %(new)s. Create a new "
                                  "visit instead.") % {
                                      "visit": visit.name, "old": names[visit.state],
                                      "new": names.get(state, state)})

    # ---- actions -------------------------------------------------------------------------
    def action_plan(self):
        """Draft visits with a planned start become planned.  Returns True."""
        for visit in self:
            if not visit.planned_start or not visit.rep_id:
                raise UserError(_("%s has no rep or no planned start. Enter both, or let a plan "
                                  "choose them.") % visit.name)
        self.write({"state": "planned"})
        self._sync_calendar()
        return True

    def action_start(self):
        """The rep has arrived: state "in progress", the time is noted.  Returns True."""
        self.write({"state": "in_progress", "actual_start": fields.Datetime.now()})
        self.route_id._update_state()
        return True

    def action_done(self):
        """The visit is over: state "done", the time is noted.  Returns True."""
        now = fields.Datetime.now()
        for visit in self:
            visit.write({"state": "done", "actual_end": now,
                         "actual_start": visit.actual_start or now})
        self.route_id._update_state()
        return True

    def action_missed(self):
        """Nobody was met: state "missed".  Returns True."""
        self.write({"state": "missed"})
        self.route_id._update_state()
        return True

    def action_cancel(self):
        """Cancel these visits and remove them from the calendar.  Returns True."""
        self.write({"state": "cancelled"})
        self._sync_calendar()
        self.route_id._update_state()
        return True

    def action_reschedule(self, values):
        """Give the visits another time or rep; they leave their route when day or rep change.

        :param dict values: ``planned_start`` ("YYYY-MM-DD HH:MM:SS", UTC), optionally
            ``rep_id`` and ``service_s``
        :return: True
        :raises UserError: without ``planned_start`` or for a visit that is under way or done
        """
        start = self._reschedule_start(values)
        given = [values["rep_id"]] if values.get("rep_id") else []
        rep = self._visit_known("rep_id", "field.visit.rep", given)
        wanted_s = self._visit_checked({"service_s": values.get("service_s")})["service_s"]
        for visit in self:
            service_s = wanted_s or visit.service_s
            visit.write({
                "rep_id": (rep or visit.rep_id).id, "service_s": service_s, "state": "planned",
                "planned_start": start, "planned_end": start + timedelta(seconds=service_s)})
            visit._leave_foreign_route()
        self._sync_calendar()
        return True

    def _reschedule_start(self, values):
        try:
            start = fields.Datetime.to_datetime(values.get("planned_start"))
        except (TypeError, ValueError):
            start = None
        if not start:
            raise UserError(_("planned_start: %r is no date and time. Give it as "
                              "YYYY-MM-DD HH:MM:SS in UTC.") % values.get("planned_start"))
        for visit in self.filtered(lambda v: v.state in ("in_progress", "done")):
            raise UserError(_("%s is under way or done and cannot be rescheduled. Create a new "
                              "visit instead.") % visit.name)
        return start

    def _leave_foreign_route(self):
        """A visit on another day or with another rep is no part of its old route."""
        route = self.route_id
        if route and (route.date != self.date or route.rep_id != self.rep_id):
            self.write({"route_id": False, "leg_distance_m": 0, "leg_travel_s": 0, "wait_s": 0})

    def action_open_reschedule(self):
        """Open the dialog that asks for the new time."""
        return {
            "type": "ir.actions.act_window", "name": _("Reschedule"), "target": "new",
            "res_model": "field.visit.reschedule.wizard", "view_mode": "form",
            "context": {"default_visit_ids": [(6, 0, self.ids)],
                        "default_planned_start": self[:1].planned_start,
                        "default_rep_id": self[:1].rep_id.id},
        }

    # ---- calendar ------------------------------------------------------------------------
    def _sync_calendar(self):
        """Bring the reps' calendars in step: one event per planned visit, nobody is invited."""
        # The event belongs to the rep, who may be another user than the one who plans.
        for visit in self.sudo().with_context(**compat.NO_INVITATION):
            if visit.state in ("draft", "cancelled", "missed") or not visit.planned_start:
                visit.calendar_event_id.unlink()
            elif visit.calendar_event_id:
                visit.calendar_event_id.write(visit._prepare_event())
            elif visit.user_id:
                visit.calendar_event_id = visit.calendar_event_id.create(visit._prepare_event())

    def _prepare_event(self):
        return {
            "name": _("Visit: %s") % self.name, "location": self.address or False,
            "start": self.planned_start, "stop": self.planned_end or self.planned_start,
            "user_id": self.user_id.id, "partner_ids": [(6, 0, self.user_id.partner_id.ids)],
            # everybody reads everybody's calendar: others see that the rep is busy, not at whose place
            "privacy": "private",
        }

    def unlink(self):
        # The rep's event goes with the visit, whoever may delete the visit.
        self.sudo().calendar_event_id.unlink()
        return super().unlink()
