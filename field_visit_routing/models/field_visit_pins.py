"""Decisions of people about a visit that a plan must respect, and what the customer was told."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

PINS = ("pin_rep", "pin_day", "pin_order", "pin_time")


class FieldVisit(models.Model):
    _inherit = "field.visit"

    pin_rep = fields.Boolean("Keep rep", copy=False, help="A plan never gives it to another rep.")
    pin_day = fields.Boolean("Keep day", copy=False, help="A plan never moves it to another day.")
    pin_order = fields.Boolean(
        "Keep order", copy=False, help="Among the visits of a day with this mark, the order stays.")
    pin_time = fields.Boolean("Keep time", copy=False, help="It starts at this minute of this day.")
    customer_informed_at = fields.Datetime(
        "Customer informed", copy=False, help="From then on a plan keeps day and time.")
    is_waypoint = fields.Boolean("Way point", readonly=True, copy=False, help="A place to pass, no customer.")
    waypoint_id = fields.Many2one("field.visit.waypoint", "Way point of", readonly=True, copy=False,
                                  ondelete="set null")
    meeting_id = fields.Many2one(
        "calendar.event", "Meeting", readonly=True, copy=False, index=True, ondelete="cascade",
        help="The appointment of the rep's calendar that this stop is for.")
    crew_key = fields.Char(
        "Made together", readonly=True, copy=False, index=True,
        help="Visits with the same key are one visit of several reps.")
    is_kept = fields.Boolean("Kept", compute="_compute_is_kept")

    @api.depends(*PINS)
    def _compute_is_kept(self):
        for visit in self:
            visit.is_kept = any(visit[name] for name in PINS)

    def write(self, vals):
        """A customer who was told another time has to be told anew."""
        if vals.get("planned_start") and "customer_informed_at" not in vals:
            start = fields.Datetime.to_datetime(self._visit_checked(vals)["planned_start"])
            told = self.filtered(lambda v: v.customer_informed_at and v.planned_start != start)
            super(FieldVisit, told).write({"customer_informed_at": False})
        return super().write(vals)

    @api.depends("waypoint_id.name")
    def _compute_name(self):
        super()._compute_name()
        for visit in self.filtered("waypoint_id"):
            visit.name = visit.waypoint_id.sudo().name  # the name of a place is no secret

    def _sync_calendar(self):
        """A stop for a meeting has its event already, which is not the visit's to change."""
        return super(FieldVisit, self.filtered(lambda v: not v.meeting_id))._sync_calendar()

    def action_keep(self):
        """A plan keeps rep, day and time of these visits.  Returns True.

        :raises UserError: for a visit without a rep or a planned start
        """
        for visit in self:
            if not visit.rep_id or not visit.planned_start:
                raise UserError(_("%s has no rep or no planned start, so there is nothing to keep. Enter both.")
                                % visit.name)
        return self.write({"pin_rep": True, "pin_day": True, "pin_time": True})

    def action_release(self):
        """A plan may move these visits again, unless their customers were informed.  Returns True."""
        return self.write(dict.fromkeys(PINS, False))

    def action_customer_informed(self):
        """The customers know day and time: plans keep both.  Returns True.

        :raises UserError: for a visit without a planned start
        """
        for visit in self.filtered(lambda v: not v.planned_start):
            raise UserError(_("%s has no planned start that a customer could know. Plan it first.") % visit.name)
        return self.write({"customer_informed_at": fields.Datetime.now()})
