"""The way to each visit: nothing is counted twice, nothing is made up, gaps stay gaps."""
import pytest
from engine.field import track
from engine.field.legs import Leg, Stop, legs
from engine.field.track import Fix, Kept
from hypothesis import given
from hypothesis import strategies as st

#: Degrees of latitude that are a hundred metres.
STEP = 0.0009
FIXES = st.lists(st.builds(
    Fix, at_s=st.integers(0, 4000), lat=st.integers(-40, 40).map(lambda step: 60.0 + step * STEP),
    lon=st.integers(-40, 40).map(lambda step: 24.0 + step * STEP)), max_size=30)
STOPS = st.lists(st.tuples(st.integers(-100, 4100), st.none() | st.integers(-100, 4500)), max_size=8).map(
    lambda times: [Stop(number, began, ended) for number, (began, ended) in enumerate(times)])


def at(second, steps, until=None):
    return Kept(Fix(second, 60.0 + STEP * steps, 24.0), second if until is None else until)


def way(kept, *stops):
    """Distance and part of it without signal of each stop, in hundreds of metres."""
    found = legs(kept, [Stop(number, *times) for number, times in enumerate(stops)])
    return {number: (round(leg.distance_m / 100.0, 1), round(leg.gap_m / 100.0, 1)) for number, leg in found.items()}


def drive(first, last, steps, start=0):
    """A position each minute, evenly on the way."""
    return [at(second, start + steps * (second - first) / (last - first)) for second in range(first, last + 1, 60)]


@given(FIXES, STOPS)
def test_legs_are_together_no_longer_than_the_trail(fixes, stops):
    kept, _last = track.thin(fixes)
    followed, across = track.length_m(kept)
    found = legs(kept, stops)
    assert sum(leg.distance_m for leg in found.values()) <= followed + across + 1e-6
    assert sum(leg.gap_m for leg in found.values()) <= across + 1e-6
    assert all(0 <= leg.gap_m <= leg.distance_m + 1e-9 for leg in found.values())


@given(FIXES, STOPS, st.randoms(use_true_random=False))
def test_the_order_of_stops_makes_no_difference(fixes, stops, chance):
    kept, _last = track.thin(fixes)
    mixed = list(stops)
    chance.shuffle(mixed)
    assert legs(kept, mixed) == legs(kept, stops)


@given(FIXES, st.integers(0, 4000))
def test_one_stop_has_the_whole_way_up_to_it(fixes, began):
    kept = [item for item in track.thin(fixes)[0] if item.fix.at_s <= began]
    found = legs(kept, [Stop(1, began)])
    assert found.get(1, Leg()).distance_m == pytest.approx(sum(track.length_m(kept)))


@given(STOPS)
def test_without_positions_nothing_is_known(stops):
    assert legs([], stops) == {}


@given(FIXES)
def test_without_stops_there_is_no_leg(fixes):
    assert legs(track.thin(fixes)[0], []) == {}


def test_each_visit_has_the_way_from_the_one_before():
    kept = [*drive(0, 600, 10), *drive(1800, 2400, 20, 10)]
    assert way(kept, (600, 1800), (2400, 3000)) == {0: (10, 0), 1: (20, 0)}


def test_steps_at_a_visit_belong_to_no_way():
    kept = [*drive(0, 600, 10), *drive(660, 1200, 3, 10), *drive(1200, 1800, 20, 13)]
    assert way(kept, (660, 1200), (1800, None)) == {0: (10, 0), 1: (20, 0)}


def test_the_way_home_belongs_to_no_visit():
    assert way([*drive(0, 600, 10), *drive(1200, 3000, -10, 10)], (600, 1200)) == {0: (10, 0)}


def test_a_silent_phone_leaves_a_gap():
    assert way([at(0, 0), at(1800, 10, 2000), at(3900, 30)], (1800, 2000), (3900, None)) == {0: (10, 10), 1: (20, 20)}


def test_a_silence_over_arrival_and_end_is_shared_by_the_time_on_the_road():
    # there for a minute before check-in, home two hours after: one part in 121 of the way was driven to the visit
    kept = [*drive(0, 540, 10), at(540 + 60 + 1800 + 7200, 131)]
    assert way(kept, (600, 2400)) == {0: (11, 1)}


def test_a_silence_over_two_visits_is_shared_among_their_ways():
    assert way([at(0, 0), at(4000, 30)], (1000, 2000), (4000, None)) == {0: (10, 10), 1: (20, 20)}


def test_next_door_is_no_way_at_all_and_known():
    assert way([at(0, 0, 900), at(900, 0.6, 5000)], (900, 1800), (2000, 2100)) == {0: (0.6, 0), 1: (0, 0)}


def test_a_phone_that_woke_up_on_arrival_says_nothing_of_the_way():
    assert way([at(1000, 5, 1500)], (1200, None)) == {}


def test_a_visit_left_after_the_next_had_begun():
    kept = drive(0, 3000, 50)
    assert way(kept, (600, 2900), (1800, 2400)) == {0: (10, 0), 1: (20, 0)}


def test_visits_that_were_never_left():
    kept = drive(0, 3000, 50)
    assert way(kept, (600, None), (1800, None)) == {0: (10, 0), 1: (20, 0)}


def test_two_visits_in_one_second_are_driven_to_once():
    assert way(drive(0, 600, 10), (600, 600), (600, None)) == {0: (10, 0)}


def test_two_devices_in_one_second():
    kept = [at(0, 0), at(600, 10), at(600, 10.5)]
    found = way(kept, (600, None))
    assert found == {0: (10.5, 10)}
