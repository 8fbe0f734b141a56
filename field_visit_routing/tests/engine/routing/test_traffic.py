"""Driving by the time of day: the formula by hand, who leaves later never arrives earlier."""

import pytest
from engine.routing.timing import FOREVER, timetable
from engine.routing.traffic import depart_late, drive, least_percent, mean_percent, steps_by_profile
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    HOUR,
    Break,
    Candidate,
    Traffic,
    Window,
    on_line,
    replace,
    shift,
    solve_and_check,
)

ALWAYS = (Window(0, FOREVER),)
RUSH = ((600, 200), (1200, 50))


@pytest.mark.parametrize(("now", "left", "until", "expected"), [
    (0, 300, FOREVER, (300, 0)),           # before the first step as the matrix says
    (0, 600, FOREVER, (600, 0)),           # arrives as the step begins
    (0, 700, FOREVER, (800, 0)),           # 100 s left at half the speed
    (600, 301, FOREVER, (1201, 0)),        # 600 s do 300; the last second takes half of one
    (600, 400, FOREVER, (1250, 0)),        # 100 s left at twice the speed
    (1200, 3, FOREVER, (1202, 0)),         # rounded up: 1.5 s
    (0, 700, 650, (650, 75)),              # interrupted: 50 s at half the speed do 25
    (0, 700, 601, (601, 100)),             # one second does half a one: rounded down
    (0, 300, 300, (300, 0)),               # there when the interruption comes
    (700, 0, FOREVER, (700, 0)),
])
def test_driving_by_hand(now, left, until, expected):
    assert drive(RUSH, now, left, until) == expected


def test_without_steps_driving_is_addition():
    assert drive((), 10, 50) == (60, 0)
    assert drive((), 10, 50, 30) == (30, 30)
    assert drive((), 10, 50, 5) == (10, 50)


STEPS = st.lists(st.tuples(st.integers(0, 300), st.sampled_from((10, 33, 50, 100, 170, 400))),
                 max_size=5, unique_by=lambda step: step[0]).map(lambda steps: tuple(sorted(steps)))


@given(STEPS, st.integers(0, 300), st.integers(1, 60), st.integers(0, 120))
def test_who_leaves_later_arrives_later_to_within_a_second(steps, now, later, leg):
    assert drive(steps, now + later, leg)[0] >= drive(steps, now, leg)[0] - 1


