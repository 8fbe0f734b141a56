"""Who is like whom: known answers, the formula recomputed pair by pair, and what counts as no trait."""
import numpy as np
import pytest
from engine.errors import EngineError
from engine.scoring.alike import find_alike, of_categories, of_numbers, of_places, of_sets
from hypothesis import given
from hypothesis import strategies as st


def rows(*numbers):
    return np.array(numbers, dtype=np.int64)


def found(traits, like, among, most=10):
    return find_alike(traits, rows(*like), rows(*among), most)


def test_a_twin_is_wholly_alike_and_the_opposite_not_at_all():
    traits = [of_numbers("value", 2, [0, 0, 100]), of_categories("industry", 1, ["cafe", "cafe", "bank"])]
    alike = found(traits, [0], [1, 2])
    assert list(alike.rows) == [1, 2]
    assert alike.likeness[0] == pytest.approx(100)
    # the rank of the two equal ones is their middle: 0.25
    assert alike.likeness[1] == pytest.approx(100 * (1 - (2 * 0.75**2 + 1) / 3))
    assert alike.closeness[1] == pytest.approx([1 - 0.75**2, 0], abs=1e-6)


def test_a_weight_decides_which_trait_leads():
    values, kinds = [1, 1, 100], ["cafe", "bank", "cafe"]
    by_value = found([of_numbers("value", 5, values), of_categories("kind", 1, kinds)], [0], [1, 2])
    by_kind = found([of_numbers("value", 1, values), of_categories("kind", 5, kinds)], [0], [1, 2])
    assert (by_value.rows[0], by_kind.rows[0]) == (1, 2)


def test_tags_are_compared_by_what_they_share():
    tags = of_sets("tags", 1, [("a", "b"), ("a", "b"), ("a",), ("c",), ()])
    alike = found([tags], [0], [1, 2, 3, 4])
    assert list(alike.rows) == [1, 2, 4, 3]
    assert alike.likeness[:2] == pytest.approx([100, 100 * np.sqrt(0.5)])


def test_what_is_not_known_of_those_looked_for_does_not_count():
    traits = [of_numbers("value", 9, [None, 5, 7]), of_categories("kind", 1, ["x", "y", "x"])]
    alike = found(traits, [0], [1, 2])
    assert alike.traits == ("kind",)
    assert list(alike.rows) == [2, 1]


def test_a_closeness_to_what_is_not_known_is_no_number():
    alike = found([of_numbers("value", 1, [5, None, 9])], [0], [1, 2])
    assert np.isnan(alike.closeness[list(alike.rows).index(1), 0])


def test_what_all_records_have_in_common_makes_nobody_alike():
    alike = found([of_categories("country", 9, ["fi"] * 3), of_categories("kind", 1, "xyx")], [0], [1, 2])
    assert alike.traits == ("kind",)
    assert alike.likeness == pytest.approx([100, 0], abs=1e-3)


def test_nothing_known_is_refused():
    with pytest.raises(EngineError) as caught:
        found([of_numbers("value", 1, [None, 1]), of_categories("kind", 1, ["", ""])], [0], [1])
    assert caught.value.code == "nothing_known"


def test_nobody_else_is_an_empty_answer():
    alike = found([of_numbers("value", 1, [1, 2])], [0], [0])
    assert (len(alike.rows), alike.closeness.shape) == (0, (0, 1))


def test_like_many_names_the_nearest_of_them():
    alike = found([of_numbers("value", 1, [1, 2, 3, 50, 60])], [0, 1, 2, 3], [4])
    assert list(alike.nearest[0]) == [3, 2, 1]


def test_places_are_compared_finely_where_there_are_many():
    alike = found([of_places("place", 1, [60.1, 60.11, 60.2, 31], [24.9, 24.91, 25, 121])], [0], [1, 2, 3])
    assert list(alike.rows) == [1, 2, 3]


records = st.lists(
    st.tuples(st.one_of(st.none(), st.floats(-1e6, 1e6)), st.sampled_from(["", "a", "b", "c"]),
              st.sets(st.sampled_from("pqrs"))), min_size=3, max_size=25)


@given(records, st.integers(1, 2))
def test_the_formula_pair_by_pair(data, looked_for):
    traits = [of_numbers("n", 3, [row[0] for row in data]), of_categories("c", 2, [row[1] for row in data]),
              of_sets("s", 1, [row[2] for row in data])]
    like = list(range(looked_for))
    try:
        alike = found(traits, like, range(len(data)), len(data))
    except EngineError:
        return
    used = [trait for trait in traits if trait.key in alike.traits]
    whole = sum(trait.weight for trait in used)
    assert sorted(alike.rows) == list(range(looked_for, len(data)))
    assert all(np.diff(alike.likeness) <= 1e-3)
    for row, likeness in zip(alike.rows, alike.likeness):
        apart = [sum(t.weight * ((t.columns[row] - t.columns[other]) ** 2).sum() for t in used) for other in like]
        assert 0 <= likeness <= 100
        assert likeness == pytest.approx(100 * (1 - np.mean(apart) / whole), abs=0.01)
