"""Where areas of one rank lie over one another."""
import math

import pytest
import shapely
from engine.geo.distance import EARTH_RADIUS_M
from engine.territory.membership import Territory
from engine.territory.overlaps import area_m2, overlaps
from hypothesis import given
from hypothesis import strategies as st

LEFT, RIGHT = shapely.box(24, 60, 25, 61), shapely.box(24.8, 60, 26, 61)
boxes = st.builds(lambda w, s, width, height: shapely.box(w, s, w + width, s + height),
                  st.floats(0, 5), st.floats(0, 5), st.floats(0.1, 3), st.floats(0.1, 3))


def pairs(*territories, **options):
    return [(item.first, item.second) for item in overlaps(territories, **options)]


def test_size_and_place():
    found, = overlaps([Territory(2, shape=RIGHT), Territory(1, shape=LEFT)])
    assert (found.first, found.second) == (1, 2)
    # a rectangle of meridians and parallels on the sphere
    expected = EARTH_RADIUS_M ** 2 * math.radians(0.2) * (math.sin(math.radians(61)) - math.sin(math.radians(60)))
    assert found.area_m2 == pytest.approx(expected, rel=1e-9)
    assert 24.8 < found.lon < 25 and 60 < found.lat < 61


def test_the_whole_earth():
    assert area_m2(shapely.box(-180, -90, 180, 90)) == pytest.approx(4 * math.pi * EARTH_RADIUS_M ** 2)


@pytest.mark.parametrize("changes, is_rival", [
    ({}, True), ({"depth": 2}, False), ({"precedence": 3}, False), ({"company": 2}, False), ({"company": 1}, True),
    ({"company": 0}, True), ({"shape": None}, False)])
def test_only_areas_of_one_rank_and_company(changes, is_rival):
    first = Territory(1, depth=1, precedence=1, company=1, shape=LEFT)
    second = Territory(2, **dict({"depth": 1, "precedence": 1, "company": 1, "shape": RIGHT}, **changes))
    assert pairs(first, second) == ([(1, 2)] if is_rival else [])


def test_neighbours_and_seams_are_no_overlap():
    assert pairs(Territory(1, shape=LEFT), Territory(2, shape=shapely.box(25, 60, 26, 61))) == []
    seam = shapely.box(24.9999999, 60, 26, 61)
    assert pairs(Territory(1, shape=LEFT), Territory(2, shape=seam)) == []
    assert pairs(Territory(1, shape=LEFT), Territory(2, shape=seam), least_m2=0) == [(1, 2)]


def test_over_the_antimeridian():
    fiji = Territory(1, shape=shapely.box(177, -20, 182, -15))
    for shape in (shapely.box(-179, -20, -178, -15), shapely.box(181, -20, 183, -15), shapely.box(178, -20, 179, -15)):
        found, = overlaps([fiji, Territory(2, shape=shape)])
        assert found.area_m2 == pytest.approx(area_m2(shapely.box(0, -20, 1, -15)))
    whole, = overlaps([fiji, Territory(2, shape=fiji.shape)])
    assert whole.area_m2 == pytest.approx(area_m2(fiji.shape))


@given(st.lists(boxes, max_size=7))
def test_every_pair_is_found_and_none_twice(shapes):
    territories = [Territory(number, shape=shape) for number, shape in enumerate(shapes, 1)]
    expected = [(a.id, b.id) for a in territories for b in territories
                if a.id < b.id and area_m2(shapely.intersection(a.shape, b.shape)) >= 10_000]
    assert sorted(pairs(*territories)) == expected
