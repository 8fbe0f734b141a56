"""Applying a plan: its stops become visits on routes, all or nothing, once."""
import json
from datetime import timedelta

from odoo import _, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import plan_keys, plan_result
from .field_visit import OPEN_STATES


class FieldVisitPlan(models.Model):
    _inherit = "field.visit.plan"

    def action_apply(self):
        """Turn the proposal into planned visits, routes and calendar events.

        All of it happens in one transaction; applying an applied plan changes nothing.

        :return: True
        :raises UserError: for a plan that is cancelled, discarded, failed without a result or
            not computed, or when a visit or route has changed since
        """
        compat.check_access(self, "write")
        for plan in self.filtered(lambda p: p.state != "applied"):
            if not plan.can_apply:
                raise UserError(plan._state_sentence(_("cannot be applied")))
            plan._check_still_valid()
            plan._apply()
        return True

    def _check_still_valid(self):
        """Refuse when something that the plan rests on has changed since it was submitted."""
        # One plan of a rep is applied after the other.
        self.env["field.visit.plan.claim"]._claim(self.sudo().rep_ids)
        rival = self._applied_after(self.basis_rank)
        if rival:
            raise UserError(_("%(rival)s was applied to the same reps and days after %(plan)s was "
                              "asked for. Plan again, so that both fit together.") % {
                                  "rival": rival.name, "plan": self.name})
        for visit in self._replanned_visits():
            self._check_still_movable(visit)
        self._refuse_changed_visits()
        self._check_no_deleted_customer()

    def _applied_after(self, rank):
        """A plan of the same reps and days that was applied later than ``rank``, if any."""
        # Plans of other planners count as well: they change the same reps' days.
        return self.sudo().search([
            ("state", "=", "applied"), ("applied_rank", ">", rank), ("id", "!=", self.id),
            ("rep_ids", "in", self.rep_ids.ids), ("date_from", "<=", self.date_to),
            ("date_to", ">=", self.date_from), ("company_id", "=", self.company_id.id)], limit=1)

    def _check_still_movable(self, visit):
        """Refuse a visit, also one to be dropped, that is no longer as the plan found it."""
        if visit.state not in OPEN_STATES:
            raise UserError(_("%(visit)s is no longer planned but under way, done or "
                              "cancelled. Plan again.") % {"visit": visit.name})
        if visit.rep_id not in self.rep_ids or not (
                visit.date and self.date_from <= visit.date <= self.date_to):
            raise UserError(_("%(visit)s was moved to another rep or to other days since "
                              "%(plan)s was asked for. Plan again.") % {
                                  "visit": visit.name, "plan": self.name})

    def _check_no_deleted_customer(self):
        wanted = sum(len(route.stops) for route in plan_result.solution_of(self).routes)
        if wanted != len(self.stop_ids):
            raise UserError(_("A customer of %s was deleted since it was computed. Plan again.")
                            % self.name)

    def _apply(self):
        before = self._replanned_visits()
        visits = self.env["field.visit"]
        for solved in plan_result.solution_of(self).routes:
            visits |= self._apply_route(solved)
        dropped = before - visits
        nowhere = {"route_id": False, "planned_start": False, "planned_end": False, "sequence": 0}
        dropped.filtered("is_waypoint").write(dict(nowhere, state="cancelled"))
        dropped.filtered(lambda v: not v.is_waypoint).write(dict(nowhere, state="draft"))
        (visits | dropped)._sync_calendar()
        self._remove_empty_routes()
        # State is closed to users; the right to write this plan was checked by the action.
        self.sudo().write({
            "state": "applied", "applied_at": fields.Datetime.now(),
            "applied_rank": self._last_applied_rank(self.company_id) + 1})

    def _replanned_visits(self):
        """Planned visits that this plan was free to move, with those it dropped."""
        return (self.stop_ids.visit_id | self.left_out_ids.visit_id).exists()

    def _apply_route(self, solved):
        rep_id, day = plan_result.shift_parts(solved.shift_id)
        rep = self.env["field.visit.rep"].browse(rep_id)
        stops = self.stop_ids.filtered(
            lambda s: s.rep_id == rep and s.date == day).sorted("sequence")
        route = self._route(rep, day)
        offset = max(route.visit_ids.filtered(
            lambda v: v.state in ("in_progress", "done", "missed")).mapped("sequence"), default=0)
        route.write(self._prepare_route(solved, rep, bool(offset)))
        visits = self.env["field.visit"]
        for stop in stops:
            visits |= stop._apply(route, offset)
        return visits

    def _route(self, rep, day):
        key = {"rep_id": rep.id, "date": day, "company_id": self.company_id.id}
        domain = [(name, "=", value) for name, value in key.items()]
        routes = self.env["field.visit.route"]
        return routes.search(domain, limit=1) or routes.create(key)

    def _prepare_route(self, solved, rep, has_begun):
        """Values of a route; a day under way keeps the place and time it started."""
        values = {
            "plan_id": self.id, "end_at": plan_result.moment(self, solved.end_s),
            "distance_m": solved.distance_m, "travel_s": solved.driving_s,
            "wait_s": solved.wait_s, "service_s": solved.service_s,
            "end_leg_distance_m": solved.end_leg_distance_m,
            "end_leg_travel_s": solved.end_leg_duration_s,
        }
        values.update(_values_of_place("end", self._place_of_shift(solved.shift_id, "end", rep)))
        values["night_id"] = self._hotels().get(solved.shift_id, self.env["field.visit.waypoint"]).id
        if not has_begun:
            values["start_at"] = plan_result.moment(self, solved.start_s)
            values.update(_values_of_place("start", self._place_of_shift(solved.shift_id, "start", rep)))
        return values

    def _place_of_shift(self, shift_id, name, rep):
        """``(lat, lon)`` where a shift of this plan starts or ends, None at a stop."""
        night = self._hotels().get(shift_id) if name == "end" else self._hotels(after=True).get(shift_id)
        if night:
            return night.partner_id.partner_latitude, night.partner_id.partner_longitude
        # The places are the system's note; a route shows them to those who may see the route.
        places = json.loads(self.sudo().places_json or "{}").get("shifts", {})
        if shift_id in places:
            return places[shift_id][name]
        kind = json.loads(self.params_json or "{}").get(name + "_kind")
        return rep._position_of(kind or rep[name + "_kind"])

    def _hotels(self, after=False):
        """``{shift id: hotel}`` of the shifts that end (or, with ``after``, start) at a hotel."""
        next_day = timedelta(days=1 if after else 0)
        # A hotel may be of another rep's list; only its place is read.
        return {"%d/%s" % (rep_id, day + next_day): waypoint.sudo()
                for rep_id, day, waypoint in plan_result.nights(self) if waypoint}

    def _routes_of_days(self):
        """The routes of the plan's reps and days, whoever made them."""
        return self.env["field.visit.route"].search([
            ("rep_id", "in", self.rep_ids.ids), ("date", ">=", self.date_from),
            ("date", "<=", self.date_to), ("company_id", "=", self.company_id.id)])

    def _remove_empty_routes(self):
        """Routes of these days whose last visit moved away."""
        empty = self._routes_of_days().filtered(lambda r: not r.visit_ids and r.plan_id)
        # Reps may not delete routes, but an empty one is left over by the plan itself.
        empty.sudo().unlink()