@given(STEPS, st.integers(0, 300), st.integers(0, 120), st.integers(0, 200), st.integers(0, 200))
def test_the_late_departure_is_in_time(steps, earliest, leg, wait, slack):
    arrive_by = drive(steps, earliest, leg)[0] + wait
    departure, arrival = depart_late(steps, earliest, earliest + slack, leg, arrive_by)
    assert earliest <= departure <= earliest + slack
    assert arrival == drive(steps, departure, leg)[0] <= arrive_by
    if departure < min(earliest + slack, arrive_by - leg * least_percent(steps) // 100) - 1:
        assert drive(steps, departure + 1, leg)[0] > arrive_by


def test_profiles_that_never_differ_from_the_matrix_have_no_steps():
    flat, rush = Traffic("flat", ((0, 100), (60, 100))), Traffic("rush", RUSH)
    assert steps_by_profile((flat, rush)) == {"rush": RUSH}


def test_the_mean_pace_weighs_by_time():
    assert mean_percent(RUSH, 0, 1200) == 150
    assert mean_percent(RUSH, 600, 1800) == 125
    assert mean_percent((), 0, 1200) == mean_percent(RUSH, 5, 5) == 100


def test_a_break_interrupts_a_leg_in_traffic():
    """600 s as the matrix says, 600 s of rest, then 100 s of the leg at twice the speed."""
    day = shift(breaks=(Break(600, 600, 600),))
    table = timetable(day, [ALWAYS], [60], [700, 0], FOREVER, RUSH)
    (visit,) = table.visits
    assert (table.start_s, visit.arrival_s, visit.drive_s) == (0, 1250, 650)
    assert [pause.earliest_s for pause in visit.breaks] == [600]


def test_leaving_late_avoids_the_rush():
    day, opening = shift(), (Window(1800, 1800),)
    table = timetable(day, [opening], [0], [600, 0], FOREVER, RUSH)
    assert (table.start_s, table.visits[0].drive_s) == (1500, 300)
    early = timetable(replace(day, latest_start_s=900), [opening], [0], [600, 0], FOREVER, RUSH)
    assert (early.start_s, early.visits[0].arrival_s) == (900, 900 + 300 + 225)


def test_windows_hold_in_traffic():
    """Without traffic both are in time; in the rush only the one or the other."""
    visits = [Candidate("a", 1, 600, (Window(0, 1200),)), Candidate("b", 2, 600, (Window(0, 1900),))]
    problem, matrix = on_line((0, 10, 20), visits, [shift()])
    assert len(solve_and_check(problem, matrix).placed()) == 2
    jam = replace(problem, traffic=(Traffic("", ((0, 300),)),))
    solution = solve_and_check(jam, matrix)
    assert [item.code for item in solution.left_out] == ["unreachable", "unreachable"]
    rush = replace(problem, traffic=(Traffic("", ((0, 130),)),))
    (stop,) = solve_and_check(rush, matrix).routes[0].stops
    assert stop.leg_duration_s in (780, 1560)


# ---- begin and length of the day --------------------------------------------------------------
def test_a_short_day_begins_when_its_waiting_is_least():
    """From a at any time to b at 5:00: two hours are enough only when a comes late."""
    openings = [ALWAYS, (Window(5 * HOUR, 6 * HOUR),)]
    day = shift(max_duration_s=2 * HOUR)
    table = timetable(day, openings, [600, 600], [600, 600, 600], FOREVER)
    assert table.end_s - table.start_s <= 2 * HOUR
    assert table.visits[1].start_s == 5 * HOUR
    assert table.start_s == 5 * HOUR + 1200 - 2 * HOUR
    bound = replace(day, latest_start_s=3 * HOUR)
    late = timetable(bound, openings, [600, 600], [600, 600, 600], FOREVER)
    assert late.end_s - late.start_s > 2 * HOUR


def test_who_must_begin_early_waits_at_the_door():
    visit = Candidate("a", 1, HOUR, (Window(5 * HOUR, 6 * HOUR),))
    problem, matrix = on_line((0, 10), [visit], [shift(latest_start_s=4 * HOUR)])
    route = solve_and_check(problem, matrix).routes[0]
    assert (route.start_s, route.stops[0].wait_s) == (4 * HOUR, HOUR - 600)


def test_a_lunch_before_the_latest_start_only():
    """Lunch before the day begins makes it short enough, unless it must have begun by then."""
    lunch = Break(3 * HOUR, 3 * HOUR, HOUR)
    visit = Candidate("a", 1, HOUR, (Window(5 * HOUR, 5 * HOUR),))
    day = shift(breaks=(lunch,), max_duration_s=2 * HOUR)
    problem, matrix = on_line((0, 10), [visit], [day])
    route = solve_and_check(problem, matrix).routes[0]
    assert (route.start_s, route.breaks) == (5 * HOUR - 600, ())
    bound = replace(problem, shifts=(replace(day, latest_start_s=4 * HOUR - 1),))
    (left,) = solve_and_check(bound, matrix).left_out
    assert (left.code, left.remedy) == ("unreachable", "raise_max_duration")


def test_overtime_is_taken_when_it_pays():
    """A visit worth ten minutes of driving, an hour after the shift's end."""
    visit = Candidate("a", 1, HOUR, (Window(8 * HOUR, 9 * HOUR),), 2)
    for price, overtime_h, taken in ((0, 2, True), (1, 2, False), (0, 1, False)):
        day = shift(overtime_s=overtime_h * HOUR, overtime_price=price, end_location=None)
        problem, matrix = on_line((0, 5), [visit], [replace(day, end_s=8 * HOUR - 1)], "most_value")
        solution = solve_and_check(problem, matrix)
        assert bool(solution.routes) == taken, (price, overtime_h)
