"""``python vroom_program.py FOLDER SECONDS CORES``: VROOM on ``model.json`` and ``matrix.npz``.

Runs in the contenders' environment and imports nothing of ours. VROOM has no
time that it fills: deeper and deeper exploration levels are run until the
time is over, and each answer is written.
"""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

LEVELS = (0, 1, 3, 5)
#: VROOM's priorities end here; who must be visited gets the highest.
HIGHEST = 100


def main(folder, seconds, cores):
    """Solve level by level and write ``answer.json`` after each."""
    import numpy
    model = json.loads((folder / "model.json").read_text())
    durations = numpy.load(folder / "matrix.npz")["durations"].astype(numpy.uint32)
    if any(client["vehicles"] is not None for client in model["clients"]):
        return write(folder, [], 0.0, "clients of certain vehicles are not modelled")
    problem = build(model, durations)
    (folder / "ready-0").touch()
    began = time.monotonic()
    answers, note = [], ""
    for level in LEVELS:
        left = seconds - (time.monotonic() - began)
        if left <= 0.02 * seconds:
            break
        solution = problem.solve(exploration_level=level, nb_threads=cores, timeout=timedelta(seconds=left))
        answers.append(routes_of(solution, len(model["vehicles"])))
        spent = time.monotonic() - began
        note = "levels up to %d" % level
        write(folder, answers, spent, note)
    return None


def write(folder, answers, seconds, note):
    """Write what was found."""
    text = json.dumps({"answers": answers, "seconds": seconds, "note": note})
    (folder / "new.json").write_text(text)
    (folder / "new.json").replace(folder / "answer.json")


def build(model, durations):
    """Return VROOM's problem."""
    import vroom
    problem = vroom.Input()
    problem.set_durations_matrix(profile="car", matrix_input=durations)
    loads = any(vehicle["capacity"] is not None for vehicle in model["vehicles"])
    for at, vehicle in enumerate(model["vehicles"]):
        problem.add_vehicle(_vehicle(at, vehicle, loads))
    for at, client in enumerate(model["clients"]):
        problem.add_job(_job(at, client, loads))
    return problem


def _vehicle(at, vehicle, loads):
    import vroom
    pauses = [vroom.Break(number, time_windows=[vroom.TimeWindow(early, late)], service=length)
              for number, (early, late, length) in enumerate(vehicle["breaks"], start=1)]
    capacity = vroom.Amount([vehicle["capacity"] or 0]) if loads else vroom.Amount()
    return vroom.Vehicle(at + 1, start=vehicle["start"], end=vehicle["end"], profile="car", capacity=capacity,
                         time_window=vroom.TimeWindow(vehicle["opens"], vehicle["closes"]), breaks=pauses)


def _job(at, client, loads):
    import vroom
    windows = [vroom.TimeWindow(opens, closes) for opens, closes in client["windows"]]
    options = {"time_windows": windows} if windows else {}
    if loads:
        options["delivery"] = vroom.Amount([client["load"]])
    priority = HIGHEST if client["must"] else min(client["prize"], HIGHEST - 1)
    return vroom.Job(at + 1, location=client["location"], default_service=client["service"], priority=priority, **options)


def routes_of(solution, vehicles):
    """Return client numbers per vehicle."""
    routes = [[] for _vehicle in range(vehicles)]
    for row in solution.routes.to_dict("records"):
        if row["type"] == "job":
            routes[int(row["vehicle_id"]) - 1].append(int(row["id"]) - 1)
    return routes


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