class FieldVisitPlanStop(models.Model):
    _inherit = "field.visit.plan.stop"

    def _apply(self, route, offset):
        """Write this stop on its visit, which is created when there is none yet."""
        values = {
            "rep_id": self.rep_id.id, "route_id": route.id, "plan_id": self.plan_id.id,
            "sequence": offset + self.sequence, "state": "planned",
            "planned_start": self.start, "planned_end": self.departure,
            "service_s": int((self.departure - self.start).total_seconds()),
            "leg_distance_m": self.leg_distance_m, "leg_travel_s": self.leg_travel_s,
            "wait_s": self.wait_s, "is_mandatory": self.is_mandatory,
            "is_waypoint": self.is_waypoint, "waypoint_id": self.waypoint_id.id,
            "meeting_id": self.meeting_id.id,
        }
        if self.visit_id:
            self.visit_id.write(values)
            return self.visit_id
        visit = self.env["field.visit"].create(dict(
            values, partner_id=self.partner_id.id or self.lead_id.partner_id.id,
            lead_id=self.lead_id.id, company_id=self.plan_id.company_id.id,
            crew_key=self._crew_key()))
        # The proposal's rows are the system's; they remember which visit they became.
        self.sudo().visit_id = visit
        return visit

    def _crew_key(self):
        """The same text for all visits that several reps make together, else False."""
        call = plan_keys.call_of(self.candidate_key)
        others = self.plan_id.stop_ids.filtered(
            lambda s: s != self and plan_keys.call_of(s.candidate_key) == call)
        return "%d/%s" % (self.plan_id.id, call) if others else False


def _place_values(name, rep, kind):
    return _values_of_place(name, rep._position_of(kind))


def _values_of_place(name, place):
    latitude, longitude = place or (0.0, 0.0)
    return {"has_" + name: place is not None, name + "_latitude": latitude,
            name + "_longitude": longitude}
