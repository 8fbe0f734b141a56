"""Areas of a file find what they are part of, and the areas that exist already."""
import pytest
from engine.territory.files import Inside, Known, Wish, guess_fields, place_wishes

TOWN = Known(1, "Helsinki", "Helsinki", "091", None)
PART = Known(2, "Kallio", "Helsinki / Kallio", "", 1)
OTHER = Known(3, "Kallio", "Turku / Kallio", "853-1", 4)
TURKU = Known(4, "Turku", "Turku", "853", None)


def wishes(*rows):
    """``(name, code, parent)`` or less of each."""
    return [Wish(number, *row) for number, row in enumerate(rows, start=1)]


def places(rows, known=(), **options):
    return place_wishes(wishes(*rows), known, **options)


def faults(rows, known=(), **options):
    return [(place.fault, place.value) for place in places(rows, known, **options)]


def test_parents_of_the_file_by_code_and_by_name():
    found = places([("Kallio", "1", "091"), ("Helsinki", "091", ""), ("Torkkelinmäki", "", "Kallio")])
    assert [(place.parent, place.depth) for place in found] == [(Inside(1), 1), (None, 0), (Inside(0), 2)]


def test_parents_that_exist_by_code_full_name_and_name():
    for text in ("091", "Helsinki"):
        assert places([("Sörnäinen", "", text)], [TOWN, PART])[0].parent == 1
    assert places([("Alppila", "", "Helsinki / Kallio")], [TOWN, PART, OTHER])[0].parent == 2
    assert faults([("Alppila", "", "Kallio")], [TOWN, PART, OTHER]) == [("parent_ambiguous", "Kallio")]
    assert faults([("Alppila", "", "Oulu")], [TOWN]) == [("parent_unknown", "Oulu")]


def test_those_without_a_parent_are_part_of_the_chosen_area():
    assert places([("Sörnäinen",)], [TOWN], part_of=1)[0].parent == 1


def test_a_known_area_is_found_by_code_then_by_name_in_the_same_place():
    assert places([("Helsingfors", "091")], [TOWN, PART])[0].target == 1
    assert places([("Kallio", "", "Helsinki")], [TOWN, PART, OTHER])[0].target == 2
    # one without a code takes the file's, one with another code is another area
    assert places([("Kallio", "7", "Helsinki")], [TOWN, PART])[0].target == 2
    assert places([("Kallio", "7", "Turku")], [TURKU, OTHER])[0].target is None
    assert places([("Kallio",)], [TOWN, PART])[0].target is None


def test_parts_of_a_known_area_in_the_file_are_found_below_it():
    found = places([("Kallio", "", "Helsinki"), ("Helsinki", "091")], [TOWN, PART])
    assert [place.target for place in found] == [2, 1]


def test_two_that_are_called_alike_in_one_place():
    assert faults([("A", "1"), ("B", "1")]) == [("", ""), ("twin_code", "1")]
    assert faults([("A",), ("A",)]) == [("", ""), ("twin_name", "A")]
    assert faults([("X",), ("Y",), ("A", "", "X"), ("A", "", "Y")]) == [("", "")] * 4
    assert faults([("Kallio",)], [TOWN, PART, Known(5, "Kallio", "Helsinki / Kallio", "", 1)], part_of=1) == [
        ("several_known", "Kallio")]


@pytest.mark.parametrize("name, fault", [("", "no_name"), ("Hels\ufffdnki", "broken_name")])
def test_a_name_is_needed_and_a_broken_one_refused(name, fault):
    assert faults([(name,)]) == [(fault, name)]


def test_a_loop_is_told_with_its_chain():
    found = faults([("A", "1", "3"), ("B", "2", "1"), ("C", "3", "2"), ("D", "4", "1")])
    assert found[0] == ("loop", "A → C → B → A")
    assert [fault for fault, _value in found] == ["loop", "loop", "loop", "parent_faulty"]
    assert faults([("Helsinki", "", "Helsinki")]) == [("loop", "Helsinki → Helsinki")]


def test_a_known_area_does_not_come_below_its_own_part():
    part = Known(2, "Kallio", "Helsinki / Kallio", "2", 1)
    assert faults([("Helsinki", "091", "2")], [TOWN, part]) == [("loop", "Helsinki → Kallio → Helsinki")]
    # unless the part leaves it in the same file
    assert faults([("Helsinki", "091", "2"), ("Kallio", "2", "")], [TOWN, part]) == [("", ""), ("", "")]


def test_nothing_is_part_of_an_area_that_cannot_be_used():
    rows = [("A", "1"), ("B", "2", "1"), ("C", "3", "2"), ("D", "4")]
    assert faults(rows, faulty={0}) == [("", ""), ("parent_faulty", "A"), ("parent_faulty", "B"), ("", "")]


def test_the_fields_are_guessed():
    assert guess_fields(["NATCODE", "NAMEFIN", "POP"], {}) == ("NAMEFIN", "NATCODE", "")
    assert guess_fields(["adcode", "name", "level", "parent.adcode"], {}) == ("name", "adcode", "parent.adcode")
    assert guess_fields(["nimi", "tunnus"], {}) == ("nimi", "tunnus", "")
    assert guess_fields(["x", "label"], {"x": ["1", "2"], "label": ["Kallio", "Töölö"]}) == ("label", "", "")
    assert guess_fields(["x"], {"x": ["same", "same"]}) == ("", "", "")
