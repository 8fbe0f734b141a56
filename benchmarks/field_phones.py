"""Phones of many reps at a real server: each sends a batch of positions every half minute, some of them twice."""

import http.client
import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List, Optional
from urllib.parse import urlsplit

TRACK = "/field_visit_routing/app/track"
BATCH, EVERY_S, STEP_DEG = 10, 30, 0.0006
#: One answer in fifty is lost on the way: the phone sends the same batch again.
LOST = 0.02
#: So many phones may wait for their answers at once.
AT_ONCE, RETRY_S, TRIES = 48, 2.0, 5


class Session:
    """One signed-in phone."""

    def __init__(self, url: str, database: str, login: str, password: str) -> None:
        parts = urlsplit(url)
        self._host, self._port, self._cookie = parts.hostname or "", parts.port, ""
        #: Length of the last answer.
        self.bytes = 0
        known = {"db": database, "login": login, "password": password}
        self.user: int = self.call("/web/session/authenticate", known)["uid"]

    def call(self, path: str, params: Dict[str, Any], port: Optional[int] = None, timeout: float = 60) -> Any:
        """Return the result of a JSON-RPC call; RuntimeError with the server's sentence."""
        connection = http.client.HTTPConnection(self._host, port or self._port, timeout=timeout)
        try:
            body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
            connection.request("POST", path, body, {"Content-Type": "application/json", "Cookie": self._cookie})
            answer = connection.getresponse()
            cookie = answer.getheader("Set-Cookie")
            if cookie and not self._cookie:
                self._cookie = cookie.partition(";")[0]
            text = answer.read()
        finally:
            connection.close()
        told, self.bytes = json.loads(text), len(text)
        if "error" in told:
            raise RuntimeError(told["error"].get("data", {}).get("message") or told["error"]["message"])
        return told["result"]

    def method(self, model: str, name: str, *arguments: Any) -> Any:
        """Call a public method as the web client does."""
        params = {"model": model, "method": name, "args": list(arguments), "kwargs": {}}
        return self.call("/web/dataset/call_kw/%s/%s" % (model, name), params)


@dataclass
class Told:
    """What the phones saw."""

    seconds: List[float] = field(default_factory=list)
    batches: int = 0
    repeated: int = 0
    failed: int = 0
    #: Sent again after a fault, as the app does.
    retried: int = 0
    #: The moment at which a rep's last batch was sent, time and latitude of its last position, by the rep's user.
    sent: Dict[int, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def sessions(access: Dict[str, str], logins: List[str], password: str) -> List[Session]:
    """Sign all phones in."""
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda login: Session(access["url"], access["db"], login, password), logins))


def drive(phones: List[Session], rounds: int, told: Told) -> None:
    """Let every phone send ``rounds`` batches, spread evenly over each half minute."""
    begin = time.monotonic() + 1
    chance = random.Random(7)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for turn in range(rounds):
            for number, phone in enumerate(phones):
                due = begin + turn * EVERY_S + number * EVERY_S / len(phones)
                time.sleep(max(0.0, due - time.monotonic()))
                pool.submit(_send, phone, number, turn, due, chance.random() < LOST, told)


def _send(phone: Session, number: int, turn: int, due: float, is_lost: bool, told: Told) -> None:
    batch = _batch(phone, number, turn)
    for _attempt in range(TRIES):
        try:
            with told.lock:
                last = batch["positions"][-1]
                told.sent[phone.user] = (time.monotonic(), last["at"], last["latitude"])
            phone.call(TRACK, {"batch": batch})
            break
        except (OSError, RuntimeError, ValueError, http.client.HTTPException):
            told.retried += 1
            time.sleep(RETRY_S)
    else:
        told.failed += 1
        return
    with told.lock:
        # from when it was due: a driver that falls behind must not hide a slow server
        told.seconds.append(time.monotonic() - due)
        told.batches += 1
    if is_lost:
        phone.call(TRACK, {"batch": batch})
        told.repeated += 1


def _batch(phone: Session, number: int, turn: int) -> Dict[str, Any]:
    """Ten positions of the last half minute, each some 67 m on."""
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    positions = [{
        "at": f"{now - timedelta(seconds=3 * (BATCH - 1 - step)):%Y-%m-%d %H:%M:%S}",
        "latitude": 60 + number * 0.001 + (turn * BATCH + step) * STEP_DEG, "longitude": 24 + number * 0.002,
        "accuracy_m": 8, "speed": 20} for step in range(BATCH)]
    return {"device": "bench", "user": phone.user, "sent_at": f"{now:%Y-%m-%d %H:%M:%S}", "positions": positions}
