"""Visits of several people: together or not at all, and at the best possible time."""

from itertools import permutations, product

from engine.routing.checker import check
from engine.routing.evaluation import Evaluator
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    DAY,
    HOUR,
    Candidate,
    Pin,
    Window,
    on_line,
    placed,
    reasons,
    replace,
    shift,
    solve_and_check,
)


def pair(location=1, service_s=HOUR, **values):
    """Two members of one visit."""
    usual = {"client": "together", "joint": "together", "prize": 50}
    return [Candidate("j%d" % at, location, service_s, **{**usual, **values}) for at in range(2)]


def team(days=1, **values):
    return [shift("%s%d" % (rep, day), rep=rep, day=day, start_s=day * DAY, **{
        "end_h": 24 * day + 6, **values}) for rep in ("anna", "bo") for day in range(days)]


def starts(solution):
    return {stop.candidate_id: stop.start_s for route in solution.routes for stop in route.stops}


def test_both_start_at_the_same_second_in_shifts_of_two_people():
    problem, matrix = on_line((0, 20), pair(), team(), "most_value")
    solution = solve_and_check(problem, matrix)
    assert starts(solution)["j0"] == starts(solution)["j1"]
    assert sorted(placed(solution)) == ["anna0", "bo0"]


def test_without_a_common_time_nobody_goes():
    shifts = [shift("a", end_h=4), shift("b", rep="bo", start_s=5 * HOUR, end_h=9)]
    problem, matrix = on_line((0, 20), [*pair(), Candidate("c", 1, 600)], shifts, "most_value")
    solution = solve_and_check(problem, matrix)
    assert {(name, item.code) for name, item in reasons(solution).items()} >= {
        ("j0", "no_partner"), ("j1", "no_partner")}


def test_one_person_alone_is_no_pair():
    problem, matrix = on_line((0, 20), pair(), team()[:1], "most_value")
    assert {item.code for item in solve_and_check(problem, matrix).left_out} == {"no_partner"}


def test_the_only_common_hour_is_found():
    shifts = [shift("a", end_h=5), shift("b", rep="bo", start_s=3 * HOUR, end_h=9)]
    problem, matrix = on_line((0, 20), pair(), shifts, "most_value")
    start = starts(solve_and_check(problem, matrix))["j0"]
    assert 3 * HOUR + 1200 <= start <= 5 * HOUR - HOUR - 1200


def test_it_gives_way_to_what_is_pinned():
    busy = Candidate("p", 1, 2 * HOUR, pin=Pin("anna0", 2 * HOUR))
    problem, matrix = on_line((0, 20), [*pair(), busy], team(end_h=7), "most_value")
    solution = solve_and_check(problem, matrix)
    assert {"j0", "j1", "p"} == solution.placed()


def test_one_that_is_not_worth_the_way_of_two_is_left_out():
    problem, matrix = on_line((0, 100), pair(prize=5), team(), "most_value")
    left = reasons(solve_and_check(problem, matrix))
    assert {item.code for item in left.values()} == {"outscored"}


def test_each_member_keeps_to_his_own_shifts_and_windows():
    one, two = pair()
    one = replace(one, allowed_shifts=("bo0", "bo1"))
    two = replace(two, allowed_shifts=("anna0", "anna1"),
                  windows=(Window(DAY + HOUR, DAY + 2 * HOUR),))
    problem, matrix = on_line((0, 20), [one, two], team(2), "most_value")
    solution = solve_and_check(problem, matrix)
    assert placed(solution) == {"bo1": ["j0"], "anna1": ["j1"]}


def test_three_people():
    visit = [replace(item, id="j%d" % at) for at, item in enumerate([*pair(), pair()[0]])]
    shifts = [*team(), shift("c", rep="cleo", start_s=2 * HOUR)]
    problem, matrix = on_line((0, 20), visit, shifts, "most_value")
    assert len(set(starts(solve_and_check(problem, matrix)).values())) == 1


# ---- against every possibility ------------------------------------------------------------------
GRID_S = 600


def best_possible(problem, matrix):
    """Return the least objective over all orders of all subsets and common starts on a grid."""
    count = len(problem.candidates)
    best = Evaluator(problem, matrix).cost([[], []])
    for start in range(0, 7 * HOUR, GRID_S):
        pins = tuple(
            replace(item, pin=Pin(start_s=start)) if item.joint else item
            for item in problem.candidates)
        evaluator = Evaluator(replace(problem, candidates=pins), matrix)
        open_ = Evaluator(problem, matrix)
        for homes in product((None, 0, 1), repeat=count):
            joint = [home for home, item in zip(homes, problem.candidates) if item.joint]
            if sorted(joint, key=str) not in ([0, 1], [None, None]):
                continue
            routes = [[at for at, home in enumerate(homes) if home == s] for s in (0, 1)]
            for orders in product(*(permutations(route) for route in routes)):
                if evaluator.legal([list(order) for order in orders]):
                    best = min(best, open_.cost([list(order) for order in orders]))
    return best


@st.composite
def days_of_two(draw):
    minutes = (0, *(10 * draw(st.integers(-6, 6)) for _place in range(3)))
    begins = [draw(st.integers(0, 3)) for _rep in range(2)]
    shifts = [shift(rep, rep=rep, start_s=begin * HOUR, end_h=begin + 3)
              for rep, begin in zip(("anna", "bo"), begins)]
    singles = [
        Candidate("c%d" % at, at, GRID_S * draw(st.integers(1, 4)), prize=draw(st.integers(0, 30)))
        for at in (2, 3)]
    visit = pair(1, GRID_S * draw(st.integers(1, 6)), prize=draw(st.integers(0, 30)))
    return on_line(minutes, [*visit, *singles], shifts, "most_value")


@settings(max_examples=25)
@given(days_of_two())
def test_agrees_with_brute_force(case):
    problem, matrix = case
    solution = solve_and_check(problem, matrix)
    assert check(problem, matrix, solution) == ()
    assert solution.objective_value == best_possible(problem, matrix)
