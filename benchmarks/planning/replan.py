"""``python replan.py FOLDER SECONDS SEED CORES``: the rest of a running day, planned anew.

Reads ``problem.json``, one shift. It is planned first, which does not count;
then all but the last twelve visits are over, the last of these took forty
minutes longer, and an urgent visit comes in. The time is that of the one
call that answers. Writes ``answer.json`` with the problem of the rest.
"""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

ADDON = Path(__file__).resolve().parents[2] / "field_visit_routing"
sys.path.insert(0, str(ADDON))

from engine.jobs import solve as front_door  # noqa: E402
from engine.matrix import GeodesicProvider  # noqa: E402
from engine.routing import codec  # noqa: E402
from engine.routing.services import replan as service  # noqa: E402
from engine.routing.solver import solve  # noqa: E402
from engine.routing.stop import WallTime  # noqa: E402

LEFT = 12
DELAY_S = 2_400
PUBLISH_S = 1.0


def main(folder, seed):
    """Publish a day, let it run, answer what happened."""
    whole = codec.problem_from_dict(json.loads((folder / "problem.json").read_text()))
    problem = replace(whole, candidates=whole.candidates[1:])
    travel = GeodesicProvider().travel(problem.locations)
    front_door.warm_up()
    published = solve(problem, travel, WallTime(PUBLISH_S), seed)
    stops = published.routes[0].stops
    over, urgent = stops[:-LEFT], replace(whole.candidates[0], windows=(), mandatory=True)
    now_s = over[-1].departure_s + DELAY_S if over else problem.shifts[0].start_s
    situation = service.Situation(
        now_s, done=[stop.candidate_id for stop in over], events=(service.Urgent(urgent),))
    (folder / ("ready-%d" % seed)).touch()
    began = time.monotonic()
    found = service.replan(problem, travel, published, situation, seed=seed)
    spent = time.monotonic() - began
    orders = {route.shift_id: [stop.candidate_id for stop in route.stops] for route in found.solution.routes}
    note = "%d stops were left, %d are planned" % (len(stops) - len(over), len(found.solution.placed()))
    (folder / "answer.json").write_text(json.dumps({
        "orders": orders, "seconds": spent, "note": note, "problem": codec.problem_to_dict(found.problem)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[3]))
