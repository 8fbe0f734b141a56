"""The solver finds what is known to be best, and keeps every rule."""

from itertools import permutations

import pytest
from engine import matrix as travel
from engine.routing.stop import Cancelled, Solutions
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    DAY,
    HOUR,
    Break,
    Candidate,
    Location,
    Pin,
    Problem,
    Window,
    few,
    on_line,
    placed,
    reasons,
    replace,
    shift,
    solve_and_check,
)


def brute_force(problem, matrix):
    """Return (visits left out, least driving) of one shift, by trying every order."""
    day = problem.shifts[0]
    best = (len(problem.candidates), 0)
    for count in range(len(problem.candidates), 0, -1):
        for order in permutations(problem.candidates, count):
            driving = drive(day, matrix, order)
            if driving is not None:
                best = min(best, (len(problem.candidates) - count, driving))
        if best[1]:
            break
    return best


def drive(day, matrix, order):
    """Return the driving of an order that keeps windows and shift, else None."""
    here, now, driving = day.start_location, day.start_s, 0
    for item in order:
        leg = int(matrix.duration_s[here, item.location])
        now, driving, here = now + leg, driving + leg, item.location
        open_at = [max(now, w.start_s) for w in item.windows if now <= w.end_s]
        if item.windows and not open_at:
            return None
        now = (min(open_at) if item.windows else now) + item.service_s
    leg = int(matrix.duration_s[here, day.end_location])
    return driving + leg if now + leg <= day.end_s else None


@st.composite
def one_day(draw):
    count = draw(st.integers(4, 7))
    places = [Location(60.0 + draw(st.integers(0, 300)) / 1000,
                       24.7 + draw(st.integers(0, 500)) / 1000) for _ in range(count + 1)]
    candidates = []
    for at in range(count):
        begins = draw(st.lists(st.integers(0, 7), max_size=2))
        windows = tuple(Window(hour * HOUR, (hour + 1) * HOUR) for hour in begins)
        candidates.append(Candidate("c%d" % at, at + 1, 1200, windows))
    return Problem(tuple(places), tuple(candidates), (shift(),), "least_driving")


@settings(max_examples=25)
@given(one_day())
def test_agrees_with_brute_force(problem):
    matrix = travel.build(problem.locations)
    solution = solve_and_check(problem, matrix, few(200))
    driving = sum(route.driving_s for route in solution.routes)
    assert (len(solution.left_out), driving) == brute_force(problem, matrix)


def test_same_seed_same_answer():
    locations = [Location(60 + (7 * i % 31) / 100, 24 + (11 * i % 37) / 100) for i in range(31)]
    candidates = [Candidate("c%d" % i, i, 900, prize=i * 7 % 50) for i in range(1, 31)]
    problem = Problem(tuple(locations), tuple(candidates), (shift("a"), shift("b", rep="bo")))
    first = solve_and_check(problem, stop=Solutions(50), seed=3)
    assert solve_and_check(problem, stop=Solutions(50), seed=3) == first


def test_a_mandatory_visit_drives_out_worthier_ones():
    visits = [Candidate("m", 1, 2 * HOUR, prize=0, mandatory=True)]
    visits += [Candidate("o%d" % i, 2, HOUR, prize=100) for i in range(3)]
    problem, matrix = on_line((0, 60, 5), visits, [shift(end_h=5.2)], "most_value")
    solution = solve_and_check(problem, matrix)
    assert "m" in solution.placed()
    assert reasons(solution).keys() < {"o0", "o1", "o2"}


def test_more_mandatory_visits_than_fit_are_named():
    visits = [Candidate("m%d" % i, 1, 3 * HOUR, mandatory=True) for i in range(3)]
    problem, matrix = on_line((0, 10), visits, [shift(end_h=7)])
    solution = solve_and_check(problem, matrix)
    assert [item.code for item in solution.left_out] == ["no_room"]
    assert solution.left_out[0].params["extra_s"] == 2 * HOUR + 1200


def test_pins_of_shift_and_time_hold():
    visits = [Candidate("a", 1, HOUR, pin=Pin("late", 30 * HOUR)), Candidate("b", 2, HOUR)]
    shifts = [shift("early"), shift("late", end_h=32, start_s=24 * HOUR)]
    problem, matrix = on_line((0, 10, 20), visits, shifts)
    solution = solve_and_check(problem, matrix)
    stop = solution.routes_by_shift()["late"].stops
    assert [item.start_s for item in stop if item.candidate_id == "a"] == [30 * HOUR]


