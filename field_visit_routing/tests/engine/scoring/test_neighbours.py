"""Who is near: known answers on a line of places, and a slow count that agrees."""
import numpy as np
import pytest
from engine.geo.distance import great_circle_m
from engine.scoring import neighbours
from hypothesis import given, settings
from hypothesis import strategies as st

# about 1.11 km of latitude apart
LINE = [(60.00, 25.0), (60.01, 25.0), (60.02, 25.0), (60.10, 25.0)]


def near(places, numbers, radius_m, worth=(10.0, 20.0, 30.0, 40.0)):
    counts, means = neighbours(places, numbers, LINE, [1, 2, 3, 4], worth, radius_m)
    return list(counts), list(means)


def test_nobody_is_his_own_neighbour():
    counts, means = near(LINE, [1, 2, 3, 4], 1200)
    assert counts == [1, 2, 1, 0]
    assert means[:3] == [20, 20, 20] and np.isnan(means[3])


def test_a_place_that_is_none_of_the_others_counts_them_all():
    counts, means = near([(60.01, 25.0)], [99], 1200)
    assert counts == [3] and means == [pytest.approx(20)]


def test_two_in_one_house_are_neighbours():
    counts, _means = neighbours([LINE[0]], [7], [LINE[0], LINE[0]], [7, 8], [1.0, 5.0], 10)
    assert list(counts) == [1]


def test_nothing_asked_and_nobody_there():
    assert [list(part) for part in neighbours([], [], LINE, [1, 2, 3, 4], [1.0] * 4, 100)] == [[], []]
    counts, means = neighbours(LINE[:1], [1], [], [], [], 100)
    assert list(counts) == [0] and np.isnan(means[0])


spots = st.lists(st.tuples(st.floats(59.9, 60.1), st.floats(24.9, 25.1)), min_size=1, max_size=12)


@settings(deadline=None)
@given(spots, st.floats(100, 20000))
def test_agrees_with_a_slow_count(places, radius_m):
    numbers = list(range(len(places)))
    distances = [[great_circle_m(*one, *other) for other in places] for one in places]
    if any(abs(metres - radius_m) < 1 for row in distances for metres in row):
        return  # at the very edge the two may round differently
    counts, _means = neighbours(places, numbers, places, numbers, [1.0] * len(places), radius_m)
    assert list(counts) == [sum(metres <= radius_m for metres in row) - 1 for row in distances]
