import csv
import io

import pytest
from engine.exporting.spreadsheet import safe_text, write_csv
from hypothesis import example, given
from hypothesis import strategies as st

STARTERS = "=+-@|%\uff1d\uff0b\uff0d\uff20"
#: Texts rich in what matters: separators, quotes, blanks and formulas.
texts = st.text(alphabet=st.sampled_from(STARTERS + ";,\"' \t\r\n\u2028\ufeffab1"), max_size=12) | st.text(max_size=12)


@pytest.mark.parametrize("text, written", [
    ("Kahvila", "Kahvila"), ("", ""), ("a-b = c", "a-b = c"), ("Bar; Grill", "Bar; Grill"),
    ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'), ("+358 40 1", "'+358 40 1"), ("-2+3", "'-2+3"),
    ("@SUM(1)", "'@SUM(1)"), ("  =1", "'  =1"), ("\t=1", "' =1"), ("\r\n=1", "' =1"), ("＝1", "'＝1"),
    ("\ufeff=1", "'\ufeff=1"), ("x;=1", "x;'=1"), ('x; "=1"', "x;' \"=1\""), ("two\nlines", "two lines"), ("a\x00b", "ab"),
])
def test_what_looks_like_a_formula_gets_an_apostrophe(text, written):
    """And everything else stays as it is."""
    assert safe_text(text) == written


@given(st.lists(st.lists(texts, min_size=2, max_size=3), max_size=4), st.sampled_from(",;\t"))
@example([['x;"=1"', "a"]], ";")
@example([["a", "x\n=1"]], ";")
def test_no_cell_is_a_formula_with_any_separator(rows, separator):
    """Whichever separator the reader believes in, no cell begins as a formula does."""
    text = write_csv(["Name", "-City"], rows).lstrip("\ufeff")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        for cell in row:
            assert not cell.strip(" \"'\ufeff").startswith(tuple(STARTERS)) or cell.lstrip(' "').startswith("'"), cell


@given(st.lists(st.lists(st.text(alphabet="abc ,;\"'äß中", min_size=1, max_size=9), min_size=2, max_size=2), max_size=5))
def test_ordinary_texts_come_back(rows):
    """Commas and quotes survive reading."""
    text = write_csv(["A", "B"], rows).lstrip("\ufeff")
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == rows


def test_numbers_stay_numbers():
    """A southern latitude is no formula; nothing is an empty cell."""
    assert write_csv(["Name", "Lat"], [["Sydney", -33.8688], [None, 7], [True, 0.0]]) == (
        '\ufeff"Name","Lat"\r\n"Sydney",-33.8688\r\n"",7\r\n"true",0.0\r\n')
