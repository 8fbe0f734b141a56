"""The live map: where the reps are now, how their day goes against its plan, and what needs a look."""
from odoo import _, api, fields, models

from .. import compat, compat_bus
from ..engine.field import progress
from . import call_values, live_days
from .live_watch import BELL
from .map_layers import COLORS

KEYS = {"rep_ids", "ring"}
DAY_KEYS = {"rep_id", "date"}


class FieldVisitLive(models.AbstractModel):
    _name = "field.visit.live"
    _inherit = "field.visit.checked.mixin"
    _description = "Live Map"

    @api.model
    def get_live(self, vals=None):
        """Return where the reps whom the user may see are, and how their day goes.

        :param dict vals: all optional: ``rep_ids``: only these; ``ring``: true rings the bell of the user's own pages,
            for them to learn whether the bus reaches them
        :return: ``{"at", "reps": [...]}``; each rep has "id", "name", "team" ({} without one: "id", "name"), "color",
            "on_duty", "position" ({} without one: "latitude", "longitude", "accuracy_m", "at"), "route_id" (0 without a
            route today), "state" (none, not_begun, travelling, visiting, between, finished), "done", "missed", "total",
            "late_s", "current" and "next" ({} or "visit_id", "name", "planned", "arrival" and, where it is known, "latitude" and
            "longitude") and "alerts" ([{"code", "value", "text", "visit_ids"}]). Times are UTC, ISO 8601.
        :raises UserError: for an unknown key or rep
        """
        vals = vals or {}
        call_values.check_keys(self.env, vals, KEYS)
        whole = not vals.get("rep_ids")
        reps = self._live_reps(vals.get("rep_ids"))
        self.env["field.visit.live.watch"]._watched(reps, whole)
        if vals.get("ring"):
            compat_bus.send(self.env.user, BELL, {"rep_ids": []})
        now = fields.Datetime.now()
        return {"at": live_days.iso(now), "reps": self._live_rows(reps, now)}

    @api.model
    def _live_reps(self, rep_ids):
        """The user's reps; of those that are asked for, the ones that he may (still) see."""
        domain = [("company_id", "in", self.env.companies.ids)]
        if rep_ids:
            domain.append(("id", "in", self._visit_known("rep_ids", "field.visit.rep", rep_ids).ids))
        return self.env["field.visit.rep"].search(domain)

    @api.model
    def _live_rows(self, reps, now):
        positions = live_days.positions_of(reps)
        days = live_days.days_of(reps, now, fixes=live_days.fixes_of(reps, positions, now))
        duties = self._live_duties(reps)
        return [dict(self._live_rep(rep, duties, positions.get(rep.id)),
                     **self._live_progress(rep, days.get(rep.id), now)) for rep in reps]

    @api.model
    def _live_duties(self, reps):
        """Return the ids of those of ``reps`` who are on duty."""
        rows = compat.search_rows(self.env["field.visit.duty"], [
            ("rep_id", "in", reps.ids), ("end_at", "=", False), ("limit_at", ">", fields.Datetime.now())], ["rep_id"])
        return {rep_id for rep_id, in rows}

    @api.model
    def _live_rep(self, rep, duties, fix):
        position = {} if fix is None else {
            "latitude": fix.place[0], "longitude": fix.place[1], "accuracy_m": fix.accuracy_m,
            "at": live_days.iso_of(fix.at_s)}
        team = rep.team_id.sudo()  # its name only, of a rep whom the user may read
        return {"id": rep.id, "name": rep.name or "", "team": {"id": team.id, "name": team.name or ""} if team else {},
                "color": COLORS[rep.color] if 0 <= rep.color < len(COLORS) else "",
                "on_duty": rep.id in duties, "position": position}

    @api.model
    def _live_progress(self, rep, day, now):
        if not day:
            return {"route_id": 0, "state": "none", "done": 0, "missed": 0, "total": 0, "late_s": 0, "current": {},
                    "next": {}, "alerts": []}
        found = progress.judge(day.day, self._live_limits(rep.company_id), live_days.seconds(now))
        arrivals = dict(found.arrivals)
        return {
            "route_id": day.route_id, "state": found.state, "done": found.done, "missed": found.missed,
            "total": found.total, "late_s": found.late_s,
            "current": day.stop_values(found.current_id, arrivals), "next": day.stop_values(found.next_id, arrivals),
            "alerts": [self._live_alert(alert, day) for alert in found.alerts]}

    @api.model
    def _live_limits(self, company):
        company = company.sudo()  # settings, the same for whoever looks
        return progress.Limits(late_s=60 * company.visit_live_late_min, check_in_s=60 * company.visit_live_check_in_min,
                               off_route_m=company.visit_live_off_route_m)

    @api.model
    def _live_alert(self, alert, day):
        return {"code": alert.code, "value": alert.value, "visit_ids": list(alert.stop_ids),
                "text": self._live_sentence(alert, day)}

    @api.model
    def _live_sentence(self, alert, day):
        """One sentence for all visits of an alert: they come bundled."""
        if alert.code == progress.OFF_ROUTE:
            return _("About %s km away from today's route.") % round(alert.value / 1000, 1)
        names = ", ".join(day.names[stop_id] for stop_id in alert.stop_ids[:3])
        more = " +%d" % (len(alert.stop_ids) - 3) if len(alert.stop_ids) > 3 else ""
        values = {"customers": names + more, "time": self._live_duration(alert.value)}
        if alert.code == progress.LATE:
            return _("Will be late at an appointment by up to %(time)s: %(customers)s.") % values
        return _("No check-in yet, planned up to %(time)s ago: %(customers)s.") % values

    @api.model
    def _live_duration(self, seconds):
        hours, minutes = divmod(round(seconds / 60), 60)
        return _("%(hours)s hr %(minutes)s min") % {"hours": hours, "minutes": minutes} if hours else _("%s min") % minutes

    # ---- one day of one rep --------------------------------------------------------------
    @api.model
    def get_live_day(self, vals):
        """Return the trail and the stops of one rep's day.

        :param dict vals: ``rep_id``, and optionally ``date`` ("YYYY-MM-DD", today on the rep's clock when left out)
        :return: ``{"rep_id", "date", "phone", "states": {state: its name}, "trail": [{"latitude", "longitude", "at",
            "until", "accuracy_m", "after_gap"}], "distance_m", "stops": [...], "start", "end"}``: the trail and its
            length are those of ``field.visit.rep.get_track``; a stop has "visit_id", "name", "state", "planned",
            "arrival" (expected; "" when it is over), "began", "ended", "latitude", "longitude", "has_position",
            "promised"
        :raises UserError: for an unknown key, rep or day
        :raises AccessError: for a rep whom the user may not read
        """
        call_values.check_keys(self.env, vals, DAY_KEYS)
        rep = self._visit_known("rep_id", "field.visit.rep", [vals.get("rep_id")])
        compat.check_access(rep, "read")
        now = fields.Datetime.now()
        date = self._visit_day("date", vals["date"]) if vals.get("date") else live_days.today_of(rep, now)
        track = rep.get_track({"date": fields.Date.to_string(date)})
        day = live_days.days_of(rep, now, date, live_days.fixes_of(rep, live_days.positions_of(rep), now)).get(rep.id)
        return dict({
            "rep_id": rep.id, "date": track["date"], "phone": rep.user_id.partner_id.phone or "",
            "states": dict(self.env["field.visit"]._fields["state"]._description_selection(self.env)),
            "trail": [live_days.trail_values(row) for row in track["positions"]], "distance_m": track["distance_m"],
        }, **self._live_stops(rep, day, now))

    @api.model
    def _live_stops(self, rep, day, now):
        if not day:
            return {"stops": [], "start": {}, "end": {}}
        found = progress.judge(day.day, self._live_limits(rep.company_id), live_days.seconds(now))
        return {"stops": day.all_stop_values(dict(found.arrivals)), "start": live_days.place_values(day.day.start),
                "end": live_days.place_values(day.day.end)}
