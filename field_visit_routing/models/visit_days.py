"""On which day one more visit of a customer or lead fits best."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.routing.services import suitable
from ..engine.routing.services.manual import OrderViolation
from . import call_values, order_messages, plan_messages, plan_request, plan_result, plan_standing

DAYS = 14
KNOWN_KEYS = {"date_from", "days", "rep_ids", "service_min", "company_id"}


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def suggest_days(self, vals=None):
        """All days and reps of the horizon with what a visit of this customer would mean there.

        :param dict vals: ``date_from`` ("YYYY-MM-DD", tomorrow when left out), ``days`` (14 when
            left out, at most 28), ``rep_ids`` (all reps that you plan for when left out),
            ``service_min``, ``company_id``
        :return: list of dicts ``{"date", "rep_id", "rep", "light", "why", "text", "detour_min",
            "extra_min", "start", "end", "visit_id"}``, the best first; "light" is "green"
            (fits), "yellow" (fits with a large detour or overtime) or "red" (does not fit, "text"
            tells why); "visit_id" is the visit that is planned already and would move, or 0
        :raises UserError: without a position, for a customer that is closed all the time, and as
            ``submit_plan`` for reps and days
        """
        self.ensure_one()
        compat.check_access(self, "read")
        request = self._days_request(vals or {})
        standing = plan_standing.of(self.env, request)
        candidate = self._day_candidate(standing)
        held = standing.never_earlier(besides=candidate.id)
        offers = suitable.suitable_days(held.problem, held.travel, held.orders(), candidate)
        visit = plan_standing.records_of(self.env, [candidate.id])[candidate.id][1]
        return [self._offer_dict(standing, candidate, visit, offer)
                for offer in suitable.best_first(offers)]

    def plan_visit(self, vals):
        """Plan a visit of this customer as :meth:`suggest_days` offers it.

        A visit that is planned already (``visit_id`` of the offer) moves there.

        :param dict vals: ``rep_id``, ``start`` ("YYYY-MM-DD HH:MM:SS", UTC), optionally
            ``service_min`` and ``visit_id``
        :return: as ``field.visit.route.check_order``, with "visit_id"
        :raises UserError: without a rep or a start
        """
        self.ensure_one()
        routes = self.env["field.visit.route"]
        rep = routes._visit_known("rep_id", "field.visit.rep", [vals.get("rep_id") or 0])
        compat.check_access(rep, "read")
        start = routes._visit_moment("start_at", vals.get("start") or "")
        route = routes._route_of(rep, plan_standing.local(rep, start).date())
        if vals.get("visit_id"):
            return self._move_visit(route, vals, start)
        link = "partner_id" if self._name == "res.partner" else "lead_id"
        return route.insert_visit(dict(
            {link: self.id, "start": vals["start"], "max_delay_min": 1},
            service_min=vals.get("service_min") or 0))

    # ---- request -------------------------------------------------------------------------
    @api.model
    def _days_request(self, vals):
        call_values.check_keys(self.env, vals, KNOWN_KEYS)
        company = vals.get("company_id") or self.company_id.id or self.env.company.id
        reps = vals.get("rep_ids") or self.env["field.visit.rep"].search(
            [("company_id", "=", company)]).ids
        if not reps:
            raise UserError(_("rep_ids: there is no rep whose days you may plan."))
        days = plan_request._integer(self.env, vals, "days", 1, plan_request.MAX_DAYS, DAYS)
        first = (self._visit_day("date_from", vals["date_from"]) if vals.get("date_from")
                 else fields.Date.add(fields.Date.context_today(self), days=1))
        name = "partner_ids" if self._name == "res.partner" else "lead_ids"
        return {
            "date_from": fields.Date.to_string(first), "rep_ids": reps, "company_id": company,
            "date_to": fields.Date.to_string(fields.Date.add(first, days=days - 1)),
            "service_min": vals.get("service_min") or 0, name: self.ids}

    @api.model
    def _day_candidate(self, standing):
        """The candidate that stands for this record: a new visit, or the planned one."""
        records = plan_standing.records_of(
            self.env, [candidate.id for candidate in standing.problem.candidates])
        for candidate in standing.problem.candidates:
            customer, visit = records[candidate.id]
            if customer == self or visit.lead_id and visit.lead_id == self:
                return candidate
        codes = dict(standing.built.excluded)
        if "no_opening" in codes.values():
            raise UserError(_("%s is never open while somebody works on these days. Choose other "
                              "days, or complete its visiting hours.") % self.display_name)
        key = next(iter(codes), "")
        if codes.get(key, "no_position") != "no_position":
            sentences = plan_messages.Sentences(self.env)
            raise UserError("%s: %s %s" % (
                self.display_name, sentences.reason(codes[key], standing.built.details.get(key, {})),
                sentences.remedy(plan_messages.OWN_REMEDIES[codes[key]], {})))
        raise UserError(_("%s has no position, so no way there can be computed. Locate its "
                          "address first.") % self.display_name)

    # ---- answer --------------------------------------------------------------------------
    def _offer_dict(self, standing, candidate, visit, offer):
        rep_id, day = plan_result.shift_parts(offer.shift_id)
        to_string = fields.Datetime.to_string
        return {
            "date": fields.Date.to_string(day), "rep_id": rep_id,
            "rep": self.env["field.visit.rep"].browse(rep_id).name, "light": offer.light,
            "why": offer.why, "text": self._offer_text(offer),
            "detour_min": round(offer.detour_s / 60), "extra_min": -(-offer.extra_s // 60),
            "start": to_string(standing.moment(offer.start_s)),
            "end": to_string(standing.moment(offer.start_s + candidate.service_s)),
            "visit_id": visit.id or 0,
        }

    def _offer_text(self, offer):
        texts = {"fits": _("Fits."), "large_detour": _("Fits, with a long way."),
                 "overtime": _("Fits, with overtime.")}
        if offer.why in texts:
            return texts[offer.why]
        violation = OrderViolation(offer.why, offer.about, offer.size)
        return order_messages.OrderSentences(self.env).row(violation)["text"]

    def _move_visit(self, route, vals, start):
        visit = self.env["field.visit"].browse(
            route._visit_known("visit_id", "field.visit", [vals["visit_id"]]).id)
        compat.check_access(visit, "write")
        visit.action_reschedule({"planned_start": fields.Datetime.to_string(start),
                                 "rep_id": route.rep_id.id})
        return route._insert(visit, may_delay=True)
