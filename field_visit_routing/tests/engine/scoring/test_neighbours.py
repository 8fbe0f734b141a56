"""Who is near: known answers on a line of places, and a slow count that agrees."""
import numpy as np
import pytest
from engine.geo.distance import great_circle_m
from engine.scoring import count_neighbours, mean_of_neighbours
from engine.scoring import neighbours as module
from hypothesis import given, settings
from hypothesis import strategies as st

# about 1.11 km of latitude apart
LINE = [(60.00, 25.0), (60.01, 25.0), (60.02, 25.0), (60.10, 25.0)]
NUMBERS = [1, 2, 3, 4]
WORTH = [10.0, 20.0, 30.0, 40.0]


def test_nobody_is_his_own_neighbour():
    assert list(count_neighbours(LINE, NUMBERS, LINE, NUMBERS, 1200)) == [1, 2, 1, 0]
    means = mean_of_neighbours(LINE, NUMBERS, LINE, NUMBERS, WORTH, 1200)
    assert list(means[:3]) == [20, 20, 20] and np.isnan(means[3])


def test_a_place_that_is_none_of_the_others_counts_them_all():
    assert list(count_neighbours(LINE[1:2], [99], LINE, NUMBERS, 1200)) == [3]
    assert list(mean_of_neighbours(LINE[1:2], [99], LINE, NUMBERS, WORTH, 1200)) == [pytest.approx(20)]


def test_two_in_one_house_are_neighbours():
    assert list(count_neighbours(LINE[:1], [7], [LINE[0], LINE[0]], [8, 7], 10)) == [1]
    assert list(mean_of_neighbours(LINE[:1], [7], [LINE[0], LINE[0]], [8, 7], [1.0, 5.0], 10)) == [1.0]


def test_nothing_asked_and_nobody_there():
    assert list(count_neighbours([], [], LINE, NUMBERS, 100)) == []
    assert list(count_neighbours(LINE[:1], [1], [], [], 100)) == [0]
    assert list(mean_of_neighbours([], [], LINE, NUMBERS, WORTH, 100)) == []
    assert np.isnan(mean_of_neighbours(LINE[:1], [1], [], [], [], 100)).all()


def test_a_crowd_is_summed_in_portions_and_by_cells(monkeypatch):
    chance = np.random.default_rng(7)
    crowd = [tuple(row) for row in chance.uniform((59.9, 24.8), (60.1, 25.2), (1500, 2))]
    numbers, worth = list(range(1500)), chance.uniform(0, 100, 1500)
    exact = mean_of_neighbours(crowd, numbers, crowd, numbers, worth, 5000)
    monkeypatch.setattr(module, "TOGETHER", 1000)
    assert mean_of_neighbours(crowd, numbers, crowd, numbers, worth, 5000) == pytest.approx(exact)
    monkeypatch.setattr(module, "MOST_PAIRS", 1)
    close = mean_of_neighbours(crowd, numbers, crowd, numbers, worth, 5000)
    assert np.nanmax(np.abs(close - exact)) < 5 and np.nanmean(np.abs(close - exact)) < 1


spots = st.lists(st.tuples(st.floats(59.9, 60.1), st.floats(24.9, 25.1)), min_size=1, max_size=12)


@settings(deadline=None)
@given(spots, st.floats(100, 20000))
def test_agrees_with_a_slow_count(places, radius_m):
    numbers = list(range(len(places)))
    distances = [[great_circle_m(*one, *other) for other in places] for one in places]
    if any(abs(metres - radius_m) < 1 for row in distances for metres in row):
        return  # at the very edge the two may round differently
    counts = count_neighbours(places, numbers, places, numbers, radius_m)
    assert list(counts) == [sum(metres <= radius_m for metres in row) - 1 for row in distances]
    means = mean_of_neighbours(places, numbers, places, numbers, [3.0] * len(places), radius_m)
    assert [not np.isnan(mean) for mean in means] == [count > 0 for count in counts]
    assert means[~np.isnan(means)] == pytest.approx(3.0)
