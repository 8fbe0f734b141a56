"""Geodesic travel times against other people's arithmetic."""

import math

import numpy as np
import pytest
from engine import matrix as travel
from engine.errors import MatrixError
from engine.routing.problem import Location
from geographiclib.geodesic import Geodesic
from geopy.distance import great_circle
from hypothesis import given, settings
from hypothesis import strategies as st

PLACES = st.builds(Location, st.floats(-90, 90), st.floats(-180, 180))


@settings(max_examples=100)
@given(PLACES, PLACES)
def test_agrees_with_geopy_on_the_sphere(here, there):
    matrix = travel.build([here, there], 36.0, 1.0)
    known = great_circle((here.lat, here.lon), (there.lat, there.lon)).meters
    assert matrix.distance_m[0, 1] == pytest.approx(known, rel=1e-6, abs=1)
    assert matrix.duration_s[0, 1] == pytest.approx(known / 10.0, rel=1e-6, abs=1)
    assert matrix.distance_m[1, 0] == matrix.distance_m[0, 1]


@settings(max_examples=100)
@given(PLACES, PLACES)
def test_is_within_0_6_percent_of_the_ellipsoid(here, there):
    known = Geodesic.WGS84.Inverse(here.lat, here.lon, there.lat, there.lon)["s12"]
    assert travel.build([here, there], 40.0, 1.0).distance_m[0, 1] == pytest.approx(
        known, rel=0.006, abs=1)


@settings(max_examples=50)
@given(st.lists(PLACES, min_size=1, max_size=6))
def test_computed_on_demand_or_stored_is_the_same(places):
    lazy = travel.GeodesicTravel(tuple(places), profiles={"slow": travel.Profile(10.0, 2.0)})
    dense = lazy.take(range(lazy.size))
    for here in range(lazy.size):
        for there in range(lazy.size):
            assert lazy.leg(here, there) == dense.leg(here, there)
            assert lazy.leg(here, there, "slow") == dense.leg(here, there, "slow")


def test_detour_and_speed_scale():
    places = [Location(60.0, 24.0), Location(60.1, 24.0)]
    plain, driven = travel.build(places, 40, 1.0), travel.build(places, 20, 1.5)
    assert driven.distance_m[0, 1] == pytest.approx(1.5 * plain.distance_m[0, 1], abs=1)
    assert driven.duration_s[0, 1] == pytest.approx(3 * plain.duration_s[0, 1], abs=2)
    assert driven.duration_s.dtype == driven.distance_m.dtype == np.int32


def test_zero_is_a_place():
    matrix = travel.build([Location(0.0, 0.0), Location(0.0, 1.0)], 40, 1.0)
    assert matrix.distance_m[0, 1] == pytest.approx(111_195, abs=1)


@pytest.mark.parametrize("speed", [0, -1, math.nan, math.inf, 5000, "fast", None, True])
def test_a_speed_beyond_reason_is_refused(speed):
    with pytest.raises(MatrixError) as caught:
        travel.build([Location(0, 0)], speed, 1.3)
    assert (caught.value.code, caught.value.params["field"]) == ("bad_profile", "speed_kmh")


def test_shapes_must_agree():
    with pytest.raises(MatrixError):
        travel.from_lists([[0, 1]], [[0, 1]])
    with pytest.raises(MatrixError):
        travel.Matrix(np.zeros((2, 2), np.int32), np.zeros((3, 3), np.int32))


def test_a_provider_stores_few_and_computes_many():
    few = travel.GeodesicProvider().travel([Location(0, 0)] * 3)
    many = travel.GeodesicProvider().travel([Location(0, 0)] * 3000)
    assert isinstance(few, travel.Matrix)
    assert not isinstance(many, travel.Matrix)
    assert many.size == 3000
    assert many.take([5, 7]).size == 2
