"""Places are shared in turn or by load; who has one of them keeps it."""
from collections import Counter

import pytest
from engine.territory.sharing import Place, monthly_hours, share_in_turn, share_to_least
from hypothesis import given
from hypothesis import strategies as st


def test_in_turn_from_the_first_on():
    shared = share_in_turn([Place(1), Place(2), Place(3)], [7, 8])
    assert shared == {1: 7, 2: 8, 3: 7}


def test_who_has_it_keeps_it_and_no_turn_is_lost():
    shared = share_in_turn([Place(1), Place(2, holder=7), Place(3, holder=99)], [7, 8])
    assert shared == {1: 7, 2: 7, 3: 8}


def test_to_the_least_loaded_until_they_are_even():
    shared = share_to_least([Place(n) for n in range(5)], [7, 8], {7: 3.0})
    assert shared == {0: 8, 1: 8, 2: 8, 3: 7, 4: 8}


def test_the_load_of_each_place_counts():
    places = [Place(1, load=10), Place(2, load=1), Place(3, load=1)]
    assert share_to_least(places, [7, 8], {}) == {1: 7, 2: 8, 3: 8}


def test_of_the_least_loaded_who_has_it_keeps_it():
    assert share_to_least([Place(1, holder=7)], [7, 8], {7: 1000.0}) == {1: 7}


def test_hours_of_a_month():
    assert monthly_hours(7, 60) == pytest.approx(4.348, abs=0.001)
    assert monthly_hours(0, 60) == pytest.approx(1 / 12)


@given(st.lists(st.tuples(st.integers(0, 6), st.floats(0.1, 9)), max_size=60), st.integers(1, 5))
def test_new_places_go_round_and_loads_differ_by_one_place_at_most(rows, count):
    takers = list(range(1, count + 1))
    places = [Place(number, *row) for number, row in enumerate(rows)]
    held = {place.id: place.holder for place in places if place.holder in takers}
    in_turn, least = share_in_turn(places, takers), share_to_least(places, takers, {})
    for shared in (in_turn, least):
        assert set(shared) == set(range(len(rows)))
        assert {number: shared[number] for number in held} == held
    turns = Counter({taker: 0 for taker in takers})
    turns.update(taker for number, taker in in_turn.items() if number not in held)
    assert max(turns.values()) - min(turns.values()) <= 1
    loads = dict.fromkeys(takers, 0.0)
    for place in places:
        if place.id not in held:
            loads[least[place.id]] += place.load
    assert max(loads.values()) - min(loads.values()) <= max([place.load for place in places], default=0) + 1e-9
