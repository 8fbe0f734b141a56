"""Watches over a job: heartbeat, progress, cancel, deadline, the child's death.

Imports nothing heavy, so that it answers at once and survives whatever the
work does.
"""

from __future__ import annotations

import time
from typing import Any, Callable, Dict, Mapping, Optional

from ..errors import EngineError
from .context import Context, Message
from .kinds import KINDS
from .spool import SCHEMA, Spool
from .worker import Work, Worker, failure, load

TICK_S = 0.2
HEARTBEAT_S = 1.0
DEFAULT_DEADLINE_S = 600.0
#: So long the work may take to end by itself once cancel was asked.
CANCEL_GRACE_S = 20.0
#: So long making a result of the best known answer may take.
RESCUE_S = 120.0

Request = Dict[str, Any]


def supervise(folder: str, kinds: Mapping[str, str] = KINDS) -> int:
    """Do the job in ``folder`` and return the process' exit status.

    A folder that already has its result is left alone: starting twice is safe.
    """
    spool = Spool(folder)
    if spool.result() is not None:
        return 0
    _Heart(spool).beat({})
    try:
        request = _request(spool)
    except EngineError as error:
        result = failure(error)
    else:
        result = _Supervisor(spool, request, kinds).run()
    spool.write_result(result)
    return 0 if result.get("status") != "failed" else 1


def _request(spool: Spool) -> Request:
    try:
        request = spool.request()
    except (OSError, ValueError) as error:
        raise EngineError("bad_request", {"detail": str(error)[:200]}) from None
    if not isinstance(request, dict):
        raise EngineError("bad_request", {"detail": "not an object"})
    if request.get("schema") != SCHEMA:
        raise EngineError("bad_schema", {"expected": SCHEMA, "got": str(request.get("schema"))})
    return request


class _Heart:
    """Writes ``progress.json``: at each news, and every second to show life."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._begin = time.monotonic()
        self._beaten = float("-inf")
        self._known: Message = {"percent": 0, "message": "", "best_objective": 0.0}

    @property
    def elapsed_s(self) -> float:
        return time.monotonic() - self._begin

    def beat(self, news: Message) -> None:
        if not news and self.elapsed_s - self._beaten < HEARTBEAT_S:
            return
        self._beaten = self.elapsed_s
        self._known.update(news)
        moment = {"elapsed_s": round(self.elapsed_s, 2), "heartbeat": time.time()}
        self._spool.write_progress({**self._known, **moment})


class _Supervisor:
    def __init__(self, spool: Spool, request: Request, kinds: Mapping[str, str]) -> None:
        self._spool = spool
        self._request = request
        self._kinds = kinds
        self._heart = _Heart(spool)
        self._best: Optional[Message] = None
        self._cancel_seen: Optional[float] = None

    def run(self) -> Message:
        """Work, and make the best of it when the work does not end well."""
        try:
            deadline_s = float(self._request.get("deadline_s") or DEFAULT_DEADLINE_S)
        except (TypeError, ValueError):
            value = str(self._request.get("deadline_s"))[:80]
            return failure(EngineError("bad_request", {"detail": "deadline_s", "value": value}))
        result = self._watch(self._work, lambda: self._overdue(deadline_s))
        if "unfinished" not in result:
            return result
        return self._rescued(result)

    def _work(self, context: Context) -> Message:
        outcome: Message = load(self._kinds, self._request).run(self._request, context)
        return outcome

    def _overdue(self, deadline_s: float) -> str:
        if self._heart.elapsed_s > deadline_s:
            return "deadline"
        if self._cancel_seen is None and self._spool.cancel_asked():
            self._cancel_seen = self._heart.elapsed_s
        asked = self._cancel_seen
        if asked is not None and self._heart.elapsed_s - asked > CANCEL_GRACE_S:
            return "cancelled"
        return ""

    def _watch(self, work: Work, overdue: Callable[[], str]) -> Message:
        """Return the child's result, or ``{"unfinished": code}``."""
        worker = Worker(self._spool, work)
        result: Optional[Message] = None
        why = ""
        while not worker.ended and not why:
            for message in worker.messages(TICK_S):
                result = message.get("result", result)
                self._note(message.get("progress"))
            self._heart.beat({})
            why = "" if result is not None else overdue()
        if why:
            worker.kill()
        status = worker.close()
        if result is not None:
            return result
        return {"unfinished": why or "solver_died", "exit": status}

    def _note(self, report: Optional[Message]) -> None:
        if report is None:
            return
        self._best = report.pop("best", self._best)
        self._heart.beat(report)

    def _rescued(self, unfinished: Message) -> Message:
        """Finish the best answer known; the failure remains a failure, with its code."""
        code = unfinished["unfinished"]
        body: Message = {}
        if self._best is not None:
            body = self._finish_best()
        if code == "cancelled":
            return {**body, "status": "cancelled"}
        params = {"exit": unfinished["exit"]} if code == "solver_died" else {}
        return {**body, **failure(EngineError(code, params))}

    def _finish_best(self) -> Message:
        begin = self._heart.elapsed_s

        def work(context: Context) -> Message:
            finished: Message = load(self._kinds, self._request).rescue(self._request, self._best)
            return finished

        late = lambda: "deadline" if self._heart.elapsed_s - begin > RESCUE_S else ""  # noqa: E731
        result = self._watch(work, late)
        return {} if "unfinished" in result or result.get("status") == "failed" else result
