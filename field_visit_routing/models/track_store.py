"""Positions into their table, by as few statements as possible: every phone sends a batch each half minute."""
from datetime import datetime

from odoo import fields, models

from .. import compat
from ..engine.field import track
from .track_take import duty_at, moment_of, seconds_of

COLUMNS = ("rep_id", "duty_id", "source", "measured_at", "at", "until_at", "latitude", "longitude", "accuracy_m", "speed",
           "mark", "create_uid", "write_uid", "create_date", "write_date")
LAST = ["last_latitude", "last_longitude", "last_position_accuracy_m", "last_position_at"]


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def _store_fixes(self, origins, fixes, before, duties):
        """Thin and store believed positions; return the new rows.

        :param origins: ``(source, drift of the device's clock in seconds)`` of each position
        :param before: ``(id, Kept)`` of the row before the first, see ``_kept_before``
        :param duties: what they are of, see ``_duties_of``
        """
        row_id, last = before
        kept, confirmed = track.thin(fixes, last)
        if confirmed and last and confirmed.until_s > last.until_s:
            self.env.cr.execute("UPDATE field_visit_position SET until_at = GREATEST(until_at, %s) WHERE id = %s",
                                [moment_of(confirmed.until_s), row_id])
        rows = self._insert_kept(origins, kept, duties)
        self._note_last(fixes[-1])
        compat.invalidate(rows, ["until_at"])
        self._tracked(rows)
        return rows

    def _kept_before(self, at_s=None):
        """The newest row, up to the second ``at_s`` if given: its id and what it says; (0, None) without one."""
        limit = datetime.max if at_s is None else moment_of(at_s)
        self.env.cr.execute("""
            SELECT id, at, until_at, latitude, longitude, accuracy_m, speed, mark FROM field_visit_position
             WHERE rep_id = %s AND at <= %s ORDER BY at DESC, id DESC LIMIT 1""", [self.id, limit])
        row = self.env.cr.fetchone()
        return (row[0], kept_of(*row[1:])) if row else (0, None)

    def _insert_kept(self, origins, kept, duties):
        """Write all rows by one statement; what is there already stays as it is."""
        if not kept:
            return self.env["field.visit.position"]
        values = ", ".join(["(%s)" % ", ".join(["%s"] * len(COLUMNS))] * len(kept))
        self.env.cr.execute(
            "INSERT INTO field_visit_position (%s) VALUES %s "
            "ON CONFLICT (rep_id, source, measured_at) DO NOTHING RETURNING id" % (", ".join(COLUMNS), values),
            [value for item in kept for value in self._row(origins[item.fix], item, duties)])
        return self.env["field.visit.position"].browse([number for number, in self.env.cr.fetchall()])

    def _row(self, origin, item, duties):
        (source, drift_s), fix, now = origin, item.fix, fields.Datetime.now()
        measured, at, until_at = (moment_of(second) for second in (fix.at_s + drift_s, fix.at_s, item.until_s))
        return (self.id, duty_at(duties, fix.at_s), source, measured, at, until_at, fix.lat, fix.lon, fix.accuracy_m,
                fix.speed_ms, fix.mark or None, self.env.uid, self.env.uid, now, now)

    def _note_last(self, fix):
        """Let the rep's record say where he was last, unless it knows something newer."""
        compat.flush(self, LAST)
        at = moment_of(fix.at_s)
        # by SQL: a batch each half minute is no change of the record that anybody should be told of; a step and positions
        # of one phone may come at once, then Odoo runs the later request again, which is no fault for the log
        self.env.cr.execute("""
            UPDATE field_visit_rep SET last_latitude = %s, last_longitude = %s, last_position_accuracy_m = %s,
                   last_position_at = %s
             WHERE id = %s AND (last_position_at IS NULL OR last_position_at < %s)""",
                            [fix.lat, fix.lon, max(0.0, fix.accuracy_m), at, self.id, at], log_exceptions=False)
        if self.env.cr.rowcount:
            compat.invalidate(self, LAST)

    def _forget_after(self, duty):
        """Delete what was stored of a duty after its end, and what waits for a position that will not come any more."""
        self._doubt(None)
        compat.flush(self.env["field.visit.duty"])
        self.env.cr.execute("DELETE FROM field_visit_position WHERE duty_id = %s AND at > %s", [duty.id, duty.end_at])
        self.env.cr.execute("UPDATE field_visit_position SET until_at = %s WHERE duty_id = %s AND until_at > %s",
                            [duty.end_at, duty.id, duty.end_at])
        compat.invalidate(self.env["field.visit.position"], ["until_at"])


def kept_of(at, until_at, lat, lon, accuracy_m, speed, mark):
    """A row of the table as the engine wants it."""
    fix = track.Fix(seconds_of(at), float(lat), float(lon), float(accuracy_m), float(speed), mark or "")
    return track.Kept(fix, seconds_of(until_at))
