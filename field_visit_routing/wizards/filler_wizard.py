"""Shows who could fill a hole of a route, and plans the chosen one."""
from odoo import _, fields, models

from .. import compat
from ..models import plan_request, plan_shifts, plan_standing, route_fillers


class FieldVisitFillerWizard(models.TransientModel):
    _name = "field.visit.filler.wizard"
    _description = "Fill a hole of a route"

    route_id = fields.Many2one("field.visit.route", required=True, readonly=True)
    from_h = fields.Float("Free from", help="On the rep's clock.")
    to_h = fields.Float("Free until", help="On the rep's clock.")
    max_delay_min = fields.Integer(
        "Later visits may be delayed by (min)",
        help="0 keeps the times of the planned visits.")
    line_ids = fields.One2many("field.visit.filler.line", "wizard_id", "Candidates")
    line_count = fields.Integer(compute="_compute_line_count")

    def _compute_line_count(self):
        for wizard in self:
            wizard.line_count = len(wizard.line_ids)

    def action_search(self):
        """Look for candidates for the hole and show them."""
        self.ensure_one()
        found = self.route_id.suggest_fillers({
            "from": self._moment(self.from_h), "to": self._moment(self.to_h),
            "max_delay_min": self.max_delay_min})
        self.line_ids = [(5, 0, 0)] + [(0, 0, self._line_values(row)) for row in found]
        return self._open()

    def _moment(self, hours):
        """UTC of hours on the rep's clock, as programs give it; "" for none."""
        if not hours:
            return ""
        route = self.route_id
        zone = plan_request.rep_timezone(route.rep_id)
        return fields.Datetime.to_string(
            plan_shifts.local_moment(zone, route.date, round(hours * 3600)))

    def _line_values(self, row):
        return {
            "partner_id": row["partner_id"], "lead_id": row["lead_id"], "name": row["customer"],
            "grade": row["grade"], "score": row["score"], "detour_min": row["detour_min"],
            "rate": row["rate"], "delay_min": row["delay_min"], "start": row["start"]}

    def _open(self):
        return {
            "type": "ir.actions.act_window", "name": _("Fill a hole"),
            "res_model": self._name, "res_id": self.id, "view_mode": "form", "target": "new"}


class FieldVisitFillerLine(models.TransientModel):
    _name = "field.visit.filler.line"
    _description = "Candidate for a hole"

    wizard_id = fields.Many2one("field.visit.filler.wizard", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Customer")
    lead_id = fields.Many2one("crm.lead", "Lead")
    name = fields.Char("Whom", readonly=True)
    grade = fields.Char(readonly=True)
    score = fields.Float(readonly=True)
    detour_min = fields.Integer("Detour (min)", readonly=True)
    rate = fields.Float("Worth per minute", digits=(16, 1), readonly=True,
                        help="Prize of the visit for each minute of detour.")
    delay_min = fields.Integer("Delays others by (min)", readonly=True)
    start = fields.Datetime(readonly=True)
    clock_text = fields.Char("Starts", compute="_compute_clock_text", help="On the rep's clock.")

    def _compute_clock_text(self):
        for line in self:
            rep = line.wizard_id.route_id.rep_id
            line.clock_text = plan_standing.local(rep, line.start).strftime("%H:%M")

    def action_add(self):
        """Plan this visit in the hole; cancelling the visit takes it out again."""
        self.ensure_one()
        route = self.wizard_id.route_id
        route.insert_visit({
            "partner_id": self.partner_id.id, "lead_id": 0 if self.partner_id else self.lead_id.id,
            "start": fields.Datetime.to_string(self.start),
            "max_delay_min": self.wizard_id.max_delay_min})
        return {
            "type": "ir.actions.act_window", "res_model": "field.visit.route", "res_id": route.id,
            "view_mode": "form", "views": [(False, "form")], "target": "main"}


class FieldVisitRoute(models.Model):
    _inherit = "field.visit.route"

    def action_open_fillers(self):
        """Open the dialog with the best candidates for the longest hole that anybody fills."""
        self.ensure_one()
        compat.check_access(self, "read")
        hole, _rows = route_fillers.suggest(self, {})
        hours = [self._hours_of(moment) for moment in hole]
        wizard = self.env["field.visit.filler.wizard"].create({
            "route_id": self.id, "from_h": hours[0], "to_h": hours[1]})
        return wizard.action_search()

    def _hours_of(self, moment):
        """Hours on the rep's clock of a naive UTC moment."""
        local = plan_standing.local(self.rep_id, moment)
        return local.hour + local.minute / 60.0 + local.second / 3600.0
