"""A person's own order of a route's visits: kept, timed, and checked against every rule."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.routing.services import manual
from . import order_messages, plan_request, plan_standing

TEMPLATE = "field_visit_routing.route_order"


class FieldVisitRoute(models.Model):
    _inherit = "field.visit.route"

    order_html = fields.Html(compute="_compute_order_html", sanitize=False)

    def _compute_order_html(self):
        """Not stored: it depends on hours, meetings and everything else that a shift does."""
        for route in self:
            route.order_html = route._render_order()

    def check_order(self, visit_ids=()):
        """Times of the planned visits in exactly this order, and every rule that it breaks.

        Nothing is written; see :meth:`set_order`.

        :param list visit_ids: the route's planned visits, each once; none means as they stand
        :return: ``{"route_id", "fits", "start_at", "end_at", "distance_m", "travel_s",
            "overtime_s", "stops", "violations"}``; a stop has "visit_id", "sequence",
            "customer", "arrival", "start", "end", "leg_distance_m", "leg_travel_s", "wait_s";
            a violation "code", "visit_id", "customer", "size", "unit" ("s", "days", "visits",
            "load" or "") and "text".  Times are UTC; what is missing is "" or 0, never None.
        :raises UserError: for ids that are not the route's planned visits, or a day that is over
        """
        self.ensure_one()
        compat.check_access(self, "read")
        visits = self._visits_in_order(visit_ids)
        return self._check_dict(*self._checked(visits, self._standing()))

    def set_order(self, visit_ids):
        """Put the planned visits into this order and give them the times that it makes.

        The order is kept even where it breaks rules; these are returned.

        :param list visit_ids: as for :meth:`check_order`
        :return: as :meth:`check_order`
        :raises UserError: as :meth:`check_order`
        """
        self.ensure_one()
        compat.check_access(self, "write")
        visits = self._visits_in_order(visit_ids)
        return self._retime(visits, self._standing())

    def action_optimise_order(self):
        """Ask for the best order of this day's visits; the proposal is applied or discarded.

        Opens the progress page.
        """
        self.ensure_one()
        answer = self.env["field.visit.plan"].submit_plan(
            dict(self._standing_request(), objective="least_driving"))
        return self.env["field.visit.plan"].browse(answer["plan_id"]).action_progress()

    # ---- a new order by hand -------------------------------------------------------------
    def write(self, vals):
        """Visits that were dragged to another place of the list get the times of their new order."""
        result = super().write(vals)
        if _moves_visits(vals):
            for route in self.filtered(lambda r: r._is_ahead() and r._open_visits()):
                route.set_order(route._open_visits().ids)
        return result

    def _open_visits(self):
        return self._ordered_visits().filtered(lambda v: v.state == "planned" and v.planned_start)

    def _is_ahead(self):
        """Whether the day is not over yet, on the rep's clock."""
        zone = plan_request.rep_timezone(self.rep_id)
        return bool(self.date) and self.date >= plan_request.local_now(zone).date()

    def _visits_in_order(self, visit_ids):
        planned = self._open_visits()
        if not planned:
            raise UserError(_("%s has no planned visits.") % self.name)
        visits = self._visit_known("visit_ids", "field.visit", visit_ids or planned.ids)
        wrong = (visits - planned)[:1]
        if wrong:
            raise UserError(_("visit_ids: the visit with id %(id)s is no planned visit of "
                              "%(route)s. Leave it out.") % {"id": wrong.id, "route": self.name})
        missing = (planned - visits)[:1]
        if missing or len(set(visits.ids)) < len(visits):
            raise UserError(_("visit_ids: give each planned visit of %(route)s once; "
                              "%(customer)s is missing or given twice.") % {
                                  "route": self.name, "customer": (missing or visits[:1]).name})
        return visits

    # ---- through the engine --------------------------------------------------------------
    def _standing_request(self):
        day = fields.Date.to_string(self.date) or ""
        return {"date_from": day, "date_to": day, "rep_ids": self.rep_id.ids,
                "company_id": self.company_id.id}

    def _standing(self):
        return plan_standing.of(self.env, self._standing_request())

    def _checked(self, visits, standing):
        """``(check, standing, excluded)`` of the visits in their order.

        :raises UserError: when the rep does not work on that day
        """
        wanted = [plan_standing.visit_key(visit) for visit in visits]
        known = {candidate.id for candidate in standing.problem.candidates}
        excluded = [item for item in standing.built.excluded if item[0] in wanted]
        shift = plan_standing.shift_id_of(self.rep_id, self.date)
        ids = [key for key in wanted if key in known]
        check = manual.check_order(
            standing.problem, standing.travel, shift, ids, standing.orders())
        return check, standing, excluded

    def _retime(self, visits, standing):
        """Write the order of ``visits`` with its times, and return what it breaks."""
        check, standing, excluded = self._checked(visits, standing)
        self._write_order(visits, check, standing)
        return self._check_dict(check, standing, excluded)

    def _write_order(self, visits, check, standing):
        """Write the order of ``visits`` and the times of ``check``."""
        offset = max((self.visit_ids - visits).filtered(
            lambda v: v.state in ("in_progress", "done", "missed")).mapped("sequence"), default=0)
        stops = {stop.candidate_id: stop for stop in check.stops}
        for number, visit in enumerate(visits, offset + 1):
            stop = stops.get(plan_standing.visit_key(visit))
            visit.write(dict(_times_of(standing, stop) if stop else {}, sequence=number))
        self._write_totals(check, standing)
        visits._sync_calendar()

    def _write_totals(self, check, standing):
        values = {
            "end_at": standing.moment(check.end_s), "travel_s": check.driving_s,
            "distance_m": sum(s.leg_distance_m for s in check.stops) + check.end_leg_distance_m,
            "wait_s": sum(stop.wait_s for stop in check.stops),
            "service_s": sum(stop.departure_s - stop.start_s for stop in check.stops),
            "end_leg_distance_m": check.end_leg_distance_m,
            "end_leg_travel_s": check.end_leg_duration_s,
        }
        begun = {"in_progress", "done"} & set(self.visit_ids.mapped("state"))
        if check.stops and not begun:
            values["start_at"] = standing.moment(check.start_s)
        self.write(values)

    @api.model
    def _check_dict(self, check, standing, excluded):
        sentences = order_messages.OrderSentences(self.env)
        found = [sentences.row(violation) for violation in check.violations]
        found += [sentences.excluded(key, code, standing.built.details.get(key)) for key, code in excluded]
        at = {name: fields.Datetime.to_string(standing.moment(seconds))
              for name, seconds in (("start_at", check.start_s), ("end_at", check.end_s))}
        records = plan_standing.records_of(self.env, [stop.candidate_id for stop in check.stops])
        return dict(
            at, route_id=self.id, fits=not found, travel_s=check.driving_s,
            distance_m=sum(s.leg_distance_m for s in check.stops) + check.end_leg_distance_m,
            overtime_s=check.overtime_s, violations=found,
            stops=[_stop_dict(standing, number, stop, records[stop.candidate_id])
                   for number, stop in enumerate(check.stops, 1)])

    def _render_order(self):
        """What the present order breaks; nothing for days that are over or have no visits."""
        visits = self._open_visits()
        if not visits or not self._is_ahead():
            return ""
        try:
            checked = self.check_order()
            texts = [row["text"] for row in checked["violations"]]
        except UserError as error:
            texts = [error.args[0]]
        if not texts:
            return ""
        html = self.env["ir.qweb"]._render(TEMPLATE, {"texts": texts})
        return html.decode() if isinstance(html, bytes) else html


def _moves_visits(vals):
    """Whether one2many commands of a form give visits another place in the list."""
    return any(len(command) == 3 and command[0] == 1 and "sequence" in (command[2] or {})
               for command in vals.get("visit_ids") or ())


def _times_of(standing, stop):
    return {
        "planned_start": standing.moment(stop.start_s),
        "planned_end": standing.moment(stop.departure_s),
        "leg_distance_m": stop.leg_distance_m, "leg_travel_s": stop.leg_duration_s,
        "wait_s": stop.wait_s,
    }


def _stop_dict(standing, number, stop, records):
    customer, visit = records
    to_string = fields.Datetime.to_string
    return {
        "visit_id": visit.id or 0, "sequence": number, "customer": customer.display_name or "",
        "arrival": to_string(standing.moment(stop.arrival_s)),
        "start": to_string(standing.moment(stop.start_s)),
        "end": to_string(standing.moment(stop.departure_s)),
        "leg_distance_m": stop.leg_distance_m, "leg_travel_s": stop.leg_duration_s,
        "wait_s": stop.wait_s,
    }
