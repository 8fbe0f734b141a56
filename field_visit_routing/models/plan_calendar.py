"""A rep's working time, holidays, leaves and meetings, in seconds of the engine."""
from dataclasses import dataclass
from datetime import timedelta

import pytz

from .plan_request import rep_timezone
from .plan_time import local_moment, merged, seconds_since, without


@dataclass(frozen=True)
class Meeting:
    """A busy time of a rep's calendar; with a ``place`` (partner id) it is a stop of the route."""

    start_s: int
    end_s: int
    event_id: int = 0
    place: int = 0


class RepCalendar:
    """What the calendars say of one rep; leaves and meetings of the horizon are read once."""

    def __init__(self, request, origin, rep):
        self.request = request
        self.origin = origin
        self.rep = rep
        self.timezone = rep_timezone(rep)
        # Working hours and leaves are the rep's own or the company's; only times are used.
        self.calendar = rep.working_calendar().sudo()
        self.resource = rep.sudo().user_id.resource_ids.filtered(
            lambda r: r.company_id == rep.company_id)[:1]
        self.end = local_moment(self.timezone, request.date_to + timedelta(days=1), 0)
        self.leaves = self._leaves()

    # ---- working time --------------------------------------------------------------------
    def blocks(self, day):
        """``(working blocks, whether it is a working day)``; leaves and holidays are taken out."""
        start, end = (
            pytz.utc.localize(local_moment(self.timezone, date, 0)).astimezone(self.timezone)
            for date in (day, day + timedelta(days=1)))
        arguments = (start, end, self.resource) if self.resource else (start, end)
        attendance = self.calendar._attendance_intervals_batch(*arguments, tz=self.timezone)
        usual = merged(self._block(item) for item in attendance[self.resource.id])
        return without(usual, self.leaves), bool(usual)

    def _block(self, interval):
        return tuple(
            seconds_since(self.origin, moment.astimezone(pytz.utc).replace(tzinfo=None))
            for moment in interval[:2])

    def _leaves(self):
        """Times off: the rep's own, the calendar's, and public holidays of all calendars.

        Core's own search misses some of them: in 14.0 holidays that name no calendar, and in
        every series a rep's leave that was entered under another calendar.
        """
        own = [("resource_id", "=", self.resource.id)] if self.resource else [(0, "=", 1)]
        found = self.calendar.env["resource.calendar.leaves"].search([
            ("time_type", "=", "leave"), ("date_from", "<", self.end), ("date_to", ">", self.origin),
            "|"] + own + [
            "&", ("resource_id", "=", False),
            "&", ("calendar_id", "in", (False, self.calendar.id)),
            ("company_id", "in", (False, self.rep.company_id.id))])
        return [self._span(leave.date_from, leave.date_to) for leave in found]

    def _span(self, start, end):
        """Seconds of a leave; one that lasts to the last second of a day lasts the day."""
        end_s = seconds_since(self.origin, end)
        return seconds_since(self.origin, start), end_s + (1 if end_s % 60 == 59 else 0)

    # ---- meetings ------------------------------------------------------------------------
    def meetings(self):
        """The busy times of the rep's calendar that are no visits, by their start."""
        # The times of private meetings count as well; nothing else of them is read.
        env = self.rep.sudo().env
        events = env["calendar.event"].search([
            ("partner_ids", "in", self.rep.user_id.partner_id.ids), ("allday", "=", False),
            ("start", "<", self.end), ("stop", ">", self.origin)])
        own = env["field.visit"].search(
            [("calendar_event_id", "in", events.ids), ("meeting_id", "=", False)])
        busy = (events - own.calendar_event_id).filtered(lambda e: e.show_as == "busy")
        found = [self._meeting(event) for event in busy]
        return sorted(found, key=lambda meeting: (meeting.start_s, meeting.end_s))

    def _meeting(self, event):
        place = self._place(event) if event.privacy not in ("private", "confidential") else None
        return Meeting(seconds_since(self.origin, event.start), seconds_since(self.origin, event.stop),
                       event.id, place.id if place else 0)

    def _place(self, event):
        """A guest from outside with a position, or the contact that the location names."""
        colleagues = event.partner_ids.filtered(
            lambda p: any(user.has_group("base.group_user") for user in p.user_ids))
        places = (event.partner_ids - colleagues).filtered(lambda p: p.has_position())
        if places or not (event.location or "").strip():
            return places[:1]
        named = event.env["res.partner"].search([("name", "=ilike", event.location.strip())], limit=2)
        return named if len(named) == 1 and named.has_position() else named.browse()


def separate(meetings, first_s, last_s):
    """``(stops, busy)`` of a shift: what lies within it at a place of its own, and all other times.

    Meetings that overlap cannot both be attended; they only block their time.
    """
    near = [m for m in meetings if m.start_s < last_s and m.end_s > first_s]
    stops = [m for m in near if m.place and first_s <= m.start_s and m.end_s <= last_s and not any(
        o != m and o.start_s < m.end_s and m.start_s < o.end_s for o in near)]
    return stops, merged((m.start_s, m.end_s) for m in near if m not in stops)
