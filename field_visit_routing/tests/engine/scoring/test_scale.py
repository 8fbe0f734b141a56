"""Shares and points: known answers, and that more never counts less."""
import numpy as np
import pytest
from engine.scoring import Scale, percentiles, points, totals
from hypothesis import given
from hypothesis import strategies as st

amounts = st.floats(-1e9, 1e9, allow_nan=False)
scales = st.one_of(
    st.builds(lambda a, b: Scale("linear", min(a, b), max(a, b)), amounts, amounts),
    st.builds(lambda values: Scale("quantile", breaks=percentiles(np.array(values))), st.lists(amounts, min_size=1)),
    st.builds(
        lambda bounds, shares: Scale("steps", steps=tuple(zip(sorted(bounds), sorted(shares)))),
        st.lists(amounts, min_size=1, max_size=5),
        st.lists(st.floats(0, 1), min_size=5, max_size=5),
    ),
)


def shares(scale, *values):
    return list(scale.shares(np.array(values, dtype=float)))


def test_linear():
    assert shares(Scale("linear", 0, 10), -5, 0, 4, 10, 99, np.nan) == [0, 0, 0.4, 1, 1, 0]


def test_linear_downwards_gives_most_to_the_smallest():
    assert shares(Scale("linear", 10, 0), 0, 5, 12) == [1, 0.5, 0]


def test_equal_bounds_are_a_threshold():
    assert shares(Scale("linear", 3, 3), 2.9, 3, 4) == [0, 1, 1]


def test_quantile_ranks_among_all_and_nothing_earns_nothing():
    scale = Scale("quantile", breaks=percentiles(np.arange(0.0, 101.0)))
    low, middle, top = shares(scale, 0, 50.5, 1000)
    assert (low, top) == (0, 1)
    assert middle == pytest.approx(0.5, abs=0.02)
    assert shares(Scale("quantile"), 5) == [0]


def test_quantile_downwards_ranks_the_smallest_first():
    scale = Scale("quantile", 1, 0, breaks=percentiles(np.arange(1.0, 102.0)))
    now, middle, last, later, unknown = shares(scale, 0, 51, 101, 500, np.nan)
    assert (now, later, unknown) == (1, 0, 0)
    assert middle == pytest.approx(0.5, abs=0.02) and last == pytest.approx(0, abs=0.02)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1e6), st.floats(0, 1e6))
def test_downwards_more_never_earns_more(values, one, other):
    scale = Scale("quantile", 1, 0, breaks=percentiles(np.array(values)))
    less, more = shares(scale, min(one, other), max(one, other))
    assert less >= more


def test_steps():
    assert shares(Scale("steps", steps=((1, 0.5), (10, 1.0))), 0, 1, 9, 10) == [0, 0.5, 0.5, 1]


@given(scales, amounts, amounts)
def test_more_never_earns_less(scale, one, other):
    less, more = shares(scale, min(one, other), max(one, other))
    if scale.kind == "quantile" and max(one, other) == 0:
        return  # debts rank below what is nothing at all
    assert less <= more


def test_points_share_a_hundred_and_risk_takes_away():
    given_points = points([30, 10, 20], [False, False, True], np.array([[1, 1, 0], [1, 0, 0.5]]))
    assert given_points.tolist() == [[75, 25, 0], [75, 0, -25]]
    assert totals(given_points).tolist() == [100, 50]


def test_weights_of_nothing_are_refused():
    with pytest.raises(ValueError, match="no weight"):
        points([0, 5], [False, True], np.ones((1, 2)))


@given(
    st.lists(st.tuples(st.floats(0, 100), st.booleans()), min_size=1, max_size=6).filter(
        lambda rules: sum(weight for weight, takes in rules if not takes) > 1e-6
    ),
    st.data(),
)
def test_scores_lie_between_0_and_100(rules, data):
    row = [data.draw(st.floats(0, 1)) for _rule in rules]
    weights, takes = zip(*rules)
    assert 0 <= totals(points(weights, takes, np.array([row])))[0] <= 100
