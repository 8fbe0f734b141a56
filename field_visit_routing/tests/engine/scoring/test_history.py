"""What was known at a moment, and what came then."""
import numpy as np
import pytest
from engine.scoring.history import Events, expected_amounts, purchase_figures, snapshots
from hypothesis import given
from hypothesis import strategies as st

IDS = np.array([3, 7, 9])
PURCHASES = Events(
    np.array([3, 3, 3, 7, 8]), np.array([100.0, 200.0, 460.0, 430.0, 1.0]), np.array([10.0, 20.0, 60.0, 5.0, 1000.0]))


def test_figures_of_purchases():
    figures = purchase_figures(PURCHASES, IDS, 500.0)
    assert figures["days_since_purchase"].tolist()[:2] == [40.0, 70.0]
    assert np.isnan(figures["days_since_purchase"][2])
    assert figures["purchases"].tolist() == [3.0, 1.0, 0.0]
    assert figures["sales_year"].tolist() == [80.0, 5.0, 0.0]
    assert figures["sales_quarter"].tolist() == [60.0, 5.0, 0.0]
    assert figures["sales_trend"][0] == pytest.approx(3.0)
    assert figures["days_between_purchases"][0] == 180.0
    assert figures["purchase_cycle"][0] == pytest.approx(40 / 180)
    assert np.isnan(figures["days_between_purchases"][1])


@given(later=st.lists(st.tuples(st.sampled_from([3, 7, 9]), st.floats(301, 900), st.floats(0, 1e6)), max_size=20))
def test_nothing_later_changes_what_was_known(later):
    more = Events(
        np.concatenate([PURCHASES.who, np.array([row[0] for row in later], dtype=np.int64)]),
        np.concatenate([PURCHASES.at, np.array([row[1] for row in later])]),
        np.concatenate([PURCHASES.amount, np.array([row[2] for row in later])]))
    before, after = purchase_figures(PURCHASES, IDS, 300.0), purchase_figures(more, IDS, 300.0)
    for name, column in before.items():
        np.testing.assert_array_equal(column, after[name])


def test_what_followed_is_within_the_horizon():
    assert PURCHASES.any_within(IDS, 400.0, 30.0).tolist() == [0, 1, 0]
    assert PURCHASES.any_within(IDS, 430.0, 29.0).tolist() == [0, 0, 0], "the moment itself has passed"
    assert PURCHASES.any_within(IDS, 400.0, 60.0).tolist() == [1, 1, 0]


def test_nobody_has_no_figures():
    nobody = np.array([], dtype=np.int64)
    assert all(len(column) == 0 for column in purchase_figures(PURCHASES, nobody, 500.0).values())


def test_expected_amounts_lean_on_everybodys():
    usual = PURCHASES.amount[PURCHASES.at > -230].mean()
    amounts = expected_amounts(PURCHASES, IDS, 500.0)
    assert amounts[0] == pytest.approx((90 + 2 * usual) / 5)
    assert amounts[2] == pytest.approx(usual), "who has bought nothing is taken for everybody"
    assert expected_amounts(Events(IDS[:0], np.array([]), np.array([])), IDS, 500.0).tolist() == [0, 0, 0]


def test_snapshots_are_a_horizon_apart_and_their_outcome_is_known():
    assert snapshots(1000.0, 690.0, 90.0).tolist() == [730.0, 820.0, 910.0]
    assert snapshots(1000.0, 990.0, 90.0).tolist() == []
