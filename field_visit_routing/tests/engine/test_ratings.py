"""Ratings summed up: facts by hand, and properties of any answers."""
import pytest
from engine.field.ratings import summarise
from hypothesis import given
from hypothesis import strategies as st

RATINGS = st.lists(st.integers(1, 5), max_size=40)


@pytest.mark.parametrize("ratings, count, average, trend", [
    ([], 0, 0.0, ""),
    ([4], 1, 4.0, ""),
    ([5, 5, 2, 2, 2], 5, 3.2, "down"),
    ([1, 2, 4, 5, 5], 5, 3.4, "up"),
    ([4, 4, 4, 4, 4], 5, 4.0, "same"),
    ([5, 1, 1, 1], 4, 2.0, ""),
])
def test_what_answers_amount_to(ratings, count, average, trend):
    summary = summarise(ratings)
    assert (summary.count, pytest.approx(summary.average), summary.trend) == (count, average, trend)


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_other_numbers_are_no_ratings(rating):
    with pytest.raises(ValueError, match="from 1 to 5"):
        summarise([3, rating])


@given(RATINGS)
def test_the_average_lies_between_the_worst_and_the_best(ratings):
    summary = summarise(ratings)
    assert not ratings or min(ratings) - 1e-9 <= summary.average <= max(ratings) + 1e-9


@given(st.lists(st.integers(1, 5), min_size=5, max_size=40))
def test_better_answers_turn_the_trend_round(ratings):
    opposite = {"up": "down", "down": "up", "same": "same"}
    assert summarise([6 - rating for rating in ratings]).trend == opposite[summarise(ratings).trend]
