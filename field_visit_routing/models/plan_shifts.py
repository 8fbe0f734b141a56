"""Shifts of the engine from reps' calendars, limits and special days."""
from dataclasses import dataclass
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .. import compat
from ..engine.routing.problem import Break, Shift
from .plan_calendar import RepCalendar, separate
from .plan_request import hours_text, rep_timezone
from .plan_time import local_moment, seconds_since
from .plan_traffic import TravelProfiles

#: A pause of the calendar up to this length is a lunch break, which may move a little.
LONGEST_LUNCH_S = 2 * 3600
LUNCH_LEEWAY_S = 30 * 60


class NobodyWorks(UserError):
    """No rep of a request has working time in its horizon."""


def origin_of(request):
    """The horizon's start instant (naive UTC): the first midnight of any of the reps."""
    return min(local_moment(rep_timezone(rep), request.date_from, 0) for rep in request.reps)


@dataclass(frozen=True)
class Present:
    """How far a rep has come on a day: what has begun of it."""

    position: tuple = None
    free_s: int = 0
    stops: int = 0
    driving_s: int = 0


class ShiftBuilder:
    """Builds the shifts of a request; ``place`` turns a (lat, lon) into a location index.

    Afterwards ``places`` holds ``{shift id: {"start", "end"}}`` as ``[lat, lon]`` or None, and
    ``stops`` the meetings that are stops: ``(shift id, Meeting)``.
    """

    def __init__(self, request, origin, place):
        self.request = request
        self.origin = origin
        self.place = place
        self.now_s = seconds_since(origin, fields.Datetime.now())
        self.travel = TravelProfiles(request)
        self.places = {}
        self.stops = []
        self.special = self._special_days()

    def build(self):
        """Return the shifts of all reps and days.

        :raises UserError: when nobody works in the horizon, or a rep has no place to start
        """
        shifts = [shift for rep in self.request.reps for shift in self._of_rep(rep)]
        if not shifts:
            _ = compat.translator(self.request.company.env)
            raise NobodyWorks(_(
                "Nobody of %(reps)s works from %(first)s to %(last)s, at least not from now on. "
                "Choose other days, give shift hours, or check working hours and leaves.") % {
                    "reps": ", ".join(self.request.reps.mapped("name")),
                    "first": self.request.date_from, "last": self.request.date_to})
        return shifts

    def _special_days(self):
        """``{(rep id, date): special day}`` of the horizon."""
        found = self.request.reps.env["field.visit.day"].search([
            ("rep_id", "in", self.request.reps.ids), ("date", ">=", self.request.date_from),
            ("date", "<=", self.request.date_to)])
        return {(day.rep_id.id, day.date): day for day in found}

    def _of_rep(self, rep):
        calendar = RepCalendar(self.request, self.origin, rep)
        meetings = calendar.meetings()
        usual = {"start": rep._position_of(self.request.start_kind or rep.start_kind),
                 "end": rep._position_of(self.request.end_kind or rep.end_kind)}
        for day in self.request.days():
            special = self.special.get((rep.id, day), rep.env["field.visit.day"])
            blocks = self._work_blocks(calendar, day, special)
            if blocks:
                places = dict(usual, **_special_places(special))
                shift = self._shift(rep, day, blocks, places, meetings)
                if shift:
                    yield shift

    def _shift(self, rep, day, blocks, places, meetings):
        """The shift of a day, from now on; after the visits that are done or under way."""
        begun = self._present(rep, day)
        bounds = self._bounds(rep, blocks, begun)
        first_s, last_s = bounds["start_s"], bounds["end_s"]
        if first_s >= last_s:
            return None
        name = shift_id(rep, day)
        self.places[name] = places
        stops, busy = separate(meetings, first_s, last_s)
        self.stops += [(name, meeting) for meeting in stops]
        pauses = [(end_s, start_s) for (_s, end_s), (start_s, _e) in zip(blocks, blocks[1:])]
        start = begun.position or places["start"]
        return Shift(
            id=name, rep=str(rep.id), day=(day - self.request.date_from).days,
            profile=self.travel.name(rep),
            start_location=None if start is None else self.place(*start),
            end_location=None if places["end"] is None else self.place(*places["end"]),
            breaks=tuple(breaks(pauses, busy, first_s, last_s, [(m.start_s, m.end_s) for m in stops],
                                60 * self.request.company.visit_lunch_leeway_min)),
            **bounds, **self._limits(rep, begun))

    # ---- bounds --------------------------------------------------------------------------
    def _bounds(self, rep, blocks, begun):
        """Start, end and length of a shift; a flexible one keeps its length wherever it begins."""
        first_s, last_s = blocks[0][0], blocks[-1][1]
        flexible_s = _seconds(self.request.flexible_start_h or rep.flexible_start_h)
        longest = [_seconds(rep.max_duty_h)] if rep.max_duty_h else []
        if not flexible_s or begun.position:
            start_s = max(first_s, self.now_s, begun.free_s if begun.position else 0)
            return {"start_s": start_s, "end_s": last_s, "max_duration_s": min(longest, default=None)}
        earliest = max(first_s - flexible_s, self.now_s)
        return {
            "start_s": earliest, "end_s": last_s + flexible_s,
            "latest_start_s": max(earliest, first_s + flexible_s),
            "max_duration_s": min(longest + [last_s - first_s])}

    def _limits(self, rep, begun):
        """What a shift may hold; what the rep has done on that day counts."""
        request = self.request
        stops = request.max_stops or rep.max_stops
        driving_s = _seconds(request.max_driving_h or rep.max_driving_h)
        overtime = rep.overtime_max_h if request.overtime_h is None else request.overtime_h
        return {
            "max_stops": max(0, stops - begun.stops) if stops else None,
            "max_driving_s": max(0, driving_s - begun.driving_s) if driving_s else None,
            "overtime_s": _seconds(overtime), "overtime_price": rep.overtime_price}

    def _present(self, rep, day):
        """Where a rep who has begun the day is, and from when he is free again."""
        visits = rep.env["field.visit"].search([
            ("rep_id", "=", rep.id), ("date", "=", day), ("has_position", "=", True),
            ("state", "in", ("in_progress", "done"))]).sorted(
                lambda v: (v.state == "in_progress", v.actual_start or v.planned_start or
                           fields.Datetime.now()))
        if not visits:
            return Present()
        last = visits[-1]
        free = last.actual_end or fields.Datetime.now()
        if last.state == "in_progress" and last.actual_start:
            free = max(free, last.actual_start + timedelta(seconds=last.service_s))
        return Present(
            (last.visit_latitude, last.visit_longitude), seconds_since(self.origin, free),
            len(visits.filtered(lambda v: not v.is_waypoint)), sum(visits.mapped("leg_travel_s")))

    # ---- working time --------------------------------------------------------------------
    def _work_blocks(self, calendar, day, special):
        """Working blocks of a day as ``[(start_s, end_s)]``, leaves taken out."""
        blocks, is_working_day = calendar.blocks(day)
        hours = self._own_hours(special)
        if not hours:
            return blocks
        if is_working_day and not blocks:
            return []
        first, last = (
            seconds_since(self.origin, local_moment(calendar.timezone, day, _seconds(hour))) for hour in hours)
        return clip_pauses(blocks, first, last)

    def _own_hours(self, special):
        """Hours that go before the calendar's: those of the special day, else of the request."""
        if special.hour_to:
            return special.hour_from, special.hour_to
        if self.request.has_own_hours:
            return self.request.shift_start_h, self.request.shift_end_h
        return None


