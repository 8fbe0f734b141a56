"""Dialog of the desk that asks for a new rest of one rep's day: what has happened, and to which customer."""
from odoo import _, api, fields, models

from ..models import call_values

WHAT = [("cancelled", "A customer cancels"), ("overrun", "A visit takes longer"), ("urgent", "An urgent visit comes in"),
        ("rest", "Nothing of these: plan the rest anew")]
OPEN_KEYS = {"is_followed"}
#: States of visits that each of them may be about.
CHOICE = {"cancelled": ("planned",), "overrun": ("in_progress", "planned")}


class FieldVisitRestWizard(models.TransientModel):
    _name = "field.visit.rest.wizard"
    _description = "Plan the rest of a day anew"

    route_id = fields.Many2one("field.visit.route", "Route", required=True, readonly=True, ondelete="cascade")
    rep_id = fields.Many2one(related="route_id.rep_id")
    what = fields.Selection(WHAT, "What Happened", required=True, default="rest")
    choice_ids = fields.Many2many("field.visit", compute="_compute_choice")
    visit_id = fields.Many2one("field.visit", "Visit", ondelete="cascade", domain="[('id', 'in', choice_ids)]",
                               help="A visit takes longer when it is under way or was due by now; one to come cannot yet.")
    minutes = fields.Integer("How Much Longer From Now (min)", default=30)
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead", ondelete="cascade")
    is_followed = fields.Boolean(help="The page that opened the dialog shows the proposal.")

    @api.depends("route_id", "what")
    def _compute_choice(self):
        for wizard in self:
            states = CHOICE.get(wizard.what, ())
            wizard.choice_ids = wizard.route_id._ordered_visits().filtered(
                lambda visit, states=states: visit.state in states and not visit.is_waypoint)
            if wizard.what == "overrun":
                wizard.choice_ids = wizard.choice_ids.filtered(wizard._has_begun)

    @api.model
    def _has_begun(self, visit):
        """Whether a visit is under way, or due without anybody having said that it began."""
        due = visit.planned_start and visit.planned_start <= fields.Datetime.now()
        return visit.state == "in_progress" or due

    @api.onchange("what")
    def _onchange_what(self):
        """A visit that takes longer is the one under way, or else the first due; who cancels has to be said."""
        choice = self.choice_ids._origin  # the records behind those of the form
        under_way = choice.filtered(lambda visit: visit.state == "in_progress")
        self.visit_id = (under_way or choice)[:1] if self.what == "overrun" else False

    def action_ask(self):
        """Ask for the new rest of the day, and open its progress page unless the page behind the dialog shows it.

        :raises UserError: for a choice that is not complete, or a day of which nothing is left
        """
        self.ensure_one()
        told = self.route_id.ask_replan(self._asked())
        if not told["plan_id"]:
            return self._said(told["message"])
        if self.is_followed:
            return {"type": "ir.actions.act_window_close"}
        return self.env["field.visit.plan"].browse(told["plan_id"]).action_progress()

    def _asked(self):
        """What the dialog says, as ``ask_replan`` takes it."""
        asked = {"what": self.what}
        if self.what in CHOICE:
            asked["visit_id"] = self.visit_id.id
        if self.what == "overrun":
            asked["minutes"] = self.minutes
        if self.what == "urgent":
            asked.update({"partner_id": self.partner_id.id} if self.partner_id else {"lead_id": self.lead_id.id})
        return asked

    @api.model
    def _said(self, message):
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "title": _("Plan the rest anew"), "message": message, "type": "info", "sticky": False,
            "next": {"type": "ir.actions.act_window_close"}}}


class FieldVisitRoute(models.Model):
    _inherit = "field.visit.route"

    def action_open_rest(self, vals=None):
        """Open the dialog that asks for a new rest of this day.

        :param dict vals: ``is_followed``: true when the page that opens it follows the proposal by ``get_replan``
        :raises UserError: for an unknown key
        """
        self.ensure_one()
        vals = vals or {}
        call_values.check_keys(self.env, vals, OPEN_KEYS)
        return {
            "type": "ir.actions.act_window", "name": _("Plan the rest anew"), "res_model": "field.visit.rest.wizard",
            "view_mode": "form", "views": [(False, "form")], "target": "new",
            "context": {"default_route_id": self.id, "default_is_followed": bool(vals.get("is_followed"))}}
