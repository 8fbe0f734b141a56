"""Planning through the real runner, as the addon starts it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from engine.jobs.kinds import plan
from engine.jobs.spool import Spool
from engine.matrix import GeodesicProvider, Profile
from engine.routing import codec
from engine.routing.checker import check
from strategies import Candidate, Location, Problem, Window, replace, shift

RUNNER = Path(plan.__file__).resolve().parents[1] / "run.py"
PLACES = tuple(Location(60.0 + (7 * i % 11) / 50, 24.0 + (5 * i % 13) / 50) for i in range(9))
PROBLEM = Problem(
    PLACES, tuple(Candidate("c%d" % i, i, 1800, prize=50) for i in range(1, 9)), (shift(end_h=9),))


def request(**values):
    usual = {"schema": 1, "kind": "plan", "problem": codec.problem_to_dict(PROBLEM),
             "speed_kmh": 40.0, "detour_factor": 1.3, "seed": 1, "time_limit_s": 1.0}
    return {**usual, **values}


@pytest.fixture
def result(tmp_path):
    def run(document):
        (tmp_path / "request.json").write_text(json.dumps(document))
        subprocess.run([sys.executable, str(RUNNER), str(tmp_path)], check=False, cwd=tmp_path)
        return Spool(tmp_path).result()

    return run


def test_plans_checks_and_compares(result):
    order = ["c%d" % i for i in range(1, 9)]
    answer = result(request(baseline_order=order))
    travel = GeodesicProvider(Profile(40.0, 1.3)).travel(PLACES)
    for name in ("solution", "baseline"):
        solution = codec.solution_from_dict(answer[name])
        assert check(PROBLEM, travel, solution) == ()
    assert answer["status"] == "done"
    figures = answer["figures"]
    assert figures["plan"]["visits"] == 8
    assert figures["plan"]["driving_s"] <= figures["baseline"]["driving_s"]
    assert figures["seconds"] > 0


def test_profiles_of_single_reps_are_used(result):
    problem = replace(PROBLEM, shifts=(shift(end_h=9, profile="slow"),))
    slow = {"slow": {"speed_kmh": 10.0, "detour_factor": 1.3}}
    answer = result(request(problem=codec.problem_to_dict(problem), profiles=slow))
    figures = answer["figures"]["plan"]
    assert figures["distance_m"] / figures["driving_s"] == pytest.approx(10 / 3.6, rel=0.01)


def test_mandatory_visits_that_do_not_fit_are_named(result):
    """Nine hours hold four visits of two hours."""
    many = tuple(replace(c, service_s=7200, mandatory=True) for c in PROBLEM.candidates[:5])
    answer = result(request(problem=codec.problem_to_dict(replace(PROBLEM, candidates=many))))
    left = {item["candidate_id"] for item in answer["solution"]["left_out"]}
    drop = answer["drop"]
    assert len(left) == len(drop["surplus"]) == 5 - answer["figures"]["plan"]["visits"] > 0
    assert drop["impossible"] == [] and drop["proven"]


BAD = [
    ({"problem": None}, "bad_value"),
    ({"problem": {"schema": 7}}, "bad_schema"),
    ({"problem": codec.problem_to_dict(replace(PROBLEM, candidates=()))}, "invalid_problem"),
    ({"speed_kmh": 0}, "bad_profile"),
    ({"detour_factor": "far"}, "bad_request"),
    ({"profiles": {"slow": 3}}, "bad_request"),
    ({"seed": -1}, "bad_request"),
    ({"time_limit_s": -1}, "bad_request"),
    ({"baseline_order": "c1"}, "bad_request"),
]


@pytest.mark.parametrize(("values", "code"), BAD)
def test_bad_input_is_a_code(result, values, code):
    answer = result(request(**values))
    assert (answer["status"], answer["error"]["code"]) == ("failed", code)


def test_every_finding_is_in_the_result(result):
    window = (Window(9, 5),)
    items = (replace(PROBLEM.candidates[0], service_s=-1, windows=window),)
    bad = replace(PROBLEM, candidates=items)
    issues = result(request(problem=codec.problem_to_dict(bad)))["issues"]
    assert {(item["code"], item["field"], item["value"]) for item in issues} == {
        ("negative", "service_s", "-1"), ("window_reversed", "windows", "9–5")}


def test_the_best_of_a_killed_run_is_completed_and_checked():
    answer = plan.rescue(request(), {"orders": {"s": ["c1", "c2"]}})
    assert answer["status"] == "cancelled"
    assert answer["figures"]["plan"]["visits"] == 8


def test_a_poor_search_never_proposes_less_than_the_present_order():
    travel = GeodesicProvider(Profile(40.0, 1.3)).travel(PLACES)
    order = plan.in_order(PROBLEM, travel, [item.id for item in PROBLEM.candidates])
    poor = plan.in_order(PROBLEM, travel, ["c1"])
    better = plan._better(PROBLEM, travel, poor, order)
    assert better.objective_value <= order.objective_value
