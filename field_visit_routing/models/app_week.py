"""The rep's week on the phone: this one and the next, day by day, each visit as a line."""
from datetime import timedelta

from odoo import fields, models

DAYS = 14


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    def _app_parts(self):
        return super()._app_parts() + ["week"]

    def _app_part_week(self, rep, today):
        """``[{"date", "state", "distance_m", "travel_s", "start_at", "end_at", "visits"}]`` from Monday on, 14 days.

        "state" is that of the route, "" without one; visits are lines: see ``_app_line``.
        """
        if not rep:
            return []
        monday = today - timedelta(days=today.weekday())
        days = [monday + timedelta(days=number) for number in range(DAYS)]
        wanted = [("rep_id", "=", rep.id), ("date", ">=", days[0]), ("date", "<=", days[-1])]
        routes = {route.date: route for route in self.env["field.visit.route"].search(wanted)}
        visits = self.env["field.visit"].search(wanted + [("state", "!=", "cancelled")])
        return [self._app_day(day, routes.get(day), visits.filtered(lambda visit: visit.date == day)) for day in days]

    def _app_day(self, day, route, visits):
        to_string = fields.Datetime.to_string
        return {
            "date": fields.Date.to_string(day), "state": route.state if route else "",
            "distance_m": route.distance_m if route else 0, "travel_s": route.travel_s if route else 0,
            "start_at": to_string(route.start_at) or "" if route else "",
            "end_at": to_string(route.end_at) or "" if route else "",
            "visits": [visit._app_line() for visit in visits._app_in_order()],
        }


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _app_in_order(self):
        """These visits of one day, in the order of its route."""
        return self.sorted(lambda visit: (visit.sequence, visit.planned_start or fields.Datetime.now(), visit.id))

    def _app_line(self):
        """This visit as a line in a list, with what its page needs while there is no network."""
        to_string = fields.Datetime.to_string
        return dict({"visit_id": self.id, "customer": self.name or "", "start": to_string(self.planned_start) or "",
                     "end": to_string(self.planned_end) or "", "state": self.state, "grade": self.visit_grade or "",
                     "partner_id": self.partner_id.id or 0, "lead_id": self.lead_id.id or 0,
                     "city": self._customer().sudo().city or "", "is_waypoint": self.is_waypoint,
                     "has_position": self.has_position, "latitude": self.visit_latitude,
                     "longitude": self.visit_longitude, "agenda": self._visit_agenda()},
                    **self._app_way_there(), **self._app_hours())
