"""One case, one contender, one wall time: run it, check its routes by our rules, price them."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy
from cases import Case
from engine.errors import SolverFailed
from engine.matrix.types import Matrix, Travel
from engine.routing import codec
from engine.routing.checker import check
from engine.routing.given import as_given
from engine.routing.problem import Problem
from memory import Peak
from model import Unsupported, model_of, orders_of

HERE = Path(__file__).resolve().parent
CORES = os.cpu_count() or 1
#: Loading a library and building a model may take so long; it does not count.
START_UP_S = 240.0
#: A contender that overruns its time by more is ended, and has what it wrote until then.
GRACE = (0.5, 0.05)
MB = 1 << 20
#: Contenders together may have so much of the machine's memory.
SHARE_OF_MEMORY = 0.6


@dataclass(frozen=True)
class Result:
    """What a contender achieved; ``cost`` is ``None`` without a sound answer.

    ``cost`` is our objective, to be minimised; ``whole`` that of the same
    problem uncut, where this is what is measured. ``memory_mb`` is the peak of
    all its processes together, ``process_mb`` that of the largest.
    """

    cost: Optional[int]
    seconds: Optional[float]
    note: str
    memory_mb: float
    process_mb: float
    orders: Mapping[str, Sequence[str]]
    whole: Optional[int] = None

    def figures(self) -> Dict[str, Any]:
        """Return what goes into the JSON."""
        found: Dict[str, Any] = {} if self.whole is None else {"whole": self.whole}
        return {
            **found, "cost": self.cost, "seconds": self.seconds and round(self.seconds, 3), "note": self.note,
            "memory_mb": round(self.memory_mb), "process_mb": round(self.process_mb),
        }


class Bench:
    """Runs contenders; ``python`` is that of the contenders' environment, if there is one."""

    def __init__(self, python: Optional[Path]) -> None:
        self._python = python

    @property
    def contenders(self) -> Tuple[str, ...]:
        """Names of everybody who takes part."""
        return ("ours", "pyvrp", "vroom") if self._python else ("ours",)

    def run(self, name: str, case: Case, repeats: bool = True) -> Result:
        """Return the best sound answer of a contender within the time, on all cores.

        Without ``repeats`` a contender of one thread has one process and seed.
        """
        problem, travel = case.problem, case.travel
        with tempfile.TemporaryDirectory(prefix="fvr-bench-") as folder:
            path = Path(folder)
            (path / "problem.json").write_text(json.dumps(codec.problem_to_dict(problem)))
            if name == "ours":
                return self._ours(path, case)
            try:
                (path / "model.json").write_text(json.dumps(model_of(problem)))
            except Unsupported as reason:
                return Result(None, None, "has no %s" % reason, 0, 0, {})
            _write(path, travel.take(range(travel.size)))
            return self._other(name, path, case, CORES if repeats and name == "pyvrp" else 1)

    def _ours(self, folder: Path, case: Case) -> Result:
        problem, travel = case.problem, case.travel
        if isinstance(travel, Matrix):  # else it is computed on demand, as the addon does it
            _write(folder, travel)
        command = [sys.executable, str(HERE / case.program), str(folder), str(case.seconds), str(case.seed), str(CORES)]
        peak = _compete([(command, folder)], case.seconds * case.patience)
        answer = _answer(folder)
        if "problem" in answer:
            problem = codec.problem_from_dict(answer["problem"])
        orders = [answer["orders"]] if "orders" in answer else []
        found = _best(problem, travel, [answer], orders, peak)
        return _beside_whole(problem, travel, found, answer["whole"]) if "whole" in answer else found

    def _other(self, name: str, folder: Path, case: Case, count: int) -> Result:
        """PyVRP has one thread: one process per core with seeds of its own; VROOM has threads."""
        folders = _copies(folder, count)
        last = [case.seed * CORES + at for at in range(count)] if name == "pyvrp" else [CORES]
        commands = [
            ([str(self._python), str(HERE / (name + "_program.py")), str(own), str(case.seconds), str(number)], own)
            for own, number in zip(folders, last)
        ]
        peak = _compete(commands, case.seconds, _room_mb() / count)
        answers = [_answer(own) for own in folders]
        orders = [orders_of(case.problem, routes) for answer in answers for routes in answer.get("answers", ())]
        return _best(case.problem, case.travel, answers, orders, peak)


