"""A route of a coming Monday with visits that were planned by hand."""
from datetime import datetime, timedelta

import pytz

from .planning_case import PlanningCase

HELSINKI = pytz.timezone("Europe/Helsinki")


class RouteCase(PlanningCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.route = cls.env["field.visit.route"].create({
            "rep_id": cls.rep.id, "date": cls.monday, "has_start": True, "has_end": True,
            "start_latitude": 60.17, "start_longitude": 24.94, "end_latitude": 60.17,
            "end_longitude": 24.94})

    @classmethod
    def at(cls, hour, minute=0, day=0):
        """Naive UTC of a time of that Monday on the rep's clock, or of a later day."""
        local = datetime.combine(cls.monday, datetime.min.time()) + timedelta(days=day)
        naive = local + timedelta(hours=hour, minutes=minute)
        return HELSINKI.localize(naive).astimezone(pytz.utc).replace(tzinfo=None)

    @classmethod
    def planned(cls, number, hour, minute=0, route=None, rep=None, day=0, **values):
        """The visit of customer ``number`` at that time, on the route."""
        on_route = route if route is not None else cls.route
        visit = cls.env["field.visit"].create(dict({
            "partner_id": cls.customers[number].id, "rep_id": (rep or cls.rep).id,
            "planned_start": cls.at(hour, minute, day), "service_s": 1800,
            "route_id": on_route.id, "sequence": len(on_route.visit_ids) + 1}, **values))
        visit.action_plan()
        return visit

    def open_from_to(self, number, start_h, end_h):
        """The customer receives visits on that weekday from and to these hours only."""
        self.env["field.visit.hours"].create({
            "partner_id": self.customers[number].id, "weekday": str(self.monday.weekday()),
            "start_s": int(start_h * 3600), "end_s": int(end_h * 3600)})
