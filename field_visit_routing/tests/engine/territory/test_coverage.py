"""Distances to the nearest, threats and white space."""
import math

import numpy as np
import pytest
from engine.geo import great_circle_m
from engine.territory.coverage import Places, middle_m, nearest_m, white_space, within_radius
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, shape

DEG_M = 111_195.0
NOBODY = Places.of([], [])
positions = st.lists(st.tuples(st.floats(-89, 89), st.floats(-180, 180)), min_size=1, max_size=12)


def places(*pairs):
    return Places.of([lat for lat, _lon in pairs], [lon for _lat, lon in pairs])


@given(positions, positions)
def test_the_nearest_is_the_least_of_all_distances(here, there):
    found = nearest_m(places(*here), places(*there))
    for at, distance in zip(here, found):
        assert distance == pytest.approx(min(great_circle_m(*at, *other) for other in there), abs=0.5)


def test_one_s_own_place_is_not_the_nearest_unless_two_share_it():
    own = places((60.0, 25.0), (60.1, 25.0), (61.0, 25.0), (61.0, 25.0))
    found = nearest_m(own, own, np.array([True] * 4))
    assert found == pytest.approx([0.1 * DEG_M, 0.1 * DEG_M, 0.0, 0.0], rel=1e-3)
    alone = places((60.0, 25.0))
    assert nearest_m(alone, alone, np.array([True])) == [math.inf]


def test_over_the_antimeridian_and_without_anybody():
    assert nearest_m(places((0.0, 179.9)), places((0.0, -179.9))) == pytest.approx([0.2 * DEG_M], rel=1e-3)
    assert list(nearest_m(places((0, 0)), NOBODY)) == [math.inf]
    assert len(nearest_m(NOBODY, places((0, 0)))) == 0


def test_each_site_threatens_within_its_own_radius():
    customers = places((60.0, 25.0), (60.02, 25.0), (60.2, 25.0))
    sites = places((60.01, 25.0), (60.2, 25.0))
    assert list(within_radius(customers, sites, [1_500.0, 0.0])) == [True, True, False]
    assert list(within_radius(customers, sites, [1_000.0, 10.0])) == [False, False, True]
    assert list(within_radius(customers, NOBODY, [])) == [False] * 3
    assert len(within_radius(NOBODY, sites, [1.0, 1.0])) == 0


def test_median_and_mean_know_only_distances_that_exist():
    assert middle_m(np.array([1.0, 2.0, 9.0, math.inf])) == (2.0, 4.0)
    assert middle_m(np.array([math.inf])) == (None, None)


class TestWhiteSpace:
    #: About 11.1 km by 11.1 km on the equator.
    SQUARE = Polygon([(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1)])
    SIZE = (0.1 * DEG_M) ** 2

    def test_without_anybody_everything_is_white(self):
        found = white_space(self.SQUARE, NOBODY, 1_000.0)
        assert found.area_m2 == pytest.approx(self.SIZE, rel=0.01)
        assert found.white_m2 == found.area_m2
        assert shape(found.outline).symmetric_difference(self.SQUARE).area < 1e-9

    def test_a_circle_round_each_place_is_cut_out(self):
        found = white_space(self.SQUARE, places((0.05, 0.05)), 2_000.0)
        # an inscribed polygon of 32 corners is a little smaller than its circle
        assert found.area_m2 - found.white_m2 == pytest.approx(math.pi * 2_000.0**2, rel=0.01)
        assert not shape(found.outline).contains(shape({"type": "Point", "coordinates": [0.05, 0.05]}))
        outside = white_space(self.SQUARE, places((0.05, 0.11)), 2_000.0)
        assert 0 < outside.area_m2 - outside.white_m2 < math.pi * 2_000.0**2 / 2

    def test_what_is_full_has_no_outline_and_slivers_do_not_count(self):
        assert white_space(self.SQUARE, places((0.05, 0.05)), 20_000.0).outline is None
        grid = places(*[(i / 100, j / 100) for i in range(11) for j in range(11)])
        assert white_space(self.SQUARE, grid, 780.0).white_m2 == 0.0
        assert white_space(Polygon(), grid, 1_000.0).area_m2 == 0.0

    def test_far_north_distances_are_true_as_well(self):
        north = Polygon([(25.0, 69.0), (25.5, 69.0), (25.5, 69.2), (25.0, 69.2)])
        found = white_space(north, places((69.1, 25.25)), 3_000.0)
        assert found.area_m2 - found.white_m2 == pytest.approx(math.pi * 3_000.0**2, rel=0.01)
