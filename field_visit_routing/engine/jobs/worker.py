"""A child process that does the work and reports through a pipe."""

from __future__ import annotations

import importlib
import json
import os
import select
import signal
import sys
import traceback
from typing import Any, Callable, Dict, Iterator, Mapping, NoReturn, Optional

from ..errors import EngineError
from . import memory
from .context import Context, Message
from .spool import Spool

#: Linux: the kernel ends the child when its supervisor dies.
_PR_SET_PDEATHSIG = 1
#: Linux: what a dead child had started becomes the supervisor's own.
_PR_SET_CHILD_SUBREAPER = 36

Work = Callable[[Context], Message]


class Worker:
    """A forked child; forking spares a second start of the interpreter.

    ``memory_mb`` bounds what the child may take, 0 does not.
    """

    def __init__(self, spool: Spool, work: Work, memory_mb: int = 0) -> None:
        reader, writer = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reader)
            _work(spool, work, writer, parent, memory_mb)
        os.close(writer)
        self._reader = reader
        self._buffer = b""
        self.ended = False
        #: The most memory that the child had, known once it is closed.
        self.peak_mb = 0.0
        self._status: Optional[int] = None

    def messages(self, timeout_s: float) -> Iterator[Message]:
        """Wait at most ``timeout_s`` and yield what the child said."""
        ready, _writable, _failed = select.select([self._reader], [], [], timeout_s)
        if not ready:
            # A process that it started may hold the pipe open after the child's death.
            self.ended = self._reap(os.WNOHANG)
            return
        data = os.read(self._reader, 1 << 20)
        self.ended = not data
        self._buffer += data
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            yield json.loads(line)

    def kill(self) -> None:
        """End the child at once."""
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> int:
        """Wait for the child's end and return its exit status, negative for a signal.

        What it had started and left behind is ended with it.
        """
        self._reap(0)
        os.close(self._reader)
        end_orphans()
        status = self._status or 0
        return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)

    def _reap(self, options: int) -> bool:
        if self._status is None:
            pid, status, usage = os.wait4(self.pid, options)
            if pid:
                self._status, self.peak_mb = status, usage.ru_maxrss / 1024.0
        return self._status is not None


def adopt_orphans() -> None:
    """Let this process be the parent of what its dead children leave behind."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def end_orphans() -> None:
    """End the processes that a dead child had started; there are no other children."""
    path = "/proc/self/task/%d/children" % os.getpid()
    try:
        while True:
            with open(path, encoding="ascii") as stream:
                pids = [int(pid) for pid in stream.read().split()]
            if not pids:
                return
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
    except OSError:
        return  # not Linux, or gone by itself


def _work(spool: Spool, work: Work, writer: int, parent: int, memory_mb: int) -> NoReturn:
    """Run in the child and never return into the supervisor's code."""
    status = 1
    try:
        _die_with(parent)
        _redirect(spool)
        memory.limit(memory_mb)
        send = _Sender(writer)
        send({"result": _outcome(work, Context(send, spool.cancel_asked))})
        status = 0
    except BaseException:  # the child ends here whatever happens; the log has the reason
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


class _Sender:
    def __init__(self, writer: int) -> None:
        self._writer = writer

    def __call__(self, message: Message) -> None:
        data = json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n"
        while data:
            data = data[os.write(self._writer, data) :]


def _outcome(work: Work, context: Context) -> Message:
    try:
        return work(context)
    except EngineError as error:
        return failure(error)
    except Exception as error:  # the log gets the trace, the user a code
        traceback.print_exc()
        if memory.wanted(error):
            return failure(EngineError("out_of_memory"))
        return failure(EngineError("internal", {"type": type(error).__name__}))


def failure(error: EngineError) -> Message:
    """Return the body of a failed result."""
    issues = [
        {"code": i.code, "where": i.where, "field": i.field, "value": i.value, "params": i.params}
        for i in getattr(error, "issues", ())
    ]
    body: Message = {"status": "failed", "error": error.as_dict()}
    return {**body, "issues": issues} if issues else body


def _redirect(spool: Spool) -> None:
    """Send what native code prints to the log."""
    log = os.open(spool.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


def _die_with(parent: int) -> None:
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # elsewhere it notices by its broken pipe
    if os.getppid() != parent:
        os._exit(1)


def _prctl(option: int, value: int) -> None:
    try:
        import ctypes

        ctypes.CDLL(None).prctl(option, value)
    except (ImportError, OSError, AttributeError):
        pass  # not Linux


def load(kinds: Mapping[str, str], request: Dict[str, Any]) -> Any:
    """Return the module of the request's kind.

    Raises
    ------
    EngineError
        ``unknown_kind`` when there is none of that name.
    """
    name: Optional[str] = kinds.get(str(request.get("kind")))
    if name is None:
        raise EngineError("unknown_kind", {"kind": str(request.get("kind"))[:80]})
    return importlib.import_module(name, __package__ + ".kinds")
