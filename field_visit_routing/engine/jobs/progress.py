"""What is known of a job while it runs, written to its spool folder."""

from __future__ import annotations

import time
from typing import List, Optional

from .context import Message
from .spool import Spool

HEARTBEAT_S = 1.0
#: The best answer is a file of some size: it is written at most so often.
BEST_S = 1.0
#: Points of the trend; the older half is thinned out when there are more.
TREND_POINTS = 60


class Heart:
    """Writes ``progress.json``: at each news, and every second to show life."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._begin = time.monotonic()
        self._beaten = self._kept = float("-inf")
        self._known: Message = {"percent": 0, "message": "", "best_objective": 0.0}
        self._trend = Trend()
        self._unwritten: Optional[Message] = None

    @property
    def elapsed_s(self) -> float:
        """Seconds since the job began."""
        return time.monotonic() - self._begin

    def beat(self, news: Message) -> None:
        """Write the news; without any, show life once in a second."""
        self._keep_best()
        if not news and self.elapsed_s - self._beaten < HEARTBEAT_S:
            return
        self._beaten = self.elapsed_s
        self._known.update(news)
        if "best_objective" in news:
            self._trend.add(self._beaten, float(news["best_objective"]))
        moment = {"elapsed_s": round(self._beaten, 2), "heartbeat": time.time()}
        self._spool.write_progress({**self._known, "trend": self._trend.points, **moment})

    def keep(self, best: Message) -> None:
        """Let the best answer outlive this process as well."""
        self._unwritten = best
        self._keep_best()

    def _keep_best(self) -> None:
        if self._unwritten is not None and self.elapsed_s - self._kept >= BEST_S:
            self._kept = self.elapsed_s
            best, self._unwritten = self._unwritten, None
            self._spool.write_best(best)


class Trend:
    """The best value over time, in a bounded number of points."""

    def __init__(self) -> None:
        self.points: List[List[float]] = []

    def add(self, elapsed_s: float, value: float) -> None:
        """Note a value; one that is no change is no point."""
        if self.points and self.points[-1][1] == value:
            return
        self.points.append([round(elapsed_s, 2), value])
        if len(self.points) > TREND_POINTS:
            older, newer = self.points[: TREND_POINTS // 2], self.points[TREND_POINTS // 2 :]
            self.points = older[::2] + newer
