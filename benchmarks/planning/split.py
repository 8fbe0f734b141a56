"""``python split.py FOLDER SECONDS SEED CORES``: what cutting a problem into parts costs.

Reads ``problem.json``. Searches it whole and in parts under the same work, one
after the other and each on one core. The work is what the engine holds to be
worth ``SECONDS``, so that a busy machine changes the time and not the loss.
Writes ``answer.json`` with the cut orders and, as ``whole``, the uncut ones.
"""

import json
import sys
import time
from pathlib import Path

ADDON = Path(__file__).resolve().parents[2] / "field_visit_routing"
sys.path.insert(0, str(ADDON))

from engine.jobs import solve as front_door  # noqa: E402
from engine.matrix import GeodesicProvider  # noqa: E402
from engine.routing import budget, codec, search  # noqa: E402
from engine.routing.solver import default_backend  # noqa: E402
from engine.routing.split_loss import split_loss  # noqa: E402


def main(folder, seconds, seed, part=search.PART):
    """Measure and write the answer."""
    problem = codec.problem_from_dict(json.loads((folder / "problem.json").read_text()))
    travel = GeodesicProvider().travel(problem.locations)
    front_door.warm_up()
    work = budget.rule(default_backend().name, len(problem.candidates), seconds)
    (folder / ("ready-%d" % seed)).touch()
    began = time.monotonic()
    loss = split_loss(problem, travel, work, seed, part=part)
    spent = time.monotonic() - began
    (folder / "answer.json").write_text(json.dumps({
        "orders": _named(problem, loss.cut_orders), "whole": _named(problem, loss.whole_orders),
        "seconds": spent, "note": "%s, parts of %d" % (work, part)}))


def _named(problem, orders):
    return {
        shift.id: [problem.candidates[at].id for at in order]
        for shift, order in zip(problem.shifts, orders)
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
