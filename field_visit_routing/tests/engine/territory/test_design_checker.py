"""The checker finds each kind of fault that is put into a good scenario."""

from dataclasses import replace

import pytest
from design_worlds import designed, grid, region
from engine.territory.design.checker import check
from engine.territory.design.design import design


@pytest.fixture(scope="module")
def question():
    return region(120, 3, seed=5, locked=0.1, balance="work_hours", work=0.5)


@pytest.fixture(scope="module")
def scenario(question):
    return designed(question).scenarios[1]


def changed(scenario, **areas):
    """The scenario with the first area's values changed."""
    return replace(scenario, areas=(replace(scenario.areas[0], **areas), *scenario.areas[1:]))


def rules(question, scenario, **values):
    return {found.rule for found in check(question, scenario, **values)}


def free(question, area):
    return next(each for each in area.customers if question.customers[each - 1].locked is None)


def test_a_lost_and_a_doubled_customer(question, scenario):
    first, second = scenario.areas[:2]
    assert rules(question, changed(scenario, customers=first.customers[1:])) == {"once"}
    assert rules(question, changed(scenario, customers=first.customers + second.customers[:1])) == {"once"}
    assert rules(question, replace(scenario, areas=scenario.areas[1:])) == {"once"}


def test_a_lock_that_is_not_kept(question, scenario):
    first, second = scenario.areas[:2]
    locked = next(each for each in first.customers if question.customers[each - 1].locked)
    moved = replace(scenario, areas=(
        replace(first, customers=tuple(each for each in first.customers if each != locked)),
        replace(second, customers=(*second.customers, locked)), *scenario.areas[2:]))
    assert rules(question, moved) == {"lock"}


def test_a_customer_given_to_an_area_he_does_not_lie_in(question, scenario):
    first, second = scenario.areas[:2]
    each = free(question, first)
    moved = replace(scenario, areas=(
        replace(first, customers=tuple(one for one in first.customers if one != each)),
        replace(second, customers=(*second.customers, each)), *scenario.areas[2:]))
    assert {"inside", "load"} <= rules(question, moved)


def test_a_load_that_is_not_true(question, scenario):
    assert rules(question, changed(scenario, load=scenario.areas[0].load * 1.01)) == {"load"}


def test_areas_out_of_balance(question, scenario):
    tight = replace(question, tolerance=0.01)
    assert rules(tight, scenario) == {"balance"}
    assert rules(tight, scenario, balance=False) == set()


def test_an_area_in_two_pieces_or_over_another(question, scenario):
    first, second = scenario.areas[:2]
    west = [[24.0, 60.0], [24.1, 60.0], [24.1, 60.1], [24.0, 60.0]]
    two = {"type": "MultiPolygon", "coordinates": [first.outline["coordinates"], [west]]}
    assert rules(question, changed(scenario, outline=two)) == {"piece"}
    assert {"overlap", "inside"} <= rules(question, changed(scenario, outline=second.outline))
    assert "piece" in rules(question, changed(scenario, outline=None))


def test_a_locked_customer_outside_that_nobody_tells_of(question, scenario):
    area = next(area for area in scenario.areas if area.apart)
    silent = replace(scenario, areas=tuple(
        replace(each, apart=()) if each is area else each for each in scenario.areas))
    assert rules(question, silent) == {"apart"}


def test_pieces_in_the_search_are_pieces_on_the_map():
    """Areas that touch at a corner only are not in one piece, for the search as for the checker."""
    question = replace(grid(4, 2), work=0.5)
    scenario = design(question).scenarios[1]
    assert all(area.outline["type"] == "Polygon" for area in scenario.areas)
