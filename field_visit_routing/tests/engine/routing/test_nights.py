"""Nights away from home: taken when they pay, and only then."""

from itertools import product

import pytest
from engine.routing.nights import moved
from engine.routing.solution import Stay
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import DAY, HOUR, Candidate, Night, on_line, placed, replace, shift, solve_and_check

HOTEL = 1


def week(days=2, end_h=8):
    return [shift("d%d" % day, day=day, start_s=day * DAY, end_h=24 * day + end_h)
            for day in range(days)]


def away(price_s=1800, days=2, locations=(HOTEL,)):
    return tuple(Night("d%d" % day, "d%d" % (day + 1), locations, price_s)
                 for day in range(days - 1))


def far_trip(count=4, days=2, prize=60, **values):
    """Visits three hours from home, beside the hotel; one day alone has room for one."""
    visits = [Candidate("c%d" % at, 2 + at, HOUR, prize=prize) for at in range(count)]
    minutes = (0, 180, *(181 + at for at in range(count)))
    problem, matrix = on_line(minutes, visits, week(days), "most_value")
    return replace(problem, nights=away(days=days, **values)), matrix


def test_a_far_trip_is_worth_a_night():
    problem, matrix = far_trip()
    solution = solve_and_check(problem, matrix)
    assert solution.stays == (Stay("d0", HOTEL),)
    assert len(solution.placed()) == 4
    plain = solve_and_check(replace(problem, nights=()), matrix)
    assert solution.objective_value < plain.objective_value


def test_a_night_too_dear_is_not_taken():
    problem, matrix = far_trip(price_s=10**6)
    solution = solve_and_check(problem, matrix)
    assert solution.stays == ()
    assert solution.objective_value == solve_and_check(
        replace(problem, nights=()), matrix).objective_value


def test_the_price_is_in_the_objective():
    cheap, dear = (solve_and_check(*far_trip(price_s=price)) for price in (0, 1000))
    assert dear.objective_value - cheap.objective_value == 1000


def test_two_nights_in_a_row_when_only_the_whole_trip_pays():
    problem, matrix = far_trip(count=14, days=3)
    solution = solve_and_check(problem, matrix)
    assert solution.stays == (Stay("d0", HOTEL), Stay("d1", HOTEL))


def test_the_better_hotel_is_chosen():
    problem, matrix = far_trip(locations=(0, HOTEL))
    assert solve_and_check(problem, matrix).stays == (Stay("d0", HOTEL),)


def test_nobody_sleeps_away_without_a_visit_on_both_days():
    problem, matrix = far_trip(count=1, price_s=0, prize=90)
    solution = solve_and_check(problem, matrix)
    assert solution.stays == ()
    assert len(placed(solution)) == 1


@st.composite
def trips(draw):
    count = draw(st.integers(2, 4))
    minutes = (0, draw(st.integers(60, 200)), *(draw(st.integers(30, 230)) for _ in range(count)))
    visits = [Candidate("c%d" % at, 2 + at, HOUR, prize=draw(st.integers(0, 60)))
              for at in range(count)]
    problem, matrix = on_line(minutes, visits, week(3), "most_value")
    return replace(problem, nights=away(draw(st.integers(0, 9000)), 3)), matrix


@settings(max_examples=15)
@given(trips())
def test_agrees_with_every_choice_of_nights(case):
    problem, matrix = case
    values = []
    for taken in product((False, True), repeat=2):
        stays = [Stay(n.before, HOTEL) for n, yes in zip(problem.nights, taken) if yes]
        solution = solve_and_check(moved(problem, stays), matrix)
        used = {route.shift_id for route in solution.routes}
        if all({stay.before, "d%d" % (int(stay.before[1]) + 1)} <= used for stay in stays):
            values.append(solution.objective_value + problem.nights[0].price_s * len(stays))
    assert solve_and_check(problem, matrix).objective_value <= min(values)


@pytest.mark.parametrize("joint", ["", "together"])
def test_nights_beside_appointments_of_two(joint):
    problem, matrix = far_trip()
    pair = [Candidate("j%d" % at, 2, HOUR, prize=50, client=joint or "j%d" % at, joint=joint)
            for at in range(2)]
    bo = [shift("bo", rep="bo", start_location=HOTEL, end_location=HOTEL, start_s=4 * HOUR)]
    alone = tuple(replace(item, allowed_shifts=("d0", "d1")) for item in problem.candidates)
    problem = replace(problem, candidates=(*alone, *pair), shifts=(*problem.shifts, *bo))
    solution = solve_and_check(problem, matrix)
    assert solution.stays
    start = {s.candidate_id: s.start_s for route in solution.routes for s in route.stops}
    assert not joint or start["j0"] == start["j1"]
