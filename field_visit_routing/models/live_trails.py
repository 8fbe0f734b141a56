"""The ways that many reps have gone today, as thin lines of the live map."""
from odoo import api, fields, models

from .. import compat
from ..engine.field import trail
from . import call_values, live_days
from .plan_request import rep_timezone
from .track_store import kept_of

TRAIL_KEYS = {"rep_ids"}
COLUMNS = ["rep_id", "at", "until_at", "latitude", "longitude", "accuracy_m", "speed", "mark"]
#: Decimals of a degree that a line needs: about a metre.
DECIMALS = 5


class FieldVisitLive(models.AbstractModel):
    _inherit = "field.visit.live"

    @api.model
    def get_live_trails(self, vals=None):
        """Return the ways that reps have gone today, each on his own clock, as lines with few corners.

        :param dict vals: ``rep_ids``: only these, of whom those count whom the user may see; all of them when left out
        :return: ``{"at", "trails": [{"rep_id", "pieces": [[[latitude, longitude], …], …]}]}``, one for every rep who was
            asked for and may be seen; of the time between two pieces nothing is known. The exact positions are those of
            ``get_live_day``. That the user has looked is noted for those who have positions.
        :raises UserError: for an unknown key or rep
        """
        vals = vals or {}
        call_values.check_keys(self.env, vals, TRAIL_KEYS)
        reps = self._live_reps(vals.get("rep_ids"))
        now = fields.Datetime.now()
        kept = self._live_kept(reps, now)
        reps.browse(list(kept))._looked_at("trail")
        return {"at": live_days.iso(now), "trails": [
            {"rep_id": rep_id, "pieces": self._live_pieces(kept.get(rep_id, ()))} for rep_id in reps.ids]}

    @api.model
    def _live_pieces(self, kept):
        return [[[round(lat, DECIMALS), round(lon, DECIMALS)] for lat, lon in piece] for piece in trail.lines(kept)]

    @api.model
    def _live_kept(self, reps, now):
        """``{rep id: today's positions by time}``, read with the user's rights; reps without positions are not in it."""
        found = {}
        for group in self._live_by_timezone(reps):
            today = live_days.today_of(group[:1], now)
            start, end = group[:1]._track_span(today)
            for row in compat.search_rows(self.env["field.visit.position"], [
                    ("rep_id", "in", group.ids), ("at", ">=", start), ("at", "<", end)], COLUMNS):
                found.setdefault(row[0], []).append(kept_of(*row[1:]))
        for kept in found.values():
            kept.sort(key=lambda one: one.fix.at_s)
        return found

    @api.model
    def _live_by_timezone(self, reps):
        """The reps in groups for whom today is the same day."""
        ids = {}
        for rep in reps:
            ids.setdefault(rep_timezone(rep), []).append(rep.id)
        return [reps.browse(group) for group in ids.values()]
