"""Putting one more visit into a route, and filling its holes."""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import plan_standing, route_fillers
from .field_visit_plan_apply import _place_values


class FieldVisitRoute(models.Model):
    _inherit = "field.visit.route"

    def suggest_fillers(self, vals=None):
        """The best candidates for a hole of this route, most prize for each minute of detour first.

        :param dict vals:
            * the hole: ``from`` and ``to`` ("YYYY-MM-DD HH:MM:SS", UTC), or ``after_visit_id``;
              without them the longest free time between two visits that anybody fills
            * candidates: ``partner_ids``, ``lead_ids``, ``domain``, ``lead_domain``; without
              them everybody whose visit is due
            * ``max_delay_min``: how much later a planned visit may start, 0 when left out
            * ``limit``: at most so many, 10 when left out
        :return: list of dicts ``{"customer", "partner_id", "lead_id", "grade", "score", "prize",
            "detour_min", "rate", "delay_min", "overtime_min", "start", "end"}``; times are UTC
        :raises UserError: for a day that is over or without working time, a hole that is none,
            and as ``submit_plan`` for the candidates
        """
        self.ensure_one()
        compat.check_access(self, "read")
        return route_fillers.suggest(self, vals or {})[1]

    def insert_visit(self, vals):
        """Plan one more visit in this route; :meth:`field.visit.action_cancel` takes it out again.

        :param dict vals: ``partner_id`` or ``lead_id``; ``start`` ("YYYY-MM-DD HH:MM:SS", UTC);
            optionally ``service_min``, ``is_mandatory``, and ``max_delay_min``: above 0 the later
            visits may start later, else all keep their times
        :return: as :meth:`check_order`, with "visit_id"
        :raises UserError: without a customer or a start, or when it is on the route already
        """
        self.ensure_one()
        compat.check_access(self, "write")
        values = self._prepare_inserted(vals)
        return self._insert(self.env["field.visit"].create(values), bool(vals.get("max_delay_min")))

    @api.model
    def _route_of(self, rep, day):
        """The route of a rep's day, made when there is none."""
        key = {"rep_id": rep.id, "date": day, "company_id": rep.company_id.id}
        known = self.search([(name, "=", value) for name, value in key.items()], limit=1)
        if known:
            return known
        places = dict(_place_values("start", rep, rep.start_kind),
                      **_place_values("end", rep, rep.end_kind))
        return self.create(dict(key, **places))

    def _insert(self, visit, may_delay):
        """Give ``visit``, which has a start, its place among the others by time."""
        others = self._open_visits() - visit
        before = others.filtered(lambda v: v.planned_start < visit.planned_start)
        start = visit.planned_start
        visit.write({"route_id": self.id, "state": "planned"})
        standing = self._standing()
        held = standing.never_earlier() if may_delay else standing.keeping_times()
        result = self._retime(before | visit | (others - before), held)
        if may_delay and visit.planned_start != start:
            visit.message_post(body=_("Planned into %s.") % self.name)
        return dict(result, visit_id=visit.id)

    def _prepare_inserted(self, vals):
        start = self._inserted_start(vals)
        partner = self._visit_known("partner_id", "res.partner", _one(vals, "partner_id"))
        lead = self._visit_known("lead_id", "crm.lead", _one(vals, "lead_id"))
        customer = partner or lead
        if not customer:
            raise UserError(_("partner_id, lead_id: say which customer or lead is to be visited."))
        twin = self._open_visits().filtered(
            lambda v: (partner and v.partner_id == partner) or (lead and v.lead_id == lead))
        if twin:
            raise UserError(_("%(customer)s is on %(route)s already.") % {
                "customer": customer.display_name, "route": self.name})
        given = self.env["field.visit"]._visit_checked({"service_min": vals.get("service_min")})
        minutes = given["service_min"] or customer.visit_duration_min or (
            self.company_id.visit_default_duration_min)
        return {
            "partner_id": partner.id or lead.partner_id.id, "lead_id": lead.id,
            "rep_id": self.rep_id.id, "company_id": self.company_id.id, "route_id": self.id,
            "planned_start": start, "service_s": 60 * int(minutes), "state": "planned",
            "planned_end": start + timedelta(minutes=int(minutes)),
            "is_mandatory": bool(vals.get("is_mandatory")),
        }

    def _inserted_start(self, vals):
        if not isinstance(vals, dict):
            raise UserError(_("vals: this is asked for by a dictionary, not by %s.")
                            % type(vals).__name__)
        start = self._visit_moment("start_at", vals["start"]) if vals.get("start") else None
        if not start:
            raise UserError(_("start: say when the visit starts, as YYYY-MM-DD HH:MM:SS in UTC."))
        if plan_standing.local(self.rep_id, start).date() != self.date:
            raise UserError(_("start: %(start)s is on another day than %(route)s.") % {
                "start": fields.Datetime.to_string(start), "route": self.name})
        return start


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def action_cancel(self):
        """Cancel these visits; the ways of their routes lead past them from now on.

        The other visits keep their times.  Returns True.
        """
        result = super().action_cancel()
        for route in self.route_id.filtered(lambda r: r._is_ahead() and r._open_visits()):
            try:
                route._retime(route._open_visits(), route._standing().keeping_times())
            except UserError:
                # A day without working time has no ways that could be computed; to cancel a
                # visit of it is right all the same.
                continue
        return result


def _one(vals, name):
    return [vals[name]] if vals.get(name) else []
