import math

import pytest
from engine.geo import CoordinateError, check_latitude, check_pair, great_circle_m, parse_pair
from hypothesis import given
from hypothesis import strategies as st

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


@pytest.mark.parametrize("text, expected", [
    ("60.1699, 24.9384", (60.1699, 24.9384)),
    ("60.1699 24.9384", (60.1699, 24.9384)),
    ("60.1699,24.9384", (60.1699, 24.9384)),
    ("60,1699; 24,9384", (60.1699, 24.9384)),
    ("(60.1699, -24.9384)", (60.1699, -24.9384)),
    ("-0.5, \u22120.25", (-0.5, -0.25)),
    ("0, 0", (0, 0)),
    ("N 60.5 E 24.5", (60.5, 24.5)),
    ("60.5N, 24.5E", (60.5, 24.5)),
    ("24.5E 60.5N", (60.5, 24.5)),
    ("33.9S 151.2E", (-33.9, 151.2)),
    ("60°30'0\"N 24°30'0\"E", (60.5, 24.5)),
    ("60° 30' N, 24° 30' W", (60.5, -24.5)),
    ("60\u00b030\u203236\u2033N 24\u00b030\u203236\u2033E", (60.51, 24.51)),
])
def test_what_people_paste(text, expected):
    """Positions are read as the usual maps write them."""
    assert parse_pair(text) == pytest.approx(expected)


@pytest.mark.parametrize("text, code", [
    ("", "not_a_pair"), (None, "not_a_pair"), ("abc", "not_a_pair"), ("60.1699", "not_a_pair"),
    ("1, 2, 3", "not_a_pair"), ("60N 61N", "not_a_pair"), ("60°61'N 24°E", "not_a_pair"),
    ("91, 24", "out_of_range"), ("60, 181", "out_of_range"), ("nan, nan", "not_a_pair"),
])
def test_what_is_no_position(text, code):
    """Each refusal has a code."""
    with pytest.raises(CoordinateError) as caught:
        parse_pair(text)
    assert caught.value.code == code


@pytest.mark.parametrize("value, code", [
    (None, "missing"), ("", "missing"), ("  ", "missing"), (False, "missing"), ("abc", "not_a_number"),
    (True, "not_a_number"), ([1], "not_a_number"), (b"1", "not_a_number"), ("nan", "not_finite"),
    (float("inf"), "not_finite"), (91, "out_of_range"), ("-90.0001", "out_of_range"), (10**400, "not_a_number"),
])
def test_bad_latitudes(value, code):
    """A bad latitude names field, value and kind of fault."""
    with pytest.raises(CoordinateError) as caught:
        check_latitude(value)
    assert (caught.value.code, caught.value.field, caught.value.value) == (code, "latitude", value)


def test_zero_is_a_coordinate():
    """The equator and the prime meridian exist."""
    assert check_pair(0, 0.0) == (0.0, 0.0)
    assert check_pair("0", "-0.0") == (0.0, 0.0)


@given(latitudes, longitudes)
def test_decimal_degrees_come_back(lat, lon):
    """What is written with seven digits is read within half of the last."""
    got = parse_pair("%.7f, %.7f" % (lat, lon))
    assert got == pytest.approx((lat, lon), abs=1e-7)


@given(latitudes, longitudes)
def test_degrees_minutes_seconds_come_back(lat, lon):
    """Hemisphere letters settle sign and order."""
    first, second = _dms(lat, "NS"), _dms(lon, "EW")
    for text in ("%s %s" % (first, second), "%s, %s" % (second, first)):
        assert parse_pair(text) == pytest.approx((lat, lon), abs=1e-5)


def _dms(value, letters):
    total = min(round(abs(value) * 3600, 2), (90 if "N" in letters else 180) * 3600)
    return "%d°%d'%.2f\"%s" % (total // 3600, total % 3600 // 60, total % 60, letters[value < 0])


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.booleans(), st.binary()))
def test_anything_is_a_latitude_or_refused(value):
    """No input escapes as another exception, and what passes is a latitude."""
    try:
        degrees = check_latitude(value)
    except CoordinateError:
        return
    assert -90 <= degrees <= 90


@given(st.text())
def test_any_text_is_a_position_or_refused(text):
    """No text escapes as another exception."""
    try:
        lat, lon = parse_pair(text)
    except CoordinateError:
        return
    assert -90 <= lat <= 90 and -180 <= lon <= 180


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_a_metric(lat1, lon1, lat2, lon2):
    """Symmetric, never negative, never more than half way round."""
    there = great_circle_m(lat1, lon1, lat2, lon2)
    assert there == pytest.approx(great_circle_m(lat2, lon2, lat1, lon1), abs=1e-6)
    assert 0 <= there <= math.pi * 6371008.8 + 1
    assert great_circle_m(lat1, lon1, lat1, lon1) == 0


def test_known_distance():
    """Helsinki to Tampere is about 160 km as the crow flies."""
    assert great_circle_m(60.16952, 24.93545, 61.49911, 23.78712) == pytest.approx(160.5e3, rel=0.01)
