"""The ways of all reps on a manager's live map while their phones send: how long the answers take, and how long they are."""

import threading
import time
from typing import Any, Dict, List, Tuple

from field_phones import Session, Told

#: As the page asks: whole ways by so many reps, then what is new of all of them, so long after the last answer.
PORTION, EVERY_S = 20, 3.0


class Trails:
    """A manager's open page with the ways of all reps switched on."""

    def __init__(self, session: Session, users: Dict[int, int], told: Told) -> None:
        """``users``: rep id → user id."""
        self._session, self._users, self._told = session, users, told
        #: Seconds and bytes of each answer.
        self.whole: List[Tuple[float, int]] = []
        self.new: List[Tuple[float, int]] = []
        #: Of batches that were sent when the whole ways were there.
        self.lags: List[float] = []
        self._begin = 0.0
        self._seen: Dict[int, float] = {}
        self._since = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> "Trails":
        self._thread.start()
        return self

    def __exit__(self, *_failure: Any) -> None:
        self._stop.set()
        self._thread.join(90)

    def _work(self) -> None:
        rep_ids = sorted(self._users)
        for first in range(0, len(rep_ids), PORTION):
            answer = self._ask(self.whole, {"rep_ids": rep_ids[first:first + PORTION]})
            self._since = self._since or answer["at"]
        self._begin = time.monotonic()
        while not self._stop.wait(EVERY_S):
            answer = self._ask(self.new, {"rep_ids": rep_ids, "since": self._since})
            self._since = answer["at"]
            self._note(answer)

    def _ask(self, kind: List[Tuple[float, int]], vals: Dict[str, Any]) -> Any:
        begin = time.monotonic()
        answer = self._session.method("field.visit.live", "get_live_trails", vals)
        kind.append((time.monotonic() - begin, self._session.bytes))
        return answer

    def _note(self, answer: Dict[str, Any]) -> None:
        """A way that ends where the last batch ended has caught up with it."""
        now = time.monotonic()
        for one in answer["trails"]:
            sent = self._told.sent.get(self._users[one["rep_id"]])
            if not sent or sent[0] < self._begin or self._seen.get(one["rep_id"]) == sent[0] or not one["stretches"]:
                continue
            end = one["stretches"][-1][2][-1][-1]
            if abs(end[0] - sent[2]) < 1e-5:
                self._seen[one["rep_id"]] = sent[0]
                self.lags.append(now - sent[0])
