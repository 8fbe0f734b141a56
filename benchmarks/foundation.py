"""The foundation's figures: planning jobs alone, and through a running server.

Engine rows start the job process as the addon does. Server rows talk XML-RPC
to the demo that ``./run`` starts, in threaded and in prefork mode, and watch
how long other requests take meanwhile.
"""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List

from harness import ROOT, Row, at_most, information, timed

ADDON = ROOT / "field_visit_routing"
sys.path.insert(0, str(ADDON))

import instances  # noqa: E402
import server  # noqa: E402
from engine.matrix import GeodesicProvider, Profile  # noqa: E402
from engine.routing import codec  # noqa: E402
from engine.routing.baseline import in_order  # noqa: E402
from engine.routing.problem import Problem  # noqa: E402

RUNNER = ADDON / "engine" / "jobs" / "run.py"
SPEED_KMH, DETOUR = 40.0, 1.3


def rows(options: Any) -> List[Row]:
    """Measure everything."""
    found = _engine()
    found += server.unmeasured() if options.no_server else server.rows()
    without_clone = options.warm or options.no_server
    return found + (server.unmeasured_cold() if without_clone else server.cold())


def _engine() -> List[Row]:
    day, week = instances.city(15, 1, 1), instances.city(60, 3, 5)
    found = _case("engine: 15 stops, 1 rep, 1 day", day, 2.0)
    found += _case("engine: 60 candidates, 3 reps, 5 days", week, 10.0)
    seconds, result = timed(lambda: _job(instances.city(10_000, 3, 5)))
    found.append(Row("engine: 10,000 candidates are planned and checked", round(seconds, 3), "s",
                     "done", result["status"] == "done"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    found.append(information("engine: largest memory of all these processes", peak, "MB"))
    return found


def _case(name: str, problem: Problem, limit_s: float) -> List[Row]:
    """Start-up to result, and the driving beside a naive order of the same visits."""
    seconds, result = timed(lambda: _job(problem))
    placed = codec.solution_from_dict(result["solution"]).placed()
    found = [
        at_most(name + ": submit to result", seconds, "s", limit_s),
        information(name + ": visits placed", len(placed), ""),
        information(name + ": driving", result["figures"]["plan"]["distance_m"] / 1000, "km"),
    ]
    naive = _naive(problem)
    found.append(information(name + ": visits placed, nearest first", naive["visits"], ""))
    found.append(information(name + ": driving, nearest first", naive["km"], "km"))
    return found


def _naive(problem: Problem) -> Dict[str, float]:
    provider = GeodesicProvider(Profile(SPEED_KMH, DETOUR))
    matrix = provider.travel(problem.locations)
    solution = in_order(problem, matrix, instances.nearest_first(problem, matrix))
    metres = sum(route.distance_m for route in solution.routes)
    return {"visits": len(solution.placed()), "km": metres / 1000}


def _job(problem: Problem) -> Dict[str, Any]:
    """Run the job process as the addon starts it; the time limit is the default of the size."""
    request = {
        "schema": 1, "kind": "plan", "problem": codec.problem_to_dict(problem),
        "speed_kmh": SPEED_KMH, "detour_factor": DETOUR, "seed": 0,
    }
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "request.json").write_text(json.dumps(request))
        subprocess.run([sys.executable, str(RUNNER), folder], check=False)
        result: Dict[str, Any] = json.loads(Path(folder, "result.json").read_text())
    if result["status"] != "done":
        raise SystemExit("the planning job failed: %s" % result.get("error"))
    return result
