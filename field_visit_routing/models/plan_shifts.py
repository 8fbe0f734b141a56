"""Shifts of the engine from reps' calendars: naive UTC and local times ↔ seconds."""
from datetime import datetime, time, timedelta
from functools import lru_cache

import pytz
from odoo import fields
from odoo.exceptions import UserError

from .. import compat
from ..engine.routing.problem import Break, Shift
from .plan_request import hours_text, rep_timezone

#: A pause of the calendar up to this length is a lunch break, which may move a little.
LONGEST_LUNCH_S = 2 * 3600
LUNCH_LEEWAY_S = 30 * 60


def origin_of(request):
    """The horizon's start instant (naive UTC): the first midnight of any of the reps."""
    return min(local_moment(rep_timezone(rep), request.date_from, 0) for rep in request.reps)


@lru_cache(maxsize=8192)
def local_moment(timezone, day, seconds):
    """Naive UTC of ``seconds`` after midnight on the wall clock of ``timezone``."""
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    local = timezone.normalize(timezone.localize(wall, is_dst=False))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def seconds_since(origin, moment):
    return int((moment - origin).total_seconds())


class ShiftBuilder:
    """Builds the shifts of a request; ``place`` turns a (lat, lon) into a location index."""

    def __init__(self, request, origin, place):
        self.request = request
        self.origin = origin
        self.place = place
        self.now_s = seconds_since(origin, fields.Datetime.now())

    def build(self):
        """Return the shifts of all reps and days.

        :raises UserError: when nobody works in the horizon, or a rep has no place to start
        """
        shifts = [shift for rep in self.request.reps for shift in self._of_rep(rep)]
        if not shifts:
            _ = compat.translator(self.request.company.env)
            raise UserError(_(
                "Nobody of %(reps)s works from %(first)s to %(last)s, at least not from now on. "
                "Choose other days, give shift hours, or check working hours and leaves.") % {
                    "reps": ", ".join(self.request.reps.mapped("name")),
                    "first": self.request.date_from, "last": self.request.date_to})
        return shifts

    def _of_rep(self, rep):
        start = rep._position_of(self.request.start_kind or rep.start_kind)
        end = rep._position_of(self.request.end_kind or rep.end_kind)
        meetings = self._meetings(rep)
        for day in self.request.days():
            blocks = self._work_blocks(rep, day)
            if blocks:
                shift = self._shift(rep, day, blocks, start, end, meetings)
                if shift:
                    yield shift

    def _shift(self, rep, day, blocks, start, end, meetings):
        """The shift of a day, from now on; after the visits that are done or under way."""
        first_s, last_s = blocks[0][0], blocks[-1][1]
        here, free_s = self._present(rep, day)
        if here:
            start, first_s = here, max(first_s, free_s)
        first_s = max(first_s, self.now_s)
        if first_s >= last_s:
            return None
        pauses = [(end_s, start_s) for (_s, end_s), (start_s, _e) in zip(blocks, blocks[1:])]
        return Shift(
            id=shift_id(rep, day), rep=str(rep.id), day=(day - self.request.date_from).days,
            start_s=first_s, end_s=last_s, profile=profile_name(rep),
            start_location=None if start is None else self.place(*start),
            end_location=None if end is None else self.place(*end),
            breaks=tuple(breaks(pauses, meetings, first_s, last_s)))

    def _present(self, rep, day):
        """Where a rep who has begun the day is, and from when he is free again."""
        visits = rep.env["field.visit"].search([
            ("rep_id", "=", rep.id), ("date", "=", day), ("has_position", "=", True),
            ("state", "in", ("in_progress", "done"))]).sorted(
                lambda v: (v.state == "in_progress", v.actual_start or v.planned_start or
                           fields.Datetime.now()))
        if not visits:
            return None, 0
        last = visits[-1]
        free = last.actual_end or fields.Datetime.now()
        if last.state == "in_progress" and last.actual_start:
            free = max(free, last.actual_start + timedelta(seconds=last.service_s))
        return (last.visit_latitude, last.visit_longitude), seconds_since(self.origin, free)

    # ---- working time --------------------------------------------------------------------
    def _work_blocks(self, rep, day):
        """Working blocks of a day as ``[(start_s, end_s)]``, leaves taken out."""
        calendar_blocks, has_leave = self._calendar_blocks(rep, day)
        if not self.request.has_own_hours:
            return calendar_blocks
        if has_leave and not calendar_blocks:
            return []
        timezone = rep_timezone(rep)
        first, last = (
            seconds_since(self.origin, local_moment(timezone, day, round(hours * 3600)))
            for hours in (self.request.shift_start_h, self.request.shift_end_h))
        return clip_pauses(calendar_blocks, first, last)

    def _calendar_blocks(self, rep, day):
        timezone = rep_timezone(rep)
        calendar = rep.working_calendar()
        start, end = (
            pytz.utc.localize(local_moment(timezone, date, 0)).astimezone(timezone)
            for date in (day, day + timedelta(days=1)))
        # Leaves and working hours are the rep's own or the company's; only times are used.
        resource = rep.sudo().user_id.resource_ids.filtered(
            lambda r: r.company_id == rep.company_id)[:1]
        calendar = calendar.sudo()
        arguments = (start, end, resource) if resource else (start, end)
        work = calendar._work_intervals_batch(*arguments, tz=timezone)[resource.id]
        attendance = calendar._attendance_intervals_batch(*arguments, tz=timezone)[resource.id]
        return merged(self._block(item) for item in work), bool(list(attendance))

    def _block(self, interval):
        return tuple(
            seconds_since(self.origin, moment.astimezone(pytz.utc).replace(tzinfo=None))
            for moment in interval[:2])

    def _meetings(self, rep):
        """Busy times of the rep's calendar that are no visits, merged."""
        last = local_moment(rep_timezone(rep), self.request.date_to + timedelta(days=1), 0)
        # The times of private meetings count as well; nothing else of them is read.
        env = rep.sudo().env
        events = env["calendar.event"].search([
            ("partner_ids", "in", rep.user_id.partner_id.ids), ("allday", "=", False),
            ("start", "<", last), ("stop", ">", self.origin)])
        own = env["field.visit"].search([("calendar_event_id", "in", events.ids)])
        busy = (events - own.calendar_event_id).filtered(lambda e: e.show_as == "busy")
        return merged((seconds_since(self.origin, e.start), seconds_since(self.origin, e.stop))
                      for e in busy)


