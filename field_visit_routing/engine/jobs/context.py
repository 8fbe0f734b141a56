"""What a kind of job may do: report progress and ask whether to end."""

from __future__ import annotations

import contextlib
import time
from typing import Any, Callable, Dict, Iterator, Optional

Message = Dict[str, Any]
#: Progress is sent, and the cancel file looked for, at most so often.
INTERVAL_S = 0.2


class Context:
    """Passed to a kind's ``run``.

    Parameters
    ----------
    send
        Takes a message to the supervisor.
    cancel_asked
        Looks whether the job is to end.
    """

    def __init__(
        self,
        send: Callable[[Message], None],
        cancel_asked: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send = send
        self._cancel_asked = cancel_asked
        self._clock = clock
        self._looked = self._sent = float("-inf")
        self._cancelled = False
        self._waiting: Optional[Message] = None

    def cancelled(self) -> bool:
        """Whether the job is to end with the best found; cheap to ask often."""
        now = self._clock()
        if not self._cancelled and now - self._looked >= INTERVAL_S:
            self._looked = now
            self._cancelled = self._cancel_asked()
            self._flush(now)
        return self._cancelled

    @contextlib.contextmanager
    def preparation(self) -> Iterator[None]:
        """What happens within does not count against the job's deadline, up to a bound.

        For work that is done once on a machine, such as compiling.
        """
        self._send({"preparing": True})
        yield
        self._send({"preparing": False})

    def progress(
        self,
        percent: int,
        message: str = "",
        best_objective: Optional[float] = None,
        best: Optional[Message] = None,
        bound: Optional[float] = None,
    ) -> None:
        """Report progress; ``best`` is what ``rescue`` gets should this process die.

        ``bound`` is a value that no answer can beat, in the unit of ``best_objective``.
        """
        report: Message = {"percent": max(0, min(100, percent)), "message": message}
        if best_objective is not None:
            report["best_objective"] = best_objective
        if bound is not None:
            report["bound"] = bound
        if best is not None:
            report["best"] = best
        self._waiting = {**(self._waiting or {}), **report}
        self._flush(self._clock())

    def _flush(self, now: float) -> None:
        if self._waiting is not None and now - self._sent >= INTERVAL_S:
            self._sent = now
            report, self._waiting = self._waiting, None
            self._send({"progress": report})
