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
    Night,
    Pin,
    Problem,
    Published,
    Traffic,
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


def traffic(*steps):
    return replace(GOOD, traffic=(Traffic("", steps),))


def night(before, after, locations=(1,), price_s=0):
    return replace(GOOD, nights=(Night(before, after, locations, price_s),))


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
    (candidate(load=-1), "negative", "candidate:a", "load", "-1"),
    (candidate(ordinal=-1), "negative", "candidate:a", "ordinal", "-1"),
    (candidate(min_gap_days=-1), "negative", "candidate:a", "min_gap_days", "-1"),
    (candidate(min_gap_days=400), "too_large", "candidate:a", "min_gap_days", "400"),
    (candidate(min_gap_days=3, max_gap_days=2), "gap_reversed", "candidate:a", "max_gap_days", "2"),
    (candidate(joint="j"), "joint_alone", "joint:j", "joint", "j"),
    (candidate(shift_prices=(("x", 5),)), "unknown_shift", "candidate:a", "shift_prices", "x"),
    (candidate(shift_prices=(("s", -5),)), "negative", "candidate:a", "shift_prices", "-5"),
    (candidate(pin=Pin(day=-1)), "negative", "candidate:a", "pin.day", "-1"),
    (candidate(pin=Pin(order=-1)), "negative", "candidate:a", "pin.order", "-1"),
    (candidate(published=Published("s", -1)), "negative", "candidate:a", "published.start_s", "-1"),
    (day(capacity=-1), "negative", "shift:s", "capacity", "-1"),
    (day(overtime_s=-1), "negative", "shift:s", "overtime_s", "-1"),
    (day(overtime_price=10**9), "too_large", "shift:s", "overtime_price", "1000000000"),
    (day(max_duration_s="x"), "not_a_number", "shift:s", "max_duration_s", "'x'"),
    (day(start_s=60, latest_start_s=30), "latest_start_early", "shift:s", "latest_start_s", "30"),
    (day(first=("x",)), "unknown_candidate", "shift:s", "first", "x"),
    (day(first=("a", "a")), "duplicate_first", "shift:s", "first", "a"),
    (replace(GOOD, prize_s=-1), "negative", "problem", "prize_s", "-1"),
    (replace(GOOD, change_price_s=-1), "negative", "problem", "change_price_s", "-1"),
    (traffic((60, 100), (60, 110)), "steps_not_rising", "traffic:", "steps", "60"),
    (traffic((-1, 100)), "negative", "traffic:", "steps", "-1"),
    (traffic((60, 9)), "percent_range", "traffic:", "steps", "9"),
    (traffic((60, 1001)), "percent_range", "traffic:", "steps", "1001"),
    (traffic((60, 1.5)), "not_a_number", "traffic:", "steps", "1.5"),
    (replace(GOOD, traffic=(Traffic("", ()),) * 2), "duplicate_traffic", "traffic:", "profile", ""),
    (night("s", "t"), "unknown_shift", "night:s", "after", "t"),
    (night("s", "s"), "night_not_adjacent", "night:s", "after", "s"),
    (night("s", "s", ()), "night_no_place", "night:s", "locations", ""),
    (night("s", "s", (7,)), "unknown_location", "night:s", "locations", "7"),
    (night("s", "s", price_s=-1), "negative", "night:s", "price_s", "-1"),
    (replace(GOOD, nights=(Night("s", "s", (1,)),) * 2), "duplicate_night", "night:s", "before", "s"),
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


def test_a_night_joins_two_shifts_of_one_rep_that_follow_each_other():
    week = [shift(name, rep=rep, day=at, start_s=at * 86400, end_h=24 * at + 8)
            for at, (name, rep) in enumerate([("a", "x"), ("b", "x"), ("c", "x"), ("d", "y")])]
    for before, after, wrong in [("a", "b", 0), ("a", "c", 1), ("b", "a", 1), ("c", "d", 1)]:
        nights = (Night(before, after, (1,)),)
        found = validate(replace(GOOD, shifts=tuple(week), nights=nights))
        assert [issue.code for issue in found] == ["night_not_adjacent"] * wrong


def test_visits_of_a_client_have_different_numbers_but_for_a_joint_one():
    item = replace(GOOD.candidates[0], client="c")
    twins = replace(GOOD, candidates=(item, replace(item, id="b")))
    assert [(i.code, i.params["client"]) for i in validate(twins)] == [("duplicate_ordinal", "c")]
    pair = tuple(replace(each, joint="j") for each in twins.candidates)
    assert validate(replace(GOOD, candidates=pair)) == ()


