"""``python ours.py FOLDER SECONDS SEED CORES``: our solver, as a contender of its own benchmark.

Reads ``problem.json`` and ``matrix.npz`` (or computes straight lines without
it) and writes ``answer.json`` with orders of candidate ids. The time counts
from the problem in memory to the finished solution, reasons included.
"""

import json
import sys
import time
from pathlib import Path

ADDON = Path(__file__).resolve().parents[2] / "field_visit_routing"
sys.path.insert(0, str(ADDON))

import numpy  # noqa: E402
from engine.jobs import solve as front_door  # noqa: E402
from engine.matrix import GeodesicProvider  # noqa: E402
from engine.matrix.types import Matrix  # noqa: E402
from engine.routing import codec  # noqa: E402
from engine.routing.solver import solve  # noqa: E402
from engine.routing.stop import WallTime  # noqa: E402


def main(folder, seconds, seed, cores):
    """Solve within the time and write the answer."""
    problem = codec.problem_from_dict(json.loads((folder / "problem.json").read_text()))
    travel = _travel(folder, problem)
    front_door.warm_up()
    (folder / ("ready-%d" % seed)).touch()
    began = time.monotonic()
    search_s = front_door.search_s(seconds, len(problem.candidates))
    workers = cores if search_s >= front_door.PROCESSES_FROM_S else 1
    solution = solve(problem, travel, WallTime(search_s), seed, workers=workers)
    spent = time.monotonic() - began
    orders = {route.shift_id: [stop.candidate_id for stop in route.stops] for route in solution.routes}
    answer = {"orders": orders, "seconds": spent, "note": solution.backend}
    (folder / "answer.json").write_text(json.dumps(answer))


def _travel(folder, problem):
    path = folder / "matrix.npz"
    if not path.exists():
        return GeodesicProvider().travel(problem.locations)
    tables = numpy.load(path)
    return Matrix(tables["durations"], tables["distances"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
