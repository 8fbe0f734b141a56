"""Parts of a search in processes of their own, merged the same way however they end.

A process loads the engine anew (nothing is forked from a process that may
hold native threads), takes one task after the other through a pipe and ends
when its parent does. Which process does which task makes no difference to
any answer.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Protocol, Sequence

from ..errors import SolverFailed
from ..matrix.types import Matrix
from . import insertion
from .backends.protocol import Backend
from .backends.ruin_recreate import RuinRecreate
from .budget import Limits, Resumed
from .evaluation import Evaluator, Orders
from .problem import Problem
from .stop import AnyOf, Cancelled, Search

#: The cancel rule and the clock are asked this often while processes work.
TICK_S = 0.05
#: So long a process may take to end by itself once it was told to.
GRACE_S = 5.0
#: One thread each: there are as many processes as cores may be used.
ONE_THREAD = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
}
HEADER = struct.Struct("<Q")


class Task(NamedTuple):
    """A search on a part: where it starts and how much work it may do.

    ``used`` is the share of an annealing that lies behind: good orders to
    start from are lost when a search begins as if it had none.
    """

    problem: Problem
    matrix: Matrix
    start: Orders
    seed: int
    limits: Limits
    used: float = 0.0


class Found(NamedTuple):
    """Better orders of a task, and their objective within its part."""

    task: int
    cost: int
    orders: Orders


OnFound = Callable[[Found], None]
Stopped = Callable[[], bool]
Clock = Callable[[], float]


class Team(Protocol):
    """Does tasks."""

    def run(self, tasks: Sequence[Task], stopped: Stopped, on_found: OnFound) -> List[Orders]:
        """Return the best orders of each task, in the order of the tasks.

        Parameters
        ----------
        stopped
            Asked again and again; once true, all end with their best.
        on_found
            Called with better orders as they come.
        """

    def close(self) -> None:
        """End all processes."""


def team(backend: Backend, workers: int, clock: Clock = time.monotonic) -> Team:
    """Return who does the tasks: this process for one worker, else so many others."""
    return Alone(backend, clock) if workers < 2 else Processes(backend, workers, clock)


def do(
    backend: Backend,
    task: Task,
    stopped: Stopped,
    on_orders: Callable[[int, Orders], None],
    clock: Clock = time.monotonic,
) -> Orders:
    """Search on one task and return its best orders."""
    evaluator = Evaluator(task.problem, task.matrix)
    rule = Resumed(AnyOf((*task.limits.rules(), Cancelled(stopped))), task.used)
    search = Search(rule, clock)

    def keep(orders: Orders) -> None:
        on_orders(evaluator.cost(orders), orders)

    start = [list(order) for order in task.start]
    if not any(start):
        insertion.insert_all(evaluator, start, range(len(task.problem.candidates)))
        keep(start)
    return backend.search(evaluator, start, search, task.seed, keep)


class Alone:
    """Does the tasks one after the other in this process."""

    def __init__(self, backend: Backend, clock: Clock) -> None:
        self._backend = backend
        self._clock = clock

    def run(self, tasks: Sequence[Task], stopped: Stopped, on_found: OnFound) -> List[Orders]:
        """See :class:`Team`."""
        answers = []
        for number, task in enumerate(tasks):
            answers.append(self._one(number, task, stopped, on_found))
        return answers

    def _one(self, number: int, task: Task, stopped: Stopped, on_found: OnFound) -> Orders:
        if stopped():
            return task.start
        note = lambda cost, orders: on_found(Found(number, cost, orders))  # noqa: E731
        return do(self._backend, task, stopped, note, self._clock)

    def close(self) -> None:
        """Nothing to end."""


class Processes:
    """Does the tasks in processes of their own."""

    def __init__(
        self, backend: Backend, workers: int, clock: Clock = time.monotonic
    ) -> None:
        self._backend = backend
        self._workers = workers
        self._clock = clock
        self._idle = [Process() for _worker in range(workers)]
        self._started: List[Process] = []

    def run(self, tasks: Sequence[Task], stopped: Stopped, on_found: OnFound) -> List[Orders]:
        """See :class:`Team`. A process that dies leaves its task's last best."""
        if len(tasks) == 1:  # starting another process would only take its time
            backend = _beside(self._backend, self._workers, tasks[0].limits)
            return Alone(backend, self._clock).run(tasks, stopped, on_found)
        best = [task.start for task in tasks]
        waiting = list(enumerate(tasks))
        busy: Dict[Process, int] = {}
        told = False
        while busy or (waiting and not told):
            while waiting and self._idle and not told:
                self._begin(*waiting.pop(0), busy)
            for process in _heard(busy):
                for found in process.news(busy[process]):
                    best[found.task] = found.orders
                    on_found(found)
                self._release(process, busy)
            if not told and stopped():
                told = True
                for process in busy:
                    process.stop()
        return best

    def _begin(self, number: int, task: Task, busy: Dict[Process, int]) -> None:
        process = self._idle.pop()
        self._started.append(process)
        busy[process] = number
        process.begin(self._backend, task)

    def _release(self, process: Process, busy: Dict[Process, int]) -> None:
        if process.dead:
            del busy[process]
            _note_death(process.close())
            self._idle.append(Process())
        elif process.ready:
            del busy[process]
            self._idle.append(process)

    def close(self) -> None:
        """End all processes at once: what they found was told."""
        for process in self._started:
            process.kill()
            process.close()