HOUR = 3600
WEEK = tuple(shift("s%d" % at, day=at, start_s=at * 24 * HOUR, end_h=24 * at + 8) for at in range(3))


def pinned(pins, shifts=WEEK, **values):
    """Visits named a, b, … of half an hour with these pins; ``values`` are lists beside them."""
    items = []
    for at, pin in enumerate(pins):
        own = {name: column[at] for name, column in values.items()}
        items.append(Candidate("abcdef"[at], 1, 1800, pin=pin, **own))
    return replace(GOOD, candidates=tuple(items), shifts=tuple(shifts))


def first(*names):
    return (replace(WEEK[0], first=names), *WEEK[1:])


PAIRS = [
    (pinned([Pin("s0", HOUR), Pin("s0", HOUR + 60)]), "same_time"),
    (pinned([Pin(None, HOUR), Pin(None, HOUR)]), "same_time"),
    (pinned([Pin("s0", 2 * HOUR, order=1), Pin("s0", HOUR, order=2)]), "order_time"),
    (pinned([Pin("s0", order=1), Pin("s0", order=2)], first("b")), "order_first"),
    (pinned([Pin(None, 2 * HOUR), Pin("s0", HOUR)], first("a")), "first_time"),
    (pinned([Pin(day=1), Pin("s1")], client="cc", ordinal=(0, 1)), "same_day"),
    (pinned([Pin("s0"), Pin("s1")], client="cc", ordinal=(0, 1), min_gap_days=(1, 2)), "gap"),
    (pinned([Pin("s1"), Pin("s0")], client="cc", ordinal=(0, 1)), "gap"),
    (pinned([Pin("s0"), Pin("s2")], client="cc", ordinal=(0, 1), max_gap_days=(None, 1)), "gap"),
    (pinned([Pin("s0"), Pin(rep="anna")], joint="jj"), "same_rep"),
]


@pytest.mark.parametrize(("problem", "cause"), PAIRS)
def test_pins_that_contradict_each_other_are_named_in_pairs(problem, cause):
    found = [issue for issue in validate(problem) if issue.code == "pins_contradict"]
    assert [(i.params["cause"], i.severity) for i in found] == [(cause, "warning")]
    assert {found[0].where, "candidate:" + found[0].value} == {"candidate:a", "candidate:b"}


@pytest.mark.parametrize(("minutes", "found"), [(30, []), (29, ["too_far"]), (-1, ["too_far"])])
def test_two_times_with_too_long_a_way_between_are_named(minutes, found):
    """The way takes an hour, in the middle of the night half of that."""
    two = pinned([Pin("s0", HOUR), Pin("s0", HOUR + 1800 + minutes * 60)])
    items = (two.candidates[0], replace(two.candidates[1], location=0))
    problem = replace(two, candidates=items, traffic=(Traffic("", ((0, 50),)),))
    way = travel.from_lists([[0, 3600], [3600, 0]], [[0, 1], [1, 0]])
    if minutes < 0:
        way.duration_s[1, 0] = -1
        items = (items[0], replace(items[1], pin=Pin("s0", 5 * HOUR)))
        problem = replace(problem, candidates=items)
    causes = [i.params["cause"] for i in validate(problem, way) if i.code == "pins_contradict"]
    assert causes == found


def test_a_joint_visit_pinned_to_two_times_is_named():
    shifts = (shift("s0"), shift("t0", rep="bo"))
    pair = pinned([Pin("s0", HOUR), Pin("t0", 2 * HOUR)], shifts, joint="jj")
    assert [issue.params["cause"] for issue in validate(pair)] == ["joint_time"]


@pytest.mark.parametrize("problem", [
    pinned([Pin("s0", HOUR), Pin("s0", HOUR + 1800)]),
    pinned([Pin("s0", HOUR, order=1), Pin("s0", 2 * HOUR, order=1)]),
    pinned([Pin("s0", order=1), Pin("s0", order=2)], first("a", "b")),
    pinned([Pin("s0"), Pin("s1")], client="cc", ordinal=(0, 1)),
    pinned([Pin("s0"), Pin()], client="cc", ordinal=(0, 1)),
])
def test_pins_that_can_be_kept_together_are_not(problem):
    assert validate(problem) == ()


def test_a_pin_elsewhere_than_the_route_it_begins_and_too_many_pins_are_named():
    assert [i.code for i in validate(pinned([Pin("s1")], first("a")))] == ["pin_against_first"]
    full = (replace(WEEK[0], max_stops=1), *WEEK[1:])
    found = validate(pinned([Pin("s0"), Pin("s0")], full))
    assert [(i.code, i.where, i.value) for i in found] == [("pins_over_max_stops", "shift:s0", "2")]
