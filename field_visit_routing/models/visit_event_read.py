"""Reading what a phone sends: the values of an event, or the sentence that says why it cannot be read."""
import hashlib
import json
import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .. import compat
from ..engine.field import clock
from . import call_values

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Bytes of what is entered in one event, and of the picture that may come with it (base64).
MAX_DATA, MAX_CONTENT = 256_000, 8_000_000
#: What is older is refused: events are kept longer than that, so that none can be done a second time.
MAX_AGE_DAYS = 60
#: Seconds; what a column holds, and more than any clock is wrong.
MAX_AHEAD_S = 2_000_000_000


def has_uuid(event):
    """Tell whether this is an event at all, one that can be answered."""
    return isinstance(event, dict) and isinstance(event.get("uuid"), str) and bool(UUID.fullmatch(event["uuid"]))


def number(event):
    """The place of ``event`` among those of its phone; 0 when it says none."""
    return call_values.record_id(event.get("number"))


def visit_ids(events):
    """The ids that ``events`` name as visits, whatever these may be."""
    named = [event["data"].get("visit_id") for event in events if isinstance(event.get("data"), dict)]
    return sorted(set(filter(None, map(call_values.record_id, named))))


def size(event):
    """How large ``event`` is, in characters of JSON."""
    return len(json.dumps(event, default=str))


def ahead_s(device_time, now):
    """How many seconds ``device_time`` is ahead of ``now``; 0 when it is not known."""
    return _seconds((device_time - now).total_seconds()) if device_time else 0


def _seconds(value):
    return round(min(max(value, -MAX_AHEAD_S), MAX_AHEAD_S))


def values(env, event, frame):
    """Return what is stored of ``event``, and a sentence when it cannot be done as it is ("" else).

    :param dict frame: what all events of the batch have in common, "now", "ahead_s" and "row" among it
    """
    data = event.get("data")
    plain = {key: value for key, value in data.items() if key != "content"} if isinstance(data, dict) else {}
    row = dict(
        frame["row"], uuid=event["uuid"], kind=str(event.get("kind"))[:40], number=number(event),
        is_anyway=bool(event.get("anyway")), seen=_seen(event), data=json.dumps(plain)[:MAX_DATA],
        digest=digest(event), happened_at=None, drift_s=frame["ahead_s"], frame=frame)
    fault = _fault(env, event, plain)
    if not fault:
        fault = _place_in_time(env, event, frame, row)
    return row, fault


def digest(event):
    """Fingerprint of what ``event`` says; a copy that says the same has the same."""
    said = [event.get("kind"), event.get("at"), event.get("data"), bool(event.get("anyway"))]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _seen(event):
    seen = event.get("seen")
    return json.dumps(seen)[:4000] if isinstance(seen, dict) and len(json.dumps(seen)) <= 4000 else "{}"


def _fault(env, event, plain):
    _ = compat.translator(env)
    if not isinstance(event.get("data"), dict):
        return _("data: this is a dictionary of what was entered.")
    if len(json.dumps(plain)) > MAX_DATA:
        return _("data: this is more than %s kB. Send it in several events.") % (MAX_DATA // 1000)
    content = event["data"].get("content") or ""
    if not isinstance(content, str) or len(content) > MAX_CONTENT:
        return _("content: this picture is larger than %s MB. Take it again with a lower resolution.") % (
            MAX_CONTENT // 1_000_000)
    return ""


def _place_in_time(env, event, frame, row):
    """Write the moment into ``row``, or return the sentence that says why there is none."""
    _ = compat.translator(env)
    try:
        at, since = (call_values.moment(env, event, name, any_year=True) for name in ("at", "since"))
    except UserError as error:
        return str(error.args[0])
    if not at:
        return _("at: an event says when it happened.")
    before = event.get("ahead_s")
    known = _seconds(before) if isinstance(before, (int, float)) and before == before else None
    row["happened_at"] = clock.happened(at, frame["ahead_s"], frame["now"], since, known)
    row["drift_s"] = ahead_s(at, row["happened_at"])
    if row["happened_at"] < frame["now"] - timedelta(days=MAX_AGE_DAYS):
        row["happened_at"] = max(row["happened_at"], fields.Datetime.to_datetime("1900-01-01 00:00:00"))
        return _("This happened more than %s days ago and is not entered any more. Ask your team leader.") % MAX_AGE_DAYS
    return ""