def _write(folder: Path, matrix: Matrix) -> None:
    numpy.savez(folder / "matrix.npz", durations=matrix.duration_s, distances=matrix.distance_m)


def _copies(folder: Path, count: int) -> List[Path]:
    """Return folders that share the model's files."""
    found = []
    for at in range(count):
        own = folder / ("run-%d" % at)
        own.mkdir()
        for name in ("model.json", "matrix.npz"):
            (own / name).symlink_to(folder / name)
        found.append(own)
    return found


def _room_mb() -> float:
    """Return how much memory contenders may have in all, so that the machine does not run out of it."""
    return SHARE_OF_MEMORY * os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / MB


def _compete(
    commands: Sequence[Tuple[List[str], Path]], seconds: float, most_mb: Optional[float] = None
) -> Peak:
    """Run the commands at the same time; the clock starts for each when it says that it is ready."""
    running = [
        (subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=open(folder / "log", "wb")), folder)
        for command, folder in commands
    ]
    if most_mb is not None:
        for process, _folder in running:
            _confine(process.pid, most_mb)
    peak = Peak([process.pid for process, _folder in running])
    try:
        for process, folder in running:
            _wait(process, folder, seconds)
    finally:
        for process, _folder in running:
            process.kill()
            process.wait()
        peak.stop()
    return peak


def _confine(pid: int, most_mb: float) -> None:
    """Let a process fail alone where its model is larger than the machine."""
    try:
        _soft, hard = resource.prlimit(pid, resource.RLIMIT_DATA)
        resource.prlimit(pid, resource.RLIMIT_DATA, (int(most_mb * MB), hard))
    except (AttributeError, OSError, ValueError):
        pass  # not Linux, over already, or confined more strictly


def _wait(process: "subprocess.Popen[bytes]", folder: Path, seconds: float) -> None:
    began = time.monotonic()
    while process.poll() is None and not list(folder.glob("ready-*")):
        if time.monotonic() - began > START_UP_S:
            return
        time.sleep(0.02)
    ready = list(folder.glob("ready-*"))
    since = time.time() - ready[0].stat().st_mtime if ready else 0.0
    try:
        process.wait(max(0.0, seconds * (1 + GRACE[1]) + GRACE[0] - since))
    except subprocess.TimeoutExpired:
        process.kill()


def _answer(folder: Path) -> Dict[str, Any]:
    try:
        answer: Dict[str, Any] = json.loads((folder / "answer.json").read_text())
    except (OSError, ValueError):
        log = folder / "log"
        tail = log.read_text(errors="replace").strip().splitlines()[-1:] if log.is_file() else []
        return {"note": "no answer in the time" + (": " + tail[0][:120] if tail else "")}
    return answer


def _best(
    problem: Problem,
    travel: Travel,
    answers: Sequence[Mapping[str, Any]],
    orders: Sequence[Mapping[str, Sequence[str]]],
    peak: Peak,
) -> Result:
    """Return the cheapest of the answers that our checker accepts."""
    judged = [judge(problem, travel, found) for found in orders]
    sound = [(cost, at) for at, (cost, _why) in enumerate(judged) if cost is not None]
    seconds = max((answer["seconds"] for answer in answers if "seconds" in answer), default=None)
    notes = sorted({answer.get("note", "") for answer in answers} | {why for _cost, why in judged if why})
    note = "; ".join(filter(None, notes))
    best = min(sound, default=None)
    cost, best_orders = (best[0], orders[best[1]]) if best else (None, {})
    return Result(cost, seconds, note, peak.total_mb, peak.largest_mb, best_orders)


def _beside_whole(
    problem: Problem, travel: Travel, found: Result, orders: Mapping[str, Sequence[str]]
) -> Result:
    """Add the cost of the uncut search; an answer that is refused leaves nothing to compare."""
    whole, why = judge(problem, travel, orders)
    return replace(found, whole=whole) if whole is not None else replace(found, cost=None, note=why)


def judge(
    problem: Problem, travel: Travel, orders: Mapping[str, Sequence[str]]
) -> Tuple[Optional[int], str]:
    """Return our objective of somebody's orders, or ``None`` and the rule they break."""
    try:
        solution = as_given(problem, travel, orders, "given")
    except SolverFailed as error:
        return None, "refused: %s" % error
    broken = check(problem, travel, solution)
    if broken:
        return None, "refused: %s at %s" % (broken[0].rule, broken[0].where)
    return solution.objective_value, ""
