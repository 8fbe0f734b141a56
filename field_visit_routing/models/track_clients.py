"""What tracking apps post, read as positions: OwnTracks (https://owntracks.org/booklet/tech/json) and the OsmAnd
protocol of Traccar Client (https://www.traccar.org/osmand), with parameters or, newer, with JSON."""
from datetime import datetime, timezone

from odoo import fields

from .track_take import moment_of

KMH, KNOT = 1 / 3.6, 1852 / 3600
#: Of two ways to write an epoch the larger one counts milliseconds.
MILLISECONDS_FROM = 10 ** 11


def owntracks_items(payload):
    """Return the positions in a message of OwnTracks: those of type "location"; other messages have none."""
    if not isinstance(payload, dict) or payload.get("_type") != "location":
        return []
    return [{"at": _epoch(payload.get("tst")), "latitude": payload.get("lat"), "longitude": payload.get("lon"),
             "accuracy_m": payload.get("acc"), "speed": _scaled(payload.get("vel"), KMH)}]


def traccar_items(params):
    """Return the position in the parameters of the OsmAnd protocol."""
    lat, lon = params.get("lat"), params.get("lon")
    if params.get("location"):
        lat, _comma, lon = str(params["location"]).partition(",")
    return [{"at": _moment(params.get("timestamp")), "latitude": lat, "longitude": lon,
             "accuracy_m": params.get("accuracy"), "speed": _scaled(params.get("speed"), KNOT)}]


def traccar_json_items(payload):
    """Return the position in the JSON that newer Traccar Clients send."""
    location = payload.get("location")
    coords = location.get("coords") if isinstance(location, dict) else None
    if not isinstance(coords, dict):
        return []
    return [{"at": _moment(location.get("timestamp")), "latitude": coords.get("latitude"),
             "longitude": coords.get("longitude"), "accuracy_m": coords.get("accuracy"), "speed": coords.get("speed")}]


def _moment(value):
    """A naive UTC time of an epoch in seconds or milliseconds, or of ISO 8601; None for anything else."""
    number = _number(value)
    if number is not None:
        return _epoch(number / 1000 if number >= MILLISECONDS_FROM else number)
    try:
        text = str(value).strip().replace("T", " ")
        # Python before 3.11 reads neither a "Z" nor parts of a second of any length
        text = text[:-1] + "+00:00" if text.endswith("Z") else text
        return _read_iso(text)
    except (OverflowError, ValueError):
        return None


def _read_iso(text):
    head, dot, tail = text.partition(".")
    if dot:
        zone = next((sign + tail.partition(sign)[2] for sign in "+-" if sign in tail), "")
        text = head + zone
    moment = datetime.fromisoformat(text)
    return moment.astimezone(timezone.utc).replace(tzinfo=None) if moment.tzinfo else moment


def _epoch(value):
    number = _number(value)
    try:
        return None if number is None else fields.Datetime.to_datetime(moment_of(int(number)))
    except (OverflowError, ValueError):
        return None


def _scaled(value, factor):
    number = _number(value)
    return None if number is None or number < 0 else number * factor


def _number(value):
    try:
        number = float(value)
    except (OverflowError, TypeError, ValueError):
        return None
    return None if isinstance(value, bool) or number != number else number
