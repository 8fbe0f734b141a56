"""A human's order is kept, and every broken rule is told with its size."""

import pytest
from engine import matrix as travel
from engine.errors import EngineError
from engine.routing.baseline import in_order
from engine.routing.evaluation import Evaluator
from engine.routing.problem import Traffic
from engine.routing.services.manual import VIOLATION_UNITS, check_order
from engine.routing.services.orders import orders_of
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    DAY,
    HOUR,
    Break,
    Candidate,
    Pin,
    Window,
    on_line,
    problems,
    replace,
    shift,
)

MINUTE = 60


def checked(visits, days, ids, minutes=(0, 10, 20, 30), at="s", **values):
    problem, matrix = on_line(minutes, visits, days)
    return check_order(problem, matrix, at, ids, **values)


def broken(check):
    return [(v.code, v.candidate_id, v.size) for v in check.violations]


def test_times_of_an_order_that_fits():
    visits = [Candidate("a", 1, HOUR), Candidate("b", 2, HOUR, (Window(3 * HOUR, 4 * HOUR),))]
    check = checked(visits, [shift()], ["a", "b"])
    assert check.fits
    assert [(s.arrival_s, s.wait_s, s.start_s) for s in check.stops] == [
        (600, 0, 600), (HOUR + 1200, 3 * HOUR - HOUR - 1200, 3 * HOUR)]
    assert (check.start_s, check.end_s, check.driving_s) == (0, 4 * HOUR + 1200, 2400)


def test_the_order_is_kept_and_the_missed_window_has_its_size():
    visits = [Candidate("a", 3, HOUR), Candidate("b", 1, 60, (Window(0, HOUR),))]
    check = checked(visits, [shift()], ["a", "b"])
    assert [s.candidate_id for s in check.stops] == ["a", "b"]
    assert broken(check) == [("window", "b", 1800 + HOUR + 1200 - HOUR)]
    assert check.stops[1].start_s == 1800 + HOUR + 1200


def test_a_small_lateness_beats_waiting_if_waiting_makes_others_later():
    split = Candidate("a", 1, 60, (Window(0, 300), Window(5 * HOUR, 6 * HOUR)))
    last = Candidate("b", 2, 60, (Window(0, HOUR),))
    assert broken(checked([split, last], [shift()], ["a", "b"])) == [("window", "a", 300)]
    assert checked([split], [shift()], ["a"]).fits


def test_closed_on_that_day():
    visit = Candidate("a", 1, 60, (Window(DAY, DAY + HOUR),))
    assert broken(checked([visit], [shift()], ["a"])) == [("closed", "a", 0)]


def test_bounds_of_the_shift():
    visits = [Candidate("a", 1, HOUR, load=3), Candidate("b", 3, HOUR, load=4)]
    day = shift(end_h=2, max_stops=1, max_driving_s=HOUR - 60, capacity=5, max_duration_s=2 * HOUR)
    assert broken(checked(visits, [day], ["a", "b"])) == [
        ("shift_end", "", HOUR), ("max_duration", "", HOUR), ("max_driving", "", 60),
        ("max_stops", "", 1), ("capacity", "", 2)]


def test_overtime_is_no_violation_as_far_as_it_is_allowed():
    day = shift(end_h=1, overtime_s=1200)
    check = checked([Candidate("a", 1, HOUR)], [day], ["a"])
    assert (check.violations, check.overtime_s) == ((), 1200)
    check = checked([Candidate("a", 1, HOUR + 5)], [day], ["a"])
    assert broken(check) == [("shift_end", "", 5)]


def test_way_points_are_no_stops():
    visits = [Candidate("a", 1, 60), Candidate("fuel", 2, 60, waypoint=True)]
    assert checked(visits, [shift(max_stops=1)], ["a", "fuel"]).fits


def test_a_break_that_comes_too_late():
    day = shift(breaks=(Break(HOUR, 2 * HOUR, 1800),))
    check = checked([Candidate("a", 1, 3 * HOUR)], [day], ["a"])
    assert check.fits, "the break fits before the long visit"
    day = shift(breaks=(Break(HOUR, HOUR, 1800),))
    pinned = Candidate("a", 1, HOUR, pin=Pin(start_s=1800))
    check = checked([pinned], [day], ["a"])
    assert broken(check) == [("break", "", 1800)]
    assert check.violations[0].params == {"start_s": HOUR}


def test_pins():
    day = replace(shift(), rep="anna", day=0)
    visits = [
        Candidate("a", 1, 60, pin=Pin(shift_id="t", rep="ben", day=1, start_s=300, order=5)),
        Candidate("b", 2, 60, pin=Pin(order=4)),
        Candidate("c", 2, 60, allowed_shifts=("t",)),
    ]
    check = checked(visits, [day, shift("t", rep="ben", day=1)], ["a", "b", "c"])
    assert broken(check) == [
        ("pin_shift", "a", 0), ("pin_rep", "a", 0), ("pin_day", "a", 0), ("pin_time", "a", 300),
        ("pin_order", "b", 0), ("not_allowed", "c", 0)]
    assert dict(check.violations[1].params) == {"pinned": "ben"}


