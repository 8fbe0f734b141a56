"""The ways that many reps have gone today, as thin lines of the live map."""
from datetime import timedelta

from odoo import api, fields, models

from .. import compat
from ..engine.field import trail
from . import call_values, live_days
from .plan_request import rep_timezone
from .track_take import EPOCH, moment_of, seconds_of

TRAIL_KEYS = {"rep_ids", "since"}
COLUMNS = ["rep_id", "at", "until_at", "latitude", "longitude"]
#: Reps whose whole ways are read by one statement: a day of 50 reps is some 50,000 positions.
AT_ONCE = 50
#: A batch may be written so long before it is there to be read.
LATE_S = 5
#: What changed by less than this ago is read by itself: a phone that was long without a network makes nobody else's
#: answer longer.
RECENT_S = 2 * trail.STRETCH_S


class FieldVisitLive(models.AbstractModel):
    _inherit = "field.visit.live"

    @api.model
    def get_live_trails(self, vals=None):
        """Return the ways that reps have gone today, each on his own clock, as lines with few corners.

        :param dict vals: ``rep_ids``: only these, of whom those count whom the user may see; all of them when left out.
            ``since``: the "at" of an earlier answer: then only what was stored after it
        :return: ``{"at", "trails": [{"rep_id", "from", "stretches": [[number, joined, pieces], …]}]}``, one for every rep
            who was asked for and may be seen; with ``since`` those only whose way has changed. A stretch is a quarter of an
            hour, by ``number``, and its ``pieces`` are lists of ``[latitude, longitude]``; the first one goes on from
            the stretch before when it is ``joined``, and of the time between two others nothing is known. The stretches
            take the place of all that the caller has of the rep from the number ``from`` on; 0 is the whole day. The
            exact positions are those of ``get_live_day``. That the user has looked is noted for those who have some.
        :raises UserError: for an unknown key or rep, and for a time that is none
        """
        vals = vals or {}
        call_values.check_keys(self.env, vals, TRAIL_KEYS)
        since = self._live_since(vals)
        reps = self._live_reps(vals.get("rep_ids"))
        now = fields.Datetime.now()
        trails = [one for group in self._live_by_timezone(reps) for one in self._live_trails_of(group, since, now)]
        reps.browse([one["rep_id"] for one in trails if one["stretches"]])._looked_at("trail")
        return {"at": live_days.iso(now), "trails": trails}

    @api.model
    def _live_since(self, vals):
        text = vals.get("since")
        # as the answers tell it
        given = dict(vals, since=text.rstrip("Z").replace("T", " ")) if isinstance(text, str) else vals
        return call_values.moment(self.env, given, "since")

    @api.model
    def _live_by_timezone(self, reps):
        """The reps in groups for whom today is the same day."""
        ids = {}
        for rep in reps:
            ids.setdefault(rep_timezone(rep), []).append(rep.id)
        return [reps.browse(group) for group in ids.values()]

    @api.model
    def _live_trails_of(self, reps, since, now):
        """The answers about reps with the same today."""
        span = reps[:1]._track_span(live_days.today_of(reps[:1], now))
        if since and since - timedelta(seconds=LATE_S) >= span[0]:
            return self._live_new(reps, since - timedelta(seconds=LATE_S), span, now)
        portions = [reps[first:first + AT_ONCE] for first in range(0, len(reps), AT_ONCE)]
        return [_answer(rep_id, 0, found.get(rep_id, ())) for portion in portions
                for found in [self._live_stretches(portion.ids, span)] for rep_id in portion.ids]

    @api.model
    def _live_new(self, reps, since, span, now):
        """What was stored since then: of each rep from the first stretch on in which something is new."""
        first = {}
        for rep_id, at in compat.search_rows(self.env["field.visit.position"], [
                ("rep_id", "in", reps.ids), ("create_date", ">=", since), ("at", ">=", span[0]), ("at", "<", span[1])],
                ["rep_id", "at"]):
            first[rep_id] = min(first.get(rep_id, at), at)
        border = now - timedelta(seconds=RECENT_S)
        recent = {rep_id: at for rep_id, at in first.items() if at >= border}
        late = {rep_id: at for rep_id, at in first.items() if at < border}
        return [one for group in (recent, late) if group for one in self._live_from(group, span)]

    @api.model
    def _live_from(self, first, span):
        number = min(trail.stretch_of(seconds_of(at)) for at in first.values())
        start = max(span[0], moment_of(number * trail.STRETCH_S))
        found = self._live_stretches(list(first), (start, span[1]), span[0])
        return [_answer(rep_id, number, [part for part in found.get(rep_id, ()) if part.number >= number])
                for rep_id in first]

    @api.model
    def _live_stretches(self, rep_ids, span, earliest=None):
        """``{rep id: stretches}`` of a time, read with the user's rights; reps without positions are not in it.

        With ``earliest`` the last position since then and before the time belongs to them: the way may go on from it.
        """
        rows = compat.search_rows(self.env["field.visit.position"], [
            ("rep_id", "in", rep_ids), ("at", ">=", span[0]), ("at", "<", span[1])], COLUMNS)
        before = self._live_before(sorted({row[0] for row in rows}), earliest, span[0]) if earliest and rows else []
        return trail.stretches([(rep_id, (at - EPOCH).total_seconds(), (until_at - EPOCH).total_seconds(), lat, lon)
                                for rep_id, at, until_at, lat, lon in before + rows])

    @api.model
    def _live_before(self, rep_ids, earliest, end):
        """The last position of each in a time.

        No record rules: they are of reps whose later positions the user sees, and are not told, only gone on from.
        """
        self.env.cr.execute("""
            SELECT last.* FROM unnest(%s) rep (id) CROSS JOIN LATERAL (
                SELECT rep_id, at, until_at, latitude, longitude FROM field_visit_position
                 WHERE rep_id = rep.id AND at >= %s AND at < %s ORDER BY at DESC, id DESC LIMIT 1) last""",
                            [rep_ids, earliest, end])
        return self.env.cr.fetchall()


def _answer(rep_id, number, parts):
    return {"rep_id": rep_id, "from": number, "stretches": [list(part) for part in parts]}