@pytest.mark.parametrize(
    ("pin", "cause"),
    [
        (Pin("nowhere"), "unknown_shift"),
        (Pin("s", 1 * HOUR), "closed"),
        (Pin(None, 9 * HOUR), "outside_shift"),
        (Pin("t"), "not_allowed"),
        (Pin("s", 5 * 60 + 7 * HOUR), "unreachable"),
    ],
)
def test_a_pin_that_cannot_be_kept_says_why(pin, cause):
    windows = (Window(2 * HOUR, 10 * HOUR),)
    visit = Candidate("a", 1, 1800, windows, allowed_shifts=("s",), pin=pin)
    problem, matrix = on_line((0, 40), [visit], [shift(), shift("t", rep="bo")])
    left = reasons(solve_and_check(problem, matrix))["a"]
    assert (left.code, left.params["cause"]) == ("pin_conflict", cause)


def test_two_pins_to_one_moment_leave_one_occupied():
    visits = [Candidate(name, 1, HOUR, pin=Pin("s", 2 * HOUR)) for name in "ab"]
    problem, matrix = on_line((0, 10), visits, [shift()])
    left = solve_and_check(problem, matrix).left_out
    assert [(item.code, item.params["cause"]) for item in left] == [("pin_conflict", "occupied")]


def test_several_windows_per_candidate():
    visit = Candidate("a", 1, HOUR, (Window(0, 300), Window(3 * HOUR, 4 * HOUR)))
    problem, matrix = on_line((0, 10), [visit], [shift()])
    stop = solve_and_check(problem, matrix).routes[0].stops[0]
    assert (stop.start_s, stop.wait_s) == (3 * HOUR, 0)


def test_leaves_home_late_instead_of_waiting_at_the_door():
    visit = Candidate("a", 1, HOUR, (Window(5 * HOUR, 6 * HOUR),))
    problem, matrix = on_line((0, 10), [visit], [shift()])
    assert solve_and_check(problem, matrix).routes[0].start_s == 5 * HOUR - 600


def test_a_lunch_before_the_first_visit_makes_nobody_leave_early():
    visit = Candidate("a", 1, HOUR, (Window(5 * HOUR, 6 * HOUR),))
    lunch = Break(5 * HOUR - 1800, 5 * HOUR + 1800, 1800)
    problem, matrix = on_line((0, 10), [visit], [shift(breaks=(lunch,))])
    route = solve_and_check(problem, matrix).routes[0]
    assert route.start_s == 5 * HOUR - 1800 - 600
    assert route.stops[0].wait_s == 0


def test_lunch_is_taken_between_visits():
    visits = [Candidate(name, 1, HOUR) for name in "abcd"]
    lunch = Break(2 * HOUR, 3 * HOUR, 1800)
    problem, matrix = on_line((0, 10), visits, [shift(end_h=5, breaks=(lunch,))])
    solution = solve_and_check(problem, matrix)
    assert len(solution.routes[0].breaks) == 1
    assert len(solution.left_out) == 0
    tight = replace(problem, shifts=(shift(end_h=4.7, breaks=(lunch,)),))
    assert len(solve_and_check(tight, matrix).left_out) == 1


def test_open_start_and_end_cost_no_driving():
    visits = [Candidate("a", 1, HOUR), Candidate("b", 2, HOUR)]
    day = shift(start_location=None, end_location=None)
    problem, matrix = on_line((0, 60, 70), visits, [day])
    assert solve_and_check(problem, matrix).routes[0].driving_s == 600


def test_bounds_on_stops_and_driving():
    visits = [Candidate("c%d" % i, i, 60) for i in range(1, 5)]
    problem, matrix = on_line((0, 10, 20, 30, 40), visits, [shift(max_stops=2)])
    assert len(solve_and_check(problem, matrix).placed()) == 2
    short = replace(problem, shifts=(shift(max_driving_s=3600),))
    assert placed(solve_and_check(short, matrix))["s"] in (["c1", "c2", "c3"], ["c3", "c2", "c1"])


