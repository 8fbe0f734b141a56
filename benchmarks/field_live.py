"""The live map of all reps while their phones send: how far it is behind."""

import threading
import time
from datetime import datetime
from typing import Any, Dict, List, Optional

from field_phones import Session, Told

POLL = "/longpolling/poll"
BELL = "field_visit_live"


class LiveMap:
    """A manager's open page: waits for the bell of the bus and asks for the reps that it names."""

    def __init__(self, session: Session, users: Dict[int, int], told: Told, bus_port: Optional[int]) -> None:
        """``users``: rep id → user id; ``bus_port``: where the bus answers, when that is another port."""
        self._session, self._users, self._told, self._port = session, users, told, bus_port
        self.lags: List[float] = []
        self._seen: Dict[int, float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._last = 0

    def __enter__(self) -> "LiveMap":
        self._session.method("field.visit.live", "get_live", {"ring": True})
        self._last = self._poll()[1]
        self._thread.start()
        return self

    def __exit__(self, *_failure: Any) -> None:
        self._stop.set()
        self._thread.join(90)

    def _work(self) -> None:
        asked = time.monotonic()
        while not self._stop.is_set():
            try:
                rep_ids, self._last = self._poll()
                if rep_ids:
                    self._note(self._session.method("field.visit.live", "get_live", {"rep_ids": rep_ids}))
                if time.monotonic() - asked > 60:
                    asked = time.monotonic()
                    self._session.method("field.visit.live", "get_live", {"ring": True})
            except (OSError, RuntimeError, ValueError):
                time.sleep(0.5)

    def _poll(self) -> Any:
        found = self._session.call(POLL, {"channels": [], "last": self._last}, self._port, timeout=90)
        messages = [item["message"] for item in found]
        rep_ids = {rep for message in messages if message.get("type") == BELL for rep in message["rep_ids"]}
        return sorted(rep_ids), max([item["id"] for item in found], default=self._last)

    def _note(self, answer: Dict[str, Any]) -> None:
        now = time.monotonic()
        for rep in answer["reps"]:
            sent = self._told.sent.get(self._users.get(rep["id"], 0))
            if not sent or self._seen.get(rep["id"]) == sent[0] or not rep["position"]:
                continue
            if _moment(rep["position"]["at"]) >= _moment(sent[1]):
                self._seen[rep["id"]] = sent[0]
                self.lags.append(now - sent[0])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "").replace("T", " ")[:19])
