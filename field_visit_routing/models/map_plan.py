"""Where a proposed plan's routes start and end on the map: they have no records of their own yet."""
import json

from odoo import models
from odoo.exceptions import UserError

from . import plan_result


class FieldVisitPlanStop(models.Model):
    _inherit = "field.visit.plan.stop"

    def _map_route_ends(self, route):
        """Return ``{route_key: {"start", "end", "last_leg"}}`` of the routes of these stops."""
        # searched as the user: a rep's home is shown to those only who may read the rep
        readable = self.env["field.visit.rep"].search([("id", "in", self.rep_id.ids)])
        ends = {}
        for plan in self.plan_id:
            legs = {solved.shift_id: solved for solved in plan_result.solution_of(plan).routes}
            for stop in self.filtered(lambda s: s.plan_id == plan and s.rep_id in readable):
                ends.setdefault(stop[route], stop._map_ends(plan, legs))
        return ends

    def _map_ends(self, plan, legs):
        params = json.loads(plan.params_json or "{}")
        ends = {}
        for name in ("start", "end"):
            kind = params.get(name + "_kind") or self.rep_id[name + "_kind"]
            place = self._map_place(kind)
            if place:
                ends[name] = {"lat": place[0], "lon": place[1], "label": self.rep_id.name}
        solved = next((leg for key, leg in legs.items()
                       if plan_result.shift_parts(key) == (self.rep_id.id, self.date)), None)
        if solved and "end" in ends:
            ends["last_leg"] = {"distance_m": solved.end_leg_distance_m,
                                "duration_s": solved.end_leg_duration_s}
        return ends

    def _map_place(self, kind):
        try:
            return self.rep_id._position_of(kind)
        except UserError:
            return None  # the place was removed since: the map shows the stops alone
