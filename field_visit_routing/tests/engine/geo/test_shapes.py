import json
import math

import numpy as np
import pytest
from engine.geo import great_circle_m
from engine.geo.polygons import PolygonError
from engine.geo.shapes import MAX_RADIUS_M, parse_shape, reach_m
from hypothesis import given
from hypothesis import strategies as st

lats, lons = st.floats(-90, 90), st.floats(-180, 180)


def shape(kind="Circle", **values):
    return dict({"type": kind, "coordinates": [24.9, 60.2], "radius_m": 1000, "minutes": 20}, **values)


def parse(value):
    return parse_shape(value, speed_kmh=40.0, detour_factor=1.25)


@given(lats, lons, st.floats(1, MAX_RADIUS_M), st.lists(st.tuples(lats, lons), min_size=1, max_size=10))
def test_a_circle_holds_who_is_near_enough(lat, lon, radius, points):
    """As the distance of one pair says, apart from the last digit."""
    disc = parse(shape(coordinates=[lon, lat], radius_m=radius))
    got = disc.contains(*zip(*points))
    for (there_lat, there_lon), inside in zip(points, got):
        away = great_circle_m(lat, lon, there_lat, there_lon)
        if not math.isclose(away, radius, rel_tol=1e-6, abs_tol=1e-3):
            assert inside == (away <= radius)


def test_a_circle_over_the_antimeridian():
    """One degree at the equator is about 111 km, on either side of the line."""
    for lon in (179.9, -180.1, 539.9):
        disc = parse(shape(coordinates=[lon, 0], radius_m=60_000))
        assert disc.contains([0, 0, 0], [-179.8, 179.6, 178]).tolist() == [True, True, False]


def test_twenty_minutes_are_a_circle_of_the_travel_model():
    """At 40 km/h with roads a quarter longer than lines: 10,667 m."""
    disc = parse(shape("Drive"))
    assert disc.radius_m == pytest.approx(20 / 60 * 40_000 / 1.25)
    assert disc.geojson == {"type": "Circle", "coordinates": [24.9, 60.2], "radius_m": 10666.7}
    assert reach_m(60, 100, 1) == pytest.approx(100_000)


def test_text_and_polygons_are_shapes_too():
    """JSON as programs send it."""
    assert parse(json.dumps(shape())).radius_m == 1000
    square = {"type": "Polygon", "coordinates": [[[179, 0], [181, 0], [181, 2], [179, 2], [179, 0]]]}
    assert parse(square).contains([1], [-179.5]).tolist() == [True]


@pytest.mark.parametrize("value, code", [
    ("}", "not_json"), (None, "not_a_polygon"), (3, "not_a_polygon"), ({"type": "Blob"}, "not_a_polygon"),
    (shape(coordinates=None), "not_a_position"), (shape(coordinates=[1]), "not_a_position"),
    (shape(coordinates=["1", "2"]), "not_a_position"), (shape(coordinates=[1, 91]), "out_of_range"),
    (shape(coordinates=[float("nan"), 1]), "not_finite"), (shape(coordinates=[10**400, 1]), "not_finite"),
    (shape(radius_m=0), "bad_radius"), (shape(radius_m=-1), "bad_radius"), (shape(radius_m="1"), "bad_radius"),
    (shape(radius_m=True), "bad_radius"), (shape(radius_m=1e9), "bad_radius"), (shape(radius_m=None), "bad_radius"),
    (shape(radius_m=float("inf")), "not_finite"),
    (shape("Drive", minutes=0), "bad_minutes"), (shape("Drive", minutes=1441), "bad_minutes"),
    (shape("Drive", minutes="20"), "bad_minutes"), (shape("Drive", minutes=None), "bad_minutes"),
])
def test_what_is_no_shape(value, code):
    """Each fault has a code."""
    with pytest.raises(PolygonError) as caught:
        parse(value)
    assert caught.value.code == code


def test_no_points():
    """Nobody there is an answer."""
    assert np.array_equal(parse(shape()).contains([], []), [])
