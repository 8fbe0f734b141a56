"""Two weighings of the same rules: known answers, and what holds for any."""
import numpy as np
import pytest
from engine.scoring.whatif import Weighing, compare, grade_numbers, reason
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

BOUNDS = (80.0, 60.0, 40.0)
#: Of two rules that give, and one that takes away: a buyer, a big shop, one who pays late.
SHARES = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
weights = st.lists(st.floats(0.5, 100), min_size=3, max_size=3)


def weighing(*values):
    return Weighing(values, (False, False, True))


def test_who_moves():
    moves = compare(SHARES, weighing(50, 50, 0), weighing(90, 10, 20), BOUNDS)
    assert moves.before.tolist() == [50, 50, 100]
    assert moves.after.tolist() == [90, 10, 80]
    assert (moves.up, moves.down, moves.regraded) == (1, 2, 2)
    assert (moves.risers, moves.fallers) == ((0,), (1, 2))
    assert moves.grades == ((1, 0, 0, 0), (0, 0, 0, 0), (1, 0, 0, 1), (0, 0, 0, 0))


def test_the_reason_is_the_rule_that_changes_most():
    assert reason(weighing(50, 50, 0), weighing(90, 10, 20), SHARES[0]) == (0, 50.0, 90.0)
    assert reason(weighing(50, 50, 0), weighing(50, 50, 20), SHARES[2]) == (2, 0.0, -20.0)


def test_as_many_as_asked_are_named_and_of_equal_ones_the_first():
    shares = np.tile(SHARES[0], (30, 1))
    assert compare(shares, weighing(50, 50, 0), weighing(90, 10, 0), BOUNDS, most=3).risers == (0, 1, 2)


def test_a_grade_begins_at_its_bound():
    assert grade_numbers(np.array([100, 80, 79.99, 60, 40, 39.99, 0]), BOUNDS).tolist() == [0, 0, 1, 1, 2, 3, 3]


def test_no_weight_at_all_is_refused_and_can_be_left_behind():
    with pytest.raises(ValueError, match="no weight"):
        compare(SHARES, weighing(50, 50, 0), weighing(0, 0, 20), BOUNDS)
    moves = compare(SHARES, weighing(0, 0, 20), weighing(50, 50, 0), BOUNDS)
    assert (moves.before.tolist(), moves.up) == ([0, 0, 0], 3)


@given(arrays(float, (7, 3), elements=st.floats(0, 1)), weights, weights)
def test_everybody_is_counted_once(shares, old, new):
    moves = compare(shares, weighing(*old), weighing(*new), BOUNDS)
    assert sum(map(sum, moves.grades)) == sum(moves.histograms[0]) == sum(moves.histograms[1]) == 7
    assert moves.up + moves.down <= 7
    assert np.all((moves.after >= 0) & (moves.after <= 100))


@given(arrays(float, (7, 3), elements=st.floats(0, 1)), weights, st.floats(0.1, 50))
def test_weights_count_only_beside_each_other(shares, values, factor):
    """Twice all weights is no change."""
    moves = compare(shares, weighing(*values), weighing(*(factor * value for value in values)), BOUNDS)
    assert (moves.up, moves.down) == (0, 0) or np.allclose(moves.before, moves.after, atol=0.0101)
