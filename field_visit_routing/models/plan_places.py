"""Stops of a route that are no customers: way points and meetings; and hotels for the night."""
from datetime import timedelta

from ..engine.routing.problem import Candidate, Night, Pin, Window
from .plan_keys import visit_key
from .plan_request import rep_timezone
from .plan_time import local_moment, seconds_since

#: What a way point that is not mandatory is worth: it is passed when it lies near the way.
OPTIONAL_PRIZE = 10


class PlaceBuilder:
    """Turns way points and meetings into candidates, hotels into nights.

    Visits of an earlier plan that stand for them keep their id; those whose way point or meeting
    is no longer there are in ``gone``.
    """

    def __init__(self, request, origin, place):
        self.request = request
        self.origin = origin
        self.place = place
        self.reps = {str(rep.id): rep for rep in request.reps}
        self.gone = []
        self.waypoints = request.reps.env["field.visit.waypoint"].search([
            ("company_id", "=", request.company.id), ("rep_id", "in", request.reps.ids + [False])])
        self.visits = {self._visit_place(visit): visit for visit in request.replanned.filtered("is_waypoint")}

    def candidates(self, shifts, meetings):
        """Return the candidates of all way points and meetings.

        :param meetings: ``(shift id, Meeting)`` of the shift builder
        """
        result = [self._meeting(shift_id, meeting) for shift_id, meeting in meetings]
        done = self._begun()
        for waypoint in self.waypoints.filtered(lambda w: w.kind != "hotel" and w.partner_id.has_position()):
            for shift in shifts:
                day = self._day(shift)
                if self._concerns(waypoint, shift) and waypoint.falls_on(day) and (
                        (waypoint.id, int(shift.rep), day) not in done):
                    result.append(self._waypoint(waypoint, shift, day))
        self.gone = [visit_key(visit) for visit in self.visits.values()]
        return result

    def _day(self, shift):
        return self.request.date_from + timedelta(days=shift.day)

    def _concerns(self, waypoint, shift):
        return not waypoint.rep_id or waypoint.rep_id.id == int(shift.rep)

    def _visit_place(self, visit):
        """What a visit of an earlier plan stands for."""
        if visit.meeting_id:
            return "meeting", visit.meeting_id.id, visit.rep_id.id
        return "waypoint", visit.waypoint_id.id, visit.rep_id.id, visit.date

    def _key(self, place, new):
        visit = self.visits.pop(place, None)
        return visit_key(visit) if visit else new

    def _meeting(self, shift_id, meeting):
        rep_id = int(shift_id.partition("/")[0])
        # The rep's own meeting is a stop also when the planner may not read its host; only the position is used.
        host = self.request.reps.env["res.partner"].sudo().browse(meeting.place)
        key = self._key(("meeting", meeting.event_id, rep_id),
                        "m%d/%d/%d" % (meeting.event_id, rep_id, meeting.place))
        return Candidate(
            id=key, location=self.place(host.partner_latitude, host.partner_longitude),
            service_s=meeting.end_s - meeting.start_s, mandatory=True, waypoint=True,
            pin=Pin(shift_id=shift_id, start_s=meeting.start_s))

    def _waypoint(self, waypoint, shift, day):
        where = waypoint.partner_id
        key = self._key(("waypoint", waypoint.id, int(shift.rep), day),
                        "w%d/%s/%s" % (waypoint.id, shift.rep, day))
        return Candidate(
            id=key, location=self.place(where.partner_latitude, where.partner_longitude),
            service_s=60 * waypoint.duration_min, windows=self._windows(waypoint, shift, day),
            prize=0 if waypoint.is_mandatory else OPTIONAL_PRIZE, mandatory=waypoint.is_mandatory,
            allowed_shifts=(shift.id,), waypoint=True)

    def _windows(self, waypoint, shift, day):
        if not waypoint.hour_to:
            return ()
        zone = rep_timezone(self.reps[shift.rep])
        start, end = (seconds_since(self.origin, local_moment(zone, day, round(hour * 3600)))
                      for hour in (waypoint.hour_from, waypoint.hour_to))
        return (Window(start, end),)

    def _begun(self):
        """``{(way point id, rep id, day)}`` that reps have passed already."""
        visits = self.request.reps.env["field.visit"].search([
            ("waypoint_id", "!=", False), ("state", "in", ("in_progress", "done", "missed")),
            ("rep_id", "in", self.request.reps.ids), ("date", ">=", self.request.date_from)])
        return {(visit.waypoint_id.id, visit.rep_id.id, visit.date) for visit in visits}

    # ---- nights ------------------------------------------------------------------------------
    def nights(self, shifts):
        """Return ``(nights, {location index: way point id})`` of the reps who stay overnight."""
        hotels = self.waypoints.filtered(lambda w: w.kind == "hotel" and w.partner_id.has_position())
        by_day = {(shift.rep, shift.day): shift for shift in shifts}
        result, known = [], {}
        for (rep_id, number), before in by_day.items():
            rep, after = self.reps[rep_id], by_day.get((rep_id, number + 1))
            if not rep.overnight_allowed or not after:
                continue
            places = {self.place(h.partner_id.partner_latitude, h.partner_id.partner_longitude): h.id
                      for h in hotels if self._concerns(h, before)}
            if places:
                known.update(places)
                result.append(Night(before.id, after.id, tuple(places), 60 * rep.overnight_price))
        return tuple(result), known


def waypoint_values(key):
    """``{field: value}`` of the stop or visit that a place's key stands for."""
    parts = key[1:].split("/")
    if key[0] == "w":
        return {"waypoint_id": int(parts[0]), "is_waypoint": True}
    return {"meeting_id": int(parts[0]), "is_waypoint": True} if key[0] == "m" else {}