def _special_places(special):
    """``{"start": (lat, lon) or None, …}`` of what a special day says."""
    known = {name: special.position(name) for name in ("start", "end")}
    return {name: place for name, (is_known, place) in known.items() if is_known}


def _seconds(hours):
    return round(hours * 3600)


def shift_id(rep, day):
    return "%d/%s" % (rep.id, day)


def clip_pauses(blocks, first, last):
    """The span from first to last with the pauses that lie between the given blocks."""
    result, start = [], first
    for (_before, pause), (resume, _after) in zip(blocks, blocks[1:]):
        if start < pause and resume < last:
            result.append((start, pause))
            start = resume
    return result + [(start, last)]


def breaks(pauses, meetings, first_s, last_s, stops=(), leeway_s=LUNCH_LEEWAY_S):
    """Breaks of a shift: meetings at their time, lunch not farther from its own than the leeway.

    A meeting, also one that is a stop, takes the place of a lunch near it.
    """
    for start, end in meetings:
        start, end = max(start, first_s), min(end, last_s)
        if start < end:
            yield Break(start, start, end - start)
    for start, end in pauses:
        if end <= first_s or any(s < end + leeway_s and start - leeway_s < e
                                 for s, e in [*meetings, *stops]):
            continue
        leeway = leeway_s if end - start <= LONGEST_LUNCH_S else 0
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
