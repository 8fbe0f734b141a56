"""Planning through the real runner, as the addon starts it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from engine.jobs.context import Context
from engine.jobs.kinds import plan
from engine.jobs.spool import Spool
from engine.matrix import GeodesicProvider, Profile
from engine.routing import codec
from engine.routing.checker import check
from strategies import DAY, Candidate, Location, Night, Problem, Window, replace, shift

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


# ---- work, not the clock ------------------------------------------------------------------------
def planned(cancelled=lambda: False, **values):
    sent = []
    answer = plan.run(request(**values), Context(sent.append, cancelled))
    return answer, sent


def test_the_same_input_and_seed_give_the_same_plan():
    one, two = (planned(time_limit_s=10.0)[0] for _run in range(2))
    assert one["figures"]["ended_by"] == "budget"
    assert one["solution"] == two["solution"]


def test_progress_carries_a_bound_and_what_a_rescue_needs():
    answer, sent = planned()
    reports = [message["progress"] for message in sent if "progress" in message]
    assert {"orders", "stays", "starts"} <= reports[0]["best"].keys()
    assert reports[0]["bound"] <= answer["solution"]["objective_value"]
    assert answer["figures"]["bound"] <= answer["solution"]["objective_value"]


def test_a_cancelled_plan_says_what_ended_it():
    answer, _sent = planned(cancelled=lambda: True, time_limit_s=60.0)
    assert (answer["status"], answer["figures"]["ended_by"]) == ("cancelled", "cancel")


def test_a_rescue_keeps_nights_and_appointments():
    hotel = Location(60.0, 26.6)
    far = tuple(Location(60.0 + at / 500, 26.6) for at in range(4))
    week = tuple(shift("d%d" % day, day=day, start_s=day * DAY, end_h=24 * day + 9)
                 for day in range(2))
    bo = shift("bo", rep="bo", start_location=1, end_location=1, end_h=9)
    items = tuple(Candidate("c%d" % at, 2 + at, 3600, prize=60, joint="j" if at < 2 else "",
                            client="j" if at < 2 else "") for at in range(4))
    problem = Problem((PLACES[0], hotel, *far), items, (*week, bo),
                      nights=(Night("d0", "d1", (1,), 60),))
    best = {"orders": {"d0": ["c0", "c2"], "d1": ["c3"], "bo": ["c1"]},
            "stays": {"d0": 1}, "starts": {"c0": 5 * 3600, "c1": 5 * 3600}}
    answer = plan.rescue(request(problem=codec.problem_to_dict(problem)), best)
    solution = codec.solution_from_dict(answer["solution"])
    assert [(stay.before, stay.location) for stay in solution.stays] == [("d0", 1)]
    assert solution.placed() == {"c0", "c1", "c2", "c3"}
