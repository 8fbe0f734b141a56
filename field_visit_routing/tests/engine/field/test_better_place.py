"""A better position from check-ins: the middle of those that agree."""
import math

import pytest
from engine.field.better_place import propose
from engine.geo import great_circle_m
from hypothesis import given
from hypothesis import strategies as st

DOOR = (60.17, 24.94)


def around(place, metres, angle):
    """A position ``metres`` from ``place``."""
    scale = 1 / (6371008.8 * math.cos(math.radians(place[0])))
    return (place[0] + math.degrees(metres * math.cos(angle) / 6371008.8),
            place[1] + math.degrees(metres * math.sin(angle) * scale))


def test_the_middle_of_those_that_agree():
    found = propose([around(DOOR, 15, angle) for angle in range(5)], 3, 100)
    assert found.count == 5 and great_circle_m(found.latitude, found.longitude, *DOOR) < 15
    assert found.spread_m < 20


def test_one_far_position_does_not_move_it():
    positions = [around(DOOR, 15, angle) for angle in range(5)] + [around(DOOR, 40_000, 1)]
    found = propose(positions, 3, 100)
    assert found.count == 5 and great_circle_m(found.latitude, found.longitude, *DOOR) < 20


@pytest.mark.parametrize("positions", [
    [], [DOOR, DOOR], [around(DOOR, 2000, angle) for angle in range(6)],
    [DOOR, around(DOOR, 5000, 1), around(DOOR, 9000, 4)]])
def test_too_few_or_too_far_apart_propose_nothing(positions):
    assert propose(positions, 3, 100) is None


def test_across_the_antimeridian():
    found = propose([(-17.0, 179.9999), (-17.0, -179.9999), (-17.0, -179.9998)], 3, 100)
    assert abs(found.longitude) > 179.99


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-180, 180)), max_size=12), st.integers(1, 5))
def test_a_proposal_is_a_place_on_earth_near_half_of_them(positions, least):
    found = propose(positions, least, 100)
    if found:
        assert least <= found.count <= len(positions)
        assert -90 <= found.latitude <= 90 and -180 <= found.longitude <= 180
        assert sum(great_circle_m(found.latitude, found.longitude, *position) <= 101 for position in positions) >= 1
