"""Collects what a plan needs, previews it, and submits it."""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..models.field_visit_plan import OBJECTIVES

#: Fields that are handed to ``submit_plan`` as they are.
PLAIN = ("shift_start_h", "shift_end_h", "start_kind", "end_kind", "service_min", "objective",
         "seed", "time_limit_s", "max_stops", "max_driving_h", "flexible_start_h")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class FieldVisitPlanWizard(models.TransientModel):
    _name = "field.visit.plan.wizard"
    _description = "Plan visits"

    company_id = fields.Many2one("res.company", required=True, readonly=True,
                                 default=lambda self: self.env.company)
    date_from = fields.Date("From", required=True, default=lambda self: self._default_days()[0])
    date_to = fields.Date("To", required=True, default=lambda self: self._default_days()[1])
    monday = fields.Boolean("Mon", default=True)
    tuesday = fields.Boolean("Tue", default=True)
    wednesday = fields.Boolean("Wed", default=True)
    thursday = fields.Boolean("Thu", default=True)
    friday = fields.Boolean("Fri", default=True)
    saturday = fields.Boolean("Sat", default=True)
    sunday = fields.Boolean("Sun", default=True)
    rep_ids = fields.Many2many("field.visit.rep", string="Reps",
                               default=lambda self: self._default_reps())
    use_own_hours = fields.Boolean(
        "Other shift hours", help="Instead of the working hours of each rep's calendar.")
    shift_start_h = fields.Float("Shift starts", default=8.0)
    shift_end_h = fields.Float("Shift ends", default=17.0)
    start_kind = fields.Selection(
        [("rep", "As set for each rep"), ("home", "Home"), ("office", "Office"),
         ("first_stop", "First stop")], "Start at", default="rep", required=True)
    end_kind = fields.Selection(
        [("rep", "As set for each rep"), ("home", "Home"), ("office", "Office"),
         ("last_stop", "Last stop")], "End at", default="rep", required=True)
    service_min = fields.Integer(
        "Service time (min)", help="For customers without a duration of their own; 0 takes the "
                                   "company's setting.")
    source = fields.Selection(
        [("selected", "Selected customers and leads"), ("due", "Everybody whose visit is due"),
         ("filter", "A filter of customers"), ("lead_filter", "A filter of leads")],
        "Candidates", default="due", required=True)
    partner_ids = fields.Many2many("res.partner", "field_visit_plan_wizard_partner_rel",
                                   string="Customers")
    lead_ids = fields.Many2many("crm.lead", "field_visit_plan_wizard_lead_rel", string="Leads")
    domain = fields.Char("Filter", default="[['is_company', '=', True]]")
    candidate_model = fields.Char(default="res.partner", readonly=True)
    lead_domain = fields.Char("Filter of leads", default="[['type', '=', 'opportunity']]")
    lead_model = fields.Char(default="crm.lead", readonly=True)
    mandatory_partner_ids = fields.Many2many(
        "res.partner", "field_visit_plan_wizard_mandatory_partner_rel",
        string="Must be visited: customers")
    mandatory_lead_ids = fields.Many2many(
        "crm.lead", "field_visit_plan_wizard_mandatory_lead_rel", string="Must be visited: leads")
    objective = fields.Selection(OBJECTIVES, default="most_value", required=True)
    show_advanced = fields.Boolean("More options")
    overtime_kind = fields.Selection(
        [("rep", "As set for each rep"), ("none", "None"), ("hours", "Up to")], "Overtime",
        default="rep", required=True)
    overtime_h = fields.Float("Hours of overtime", default=1.0)
    max_stops = fields.Integer("Most visits", help="0: as set for each rep.")
    max_driving_h = fields.Float("Most driving", help="0: as set for each rep.")
    flexible_start_h = fields.Float(
        "Flexible start", help="The day may begin so much earlier or later, its length stays. 0: as set for each rep.")
    keep_published = fields.Boolean(
        "Keep to published", default=True,
        help="A change to a route that people work by must save the minutes of driving given in the settings.")
    seed = fields.Integer()
    time_limit_s = fields.Integer("Time limit (s)", help="0 lets the size of the plan decide.")
    preview_text = fields.Text("Preview", compute="_compute_preview")
    preview_problem = fields.Char(compute="_compute_preview")
    preview_conflict = fields.Text("Planned by others", compute="_compute_preview")
    preview_best = fields.Html("Whom First", compute="_compute_preview", sanitize=False)
    despite_conflict = fields.Boolean("Plan all the same")

    # ---- defaults ------------------------------------------------------------------------
    @api.model
    def _default_days(self):
        """The rest of this week until Thursday, afterwards the next one."""
        today = fields.Date.context_today(self)
        first = today + timedelta(days=1)
        if first.weekday() >= 4:
            first += timedelta(days=7 - first.weekday())
        return first, first + timedelta(days=4 - first.weekday())

    @api.model
    def _default_reps(self):
        """All the reps that a leader plans for; for a rep there is only the own record."""
        return self.env["field.visit.rep"].search([("company_id", "=", self.env.company.id)])

    @api.model
    def default_get(self, fields_list):
        """Customers or leads that are selected in a list are the candidates."""
        values = super().default_get(fields_list)
        name = {"res.partner": "partner_ids", "crm.lead": "lead_ids"}.get(
            self.env.context.get("active_model"))
        if name and self.env.context.get("active_ids"):
            values.update({"source": "selected",
                           name: [(6, 0, self.env.context["active_ids"])]})
        return values

    # ---- preview -------------------------------------------------------------------------
    # Computed and not an onchange: when the wizard opens, Odoo calls an onchange once for each
    # of its fields, and every preview builds the whole planning problem.
    @api.depends("date_from", "date_to", "rep_ids", "use_own_hours", "shift_start_h",
                 "shift_end_h", "start_kind", "end_kind", "service_min", "source",
                 "partner_ids", "lead_ids", "domain", "lead_domain", "mandatory_partner_ids",
                 "mandatory_lead_ids", "time_limit_s", "overtime_kind", "overtime_h", "max_stops", "max_driving_h",
                 "flexible_start_h", "keep_published", *WEEKDAYS)
    def _compute_preview(self):
        """Show cost and gain at once; what forbids planning is shown, not raised."""
        for wizard in self:
            wizard.preview_text = wizard.preview_problem = wizard.preview_conflict = wizard.preview_best = False
            try:
                figures = self.env["field.visit.plan"].preview_plan(wizard._prepare_request())
                wizard.preview_text = wizard._preview_sentences(figures)
                wizard.preview_conflict = "\n".join(figures["conflicts"]) or False
                wizard.preview_best = wizard._preview_table(figures)
            except UserError as error:
                wizard.preview_problem = error.args[0]

    @api.model
    def _preview_table(self, figures):
        """Who would be planned first, as HTML, escaped by QWeb."""
        if not figures["best"]:
            return False
        html = self.env["ir.qweb"]._render("field_visit_routing.plan_candidates", {
            "rows": figures["best"], "more": max(0, figures["candidates"] - len(figures["best"]))})
        return html.decode() if isinstance(html, bytes) else html

    @api.model
    def _preview_sentences(self, figures):
        lines = [
            _("%(candidates)s candidates, of which %(without)s have no position and %(closed)s "
              "are closed on these days.") % {
                  "candidates": figures["candidates"], "without": figures["without_position"],
                  "closed": figures["closed"]},
            _("%(needed).1f h with customers are needed, %(available).1f h of working time in "
              "%(shifts)s days of reps are available, driving included.") % {
                  "needed": figures["needed_h"], "available": figures["available_h"],
                  "shifts": figures["shifts"]},
            _("Their scores add up to %(score)s. The computation takes about %(seconds)s s.") % {
                "score": "%g" % figures["score"], "seconds": figures["expected_s"]}]
        if figures["replanned"]:
            lines.append(_("%s visits that are planned in these days already are planned anew "
                           "with them; they change only when you apply the plan.")
                         % figures["replanned"])
        return "\n".join(lines + self._preview_details(figures) + figures["warnings"])

    @api.model
    def _preview_details(self, figures):
        """What the plan has to respect, where there is any."""
        texts = {
            "repeats": _("Repeated visits among them, by the customers' intervals: %s."),
            "kept": _("Visits that are fixed in rep, day, order or time: %s."),
            "places": _("Way points and meetings on the way: %s."),
            "refused": _("Candidates whom nobody can serve on these days (the plan says why): %s."),
        }
        return [text % figures[name] for name, text in texts.items() if figures[name]]

    # ---- request -------------------------------------------------------------------------
    def _prepare_request(self):
        """The values for ``submit_plan``."""
        values = {name: self[name] or False for name in PLAIN}
        for name in ("start_kind", "end_kind"):
            if values[name] == "rep":
                values[name] = False
        if not self.use_own_hours:
            values.update(shift_start_h=0, shift_end_h=0)
        values.update({
            "company_id": self.company_id.id, "keep_published": self.keep_published,
            "despite_conflict": self.despite_conflict,
            "date_from": fields.Date.to_string(self.date_from) or "",
            "date_to": fields.Date.to_string(self.date_to) or "",
            "weekdays": [number for number, name in enumerate(WEEKDAYS) if self[name]],
            "rep_ids": self.rep_ids._origin.ids or self.rep_ids.ids,
            "mandatory_partner_ids": self.mandatory_partner_ids._origin.ids,
            "mandatory_lead_ids": self.mandatory_lead_ids._origin.ids,
        })
        values.update(self._prepare_candidates())
        if self.overtime_kind != "rep":
            values["overtime"] = self.overtime_h if self.overtime_kind == "hours" else 0
        return values

    def _prepare_candidates(self):
        if self.source == "due":
            return {"all_due": True}
        if self.source == "filter":
            return {"domain": self.domain or "[]"}
        if self.source == "lead_filter":
            return {"lead_domain": self.lead_domain or "[]"}
        return {"partner_ids": self.partner_ids._origin.ids,
                "lead_ids": self.lead_ids._origin.ids}

    def action_run(self):
        """Submit the plan and show its progress."""
        self.ensure_one()
        answer = self.env["field.visit.plan"].submit_plan(self._prepare_request())
        return self.env["field.visit.plan"].browse(answer["plan_id"]).action_progress()

    @api.model
    def create_from_request(self, vals):
        """Open the wizard with the values of an earlier request."""
        values = {name: vals[name] for name in PLAIN if vals.get(name)}
        values.update({name: [(6, 0, vals.get(name) or [])] for name in (
            "rep_ids", "partner_ids", "lead_ids", "mandatory_partner_ids", "mandatory_lead_ids")})
        weekdays = vals.get("weekdays") or range(7)
        values.update({name: number in weekdays for number, name in enumerate(WEEKDAYS)})
        values.update(self._days_from(vals), use_own_hours=bool(vals.get("shift_end_h")))
        values.update(self._options_from(vals))
        sources = {"all_due": "due", "domain": "filter", "lead_domain": "lead_filter"}
        values["source"] = next((sources[key] for key in sources if vals.get(key)), "selected")
        values.update({key: str(vals[key]) for key in ("domain", "lead_domain") if vals.get(key)})
        return self._action(values)

    @api.model
    def _options_from(self, vals):
        """The options of an earlier request; they are shown when one of them differs."""
        overtime = vals.get("overtime")
        values = {"keep_published": vals.get("keep_published", True)}
        if overtime is not None and overtime is not False:
            values.update(overtime_kind="hours" if overtime else "none", overtime_h=overtime or 1.0)
        limits = any(vals.get(name) for name in ("max_stops", "max_driving_h", "flexible_start_h"))
        return dict(values, show_advanced=limits or "overtime_kind" in values or not values["keep_published"])

    @api.model
    def _days_from(self, vals):
        """The days of an earlier request, from today on."""
        today = fields.Date.context_today(self)
        first = max(today, fields.Date.to_date(vals.get("date_from")) or today)
        last = fields.Date.to_date(vals.get("date_to") or vals.get("date_from")) or first
        return {"date_from": first, "date_to": max(first, last)}

    @api.model
    def _action(self, values):
        return {
            "type": "ir.actions.act_window", "name": _("Plan visits"), "target": "new",
            "res_model": self._name, "view_mode": "form",
            "context": {"default_" + name: value for name, value in values.items()},
        }


class FieldVisitRescheduleWizard(models.TransientModel):
    _name = "field.visit.reschedule.wizard"
    _description = "Reschedule visits"

    visit_ids = fields.Many2many("field.visit", required=True)
    planned_start = fields.Datetime("New start", required=True)
    rep_id = fields.Many2one("field.visit.rep", "Rep", help="Empty keeps each visit's rep.")

    def action_reschedule(self):
        """Give the visits their new time."""
        self.ensure_one()
        self.visit_ids.action_reschedule({
            "planned_start": fields.Datetime.to_string(self.planned_start),
            "rep_id": self.rep_id.id})
        return {"type": "ir.actions.act_window_close"}
