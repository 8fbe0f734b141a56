"""Which of the positions that a device sent are believed and stored."""
from datetime import datetime, timedelta, timezone

from odoo import fields, models

from .. import compat
from ..engine.field import track
from . import plain_text

#: A position from before a duty by so much belongs to it: clocks are read to the second.
GRACE_S = 5
EPOCH = datetime(1970, 1, 1)


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def _tracked(self, positions):
        """Hook, called after each stored batch with the new ``positions``.

        There may be none: then the rep is still where he was, and only ``last_position_at`` has moved.
        """

    def _take_positions(self, source, items, drift_s=0):
        """Store what can be believed of ``items``; return what became of them, see ``field.visit.position.receive``."""
        self.ensure_one()
        dropped = {}
        read = [fix_of(item, drift_s) for item in items]
        fixes, duties = self._fixes_allowed([fix for fix in read if fix], dropped)
        _count(dropped, "unreadable", read.count(None))
        taken, kept = self._take_fixes(fixes, (source, drift_s), duties) if fixes else (0, ())
        _count(dropped, "impossible", len(fixes) - taken)
        return {"taken": taken, "kept": len(kept), "dropped": dropped}

    def _take_fixes(self, fixes, origin, duties):
        """Store those that can have been reached; return how many of ``fixes`` that are, and the new rows.

        The one that was dropped last comes along: tracking apps post one by one, and the next one may agree with it.
        Late ones, from before what is known already, neither use it nor take its place.
        """
        row_id, before = self._kept_before()
        end_s = before.until_s if before else float("-inf")
        waiting = self._doubted(fixes, origin, duties)
        way = track.joined(fixes, waiting, end_s)
        origins = {**dict.fromkeys(fixes, origin), **waiting}
        if way[0].at_s < end_s:
            row_id, before = self._kept_before(way[0].at_s)
        believed = track.without_jumps(way, before and track.latest(before, way[0].at_s))
        is_open = not believed or believed[-1] is not way[-1]
        if way[-1].at_s >= end_s:
            self._doubt(way[-1] if is_open else None, origins[way[-1]])
        kept = self._store_fixes(origins, believed, (row_id, before), duties) if believed else ()
        return len(believed) - sum(fix in waiting for fix in believed), kept

    def _fixes_allowed(self, fixes, dropped):
        """Return what may be stored, by time, and the duties it is of: with consent, and measured well; count the rest."""
        consent = self._track_consent()
        if not consent:
            _count(dropped, "no_consent", len(fixes))
            return [], []
        now_s, oldest_s = seconds_of(fields.Datetime.now()), seconds_of(consent.at) - GRACE_S
        good = []
        for fix in fixes:
            reason = track.judge(fix, now_s, oldest_s)
            _count(dropped, reason, 1 if reason else 0)
            good += [] if reason else [fix]
        duties = self._duties_of(good)
        allowed = [fix for fix in good if duty_at(duties, fix.at_s)]
        _count(dropped, "off_duty", len(good) - len(allowed))
        return sorted(allowed, key=lambda fix: fix.at_s), duties

    def _duties_of(self, fixes):
        """``(id, first second, last second)`` of the duties that may hold these positions."""
        if not fixes:
            return []
        compat.flush(self.env["field.visit.duty"], ["rep_id", "start_at", "end_at", "limit_at"])
        low, high = (moment_of(pick(fix.at_s for fix in fixes)) for pick in (min, max))
        self.env.cr.execute("""
            SELECT id, start_at, LEAST(COALESCE(end_at, limit_at), limit_at) FROM field_visit_duty
             WHERE rep_id = %s AND start_at <= %s AND COALESCE(end_at, limit_at) >= %s""",
                            [self.id, high + timedelta(seconds=GRACE_S), low])
        return [(duty, seconds_of(start) - GRACE_S, seconds_of(end)) for duty, start, end in self.env.cr.fetchall()]


def fix_of(item, drift_s=0):
    """Return the position that a program sent, None for what cannot be read as one."""
    try:
        at = fields.Datetime.to_datetime(item["at"])
        return track.Fix(seconds_of(at) - drift_s, _number(item["latitude"]), _number(item["longitude"]),
                         _known(item.get("accuracy_m")), _known(item.get("speed")), plain_text.short(item.get("mark"), 40))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None


def _number(value):
    number = float(value)
    if isinstance(value, bool) or number != number or abs(number) == float("inf"):
        raise ValueError(value)
    return number


def _known(value):
    """A measure of the device; what it does not know, and what cannot be one, is unknown."""
    known = track.UNKNOWN if value is None or value is False or value == "" else _number(value)
    return known if 0 <= known < 1e6 else track.UNKNOWN


def duty_at(duties, at_s):
    """Return the id of the duty that holds a second, None without one."""
    return next((duty for duty, first, last in duties if first <= at_s <= last), None)


def seconds_of(moment):
    """Seconds since 1970 of a naive UTC time."""
    return int(moment.replace(tzinfo=timezone.utc).timestamp())


def moment_of(seconds):
    """The naive UTC time of seconds since 1970."""
    return EPOCH + timedelta(seconds=seconds)


def _count(counts, reason, number):
    if number:
        counts[reason] = counts.get(reason, 0) + number
