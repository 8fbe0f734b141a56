"""What compiles before the first plan is all that a plan ever needs."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from engine import matrix as travel
from engine.jobs import solve as front_door
from engine.routing import kernel
from engine.routing.problem import Break, Candidate, Location, Problem, Shift, Traffic, Window
from engine.routing.solver import solve
from engine.routing.stop import Solutions

pytest.importorskip("numba")
TESTS, ENGINE = (Path(__file__).resolve().parents[up] for up in (2, 4))
PROGRAM = """
import json, sys
sys.path[:0] = [%r, %r, %r]
import test_warming as test
before = test.compiled()
test.WAYS[%r]()
warm = test.compiled()
test.plan_everything()
print(json.dumps([before, warm, test.compiled()]))
"""
#: Who compiles: the jobs and the benchmark, and the front door without Odoo.
WAYS = {"job": kernel.warm, "front door": front_door.warm_up}


def compiled():
    """Return the argument types that each function of the kernel was compiled for."""
    from numba.core.dispatcher import Dispatcher

    found = {}
    for name, module in list(sys.modules.items()):
        if name.startswith(kernel.__name__ + "."):
            for value in vars(module).values():
                if isinstance(value, Dispatcher):
                    function = value.py_func
                    key = "%s.%s" % (function.__module__, function.__name__)
                    found[key] = sorted(map(str, value.signatures))
    return found


def rich():
    """Prizes, breaks, gaps, loads, orders, overtime, traffic, changes and every objective's arrays."""
    places = tuple(Location(60 + at * 37 % 23 / 100, 24 + at * 53 % 29 / 100) for at in range(15))
    day, lunch = 86_400, 14_400
    visits = [Candidate("c%d" % at, at, 1_200, (), at * 7 % 10 + 1, load=at % 3) for at in range(1, 9)]
    repeats = [Candidate("k%d" % at, 9, 900, prize=5, client="k", ordinal=at, min_gap_days=1,
                         max_gap_days=2) for at in range(2)]
    must = [Candidate("m", 10, 600, tuple(Window(d * day, d * day + 9_000) for d in range(3)), mandatory=True)]
    shifts = tuple(
        Shift("%s%d" % (rep, number), rep, number, number * day, number * day + 28_800, start, None,
              (Break(number * day + lunch, number * day + lunch + 3_600, 1_800),), capacity=9,
              overtime_s=3_600, overtime_price=2, latest_start_s=number * day + 3_600)
        for rep, start in (("anna", 0), ("ben", 14)) for number in range(3))
    steps = ((0, 100), (7_200, 150), (14_400, 100))
    return Problem(places, tuple(visits + repeats + must), shifts, traffic=(Traffic("", steps),))


def plan_everything():
    """Plan the rich problem by every objective, and a bare one."""
    for objective in ("most_value", "least_driving", "earliest_finish", "balanced"):
        problem = replace(rich(), objective=objective)
        solution = solve(problem, travel.build(problem.locations), Solutions(3), 1)
        assert solution.backend == "ruin_recreate"
        assert "m" in solution.placed()
    bare = replace(rich(), traffic=(), candidates=rich().candidates[:3])
    solve(bare, travel.build(bare.locations), Solutions(3), 1)


def compiled_by(way):
    program = PROGRAM % (str(ENGINE), str(TESTS), str(Path(__file__).parent), way)
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True,
                          text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("way", sorted(WAYS))
def test_no_search_compiles_anything_more(way):
    """In a process of its own, where nothing else was compiled before."""
    before, warm, after = compiled_by(way)
    assert not any(before.values())
    assert len(warm["engine.routing.kernel.anneal.steps"]) == 1
    assert after == warm