def test_frozen_visits_stay_at_the_begin():
    visits = [Candidate(name, 1, 60) for name in "abc"]
    day = shift(first=("b", "c"))
    assert broken(checked(visits, [day], ["b", "a"])) == [("frozen_missing", "", 0)]
    assert broken(checked(visits, [day], ["a", "b", "c"])) == [("frozen", "b", 0), ("frozen", "c", 0)]
    assert checked(visits, [day], ["b", "c", "a"]).fits


def test_a_hole_in_the_matrix_is_named():
    problem, _matrix = on_line((0, 10, 20), [Candidate("a", 1, 60), Candidate("b", 2, 60)], [shift()])
    holes = travel.from_lists([[0, 60, -1], [60, 0, -1], [60, 60, 0]], [[0] * 3] * 3)
    assert broken(check_order(problem, holes, "s", ["a", "b"])) == [("hole", "b", 0)]
    holes = travel.from_lists([[0, 60, 1], [60, 0, 1], [-1, 60, 0]], [[0] * 3] * 3)
    assert broken(check_order(problem, holes, "s", ["a", "b"])) == [("hole_end", "", 0)]


def test_other_visits_of_the_client():
    def visit(name, ordinal, **values):
        return Candidate(name, 1, 60, client="kunde", ordinal=ordinal, **values)

    visits = [visit("a", 0), visit("b", 1, min_gap_days=3, max_gap_days=4), visit("c", 2)]
    days = [shift(), shift("two", day=2), shift("six", day=6)]
    orders = {"s": ["b"], "two": ["b"], "six": ["c"]}
    assert broken(checked(visits, days, ["a"], orders=orders)) == [("gap_short", "a", 1)]
    assert broken(checked(visits, days, ["a", "c"])) == [("same_day", "c", 1)]
    late = {"six": ["b"]}
    assert broken(checked(visits, days, ["a"], orders=late)) == [("gap_long", "a", 2)]


def test_joint_visits():
    visits = [Candidate("a", 1, 60, joint="j"), Candidate("b", 1, 60, joint="j")]
    days = [shift(), shift("t", rep="ben", start_s=300), shift("u")]
    assert broken(checked(visits, days, ["a"])) == [("joint_alone", "a", 0)]
    assert broken(checked(visits, days, ["a"], orders={"u": ["b"]})) == [("joint_alone", "a", 0)]
    assert broken(checked(visits, days, ["a"], orders={"t": ["b"]})) == [("joint", "a", 300)]


def test_traffic_makes_the_way_longer():
    problem, matrix = on_line((0, 10), [Candidate("a", 1, 60, (Window(900, 900),))], [shift()])
    jam = replace(problem, traffic=(Traffic("", ((0, 150), (800, 100))),))
    assert check_order(jam, matrix, "s", ["a"]).stops[0].leg_duration_s == 850
    assert broken(check_order(replace(jam, candidates=(
        Candidate("a", 1, 60, (Window(800, 800),)),)), matrix, "s", ["a"])) == [("window", "a", 67)]


def test_what_is_unknown_is_named():
    for at, ids, code in (("x", [], "unknown_shift"), ("s", ["?"], "unknown_candidate"),
                          ("s", ["a", "a"], "candidate_twice")):
        with pytest.raises(EngineError) as caught:
            checked([Candidate("a", 1, 60)], [shift()], ids, at=at)
        assert caught.value.code == code


def test_an_empty_order_fits():
    check = checked([Candidate("a", 1, 60)], [shift()], [])
    assert check.fits and check.stops == () and check.start_s == check.end_s == 0


@settings(max_examples=30)
@given(problems())
def test_routes_of_a_plan_have_no_violation_and_the_same_times(problem):
    matrix = travel.build(problem.locations)
    solution = in_order(problem, matrix, [item.id for item in problem.candidates])
    orders = orders_of(solution)
    for route in solution.routes:
        check = check_order(problem, matrix, route.shift_id, orders[route.shift_id], orders)
        assert {v.code for v in check.violations} <= {"frozen_missing"}
        assert (check.stops, check.end_s) == (route.stops, route.end_s)
        assert (check.start_s, check.breaks) == (route.start_s, route.breaks)
        assert check.driving_s == route.driving_s


@settings(max_examples=100)
@given(problems(), st.randoms(use_true_random=False))
def test_an_order_fits_exactly_when_the_solver_could_use_it(problem, random):
    matrix = travel.build(problem.locations)
    evaluator = Evaluator(problem, matrix)
    order = list(range(len(problem.candidates)))
    random.shuffle(order)
    order = order[: random.randint(1, 4)]
    at = random.randrange(len(problem.shifts))
    names = [problem.candidates[item].id for item in order]
    check = check_order(problem, matrix, problem.shifts[at].id, names)
    allowed = all(at in evaluator.allowed(item) for item in order)
    broken = [v for v in check.violations if v.code not in ("frozen_missing", "joint_alone")]
    fits = evaluator.fits(at, order) and not evaluator.clients.clashes([order])
    assert (not broken) == (allowed and fits), check.violations
    assert all(v.code in VIOLATION_UNITS and v.size >= 0 for v in check.violations)
