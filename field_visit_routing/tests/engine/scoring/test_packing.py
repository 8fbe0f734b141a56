"""Tables that pass through JSON."""
import pytest
from engine.scoring.packing import pack, unpack
from hypothesis import given
from hypothesis import strategies as st

CELLS = st.one_of(st.none(), st.booleans(), st.integers(-2**40, 2**40))


@given(st.dictionaries(st.text(max_size=5), st.lists(st.one_of(CELLS, st.just("x"), st.text(max_size=4)), max_size=9)))
def test_what_is_packed_comes_out_again(columns):
    assert unpack(pack(columns)) == {name: list(values) for name, values in columns.items()}


def test_numbers_keep_nine_digits_and_nan_is_nothing():
    assert unpack(pack({"a": [1.23456789012, float("nan"), 3.0]})) == {"a": [1.23456789, None, 3]}


@pytest.mark.parametrize("text", ["", "x", "eJw=", "W10="])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(ValueError):
        unpack(text)
