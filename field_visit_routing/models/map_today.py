"""Adding a customer to today's route, from a button, a phone or a program."""
from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .. import compat
from . import plan_request
from .visit_days import DAYS


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def add_to_today(self, vals=None):
        """Plan a visit of this customer into a rep's route of today, where it fits best.

        A visit that this rep has planned within the next two weeks moves to today.

        :param dict vals: ``rep_id`` (the own one when left out), ``service_min``
        :return: ``{"visit_id", "route_id", "rep_id", "start", "end", "light", "detour_min",
            "moved", "text"}``; times are UTC, "text" is a sentence for the user
        :raises UserError: for somebody who is no rep and names none, when the rep does not work
            today, when the visit does not fit, or when it is planned for today already
        """
        self.ensure_one()
        vals = self._visit_today_vals(vals)
        rep = self._visit_today_rep(vals)
        today = plan_request.local_now(plan_request.rep_timezone(rep)).date()
        self._visit_refuse_twice(today)
        offer = self._visit_today_place(rep, today, vals.get("service_min") or 0)
        earlier = self.env["field.visit"].browse(offer["visit_id"]).date
        answer = self.plan_visit({"rep_id": rep.id, "start": offer["start"],
                                  "service_min": vals.get("service_min") or 0,
                                  "visit_id": offer["visit_id"]})
        visit = self.env["field.visit"].browse(answer["visit_id"])
        return {
            "visit_id": visit.id, "route_id": visit.route_id.id, "rep_id": rep.id,
            "start": fields.Datetime.to_string(visit.planned_start),
            "end": fields.Datetime.to_string(visit.planned_end),
            "light": offer["light"], "detour_min": offer["detour_min"], "moved": bool(earlier),
            "text": self._visit_today_text(visit, earlier),
        }

    def action_find_today(self):
        """Open the dialog that shows with whom a visit of this customer fits today."""
        self.ensure_one()
        link = "partner_id" if self._name == "res.partner" else "lead_id"
        return self.env["field.visit.day.wizard"].create({
            link: self.id, "days": 1, "date_from": fields.Date.context_today(self)}).action_search()

    # ---- steps ---------------------------------------------------------------------------
    def _visit_today_vals(self, vals):
        vals = vals or {}
        unknown = sorted(set(vals) - {"rep_id", "service_min"}) if isinstance(vals, dict) else ["vals"]
        if unknown:
            raise UserError(_("%s is no value of this request. Give rep_id and service_min, or "
                              "nothing.") % unknown[0])
        return vals

    def _visit_today_rep(self, vals):
        if vals.get("rep_id"):
            routes = self.env["field.visit.route"]
            rep = routes._visit_known("rep_id", "field.visit.rep", [vals["rep_id"]])
            compat.check_access(rep, "read")
            return rep
        rep = self._visit_own_rep()
        if not rep:
            raise UserError(_("You are no field rep of this company, so you have no route today. "
                              "Say whose route it is to be: rep_id."))
        return rep

    def _visit_own_rep(self):
        """The user's own record as a rep, in this customer's company."""
        reps = self.env["field.visit.rep"]
        if not compat.has_access(reps, "read"):
            return reps
        company = self.company_id or self.env.company
        return reps.search([("user_id", "=", self.env.uid), ("company_id", "=", company.id)], limit=1)

    def _visit_is_on(self, day):
        """Whether somebody goes there on that day."""
        link = "partner_id" if self._name == "res.partner" else "lead_id"
        # also by somebody whose visits the user may not see: nobody is visited twice a day
        return bool(self.env["field.visit"].sudo().search([
            (link, "=", self.id), ("date", "=", day), ("state", "in", ("planned", "in_progress"))],
            limit=1))

    def _visit_refuse_twice(self, today):
        if self._visit_is_on(today):
            raise UserError(_("%s is planned for today already. Open that visit to change it.")
                            % self.display_name)

    def _visit_today_place(self, rep, today, service_min):
        # the days after count only for a visit that this rep has planned there: it moves to today
        offers = [offer for offer in self.suggest_days({
            "date_from": fields.Date.to_string(today), "days": DAYS, "rep_ids": rep.ids,
            "service_min": service_min, "company_id": rep.company_id.id})
            if offer["date"] == fields.Date.to_string(today)]
        if not offers:
            raise UserError(_("%s does not work today. Plan the visit for another day.") % rep.name)
        if offers[0]["light"] == "red":
            raise UserError(_("%(customer)s does not fit into today's route of %(rep)s: %(why)s "
                              "Plan the visit for another day.") % {
                                  "customer": self.display_name, "rep": rep.name,
                                  "why": offers[0]["text"]})
        return offers[0]

    def _visit_today_text(self, visit, earlier):
        values = {"customer": self.display_name, "rep": visit.rep_id.name,
                  "time": visit.clock_text, "day": format_date(self.env, earlier) if earlier else ""}
        if earlier:
            return _("The visit of %(customer)s planned for %(day)s moves to today, %(time)s, with "
                     "%(rep)s.") % values
        return _("%(customer)s is planned for today, %(time)s, with %(rep)s.") % values

    # ---- the popup's button --------------------------------------------------------------
    def _visit_today_offer(self):
        """The button, for a place that can be visited and is not planned for today yet."""
        rep = self._visit_own_rep()
        # the rep's day is the one that the button plans for, wherever the browser is
        today = plan_request.local_now(plan_request.rep_timezone(rep)).date() if rep else fields.Date.context_today(self)
        if not self.has_position() or self._visit_is_on(today):
            return []
        method = "add_to_today" if rep else "action_find_today"
        return [("today", _("Add to today's route"), method)]
