"""Watches over a job: heartbeat, progress, cancel, deadline, the child's death.

Imports nothing heavy, so that it answers at once and survives whatever the
work does.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, Mapping, Optional

from ..errors import EngineError
from . import memory
from .context import Context, Message
from .kinds import KINDS
from .progress import Heart
from .spool import SCHEMA, Spool
from .worker import Work, Worker, adopt_orphans, failure, load

TICK_S = 0.2
DEFAULT_DEADLINE_S = 600.0
#: So long the work may take to end by itself once cancel was asked.
CANCEL_GRACE_S = 20.0
#: So long preparing may take: compiling the search for the first time on a slow, busy machine.
PREPARE_S = 900.0
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
    adopt_orphans()
    Heart(spool).beat({})
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


def _deadline_s(request: Request) -> float:
    try:
        return float(request.get("deadline_s") or DEFAULT_DEADLINE_S)
    except (TypeError, ValueError):
        value = str(request.get("deadline_s"))[:80]
        raise EngineError("bad_request", {"detail": "deadline_s", "value": value}) from None


class _Supervisor:
    def __init__(self, spool: Spool, request: Request, kinds: Mapping[str, str]) -> None:
        self._spool = spool
        self._request = request
        self._kinds = kinds
        self._heart = Heart(spool)
        self._best: Optional[Message] = spool.best()
        self._memory_mb = 0
        self._cancel_seen: Optional[float] = None
        self._preparing_since: Optional[float] = None
        self._prepared_s = 0.0

    def run(self) -> Message:
        """Work, and make the best of it when the work does not end well."""
        try:
            deadline_s = _deadline_s(self._request)
            self._memory_mb = memory.limit_mb(self._request)
        except EngineError as error:
            return failure(error)
        if self._spool.rescue_asked():
            return self._rescued({"unfinished": "solver_died", "exit": 0})
        result = self._watch(self._work, lambda: self._overdue(deadline_s))
        if "unfinished" in result:
            return self._rescued(result)
        if result.get("status") == "failed" and self._best is not None:
            # The work noticed its own failure; what it had found before is worth keeping.
            return {**self._finish_best(), **result}
        return result

    def _work(self, context: Context) -> Message:
        outcome: Message = load(self._kinds, self._request).run(self._request, context)
        return outcome

    def _overdue(self, deadline_s: float) -> str:
        now, since = self._heart.elapsed_s, self._preparing_since
        late = now - self._prepared_s > deadline_s if since is None else now - since > PREPARE_S
        if late:
            return "deadline"
        if self._cancel_seen is None and self._spool.cancel_asked():
            self._cancel_seen = self._heart.elapsed_s
        asked = self._cancel_seen
        if asked is not None and self._heart.elapsed_s - asked > CANCEL_GRACE_S:
            return "cancelled"
        return ""

    def _watch(self, work: Work, overdue: Callable[[], str]) -> Message:
        """Return the child's result, or ``{"unfinished": code}``."""
        kills = memory.kills()
        worker = Worker(self._spool, work, self._memory_mb)
        result: Optional[Message] = None
        why = ""
        while not worker.ended and not why:
            for message in worker.messages(TICK_S):
                result = message.get("result", result)
                self._note(message.get("progress"))
                self._note_preparing(message.get("preparing"))
            self._heart.beat({})
            why = "" if result is not None else overdue()
        if why:
            worker.kill()
        status = worker.close()
        if result is not None:
            return result
        if not why and memory.ran_out(
            self._spool, status, worker.peak_mb, self._memory_mb, kills
        ):
            why = "out_of_memory"
        return {"unfinished": why or "solver_died", "exit": status}

    def _note(self, report: Optional[Message]) -> None:
        if report is None:
            return
        best = report.pop("best", None)
        if best is not None:
            self._best = best
            self._heart.keep(best)
        self._heart.beat(report)

    def _note_preparing(self, preparing: Optional[bool]) -> None:
        now = self._heart.elapsed_s
        if preparing:
            self._preparing_since = now
        elif preparing is not None and self._preparing_since is not None:
            self._prepared_s += now - self._preparing_since
            self._preparing_since = None
        if preparing is not None:
            allowed = PREPARE_S if preparing else self._prepared_s
            self._heart.beat({"prepare_s": round(allowed, 1), "preparing": preparing})

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
