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
from .context import Context, Message
from .spool import Spool

#: Linux: the kernel ends the child when its supervisor dies.
_PR_SET_PDEATHSIG = 1

Work = Callable[[Context], Message]


class Worker:
    """A forked child; forking spares a second start of the interpreter."""

    def __init__(self, spool: Spool, work: Work) -> None:
        reader, writer = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reader)
            _work(spool, work, writer, parent)
        os.close(writer)
        self._reader = reader
        self._buffer = b""
        self.ended = False

    def messages(self, timeout_s: float) -> Iterator[Message]:
        """Wait at most ``timeout_s`` and yield what the child said."""
        ready, _writable, _failed = select.select([self._reader], [], [], timeout_s)
        if not ready:
            return
        data = os.read(self._reader, 1 << 20)
        self.ended = not data
        self._buffer += data
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            yield json.loads(line)

    def kill(self) -> None:
        """End the child at once."""
        os.kill(self.pid, signal.SIGKILL)

    def close(self) -> int:
        """Wait for the child's end and return its exit status, negative for a signal."""
        _pid, status = os.waitpid(self.pid, 0)
        os.close(self._reader)
        return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _work(spool: Spool, work: Work, writer: int, parent: int) -> NoReturn:
    """Run in the child and never return into the supervisor's code."""
    status = 1
    try:
        _die_with(parent)
        _redirect(spool)
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
    except MemoryError:
        return failure(EngineError("out_of_memory"))
    except Exception as error:  # anything else is a bug: the log gets the trace, the user a code
        traceback.print_exc()
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
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (ImportError, OSError, AttributeError):
        pass  # not Linux: the child notices by its broken pipe
    if os.getppid() != parent:
        os._exit(1)


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
