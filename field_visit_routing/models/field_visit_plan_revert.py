"""Taking an applied plan back, as long as nothing has happened since."""
import json

from odoo import _, fields, models
from odoo.exceptions import UserError

from .. import compat

#: What applying writes on visits and routes, and taking back restores.
VISIT_FIELDS = (
    "rep_id", "route_id", "plan_id", "sequence", "state", "planned_start", "planned_end",
    "service_s", "leg_distance_m", "leg_travel_s", "wait_s", "is_mandatory", "customer_informed_at")
ROUTE_FIELDS = (
    "plan_id", "start_at", "end_at", "distance_m", "travel_s", "wait_s", "service_s",
    "end_leg_distance_m", "end_leg_travel_s", "has_start", "start_latitude", "start_longitude",
    "has_end", "end_latitude", "end_longitude", "night_id")


class FieldVisitPlan(models.Model):
    _inherit = "field.visit.plan"

    before_json = fields.Text(readonly=True, copy=False)

    def _apply(self):
        visits, routes = self._replanned_visits(), self._routes_of_days()
        before = {"visits": _snapshot(visits, VISIT_FIELDS + ("route_key",)),
                  "routes": _snapshot(routes, ROUTE_FIELDS + ("route_key",))}
        # What was before is the system's note; the right to apply was checked by the action.
        self.sudo().before_json = json.dumps(before)
        return super()._apply()

    def action_revert(self):
        """Take an applied plan back: visits and routes become what they were before.

        The plan is a proposal again.

        :return: True
        :raises UserError: for a plan that is not applied, that is not the last one applied to
            its reps and days, or of which a visit has begun, is done or was moved since
        """
        compat.check_access(self, "write")
        for plan in self:
            if plan.state != "applied":
                raise UserError(plan._state_sentence(_("cannot be taken back")))
            plan._check_untouched()
            plan._revert()
        return True

    def _check_untouched(self):
        if self._applied_after(self.applied_rank):
            raise UserError(_("%s cannot be taken back: another plan was applied to the same reps "
                              "and days since. Take that one back first, or plan again.")
                            % self.name)
        for stop in self.stop_ids:
            visit = stop.visit_id
            if visit.state != "planned" or visit.planned_start != stop.start or (
                    visit.rep_id != stop.rep_id or visit.plan_id != self):
                self._refuse_touched(stop.name)
        for left_out in self.left_out_ids.filtered("visit_id"):
            visit = left_out.visit_id
            if visit.state != ("cancelled" if visit.is_waypoint else "draft") or visit.planned_start or visit.route_id:
                self._refuse_touched(left_out.name)
        before = [int(visit_id) for visit_id in json.loads(self.before_json)["visits"]]
        if len(self.env["field.visit"].browse(before).exists()) < len(before):
            raise UserError(_("A visit of %s was deleted since it was applied, so the plan cannot "
                              "be taken back. Plan again.") % self.name)

    def _refuse_touched(self, customer):
        raise UserError(_("%(customer)s was visited, moved or planned anew since %(plan)s "
                          "was applied, so the plan cannot be taken back. Plan again.") % {
                              "customer": customer, "plan": self.name})

    def _revert(self):
        before = json.loads(self.before_json)
        touched = self._replanned_visits()
        self._restore_routes(before["routes"])
        self._restore_visits(before["visits"])
        created = touched.filtered(lambda visit: str(visit.id) not in before["visits"])
        (touched - created)._sync_calendar()
        # Reps may not delete visits, but these are this plan's own and untouched; the state is
        # closed to users.  The right to write the plan was checked by the action.
        created.sudo().unlink()
        self._remove_empty_routes()
        self.sudo().write({"state": "proposed", "applied_at": False, "applied_rank": 0})

    def _restore_routes(self, routes):
        for values in routes.values():
            self._route_again(values.pop("route_key")).write(values)

    def _restore_visits(self, visits):
        for visit_id, values in visits.items():
            route = self._route_again(values.pop("route_key"))
            visit = self.env["field.visit"].browse(int(visit_id))
            visit.write(dict(values, route_id=route.id))

    def _route_again(self, key):
        """The route of before, made anew when it was removed for being empty."""
        routes = self.env["field.visit.route"]
        if not key:
            return routes
        rep_id, day = key
        return self._route(self.env["field.visit.rep"].browse(rep_id), day)


def _snapshot(records, names):
    """``{id: {field: value}}`` as ``write`` takes it and JSON holds it."""
    return {record.id: {name: _plain(record, name) for name in names} for record in records}


def _plain(record, name):
    if name == "route_key":
        route = record if record._name == "field.visit.route" else record.route_id
        return [route.rep_id.id, fields.Date.to_string(route.date)] if route else []
    value = record[name]
    if isinstance(value, models.BaseModel):
        return value.id
    return fields.Datetime.to_string(value) if record._fields[name].type == "datetime" else value