def test_each_shift_drives_with_its_profile():
    fast = travel.Profile(80.0, 1.0)
    problem = Problem(
        (Location(60.0, 24.0), Location(60.1, 24.0)),
        (Candidate("a", 1, 60, prize=9),), (shift(profile="fast"),))
    provider = travel.GeodesicProvider(travel.Profile(40.0, 1.0), {"fast": fast})
    leg = solve_and_check(problem, provider.travel(problem.locations)).routes[0].stops[0]
    assert leg.leg_duration_s == pytest.approx(11_119.5 / (80 / 3.6), abs=1)


def test_earliest_finish_ends_earlier_than_least_driving():
    near = Candidate("near", 1, 600, (Window(4 * HOUR, 8 * HOUR),))
    visits = [near, Candidate("far", 2, 600)]
    problem, matrix = on_line((0, 10, -30), visits, [shift()], "earliest_finish")
    route = solve_and_check(problem, matrix).routes[0]
    assert [stop.candidate_id for stop in route.stops] == ["far", "near"]
    assert route.end_s == 4 * HOUR + 1200


def test_a_cancelled_search_still_answers():
    visits = [Candidate("c%d" % i, i % 5, 600) for i in range(20)]
    problem, matrix = on_line((0, 10, 20, 30, 40), visits, [shift()])
    solution = solve_and_check(problem, matrix, Cancelled(lambda: True))
    assert len(solution.placed()) == 20


def test_progress_gets_better_and_better():
    seen = []
    locations = [Location(60 + (7 * i % 31) / 100, 24 + (11 * i % 37) / 100) for i in range(21)]
    candidates = [Candidate("c%d" % i, i, 600) for i in range(1, 21)]
    problem = Problem(tuple(locations), tuple(candidates), (shift(),), "least_driving")
    solution = solve_and_check(problem, on_progress=seen.append)
    values = [item.best_objective for item in seen]
    assert values == sorted(values, reverse=True)
    assert values[-1] >= solution.objective_value


def test_thousands_of_candidates_are_accepted():
    """Far more than enter the search: times come on demand, everybody gets a reason."""
    count = 2500
    locations = [Location(60 + i % 53 / 100, 24 + i % 97 / 100) for i in range(count + 1)]
    candidates = [Candidate("c%d" % i, i, 1800, prize=i % 90) for i in range(1, count + 1)]
    shifts = [shift("%s%d" % (rep, day), rep=rep, day=day, start_s=day * DAY,
                    end_h=24 * day + 8) for rep in "ab" for day in range(2)]
    problem = Problem(tuple(locations), tuple(candidates), tuple(shifts))
    lazy = travel.GeodesicProvider().travel(problem.locations)
    assert not isinstance(lazy, travel.Matrix)
    solution = solve_and_check(problem, lazy, few(20))
    assert len(solution.placed()) > 30
    assert {item.code for item in solution.left_out} == {"outscored"}


def test_many_candidates_of_several_reps_are_split_by_rep():
    locations = [Location(60, 24), Location(61, 25)]
    locations += [Location(60 + i % 2 + i / 4000, 24 + i % 2) for i in range(160)]
    candidates = [Candidate("c%d" % i, i + 2, 600, prize=99) for i in range(160)]
    shifts = [shift("a", rep="a"), shift("b", rep="b", start_location=1, end_location=1)]
    problem = Problem(tuple(locations), tuple(candidates), tuple(shifts))
    routes = placed(solve_and_check(problem, stop=few(20)))
    assert {int(name[1:]) % 2 for name in routes["a"]} == {0}
    assert {int(name[1:]) % 2 for name in routes["b"]} == {1}


def test_a_customer_closed_on_the_nearest_reps_only_day_does_no_harm():
    """Shared out to a rep whose one shift ends before the place opens: left out, no crash."""
    locations = [Location(60, 24), Location(61, 25)]
    locations += [Location(60 + i % 2 + i / 4000, 24 + i % 2) for i in range(160)]
    monday = (Window(DAY + HOUR, DAY + 6 * HOUR),)
    candidates = [Candidate("c%d" % i, i + 2, 600, monday, prize=99) for i in range(160)]
    shifts = [shift("a", rep="a"), shift("b", rep="b", day=1, start_s=DAY, end_h=32)]
    problem = Problem(tuple(locations), tuple(candidates), tuple(shifts))
    routes = placed(solve_and_check(problem, stop=few(20)))
    assert not routes.get("a")
    assert routes["b"]
