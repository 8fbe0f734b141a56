"""Rules about postcodes and cities: what they hold, and what is refused."""
import pytest
from engine.territory.addresses import (
    MAX_ITEMS,
    AddressRuleError,
    city_key,
    parse_cities,
    parse_postcodes,
    postcode_key,
    tidy,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("rule, held, not_held", [
    ("00100-00199", ["00100", "00150", "00199", " 00 199 "], ["00099", "00200", "0010", ""]),
    ("02*", ["02", "02100", "02-100"], ["20", "0", "00200"]),
    ("33100", ["33100", "33 100"], ["33101", "3310", "331000"]),
    ("SW1A 1AA, sw1*", ["sw1a1aa", "SW1V 2QQ"], ["SW2 1AA"]),
    ("SW10-SW19", ["SW10 0AA", "sw19"], ["SW9 0AA", "SW20 1AA", "SE10 0AA"]),
    # the first three digits of the United States, and a code with its extension
    ("100-149", ["10013", "149", "10001-1234"], ["15000", "099", "10"]),
    # full-width signs and a long dash, as a Chinese keyboard writes them
    ("２００００１–２００００９、201*", ["200005", "201100"], ["200010", "202000"]),
    ("00500..00599;00900\n00910", ["00530", "00900", "00910"], ["00600"]),
    # in Poland the hyphen is part of the code; it does not matter
    ("00950-00999", ["00-950", "00-999"], ["01-000"]),
    ("", [], ["00100", ""]),
    (None, [], [None]),
    (" , ;", [], ["", "1"]),
])
def test_postcodes_hold(rule, held, not_held):
    postcodes = parse_postcodes(rule)
    assert [code for code in held if not postcodes.holds(code)] == []
    assert [code for code in not_held if postcodes.holds(code)] == []


@pytest.mark.parametrize("rule, code, item", [
    ("00100-0199", "range_lengths", "00100-0199"),
    ("02*, 00-950", "range_lengths", "00-950"),
    ("00199-00100", "range_backwards", "00199-00100"),
    ("SW1A-SW1C", "range_letters", "SW1A-SW1C"),
    ("00100-00200-00300", "not_a_postcode", "00100-00200-00300"),
    ("00100-", "not_a_postcode", "00100-"),
    ("-00100", "not_a_postcode", "-00100"),
    ("0*2", "star_inside", "0*2"),
    ("02*-03*", "star_inside", "02*-03*"),
    ("02**", "star_inside", "02**"),
    ("00100, *", "star_alone", "*"),
    ("00100.", "not_a_postcode", "00100."),
    ("<b>", "not_a_postcode", "<b>"),
])
def test_faulty_rules_are_named(rule, code, item):
    with pytest.raises(AddressRuleError) as caught:
        parse_postcodes(rule)
    assert (caught.value.code, caught.value.item) == (code, item)


def test_endless_rules_are_refused():
    with pytest.raises(AddressRuleError) as caught:
        parse_postcodes(",".join("%05d" % number for number in range(MAX_ITEMS + 1)))
    assert (caught.value.code, caught.value.item) == ("too_many", str(MAX_ITEMS + 1))


def test_cities_are_known_in_any_writing():
    assert parse_cities(" Helsinki,ESPOO ,, helsinki，上海市") == {"helsinki", "espoo", "上海市"}
    assert city_key("  Aix-en-Provence ") == city_key("AIX-EN-PROVENCE")
    assert city_key("New   York") == "new york"
    assert parse_cities(None) == frozenset()


def test_what_is_shown_is_tidy():
    assert tidy(" 00100 ,02*;; 00100\n  New   York ") == "00100, 02*, New York"
    assert tidy(None) == ""


@given(st.integers(0, 99999), st.integers(0, 99999), st.integers(0, 99999))
def test_ranges_hold_what_lies_between_as_numbers(first, last, code):
    first, last = sorted((first, last))
    assert parse_postcodes("%05d-%05d" % (first, last)).holds("%05d" % code) == (first <= code <= last)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        postcodes = parse_postcodes(text)
    except AddressRuleError:
        return
    assert all(postcodes.holds(single) for single in postcodes.singles)
    # what is kept in the database says the same
    assert parse_postcodes(tidy(text)) == postcodes


@given(st.text(max_size=12))
def test_keys_are_keys_of_themselves(text):
    assert postcode_key(postcode_key(text)) == postcode_key(text)
