"""A day against its plan: hand-made days with known answers, and properties of any day."""
from dataclasses import replace

import pytest
from engine.field import corridor
from engine.field.progress import Day, Fix, Limits, Stop, judge
from engine.geo import great_circle_m
from hypothesis import given
from hypothesis import strategies as st

START = (60.17, 24.94)
PLACES = ((60.18, 24.95), (60.19, 24.93), (60.20, 24.96))
LIMITS = Limits()
NINE = 9 * 3600


def day_of(*states, **more):
    """Visits at nine, ten and eleven, half an hour each, ten minutes apart."""
    stops = tuple(
        Stop(id=number + 1, state=state, planned_s=NINE + 3600 * number, service_s=1800, travel_s=600, place=place)
        for number, (state, place) in enumerate(zip(states, PLACES)))
    return Day(stops=stops, start=START, end=START, **more)


def changed(day, number, **values):
    stops = [replace(stop, **values) if stop.id == number else stop for stop in day.stops]
    return replace(day, stops=tuple(stops))


def codes(progress):
    return [alert.code for alert in progress.alerts]


@pytest.mark.parametrize("states, state, current, following", [
    (("open", "open", "open"), "not_begun", 0, 1),
    (("here", "open", "open"), "visiting", 1, 2),
    (("done", "open", "open"), "between", 0, 2),
    (("done", "missed", "open"), "between", 0, 3),
    (("done", "done", "missed"), "finished", 0, 0),
])
def test_where_the_day_is(states, state, current, following):
    progress = judge(day_of(*states), LIMITS, NINE)
    assert (progress.state, progress.current_id, progress.next_id) == (state, current, following)
    assert progress.done == states.count("done") and progress.total == 3


def test_no_stops():
    assert judge(Day(stops=()), LIMITS, NINE).state == "none"


def test_set_out():
    day = changed(day_of("done", "open", "open"), 2, set_out_s=NINE + 1800)
    assert judge(day, LIMITS, NINE + 1900).state == "travelling"
    assert dict(judge(day, LIMITS, NINE + 1900).arrivals)[2] == NINE + 2400


def test_who_is_on_time_is_not_late():
    progress = judge(day_of("open", "open", "open"), LIMITS, NINE - 600)
    assert progress.late_s == 0 and progress.alerts == ()
    assert progress.arrivals == ((1, NINE), (2, NINE + 2400), (3, NINE + 6000))


def test_an_overrun_makes_the_next_ones_late():
    day = changed(day_of("here", "open", "open"), 1, began_s=NINE + 2400)
    progress = judge(day, LIMITS, NINE + 4200)
    assert dict(progress.arrivals)[2] == NINE + 4800 and progress.late_s == 1200
    assert codes(progress) == []  # nobody was promised anything


def test_late_to_a_promised_time():
    day = changed(changed(day_of("here", "open", "open"), 1, began_s=NINE + 2400), 2, promised=True)
    alert, = judge(day, LIMITS, NINE + 4200).alerts
    assert (alert.code, alert.stop_ids, alert.value) == ("late", (2,), 1200)


def test_no_check_in():
    progress = judge(day_of("done", "open", "open"), LIMITS, NINE + 3600 + 1000)
    alert = next(alert for alert in progress.alerts if alert.code == "no_check_in")
    assert (alert.stop_ids, alert.value) == ((2,), 1000)
    assert "no_check_in" not in codes(judge(day_of("here", "open", "open"), LIMITS, NINE + 9000))


def test_the_position_tells_better_than_the_plan():
    far = (60.40, 25.30)
    day = day_of("done", "open", "open", fixes=(Fix(NINE + 1790, far),))
    expected = NINE + 1800 + corridor.travel_s(far, PLACES[1], 10.0, 1.3)
    assert dict(judge(day, LIMITS, NINE + 1800).arrivals)[2] == expected
    old = day_of("done", "open", "open", fixes=(Fix(NINE, far),))
    assert dict(judge(old, LIMITS, NINE + 1800).arrivals)[2] == NINE + 2400


def test_off_the_way_twice():
    away = (60.40, 25.30)
    once = (Fix(NINE - 60, PLACES[0]), Fix(NINE, away))
    twice = (Fix(NINE - 60, away), Fix(NINE, away))
    assert "off_route" not in codes(judge(day_of("open", "open", "open", fixes=once), LIMITS, NINE))
    assert "off_route" in codes(judge(day_of("open", "open", "open", fixes=twice), LIMITS, NINE))
    assert "off_route" not in codes(judge(day_of("done", "done", "done", fixes=twice), LIMITS, NINE))
    assert "off_route" not in codes(judge(day_of("open", "open", "open", fixes=twice), LIMITS, NINE + 3600))
    vague = tuple(replace(fix, accuracy_m=50_000) for fix in twice)
    assert "off_route" not in codes(judge(day_of("open", "open", "open", fixes=vague), LIMITS, NINE))


STATES = st.lists(st.sampled_from(["done", "missed"]), max_size=2).flatmap(
    lambda closed: st.sampled_from([closed + ["here"], closed + ["open"]]).map(lambda head: (head + ["open"] * 3)[:3]))
MOMENTS = st.integers(NINE - 7200, NINE + 14400)


@given(STATES, MOMENTS, st.integers(0, 7200))
def test_time_makes_nobody_earlier(states, now_s, more_s):
    day = day_of(*states)
    before, after = judge(day, LIMITS, now_s), judge(day, LIMITS, now_s + more_s)
    assert after.late_s >= before.late_s
    assert len(after.alerts) >= len(before.alerts)
    assert all(late >= soon for (_a, soon), (_b, late) in zip(before.arrivals, after.arrivals))


@given(STATES, MOMENTS)
def test_what_counts_adds_up(states, now_s):
    progress = judge(day_of(*states), LIMITS, now_s)
    open_ids = [number + 1 for number, state in enumerate(states) if state == "open"]
    assert [key for key, _arrival in progress.arrivals] == open_ids
    assert progress.done + progress.missed + len(open_ids) + bool(progress.current_id) == progress.total
    moments = [arrival for _key, arrival in progress.arrivals]
    assert moments == sorted(moments) and all(moment >= now_s for moment in moments)


POSITIONS = st.tuples(st.floats(-60, 60), st.floats(-179.9, 179.9))
NEAR = st.floats(-0.4, 0.4)


@given(POSITIONS, NEAR, NEAR, NEAR, NEAR, st.floats(0, 1))
def test_distance_from_a_line(start, dlat, dlon, alat, alon, share):
    """The line's nearest point is no farther than any point of it, and as near as the nearest of many."""
    end = (start[0] + dlat, start[1] + dlon)
    place = (start[0] + alat, start[1] + alon)
    found = corridor.segment_m(place, start, end)
    samples = [great_circle_m(*place, start[0] + dlat * i / 400, start[1] + dlon * i / 400) for i in range(401)]
    step = great_circle_m(*start, *end) / 400
    assert min(samples) * 0.99 - step - 50 <= found <= min(samples) * 1.01 + 50
    on_it = (start[0] + dlat * share, start[1] + dlon * share)
    assert corridor.off_line_m(on_it, (start, end)) <= 60


def test_a_line_of_one_place():
    assert corridor.off_line_m(START, (START,)) == 0.0
    assert corridor.off_line_m(PLACES[0], (START,)) == pytest.approx(great_circle_m(*START, *PLACES[0]))
    assert corridor.off_line_m(START, ()) == 0.0
