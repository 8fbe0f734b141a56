"""``python part_process.py PACKAGE PARENT``: do tasks that come through stdin.

Started by :mod:`.parallel`. The engine is loaded from where this file lies,
under the name that the parent knows it by, so that both speak of the same
classes. The process ends when its parent does.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any, List

#: Linux: the kernel ends this process when its parent dies.
_PR_SET_PDEATHSIG = 1
#: The pipe is looked at, and better orders are told, at most so often.
INTERVAL_S = 0.1


def main(arguments: List[str]) -> int:
    """Do tasks until the parent closes the pipe."""
    package, parent = arguments[0], int(arguments[1])
    _leave_interrupts_to_the_parent()
    _die_with(parent)
    _load(package)
    parallel = importlib.import_module(package + ".routing.parallel")
    output = os.dup(1)
    os.dup2(2, 1)  # what native code prints must not mix with the messages
    _Desk(parallel, output).serve()
    return 0


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches the whole group; the parent tells to stop, and still wants the best found."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # the parent held it back until now
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _die_with(parent: int) -> None:
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (ImportError, OSError, AttributeError):
        pass  # not Linux: the end of the pipe tells
    if os.getppid() != parent:
        sys.exit(1)


def _load(package: str) -> None:
    root = Path(__file__).resolve().parent.parent
    outer = package.rpartition(".")[0]
    for name in _parents(outer):
        sys.modules.setdefault(name, importlib.util.module_from_spec(_empty(name)))
    spec = importlib.util.spec_from_file_location(
        package, root / "__init__.py", submodule_search_locations=[str(root)]
    )
    if spec is None or spec.loader is None:
        raise ImportError("the engine is not at %s" % root)
    module = importlib.util.module_from_spec(spec)
    sys.modules[package] = module
    spec.loader.exec_module(module)


def _parents(package: str) -> List[str]:
    words = package.split(".") if package else []
    return [".".join(words[: end + 1]) for end in range(len(words))]


def _empty(name: str) -> Any:
    return importlib.util.spec_from_loader(name, loader=None, is_package=True)


class _Desk:
    """Takes tasks and answers them."""

    def __init__(self, parallel: Any, output: int) -> None:
        self._parallel = parallel
        self._output = output
        self._buffer = b""
        self._looked = self._told = 0.0
        self._stopped = False

    def serve(self) -> None:
        """Do one task after the other."""
        while True:
            message = self._next()
            if "task" in message:
                self._stopped = False
                self._say(self._done(message["backend"], message["task"]))

    def _done(self, backend: Any, task: Any) -> Any:
        try:
            orders = self._parallel.do(backend, task, self._asked_to_stop, self._tell)
        except MemoryError:
            os.kill(os.getpid(), signal.SIGKILL)  # the parent goes on with the last best
        except Exception as error:  # raised again by the parent
            return {"error": error}
        cost = self._parallel.Evaluator(task.problem, task.matrix).cost(orders)
        return {"done": True, "cost": cost, "orders": orders}

    def _tell(self, cost: int, orders: Any) -> None:
        now = time.monotonic()
        if now - self._told >= INTERVAL_S:
            self._told = now
            self._say({"cost": cost, "orders": orders})

    def _asked_to_stop(self) -> bool:
        now = time.monotonic()
        if not self._stopped and now - self._looked >= INTERVAL_S:
            self._looked = now
            # It may have come together with the task.
            if self._buffer or select.select([0], [], [], 0)[0]:
                self._stopped = "stop" in self._next()
        return self._stopped

    def _next(self) -> Any:
        """Return the next message; the end of the pipe is the end of this process."""
        while True:
            message, self._buffer = self._parallel.split(self._buffer)
            if message is not None:
                return message
            data = os.read(0, 1 << 20)
            if not data:
                os._exit(0)
            self._buffer += data

    def _say(self, message: Any) -> None:
        try:
            self._parallel.write(self._output, message)
        except BrokenPipeError:
            os._exit(0)


if __name__ == "__main__":
    # The script's own folder must not offer its modules as top-level ones.
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".") != Path(__file__).parent]
    sys.exit(main(sys.argv[1:]))