def _beside(backend: Backend, workers: int, limits: Limits) -> Backend:
    """Let a search that the clock ends start from several seeds at once, if it can."""
    if isinstance(backend, RuinRecreate) and not limits.repeatable:
        return RuinRecreate(starts=workers)
    return backend


def _note_death(status: int) -> None:
    """A process that was killed costs its part the rest of its work; one that fails is a bug."""
    if status >= 0:
        raise SolverFailed("part_failed", {"exit": status})
    sys.stderr.write("a process of the search was ended by signal %d\n" % -status)


def _heard(busy: Dict[Process, int]) -> List[Process]:
    by_pipe = {process.output: process for process in busy}
    ready, _writable, _failed = select.select(list(by_pipe), [], [], TICK_S)
    return [by_pipe[pipe] for pipe in ready]


class Process:
    """One other process and the pipes to it; started when it gets its first task."""

    def __init__(self) -> None:
        self._child: Optional[subprocess.Popen[bytes]] = None
        self._buffer = b""
        self.ready = True
        self.dead = False

    @property
    def output(self) -> int:
        """File descriptor of what it says."""
        assert self._child is not None and self._child.stdout is not None
        return self._child.stdout.fileno()

    def begin(self, backend: Backend, task: Task) -> None:
        """Give it a task."""
        if self._child is None:
            self._child = _start()
        self.ready = False
        self._say({"backend": backend, "task": task})

    def stop(self) -> None:
        """Tell it to end its task with the best found."""
        self._say({"stop": True})

    def _say(self, message: Any) -> None:
        assert self._child is not None and self._child.stdin is not None
        try:
            write(self._child.stdin.fileno(), message)
        except BrokenPipeError:
            pass  # it died; reading tells

    def news(self, number: int) -> Iterator[Found]:
        """Yield what it found since the last call; notes its end."""
        data = os.read(self.output, 1 << 20)
        self.dead = not data
        self._buffer += data
        while True:
            message, self._buffer = split(self._buffer)
            if message is None:
                return
            if "error" in message:
                raise message["error"]
            self.ready = bool(message.get("done"))
            yield Found(number, message["cost"], message["orders"])

    def kill(self) -> None:
        """End it without a last word."""
        if self._child is not None:
            self._child.kill()

    def close(self) -> int:
        """End it and return its exit status, negative for a signal."""
        child, self._child = self._child, None
        if child is None:
            return 0
        assert child.stdin is not None and child.stdout is not None
        child.stdout.close()
        try:
            child.stdin.close()
        except BrokenPipeError:
            pass  # it is dead already
        try:
            child.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            child.kill()
        return child.wait()


def _start() -> subprocess.Popen[bytes]:
    script = Path(__file__).with_name("part_process.py")
    package = __package__.rpartition(".")[0]
    command = [sys.executable, str(script), package, str(os.getpid())]
    environment = {**os.environ, **ONE_THREAD}
    with _interrupts_held_back():
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
        )


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Start what begins here with Ctrl-C blocked: it cannot ignore it before it runs."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def write(pipe: int, message: Any) -> None:
    """Write a message: its length in eight bytes, then its pickle."""
    body = pickle.dumps(message, protocol=4)
    data = memoryview(HEADER.pack(len(body)) + body)
    while data:
        data = data[os.write(pipe, data) :]


def split(buffer: bytes) -> Any:
    """Return the first message of a buffer, or ``None``, and what follows it."""
    if len(buffer) < HEADER.size:
        return None, buffer
    end = HEADER.size + HEADER.unpack_from(buffer)[0]
    if len(buffer) < end:
        return None, buffer
    return pickle.loads(buffer[HEADER.size : end]), buffer[end:]
