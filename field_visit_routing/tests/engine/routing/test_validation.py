"""Every kind of bad input gets its code, its place, its field and its value."""

import math

import pytest
from engine import matrix as travel
from engine.errors import InvalidProblem
from engine.routing import ISSUE_CODES, errors_of, validate
from engine.routing.baseline import in_order
from strategies import (
    Break,
    Candidate,
    Location,
    Pin,
    Problem,
    Window,
    few,
    replace,
    shift,
    solve_and_check,
)

HOME = Location(60.17, 24.94)
GOOD = Problem((HOME, Location(60.2, 24.9)), (Candidate("a", 1, 1800, prize=50),), (shift(),))


def candidate(**values):
    return replace(GOOD, candidates=(replace(GOOD.candidates[0], **values),))


def day(**values):
    return replace(GOOD, shifts=(shift(**values),))


def place(lat, lon):
    return replace(GOOD, locations=(HOME, Location(lat, lon)))


CASES = [
    (replace(GOOD, candidates=()), "no_candidates", "problem", "candidates", "0"),
    (replace(GOOD, shifts=()), "no_shifts", "problem", "shifts", "0"),
    (replace(GOOD, objective="fun"), "unknown_objective", "problem", "objective", "fun"),
    (place(91, 24.9), "latitude_range", "location:1", "lat", "91"),
    (place(60.2, -181.0), "longitude_range", "location:1", "lon", "-181.0"),
    (place(math.nan, 24.9), "not_finite", "location:1", "lat", "nan"),
    (place(60.2, math.inf), "not_finite", "location:1", "lon", "inf"),
    (place("abc", 24.9), "not_a_number", "location:1", "lat", "'abc'"),
    (candidate(location=7), "unknown_location", "candidate:a", "location", "7"),
    (candidate(location=-1), "unknown_location", "candidate:a", "location", "-1"),
    (candidate(service_s=-60), "negative", "candidate:a", "service_s", "-60"),
    (candidate(prize=-1), "negative", "candidate:a", "prize", "-1"),
    (candidate(prize=10**9), "too_large", "candidate:a", "prize", "1000000000"),
    (candidate(windows=(Window(9, 5),)), "window_reversed", "candidate:a", "windows", "9–5"),
    (candidate(allowed_shifts=("x",)), "unknown_shift", "candidate:a", "allowed_shifts", "x"),
    (candidate(pin=Pin(None, -5)), "negative", "candidate:a", "pin.start_s", "-5"),
    (candidate(id=""), "empty_id", "candidate:", "id", ""),
    (replace(GOOD, candidates=GOOD.candidates * 2), "duplicate_id", "candidate:a", "id", "a"),
    (replace(GOOD, shifts=GOOD.shifts * 2), "duplicate_id", "shift:s", "id", "s"),
    (day(start_s=9 * 3600), "shift_reversed", "shift:s", "end_s", "32400–28800"),
    (day(start_location=9), "unknown_location", "shift:s", "start_location", "9"),
    (day(max_stops=-1), "negative", "shift:s", "max_stops", "-1"),
    (day(breaks=(Break(9, 5, 60),)), "break_reversed", "shift:s", "breaks", "9–5"),
    (day(breaks=(Break(5, 9, -60),)), "negative", "shift:s", "breaks.duration_s", "-60"),
    (day(end_h=0.1), "shift_too_short", "shift:s", "end_s", "360"),
    (place(-33.9, 151.2), "far_away", "candidate:a", "location", "-33.90000, 151.20000"),
]


@pytest.mark.parametrize(("problem", "code", "where", "field", "value"), CASES)
def test_the_finding_names_field_and_value(problem, code, where, field, value):
    found = {(i.code, i.where, i.field, i.value) for i in validate(problem)}
    assert (code, where, field, value) in found
    assert code in ISSUE_CODES


@pytest.mark.parametrize("problem", [case[0] for case in CASES if errors_of(validate(case[0]))])
def test_solver_and_baseline_refuse_with_the_findings(problem):
    matrix = travel.build(GOOD.locations)
    with pytest.raises(InvalidProblem) as caught:
        solve_and_check(problem, matrix)
    assert caught.value.issues == errors_of(validate(problem, matrix))
    with pytest.raises(InvalidProblem):
        in_order(problem, matrix, ["a"])


def test_a_good_problem_has_no_finding_and_equal_places_are_fine():
    twins = replace(GOOD, candidates=(*GOOD.candidates, replace(GOOD.candidates[0], id="b")))
    assert validate(GOOD, travel.build(GOOD.locations)) == ()
    assert solve_and_check(twins).placed() == {"a", "b"}


def test_warnings_do_not_forbid_solving():
    far = place(-33.9, 151.2)
    assert errors_of(validate(far)) == ()
    solution = solve_and_check(far, stop=few(5))
    assert solution.left_out[0].code == "unreachable"


def test_a_matrix_of_another_size_or_with_negative_times_is_refused():
    negative = travel.from_lists([[0, -7], [5, 0]], [[0, 1], [1, 0]])
    codes = [issue.code for issue in validate(GOOD, negative)]
    assert codes == ["matrix_negative"]
    assert validate(GOOD, travel.build([HOME]))[0].code == "matrix_size"


def test_a_hole_is_a_warning_and_never_driven():
    hole = travel.from_lists([[0, -1], [-1, 0]], [[0, -1], [-1, 0]])
    assert {issue.code for issue in validate(GOOD, hole)} == {"matrix_hole"}
    solution = solve_and_check(GOOD, hole)
    assert [item.code for item in solution.left_out] == ["unreachable"]
