"""What a person may do about the positions stored of him: see them as others do, take them along, delete them."""
from datetime import date, datetime, timedelta

from odoo import api, fields, models

from .. import compat
from ..engine.field import track
from . import call_values
from .plan_request import local_now, rep_timezone
from .plan_time import local_moment
from .track_store import LAST, kept_of

TRACK_KEYS = {"date"}
#: Rows deleted by one statement: a year of a large team must not lock the table for minutes.
CHUNK = 50_000


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def get_track(self, vals=None):
        """Return the trail of one day: what the rep and those who may read the rep see alike.

        :param dict vals: ``date`` ("YYYY-MM-DD" on the rep's calendar, today when left out)
        :return: ``{"rep_id", "date", "positions": [{"at", "until", "latitude", "longitude", "accuracy_m", "speed", "mark",
            "source", "after_gap"}], "duties": [{"start_at", "end_at", "end_kind"}], "distance_m", "gap_m"}``;
            ``after_gap``: nothing is known of the time since the position before
        :raises AccessError: for a rep whom the user may not read; a look of others is noted
        """
        self.ensure_one()
        vals = dict(vals or {})
        call_values.check_keys(self.env, vals, TRACK_KEYS)
        compat.check_access(self, "read")
        day = self._visit_day("date", vals["date"]) if vals.get("date") else local_now(rep_timezone(self)).date()
        self._looked_at("trail")
        return dict(self._track_positions(day), rep_id=self.id, date=fields.Date.to_string(day),
                    duties=self._track_duties(day))

    def export_tracking(self):
        """Return all that is stored of the rep's whereabouts, as texts and numbers; for the rep alone."""
        self._track_own()
        own = [("rep_id", "=", self.id)]
        return {
            "rep": self.name, "at": fields.Datetime.to_string(fields.Datetime.now()),
            "last": dict(self._export_rows_of(self.sudo(), LAST)[0]), "doubted": self._doubted_told(),
            **{key: self._export_rows_of(self.env[model].search(own), names) for key, model, names in EXPORTED},
        }

    def erase_tracking(self):
        """Delete the positions and ended duties of the rep and where he was last; for the rep alone.

        Consent and the log of looks stay: they prove what was agreed to and who looked.

        :return: number of positions deleted
        """
        self._track_own()
        # nobody may delete positions, but the person everything of his own
        Position, Duty = self.env["field.visit.position"].sudo(), self.env["field.visit.duty"].sudo()
        count = Position._forget("rep_id = %s", [self.id])
        Duty.search([("rep_id", "=", self.id), ("end_at", "!=", False)]).unlink()
        self.sudo().write(dict.fromkeys(LAST, False))
        self._doubt(None)
        self.env["field.visit.look"].sudo().create({
            "rep_id": self.id, "user_id": self.env.uid, "way": "erase", "first_at": fields.Datetime.now(),
            "last_at": fields.Datetime.now(), "bundle": -count})
        return count

    # ---- reading --------------------------------------------------------------------------------------
    def _track_span(self, day):
        """First and last moment (naive UTC) of a day of the rep."""
        timezone = rep_timezone(self)
        return local_moment(timezone, day, 0), local_moment(timezone, day + timedelta(days=1), 0)

    def _track_positions(self, day):
        """``{"positions", "distance_m", "gap_m"}`` of a day; the caller has decided who may know and noted it."""
        rows = self._track_rows(day)
        kept = [kept_of(*row[:-1]) for row in rows]
        gaps = [False] + [track.is_gap(*pair) for pair in zip(kept, kept[1:])]
        followed, across = track.length_m(kept)
        return {"positions": [_told(row, gap) for row, gap in zip(rows, gaps)],
                "distance_m": round(followed + across), "gap_m": round(across)}

    def _track_rows(self, day):
        """The stored positions of a day, by time: what ``kept_of`` takes, and their source."""
        compat.flush(self.env["field.visit.position"])
        self.env.cr.execute("""
            SELECT at, until_at, latitude, longitude, accuracy_m, speed, mark, source FROM field_visit_position
             WHERE rep_id = %s AND at >= %s AND at < %s ORDER BY at, id""", [self.id, *self._track_span(day)])
        return self.env.cr.fetchall()

    def _track_duties(self, day):
        start, end = self._track_span(day)
        # as the positions: the caller has decided
        duties = self.env["field.visit.duty"].sudo().search(
            [("rep_id", "=", self.id), ("start_at", "<", end), "|", ("end_at", "=", False), ("end_at", ">=", start)],
            order="start_at")
        return self._export_rows_of(duties, ["start_at", "end_at", "end_kind"])

    @api.model
    def _export_rows_of(self, records, names):
        return [{name: _plain(record[name]) for name in names} for record in records]


class FieldVisitPosition(models.Model):
    _inherit = "field.visit.position"

    @api.model
    def _cron_forget(self):
        """Delete what is older than each company keeps: positions, duties, and where reps were last."""
        # what was doubted waits for the next position of a duty, never from day to day
        self.env["field.visit.rep"].with_context(active_test=False).search([("doubted_position", "!=", False)])._doubt(None)
        # where series have archived companies, what is theirs is forgotten as well
        for company in self.env["res.company"].with_context(active_test=False).search([]):
            before = fields.Datetime.now() - timedelta(days=company.visit_track_keep_days)
            reps = self.env["field.visit.rep"].with_context(active_test=False).search([("company_id", "=", company.id)])
            self._forget("rep_id = ANY(%s) AND until_at < %s", [reps.ids, before])
            self.env["field.visit.duty"].search([("rep_id", "in", reps.ids), ("end_at", "<", before)]).unlink()
            reps.filtered(lambda rep: rep.last_position_at and rep.last_position_at < before).write(
                dict.fromkeys(LAST, False))

    @api.model
    def _forget(self, where, params):
        """Delete rows in portions; return how many."""
        compat.flush(self)
        count, portion = 0, CHUNK
        while portion == CHUNK:
            self.env.cr.execute(
                "DELETE FROM field_visit_position WHERE id IN (SELECT id FROM field_visit_position WHERE " + where
                + " LIMIT %s)", [*params, CHUNK])
            portion = self.env.cr.rowcount
            count += portion
        compat.invalidate(self, list(self._fields))
        return count


EXPORTED = (
    ("consents", "field.visit.consent", ("state", "at", "version", "text", "device")),
    ("duties", "field.visit.duty", ("start_at", "end_at", "end_kind", "device")),
    ("positions", "field.visit.position", ("at", "until_at", "latitude", "longitude", "accuracy_m", "speed", "source", "mark")),
    ("looks", "field.visit.look", ("user_id", "way", "first_at", "last_at")),
)


def _plain(value):
    if isinstance(value, models.BaseModel):
        return value.sudo().display_name or ""  # the name of a colleague
    if isinstance(value, datetime):
        return fields.Datetime.to_string(value)
    if isinstance(value, date):
        return fields.Date.to_string(value)
    return value if value is not None and value is not False else ""


def _told(row, gap):
    at, until_at, lat, lon, accuracy_m, speed, mark, source = row
    return {"at": fields.Datetime.to_string(at), "until": fields.Datetime.to_string(until_at), "latitude": float(lat),
            "longitude": float(lon), "accuracy_m": float(accuracy_m), "speed": float(speed), "mark": mark or "",
            "source": source, "after_gap": gap}
