"""Shows on which days a visit of a customer fits, and plans it on the chosen one."""
from odoo import _, fields, models

from ..models import plan_changes

#: In the context when the dialog was opened from a place that one wants to return to, as the map.
STAY = "field_visit_stay"
LIGHTS = [("green", "Fits"), ("yellow", "Long way or overtime"), ("red", "Does not fit")]


class FieldVisitDayWizard(models.TransientModel):
    _name = "field.visit.day.wizard"
    _description = "Find a suitable day"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Lead", readonly=True)
    date_from = fields.Date("From", required=True,
                            default=lambda self: fields.Date.add(
                                fields.Date.context_today(self), days=1))
    days = fields.Integer("Days", default=14, required=True)
    rep_ids = fields.Many2many("field.visit.rep", string="Reps",
                               help="Empty takes all reps that you plan for.")
    service_min = fields.Integer("Service time (min)",
                                 help="0 takes the customer's or the company's.")
    line_ids = fields.One2many("field.visit.day.line", "wizard_id", "Days and reps")
    green_count = fields.Integer(compute="_compute_green_count")

    def _compute_green_count(self):
        for wizard in self:
            wizard.green_count = len(wizard.line_ids.filtered(lambda line: line.light == "green"))

    def _customer(self):
        return self.partner_id or self.lead_id

    def action_search(self):
        """Look at all days and reps and show them, the best first."""
        self.ensure_one()
        found = self._customer().suggest_days({
            "date_from": fields.Date.to_string(self.date_from), "days": self.days,
            "rep_ids": self.rep_ids.ids, "service_min": self.service_min})
        self.line_ids = [(5, 0, 0)] + [
            (0, 0, dict(self._line_values(row), sequence=number))
            for number, row in enumerate(found)]
        return self._open()

    def _line_values(self, row):
        names = ("rep_id", "date", "light", "detour_min", "extra_min", "start", "visit_id")
        return dict({name: row[name] for name in names}, why=row["text"])

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            # no typed text in the title: the dialogs of 14.0 and 15.0 write it as markup
            "name": _("Suitable days"),
            "res_model": self._name, "res_id": self.id, "view_mode": "form", "target": "new",
            "views": [(False, "form")],
            "context": {STAY: True} if self.env.context.get(STAY) else {}}


class FieldVisitDayLine(models.TransientModel):
    _name = "field.visit.day.line"
    _description = "Day for a visit"
    _order = "wizard_id, sequence, id"

    wizard_id = fields.Many2one("field.visit.day.wizard", required=True, ondelete="cascade")
    sequence = fields.Integer(readonly=True)
    rep_id = fields.Many2one("field.visit.rep", "Rep", readonly=True)
    date = fields.Date("Day", readonly=True)
    light = fields.Selection(LIGHTS, "Suits", readonly=True)
    why = fields.Char("Why", readonly=True)
    detour_min = fields.Integer("Detour (min)", readonly=True)
    extra_min = fields.Integer("Overtime (min)", readonly=True)
    start = fields.Datetime(readonly=True)
    visit_id = fields.Many2one("field.visit", readonly=True)
    clock_text = fields.Char("Starts", compute="_compute_clock_text", help="On the rep's clock.")

    def _compute_clock_text(self):
        for line in self:
            line.clock_text = plan_changes.clock_text(self.env, line.rep_id, line.start)

    def action_plan_here(self):
        """Plan the visit on this day and open its route."""
        self.ensure_one()
        wizard = self.wizard_id
        answer = wizard._customer().plan_visit({
            "rep_id": self.rep_id.id, "start": fields.Datetime.to_string(self.start),
            "service_min": wizard.service_min, "visit_id": self.visit_id.id})
        if self.env.context.get(STAY):
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.act_window", "res_model": "field.visit.route",
            "res_id": answer["route_id"], "view_mode": "form", "views": [(False, "form")],
            "target": "main"}


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def action_find_day(self):
        """Open the dialog with the days on which a visit of this customer fits."""
        self.ensure_one()
        link = "partner_id" if self._name == "res.partner" else "lead_id"
        return self.env["field.visit.day.wizard"].create({link: self.id}).action_search()
