"""The time line of a plan: one row per rep and day, bars for legs, waits, visits and breaks."""
from datetime import timedelta

from odoo import fields

from .. import compat
from . import plan_result
from .plan_request import rep_timezone

TEMPLATE = "field_visit_routing.plan_timeline"


def render(plan):
    """HTML of the plan's time line; empty without routes."""
    rows = [_row(plan, route) for route in plan_result.readable_routes(plan)]
    if not rows:
        return ""
    rows.sort(key=lambda row: (row["date"], row["rep"]))
    first = min(row["start_h"] for row in rows) // 1
    last = -(-max(row["end_h"] for row in rows) // 1)
    for row in rows:
        for bar in row["bars"]:
            _set_place(bar, first, last)
    html = plan.env["ir.qweb"]._render(TEMPLATE, {
        "rows": rows, "hours": _hours(first, last), "kinds": _kinds(plan.env)})
    return html.decode() if isinstance(html, bytes) else html


def _row(plan, route):
    _ = compat.translator(plan.env)
    rep_id, day = plan_result.shift_parts(route.shift_id)
    rep = plan.env["field.visit.rep"].browse(rep_id)
    clock = _Clock(plan, rep, day)
    names = {stop.candidate_key: stop.name for stop in plan.stop_ids}
    bars = [bar for stop in route.stops for bar in _stop_bars(clock, stop, names)]
    if route.stops:
        last = route.stops[-1].departure_s
        bars.append(clock.bar("leg", _("Last way"), last, route.end_s))
    bars += [clock.bar("break", _("Break or meeting"), pause.earliest_s,
                       pause.earliest_s + pause.duration_s) for pause in route.breaks]
    return {
        "rep": rep.name, "date": fields.Date.to_string(day), "bars": [b for b in bars if b],
        "day": _weekdays(plan.env)[day.weekday()],
        "start_h": clock.hour(route.start_s), "end_h": clock.hour(route.end_s),
        "from": clock.text(route.start_s), "to": clock.text(route.end_s),
        "visits": len(route.stops), "km": "%.1f" % (route.distance_m / 1000.0),
    }


def _stop_bars(clock, stop, names):
    _ = compat.translator(clock.plan.env)
    name = names.get(stop.candidate_id, "")
    yield clock.bar("leg", _("Way to %s") % name, stop.arrival_s - stop.leg_duration_s,
                    stop.arrival_s)
    yield clock.bar("wait", _("Wait at %s") % name, stop.start_s - stop.wait_s, stop.start_s)
    yield clock.bar("visit", name, stop.start_s, stop.departure_s)


class _Clock:
    """Turns seconds of the plan into hours of a rep's day."""

    def __init__(self, plan, rep, day):
        self.plan = plan
        self.zone = rep_timezone(rep).zone
        self.day = day

    def local(self, seconds):
        moment = plan_result.moment(self.plan, seconds)
        return fields.Datetime.context_timestamp(self.plan.with_context(tz=self.zone), moment)

    def hour(self, seconds):
        local = self.local(seconds)
        days = (local.date() - self.day).days
        return days * 24 + local.hour + local.minute / 60.0 + local.second / 3600.0

    def text(self, seconds):
        return (self.local(seconds) + timedelta(seconds=30)).strftime("%H:%M")

    def bar(self, kind, name, start_s, end_s):
        if end_s <= start_s:
            return None
        title = "%s, %s–%s" % (name, self.text(start_s), self.text(end_s))
        return {"kind": kind, "name": name if kind == "visit" else "", "title": title,
                "start_h": self.hour(start_s), "end_h": self.hour(end_s)}


def _set_place(bar, first, last):
    span = (last - first) or 1
    bar["left"] = "%.2f" % (100 * (bar["start_h"] - first) / span)
    bar["width"] = "%.2f" % (100 * (bar["end_h"] - bar["start_h"]) / span)


def _hours(first, last):
    count = int(last - first)
    return [{"label": "%02d" % ((first + number) % 24), "width": "%.3f" % (100.0 / count)}
            for number in range(count)]


def _kinds(env):
    _ = compat.translator(env)
    return [("leg", _("Way")), ("wait", _("Wait")), ("visit", _("Visit")), ("break", _("Break"))]


def _weekdays(env):
    _ = compat.translator(env)
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