def shift_id(rep, day):
    return "%d/%s" % (rep.id, day)


def profile_name(rep):
    """Name of the rep's own travel profile; empty for the company's."""
    return "rep-%d" % rep.id if rep.speed_kmh or rep.detour_factor else ""


def merged(blocks):
    """Sorted blocks without overlaps; touching ones become one."""
    result = []
    for start, end in sorted(blocks):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        elif end > start:
            result.append((start, end))
    return result


def clip_pauses(blocks, first, last):
    """The span from first to last with the pauses that lie between the given blocks."""
    result, start = [], first
    for (_before, pause), (resume, _after) in zip(blocks, blocks[1:]):
        if start < pause and resume < last:
            result.append((start, pause))
            start = resume
    return result + [(start, last)]


def breaks(pauses, meetings, first_s, last_s):
    """Breaks of a shift: meetings at their time, lunch within half an hour of its own."""
    for start, end in meetings:
        start, end = max(start, first_s), min(end, last_s)
        if start < end:
            yield Break(start, start, end - start)
    for start, end in pauses:
        if end <= first_s or any(s < end + LUNCH_LEEWAY_S and start - LUNCH_LEEWAY_S < e
                                 for s, e in meetings):
            continue
        leeway = LUNCH_LEEWAY_S if end - start <= LONGEST_LUNCH_S else 0
        earliest = max(first_s, start - leeway)
        yield Break(earliest, max(earliest, min(start + leeway, last_s)), end - start)


def check_length(request, shifts, shortest_s):
    """Refuse shifts of which none has room for even one visit.

    :raises UserError: naming the shift hours
    """
    _ = compat.translator(request.company.env)
    longest = max(shift.end_s - shift.start_s for shift in shifts)
    if longest < shortest_s:
        raise UserError(_(
            "shift_start_h, shift_end_h: the longest shift (%(shift)s h) is shorter than one "
            "visit (%(visit)s h). Lengthen the shift or shorten the service time.") % {
                "shift": hours_text(longest / 3600), "visit": hours_text(shortest_s / 3600)})
