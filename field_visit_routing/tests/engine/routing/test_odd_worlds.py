"""Matrices with holes, one-way roads and places on top of each other; days without a shift that fits; clock changes."""

import pytest
from engine import matrix as travel
from engine.routing import errors_of, validate
from engine.routing.baseline import in_order
from engine.routing.checker import check
from engine.routing.completion import complete
from engine.routing.problem import Problem
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    DAY,
    HOUR,
    Candidate,
    Location,
    Pin,
    Traffic,
    Window,
    few,
    line,
    on_line,
    placed,
    problems,
    reasons,
    replace,
    shift,
    solve_and_check,
)


@st.composite
def rough(draw, problem):
    """A matrix with holes, zero legs, another way back, and shortcuts past a third place."""
    size = len(problem.locations)
    cells = st.sampled_from((-1, -1, 0, 0, 300, 900, 900, 1_800, 7_200))
    seconds = [[0 if a == b else draw(cells) for a in range(size)] for b in range(size)]
    metres = [[-1 if value < 0 else value * 11 for value in row] for row in seconds]
    return travel.from_lists(seconds, metres)


@settings(max_examples=60)
@given(st.data(), problems(max_candidates=6))
def test_any_matrix_gives_a_sound_answer(data, problem):
    matrix = data.draw(rough(problem))
    assert errors_of(validate(problem, matrix)) == ()
    names = [item.id for item in problem.candidates]
    for solution in (
        solve_and_check(problem, matrix, few(10)),
        complete(problem, matrix, [[] for _shift in problem.shifts], backend="test"),
        in_order(problem, matrix, names),
    ):
        assert check(problem, matrix, solution) == ()
        left = reasons(solution)
        assert solution.placed() | set(left) == set(names)
        assert not solution.placed() & set(left)


def test_a_one_way_road_is_driven_the_right_way():
    """Round the block against the clock takes ten times as long."""
    count = 5
    seconds = [[60 * ((b - a) % count) * (1 if (b - a) % count < 4 else 10) for b in range(count)]
               for a in range(count)]
    matrix = travel.from_lists(seconds, seconds)
    visits = tuple(Candidate("c%d" % at, at, 60) for at in range(1, count))
    problem = Problem((Location(0.0, 0.0),) * count, visits, (shift(),), "least_driving")
    assert placed(solve_and_check(problem, matrix))["s"] == ["c1", "c2", "c3", "c4"]


def test_the_best_answer_on_a_matrix_with_holes():
    """No road between the first and the second: the third lies between them."""
    matrix = line(0, 10, 20, 30)
    for here, there in ((1, 2), (2, 1)):
        matrix.duration_s[here, there] = matrix.distance_m[here, there] = -1
    visits = [Candidate("c%d" % at, at, 600) for at in range(1, 4)]
    problem = on_line((0, 10, 20, 30), visits, [shift()])[0]
    solution = solve_and_check(problem, matrix)
    assert placed(solution)["s"] in (["c1", "c3", "c2"], ["c2", "c3", "c1"])
    assert solution.objective_value == 3600


def test_all_places_on_one_spot():
    visits = [Candidate("c%d" % at, 0, 600, (Window(at * HOUR, at * HOUR),)) for at in range(4)]
    problem, matrix = on_line((0,), visits, [shift()])
    solution = solve_and_check(problem, matrix)
    assert placed(solution)["s"] == ["c0", "c1", "c2", "c3"]
    assert solution.routes[0].driving_s == 0


def test_two_visits_of_no_length_at_one_moment():
    visits = [Candidate(name, 1, 0, pin=Pin("s", HOUR)) for name in "ab"]
    problem, matrix = on_line((0, 10), visits, [shift()])
    assert solve_and_check(problem, matrix).placed() == {"a", "b"}


@pytest.mark.parametrize("days", [
    [shift(end_h=0)],
    [shift(max_stops=0)],
    [shift(max_driving_s=0)],
    [shift(max_duration_s=60)],
    [shift(end_h=1, overtime_s=60)],
])
def test_no_feasible_shift_gives_everybody_a_reason(days):
    visits = [Candidate("a", 1, HOUR), Candidate("b", 1, HOUR, mandatory=True),
              Candidate("c", 1, HOUR, pin=Pin("s"))]
    problem, matrix = on_line((0, 10), visits, days)
    left = reasons(solve_and_check(problem, matrix))
    assert {name: item.code for name, item in left.items()} == {
        "a": "unreachable", "b": "unreachable", "c": "pin_conflict"}


def test_more_load_than_anybody_carries():
    days = [shift(capacity=3), shift("t", rep="bo", capacity=5)]
    problem, matrix = on_line((0, 10), [Candidate("a", 1, 60, load=7), Candidate("b", 1, 60, load=4)], days)
    left = reasons(solve_and_check(problem, matrix))
    assert (left["a"].code, left["a"].remedy) == ("overloaded", "raise_capacity")
    assert left["a"].params == {"extra_load": 2, "shift": "t"}
    assert set(left) == {"a"}


@pytest.mark.parametrize("lost_h", [1, -1])
def test_a_day_of_the_clock_change_is_shorter_or_longer(lost_h):
    """The shift from 0:00 to 8:00 by the clock on the wall has 7 or 9 hours; traffic follows it."""
    end = (8 - lost_h) * HOUR
    rush = Traffic("", ((7 * HOUR - lost_h * HOUR, 200), (8 * HOUR - lost_h * HOUR, 100)))
    visits = [Candidate("v%d" % at, 1, 160 * 60) for at in range(3)]
    today = replace(shift(), end_s=end)
    following = shift("t", day=1, start_s=DAY - lost_h * HOUR, end_h=32 - lost_h, max_stops=0)
    problem, matrix = on_line((0, 30), visits, [today, following])
    problem = replace(problem, traffic=(rush,))
    routes = solve_and_check(problem, matrix).routes_by_shift()
    assert len(routes["s"].stops) == 2
    # Home at 5:50 of the day: in the shorter one the rush begins ten minutes later.
    assert routes["s"].end_leg_duration_s == (50 * 60 if lost_h == 1 else 30 * 60)


def test_traffic_of_another_profile_changes_nothing():
    problem, matrix = on_line((0, 10), [Candidate("a", 1, 60)], [shift(profile="van")])
    jam = replace(problem, traffic=(Traffic("", ((0, 900),)),))
    assert solve_and_check(jam, matrix) == solve_and_check(problem, matrix)
