"""Stops moved by hand, on the map or by a program: a draft is timed and checked, then saved as a whole."""
from dataclasses import dataclass
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import plan_problem, plan_request, plan_standing, route_moves
from .field_visit_pins import PINS
from .plan_shifts import NobodyWorks


@dataclass
class DraftStanding(plan_standing.Standing):
    """What stands once the draft is saved: the orders are the draft's."""

    draft: route_moves.Draft = None

    def orders(self):
        known = {candidate.id for candidate in self.problem.candidates}
        gone = {plan_standing.visit_key(visit) for visit in self.draft.visits}
        result = {shift: tuple(key for key in keys if key not in gone) for shift, keys in super().orders().items()}
        for route in self.draft.routes:
            shift = plan_standing.shift_id_of(route.rep_id, route.date)
            if shift in result:
                keys = [plan_standing.visit_key(visit) for visit in self.draft.orders[route.id]]
                # visits of that day beside the route count for the rules between visits
                beside = tuple(key for key in result[shift] if key not in keys)
                result[shift] = tuple(key for key in keys if key in known) + beside
        return result


class FieldVisitRoute(models.Model):
    _inherit = "field.visit.route"

    def check_moves(self, moves=(), stamps=None):
        """Times and broken rules of these routes, and of all that the moves touch, after the moves.

        Nothing is written; see :meth:`save_moves`.

        :param list moves: dictionaries ``{"visit_id", "route_id", "position"}``, carried out one
            after the other: the visit becomes the stop number ``position`` (from 1; 0 or left
            out: the last) of the planned stops of the route; ``route_id`` 0 takes it out of its
            route, to be planned anew.  A visit without a route may be moved into one.
        :param dict stamps: ``{str(route id): stamp}`` as an earlier call returned them
        :return: ``{"fits", "routes", "out", "violations", "stale"}``: a route is as for
            :meth:`check_order` with "name", "rep", "date", "stamp", "editable", "reason" (why
            not), "fixed" (ids of visits that have begun), "order" (ids of the planned ones),
            "clock" ("08:10–16:30" on the rep's clock, also of each stop), "end_leg_distance_m"
            and "end_leg_travel_s"; "out" lists the visits taken out, "violations" what speaks
            against that, "stale" a sentence for each route that was changed since its stamp
        :raises UserError: for a move that cannot be made, with the reason
        :raises AccessError: for visits or routes out of the user's reach
        """
        draft = self._draft(moves, "read")
        if moves:
            checks = self._checks_of(draft)
        else:
            checks = self._checks_as_they_stand(draft)
        return self._moves_dict(draft, checks, stamps)

    def save_moves(self, moves, stamps=None):
        """Carry out the moves: all of them or, when one is refused, none.

        Orders are kept even where they break rules; these are returned.

        :param list moves: as for :meth:`check_moves`
        :param dict stamps: as for :meth:`check_moves`; when given, a route that was changed
            since is not overwritten
        :return: as :meth:`check_moves`
        :raises UserError: as :meth:`check_moves`, and for a draft that is out of date or a visit
            moved to a day on which the rep does not work
        :raises AccessError: as :meth:`check_moves`
        """
        draft = self._draft(moves, "write")
        stale = draft.routes._stale_sentences(stamps)
        if stale:
            raise UserError("\n".join(stale))
        checks = self._checks_of(draft)
        result = self._moves_dict(draft, checks, None)
        self._write_moves(draft, checks)
        for row in result["routes"]:
            row["stamp"] = route_moves.stamp(self.browse(row["route_id"]))
        return result

    def action_open_map(self):
        """Open this route's stops on the map, where they can be moved."""
        action = self.env["ir.actions.act_window"]._for_xml_id("field_visit_routing.action_visits")
        return dict(action, name=self.display_name if len(self) == 1 else _("Routes"), context={},
                    domain=[("route_id", "in", self.ids), ("state", "!=", "cancelled")],
                    view_mode="field_visit_map,list,form", view_id=False, search_view_id=False,
                    views=[(False, "field_visit_map"), (False, "list"), (False, "form")])

    # ---- the draft -----------------------------------------------------------------------
    def _draft(self, moves, operation):
        compat.check_access(self, "read")
        draft = route_moves.Draft(self.env, self).replay(moves)
        for records in (draft.routes, draft.visits):
            compat.check_access(records, operation)
        return draft

    def _stale_sentences(self, stamps):
        """A sentence for each of these routes whose stamp is another one now, or is not known."""
        if not stamps:
            return []
        if not isinstance(stamps, dict):
            raise UserError(_("stamps: %r is no dictionary of a stamp for each route's id.") % (stamps,))
        changed = self.filtered(lambda route: stamps.get(str(route.id)) != route_moves.stamp(route))
        return [_("%s was changed by somebody else meanwhile. Discard your changes to see it as it is now, "
                  "and move the stops again.") % route.name for route in changed]

    # ---- times and rules -----------------------------------------------------------------
    @api.model
    def _checks_of(self, draft):
        """``{route id: (check, standing, excluded) or None where the rep does not work}``."""
        checks = dict.fromkeys(draft.routes.ids)
        for company in draft.routes.company_id:
            routes = draft.routes.filtered(lambda r, company=company: r.company_id == company)
            checks.update(self._checks_of_some(draft, routes))
        return checks

    @api.model
    def _checks_as_they_stand(self, draft):
        """The same without moves, a day at a time; a day that cannot be computed gives its sentence."""
        checks = {}
        open_routes = draft.routes.filtered(lambda r: not route_moves.refusal(r))
        for company, day in {(route.company_id, route.date) for route in open_routes}:
            routes = open_routes.filtered(lambda r, key=(company, day): (r.company_id, r.date) == key)
            try:
                checks.update(self._checks_of_some(draft, routes))
            except UserError:
                # One rep without a place to start must not keep the others from being edited.
                checks.update(self._checks_one_by_one(draft, routes))
        return checks

    @api.model
    def _checks_one_by_one(self, draft, routes):
        checks = {}
        for route in routes:
            try:
                checks.update(self._checks_of_some(draft, route))
            except UserError as error:
                checks[route.id] = error.args[0]
        return checks

    @api.model
    def _checks_of_some(self, draft, routes):
        """The same of routes of one company, which are looked at together."""
        if not any(draft.orders[route.id] for route in routes):
            return {}
        try:
            standing = self._draft_standing(draft, routes)
        except NobodyWorks:
            return {}
        shifts = {shift.id for shift in standing.problem.shifts}
        return {
            route.id: route._checked(draft.orders[route.id], standing) for route in routes
            if plan_standing.shift_id_of(route.rep_id, route.date) in shifts}

    @api.model
    def _draft_standing(self, draft, routes):
        days = routes.mapped("date")
        request = plan_request.parse(self.env, {
            "date_from": fields.Date.to_string(min(days)), "date_to": fields.Date.to_string(max(days)),
            "rep_ids": routes.rep_id.ids, "company_id": routes.company_id.id,
        }, besides=draft.visits.filtered(lambda v: v.company_id == routes.company_id))
        return DraftStanding(request, plan_problem.ProblemBuilder(request).build(), draft)

    # ---- writing -------------------------------------------------------------------------
    @api.model
    def _write_moves(self, draft, checks):
        for route in draft.routes.filtered(lambda r: r.id in draft.targets and not checks.get(r.id)):
            raise UserError(_("%(rep)s does not work on %(day)s: the stops of %(route)s would have no times. "
                              "Move them to another route.") % {
                                  "rep": route.rep_id.name, "day": route.date, "route": route.name})
        for route in draft.routes:
            route._take_in(draft.came(route), draft.orders[route.id], checks.get(route.id))
        draft.out._leave_route()
        for route in draft.routes:
            route._write_draft_order(draft.orders[route.id], checks.get(route.id))
        draft.routes._update_state()

    def _take_in(self, visits, order, checked):
        """Give visits of other routes to this one; times that cannot be computed follow the stop before."""
        if not visits:
            return
        check, standing, _excluded = checked
        ends = {stop.candidate_id: standing.moment(stop.departure_s) for stop in check.stops}
        free = standing.moment(check.start_s)
        for visit in order:
            end = ends.get(plan_standing.visit_key(visit))
            if visit in visits:
                length = timedelta(seconds=visit.service_s)
                times = {} if end else {"planned_start": free, "planned_end": free + length}
                visit.write(dict(times, route_id=self.id, rep_id=self.rep_id.id, state="planned"))
            free = end or free

    def _write_draft_order(self, order, checked):
        """Write the times; a day without working time keeps those of the stops that are left."""
        if not order:
            self._write_nothing_left()
        elif checked:
            visits = self.env["field.visit"].browse([visit.id for visit in order])
            check, standing, _excluded = checked
            self._write_order(visits, check, standing)

    def _write_nothing_left(self):
        begun = {"in_progress", "done", "missed"} & set(self.visit_ids.mapped("state"))
        values = dict.fromkeys(("end_leg_distance_m", "end_leg_travel_s"), 0)
        if not begun:
            values.update(start_at=False, end_at=False, distance_m=0, travel_s=0, wait_s=0, service_s=0)
        self.write(values)

    # ---- for programs --------------------------------------------------------------------
    @api.model
    def _moves_dict(self, draft, checks, stamps):
        rows = [route._moved_dict(draft, checks) for route in draft.routes]
        against = [row for visit in draft.out for row in visit._against_leaving()]
        return {
            "fits": not against and all(row["fits"] for row in rows), "routes": rows,
            "out": [{"visit_id": visit.id, "customer": visit.name or ""} for visit in draft.out],
            "violations": against, "stale": draft.routes._stale_sentences(stamps)}

    def _moved_dict(self, draft, checks):
        order, checked = draft.orders[self.id], checks.get(self.id)
        reason = route_moves.refusal(self)
        if not order or reason:
            row = self._bare_dict([])
        elif not checked:
            row = self._bare_dict([_("%(rep)s does not work on %(day)s.") % {
                "rep": self.rep_id.name, "day": self.date}])
        elif isinstance(checked, str):
            row = self._bare_dict([checked])
        else:
            row = self._check_dict(*checked)
            row.update(end_leg_distance_m=checked[0].end_leg_distance_m,
                       end_leg_travel_s=checked[0].end_leg_duration_s)
        return dict(
            row, name=self.name, rep=self.rep_id.name or "", date=fields.Date.to_string(self.date),
            stamp=route_moves.stamp(self), editable=not reason, reason=reason,
            clock=self._clock(row["start_at"], row["end_at"]),
            fixed=self._ordered_visits().filtered(lambda v: v.state not in route_moves.MOVABLE).ids,
            order=[visit.id for visit in order],
            customers=[visit.name or "" for visit in order],
            stops=[dict(stop, clock=self._clock(stop["start"], stop["end"])) for stop in row["stops"]])

    def _bare_dict(self, texts):
        """A route without computed times, and why."""
        rows = [{"code": "no_times", "visit_id": 0, "customer": "", "size": 0, "unit": "", "text": text}
                for text in texts]
        return {"route_id": self.id, "fits": not rows, "start_at": "", "end_at": "", "distance_m": 0,
                "travel_s": 0, "overtime_s": 0, "stops": [], "violations": rows,
                "end_leg_distance_m": 0, "end_leg_travel_s": 0}

    def _clock(self, start, end):
        """ "08:10–16:30" on the rep's clock of two UTC texts, or "". """
        texts = [plan_standing.local(self.rep_id, fields.Datetime.to_datetime(text)).strftime("%H:%M")
                 for text in (start, end) if text]
        return "–".join(texts)


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _leave_route(self):
        """These visits are to be planned anew: no route, no time, and nothing holds them to one."""
        if self:
            self.write(dict(
                dict.fromkeys(PINS, False), state="draft", route_id=False, planned_start=False,
                planned_end=False, customer_informed_at=False, sequence=0, leg_distance_m=0,
                leg_travel_s=0, wait_s=0))
            self._sync_calendar()

    def _against_leaving(self):
        """What speaks against taking this visit out of its route, as violations."""
        texts = {}
        if self.is_kept:
            texts["pin_out"] = _("%s is fixed to its rep, day or time.")
        if self.customer_informed_at:
            texts["told_out"] = _("%s was told day and time.")
        if self.is_mandatory:
            texts["mandatory_out"] = _("%s must be planned.")
        return [{"code": code, "visit_id": self.id, "customer": self.name or "", "size": 0, "unit": "",
                 "text": text % self.name} for code, text in texts.items()]
