"""``python -m engine.jobs.solve FILE=… SECONDS=… SEED=… [ROUTES=m] [OUT=…]``: plan without Odoo.

Reads any format of :mod:`..formats`; the last line of standard output is one
JSON object with ``routes``, ``cost``, ``seconds`` and ``backend``. An error
is one sentence on standard error, and an exit status other than 0. Ctrl-C
ends the search with the best found; twice, without an answer.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from typing import Any, Dict, List, Optional

from ..errors import EngineError, SolverFailed
from ..formats import Instance, read
from ..matrix import build
from ..routing import kernel
from ..routing.checker import check
from ..routing.given import as_given
from ..routing.problem import Candidate, Location, Problem, Shift
from ..routing.solution import Solution
from ..routing.solver import Progress, solve
from ..routing.stop import AnyOf, Cancelled, Iterations, WallTime
from .front_door import Order, Refused, answer, document, named, order_of, sentence

#: Kept for checking and printing: fixed, and per candidate.
RESERVE_S, RESERVE_PER_CANDIDATE_S = 0.05, 0.0005
#: A search that still runs when this part of the reserve is left is cut off.
LAST_CALL = 0.7
#: Starting further processes takes the better part of a second.
PROCESSES_FROM_S = 3.0
NAMES = ("FILE", "SECONDS", "SEED", "ROUTES", "OUT")


class _TimeIsUp(Exception):
    """Raised by the alarm into a search that did not stop by itself."""


def main(arguments: List[str]) -> int:
    """Read the order from arguments like ``FILE=…``, solve, print; return the exit status."""
    try:
        order = order_of(named(arguments, NAMES))
        warm_up()
        begin = time.monotonic()
        instance = read(order.file, order.routes)
        return _Run(order, instance, begin).run()
    except EngineError as error:
        return _failed(sentence(error))
    except MemoryError:
        return _failed("There is not enough memory for this problem. Plan a part of it.")
    except KeyboardInterrupt:
        return _failed("Stopped before an answer was found. Start it again.")


def _failed(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 1


def warm_up() -> None:
    """Load native libraries and compile, so that the first file need not wait for it."""
    if kernel.available():
        kernel.warm()
    places = tuple(Location(0.0, at / 1000.0) for at in range(4))
    items = tuple(Candidate("c%d" % at, at, 60, prize=1) for at in range(1, 4))
    shift = Shift("s", "s", 0, 0, 7200, 0, 0)
    solve(Problem(places, items, (shift,)), build(places), Iterations(1))


def search_s(left_s: float, candidates: int) -> float:
    """Return how much of the seconds left is for the search; at least half."""
    return max(left_s - RESERVE_S - RESERVE_PER_CANDIDATE_S * candidates, left_s / 2)


class _Run:
    """One solve within its time; the best found so far is always at hand."""

    def __init__(self, order: Order, instance: Instance, begin: float) -> None:
        self._order = order
        self._instance = instance
        self._begin = begin
        self._best: Optional[Progress] = None
        self._interrupted = False

    def run(self) -> int:
        """Solve, check, print."""
        solution = self._solution()
        problem, travel = self._instance.problem, self._instance.travel
        broken = check(problem, travel, solution)
        if broken:
            params = {"rule": broken[0].rule, "where": broken[0].where, "count": len(broken)}
            raise SolverFailed("refused_by_checker", params)
        if self._order.out is not None:
            self._order.out.write_text(json.dumps(document(solution)) + "\n", encoding="utf-8")
        return self._print(answer(self._instance, solution, time.monotonic() - self._begin))

    def _print(self, result: Dict[str, Any]) -> int:
        sys.stdout.write(json.dumps(result, separators=(", ", ": "), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        unserved = result.get("unserved")
        if not unserved:
            return 0
        return _failed(
            "%d customers that must be served are not: the vehicles do not suffice, or the time "
            "was too short. Give more SECONDS." % len(unserved)
        )

    def _solution(self) -> Solution:
        left_s = max(0.02, self._order.seconds - (time.monotonic() - self._begin))
        until_s = search_s(left_s, len(self._instance.problem.candidates))
        self._catch(left_s - LAST_CALL * (left_s - until_s))
        try:
            return self._search(until_s)
        except _TimeIsUp:
            return self._best_so_far()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _search(self, seconds: float) -> Solution:
        return solve(
            self._instance.problem,
            self._instance.travel,
            AnyOf((WallTime(seconds), Cancelled(lambda: self._interrupted))),
            self._order.seed,
            self._note,
            workers=(os.cpu_count() or 1) if seconds >= PROCESSES_FROM_S else 1,
        )

    def _note(self, progress: Progress) -> None:
        if self._best is None or progress.best_objective < self._best.best_objective:
            self._best = progress

    def _best_so_far(self) -> Solution:
        if self._best is None:
            raise Refused("No answer was found within SECONDS=%g. Give more." % self._order.seconds)
        return as_given(
            self._instance.problem, self._instance.travel, self._best.orders, "interrupted"
        )

    def _catch(self, last_call_s: float) -> None:
        signal.signal(signal.SIGINT, self._interrupt)
        signal.signal(signal.SIGTERM, self._interrupt)
        signal.signal(signal.SIGALRM, self._alarm)
        signal.setitimer(signal.ITIMER_REAL, last_call_s)

    def _interrupt(self, *_frame: Any) -> None:
        if self._interrupted:
            raise KeyboardInterrupt
        self._interrupted = True

    def _alarm(self, *_frame: Any) -> None:
        raise _TimeIsUp


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
