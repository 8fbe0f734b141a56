"""In the field: 500 phones that send positions, the live map meanwhile, and the outbox of a long day.

``FIELD_SECONDS`` shortens the five minutes for a first look; the row says how long it was.
"""

import os
import statistics
import sys
import time
import uuid
from datetime import datetime, timezone
from typing import Any, Dict, List, Optional

from harness import ROOT, Row, at_least, at_most, information, timed

sys.path.insert(0, str(ROOT / "dev"))

import field_phones
import field_site
from field_live import LiveMap
from field_trails import PORTION, Trails

SECONDS = int(os.environ.get("FIELD_SECONDS", "300"))
MODES = {"threaded": 0, "workers=2": 2}
EVENTS, EVENTS_AT_ONCE = 1000, 50
SYNC = "/field_visit_routing/app/sync"


def rows(options: Any) -> List[Row]:
    """Measure everything, or nothing without a server."""
    site = field_site.FieldSite(options.no_server)
    try:
        found = [row for mode, workers in MODES.items() for row in _tracking(site, mode, workers)]
        return found + [at_most("outbox of 1,000 events, drained", _drained_s(site), "s", 20)]
    finally:
        site.stop()


def _tracking(site: field_site.FieldSite, mode: str, workers: int) -> List[Row]:
    rounds = SECONDS // field_phones.EVERY_S
    name = "%s, %d reps, %d s: " % (mode, field_site.REPS, rounds * field_phones.EVERY_S)
    if site.is_off:
        return _rows(name, {})
    access = site.restart(workers)
    told, lags, trails = _drive(site, access, rounds)
    stored = site.shell(field_site.COUNT)
    expected = field_site.REPS * rounds * field_phones.BATCH
    return _rows(name, {
        "p95": _p95_ms(told.seconds), "lost": expected - stored["different"], "twice": stored["rows"] - stored["different"],
        "lag": _p95_ms(lags)}) + _facts(name, told, lags, stored) + _trails(name, trails)


def _drive(site: field_site.FieldSite, access: Dict[str, str], rounds: int) -> Any:
    made = site.shell(field_site.RESET)
    phones = field_phones.sessions(access, made["logins"], field_site.PASSWORD)
    # two requests of one page may be under way at once
    manager, same = (field_phones.Session(access["url"], access["db"], access["login"], access["password"])
                     for _request in range(2))
    told, users = field_phones.Told(), dict(made["users"])
    with LiveMap(manager, users, told, site.bus_port()) as live, Trails(same, users, told) as trails:
        field_phones.drive(phones, rounds, told)
        time.sleep(3)  # the last bells
    return told, live.lags, trails


def _rows(name: str, seen: Dict[str, Any]) -> List[Row]:
    return [
        at_most(name + "answer to a batch, p95", seen.get("p95"), "ms", 300),
        at_most(name + "positions lost", seen.get("lost"), "", 0),
        at_most(name + "positions stored twice", seen.get("twice"), "", 0),
        at_most(name + "live map behind the phones, p95", seen.get("lag"), "ms", 1000),
    ]


def _facts(name: str, told: field_phones.Told, lags: List[float], stored: Dict[str, int]) -> List[Row]:
    return [
        information(name + "positions stored", stored["rows"], ""),
        information(name + "answer to a batch, median", 1000 * statistics.median(told.seconds), "ms"),
        information(name + "batches sent twice on purpose", told.repeated, ""),
        information(name + "batches sent again after a fault", told.retried, ""),
        information(name + "batches that never arrived", told.failed, ""),
        at_least(name + "changes that the live map showed", len(lags), "", 1),
    ]


def _trails(name: str, trails: Trails) -> List[Row]:
    """The ways of all reps: each has a day of 1,000 positions before the phones begin."""
    found = []
    for words, asked in (("whole, %d reps: " % PORTION, trails.whole), ("what is new: ", trails.new)):
        seconds, sizes = zip(*asked)
        found += [
            information(name + "ways " + words + "answers", len(asked), ""),
            information(name + "ways " + words + "median", 1000 * statistics.median(seconds), "ms"),
            information(name + "ways " + words + "p95", _p95_ms(list(seconds)), "ms"),
            information(name + "ways " + words + "mean length of an answer", statistics.mean(sizes) / 1000, "kB")]
    return found + [at_most(name + "ways behind the phones once they are there, p95", _p95_ms(trails.lags), "ms", 5000)]


def _p95_ms(seconds: List[float]) -> Optional[float]:
    return 1000 * statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else None


def _drained_s(site: field_site.FieldSite) -> Optional[float]:
    """Seconds that the server takes for what a phone did on a long day without network."""
    if site.is_off:
        return None
    access = site.restart(0)
    visits = site.shell(field_site.DAY % -(-EVENTS // 3))["visits"]
    phone = field_phones.Session(access["url"], access["db"], "bench-field-000", field_site.PASSWORD)
    kinds = [(visit, kind) for visit in visits for kind in ("start_travel", "check_in", "check_out")][:EVENTS]
    events = [_event(number, visit, kind) for number, (visit, kind) in enumerate(kinds, 1)]
    seconds, receipts = timed(lambda: _drain(phone, events))
    refused = [receipt for receipt in receipts if receipt["state"] != "done"]
    if refused or len(receipts) != EVENTS:
        raise SystemExit("%d of %d events were not done: %s" % (len(refused), EVENTS, refused[:1]))
    return seconds


def _event(number: int, visit: int, kind: str) -> Dict[str, Any]:
    now = datetime.now(timezone.utc)
    return {"uuid": str(uuid.uuid4()), "kind": kind, "at": f"{now:%Y-%m-%d %H:%M:%S}", "number": number,
            "data": {"visit_id": visit, "latitude": 60.17, "longitude": 24.94, "accuracy_m": 9}}


def _drain(phone: field_phones.Session, events: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    receipts: List[Dict[str, Any]] = []
    for first in range(0, len(events), EVENTS_AT_ONCE):
        sent_at = f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M:%S}"
        batch = {"device": "bench", "sent_at": sent_at, "events": events[first:first + EVENTS_AT_ONCE]}
        receipts += phone.call(SYNC, {"batch": batch})["receipts"]
    return receipts
